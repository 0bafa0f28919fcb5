// Red flags on the wall. They pass with the model hidden never without a word.
import { h, icon } from "../dom.js";
import { plural } from "../numbers.js";

/** @import { SeenFlag } from "../payload" */

/**
 * With the model hidden only that a flag is up, and how urgent: not which.
 * @param {SeenFlag[]} flags
 * @param {boolean} shown
 * @param {boolean} done
 */
export function flagStrip(flags, shown, done) {
  if (!flags.length) return null;
  const [{ tone }] = flags;
  return h(
    "p",
    { class: `strip ${tone}`, role: "alert" },
    icon(tone === "red" ? "stop" : "warn"),
    h("span", {}, shown ? flagNamed(flags, done) : flagUnnamed(flags)),
  );
}

/** @param {SeenFlag[]} flags @param {boolean} done */
function flagNamed([{ headline, urgency, holds }, ...more], done) {
  return [
    h("b", {}, headline),
    ` (${urgency})`,
    more.length ? `, and ${plural(more.length, "more flag")}` : "",
    holds && !done ? ". Injections wait." : ".",
  ];
}

/** @param {SeenFlag[]} flags */
function flagUnnamed(flags) {
  const [{ urgency }] = flags;
  if (flags.length === 1) return [h("b", {}, `A red flag is up, ${urgency}.`), " M shows it."];
  return [h("b", {}, `${flags.length} red flags are up, the first ${urgency}.`), " M shows them."];
}
