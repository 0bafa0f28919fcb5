import { openFlags } from "../dialogs/flags.js";
import { h, icon } from "../dom.js";
import { plural } from "../numbers.js";

// The right side: what follows from the marks, in the order of a consultation.
export function dangerStrip(app, view) {
  const open = view.flags.filter((f) => !f.cleared),
    first = open[0];
  const asked =
    view.asked === view.questions
      ? `All ${view.questions} safety questions were asked.`
      : `${view.questions - view.asked} of ${view.questions} safety questions are still open.`;
  const ask =
    view.asked < view.questions
      ? h(
          "button",
          { type: "button", class: "link", "data-key": "ask", onclick: () => app.reveal("Safety") },
          "Ask them now",
        )
      : null;
  if (!first)
    return h(
      "div",
      { class: "strip quiet", role: "status" },
      icon("shield"),
      h("div", {}, h("b", {}, "No red flag in what is marked. "), asked, " ", ask),
    );
  const kind =
    first.urgency === "immediate" ? "red" : first.urgency === "routine" ? "quiet" : "watch";
  return h(
    "div",
    { class: `strip ${kind}`, role: "alert" },
    icon(kind === "red" ? "stop" : "warn"),
    h(
      "div",
      {},
      h("b", {}, first.headline + ". "),
      first.steps.slice(0, 2).join(". ") + ". ",
      h(
        "button",
        {
          type: "button",
          class: "link",
          "data-key": "why",
          onclick: () => openFlags(app, open, asked),
        },
        open.length > 1 ? `Why, and ${open.length - 1} more` : "Why",
      ),
    ),
    h(
      "div",
      { class: "tags" },
      h("span", { class: "tag" }, first.urgency),
      first.holds ? h("span", { class: "tag on" }, "Injections held") : null,
    ),
  );
}

export function closedFlags(app, view) {
  const closed = view.flags.filter((f) => f.cleared);
  return closed.length
    ? h(
        "p",
        { class: "dim closed" },
        "Closed: ",
        closed.map((f) =>
          h(
            "span",
            {},
            `${f.label} (${f.cleared}) `,
            h(
              "button",
              { type: "button", class: "link", onclick: () => app.reopenFlag(f.id) },
              "reopen",
            ),
            " ",
          ),
        ),
      )
    : null;
}

export function meter({ steps, little, findings, bits, spread }) {
  const word =
    steps === 0
      ? "nothing yet"
      : little
        ? "little: no ranking yet"
        : `${steps < 7 ? "fair" : "much"}, \u00b1${spread.toFixed(2)}`;
  return h(
    "div",
    {
      class: "meter",
      title: `${plural(findings, "finding")} outside the context; ${bits} bits moved from the pre-test probabilities; half the 90 % interval of the leading cause`,
    },
    h("div", {}, h("b", {}, "How much is known"), h("span", {}, word)),
    h(
      "div",
      { class: "dots", "aria-hidden": "true" },
      Array.from({ length: 10 }, (_, i) => h("i", { class: i < steps ? "on" : "" })),
    ),
  );
}

export const actions = (flag) =>
  h(
    "ol",
    { class: "act" },
    flag.steps.map((s, i) => h("li", {}, i ? s : h("b", {}, s))),
  );

export const immediate = (flags) => flags.find((f) => f.urgency === "immediate" && !f.cleared);
