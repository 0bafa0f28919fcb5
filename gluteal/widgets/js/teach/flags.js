// Red flags on the wall. They pass with the model hidden never without a word.
import { h, icon } from "../dom.js";
import { plural } from "../numbers.js";

/** @import { SeenFlag } from "../payload" */

/**
 * With the model hidden only that a flag is up, and how urgent: not which.
 * @param {SeenFlag[]} flags
 * @param {boolean} shown
 */
export function flagStrip(flags, shown) {
  if (!flags.length) return null;
  const [{ tone }] = flags;
  return h(
    "p",
    { class: `strip ${tone}`, role: "alert" },
    icon(tone === "red" ? "stop" : "warn"),
    h("span", {}, shown ? flagNamed(flags) : flagUnnamed(flags)),
  );
}

/** @param {SeenFlag[]} flags */
function flagNamed([{ headline, urgency, holds }, ...more]) {
  return [
    h("b", {}, headline),
    ` (${urgency})`,
    more.length ? `, and ${plural(more.length, "more flag")}` : "",
    holds ? ". Injections wait, whatever the ranking." : ".",
  ];
}

/** @param {SeenFlag[]} flags */
function flagUnnamed(flags) {
  const up = flags.length === 1 ? "A red flag is up" : `${flags.length} red flags are up`;
  return [h("b", {}, `${up}, ${flags[0].urgency}.`), " M shows it."];
}
