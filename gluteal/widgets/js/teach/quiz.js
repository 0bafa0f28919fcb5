// The quiz: ask and examine, each scored by what it could tell, then commit to probabilities and an
// injection.
import { choice, head } from "../buttons.js";
import { dialog } from "../dialogs/dialog.js";
import { keepFile } from "../dialogs/handout.js";
import { fill, h, one } from "../dom.js";
import { later, numeral, spoken, t } from "../language.js";
import { two } from "../numbers.js";
import { commitForm } from "./commit.js";
import { questionForm } from "./question.js";
import { dim, footer, goButton, toolButton } from "./parts.js";

/** @import { Bin, Committed, QuizCase, Score } from "../payload" */
/** @import { Room } from "./room.js" */

const KEPT = later("Kept on this computer only: case, guess and score.");
const FORGET = later("Begin again and forget all answers?");
const DECIMALS = [
  { id: ".", label: later("0.5, commas") },
  { id: ",", label: later("0,5, semicolons") },
];
const SCORED = later(
  "Lower is better. Log score: 0 if you were sure and right, 1 more for each halving of what you gave the confirmed cause. Brier score: squared error, from 0 to 2.",
);

/** @param {Room} room */
export async function drawQuiz(room) {
  const quiz = await room.ask("quiz");
  const questions = questionForm(room, quiz);
  const commit = commitForm(room, quiz, (result) => {
    fill(work, resultOf(result), nextCase);
    one(room.stage, ".at").textContent = answered(result.done);
    one(work, ".go").focus();
  });
  const nextCase = goButton(t("Next case"), () => drawQuiz(room), "next case");
  const work = h("section", { class: "work" }, questions.elements, commit);
  room.stage.classList.remove("tall", "alone", "done", "suspended");
  fill(room.stage, quizBar(room, quiz), quizStory(quiz), work, footer(t(KEPT)));
  questions.field.focus();
}

/** @param {Room} room @param {QuizCase} quiz */
function quizBar(room, quiz) {
  const save = async () => {
    const { csv } = await room.ask("quiz file", { decimal: decimals.value });
    keepFile("gluteal-quiz.csv", csv, "text/csv");
  };
  const decimals = choice(
    DECIMALS.map(({ id, label }) => ({ id, label: t(label) })),
    spoken().decimal,
    () => {},
    { "aria-label": t("Numbers in the file") },
  );
  const forget = () => {
    const yes = async () => {
      box.close();
      await room.ask("quiz reset");
      drawQuiz(room);
    };
    const box = dialog(
      room,
      t(FORGET),
      h(
        "p",
        { class: "tools2" },
        goButton(t("Keep them"), () => box.close()),
        toolButton(t("Forget all answers"), yes),
      ),
    );
    box.classList.add("onwall");
    one(box, ".go").focus();
  };
  return h(
    "header",
    {},
    h("span", { class: "brand" }, "gluteal"),
    h("b", {}, t("Quiz")),
    h("span", { class: "at" }, answered(quiz.done)),
    h(
      "span",
      { class: "keys" },
      decimals,
      toolButton(t("Export as CSV"), save),
      toolButton(t("Begin again"), forget),
      toolButton(t("Leave"), () => room.library()),
    ),
  );
}

/** @param {QuizCase} quiz */
function quizStory({ notice, title, text, words, calibration }) {
  const known = calibration.filter((bin) => bin.n);
  return h(
    "section",
    { class: "line" },
    notice ? h("p", { class: "warned" }, notice) : null,
    h("h3", {}, title),
    h("p", { class: "big" }, text),
    h("h3", {}, t("How well you judge yourself")),
    h("p", {}, words),
    known.length ? scoreTable([t("You said"), t("Cases"), t("Right")], known.map(binRow)) : null,
  );
}

/** @param {Bin} bin */
const binRow = ({ bin, n, stated, observed }) => [
  stated === null ? bin : two(stated),
  String(n),
  observed === null ? "" : two(observed),
];

/** @param {Committed} result */
function resultOf(result) {
  const { cause, outcome, scores, probability, questions, agrees, words, points, source } = result;
  const given = t("You gave the confirmed cause {p}. The model knew what you had found.", {
    p: two(probability),
  });
  const share = questions === null ? "" : percentWords(questions);
  const asked = t(
    "Your questions gave {share} of the most that a question of their kind could have given.",
    {
      share,
    },
  );
  const verdict = agrees
    ? t("Injection: as the model would. ")
    : t("Injection: the model differs. ");
  return [
    h("h2", {}, cause),
    h("p", { class: "big" }, outcome),
    scoreTable(["", t("Log score"), t("Brier score")], scores.map(scoreRow)),
    h("p", {}, given),
    dim(t(SCORED)),
    share ? h("p", {}, asked) : null,
    h("p", {}, h("b", {}, verdict), words),
    h(
      "ul",
      { class: "points" },
      points.map((point) => h("li", {}, point)),
    ),
    dim(source),
  ];
}

/** @param {Score} score */
const scoreRow = ({ who, log, brier }) => [
  t(who),
  numeral(log.toFixed(2)),
  numeral(brier.toFixed(2)),
];

/** @param {string[]} titles @param {string[][]} rows */
function scoreTable(titles, rows) {
  const lines = rows.map(([first, ...rest]) =>
    h(
      "tr",
      {},
      h("th", { scope: "row" }, first),
      rest.map((cell) => h("td", {}, cell)),
    ),
  );
  return h("table", { class: "scores" }, head(titles), h("tbody", {}, lines));
}

/** @param {number} n */
const answered = (n) => t("{n} answered", { n });

/** @param {number} share */
const percentWords = (share) => `${Math.round(100 * share)} %`;
