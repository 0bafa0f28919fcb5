// Which injection, if any? Options to consider, or why there is none and what to do instead.
import { link } from "../buttons.js";
import { openOption } from "../dialogs/option.js";
import { all, h, icon } from "../dom.js";
import { t } from "../language.js";
import { goingOn } from "../numbers.js";
import { cardOf, smallCard } from "./card.js";
import { ruler } from "./ruler.js";

/** @import { App } from "../app/app.js" */
/** @import { Card, Flag, Instead, MoreOption, View } from "../payload" */

/** @param {App} app @param {View} view */
export function injectionPane(app, view) {
  const holding = view.flags.filter((f) => f.holds && !f.cleared);
  const allHeld = holding.length > 0 && view.cards.every((c) => c.holds.length);
  const banner = allHeld ? heldBanner(holding) : null;
  if (view.no_ranking.length) {
    const why = holding.length
      ? null
      : h("p", {}, h("b", {}, `${view.no_zone || view.no_ranking[0]}`));
    return [banner, why, notAsked(app, view.not_asked)];
  }
  const rest = [firstLine(view.instead), notAsked(app, view.not_asked)];
  if (!view.cards.length) return [banner, noInjection(view), rest];
  const [first, ...others] = view.cards;
  return [
    banner,
    cardOf(app, first, allHeld),
    rest,
    h(
      "div",
      { class: "others" },
      others.map((card) => smallCard(app, card)),
    ),
    view.more.length ? h("p", { class: "dim" }, t("Also: "), alsoList(app, view.more)) : null,
  ];
}

/**
 * Rulers are drawn apart from their cards: a probability moves more often than a card.
 * @param {HTMLElement} pane
 * @param {Card[]} cards
 */
export function placeRulers(pane, cards) {
  for (const place of all(pane, ".ruled")) {
    const card = cards.find((c) => c.id === place.dataset.card);
    if (card && (card.test !== null || card.treat !== null)) place.replaceChildren(ruler(card));
  }
}

/** @param {Flag[]} holding */
function heldBanner(holding) {
  const flags = holding.map((f) => f.label).join("; ");
  const said = t("{flags}. Options return when the flag is settled or the mark removed.", {
    flags,
  });
  return h(
    "div",
    { class: "held" },
    icon("stop"),
    h("div", {}, h("b", {}, t("All injections held")), h("p", {}, said)),
  );
}

/** @param {View} view */
function noInjection({ no_zone: reason, instead }) {
  if (reason) return h("p", {}, h("b", {}, `${reason}. `));
  return [
    h("p", {}, h("b", {}, t("No injection is indicated by what is known. "))),
    h(
      "p",
      {},
      h("b", {}, t("Instead, for {cause}: ", { cause: goingOn(instead.cause) })),
      instead.text,
    ),
  ];
}

/** @param {Instead} instead */
function firstLine({ cause, first_line: care, sources }) {
  if (!care) return null;
  return h(
    "details",
    { class: "care" },
    h("summary", { "data-key": "care" }, h("b", {}, t("Conservative care: ")), h("span", {}, care)),
    h("p", {}, t("For {cause}: {care}", { cause: goingOn(cause), care }), ` [${sources}]`),
  );
}

/** @param {App} app @param {string[]} topics */
function notAsked(app, topics) {
  if (!topics.length) return null;
  const open = () => app.screen.openPrecautions();
  return h(
    "p",
    { class: "unasked" },
    h("i", { class: "m" }),
    h(
      "span",
      {},
      link(t("Not asked yet"), open, "unasked"),
      `: ${topics.map(goingOn).join(", ")}.`,
    ),
  );
}

/** @param {App} app @param {MoreOption[]} more */
const alsoList = (app, more) => more.map((option, i) => [i ? "; " : "", also(app, option)]);

/** @param {App} app @param {MoreOption} option */
const also = (app, { id, label, zone }) => [link(label, () => openOption(app, id)), `, ${t(zone)}`];
