// How what a letter says stands to what is marked. No element is known here.

import { later, t } from "../language.js";
import { plural } from "../numbers.js";

/** @import { CaseFields, LetterRow, State } from "../payload" */

/**
 * @typedef {object} Standing
 * @property {"open" | "done" | "against"} kind
 * @property {string} act what confirming is called; "" where there is nothing to confirm
 * @property {string} said
 */

const OPEN = {
  uncertain: later("The letter leaves it open: mark it yourself, or leave it."),
  both: later("The letter says both: mark it yourself, or leave it."),
};

const MARKED = { present: later("Marked present."), absent: later("Marked absent.") };
const MARK = { present: later("Mark present"), absent: later("Mark absent") };
const CHANGE = { present: later("Change to present"), absent: later("Change to absent") };
/** By what the letter says. */
const AGAINST = {
  present: later("Marked absent; the letter says present."),
  absent: later("Marked present; the letter says absent."),
};

/**
 * @param {LetterRow["state"]} state what the letter says
 * @param {State} now what is marked
 * @param {string[]} rivals other answers to the same question that are marked present
 * @returns {Standing}
 */
export function standingOf(state, now, rivals = []) {
  if (state !== "present" && state !== "absent") {
    const said = now === "unknown" ? t(OPEN[state || "uncertain"]) : t(MARKED[now]);
    return { kind: now === "unknown" ? "open" : "done", act: "", said };
  }
  if (now === state) return { kind: "done", act: "", said: t(MARKED[now]) };
  if (now !== "unknown") {
    const said = t(AGAINST[state]);
    return { kind: "against", act: t(CHANGE[state]), said };
  }
  if (state === "present" && rivals.length) {
    const said = t(
      "Marked present: {others}. Only one of them can be; confirming takes the other off.",
      { others: rivals.join(", ") },
    );
    return { kind: "against", act: t("Change to this"), said };
  }
  return { kind: "open", act: t(MARK[state]), said: "" };
}

/**
 * @param {Pick<LetterRow, "key" | "value" | "said">} row a field
 * @param {CaseFields} fields
 * @returns {Standing}
 */
export function fieldStanding({ key, value, said }, fields) {
  const now = /** @type {Record<string, unknown>} */ (fields)[key] ?? null;
  if (now === null) return { kind: "open", act: t("Take {value}", { value: said }), said: "" };
  if (now === value) return { kind: "done", act: "", said: t("Given.") };
  const given =
    key === "duration_weeks" ? plural(Number(now), "1 week", "{n} weeks") : t(String(now));
  return {
    kind: "against",
    act: t("Change to {value}", { value: said }),
    said: t("Given: {given}; the letter says {value}.", { given, value: said }),
  };
}

/**
 * Fields that say who the patient is and are not those of the letter.
 * @param {Pick<LetterRow, "key" | "value" | "label">[]} rows
 * @param {CaseFields} fields
 */
export function unlike(rows, fields) {
  return ["age", "sex"].filter((key) => {
    const now = /** @type {Record<string, unknown>} */ (fields)[key] ?? null;
    const read = rows.filter((row) => row.key === key).map((row) => row.value);
    return now !== null && read.length > 0 && !read.includes(/** @type {any} */ (now));
  });
}
