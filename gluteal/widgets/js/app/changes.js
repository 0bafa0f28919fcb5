// What changes in a case, in the words of Python's `session.changed`. No element is known here.

/** @import { CaseFields } from "../payload" */
/** @import { Change } from "../types" */

/** @type {("paused" | "precautions" | "screened")[]} */
const LISTS = ["paused", "precautions", "screened"];
/** @type {("cleared" | "anaesthetic_mg")[]} */
const TABLES = ["cleared", "anaesthetic_mg"];
const MARKS = ["present", "absent"];

/**
 * What has to be done to one case to have the other.
 * @param {CaseFields} before
 * @param {CaseFields} after
 * @returns {Change[]}
 */
export function differences(before, after) {
  /** @type {Change[]} */
  const found = [];
  const marked = [before, after].flatMap((c) => [...(c.present ?? []), ...(c.absent ?? [])]);
  for (const id of new Set(marked)) {
    const now = stateIn(after, id);
    if (now !== stateIn(before, id)) found.push({ finding: id, state: now });
  }
  for (const field of LISTS) {
    const [old, now] = [before[field] ?? [], after[field] ?? []];
    for (const id of now) if (!old.includes(id)) found.push({ field, id, on: true });
    for (const id of old) if (!now.includes(id)) found.push({ field, id, on: false });
  }
  for (const field of TABLES) {
    const old = /** @type {Record<string, unknown>} */ (before[field] ?? {});
    const now = /** @type {Record<string, unknown>} */ (after[field] ?? {});
    for (const id of new Set([...Object.keys(old), ...Object.keys(now)])) {
      if (old[id] !== now[id]) found.push({ field, id, value: now[id] ?? null });
    }
  }
  const known = new Set([...LISTS, ...TABLES, ...MARKS]);
  const [old, now] = /** @type {Record<string, unknown>[]} */ ([before, after]);
  for (const field of new Set([...Object.keys(old), ...Object.keys(now)])) {
    if (!known.has(field) && (old[field] ?? null) !== (now[field] ?? null)) {
      found.push({ field, value: now[field] ?? null });
    }
  }
  return found;
}

/**
 * A case after changes; fields that say nothing are left out.
 * @param {CaseFields} fields
 * @param {Change[]} changes
 * @param {(id: string) => string[]} others findings that are other answers to the same question
 * @returns {CaseFields}
 */
export function applied(fields, changes, others = () => []) {
  /** @type {Record<string, any>} */
  const next = { ...fields };
  for (const change of changes) {
    if ("finding" in change) mark(next, change.finding, change.state, others);
    else if ("on" in change) {
      const rest = (next[change.field] ?? []).filter((/** @type {string} */ i) => i !== change.id);
      next[change.field] = change.on ? [...rest, change.id] : rest;
    } else if ("id" in change) {
      next[change.field] = { ...next[change.field], [change.id]: change.value };
      if (change.value === null) delete next[change.field][change.id];
    } else next[change.field] = change.value;
  }
  return /** @type {CaseFields} */ (Object.fromEntries(Object.entries(next).filter(says)));
}

/**
 * @param {Record<string, any>} next
 * @param {string} id
 * @param {string} state
 * @param {(id: string) => string[]} others
 */
function mark(next, id, state, others) {
  const drop = state === "present" ? [id, ...others(id)] : [id];
  next.present = (next.present ?? []).filter((/** @type {string} */ f) => !drop.includes(f));
  next.absent = (next.absent ?? []).filter((/** @type {string} */ f) => f !== id);
  if (state !== "unknown") next[state] = [...next[state], id];
  const marked = [...next.present, ...next.absent];
  next.paused = (next.paused ?? []).filter((/** @type {string} */ f) => marked.includes(f));
}

/** @param {[string, any]} entry */
function says([, value]) {
  if (value === null || value === undefined) return false;
  return typeof value !== "object" || Object.keys(value).length > 0;
}

/**
 * @param {CaseFields} fields
 * @param {string} id
 */
function stateIn(fields, id) {
  if (fields.present?.includes(id)) return "present";
  return fields.absent?.includes(id) ? "absent" : "unknown";
}

/** @typedef {{ done: Change[], undone: Change[], reopen?: string }} Step */

/** Steps that can be taken back: each has what was done and what undoes it, and nothing else. */
export class Past {
  constructor() {
    /** @type {Step[]} */
    this.before = [];
    /** @type {Step[]} */
    this.after = [];
  }

  /** @param {CaseFields} old @param {CaseFields} now */
  leave(old, now) {
    this.before.push({ done: differences(old, now), undone: differences(now, old) });
    this.after = [];
  }

  /** Another case took the place of one that is kept: going back opens that. @param {string} entry */
  reopen(entry) {
    this.before = [{ done: [], undone: [], reopen: entry }];
    this.after = [];
  }

  back() {
    const step = this.before.pop();
    if (step && !step.reopen) this.after.push(step);
    return step;
  }

  forth() {
    const step = this.after.pop();
    if (step) this.before.push(step);
    return step;
  }

  forget() {
    this.before = [];
    this.after = [];
  }
}
