import { openCompare } from "./dialogs/compare.js";
import { openContributions, openEvidence } from "./dialogs/evidence.js";
import { openMatrix } from "./dialogs/matrix.js";

// The heatmap: a table that Python wrote. Rows glide to their new places; cells say what they mean.
export const still = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

export function drawHeat(app, place, html) {
  const old = place.querySelector(".heat"),
    was = old ? [...old.tBodies[0].rows].map((r) => r.dataset.cause) : [];
  const height = app.root.matches(".wide") ? 39 : 31; // of a row, known without a forced layout
  const held = place.contains(document.activeElement) && document.activeElement.dataset.key;
  hush(app);
  place.innerHTML = html;
  const table = place.firstElementChild;
  shape(place);
  if (held)
    (
      place.querySelector(`[data-key="${CSS.escape(held)}"]`) ??
      place.querySelector("[tabindex='0']")
    )?.focus({ preventScroll: true });
  if (old && !still())
    glide(
      [...table.tBodies[0].rows].map((row, i) => [row, was.indexOf(row.dataset.cause), i]),
      height,
    );
}

// The new numbers are shown where the rows were; two frames later the rows set off.
function glide(rows, height) {
  const moved = rows.filter(([row, from, i]) => row.dataset.cause && from >= 0 && from !== i),
    timing = { duration: 200, easing: "cubic-bezier(.3,.7,.2,1)" };
  for (const [row, from, i] of moved) row.style.transform = `translateY(${(from - i) * height}px)`;
  const set = () => {
    for (const [row] of moved)
      if (row.isConnected) {
        row.animate([{ transform: row.style.transform }, { transform: "none" }], timing);
        row.style.transform = "";
      }
  };
  if (moved.length)
    requestAnimationFrame(() => requestAnimationFrame(() => requestAnimationFrame(set)));
}

// Many columns in little room: narrow cells and turned titles.
export function shape(place) {
  const table = place.firstElementChild,
    n = Number(table?.dataset.columns),
    room = Number(place.dataset.room || 900);
  table?.classList.toggle("turned", n > 0 && (room - 406) / n < 62);
}

// Tooltip in a sentence, asked of Python when the pointer or the focus rests on a cell.
function speak(app, cell) {
  hush(app);
  app.resting = setTimeout(async () => {
    const text = await app.ask("sentence", {
      cause: cell.closest("tr").dataset.cause,
      column: cell.dataset.column,
    });
    if (!cell.isConnected || app.over !== cell) return;
    const at = cell.getBoundingClientRect(),
      ground = app.root.getBoundingClientRect();
    app.tip.textContent = text;
    app.tip.hidden = false;
    const left = Math.max(
      6,
      Math.min(
        ground.width - app.tip.offsetWidth - 6,
        at.left - ground.left + at.width / 2 - app.tip.offsetWidth / 2,
      ),
    );
    const above = at.top - ground.top - app.tip.offsetHeight - 6;
    app.tip.style.left = `${left}px`;
    app.tip.style.top = `${above > 4 ? above : at.bottom - ground.top + 6}px`;
    cell.setAttribute("aria-describedby", app.tip.id);
  }, 90);
  app.over = cell;
}

export function hush(app) {
  clearTimeout(app.resting);
  app.over = null;
  app.tip.hidden = true;
}

// One tab stop; arrows walk the table. Enter, space or a click opens what stands behind a number.
export function walk(app, place) {
  const spotOf = (e) => e.target.closest?.("[data-key]"),
    cellOf = (e) => e.target.closest?.("[data-column]");
  const open = (spot) => {
    const { cause } = spot.closest("tr").dataset,
      { column } = spot.dataset;
    if (spot.dataset.open)
      ({ rows: app.showRows, compare: openCompare, matrix: openMatrix })[spot.dataset.open](app);
    else column ? openEvidence(app, cause, column) : openContributions(app, cause);
  };
  place.addEventListener("pointerover", (e) => {
    const cell = cellOf(e);
    if (cell && cell !== app.over) speak(app, cell);
  });
  place.addEventListener("pointerout", (e) => {
    if (cellOf(e)) hush(app);
  });
  place.addEventListener("focusin", (e) => {
    const spot = spotOf(e);
    if (!spot || spot.dataset.open) return;
    for (const s of place.querySelectorAll("[tabindex='0']")) s.tabIndex = -1;
    spot.tabIndex = 0;
    if (spot.dataset.column && spot.matches(":focus-visible")) speak(app, spot);
  });
  place.addEventListener("focusout", () => hush(app));
  place.addEventListener("click", (e) => {
    const spot = spotOf(e);
    if (spot) {
      spot.focus({ preventScroll: true });
      open(spot);
    }
  });
  place.addEventListener("keydown", (e) => {
    const spot = spotOf(e),
      move = {
        ArrowLeft: [0, -1],
        ArrowRight: [0, 1],
        ArrowUp: [-1, 0],
        ArrowDown: [1, 0],
        Home: [0, -99],
        End: [0, 99],
      }[e.key];
    if (!spot || spot.dataset.open) return;
    if (e.key === "Enter" || e.key === " ") {
      e.preventDefault();
      open(spot);
    }
    if (!move) return;
    e.preventDefault();
    const row = spot.closest("tr"),
      rows = [...row.parentElement.querySelectorAll("[data-cause]")],
      spots = (r) => [...r.querySelectorAll("[data-key]")],
      at = spots(row).indexOf(spot);
    const next = spots(rows[Math.max(0, Math.min(rows.length - 1, rows.indexOf(row) + move[0]))]);
    next[Math.max(0, Math.min(next.length - 1, at + move[1]))].focus();
  });
}
