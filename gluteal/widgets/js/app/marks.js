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

/**
 * The case without fields that say nothing.
 * @param {object} marks
 * @returns {CaseFields}
 */
export function said(marks) {
  const given = Object.entries(marks).filter(([, v]) => v !== null && v !== undefined);
  return Object.fromEntries(given);
}

/** Cases to go back to, and to come forward to again. */
export class Past {
  constructor() {
    /** @type {CaseFields[]} */
    this.before = [];
    /** @type {CaseFields[]} */
    this.after = [];
  }

  /** @param {CaseFields} now */
  leave(now) {
    this.before.push(now);
    this.after = [];
  }

  /** @param {CaseFields} now */
  back(now) {
    const to = this.before.pop();
    if (to) this.after.push(now);
    return to;
  }

  /** @param {CaseFields} now */
  forth(now) {
    const to = this.after.pop();
    if (to) this.before.push(now);
    return to;
  }

  forget() {
    this.before = [];
    this.after = [];
  }
}
