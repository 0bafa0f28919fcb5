import { openHandout } from "../dialogs/handout.js";
import { fill, h } from "../dom.js";
import { two } from "../numbers.js";
import { faceOf } from "./faces.js";
import { footer, svg } from "./footer.js";
import { followed } from "./library.js";

export function drawLesson(t, stage) {
  const { lesson, step } = t,
    n = lesson.steps.length,
    done = step > n,
    view = lesson.views[Math.min(step, n)];
  const kbd = (key, text, run) =>
    h(
      "button",
      { type: "button", class: "keyed", "data-key": `key:${text}`, onclick: run },
      h("kbd", {}, key),
      text,
    );
  fill(
    stage,
    h(
      "header",
      {},
      h("span", { class: "brand" }, "gluteal"),
      h("b", {}, lesson.title),
      h("span", { class: "at" }, done ? "Outcome" : `Step ${step} of ${n}`),
      h(
        "span",
        { class: "keys" },
        kbd("\u2190", "back", () => t.go(step - 1)),
        kbd("\u2192", "reveal", () => t.go(step + 1)),
        kbd("R", "ask the room", () => {
          t.asking = !t.asking;
          t.draw();
        }),
        kbd("M", t.shown ? "hide the model" : "show the model", () => {
          t.shown = !t.shown;
          t.draw();
        }),
        kbd("Esc", "leave", () => t.library()),
      ),
    ),
    h(
      "section",
      { class: "line", "aria-label": "The case" },
      h(
        "ol",
        {},
        lesson.steps.map((s, i) => stepOf(s, i + 1, step)),
        outcomeOf(lesson, n + 1, done),
      ),
    ),
    h(
      "section",
      { class: "face" },
      h(
        "nav",
        { class: "faces", "aria-label": "Views" },
        [
          ["likely", "What is likely?"],
          ["why", "Why?"],
          ["drawing", "Where?"],
          ["bayes", "One finding"],
          ["proofs", "All together"],
        ].map(([id, text], i) =>
          h(
            "button",
            {
              type: "button",
              "aria-pressed": String(t.face === id),
              "data-key": `face:${id}`,
              onclick: () => {
                t.face = id;
                t.draw();
              },
            },
            text,
            h("kbd", { "aria-hidden": "true" }, i + 1),
          ),
        ),
      ),
      faceOf(t, view, done),
    ),
    h(
      "section",
      { class: "changed" },
      h("h2", {}, "How the picture changed"),
      t.shown
        ? svg(done ? lesson.whole : view.course)
        : h("p", { class: "dim" }, "The model is hidden."),
    ),
    h("section", { class: "then" }, thenOf(t, view, done)),
    footer([
      h(
        "label",
        {},
        "Teaching case, seen in ",
        h(
          "select",
          { "aria-label": "Setting", onchange: (e) => t.settle(e.target.value) },
          t.model
            .get("catalogue")
            .settings.map(([id, text]) =>
              h("option", { value: id, selected: id === lesson.setting }, text),
            ),
        ),
      ),
      done ? ` ${lesson.source}` : "",
    ]),
  );
  stage.dataset.step = step;
  stage.classList.toggle("done", done);
  stage.classList.toggle(
    "tall",
    t.asking || ["why", "drawing", "bayes", "proofs"].includes(t.face),
  );
  stage.classList.toggle("alone", !t.asking && ["bayes", "proofs"].includes(t.face));
  for (const table of stage.querySelectorAll(".heat"))
    table.classList.toggle("turned", Number(table.dataset.columns) > 8);
  stage.querySelector(".now")?.scrollIntoView({ block: "center" });
  if (document.activeElement === document.body) t.root.focus({ preventScroll: true }); // what was clicked is gone: the keys stay
}

export const chips = (marks) =>
  h(
    "ul",
    { class: "marks" },
    marks.map(([label, state]) =>
      h("li", {}, h("i", { class: `m ${state}`, role: "img", "aria-label": state }), label),
    ),
  );

