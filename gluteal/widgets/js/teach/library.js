// Cases to choose from, one by one or as a session.
import { choice } from "../buttons.js";
import { fill, h } from "../dom.js";
import { later, t } from "../language.js";
import { personWords } from "../patient/words.js";
import { dim, footer, toolButton } from "./parts.js";
import { drawQuiz } from "./quiz.js";

/** @import { Book, Choice, Library } from "../payload" */
/** @import { Room } from "./room.js" */

/** @typedef {{ difficulty: string, stage: string, cause: string }} Wanted */

const SESSION = 3; // cases, a quarter of an hour each
const TELLS = later("On the wall this gives the answer away.");
const ABOUT_CASES = later(
  "Published patients in our own words. Difficulty: how high the model ranks the confirmed cause from history and examination.",
);

/** @param {Room} room */
export function drawLibrary(room) {
  const { book, stage } = room;
  if (!book) return;
  const list = h("div", { class: "shelf" });
  /** @type {Wanted} */
  const wanted = { difficulty: "", stage: "", cause: "" };
  const plan = planned(book);
  const session = plan.length === SESSION ? sessionCard(room, plan) : null;
  const draw = () => {
    const any = Object.values(wanted).some(Boolean);
    const cards = book.cases.filter((c) => fits(c, wanted)).map((c) => bookCard(room, c));
    fill(list, any ? null : session, cards);
  };
  /** @param {keyof Wanted} key @param {string} label @param {Choice[]} options */
  const pick = (key, label, options) => {
    const take = (/** @type {string} */ value) => {
      wanted[key] = value;
      draw();
    };
    const any = { id: "", label: t("any") };
    return h("label", {}, label, choice([any, ...options], "", take, { "aria-label": label }));
  };
  stage.classList.remove("tall", "alone", "done", "suspended");
  fill(
    stage,
    h(
      "header",
      {},
      h("span", { class: "brand" }, "gluteal"),
      h("b", {}, t("Teaching cases")),
      h(
        "span",
        { class: "keys" },
        toolButton(t("Quiz, for one"), () => drawQuiz(room)),
      ),
    ),
    h(
      "div",
      { class: "choose" },
      pick(
        "difficulty",
        t("Difficulty"),
        book.difficulties.map((d) => ({ id: d, label: t(d) })),
      ),
      pick("stage", t("With"), book.stages),
      h(
        "details",
        { class: "lecturer" },
        h("summary", {}, t("For the lecturer")),
        h("p", {}, pick("cause", t("Confirmed cause"), book.causes), dim(t(TELLS))),
      ),
      dim(t(ABOUT_CASES)),
    ),
    list,
    footer(t("Published teaching cases.")),
  );
  draw();
}

/**
 * A session from easy to hard, each case the longest of its kind.
 * @param {Library} book
 */
export function planned({ cases, difficulties }) {
  return difficulties.flatMap((difficulty) => {
    const some = cases.filter((c) => c.difficulty === difficulty && !c.outside);
    return some.sort((a, b) => b.steps - a.steps).slice(0, 1);
  });
}

/** @param {Book} book @param {Wanted} wanted */
const fits = ({ difficulty, cause, stages, outside }, wanted) =>
  (!wanted.difficulty || (difficulty === wanted.difficulty && !outside)) &&
  (!wanted.cause || cause === wanted.cause) &&
  (!wanted.stage || stages.includes(wanted.stage));

/** @param {Room} room @param {Book[]} plan */
function sessionCard(room, plan) {
  const titles = plan.map((c) => c.title).join("; ");
  const begin = () => {
    room.plan = plan;
    room.open(plan[0].id);
  };
  return h(
    "button",
    { type: "button", class: "card book plan", "data-key": "plan", onclick: begin },
    h("b", {}, t("A session of 45 minutes")),
    h(
      "span",
      {},
      t("Three cases, a quarter of an hour each, from easy to hard: {titles}.", { titles }),
    ),
  );
}

/** @param {Room} room @param {Book} book */
function bookCard(room, { id, title, sex, age, steps, difficulty, outside }) {
  return h(
    "button",
    { type: "button", class: "card book", "data-key": id, onclick: () => room.open(id) },
    h("b", {}, title),
    h("span", {}, personWords(room.catalogue.persons, sex, age)),
    h(
      "span",
      { class: "dim" },
      outside || t("{n} steps, {difficulty}", { n: steps, difficulty: t(difficulty) }),
    ),
  );
}
