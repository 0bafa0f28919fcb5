// What was typed into a number field, read as Python's `number_from_text` and `Range` read it.
// No element is known here.
import { later, t } from "../language.js";

/** @import { Field } from "../payload" */

/** @typedef {{ number: number | null, refused: string }} Typed */

const NUMBER = /^[0-9]+([.,][0-9]+)?$/;
const THOUSANDS = /^[1-9][0-9]{0,2}[.,][0-9]{3}$/;
const TWO_WAYS = later("Write it without a separator: it can be read in two ways");

/**
 * The number, null where nothing is given; or why what was typed is none, and then it does not count.
 * @param {string} text
 * @param {Pick<Field, "low" | "high" | "decimals" | "range">} field
 * @returns {Typed}
 */
export function readNumber(text, { low, high, decimals, range }) {
  const typed = text.trim();
  if (!typed) return { number: null, refused: "" };
  const number = Number(typed.replace(",", "."));
  if (THOUSANDS.test(typed)) return not(typed, t(TWO_WAYS));
  if (!NUMBER.test(typed) || number < low || number > high) return not(typed, range);
  if (!decimals && !Number.isInteger(number)) return not(typed, range);
  return { number, refused: "" };
}

/** @param {string} typed @param {string} why @returns {Typed} */
function not(typed, why) {
  const short = typed.length > 20 ? `${typed.slice(0, 19)}\u2026` : typed;
  return { number: null, refused: t("{why}. \u201c{short}\u201d is not counted.", { why, short }) };
}