function stepOf(s, i, now) {
  const kind = i < now ? "past" : i === now ? "now" : "next";
  return h(
    "li",
    { class: kind, "aria-current": i === now ? "step" : undefined },
    h("span", { class: "dot" }, i < now ? "" : i),
    h(
      "div",
      {},
      h("h3", {}, s.title),
      i > now ? null : h("p", {}, s.text),
      i > now ? null : chips(s.marks),
    ),
  );
}

function outcomeOf(lesson, i, done) {
  return h(
    "li",
    { class: done ? "now out" : "next" },
    h("span", { class: "dot" }, i),
    h(
      "div",
      {},
      h("h3", {}, "Outcome"),
      done
        ? [
            h(
              "p",
              {},
              lesson.outcome.startsWith(`${lesson.label}.`)
                ? null
                : h("b", {}, `${lesson.label}. `),
              lesson.outcome,
            ),
            lesson.injected ? h("p", {}, lesson.injected.text, " ", lesson.injected.result) : null,
            h("p", { class: "dim" }, `Confirmed by: ${lesson.reference}`),
          ]
        : null,
    ),
  );
}

function thenOf(t, view, done) {
  const { lesson, step } = t,
    act = (text, run) => h("button", { type: "button", class: "tool", onclick: run }, text);
  const tools = h(
    "p",
    { class: "tools2" },
    act("Explore this case", () => t.explore()),
    act("Hand-out", () =>
      openHandout({ ask: t.ask, root: t.root }, "teaching handout", {
        ...t.about(),
        setting: undefined,
      }),
    ),
  );
  const next = followed(t),
    onward =
      done && next
        ? h(
            "button",
            { type: "button", class: "go", "data-key": "go", onclick: () => t.go(step + 1) },
            `Next: ${next.title} `,
            h("kbd", {}, "\u2192"),
          )
        : null;
  if (done)
    return [
      h("h2", {}, "To take home"),
      h(
        "ul",
        { class: "points" },
        lesson.points.map((p) => h("li", {}, p)),
        h("li", {}, h("b", {}, "Pitfall. "), lesson.pitfall),
      ),
      onward,
      tools,
    ];
  const advice = !t.shown
    ? null
    : view.flags[0]?.[1] === "immediate"
      ? h("p", { class: "dim" }, "The model: act on the flag before any further question.")
      : h(
          "details",
          { class: "advice" },
          h("summary", {}, "What would the model do?"),
          h(
            "table",
            {},
            h(
              "tbody",
              {},
              view.advice.map(([, label, tier, bits, best, real]) =>
                h(
                  "tr",
                  {},
                  h("th", { scope: "row" }, label),
                  h("td", {}, tier),
                  h("td", {}, Number.isFinite(bits) ? `${bits} bits` : "not now"),
                  h(
                    "td",
                    {},
                    [best ? "best" : "", real ? "was done" : ""].filter(Boolean).join(", "),
                  ),
                ),
              ),
            ),
          ),
        );
  const worth =
    view.worth.length && t.shown
      ? h(
          "details",
          { class: "advice" },
          h("summary", {}, "What was each finding worth?"),
          h(
            "table",
            {},
            h(
              "tbody",
              {},
              view.worth.map(([label, state, a, b]) =>
                h(
                  "tr",
                  {},
                  h("th", { scope: "row" }, `${label}, ${state}`),
                  h("td", {}, `${two(a)} \u2192 ${two(b)}`),
                ),
              ),
            ),
            h("caption", {}, "Probability of the confirmed cause, which stays unnamed"),
          ),
        )
      : null;
  return [
    h("h2", {}, "What next?"),
    h("p", { class: "big" }, lesson.steps[step - 1].ask),
    h(
      "button",
      { type: "button", class: "go", "data-key": "go", onclick: () => t.go(step + 1) },
      step < lesson.steps.length ? `Reveal step ${step + 1}` : "Reveal the outcome",
      " ",
      h("kbd", {}, "\u2192"),
    ),
    advice,
    worth,
    tools,
  ];
}
