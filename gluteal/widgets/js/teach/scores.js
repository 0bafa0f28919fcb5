// The room beside the model, as numbers and rows. No element is known here.
import { t } from "../language.js";
import { two } from "../numbers.js";

/** @import { Ranked, Seen } from "../payload" */

/**
 * @typedef {object} Duel
 * @property {string} [id] none: all others together
 * @property {string} label
 * @property {number} p
 * @property {number} [low]
 * @property {number} [high]
 * @property {number} [room] what the room gives, if it was asked
 */

/**
 * @typedef {object} Heard what the room said at a step: raw shares of the hands raised
 * @property {number} step
 * @property {number} n hands
 * @property {Record<string, number>} hands
 * @property {Record<string, number>} room share of each candidate
 * @property {number} others share of none of them
 */

export const OTHERS = "others"; // hands for none of the candidates
const ROWS = 5;

/**
 * What a tally says; nothing where nobody raised a hand.
 * @param {number} step
 * @param {Record<string, number>} tally hands for each candidate
 * @returns {Heard | undefined}
 */
export function heardOf(step, tally) {
  const { [OTHERS]: none = 0, ...hands } = tally;
  const n = Object.values(hands).reduce((sum, some) => sum + some, none);
  if (!n) return undefined;
  const shares = Object.entries(hands).map(([id, some]) => [id, some / n]);
  return { step, n, hands, room: Object.fromEntries(shares), others: none / n };
}

/**
 * A share of hands: none is none.
 * @param {number} share
 */
export const shareWords = (share) => (share === 0 ? "0" : share === 1 ? "1" : two(share));

/**
 * The probability that the model gives a cause.
 * @param {Seen} view
 * @param {string} cause
 */
export const modelFor = ({ ranked }, cause) =>
  ranked.find(({ id }) => id === cause)?.probability ?? 0;

/** @param {Seen} view */
export const likeliest = (view) =>
  view.ranked.reduce((a, b) => (b.probability > a.probability ? b : a));

/**
 * What the room or the model puts first, and all others together. Hidden, the model has no say:
 * only what the room was asked about is there, in the room's order.
 * @param {Seen} view
 * @param {{ shown: boolean, heard?: Heard, cause: string, done: boolean, flagged: boolean }} now
 * @returns {Duel[]}
 */
export function rowsOf(view, { shown, heard, cause, done, flagged }) {
  const room = heard?.room;
  if (!shown) return room ? roomRows(view, room, heard.others) : [];
  /** @param {Ranked} r */
  const given = (r) => room?.[r.id] ?? 0;
  /** @param {Ranked} r */
  const most = (r) => Math.max(r.probability, given(r));
  const n = ROWS - Number(flagged) - Number(done);
  const named = new Set([...view.ranked].sort((a, b) => most(b) - most(a)).slice(0, n));
  const top = view.ranked.filter((r) => named.has(r));
  top.sort((a, b) => b.probability - a.probability);
  const truth = view.ranked.find((r) => r.id === cause);
  if (done && truth && !top.includes(truth)) top[top.length - 1] = truth;
  const others = view.ranked.filter((r) => !top.includes(r));
  /** @param {(r: Ranked) => number} part */
  const sum = (part) => others.reduce((s, r) => s + part(r), 0);
  const rest = { label: t("All others"), p: sum((r) => r.probability) };
  const unnamed = heard ? { room: sum(given) + heard.others } : {};
  return [...top.map((r) => duel(r, room)), { ...rest, ...unnamed }];
}

/** @param {Seen} view @param {Record<string, number>} room @param {number} none */
function roomRows({ ranked }, room, none) {
  const named = ranked.filter(({ id }) => id in room);
  named.sort((a, b) => room[b.id] - room[a.id] || a.label.localeCompare(b.label));
  const rest = none ? [{ label: t("None of these"), p: 0, room: none }] : [];
  return [...named.map((r) => duel(r, room)), ...rest];
}

/** @param {Ranked} ranked @param {Record<string, number>} [room] @returns {Duel} */
const duel = ({ id, label, probability, low, high }, room) => ({
  id,
  label,
  p: probability,
  low,
  high,
  room: room?.[id],
});

/**
 * Where the room and the model are furthest apart.
 * @param {Duel[]} rows
 */
export function widestGap(rows) {
  const gaps = rows.flatMap(({ id, label, p, room }) =>
    id !== undefined && room !== undefined ? [{ label, p, room, gap: Math.abs(room - p) }] : [],
  );
  return gaps.sort((a, b) => b.gap - a.gap)[0];
}
