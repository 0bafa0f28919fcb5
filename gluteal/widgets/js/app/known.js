// The left side: what the clinician knows.
import { openLetter } from "../dialogs/letter.js";
import { fill, h, icon, maybe, when } from "../dom.js";
import { painDrawing } from "../drawing/figure.js";
import { paintDrawing } from "../drawing/paint.js";
import { later, t } from "../language.js";
import { findingsList } from "../marks/findings.js";
import { markedList } from "../marks/list.js";
import { search } from "../marks/search.js";
import { tabCounts, tabs } from "../marks/tabs.js";
import { immediate } from "./app.js";

/** @import { App } from "./app.js" */

const SEVERAL = later("Several match: choose one.");
const UNSURE = later("This may not be what you mean: mark it if it is.");

/** @param {App} app */
export function knownSide(app) {
  const drawing = painDrawing(app);
  const marked = markedList(app);
  const tabRow = h("div", { class: "tabrow" });
  const list = h("div", { class: "list" });
  const said = h("p", { class: "dim pad", role: "status" });
  const field = searchField(app, list, said);
  const letter = letterButton(app);
  const drawTabs = when(() => fill(tabRow, tabs(app)));
  const drawAsked = when(() => fill(list, findingsList(app)));
  return {
    field,
    marked: marked.element,
    element: h(
      "aside",
      { "aria-label": t("What you know") },
      drawing,
      h(
        "div",
        { class: "search" },
        icon("find"),
        field,
        h("kbd", { "aria-hidden": "true" }, "/"),
        letter,
      ),
      said,
      marked.element,
      tabRow,
      list,
    ),
    drawList() {
      if (field.value.trim() !== app.words) field.value = app.words;
      fill(said);
      drawTabs(tabCounts(app));
      fill(list, findingsList(app));
      list.scrollTop = 0;
    },
    drawMarks() {
      const old = app.root.classList.contains("late"); // nothing glows for marks that are gone
      const target = old || immediate(app.view.flags) ? null : app.view.target;
      marked.refresh();
      letter.hidden = app.keeper.saving.state === "nowhere"; // a teaching case has no letter
      drawAsked(app.view.inapplicable);
      drawTabs(tabCounts(app));
      paintDrawing(drawing, app, { glow: old ? [] : app.view.glow, target });
    },
    focusList() {
      maybe(list, ".tri [aria-checked=true]")?.focus();
    },
  };
}

/** @param {App} app */
const letterButton = (app) =>
  h(
    "button",
    {
      type: "button",
      class: "tool paste",
      "aria-label": t("Read a letter"),
      title: t("Read a letter: paste it, confirm what it says"),
      "data-key": "letter",
      onclick: () => openLetter(app),
    },
    icon("letter"),
    h("span", {}, t("Letter")),
  );

/** @param {App} app @param {HTMLElement} list @param {HTMLElement} said */
function searchField(app, list, said) {
  const goToFirst = () => maybe(list, ".tri [aria-checked=true]")?.focus();
  const enter = () => {
    const { rows, clear, near } = search(app.catalogue.findings, app.words);
    if (clear) {
      app.mark(clear.id, "present");
      field.select();
    } else if (rows.length) {
      fill(said, t(rows.length > 1 && !near ? SEVERAL : UNSURE));
      goToFirst();
    }
  };
  const field = h("input", {
    type: "search",
    placeholder: t("Find a finding by any name"),
    "aria-label": t("Find a finding"),
    "aria-description": t(
      "Enter marks a finding present if that is its whole name; else it goes to the first match, as arrow down does",
    ),
    oninput: () => app.search(field.value),
    onkeydown: (e) => {
      if (e.key === "ArrowDown") {
        e.preventDefault();
        goToFirst();
      }
      if (e.key === "Enter" && app.words) {
        e.preventDefault();
        enter();
      }
      if (e.key === "Escape") app.search("");
    },
  });
  return field;
}
