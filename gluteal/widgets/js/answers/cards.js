import { gate, zoneTag } from "./gate.js";
import { openOption } from "../dialogs/option.js";
import { h, icon } from "../dom.js";
import { plural } from "../numbers.js";

function cardOf(app, card, told) {
  const pair = (label, ...text) => (text[0] ? [h("dt", {}, label), h("dd", {}, text)] : []);
  const more = (label) =>
    h(
      "button",
      {
        type: "button",
        class: "link",
        "data-key": `option:${card.id}:${label}`,
        onclick: () => openOption(app, card.id),
      },
      label,
    );
  return h(
    "article",
    { class: `card${card.holds.length ? " is-held" : ""}` },
    h(
      "header",
      {},
      h(
        "h4",
        {},
        h(
          "button",
          {
            type: "button",
            class: "name",
            "data-key": `option:${card.id}`,
            onclick: () => openOption(app, card.id),
          },
          card.label,
        ),
      ),
      zoneTag(card),
    ),
    h("div", { class: "ruled", "data-card": card.id }),
    h(
      "ul",
      { class: "gates" },
      card.holds
        .filter((text) => !told || !text.startsWith("Red flag: "))
        .map(gate("hold", "stop")),
      card.cautions.map(gate("caution", "warn")),
    ),
    card.releases.length
      ? h(
          "p",
          {},
          card.releases.map(([id, label]) =>
            h(
              "button",
              { type: "button", class: "link", onclick: () => app.clearFlag({ id, label }) },
              `State why \u201c${label}\u201d does not hold this`,
            ),
          ),
        )
      : null,
    h(
      "dl",
      {},
      pair("Target", card.target),
      pair(
        "Guidance",
        h("b", {}, card.guidance),
        card.guidance_alternatives ? `, else ${card.guidance_alternatives}` : "",
      ),
      pair("Needle", card.needle),
      pair(
        "Injectate",
        h(
          "span",
          { class: "clamp", title: [card.injectate, card.steroid].join(". ") },
          [
            card.injectate,
            card.volume ? ` (${card.volume} in all)` : "",
            card.steroid ? `. ${card.steroid}` : "",
          ].join(""),
        ),
      ),
      pair("Benefit", h("span", { class: "clamp", title: card.effect }, card.effect)),
      pair(
        "Evidence",
        `Grade ${card.grade}, ${card.direction}, `,
        more(plural(card.sources, "source")),
      ),
      pair("Bleeding", `${card.bleeding_risk} risk`),
    ),
    h(
      "p",
      { class: "why" },
      `${card.cause}: ${card.zone_reason[0].toLowerCase()}${card.zone_reason.slice(1)}. `,
      more("Approach, aftercare, all the evidence"),
    ),
  );
}

function smallCard(app, card) {
  return h(
    "button",
    {
      type: "button",
      class: "card small",
      "data-key": `card:${card.id}`,
      onclick: () => openOption(app, card.id),
    },
    h("span", { class: "top" }, h("b", {}, card.short), zoneTag(card)),
    h(
      "span",
      { class: "line" },
      [card.target, card.guidance.toLowerCase(), card.volume].filter(Boolean).join(", "),
    ),
    h(
      "span",
      { class: "line" },
      h("i", { class: "grade" }, card.grade),
      card.cautions.length
        ? [icon("warn"), plural(card.cautions.length, "caution")]
        : card.direction,
    ),
  );
}

export function injectionPane(app, view) {
  const holding = view.flags.filter((f) => f.holds && !f.cleared),
    stopped = holding.some((f) => f.urgency === "immediate");
  const all = holding.length && view.cards.every((c) => c.holds.length);
  const banner = all
    ? h(
        "div",
        { class: "held" },
        icon("stop"),
        h(
          "div",
          {},
          h("b", {}, "All injections held"),
          h(
            "p",
            {},
            holding.map((f) => f.label).join("; ") +
              ". Options return when the flag is settled or the mark removed.",
          ),
        ),
      )
    : null;
  const notAsked = view.not_asked.length
    ? h(
        "p",
        { class: "unasked" },
        h("i", { class: "m" }),
        h(
          "span",
          {},
          h(
            "button",
            { type: "button", class: "link", "data-key": "unasked", onclick: () => app.askFirst() },
            "Not asked yet",
          ),
          `: ${view.not_asked.join(", ").toLowerCase()}.`,
        ),
      )
    : null;
  const care = view.instead.first_line
    ? h(
        "details",
        { class: "care" },
        h(
          "summary",
          { "data-key": "care" },
          h("b", {}, "Conservative care: "),
          h("span", {}, view.instead.first_line),
        ),
        h(
          "p",
          {},
          `For ${view.instead.cause.toLowerCase()}: ${view.instead.first_line} [${view.instead.sources}]`,
        ),
      )
    : null;
  if (!view.cards.length)
    return [
      banner,
      h(
        "p",
        {},
        h(
          "b",
          {},
          view.no_zone ? view.no_zone + ". " : "No injection is indicated by what is known. ",
        ),
      ),
      view.no_zone
        ? null
        : h(
            "p",
            {},
            h("b", {}, `Instead, for ${view.instead.cause.toLowerCase()}: `),
            view.instead.text,
          ),
      care,
      notAsked,
    ];
  const small = stopped ? view.cards : view.cards.slice(1);
  return [
    banner,
    stopped ? null : [cardOf(app, view.cards[0], Boolean(banner)), care, notAsked],
    h(
      "div",
      { class: "others" },
      small.map((c) => smallCard(app, c)),
    ),
    view.more.length
      ? h(
          "p",
          { class: "dim" },
          "Also: ",
          view.more.map(([id, label, zone], i) => [
            i ? "; " : "",
            h(
              "button",
              { type: "button", class: "link", onclick: () => openOption(app, id) },
              label,
            ),
            `, ${zone}`,
          ]),
        )
      : null,
  ];
}
