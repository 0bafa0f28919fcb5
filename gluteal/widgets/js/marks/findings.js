// The list of findings: those of a tab, or those that were searched for.
import { marked } from "../app/marks.js";
import { link } from "../buttons.js";
import { h } from "../dom.js";
import { t } from "../language.js";
import { capital } from "../numbers.js";
import { search } from "./search.js";
import { findingRow } from "./tri.js";

const SHOWN = 30;

/** @import { App } from "../app/app.js" */
/** @import { Finding, Tab } from "../payload" */

/** @param {App} app */
export function findingsList(app) {
  return app.words ? foundList(app, app.words) : tabList(app);
}

/** @param {App} app @param {string} words */
function foundList(app, words) {
  const { rows, near } = search(app.catalogue.findings, words);
  const none =
    t(
      "Nothing matches \u201c{words}\u201d: it goes by another name here, or has no numbers yet. ",
      {
        words,
      },
    ) + t("Age, sex and precautions stand in the header.");
  if (!rows.length) return h("p", { class: "dim pad" }, none);
  const nearly = t("Nothing goes by all of \u201c{words}\u201d. Nearest:", { words });
  return [
    near ? h("p", { class: "dim pad" }, nearly) : null,
    h(
      "ul",
      {},
      rows.slice(0, SHOWN).map(({ finding, also }) => findingRow(app, finding, "list", also)),
    ),
  ];
}

/** @param {App} app */
function tabList(app) {
  const tab = app.tabOf(app.tab);
  if (tab.screening) return screeningList(app, tab);
  const list = app.inTab(app.tab);
  const domains = [...new Set(list.map((f) => f.domain))];
  return domains.map((name) =>
    listPart(
      app,
      h("h4", {}, capital(t(name))),
      list.filter((f) => f.domain === name),
    ),
  );
}

/**
 * Questions first, then what needs a hand: a question is denied by a word, a sign is not.
 * @param {App} app
 * @param {Tab} tab
 */
function screeningList(app, tab) {
  const list = app.inTab(tab.label);
  const asked = list.filter((f) => tab.denied.includes(f.stage));
  const tested = list.filter((f) => !tab.denied.includes(f.stage));
  const rest = link(t("The rest absent"), () => denyRest(app, tab), "rest", "dim");
  return [
    listPart(app, h("h4", {}, tab.heading, rest), asked),
    tested.length ? listPart(app, h("p", { class: "tested" }, tab.tested), tested) : null,
  ];
}

/** @param {App} app @param {HTMLElement} heading @param {Finding[]} some */
const listPart = (app, heading, some) =>
  h(
    "section",
    {},
    heading,
    h(
      "ul",
      {},
      some.map((f) => findingRow(app, f, "list")),
    ),
  );

/**
 * All questions that were not asked are marked absent, in one step; signs stay open.
 * @param {App} app
 * @param {Tab} tab
 */
function denyRest(app, tab) {
  const list = app.inTab(tab.label).filter((f) => tab.denied.includes(f.stage));
  const open = list.filter((f) => app.state(f.id) === "unknown");
  if (open.length) app.change(open.reduce((c, f) => marked(c, f.id, "absent"), app.case));
}
