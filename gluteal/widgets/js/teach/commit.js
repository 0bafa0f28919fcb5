// Committing in the quiz: probabilities of causes, and an injection.
import { choice } from "../buttons.js";
import { h } from "../dom.js";
import { t } from "../language.js";
import { crossButton, goButton } from "./parts.js";

/** @import { Committed, QuizCase } from "../payload" */
/** @import { Room } from "./room.js" */

const FIRST = 0.3; // probability that a cause begins with

/**
 * @param {Room} room
 * @param {QuizCase} quiz
 * @param {(result: Committed) => void} done
 */
export function commitForm(room, quiz, done) {
  const error = h("p", { class: "warned", role: "alert" });
  const guess = guessForm(quiz);
  const injection = choice(
    [{ id: "", label: t("no injection now") }, ...quiz.injections],
    "",
    () => {},
    { "aria-label": t("Injection") },
  );
  const commit = async () => {
    const problem = guess.problem();
    if (problem) {
      error.textContent = problem;
      return;
    }
    const given = Object.fromEntries(guess.given);
    const about = { case: quiz.case, guess: given, injection: injection.value };
    const result = await room.ask("quiz commit", about);
    if ("error" in result) error.textContent = result.error;
    else done(result);
  };
  return [
    h("h2", {}, t("Commit")),
    guess.elements,
    h("label", { class: "choose" }, t("Injection"), injection),
    error,
    goButton(t("Commit"), commit),
  ];
}

/** @param {QuizCase} quiz */
function guessForm({ causes }) {
  /** @type {Map<string, number>} */
  const given = new Map();
  const sum = h("output", {}, "0 %");
  const rows = h("ul", { class: "guess" });
  const total = () => [...given.values()].reduce((a, b) => a + b, 0);
  const tell = () => {
    const share = Math.round(100 * total());
    sum.textContent = t("{n} % given, the rest is shared by the other causes", { n: share });
  };
  /** @param {string} id */
  const add = (id) => {
    cause.value = "";
    if (!id || given.has(id)) return;
    const label = causes.find((c) => c.id === id)?.label ?? id;
    /** @param {number | null} p */
    const take = (p) => {
      if (p === null) given.delete(id);
      else given.set(id, p);
      tell();
    };
    rows.append(guessRow(label, take));
    take(FIRST);
  };
  const options = [{ id: "", label: t("add a cause") }, ...causes];
  const cause = choice(options, "", add, { "aria-label": t("Add a cause") });
  return {
    given,
    elements: [rows, h("p", { class: "choose" }, cause, sum)],
    problem() {
      if (!given.size) return t("Name at least one cause.");
      return total() > 1.001 ? t("The probabilities come to more than 100 %.") : "";
    },
  };
}

/**
 * @param {string} label
 * @param {(p: number | null) => void} take
 */
function guessRow(label, take) {
  const out = h("output", {}, `${100 * FIRST} %`);
  const input = h("input", {
    type: "range",
    min: 0,
    max: 1,
    step: 0.05,
    value: FIRST,
    "aria-label": t("Probability of {label}", { label }),
    oninput: () => {
      take(Number(input.value));
      out.textContent = `${Math.round(100 * Number(input.value))} %`;
    },
  });
  const drop = () => {
    row.remove();
    take(null);
  };
  const row = h(
    "li",
    {},
    h("span", {}, label),
    input,
    out,
    crossButton(t("Remove {label}", { label }), drop),
  );
  return row;
}
