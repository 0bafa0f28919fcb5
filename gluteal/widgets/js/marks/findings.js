// The list of findings: those of a tab, or those that were searched for.
import { marked } from "../app/marks.js";
import { link } from "../buttons.js";
import { h } from "../dom.js";
import { search } from "./search.js";
import { findingRow } from "./tri.js";

const SHOWN = 30;

/** @import { App } from "../app/app.js" */
/** @import { Finding } from "../payload" */

/** @param {App} app */
export function findingsList(app) {
  return app.words ? foundList(app, app.words) : tabList(app);
}

/** @param {App} app @param {string} words */
function foundList(app, words) {
  const { rows, near } = search(app.catalogue.findings, words);
  const none =
    `Nothing matches \u201c${words}\u201d: it goes by another name here, or has no numbers yet. ` +
    "Age, sex and precautions stand in the header.";
  if (!rows.length) return h("p", { class: "dim pad" }, none);
  const nearly = `Nothing goes by all of \u201c${words}\u201d. Nearest:`;
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
  const list = app.inTab(app.tab);
  const { heading, screening } = app.tabOf(app.tab);
  const domains = [...new Set(list.map((f) => f.domain))];
  const groups = heading
    ? [{ name: heading, some: list }]
    : domains.map((name) => ({ name, some: list.filter((f) => f.domain === name) }));
  const denied = screening
    ? link("The rest absent", () => denyRest(app, list), "rest", "dim")
    : null;
  return groups.map(({ name, some }) =>
    h(
      "section",
      {},
      h("h4", {}, name[0].toUpperCase() + name.slice(1), denied),
      h(
        "ul",
        {},
        some.map((f) => findingRow(app, f, "list")),
      ),
    ),
  );
}

/**
 * All that was not asked is marked absent, in one step.
 * @param {App} app
 * @param {Finding[]} list
 */
function denyRest(app, list) {
  const open = list.filter((f) => app.state(f.id) === "unknown");
  if (open.length) app.change(open.reduce((c, f) => marked(c, f.id, "absent"), app.case));
}
