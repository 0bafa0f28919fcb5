// The left side: what the clinician knows.
import { fill, h, icon, maybe, one, when } from "../dom.js";
import { painDrawing } from "../drawing/figure.js";
import { paintDrawing } from "../drawing/paint.js";
import { findingsList } from "../marks/findings.js";
import { markedList } from "../marks/list.js";
import { tabCounts, tabs } from "../marks/tabs.js";
import { immediate } from "./app.js";

/** @import { App } from "./app.js" */

/** @param {App} app */
export function knownSide(app) {
  const drawing = painDrawing(app);
  const marked = markedList(app);
  const tabRow = h("div", { class: "tabrow" });
  const list = h("div", { class: "list" });
  const field = searchField(app, list);
  const drawTabs = when(() => fill(tabRow, tabs(app)));
  return {
    field,
    marked: marked.element,
    element: h(
      "aside",
      { "aria-label": "What you know" },
      drawing,
      h("div", { class: "search" }, icon("find"), field, h("kbd", { "aria-hidden": "true" }, "/")),
      marked.element,
      tabRow,
      list,
    ),
    drawList() {
      if (field.value.trim() !== app.words) field.value = app.words;
      drawTabs(tabCounts(app));
      fill(list, findingsList(app));
      list.scrollTop = 0;
    },
    drawMarks() {
      const old = app.root.classList.contains("late"); // nothing glows for marks that are gone
      const target = old || immediate(app.view.flags) ? null : app.view.target;
      marked.refresh();
      drawTabs(tabCounts(app));
      paintDrawing(drawing, app, { glow: old ? [] : app.view.glow, target });
    },
    focusList() {
      maybe(list, ".tri [aria-checked=true]")?.focus();
    },
  };
}

/** @param {App} app @param {HTMLElement} list */
function searchField(app, list) {
  const field = h("input", {
    type: "search",
    placeholder: `Find any of ${app.catalogue.findings.length} findings`,
    "aria-label": "Find a finding",
    "aria-description": "Enter marks the first match present, arrow down goes to it",
    oninput: () => app.search(field.value),
    onkeydown: (e) => {
      const first = maybe(list, ".tri");
      if (e.key === "ArrowDown" && first) {
        e.preventDefault();
        one(first, "[aria-checked=true]").focus();
      }
      if (e.key === "Enter" && app.words && first?.dataset.finding) {
        app.mark(first.dataset.finding, "present");
        field.select();
      }
      if (e.key === "Escape") app.search("");
    },
  });
  return field;
}
