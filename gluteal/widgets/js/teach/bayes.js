// Bayes made visible: one finding by nomogram and a hundred patients; all marks together.
import { choice } from "../buttons.js";
import { fill, h } from "../dom.js";
import { two } from "../numbers.js";
import { byLabel } from "./hands.js";
import { picture } from "./parts.js";
import { likeliest } from "./scores.js";

/** @import { Choice, Finding, Lesson, Mark, Seen } from "../payload" */
/** @import { OneFinding, Room } from "./room.js" */

const ANSWERS = ["present", "absent"].map((state) => ({ id: state, label: state }));

/** @param {Room} room @param {Lesson} lesson @param {Seen} view */
export function bayesOf(room, lesson, view) {
  const { findings } = room.catalogue;
  const marks = lesson.steps.slice(0, room.step).flatMap((step) => step.marks);
  const list = findings.filter((f) => marks.some((mark) => mark.id === f.id));
  const rest = findings.filter((f) => !list.includes(f));
  const known = byLabel(lesson.views[0]);
  if (room.bayes?.step !== room.step) room.bayes = firstFinding(room, lesson, view, marks, list);
  const b = room.bayes;
  const place = h("div", { class: "pair2" });
  const basis = h("p", { class: "dim" });
  const draw = merged(async () => {
    const made = await room.ask("bayes", b);
    fill(place, picture(made.nomogram), picture(made.icons));
    basis.textContent = `Basis: ${made.basis}.`;
  });
  /** @param {"finding" | "state" | "cause"} key @param {string} label @param {Choice[]} options */
  const pick = (key, label, options) => {
    const take = (/** @type {string} */ id) => {
      b[key] = id;
      draw();
    };
    return h("label", {}, label, choice(options, b[key], take, { "aria-label": label }));
  };
  draw();
  return h(
    "div",
    { class: "visible" },
    h(
      "div",
      { class: "choose" },
      pick("finding", "Finding", [...list, ...rest]),
      pick("state", "is", ANSWERS),
      pick("cause", "Cause", known),
      slider(b, draw),
    ),
    place,
    basis,
  );
}

/**
 * What was said last, of the cause that leads, from where it began.
 * @param {Room} room
 * @param {Lesson} lesson
 * @param {Seen} view
 * @param {Mark[]} marks
 * @param {Finding[]} list
 * @returns {OneFinding}
 */
function firstFinding(room, lesson, view, marks, list) {
  const [before] = lesson.views;
  const last = marks.findLast((mark) => list.some((f) => f.id === mark.id));
  const cause = room.shown ? likeliest(view).id : byLabel(before)[0].id;
  const pre = before.ranked.find(({ id }) => id === cause)?.probability ?? 0;
  return {
    step: room.step,
    pre: Math.max(0.01, Math.round(100 * pre) / 100),
    state: last?.state ?? "present",
    cause,
    finding: last?.id ?? room.catalogue.example,
  };
}

/** @param {OneFinding} b @param {() => void} draw */
function slider(b, draw) {
  const out = h("output", {}, two(b.pre));
  const input = h("input", {
    type: "range",
    min: 0.01,
    max: 0.95,
    step: 0.01,
    value: b.pre,
    oninput: () => {
      b.pre = Number(input.value);
      out.textContent = two(b.pre);
      draw();
    },
  });
  return h("label", { class: "slide" }, "Pre-test probability", input, out);
}

/**
 * One drawing at a time; what changes meanwhile is drawn once, afterwards.
 * @param {() => Promise<void>} draw
 */
function merged(draw) {
  let busy = false;
  let again = false;
  const run = async () => {
    if (busy) {
      again = true;
      return;
    }
    busy = true;
    await draw();
    busy = false;
    if (again) {
      again = false;
      run();
    }
  };
  return run;
}

/** @param {Room} room @param {Seen} view */
export function proofsOf(room, view) {
  const place = h("div", { class: "pair2" });
  const said = h("p", { class: "talk" });
  /** @param {string} cause */
  const draw = async (cause) => {
    const made = await room.ask("proofs", { ...room.about(), cause });
    const { naive, model } = made.probability;
    const told =
      `${two(naive)} if every mark were an independent proof, ${two(model)} as the model counts ` +
      "them. Marks of one cluster measure much the same thing.";
    fill(said, h("b", {}, `${made.cause}: `), told);
    fill(place, picture(made.weights), picture(made.settings));
  };
  const first = likeliest(view).id;
  const select = choice(view.ranked, first, draw, { "aria-label": "Cause" });
  draw(first);
  return h(
    "div",
    { class: "visible" },
    h("div", { class: "choose" }, h("label", {}, "Cause", select)),
    said,
    place,
  );
}
