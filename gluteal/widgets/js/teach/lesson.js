// A case on the wall, drawn from its steps.
import { choice } from "../buttons.js";
import { openHandout } from "../dialogs/handout.js";
import { all, fill, h, maybe } from "../dom.js";
import { t } from "../language.js";
import { faceOf } from "./faces.js";
import { flagStrip } from "./flags.js";
import { HIDDEN, dim, footer, markSign, picture, toolButton } from "./parts.js";
import { FACES } from "./room.js";
import { thenOf } from "./then.js";

/** @import { Lesson, Mark, Seen, Step } from "../payload" */
/** @import { Room } from "./room.js" */

const TALL = ["why", "drawing", "bayes", "proofs"];
const ALONE = ["why", "bayes", "proofs"]; // views that take the whole width
const CROWDED = 6; // columns of the heatmap from which its titles are turned

/** @param {Room} room */
export function drawLesson(room) {
  const { lesson, stage, step, face, asking, done } = room;
  if (!lesson) return;
  const view = lesson.views[room.at()];
  fill(
    stage,
    bar(room, lesson, done),
    faceTabs(room),
    storyline(lesson, step, done),
    h("section", { class: "alarm" }, flagStrip(view.flags, room.shown, done)),
    h("section", { class: "face" }, faceOf(room, lesson, view, done)),
    h("section", { class: "changed" }, courseOf(room, lesson, view)),
    h("section", { class: "then" }, thenOf(room, lesson, view, done)),
    footer(settingOf(room, lesson), done ? publishedIn(lesson) : null, tools(room)),
  );
  stage.dataset.step = String(step);
  stage.classList.toggle("done", done);
  stage.classList.toggle("suspended", Boolean(view.suspended));
  stage.classList.toggle("tall", asking || TALL.includes(face));
  const seen = face === "bayes" || room.ranks(view);
  stage.classList.toggle("alone", !asking && seen && ALONE.includes(face));
  for (const table of all(stage, ".heat")) {
    table.classList.toggle("turned", Number(table.dataset.columns) > CROWDED);
  }
  const line = maybe(stage, ".line");
  const now = maybe(stage, ".now");
  if (line && now) centre(now, line);
  if (document.activeElement === document.body) room.root.focus({ preventScroll: true }); // what was clicked is gone: the keys stay
}

/**
 * Scroll a list to a part of it, and nothing around the list: the bar stays in sight.
 * @param {HTMLElement} part
 * @param {HTMLElement} list
 */
function centre(part, list) {
  list.scrollTop = part.offsetTop - Math.max(0, list.clientHeight - part.offsetHeight) / 2;
}

/** @param {Room} room @param {Lesson} lesson @param {boolean} done */
function bar(room, lesson, done) {
  const { step, shown } = room;
  return h(
    "header",
    {},
    h("span", { class: "brand" }, "gluteal"),
    h("b", {}, lesson.title),
    h(
      "span",
      { class: "at" },
      done ? t("Outcome") : t("Step {n} of {all}", { n: step, all: lesson.steps.length }),
    ),
    h(
      "span",
      { class: "keys" },
      keyButton("\u2190", t("back"), () => room.go(step - 1)),
      keyButton("\u2192", t("reveal"), () => room.go(step + 1)),
      done ? null : keyButton("R", t("room"), () => room.askRoom(), t("Ask the room")),
      done
        ? null
        : keyButton(
            "M",
            t("model"),
            () => room.reveal(),
            shown ? t("Hide the model") : t("Show the model"),
          ),
      keyButton("Esc", t("leave"), () => room.library()),
    ),
  );
}

/**
 * A button that says its key.
 * @param {string} key
 * @param {string} text
 * @param {() => void} run
 * @param {string} [title]
 */
const keyButton = (key, text, run, title) =>
  h(
    "button",
    { type: "button", class: "keyed", "data-key": `key:${text}`, title, onclick: run },
    h("kbd", {}, key),
    text,
  );

/** @param {Room} room */
function faceTabs(room) {
  return h(
    "nav",
    { class: "faces", "aria-label": t("Views") },
    FACES.map(({ id, label }, i) =>
      h(
        "button",
        {
          type: "button",
          "aria-pressed": String(room.face === id),
          "data-key": `face:${id}`,
          onclick: () => room.turn(id),
        },
        t(label),
        h("kbd", { "aria-hidden": "true" }, i + 1),
      ),
    ),
  );
}

/** @param {Room} room @param {Lesson} lesson @param {Seen} view */
function courseOf(room, lesson, view) {
  const hidden = room.shown ? view.suspended : t(HIDDEN);
  return [
    h(
      "h2",
      {},
      room.done ? t("How the picture changed, \u2713 confirmed") : t("How the picture changed"),
    ),
    room.ranks(view) ? picture(room.done ? lesson.whole : view.course) : dim(hidden),
  ];
}

/**
 * Where the case was published, in a line; the whole on request.
 * @param {Lesson} lesson
 */
function publishedIn({ source }) {
  const line = h("summary", {}, h("span", {}, source));
  return h("details", { class: "source" }, line, h("p", {}, source));
}

/** @param {Room} room */
function tools(room) {
  const handout = () =>
    openHandout(room, "teaching handout", { ...room.about(), setting: undefined });
  const shows = room.shown ? undefined : t("Shows the model");
  const buttons = [
    toolButton(t("Explore this case"), () => room.explore()),
    toolButton(t("Hand-out"), handout),
  ];
  for (const button of buttons) button.title = shows ?? "";
  return h("span", { class: "tools2" }, buttons);
}

/** @param {Room} room @param {Lesson} lesson */
function settingOf(room, lesson) {
  const take = (/** @type {string} */ setting) => room.settle(setting);
  const { settings } = room.catalogue;
  const select = choice(settings, lesson.setting, take, { "aria-label": t("Setting") });
  return h("label", {}, t("Seen in "), select);
}

/** @param {Lesson} lesson @param {number} step @param {boolean} done */
function storyline(lesson, step, done) {
  const steps = lesson.steps.map((s, i) => stepOf(s, i + 1, step));
  return h(
    "section",
    { class: "line", "aria-label": t("The case"), tabindex: "0" },
    lesson.outside ? h("p", { class: "outside" }, lesson.outside) : null,
    h("ol", {}, steps, outcomeOf(lesson, done)),
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

/** @param {Lesson} lesson @param {boolean} done */
function outcomeOf(lesson, done) {
  return h(
    "li",
    { class: done ? "now out" : "next" },
    h("span", { class: "dot" }, done ? "\u2713" : ""),
    h("div", {}, h("h3", {}, t("Outcome")), done ? outcomeText(lesson) : null),
  );
}

/** @param {Lesson} lesson */
function outcomeText({ outcome, label, injected, reference }) {
  const named = outcome.startsWith(`${label}.`) ? null : h("b", {}, `${label}. `);
  return [
    h("p", {}, named, outcome),
    injected ? h("p", {}, injected.text, " ", injected.result) : null,
    dim(t("Confirmed by: {reference}", { reference })),
  ];
}
