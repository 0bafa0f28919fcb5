// A case on the wall, drawn from its steps.
import { choice } from "../buttons.js";
import { all, fill, h, maybe } from "../dom.js";
import { faceOf } from "./faces.js";
import { HIDDEN, dim, footer, markSign, picture } from "./parts.js";
import { FACES } from "./room.js";
import { thenOf } from "./then.js";

/** @import { Lesson, Mark, Step } from "../payload" */
/** @import { Room } from "./room.js" */

const TALL = ["why", "drawing", "bayes", "proofs"];
const ALONE = ["bayes", "proofs"];
const CROWDED = 8; // columns of the heatmap from which its titles are turned

/** @param {Room} room */
export function drawLesson(room) {
  const { lesson, stage, step, face, asking } = room;
  if (!lesson) return;
  const done = step > lesson.steps.length;
  const view = lesson.views[room.at()];
  fill(
    stage,
    bar(room, lesson, done),
    storyline(lesson, step, done),
    h("section", { class: "face" }, faceTabs(room), faceOf(room, lesson, view, done)),
    h(
      "section",
      { class: "changed" },
      h("h2", {}, "How the picture changed"),
      room.shown ? picture(done ? lesson.whole : view.course) : dim(HIDDEN),
    ),
    h("section", { class: "then" }, thenOf(room, lesson, view, done)),
    footer([settingOf(room, lesson), done ? ` ${lesson.source}` : ""]),
  );
  stage.dataset.step = String(step);
  stage.classList.toggle("done", done);
  stage.classList.toggle("tall", asking || TALL.includes(face));
  stage.classList.toggle("alone", !asking && ALONE.includes(face));
  for (const table of all(stage, ".heat")) {
    table.classList.toggle("turned", Number(table.dataset.columns) > CROWDED);
  }
  maybe(stage, ".now")?.scrollIntoView({ block: "center" });
  if (document.activeElement === document.body) room.root.focus({ preventScroll: true }); // what was clicked is gone: the keys stay
}

/** @param {Room} room @param {Lesson} lesson @param {boolean} done */
function bar(room, lesson, done) {
  const { step, shown } = room;
  return h(
    "header",
    {},
    h("span", { class: "brand" }, "gluteal"),
    h("b", {}, lesson.title),
    h("span", { class: "at" }, done ? "Outcome" : `Step ${step} of ${lesson.steps.length}`),
    h(
      "span",
      { class: "keys" },
      keyButton("\u2190", "back", () => room.go(step - 1)),
      keyButton("\u2192", "reveal", () => room.go(step + 1)),
      keyButton("R", "ask the room", () => room.askRoom()),
      keyButton("M", shown ? "hide the model" : "show the model", () => room.reveal()),
      keyButton("Esc", "leave", () => room.library()),
    ),
  );
}

/**
 * A button that says its key.
 * @param {string} key
 * @param {string} text
 * @param {() => void} run
 */
const keyButton = (key, text, run) =>
  h(
    "button",
    { type: "button", class: "keyed", "data-key": `key:${text}`, onclick: run },
    h("kbd", {}, key),
    text,
  );

/** @param {Room} room */
function faceTabs(room) {
  return h(
    "nav",
    { class: "faces", "aria-label": "Views" },
    FACES.map(({ id, label }, i) =>
      h(
        "button",
        {
          type: "button",
          "aria-pressed": String(room.face === id),
          "data-key": `face:${id}`,
          onclick: () => room.turn(id),
        },
        label,
        h("kbd", { "aria-hidden": "true" }, i + 1),
      ),
    ),
  );
}

/** @param {Room} room @param {Lesson} lesson */
function settingOf(room, lesson) {
  const take = (/** @type {string} */ setting) => room.settle(setting);
  const { settings } = room.catalogue;
  const select = choice(settings, lesson.setting, take, { "aria-label": "Setting" });
  return h("label", {}, "Teaching case, seen in ", select);
}

/** @param {Lesson} lesson @param {number} step @param {boolean} done */
function storyline(lesson, step, done) {
  const steps = lesson.steps.map((s, i) => stepOf(s, i + 1, step));
  return h(
    "section",
    { class: "line", "aria-label": "The case" },
    h("ol", {}, steps, outcomeOf(lesson, lesson.steps.length + 1, done)),
  );
}

/** @param {Step} step @param {number} i @param {number} now */
function stepOf({ title, text, marks }, i, now) {
  const kind = i < now ? "past" : i === now ? "now" : "next";
  const told = i > now ? null : [h("p", {}, text), markChips(marks)];
  return h(
    "li",
    { class: kind, "aria-current": i === now ? "step" : undefined },
    h("span", { class: "dot" }, i < now ? "" : i),
    h("div", {}, h("h3", {}, title), told),
  );
}

/** @param {Mark[]} marks */
const markChips = (marks) =>
  h(
    "ul",
    { class: "marks" },
    marks.map(({ label, state }) => h("li", {}, markSign(state), label)),
  );

/** @param {Lesson} lesson @param {number} i @param {boolean} done */
function outcomeOf(lesson, i, done) {
  return h(
    "li",
    { class: done ? "now out" : "next" },
    h("span", { class: "dot" }, i),
    h("div", {}, h("h3", {}, "Outcome"), done ? outcomeText(lesson) : null),
  );
}

/** @param {Lesson} lesson */
function outcomeText({ outcome, label, injected, reference }) {
  const named = outcome.startsWith(`${label}.`) ? null : h("b", {}, `${label}. `);
  return [
    h("p", {}, named, outcome),
    injected ? h("p", {}, injected.text, " ", injected.result) : null,
    dim(`Confirmed by: ${reference}`),
  ];
}
