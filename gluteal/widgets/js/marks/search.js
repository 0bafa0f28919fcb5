// Findings by what somebody types. No element is known here.

/** @import { Finding } from "../payload" */

/**
 * Accents need not be typed.
 * @param {string} text
 */
const plain = (text) => text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "");

const LETTER = /[a-z0-9]/;

/**
 * Where a text has the word: 2 as a whole word, 1 as the start of one, a little inside one.
 * @param {string} text
 * @param {string} word
 * @returns {number}
 */
export function hit(text, word) {
  let best = 0;
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    const starts = !LETTER.test(text[at - 1] ?? " ");
    const ends = !LETTER.test(text[at + word.length] ?? " ");
    best = Math.max(best, starts ? (ends ? 2 : 1) : 0.01);
  }
  if (best || word.length <= 4 || !word.endsWith("s")) return best;
  return hit(text, word.replace(/e?s$/, "")) / 2;
}

/**
 * Findings that hold every word in their name, synonyms, question or group; best first.
 * The middle of a word counts only while nothing begins with what was typed.
 * @param {Finding[]} findings
 * @param {string} words
 */
export function matches(findings, words) {
  const typed = plain(words).trim();
  const found = findings.map((f) => weighed(f, typed)).filter((found) => found.least);
  const clear = found.filter((found) => found.least >= 0.5);
  return (clear.length ? clear : found).sort((a, b) => b.sum - a.sum).map((found) => found.finding);
}

/** @param {Finding} finding @param {string} typed */
function weighed(finding, typed) {
  const { label, synonyms, prompt, domain } = finding;
  const [name, others, rest] = [label, synonyms, `${prompt} ${domain}`].map(plain);
  /** @param {string} word */
  const worth = (word) => Math.max(hit(name, word) * 4, hit(others, word) * 3, hit(rest, word));
  const words = typed.split(/\s+/);
  const worths = words.map(worth);
  let sum = worths.reduce((a, b) => a + b, 0);
  if (words.length > 1) sum += 2 * worth(typed);
  if (others.split(";").includes(typed)) sum += 2;
  if (name.startsWith(typed)) sum += 1;
  return { finding, least: Math.min(...worths), sum };
}

/**
 * The other name by which a finding was found, if its own does not say why it is in the list.
 * @param {Finding} finding
 * @param {string} words
 */
export function otherName(finding, words) {
  const typed = plain(words);
  if (hit(plain(finding.label), typed) >= 1) return "";
  const names = finding.synonyms.split(";");
  return names.find((name) => hit(plain(name), typed) >= 0.5)?.trim() ?? "";
}
