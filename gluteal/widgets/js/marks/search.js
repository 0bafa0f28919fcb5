// Findings by what somebody types. No element is known here.
import { joined, likeness, nearest, wordsOf } from "./spelling.js";

/** @import { Finding } from "../payload" */
/** @import { Word } from "./spelling.js" */

/**
 * @typedef {object} Name a name of a finding
 * @property {string} text
 * @property {boolean} own its label, long or short; else a synonym
 * @property {boolean} full its long label
 * @property {Word[]} core the words that carry it
 * @property {Word[]} words the same, and neighbours written as one
 */

/** @typedef {{ finding: Finding, names: Name[], rest: Word[] }} Entry */
/** @typedef {Map<string, number>} Grades how like a typed word is to those of the list */

/**
 * @typedef {object} Row a finding that was found
 * @property {Finding} finding
 * @property {number} rank how the typed words stand in it
 * @property {number} share of the typed words that it holds, the rarer the more
 * @property {number} score
 * @property {string} also the other name by which it was found
 */

// How the typed words stand in the name of a finding.
const LABEL = 7; // they are its label
const SYNONYM = 6; // they are a synonym
const WITHIN = 5; // all of them stand in its label; in a safety question, in any name
const RESULT = 4; // they are another name of what an image, a laboratory or a block shows
const AMONG = 3; // all of them stand in one synonym
const BEGUN = 2; // all of them begin words of its label; of a safety question, of any name
const BEGUN_AMONG = 1; // all of them begin words of one synonym
const APART = 0; // they stand in several places, or not all of them

const ENOUGH = 1 / 3; // of what was typed, when nothing holds all of it
const CLINICAL = ["ask", "examine"]; // the tiers that are no results

/** @type {WeakMap<Finding[], { entries: Entry[], all: Word[] }>} */
const indexes = new WeakMap();

/** @param {Finding[]} findings */
function indexOf(findings) {
  const kept = indexes.get(findings);
  if (kept) return kept;
  const entries = findings.map(entryOf);
  const words = entries.flatMap(({ names, rest }) => [...names.flatMap((n) => n.words), ...rest]);
  const all = [...new Map(words.map((word) => [word.raw, word])).values()];
  indexes.set(findings, { entries, all });
  return { entries, all };
}

/** @param {Finding} finding @returns {Entry} */
function entryOf(finding) {
  const { label, short, synonyms, prompt, domain } = finding;
  const others = synonyms.split(";").map((name) => name.trim());
  const names = [label, short, ...others.filter(Boolean)].map((text, i) => {
    const core = wordsOf(text);
    return { text, own: i < 2, full: i === 0, core, words: [...core, ...joined(core)] };
  });
  return { finding, names, rest: wordsOf(`${prompt} ${domain}`) };
}

/**
 * Findings by any of their names, best first; the one that is meant without doubt, if any;
 * and whether they are only near to what was typed.
 * @param {Finding[]} findings
 * @param {string} words
 * @returns {{ rows: Row[], clear: Finding | null, near: boolean }}
 */
export function search(findings, words) {
  const typed = wordsOf(words);
  const found = lookedUp(findings, typed);
  const less = typed.filter((word) => word.raw !== "positive");
  return found.near && less.length && less.length < typed.length ? lookedUp(findings, less) : found;
}

/** @param {Finding[]} findings @param {Word[]} typed */
function lookedUp(findings, typed) {
  const { entries, all } = indexOf(findings);
  const exact = typed.map((word) => graded([word], all));
  const asked = exact.map((grades, i) =>
    grades.size ? grades : graded(nearest(typed[i], all), all),
  );
  const rare = asked.map((word) => rarity(entries, word));
  const rows = entries.map((entry) => rowOfFound(entry, asked, rare));
  const whole = rows.filter((row) => row.share > 0.999);
  const found = whole.length ? whole : rows.filter((row) => row.share >= ENOUGH);
  found.sort(
    (a, b) => b.rank - a.rank || first(b) - first(a) || b.share - a.share || b.score - a.score,
  );
  const near = !whole.length || exact.some((grades) => !grades.size);
  const letter = typed.every((word) => word.raw.length < 2); // is no name
  return { rows: found, clear: near || letter ? null : clearOf(found), near };
}

