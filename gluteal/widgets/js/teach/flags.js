// Red flags on the wall. They pass with the model hidden never without a word.
import { h, icon } from "../dom.js";
import { t } from "../language.js";
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
    ` (${t(urgency)})`,
    more.length ? plural(more.length, ", and 1 more flag", ", and {n} more flags") : "",
    holds && !done ? t(". Injections wait.") : ".",
  ];
}

/** @param {SeenFlag[]} flags */
function flagUnnamed(flags) {
  const [{ urgency }] = flags;
  if (flags.length === 1) {
    const said = t("A red flag is up, {urgency}.", { urgency: t(urgency) });
    return [h("b", {}, said), t(" M shows it.")];
  }
  const values = { n: flags.length, urgency: t(urgency) };
  const said = t("{n} red flags are up, the first {urgency}.", values);
  return [h("b", {}, said), t(" M shows them.")];
}
