// The pain drawing: what the patient points at in slate, what the model makes of it in blue.
import { marked } from "../app/marks.js";
import { all, asHTML, fill, h, one } from "../dom.js";
import { later, t } from "../language.js";
import { tri } from "../marks/tri.js";
import { capital } from "../numbers.js";
import { drawingMarkup } from "./markup.js";
import { FLIP, flipped } from "./outline.js";
import { paintDrawing } from "./paint.js";
import { named, point } from "./point.js";

/** @import { Pointing } from "../types" */
/** @import { Figure } from "./regions.js" */

const BOTH_SIDES = "pain_bilateral";
const BESIDE = { id: "leg_pain_worse_than_back", said: later("Leg worse than back") };
let drawings = 0;

/** @param {Pointing} app */
export function painDrawing(app) {
  const element = h("div", { class: "pd" });
  drawings += 1;
  element.innerHTML = drawingMarkup(drawings);
  const svg = one(element, "svg");
  point(app, svg);
  element.append(named(app, element, svg));
  ringed(svg);
  fill(one(element, ".beside"), sideButtons(app), besideDrawing(app));
  paintDrawing(element, app, { glow: [], target: null });
  return element;
}

/**
 * The ring of the keyboard's focus lies above all regions, because neighbours would cover half of it.
 * @param {HTMLElement} svg
 */
function ringed(svg) {
  /** @param {Event} e */
  const ring = (e) => {
    const at = asHTML(e.target);
    const on = e.type === "focusin" && at.matches(".r:focus-visible");
    const figure = on ? /** @type {HTMLElement | null} */ (at.closest("[data-figure]")) : null;
    const { side } = at.dataset;
    for (const path of all(svg, ".ring path")) {
      const here = figure?.contains(path);
      const turned =
        side && flipped(/** @type {Figure} */ (figure?.dataset.figure), side) ? FLIP : "";
      path.setAttribute("d", here ? (at.getAttribute("d") ?? "") : "");
      path.setAttribute("transform", here ? turned : "");
    }
  };
  svg.addEventListener("focusin", ring);
  svg.addEventListener("focusout", ring);
}

/** @param {Pointing} app */
function sideButtons(app) {
  /** @param {string} side painful on both sides is a finding too; on one side it is not */
  const choose = (side) => {
    const to = app.case.side === side ? undefined : side;
    const next = marked(app.case, BOTH_SIDES, to === "both" ? "present" : "unknown");
    app.change({ ...next, side: to });
  };
  const buttons = app.catalogue.sides.map((side) =>
    h(
      "button",
      {
        type: "button",
        value: side,
        "data-key": `drawing:side:${side}`,
        onclick: () => choose(side),
      },
      capital(t(side)),
    ),
  );
  return h("div", { class: "seg", role: "group", "aria-label": t("Painful side") }, buttons);
}

/** @param {Pointing} app */
function besideDrawing(app) {
  const finding = app.finding(BESIDE.id);
  if (!finding) return null;
  return h(
    "div",
    { class: "one", title: finding.label },
    h("span", {}, t(BESIDE.said)),
    tri(app, finding.id, finding.label, "drawing"),
  );
}
