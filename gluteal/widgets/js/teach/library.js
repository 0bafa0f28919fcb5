import { fill, h } from "../dom.js";
import { footer } from "./footer.js";
import { drawQuiz } from "./quiz.js";

// Three cases for 45 minutes, from easy to hard, each the longest of its kind.
const planned = (cases) =>
  ["easy", "medium", "hard"]
    .map((d) => cases.filter((c) => c.difficulty === d).sort((a, b) => b.steps - a.steps)[0])
    .filter(Boolean);

export const followed = (t) => t.plan?.[t.plan.findIndex((c) => c.id === t.lesson.case) + 1];

const person = (c) =>
  `${{ female: c.age < 18 ? "Girl" : "Woman", male: c.age < 18 ? "Boy" : "Man" }[c.sex] ?? "Patient"}, ${c.age}`;

export function drawLibrary(t, stage, book) {
  const list = h("div", { class: "shelf" }),
    wanted = { difficulty: "", cause: "", stage: "" };
  const plan = planned(book.cases),
    session = h(
      "button",
      {
        type: "button",
        class: "card book plan",
        "data-key": "plan",
        onclick: () => {
          t.plan = plan;
          t.open(plan[0].id);
        },
      },
      h("b", {}, "A session of 45 minutes"),
      h(
        "span",
        {},
        "Three cases, a quarter of an hour each, from easy to hard: ",
        plan.map((c) => c.title).join("; "),
        ".",
      ),
    );
  const draw = () =>
    fill(
      list,
      plan.length === 3 && !Object.values(wanted).some(Boolean) ? session : null,
      book.cases
        .filter(
          (c) =>
            (!wanted.difficulty || c.difficulty === wanted.difficulty) &&
            (!wanted.cause || c.cause === wanted.cause) &&
            (!wanted.stage || c.stages.includes(wanted.stage)),
        )
        .map((c) =>
          h(
            "button",
            { type: "button", class: "card book", "data-key": c.id, onclick: () => t.open(c.id) },
            h("b", {}, c.title),
            h("span", {}, person(c)),
            h("span", { class: "dim" }, `${c.steps} steps, ${c.difficulty}`),
          ),
        ),
    );
  const pick = (key, label, options) =>
    h(
      "label",
      {},
      label,
      h(
        "select",
        {
          "aria-label": label,
          onchange: (e) => {
            wanted[key] = e.target.value;
            draw();
          },
        },
        [["", "any"], ...options].map(([v, text]) => h("option", { value: v }, text)),
      ),
    );
  stage.classList.remove("tall", "alone");
  fill(
    stage,
    h(
      "header",
      {},
      h("span", { class: "brand" }, "gluteal"),
      h("b", {}, "Teaching cases"),
      h(
        "span",
        { class: "keys" },
        h(
          "button",
          { type: "button", class: "tool", onclick: () => drawQuiz(t, stage) },
          "Quiz, for one",
        ),
      ),
    ),
    h(
      "div",
      { class: "choose" },
      pick(
        "difficulty",
        "Difficulty",
        ["easy", "medium", "hard"].map((d) => [d, d]),
      ),
      pick("stage", "With", [
        ["investigation", "imaging or laboratory"],
        ["block", "a block"],
      ]),
      pick("cause", "Confirmed cause", book.causes),
      h(
        "span",
        { class: "dim" },
        "Published patients in our own words. Difficulty: how high the model ranks the confirmed cause from history and examination.",
      ),
    ),
    list,
    footer("Published teaching cases."),
  );
  draw();
}
