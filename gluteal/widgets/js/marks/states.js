// The three states of a finding, and the keys that set them, wherever a finding can be marked.
import { later, t } from "../language.js";

/** @import { State } from "../payload" */

/** @type {{ state: State, sign: string, said: string }[]} */
export const STATES = [
  { state: "absent", sign: "\u2212", said: later("absent") },
  { state: "unknown", sign: "\u00b7", said: later("not asked") },
  { state: "present", sign: "+", said: later("present") },
];

/** @type {Record<State, State>} by one press after the other */
export const AFTER = { unknown: "present", present: "absent", absent: "unknown" };

/** @type {Record<string, State>} */
const LETTERS = { p: "present", a: "absent", u: "unknown", "+": "present", "-": "absent" };

/**
 * The state that a letter or sign stands for.
 * @param {string} key
 * @returns {State | undefined}
 */
export const stateOfLetter = (key) => LETTERS[key] ?? LETTERS[key.toLowerCase()];

/**
 * The state that a key gives a control of three states.
 * @param {string} key
 * @param {State} now
 * @returns {State | undefined}
 */
export function stateOfKey(key, now) {
  const at = STATES.findIndex(({ state }) => state === now);
  if (key === "ArrowLeft") return STATES[Math.max(0, at - 1)].state;
  if (key === "ArrowRight") return STATES[Math.min(2, at + 1)].state;
  if (key === " ") return AFTER[now];
  return key === "Delete" ? "unknown" : stateOfLetter(key);
}

/** @param {State} state */
export const saidOf = (state) => t(STATES.find((one) => one.state === state)?.said ?? state);
