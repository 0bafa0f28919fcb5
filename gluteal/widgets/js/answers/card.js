// An injection that may fit: the first as a card, others in three lines.
import { link } from "../buttons.js";
import { openOption } from "../dialogs/option.js";
import { h, icon } from "../dom.js";
import { t } from "../language.js";
import { tri } from "../marks/tri.js";
import { goingOn, plural } from "../numbers.js";
import { gates, zoneTag } from "./gate.js";

/** @import { App } from "../app/app.js" */
/** @import { Card, Need, Reason } from "../payload" */
/** @import { Child } from "../types" */

/**
 * @param {App} app
 * @param {Card} card
 * @param {boolean} told whether the flags that hold it stand above it already
 */
export function cardOf(app, card, told) {
  const held = card.holds.length > 0;
  const holds = card.holds.filter((hold) => !told || !hold.flag);
  const why = goingOn(card.zone_reason);
  return h(
    "article",
    { class: `card${held ? " is-held" : ""}` },
    h("header", {}, h("h4", {}, nameOf(app, card)), zoneTag(card)),
    h("div", { class: "ruled", "data-card": card.id }),
    h("ul", { class: "gates" }, gates(holds, card.cautions)),
    card.needs.map((need) => needed(app, need)),
    card.releases.length
      ? h(
          "p",
          {},
          card.releases.map((what) => release(app, what)),
        )
      : null,
    h("dl", {}, facts(app, card)),
    h(
      "p",
      { class: "why" },
      `${card.cause}: ${why}. `,
      moreOf(app, card, t("Approach, aftercare, all the evidence")),
    ),
  );
}

/**
 * What the injection still lacks, answered where it is asked for.
 * @param {App} app
 * @param {Need} need
 */
const needed = (app, { id, label }) =>
  h("p", { class: "need" }, h("span", {}, label), tri(app, id, label, "need"));

/** @param {App} app @param {Card} card */
function nameOf(app, { id, label }) {
  const open = () => openOption(app, id);
  const key = `option:${id}`;
  return h("button", { type: "button", class: "name", "data-key": key, onclick: open }, label);
}

/** @param {App} app @param {Card} card @param {string} label */
const moreOf = (app, { id }, label) =>
  link(label, () => openOption(app, id), `option:${id}:${label}`);

/** @param {App} app @param {Reason} what */
const release = (app, what) =>
  link(what.act, () => app.clearFlag(what), `release:${what.key}`, "release");

/** @param {App} app @param {Card} card */
function facts(app, card) {
  const { target, guidance, guidance_alternatives: other, needle, effect, grade } = card;
  const all = [card.injectate, card.steroid].join(". ");
  const volume = card.volume ? ` ${t("({volume} in all)", { volume: card.volume })}` : "";
  const steroid = card.steroid ? `. ${card.steroid}` : "";
  const sources = moreOf(app, card, plural(card.sources, "1 source", "{n} sources"));
  return [
    fact(t("Target"), target),
    fact(t("Guidance"), h("b", {}, guidance), other ? t(", else {other}", { other }) : ""),
    fact(t("Needle"), needle),
    fact(t("Injectate"), clamped(`${card.injectate}${volume}${steroid}`, all)),
    fact(t("Bleeding"), t("{risk} risk", { risk: t(card.bleeding_risk) })),
    fact(t("Evidence"), t("Grade {grade}", { grade }), `, ${card.direction}, `, sources),
    fact(t("Effect"), effect), // never cut: what follows may speak against what stands first
  ];
}

/**
 * A label with what it says; nothing where there is nothing to say.
 * @param {string} label
 * @param {Child[]} text
 */
const fact = (label, ...text) => (text[0] ? [h("dt", {}, label), h("dd", {}, text)] : []);

/** @param {string} text @param {string} title */
const clamped = (text, title) => h("span", { class: "clamp", title }, text);

/** @param {App} app @param {Card} card */
export function smallCard(app, card) {
  const line = [card.target, card.guidance, card.volume].filter(Boolean).join(" \u00b7 ");
  const cautions = card.cautions.length;
  return h(
    "button",
    {
      type: "button",
      class: "card small",
      "data-key": `card:${card.id}`,
      onclick: () => openOption(app, card.id),
    },
    h("span", { class: "top" }, h("b", {}, card.short), zoneTag(card)),
    h("span", { class: "line" }, line),
    h(
      "span",
      { class: "line" },
      h("i", { class: "grade" }, card.grade),
      cautions ? [icon("warn"), plural(cautions, "1 caution", "{n} cautions")] : card.direction,
    ),
  );
}
