// What next? At the outcome, what to take home.
import { dialog } from "../dialogs/dialog.js";
import { h } from "../dom.js";
import { two } from "../numbers.js";
import { dim, goButton, toolButton } from "./parts.js";

/** @import { Advice, Lesson, Seen, Worth } from "../payload" */
/** @import { Room } from "./room.js" */

/** @param {Room} room @param {Lesson} lesson @param {Seen} view @param {boolean} done */
export function thenOf(room, lesson, view, done) {
  const { step } = room;
  const forward = () => room.go(step + 1);
  const arrow = h("kbd", {}, "\u2192");
  if (done) {
    const next = room.neighbour();
    return [
      takeHome(lesson),
      next ? goButton([`Next: ${next.title} `, arrow], forward, "go") : null,
    ];
  }
  const label = step < lesson.steps.length ? `Reveal step ${step + 1}` : "Reveal the outcome";
  return [
    h("h2", {}, "What next?"),
    h("p", { class: "big" }, lesson.steps[step - 1].ask),
    goButton([label, " ", arrow], forward, "go"),
    room.ranks(view) ? [adviceOf(room, view), worthOf(room, view.worth)] : null,
  ];
}

/** @param {Lesson} lesson */
function takeHome({ points, pitfall }) {
  return [
    h("h2", {}, "To take home"),
    h(
      "ul",
      { class: "points" },
      points.map((point) => h("li", {}, point)),
      h("li", {}, h("b", {}, "Pitfall. "), pitfall),
    ),
  ];
}

/** @param {Room} room @param {Seen} view */
function adviceOf(room, { flags, advice }) {
  if (flags[0]?.tone === "red") {
    return dim("Act on the flag first.");
  }
  const title = "What would the model do?";
  const table = () => h("table", {}, h("tbody", {}, advice.map(adviceRow)));
  return toolButton(title, () => onWall(room, title, table()));
}

/** @param {Advice} advice */
function adviceRow({ label, tier, best, done }) {
  const said = [best ? "tells most" : "", done ? "was done" : ""].filter(Boolean).join(", ");
  return h("tr", {}, h("th", { scope: "row" }, label), h("td", {}, tier), h("td", {}, said));
}

/** @param {Room} room @param {Worth[]} worth */
function worthOf(room, worth) {
  if (!worth.length) return null;
  const title = "Worth of each finding";
  const table = () =>
    h(
      "table",
      {},
      h("tbody", {}, worth.map(worthRow)),
      h("caption", {}, "Probability of the confirmed cause, which stays unnamed"),
    );
  return toolButton(title, () => onWall(room, title, table()));
}

/**
 * A table of its own, in the type of the wall.
 * @param {Room} room
 * @param {string} title
 * @param {HTMLElement} table
 */
function onWall(room, title, table) {
  dialog(room, title, table).classList.add("onwall");
}

/** @param {Worth} worth */
function worthRow({ label, state, before, after }) {
  return h(
    "tr",
    {},
    h("th", { scope: "row" }, `${label}, ${state}`),
    h("td", {}, `${two(before)} \u2192 ${two(after)}`),
  );
}
