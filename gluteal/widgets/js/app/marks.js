// A case as the page holds it: what was marked, and what was there before. No element is known here.

/** @import { CaseFields, State } from "../payload" */

/**
 * @param {CaseFields} marks
 * @param {string} id
 * @returns {State}
 */
export function stateOf(marks, id) {
  if (marks.present?.includes(id)) return "present";
  return marks.absent?.includes(id) ? "absent" : "unknown";
}

/**
 * @param {string[] | undefined} list
 * @param {string} id
 */
export const without = (list, id) => (list ?? []).filter((one) => one !== id);

/**
 * The case with a finding marked; one that is not known any more is not paused either.
 * @param {CaseFields} marks
 * @param {string} id
 * @param {State} state
 * @returns {CaseFields}
 */
export function marked(marks, id, state) {
  const next = {
    ...marks,
    present: without(marks.present, id),
    absent: without(marks.absent, id),
  };
  if (state === "unknown") next.paused = without(marks.paused, id);
  else next[state] = [...next[state], id];
  return next;
}

/**
 * The case with a finding left out of the reasoning, or counted again.
 * @param {CaseFields} marks
 * @param {string} id
 * @returns {CaseFields}
 */
export function pausedOrNot(marks, id) {
  const paused = marks.paused ?? [];
  return { ...marks, paused: paused.includes(id) ? without(paused, id) : [...paused, id] };
}
