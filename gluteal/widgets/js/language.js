// The language of the screen. The English text is the key: what the catalogue lacks stays English.

/** @import { Language } from "./payload" */

/** @type {Language} */
let language = {
  code: "en",
  decimal: ".",
  capitals: false,
  idle: "",
  note: "",
  phrases: {},
};

let idle = new Set();

/** @param {Language} next what every text from now on is said in */
export function speak(next) {
  language = next;
  idle = new Set(next.idle.split(" "));
}

/** The language that is spoken. */
export const spoken = () => language;

/**
 * A text that a user sees; `{names}` in it are filled in.
 * @param {string} text
 * @param {Record<string, string | number>} [values]
 */
export function t(text, values = {}) {
  const said = Object.hasOwn(language.phrases, text) ? language.phrases[text] : text;
  return said.replace(/\{(\w+)\}/g, (whole, name) =>
    Object.hasOwn(values, name) ? String(values[name]) : whole,
  );
}

/**
 * A text that is said later, by `t`: known before the language is.
 * @param {string} text
 */
export const later = (text) => text;

/**
 * A number that is written out already, with the decimal mark of the language.
 * @param {string | number} number
 */
export const numeral = (number) => String(number).replace(".", language.decimal);

/**
 * Whether a word, without its accents, carries nothing in a search in this language.
 * @param {string} word
 */
export const saysNothing = (word) => idle.has(word);
