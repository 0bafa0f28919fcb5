import { keepFile } from "../dialogs/handout.js";
import { fill, h, icon } from "../dom.js";
import { matches } from "../marks/search.js";
import { two } from "../numbers.js";
import { footer } from "./footer.js";

// The quiz: ask and examine, each scored by what it could tell, then commit to probabilities and an injection.
export async function drawQuiz(t, stage) {
  const q = await t.ask("quiz"),
    catalogue = t.model.get("catalogue"),
    asked = h("ul", { class: "asked" }),
    found = h("ul", { class: "found" }),
    error = h("p", { class: "warned", role: "alert" });
  const line = (a) =>
    h(
      "li",
      {},
      h("i", {
        class: `m ${a.answer === "present" || a.answer === "absent" ? a.answer : ""}`,
        role: "img",
        "aria-label": a.answer,
      }),
      h("span", {}, `${a.label}: ${a.answer}`),
      h(
        "span",
        { class: "dim" },
        `${Math.round(100 * a.score)} % of the best question of its kind${a.score < 0.5 && a.best_label ? `: ${a.best_label}` : ""}`,
      ),
    );
  q.asked.forEach((a) => asked.append(line(a)));
  const put = async (id) => {
    const seen = new Set([...asked.children].map((li) => li.dataset.finding)),
      a = await t.ask("quiz ask", { case: q.case, finding: id });
    if (!seen.has(id)) {
      const li = line(a);
      li.dataset.finding = id;
      asked.prepend(li);
    }
    field.value = "";
    fill(found);
    field.focus();
  };
  const field = h("input", {
    type: "search",
    "aria-label": "Ask, examine or request",
    placeholder: "Ask, examine, image or block: type a finding",
    oninput: (e) => {
      const words = e.target.value.trim();
      fill(
        found,
        words
          ? matches({ catalogue }, words)
              .slice(0, 7)
              .map((f) =>
                h(
                  "li",
                  {},
                  h(
                    "button",
                    { type: "button", onclick: () => put(f.id) },
                    f.label,
                    h("span", { class: "dim" }, ` ${f.tier}`),
                  ),
                ),
              )
          : null,
      );
    },
    onkeydown: (e) => {
      if (e.key === "Enter") {
        e.preventDefault();
        found.querySelector("button")?.click();
      }
    },
  });
  const guess = new Map(),
    sum = h("output", {}, "0 %"),
    rows = h("ul", { class: "guess" });
  const total = () => {
    const s = [...guess.values()].reduce((a, b) => a + b, 0);
    sum.textContent = `${Math.round(100 * s)} % given, the rest is shared by the other causes`;
    return s;
  };
  const add = (id) => {
    if (!id || guess.has(id)) return;
    guess.set(id, 0.3);
    const out = h("output", {}, "30 %"),
      label = q.causes.find(([c]) => c === id)[1];
    const li = h(
      "li",
      {},
      h("span", {}, label),
      h("input", {
        type: "range",
        min: 0,
        max: 1,
        step: 0.05,
        value: 0.3,
        "aria-label": `Probability of ${label}`,
        oninput: (e) => {
          guess.set(id, Number(e.target.value));
          out.textContent = `${Math.round(100 * e.target.value)} %`;
          total();
        },
      }),
      out,
      h(
        "button",
        {
          type: "button",
          "aria-label": `Remove ${label}`,
          onclick: () => {
            guess.delete(id);
            li.remove();
            total();
          },
        },
        icon("close"),
      ),
    );
    rows.append(li);
    total();
  };
  const cause = h(
    "select",
    {
      "aria-label": "Add a cause",
      onchange: (e) => {
        add(e.target.value);
        e.target.value = "";
      },
    },
    h("option", { value: "" }, "add a cause"),
    q.causes.map(([id, label]) => h("option", { value: id }, label)),
  );
  const injection = h(
    "select",
    { "aria-label": "Injection" },
    h("option", { value: "" }, "no injection now"),
    q.injections.map(([id, label]) => h("option", { value: id }, label)),
  );
  const commit = async () => {
    if (!guess.size || total() > 1.001) {
      error.textContent = guess.size
        ? "The probabilities come to more than 100 %."
        : "Name at least one cause.";
      return;
    }
    const r = await t.ask("quiz commit", {
      case: q.case,
      guess: Object.fromEntries(guess),
      injection: injection.value,
    });
    if (r.error) {
      error.textContent = r.error;
      return;
    }
    fill(
      work,
      h("h2", {}, r.cause),
      h("p", { class: "big" }, r.outcome),
      h(
        "table",
        { class: "scores" },
        h(
          "thead",
          {},
          h(
            "tr",
            {},
            ["", "Log score, bits", "Brier score"].map((c) => h("th", { scope: "col" }, c)),
          ),
        ),
        h(
          "tbody",
          {},
          r.scores.map(([who, log, brier]) =>
            h(
              "tr",
              {},
              h("th", { scope: "row" }, who),
              h("td", {}, log.toFixed(2)),
              h("td", {}, brier.toFixed(2)),
            ),
          ),
        ),
      ),
      h(
        "p",
        { class: "dim" },
        `You gave the confirmed cause ${two(r.probability)}. Lower scores are better; the model knew what you had found.`,
      ),
      r.questions === null
        ? null
        : h(
            "p",
            {},
            `Your questions gave ${Math.round(100 * r.questions)} % of the most that a question of their kind could have given.`,
          ),
      h(
        "p",
        {},
        h("b", {}, r.agrees ? "Injection: as the model would. " : "Injection: the model differs. "),
        r.words,
      ),
      h(
        "ul",
        { class: "points" },
        r.points.map((p) => h("li", {}, p)),
      ),
      h("p", { class: "dim" }, r.source),
      h(
        "button",
        { type: "button", class: "go", "data-key": "next case", onclick: () => drawQuiz(t, stage) },
        "Next case",
      ),
    );
    work.querySelector(".go").focus();
  };
  const work = h(
    "section",
    { class: "work" },
    h("h2", {}, "What do you want to know?"),
    h("div", { class: "search" }, icon("find"), field),
    found,
    asked,
    h("h2", {}, "Commit"),
    rows,
    h("p", { class: "choose" }, cause, sum),
    h("label", { class: "choose" }, "Injection", injection),
    error,
    h("button", { type: "button", class: "go", onclick: commit }, "Commit"),
  );
  stage.classList.remove("tall", "alone");
  const known = q.calibration.filter((c) => c.n);
  fill(
    stage,
    h(
      "header",
      {},
      h("span", { class: "brand" }, "gluteal"),
      h("b", {}, "Quiz"),
      h("span", { class: "at" }, `${q.done} answered`),
      h(
        "span",
        { class: "keys" },
        h(
          "button",
          {
            type: "button",
            class: "tool",
            onclick: async () =>
              keepFile("gluteal-quiz.csv", (await t.ask("quiz file")).csv, "text/csv"),
          },
          "Export as CSV",
        ),
        h(
          "button",
          {
            type: "button",
            class: "tool",
            onclick: async () => {
              if (window.confirm("Begin again and forget all answers?")) {
                await t.ask("quiz reset");
                drawQuiz(t, stage);
              }
            },
          },
          "Begin again",
        ),
        h("button", { type: "button", class: "tool", onclick: () => t.library() }, "Leave"),
      ),
    ),
    h(
      "section",
      { class: "line" },
      q.notice ? h("p", { class: "warned" }, q.notice) : null,
      h("h3", {}, q.title),
      h("p", { class: "big" }, q.text),
      h("h3", {}, "How well you judge yourself"),
      h("p", {}, q.words),
      known.length
        ? h(
            "table",
            { class: "scores" },
            h(
              "thead",
              {},
              h(
                "tr",
                {},
                ["You said", "Cases", "Right"].map((c) => h("th", { scope: "col" }, c)),
              ),
            ),
            h(
              "tbody",
              {},
              known.map((c) =>
                h(
                  "tr",
                  {},
                  h("th", { scope: "row" }, c.stated === null ? c.bin : two(c.stated)),
                  h("td", {}, c.n),
                  h("td", {}, c.observed === null ? "" : two(c.observed)),
                ),
              ),
            ),
          )
        : null,
    ),
    work,
    footer("Kept on this computer only: case, guess and score."),
  );
  field.focus();
}
