// A text and the places in it that were read. No element is known here.

import { spoken, t } from "../language.js";

/** @import { LetterRow, Mention } from "../payload" */

/** @typedef {{ text: string, of: number[], state: string, begins: boolean }} Span a stretch of the text; `of` the rows that were read from it, none for most */

const AROUND = 60; // letters shown before a phrase and after it

/**
 * The text cut where a phrase begins or ends; phrases may overlap.
 * @param {string} text
 * @param {Pick<LetterRow, "mentions">[]} rows
 * @returns {Span[]}
 */
export function spansOf(text, rows) {
  const all = rows.flatMap(({ mentions }, row) => mentions.map((one) => ({ ...one, row })));
  const ends = all.flatMap(({ start, end }) => [start, end]);
  const cuts = [...new Set([0, text.length, ...ends])].sort((a, b) => a - b);
  return cuts.slice(1).map((end, i) => {
    const over = all.filter((one) => one.start <= cuts[i] && end <= one.end);
    return {
      text: text.slice(cuts[i], end),
      of: [...new Set(over.map((one) => one.row))],
      state: over[0]?.state ?? "",
      begins: over.some((one) => one.start === cuts[i]),
    };
  });
}

/**
 * A phrase with the words around it.
 * @param {string} text
 * @param {Pick<Mention, "start" | "end">} place
 */
export function contextOf(text, { start, end }) {
  const from = Math.max(0, start - AROUND);
  const to = Math.min(text.length, end + AROUND);
  const before = text.slice(from, start);
  const after = text.slice(end, to);
  return {
    before: from ? `\u2026 ${before.replace(/^\S*\s/, "")}` : before,
    phrase: text.slice(start, end),
    after: to < text.length ? `${after.replace(/\s\S*$/, "")} \u2026` : after,
  };
}

/**
 * Why a text is not read; "" if it is.
 * @param {string} text
 * @param {number} limit characters, as Python counts them
 */
export function unreadable(text, limit) {
  if (!text.trim()) return t("Paste a letter first.");
  const count = text.length > limit ? [...text].length : 0;
  if (count <= limit) return "";
  const [has, most] = [count, limit].map((n) => n.toLocaleString(spoken().code));
  return t(
    "The letter has {has} characters, at most {most} are read. Paste the part that speaks of this complaint.",
    { has, most },
  );
}
