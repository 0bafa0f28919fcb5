// What stands between a zone and an injection.
import { h, icon } from "../dom.js";
import { t } from "../language.js";

/** @import { Card, Hold } from "../payload" */

/** @param {Card} card */
export function zoneTag({ zone, kind, holds }) {
  const held = holds.length > 0;
  return h(
    "span",
    { class: `zone ${held ? "held-zone" : kind}` },
    held ? t("held: {zone}", { zone: t(zone) }) : t(zone),
  );
}

/** @param {Hold[]} holds @param {string[]} cautions */
export const gates = (holds, cautions) => [
  holds.map(({ text }) => gate("hold", text)),
  cautions.map((text) => gate("caution", text)),
];

/** @param {"hold" | "caution"} kind @param {string} text */
function gate(kind, text) {
  const sign = icon(kind === "hold" ? "stop" : "warn");
  return h("li", { class: kind }, sign, h("span", { title: text }, text));
}
