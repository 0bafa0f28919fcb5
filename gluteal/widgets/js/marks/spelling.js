// Words as they are typed and as they are meant: spelling, endings, slips of the keyboard.
import { saysNothing } from "../language.js";

/**
 * @typedef {object} Word
 * @property {string} raw as it is written, without accents
 * @property {string} flat the same in British and American spelling
 * @property {string} root without its ending
 */

const IDLE = new Set(
  "a an and around at by during for from has her his in into is of on or over since that the their to when with".split(
    " ",
  ),
);
const DENIED = new Set("denied denies negative never nil none normal not without".split(" "));

/**
 * Accents, capitals, apostrophes and possessives are not told apart.
 * @param {string} text
 */
const plain = (text) =>
  text
    .toLowerCase()
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .replaceAll("\u00df", "ss")
    .replace(/['\u2018\u2019\u02bc\u2032`\u00b4]s\b/g, "")
    .replace(/['\u2018\u2019\u02bc\u2032`\u00b4]/g, "")
    .replace(/\bcan ?not\b/g, "cant");

/** @param {string} word */
const flattened = (word) =>
  word
    .replace(/ae|^oe|oe(?=a)/g, "e")
    .replace(/our$/, "or")
    .replaceAll("z", "s");

/** @param {string} word */
const single = (word) =>
  word.length < 4 ? word : word.replace(/ies$/, "y").replace(/(?<![sui])s$/, "");

/** @param {string} raw @returns {Word} */
function wordOf(raw) {
  const root = flattened(single(raw))
    .replace(/(?<=...)(ness|ing|ed|e)$/, "")
    .replace(/([bdgmnprt])\1$/, "$1");
  return { raw, flat: flattened(raw), root };
}

/**
 * The words that carry a text. "Test" and "sign" do not, but for a sign of something.
 * @param {string} text
 * @returns {Word[]}
 */
export function wordsOf(text) {
  const all = plain(text)
    .split(/[^a-z0-9]+/)
    .filter(Boolean);
  /** @param {string} word @param {number} i */
  const idle = (word, i) =>
    IDLE.has(word) ||
    saysNothing(word) ||
    /^tests?$/.test(word) ||
    (/^signs?$/.test(word) && all[i + 1] !== "of");
  const some = all.filter((word, i) => !idle(word, i));
  return (some.length ? some : all).map(wordOf);
}

/**
 * Neighbours written as one: "sit bone" is also "sitbone".
 * @param {Word[]} words
 */
export const joined = (words) => words.slice(1).map((word, i) => wordOf(words[i].raw + word.raw));

/**
 * 2 for the same word in any of its forms, 1 for its beginning, else 0.
 * @param {Word} typed
 * @param {Word} word
 */
export function likeness(typed, word) {
  if (typed.raw === word.raw || typed.root === word.root) return 2;
  return word.raw.startsWith(typed.raw) || word.flat.startsWith(typed.flat) ? 1 : 0;
}

/**
 * The words nearest to one that is nowhere: those that hold it, or are a slip or two away.
 * @param {Word} typed
 * @param {Word[]} words
 */
export function nearest(typed, words) {
  const { raw } = typed;
  if (DENIED.has(raw)) return []; // no slip of anything
  const holding = raw.length > 2 ? words.filter((word) => word.raw.includes(raw)) : [];
  if (holding.length) return holding;
  const slips = words.map((word) =>
    Math.min(slipsBetween(raw, word.raw), slipsBetween(typed.root, word.root)),
  );
  const least = Math.min(...slips);
  const allowed = raw.length < 5 ? 0 : raw.length < 8 ? 1 : 2;
  return least <= allowed ? words.filter((_, i) => slips[i] === least) : [];
}

/**
 * Letters added, left out, changed or swapped with the next (optimal string alignment).
 * @param {string} a
 * @param {string} b
 */
function slipsBetween(a, b) {
  if (Math.abs(a.length - b.length) > 2) return 3;
  let [before, last] = [[0], Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i++) {
    const now = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      now[j] = Math.min(last[j] + 1, now[j - 1] + 1, last[j - 1] + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        now[j] = Math.min(now[j], before[j - 2] + 1);
      }
    }
    [before, last] = [last, now];
  }
  return last[b.length];
}
