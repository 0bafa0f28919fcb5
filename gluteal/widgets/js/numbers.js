import { numeral, spoken, t } from "./language.js";

/**
 * A probability in two digits; never certain.
 * @param {number} p
 */
export const two = (p) => numeral(p < 0.005 ? "<0.01" : p > 0.995 ? ">0.99" : p.toFixed(2));

/**
 * A share of a length, for CSS.
 * @param {number} share
 */
export const percent = (share) => `${(100 * share).toFixed(1)}%`;

/**
 * A count in words, one of them or `{n}`.
 * @param {number} n
 * @param {string} single
 * @param {string} many
 */
export const plural = (n, single, many) => t(n === 1 ? single : many, { n });

/**
 * Weeks as people say them.
 * @param {number} weeks
 */
export function duration(weeks) {
  if (weeks < 9) return plural(weeks, "1 week", "{n} weeks");
  if (weeks < 104) return plural(Math.round(weeks / 4.345), "1 month", "{n} months");
  return plural(Math.round(weeks / 52), "1 year", "{n} years");
}

/**
 * A text at the beginning of a line.
 * @param {string} text
 */
export const capital = (text) => text[0].toUpperCase() + text.slice(1);

/**
 * A text as it goes on in a sentence: what begins with an abbreviation keeps its capitals, and so
 * does a noun where nouns have them.
 * @param {string} text
 */
export const goingOn = (text) =>
  !spoken().capitals && /^\p{Lu}\p{Ll}/u.test(text) ? text[0].toLowerCase() + text.slice(1) : text;
