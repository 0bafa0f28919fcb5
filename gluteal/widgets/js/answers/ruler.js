import { h } from "../dom.js";
import { two } from "../numbers.js";

export function ruler(card) {
  const at = (p) => `${(100 * p).toFixed(1)}%`,
    treat = card.treat ?? 1,
    test = card.test ?? 0;
  const zone = (from, to, text, on) =>
    to - from > 0.13
      ? h("span", { class: on ? "on" : "", style: `left:${at(from)};width:${at(to - from)}` }, text)
      : null;
  return h(
    "div",
    {
      class: "ruler",
      role: "img",
      "aria-label": `Probability ${two(card.probability)}, interval ${two(card.low)} to ${two(card.high)}; test threshold ${two(test)}${card.treat ? `, treatment threshold ${two(treat)}` : ""}`,
    },
    h(
      "div",
      { class: "zones" },
      zone(0, test, "none"),
      zone(test, treat, "diagnostic block", card.zone === "diagnostic block"),
      zone(treat, 1, "therapeutic", card.zone === "therapeutic injection"),
    ),
    h(
      "div",
      { class: "track" },
      h("i", { class: "z1", style: `left:${at(test)};width:${at(treat - test)}` }),
      h("i", { class: "z2", style: `left:${at(treat)};right:0` }),
      h("i", { class: "iv", style: `left:${at(card.low)};width:${at(card.high - card.low)}` }),
      h("i", { class: "pt", style: `left:${at(card.probability)}` }),
    ),
    h(
      "div",
      { class: "ends" },
      card.test ? h("span", { style: `left:${at(test)}` }, two(test)) : null,
      card.treat ? h("span", { style: `left:${at(treat)}` }, two(treat)) : null,
    ),
  );
}
