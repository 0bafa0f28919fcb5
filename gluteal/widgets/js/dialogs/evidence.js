// Every row behind a cell of the heatmap, and how a probability comes about.
import { head, link } from "../buttons.js";
import { h } from "../dom.js";
import { t } from "../language.js";
import { dialog, scrolling } from "./dialog.js";
import { sourceOf } from "./sources.js";

/** @import { EvidencePart, EvidenceRow } from "../payload" */
/** @import { Asking, Child } from "../types" */

/**
 * @param {Asking} app
 * @param {string} cause
 * @param {string} column
 */
export async function openEvidence(app, cause, column) {
  const { title, composite, sources, parts } = await app.ask("evidence", { cause, column });
  const refs = sources.length ? h("ul", { class: "refs" }, sources.map(sourceOf)) : null;
  dialog(app, title, composite ? h("p", {}, composite) : null, refs, parts.map(partOf));
}

/** @param {EvidencePart} part */
function partOf({ label, said, how, differs, rows }) {
  return h(
    "section",
    {},
    h("h4", {}, label),
    h("p", {}, said),
    h("p", { class: "dim" }, how, differs ? ` ${differs}` : ""),
    scrolling(
      t("Rows behind {label}", { label }),
      h(
        "table",
        { class: "words" },
        head([t("About"), t("Present in"), t("Basis"), t("Use"), t("Note and sources")]),
        h("tbody", {}, rows.map(rowOfEvidence)),
      ),
    ),
  );
}

/** @param {EvidenceRow} row */
function rowOfEvidence({ what, figure, basis, use, note, where, verified, sources, unsourced }) {
  return h(
    "tr",
    {},
    h("th", { scope: "row" }, what),
    h("td", {}, figure),
    h("td", {}, t(basis)),
    h("td", {}, use),
    h(
      "td",
      { class: "long" },
      note,
      where ? ` [${where}]` : "",
      verified ? ` (${t(verified)})` : "",
      sources.length ? h("ul", { class: "refs" }, sources.map(sourceOf)) : null,
      unsourced ? ` ${unsourced}` : "",
    ),
  );
}

/**
 * @param {Asking} app
 * @param {string} cause
 */
export async function openContributions(app, cause) {
  const c = await app.ask("contributions", { cause });
  const open = (/** @type {string} */ column) =>
    link(t("evidence"), () => openEvidence(app, cause, column));
  const note =
    t("Probability {p}, 90 % interval {span}. ", { p: c.after, span: c.span }) +
    t("Weights in decibans: +10 multiplies the odds by ten.");
  dialog(
    app,
    c.title,
    h("p", {}, note),
    h(
      "table",
      {},
      head(["", "", t("Weight"), ""]),
      h(
        "tbody",
        {},
        line(t("Before the findings"), c.origin, c.before),
        c.rows.map((r) => line(r.title, r.state, r.weight || t("no evidence"), open(r.id))),
        line(t("Fit of the presentation"), readAs(c.picture), c.fit),
        line(t("All marks together"), t("against unexplained pain"), c.sum),
      ),
    ),
    c.note ? h("p", { class: "dim" }, t("Before the findings: {note}", { note: c.note })) : null,
  );
}

/** @param {string} picture */
const readAs = (picture) =>
  picture ? t("read as: {picture}", { picture }) : t("one clinical picture");

/**
 * @param {string} name
 * @param {string} state
 * @param {string} weight
 * @param {Child} more
 */
function line(name, state, weight, more = "") {
  return h(
    "tr",
    {},
    h("th", { scope: "row" }, name),
    h("td", { class: "long" }, state),
    h("td", {}, weight),
    h("td", {}, more),
  );
}
