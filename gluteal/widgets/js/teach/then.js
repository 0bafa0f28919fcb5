// What next? At the outcome, what to take home.
import { dialog } from "../dialogs/dialog.js";
import { h } from "../dom.js";
import { t } from "../language.js";
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
      next ? goButton([t("Next: {title} ", { title: next.title }), arrow], forward, "go") : null,
    ];
  }
  const label =
    step < lesson.steps.length ? t("Reveal step {n}", { n: step + 1 }) : t("Reveal the outcome");
  return [
    h("h2", {}, t("What next?")),
    h("p", { class: "big" }, lesson.steps[step - 1].ask),
    goButton([label, " ", arrow], forward, "go"),
    room.ranks(view) ? [adviceOf(room, view), worthOf(room, view.worth)] : null,
  ];
}

/** @param {Lesson} lesson */
function takeHome({ points, pitfall }) {
  return [
    h("h2", {}, t("To take home")),
    h(
      "ul",
      { class: "points" },
      points.map((point) => h("li", {}, point)),
      h("li", {}, h("b", {}, t("Pitfall. ")), pitfall),
    ),
  ];
}

/** @param {Room} room @param {Seen} view */
function adviceOf(room, { flags, advice }) {
  if (flags[0]?.tone === "red") {
    return dim(t("Act on the flag first."));
  }
  const title = t("What would the model do?");
  const table = () => h("table", {}, h("tbody", {}, advice.map(adviceRow)));
  return toolButton(title, () => onWall(room, title, table()));
}

/** @param {Advice} advice */
function adviceRow({ label, tier, best, done }) {
  const said = [best ? t("tells most") : "", done ? t("was done") : ""].filter(Boolean).join(", ");
  return h("tr", {}, h("th", { scope: "row" }, label), h("td", {}, t(tier)), h("td", {}, said));
}

/** @param {Room} room @param {Worth[]} worth */
function worthOf(room, worth) {
  if (!worth.length) return null;
  const title = t("Worth of each finding");
  const table = () =>
    h(
      "table",
      {},
      h("tbody", {}, worth.map(worthRow)),
      h("caption", {}, t("Probability of the confirmed cause, which stays unnamed")),
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
    h("th", { scope: "row" }, `${label}, ${t(state)}`),
    h("td", {}, `${two(before)} \u2192 ${two(after)}`),
  );
}
