// One tab stop for the heatmap; arrows walk the table. Enter, space or a click opens what stands
// behind a number.
import { openCompare } from "../dialogs/compare.js";
import { openContributions, openEvidence } from "../dialogs/evidence.js";
import { openMatrix } from "../dialogs/matrix.js";
import { all } from "../dom.js";

/** @import { App } from "../app/app.js" */
/** @import { Tip } from "./tip.js" */

/** @type {Record<string, [number, number]>} rows and columns to go */
const MOVES = {
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  Home: [0, -99],
  End: [0, 99],
};

/**
 * @param {App} app
 * @param {HTMLElement} place
 * @param {Tip} tip
 */
export function walk(app, place, tip) {
  place.addEventListener("pointerover", (e) => {
    const cell = near(e, "[data-column]");
    if (cell && cell !== tip.over) tip.speak(cell);
  });
  place.addEventListener("pointerout", (e) => {
    if (near(e, "[data-column]")) tip.hush();
  });
  place.addEventListener("focusin", (e) => {
    const spot = near(e, "[data-key]");
    if (!spot || spot.dataset.open) return;
    for (const other of all(place, "[tabindex='0']")) other.tabIndex = -1;
    spot.tabIndex = 0;
    if (spot.dataset.column && spot.matches(":focus-visible")) tip.speak(spot);
  });
  place.addEventListener("focusout", () => tip.hush());
  place.addEventListener("click", (e) => {
    const spot = near(e, "[data-key]");
    if (!spot) return;
    spot.focus({ preventScroll: true });
    openBehind(app, spot);
  });
  place.addEventListener("keydown", (e) => {
    const spot = near(e, "[data-key]");
    if (!spot || spot.dataset.open) return;
    const move = MOVES[e.key];
    if (e.key === "Enter" || e.key === " ") {
      e.preventDefault();
      openBehind(app, spot);
    }
    if (!move) return;
    e.preventDefault();
    step(spot, ...move);
  });
}

/**
 * @param {Event} e
 * @param {string} selector
 */
const near = (e, selector) =>
  e.target instanceof Element
    ? /** @type {HTMLElement | null} */ (e.target.closest(selector))
    : null;

/**
 * What stands behind a number or a button of the table.
 * @param {App} app
 * @param {HTMLElement} spot
 */
function openBehind(app, spot) {
  const cause = spot.closest("tr")?.dataset.cause ?? "";
  const { column, open } = spot.dataset;
  if (open === "rows") app.showRows();
  else if (open === "compare") openCompare(app);
  else if (open === "matrix") openMatrix(app);
  else if (column) openEvidence(app, cause, column);
  else openContributions(app, cause);
}

/**
 * @param {HTMLElement} spot
 * @param {number} down
 * @param {number} right
 */
function step(spot, down, right) {
  const row = spot.closest("tr");
  if (!row?.parentElement) return;
  const rows = all(row.parentElement, "[data-cause]");
  const at = all(row, "[data-key]").indexOf(spot);
  const next = all(within(rows, rows.indexOf(row) + down), "[data-key]");
  within(next, at + right).focus();
}

/**
 * The one at a place, or the nearest there is.
 * @template T
 * @param {T[]} list
 * @param {number} at
 */
const within = (list, at) => list[Math.max(0, Math.min(list.length - 1, at))];
