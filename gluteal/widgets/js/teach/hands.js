import { h } from "../dom.js";

// A tally of hands; one hand in all is shared by the causes that nobody named.
export function handsOf(t, view) {
  const shown = view.ranked
      .map(([id, label]) => [id, label])
      .sort((a, b) => a[1].localeCompare(b[1])),
    step = Math.min(t.step, t.lesson.steps.length),
    hands = (t.hands[step] ??= {});
  const take = async () => {
    await t.score(step);
    t.shown = true;
    t.asking = false;
    t.face = "likely";
    t.draw();
    t.root.focus();
  };
  const row = ([id, label]) => {
    const input = h("input", {
      type: "number",
      min: 0,
      max: 999,
      value: hands[id] ?? "",
      "aria-label": `Hands for ${label}`,
      oninput: (e) => {
        hands[id] = Math.max(0, Math.round(Number(e.target.value) || 0));
      },
    });
    const bump = (by) => {
      hands[id] = Math.max(0, (hands[id] ?? 0) + by);
      input.value = hands[id] || "";
    };
    return h(
      "li",
      {},
      h("span", {}, label),
      h(
        "button",
        { type: "button", "aria-label": `One less for ${label}`, onclick: () => bump(-1) },
        "\u2212",
      ),
      input,
      h(
        "button",
        { type: "button", "aria-label": `One more for ${label}`, onclick: () => bump(1) },
        "+",
      ),
    );
  };
  return h(
    "form",
    {
      class: "hands",
      onsubmit: (e) => {
        e.preventDefault();
        take();
      },
    },
    h("p", {}, h("b", {}, "Hands, please: "), "what is the cause? One hand each."),
    h("ul", {}, shown.map(row)),
    h("button", { class: "go", type: "submit" }, "Count the hands"),
  );
}
