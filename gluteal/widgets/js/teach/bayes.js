import { fill, h } from "../dom.js";
import { two } from "../numbers.js";
import { svg } from "./footer.js";
import { likeliest } from "./scores.js";

// One finding and one cause: the nomogram and a hundred patients, moved by the pre-test probability.
export function bayesOf(t) {
  const catalogue = t.model.get("catalogue"),
    known = t.lesson.views[0].ranked
      .map(([id, label]) => [id, label])
      .sort((a, b) => a[1].localeCompare(b[1]));
  const marks = t.lesson.steps.slice(0, t.step).flatMap((s) => s.marks),
    list = catalogue.findings.filter((f) => marks.some(([label]) => label === f.label)),
    last = marks.findLast(([label]) => list.some((f) => f.label === label));
  if (t.bayes?.step !== t.step) {
    // what was said last, of the cause that leads, from where it began
    const view = t.lesson.views[Math.min(t.step, t.lesson.steps.length)],
      cause = t.shown ? likeliest(view)[0] : known[0][0],
      before = t.lesson.views[0].ranked.find(([id]) => id === cause)[2];
    t.bayes = {
      step: t.step,
      pre: Math.max(0.01, Math.round(100 * before) / 100),
      state: last?.[1] ?? "present",
      cause,
      finding: list.find((f) => f.label === last?.[0])?.id ?? "straight_leg_raise",
    };
  }
  const b = t.bayes;
  const place = h("div", { class: "pair2" }),
    basis = h("p", { class: "dim" }),
    out = h("output", {}, two(b.pre));
  let busy = false,
    late = false;
  const draw = async () => {
    if (busy) {
      late = true;
      return;
    }
    busy = true;
    const made = await t.ask("bayes", b);
    fill(place, svg(made.nomogram), svg(made.icons));
    basis.textContent = `Basis: ${made.basis}.`;
    busy = false;
    if (late) {
      late = false;
      draw();
    }
  };
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
            b[key] = e.target.value;
            draw();
          },
        },
        options.map(([v, text]) => h("option", { value: v, selected: v === b[key] }, text)),
      ),
    );
  const rest = catalogue.findings.filter((f) => !list.includes(f));
  draw();
  return h(
    "div",
    { class: "visible" },
    h(
      "div",
      { class: "choose" },
      pick(
        "finding",
        "Finding",
        [...list, ...rest].map((f) => [f.id, f.label]),
      ),
      pick("state", "is", [
        ["present", "present"],
        ["absent", "absent"],
      ]),
      pick("cause", "Cause", known),
      h(
        "label",
        { class: "slide" },
        "Pre-test probability",
        h("input", {
          type: "range",
          min: 0.01,
          max: 0.95,
          step: 0.01,
          value: b.pre,
          oninput: (e) => {
            b.pre = Number(e.target.value);
            out.textContent = two(b.pre);
            draw();
          },
        }),
        out,
      ),
    ),
    place,
    basis,
  );
}

export function proofsOf(t, view) {
  const place = h("div", { class: "pair2" }),
    said = h("p", { class: "talk" });
  const draw = async (cause) => {
    const made = await t.ask("proofs", { ...t.about(), cause });
    fill(
      said,
      h("b", {}, `${made.cause}: `),
      `${two(made.probability[0])} if every mark were an independent proof, ${two(made.probability[1])} as the model counts them. Marks of one cluster measure much the same thing.`,
    );
    fill(place, svg(made.weights), svg(made.settings));
  };
  const [first] = likeliest(view);
  draw(first);
  return h(
    "div",
    { class: "visible" },
    h(
      "div",
      { class: "choose" },
      h(
        "label",
        {},
        "Cause",
        h(
          "select",
          { "aria-label": "Cause", onchange: (e) => draw(e.target.value) },
          view.ranked.map(([id, label]) =>
            h("option", { value: id, selected: id === first }, label),
          ),
        ),
      ),
    ),
    said,
    place,
  );
}
