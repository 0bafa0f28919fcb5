// How what a letter says stands to what is marked. No element is known here.

/** @import { CaseFields, LetterRow, State } from "../payload" */

/**
 * @typedef {object} Standing
 * @property {"open" | "done" | "against"} kind
 * @property {string} act what confirming is called; "" where there is nothing to confirm
 * @property {string} said
 */

const OPEN = {
  uncertain: "The letter leaves it open: mark it yourself, or leave it.",
  both: "The letter says both: mark it yourself, or leave it.",
};

/**
 * @param {LetterRow["state"]} state what the letter says
 * @param {State} now what is marked
 * @param {string[]} rivals other answers to the same question that are marked present
 * @returns {Standing}
 */
export function standingOf(state, now, rivals = []) {
  if (state !== "present" && state !== "absent") {
    const said = now === "unknown" ? OPEN[state || "uncertain"] : `Marked ${now}.`;
    return { kind: now === "unknown" ? "open" : "done", act: "", said };
  }
  if (now === state) return { kind: "done", act: "", said: `Marked ${now}.` };
  if (now !== "unknown") {
    const said = `Marked ${now}; the letter says ${state}.`;
    return { kind: "against", act: `Change to ${state}`, said };
  }
  if (state === "present" && rivals.length) {
    const said = `Marked present: ${rivals.join(", ")}. Only one of them can be; confirming takes the other off.`;
    return { kind: "against", act: "Change to this", said };
  }
  return { kind: "open", act: `Mark ${state}`, said: "" };
}

/**
 * @param {Pick<LetterRow, "key" | "value" | "said">} row a field
 * @param {CaseFields} fields
 * @returns {Standing}
 */
export function fieldStanding({ key, value, said }, fields) {
  const now = /** @type {Record<string, unknown>} */ (fields)[key] ?? null;
  if (now === null) return { kind: "open", act: `Take ${said}`, said: "" };
  if (now === value) return { kind: "done", act: "", said: "Given." };
  const given = key === "duration_weeks" ? `${now} weeks` : now;
  return {
    kind: "against",
    act: `Change to ${said}`,
    said: `Given: ${given}; the letter says ${said}.`,
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
