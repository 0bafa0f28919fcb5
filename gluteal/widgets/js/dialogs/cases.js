// The cases on this computer: opened, copied, deleted and brought back.
import { head, link, tool } from "../buttons.js";
import { fill, h, icon } from "../dom.js";
import { later, t } from "../language.js";
import { dialog } from "./dialog.js";

/** @import { App } from "../app/app.js" */
/** @import { Entries, Entry } from "../payload" */
/** @import { Child } from "../types" */

const KEPT_HERE = later(
  "Every change is saved here by itself. No names are kept: a case is known by what it says.",
);

/** @param {App} app */
export async function openCases(app) {
  const place = h("div", { class: "cases" });
  const box = dialog(app, t("Cases on this computer"), place);
  /** @type {Entry[]} deleted while the list is open: each can be brought back until it closes */
  let gone = [];
  /** @param {"cases" | "duplicate" | "restore" | "delete"} name @param {string} [entry] */
  const act = async (name, entry) => draw(await app.ask(name, entry ? { entry } : {}));
  /** @param {"new" | "open"} name @param {string} [entry] */
  const take = async (name, entry) => {
    if (name === "new") app.begin();
    const shown = name === "new" ? null : await app.fetch(name, { entry });
    if (shown && !("case" in shown)) draw(shown);
    else box.close();
  };
  /** @param {Entry} row */
  const drop = (row) => {
    gone = [...gone, row];
    return act("delete", row.entry);
  };
  /** @param {Entry} row */
  const back = (row) => act("restore", row.entry);
  /** @param {Entry} row */
  const acts = (row) => [
    row.readable
      ? [
          link(t("Open"), () => take("open", row.entry), `open:${row.entry}`),
          link(t("Duplicate"), () => act("duplicate", row.entry), `copy:${row.entry}`),
        ]
      : null,
    link(t("Delete"), () => drop(row), `delete:${row.entry}`, "dim apart"),
  ];
  /** @param {Entries} shown */
  const draw = (shown) => {
    const there = shown.rows.map(({ entry }) => entry);
    gone = gone.filter(({ entry }) => !there.includes(entry));
    fill(
      place,
      shown.error ? h("p", { class: "warned" }, icon("warn"), shown.error) : null,
      h("p", { class: "dim" }, t(KEPT_HERE)),
      gone.map((row) => goneNote(row, () => back(row))),
      h(
        "p",
        {},
        tool(t("New case"), () => take("new")),
      ),
      casesTable(shown, acts),
    );
  };
  act("cases");
}

/** @param {Entries} shown @param {(row: Entry) => Child} acts */
function casesTable({ rows, entry }, acts) {
  if (!rows.length) return h("p", { class: "dim" }, t("No case is kept yet."));
  return h(
    "table",
    { class: "words" },
    head([t("Who"), t("Leading cause"), t("Marks"), t("Red flags"), t("Saved"), t("Begun"), ""]),
    h(
      "tbody",
      {},
      rows.map((row) => rowOfCases(row, row.entry === entry, acts(row))),
    ),
  );
}

/** @param {Entry} row @param {() => void} back */
function goneNote({ who, said, saved }, back) {
  const about = [who || t("not told"), said, saved].filter(Boolean).join(" \u00b7 ");
  return h(
    "p",
    { class: "undone", role: "status" },
    h("span", {}, h("b", {}, t("Deleted: ")), about),
    tool(t("Bring it back"), back),
  );
}

/**
 * @param {Entry} row
 * @param {boolean} open
 * @param {Child} acts
 */
function rowOfCases({ who, lead, flags, said, saved, begun }, open, acts) {
  return h(
    "tr",
    { "aria-current": open ? "true" : undefined },
    h("th", { scope: "row" }, who || t("not told"), open ? h("i", {}, t("open")) : ""),
    h("td", { class: "broad" }, lead),
    h("td", {}, said),
    h("td", { class: "broad" }, flags),
    h("td", {}, saved),
    h("td", {}, begun),
    h("td", {}, h("div", { class: "acts" }, acts)),
  );
}
