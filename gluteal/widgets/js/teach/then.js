// What next? At the outcome, what to take home.
import { openHandout } from "../dialogs/handout.js";
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
      tools(room),
    ];
  }
  const label = step < lesson.steps.length ? `Reveal step ${step + 1}` : "Reveal the outcome";
  return [
    h("h2", {}, "What next?"),
    h("p", { class: "big" }, lesson.steps[step - 1].ask),
    goButton([label, " ", arrow], forward, "go"),
    room.shown ? [adviceOf(view), worthOf(view.worth)] : null,
    tools(room),
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

/** @param {Room} room */
function tools(room) {
  const handout = () =>
    openHandout(room, "teaching handout", { ...room.about(), setting: undefined });
  return h(
    "p",
    { class: "tools2" },
    toolButton("Explore this case", () => room.explore()),
    toolButton("Hand-out", handout),
  );
}

/** @param {Seen} view */
function adviceOf({ flags, advice }) {
  if (flags[0]?.tone === "red") {
    return dim("The model: act on the flag before any further question.");
  }
  return h(
    "details",
    { class: "advice" },
    h("summary", {}, "What would the model do?"),
    h("table", {}, h("tbody", {}, advice.map(adviceRow))),
  );
}

/** @param {Advice} advice */
function adviceRow({ label, tier, bits, best, done }) {
  const said = [best ? "best" : "", done ? "was done" : ""].filter(Boolean).join(", ");
  return h(
    "tr",
    {},
    h("th", { scope: "row" }, label),
    h("td", {}, tier),
    h("td", {}, bits === null ? "not now" : `${bits} bits`),
    h("td", {}, said),
  );
}

/** @param {Worth[]} worth */
function worthOf(worth) {
  if (!worth.length) return null;
  return h(
    "details",
    { class: "advice" },
    h("summary", {}, "What was each finding worth?"),
    h(
      "table",
      {},
      h("tbody", {}, worth.map(worthRow)),
      h("caption", {}, "Probability of the confirmed cause, which stays unnamed"),
    ),
  );
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
