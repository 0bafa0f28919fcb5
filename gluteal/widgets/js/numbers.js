/**
 * A probability in two digits; never certain.
 * @param {number} p
 */
export const two = (p) => (p < 0.005 ? "<0.01" : p > 0.995 ? ">0.99" : p.toFixed(2));

/**
 * A share of a length, for CSS.
 * @param {number} share
 */
export const percent = (share) => `${(100 * share).toFixed(1)}%`;

/**
 * @param {number} n
 * @param {string} word
 */
export const plural = (n, word) => `${n} ${word}${n === 1 ? "" : "s"}`;

/**
 * Weeks as people say them.
 * @param {number} weeks
 */
export function duration(weeks) {
  if (weeks < 9) return plural(weeks, "week");
  if (weeks < 104) return plural(Math.round(weeks / 4.345), "month");
  return plural(Math.round(weeks / 52), "year");
}

/**
 * A text as it goes on in a sentence: what begins with an abbreviation keeps its capitals.
 * @param {string} text
 */
export const goingOn = (text) =>
  /^\p{Lu}\p{Ll}/u.test(text) ? text[0].toLowerCase() + text.slice(1) : text;
