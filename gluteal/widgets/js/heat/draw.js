// The heatmap: a table that Python wrote. Rows glide to their new places.
import { asHTML, focusKey, heldKey, maybe } from "../dom.js";

const TIMING = { duration: 200, easing: "cubic-bezier(.3,.7,.2,1)" };

/**
 * @param {HTMLElement} place
 * @param {string} html
 * @param {number} height of a row, known without a forced layout
 */
export function drawHeat(place, html, height) {
  const old = rowsIn(place);
  const was = old.map((row) => row.dataset.cause);
  const held = heldKey(place);
  place.innerHTML = html;
  shape(place);
  if (held && !focusKey(place, held)) {
    maybe(place, "[tabindex='0']")?.focus({ preventScroll: true });
  }
  if (!old.length || matchMedia("(prefers-reduced-motion: reduce)").matches) return;
  const rows = rowsIn(place).map((row, to) => ({ row, from: was.indexOf(row.dataset.cause), to }));
  const moved = rows.filter(({ row, from, to }) => row.dataset.cause && from >= 0 && from !== to);
  if (moved.length) glide(moved, height);
}

/**
 * @param {HTMLElement} place
 * @returns {HTMLTableRowElement[]}
 */
function rowsIn(place) {
  const table = /** @type {HTMLTableElement | null} */ (maybe(place, ".heat"));
  return table ? [...table.tBodies[0].rows] : [];
}

/**
 * The new numbers are shown where the rows were; two frames later the rows set off.
 * @param {{ row: HTMLElement, from: number, to: number }[]} moved
 * @param {number} height
 */
function glide(moved, height) {
  for (const { row, from, to } of moved) {
    row.style.transform = `translateY(${(from - to) * height}px)`;
  }
  const set = () => {
    for (const { row } of moved) {
      if (!row.isConnected) continue;
      row.animate([{ transform: row.style.transform }, { transform: "none" }], TIMING);
      row.style.transform = "";
    }
  };
  requestAnimationFrame(() => requestAnimationFrame(() => requestAnimationFrame(set)));
}

const LEFT = { medium: 332, other: 406 }; // pixels of the names and the probabilities
const CELL = 62; // pixels that a number needs
const LETTER = { wide: 7, other: 6.2 }; // pixels of a letter of a title

/**
 * Many columns in little room: narrow cells and turned titles; no word is ever broken.
 * @param {HTMLElement} place
 */
export function shape(place) {
  const table = place.firstElementChild && asHTML(place.firstElementChild);
  const columns = Number(table?.dataset.columns);
  const room = Number(place.dataset.room || 900);
  const left = place.closest(".medium") ? LEFT.medium : LEFT.other;
  const letter = place.closest(".wide") ? LETTER.wide : LETTER.other;
  const needed = Math.max(CELL, letter * Number(table?.dataset.word) + 6);
  table?.classList.toggle("turned", columns > 0 && (room - left) / columns < needed);
}
