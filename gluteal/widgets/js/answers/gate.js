import { h, icon } from "../dom.js";

export const zoneTag = (card) =>
  h(
    "span",
    { class: `zone ${card.holds.length ? "held-zone" : card.zone.split(" ")[0]}` },
    card.holds.length ? `held: ${card.zone}` : card.zone,
  );

export const gate = (kind, name) => (text) =>
  h("li", { class: kind }, icon(name), h("span", { title: text }, text));
