// The probability of a cause between the thresholds of its injection.
import { h } from "../dom.js";
import { t } from "../language.js";
import { percent, two } from "../numbers.js";

/** @import { Band, Card } from "../payload" */

const READABLE = 0.13; // of the ruler: a narrower band has no room for its name

/** @param {Card} card */
export function ruler(card) {
  const { probability, low, high, bands } = card;
  const test = card.test ?? 0;
  const treat = card.treat ?? 1;
  const values = { p: two(probability), low: two(low), high: two(high), test: two(test) };
  const treated = card.treat ? t(", treatment threshold {treat}", { treat: two(treat) }) : "";
  const said =
    t("Probability {p}, interval {low} to {high}; test threshold {test}", values) + treated;
  return h(
    "div",
    { class: "ruler", role: "img", "aria-label": said },
    h("div", { class: "zones" }, bands.map(bandName)),
    h(
      "div",
      { class: "track" },
      h("i", { class: "z1", style: `left:${percent(test)};width:${percent(treat - test)}` }),
      h("i", { class: "z2", style: `left:${percent(treat)};right:0` }),
      h("i", { class: "iv", style: `left:${percent(low)};width:${percent(high - low)}` }),
      h("i", { class: "pt", style: `left:${percent(probability)}` }),
    ),
    h("div", { class: "ends" }, [card.test, card.treat].map(endOf)),
  );
}

/** @param {Band} band */
function bandName({ low, high, label, here }) {
  if (high - low <= READABLE) return null;
  const style = `left:${percent(low)};width:${percent(high - low)}`;
  return h("span", { class: here ? "on" : "", style }, label);
}

/** @param {number | null} threshold */
const endOf = (threshold) =>
  threshold ? h("span", { style: `left:${percent(threshold)}` }, two(threshold)) : null;