/**
 * How like each word of the list is to a typed one.
 * @param {Word[]} readings
 * @param {Word[]} all
 * @returns {Grades}
 */
const graded = (readings, all) =>
  new Map(
    all
      .map((word) => /** @type {[string, number]} */ ([word.raw, likest(readings, word)]))
      .filter(([, grade]) => grade),
  );

/** @param {Word[]} readings @param {Word} word */
const likest = (readings, word) => Math.max(0, ...readings.map((typed) => likeness(typed, word)));

/** @param {Grades} asked @param {Word[]} words */
const best = (asked, words) => words.reduce((most, w) => Math.max(most, asked.get(w.raw) ?? 0), 0);

/** @param {Finding[]} findings @param {string} words */
export const matches = (findings, words) => search(findings, words).rows.map((row) => row.finding);

/** A safety question comes first among equals. @param {Row} row */
const first = ({ finding }) => (finding.screening ? 1 : 0);

/** @param {Entry[]} entries @param {Grades} asked */
function rarity(entries, asked) {
  const having = entries.filter(
    ({ names, rest }) => best(asked, rest) || names.some((name) => best(asked, name.words)),
  );
  return Math.log((entries.length + 1) / Math.max(having.length, 1));
}

/** @param {Entry} entry @param {Grades[]} asked @param {number[]} rare @returns {Row} */
function rowOfFound({ finding, names, rest }, asked, rare) {
  const ranks = names.map((name) => rankOf(name, asked, finding));
  const rank = Math.max(...ranks);
  const fits = names
    .filter((_, i) => rank && ranks[i] === rank)
    .map((name) => asked.length / name.core.length);
  const worths = asked.map((word) =>
    Math.max(best(word, rest), ...names.map((n) => best(word, n.words) * (n.own ? 4 : 3))),
  );
  /** @param {number[]} some */
  const sum = (some) => some.reduce((a, b) => a + b, 0);
  const share = sum(rare.filter((_, i) => worths[i])) / sum(rare);
  const score = sum(worths.map((worth, i) => worth * rare[i])) + Math.max(0, ...fits);
  return { finding, rank, share, score, also: otherName(names, asked) };
}

/** @param {Name} name @param {Grades[]} asked @param {Finding} finding */
function rankOf({ own, full, core, words }, asked, { screening, tier }) {
  const least = Math.min(...asked.map((word) => best(word, words)));
  if (!(least >= 1 && asked.length)) return APART;
  if (least < 2) return own || screening ? BEGUN : BEGUN_AMONG;
  const same = core.every((word) => asked.some((typed) => typed.get(word.raw) === 2));
  if (same && !full && !CLINICAL.includes(tier)) return RESULT;
  if (same) return own ? LABEL : SYNONYM;
  return own || screening ? WITHIN : AMONG;
}

/**
 * The synonym that holds most of what was typed, unless the label says it itself.
 * @param {Name[]} names
 * @param {Grades[]} asked
 */
function otherName(names, asked) {
  /** @param {Name} name */
  const held = (name) => asked.reduce((sum, word) => sum + best(word, name.words), 0);
  const [label, , ...synonyms] = names;
  if (asked.every((word) => best(word, label.words))) return "";
  const most = Math.max(...synonyms.map(held));
  return most > held(label) ? (synonyms.find((name) => held(name) === most)?.text ?? "") : "";
}

/**
 * The first, if the typed words are a whole name of it and nothing else goes by them.
 * @param {Row[]} rows
 */
function clearOf([top, ...others]) {
  if (!top || top.rank < SYNONYM) return null;
  const rival = top.rank === LABEL || !top.also ? SYNONYM : RESULT;
  return others.some((row) => row.rank >= rival) ? null : top.finding;
}
