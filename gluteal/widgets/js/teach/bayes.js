// Bayes made visible: one finding by nomogram and a hundred patients; all marks together.
import { choice } from "../buttons.js";
import { fill, h } from "../dom.js";
import { later, t } from "../language.js";
import { two } from "../numbers.js";
import { picture, standing } from "./parts.js";
import { likeliest, modelFor } from "./scores.js";

/** @import { Choice, Finding, Lesson, Mark, Seen } from "../payload" */
/** @import { OneFinding, Room } from "./room.js" */

const ANSWERS = [later("present"), later("absent")];

/** @param {Room} room @param {Lesson} lesson @param {Seen} view */
export function bayesOf(room, lesson, view) {
  const { findings } = room.catalogue;
  const marks = lesson.steps.slice(0, room.step).flatMap((step) => step.marks);
  const list = findings.filter((f) => marks.some((mark) => mark.id === f.id));
  const rest = findings.filter((f) => !list.includes(f));
  const known = room.book?.candidates ?? [];
  const on = `${room.step} ${room.ranks(view)} ${room.heard()?.step}`;
  if (room.bayes?.on !== on) room.bayes = firstFinding(room, on, lesson, view, marks, list);
  const b = room.bayes;
  const place = h("div", { class: "pair2" });
  const basis = h("p", { class: "dim" });
  const draw = merged(async () => {
    if (!b.cause) {
      fill(place, h("p", { class: "waits big" }, t("Which cause?")));
      return;
    }
    const made = await room.ask("bayes", b);
    fill(place, picture(made.nomogram), picture(made.icons));
    basis.textContent = t("Basis: {basis}.", { basis: made.basis });
  });
  /** @param {"finding" | "state" | "cause"} key @param {string} label @param {Choice[]} options */
  const pick = (key, label, options) => {
    const take = (/** @type {string} */ id) => {
      b[key] = id;
      if (key === "cause") before.put(priorOf(lesson, id));
      draw();
    };
    return h("label", {}, label, choice(options, b[key], take, { "aria-label": label }));
  };
  const before = slider(b, draw);
  before.element.hidden = !b.cause;
  const causes = b.cause ? known : [{ id: "", label: t("choose") }, ...known];
  draw();
  return h(
    "div",
    { class: "visible" },
    h(
      "div",
      { class: "choose" },
      pick("finding", t("Finding"), [...list, ...rest]),
      pick(
        "state",
        t("is"),
        ANSWERS.map((state) => ({ id: state, label: t(state) })),
      ),
      pick("cause", t("Cause"), causes),
      before.element,
    ),
    place,
    basis,
  );
}

/**
 * What was said last, of the cause that leads, from where it began. With the model hidden, of the
 * cause that the room put first, or of none yet.
 * @param {Room} room
 * @param {string} on
 * @param {Lesson} lesson
 * @param {Seen} view
 * @param {Mark[]} marks
 * @param {Finding[]} list
 * @returns {OneFinding}
 */
function firstFinding(room, on, lesson, view, marks, list) {
  const last = marks.findLast((mark) => list.some((f) => f.id === mark.id));
  const heard = room.heard();
  const cause = room.ranks(view) ? likeliest(view).id : heard ? firstOf(heard.room) : "";
  return {
    on,
    pre: priorOf(lesson, cause),
    state: last?.state ?? "present",
    cause,
    finding: last?.id ?? room.catalogue.example,
  };
}

/**
 * How common a cause is where the patient is seen, in hundredths.
 * @param {Lesson} lesson
 * @param {string} cause
 */
const priorOf = ({ views }, cause) =>
  Math.max(0.01, Math.round(100 * modelFor(views[0], cause)) / 100);

/**
 * What got most hands.
 * @param {Record<string, number>} room
 */
const firstOf = (room) => Object.entries(room).reduce((a, b) => (b[1] > a[1] ? b : a))[0];

/** @param {OneFinding} b @param {() => void} draw */
function slider(b, draw) {
  const out = h("output", {}, two(b.pre));
  const input = h("input", {
    type: "range",
    min: 0.01,
    max: 0.95,
    step: 0.01,
    value: b.pre,
    "aria-label": t("Pre-test probability"),
    oninput: () => {
      b.pre = Number(input.value);
      out.textContent = two(b.pre);
      draw();
    },
  });
  const element = h("label", { class: "slide" }, t("Pre-test"), input, out);
  return {
    element,
    /** @param {number} pre */
    put(pre) {
      element.hidden = false;
      b.pre = pre;
      input.value = String(pre);
      out.textContent = two(pre);
    },
  };
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
  const said = h("p", { class: "told" });
  /** @param {string} cause */
  const draw = async (cause) => {
    const made = await room.ask("proofs", { ...room.about(), cause });
    fill(said, h("b", {}, `${made.cause}: `), made.told);
    fill(place, picture(made.weights), picture(made.settings));
  };
  const first = likeliest(view).id;
  const select = choice(view.ranked, first, draw, { "aria-label": t("Cause") });
  draw(first);
  return h(
    "div",
    { class: "visible" },
    h("div", { class: "choose" }, h("label", {}, t("Cause"), select), said),
    standing(view),
    place,
  );
}
