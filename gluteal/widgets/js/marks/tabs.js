// Tabs over the list of findings, each with how many are marked.
import { h, one } from "../dom.js";
import { t } from "../language.js";

/** @import { App } from "../app/app.js" */
/** @import { Tab } from "../payload" */

/** @param {App} app @param {Tab} tab */
const countOf = (app, tab) =>
  app.inTab(tab.label).filter((f) => app.state(f.id) !== "unknown").length;

/**
 * What the tabs show: they are drawn again when it changes.
 * @param {App} app
 */
export const tabCounts = (app) => [
  app.tab,
  Boolean(app.words),
  app.catalogue.tabs.map((tab) => countOf(app, tab)),
];

/** @param {App} app */
export function tabs(app) {
  const names = app.catalogue.tabs.map((tab) => tab.label);
  /** @param {string} name */
  const choose = (name) => {
    app.tab = name;
    app.search("");
  };
  /** @param {KeyboardEvent} e */
  const turn = (e) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[e.key];
    if (!step) return;
    e.preventDefault();
    choose(names[(names.indexOf(app.tab) + step + names.length) % names.length]);
    one(app.root, ".tabs [aria-selected=true]").focus();
  };
  return h(
    "div",
    { class: "tabs", role: "tablist", "aria-label": t("Findings"), onkeydown: turn },
    app.catalogue.tabs.map((tab) => tabButton(app, tab, choose)),
  );
}

/**
 * @param {App} app
 * @param {Tab} tab
 * @param {(name: string) => void} choose
 */
function tabButton(app, tab, choose) {
  const { label, screening } = tab;
  const count = countOf(app, tab);
  const here = label === app.tab;
  return h(
    "button",
    {
      type: "button",
      role: "tab",
      "aria-selected": String(here && !app.words),
      tabindex: here ? "0" : "-1",
      "data-key": `tab:${label}`,
      onclick: () => choose(label),
    },
    label,
    " ",
    h("i", {}, screening ? `${count}/${app.inTab(label).length}` : count || ""),
  );
}
