// The room beside the model, as rows. No element is known here.

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

const ROWS = 6;

/** @param {Seen} view */
export const likeliest = (view) =>
  view.ranked.reduce((a, b) => (b.probability > a.probability ? b : a));

/**
 * What the room or the model puts first, and all others together. Hidden, the model has no say in
 * the order: it would tell what it thinks.
 * @param {Seen} view
 * @param {{ shown: boolean, room?: Record<string, number>, cause: string, done: boolean }} now
 * @returns {Duel[]}
 */
export function rowsOf(view, { shown, room, cause, done }) {
  /** @param {Ranked} r */
  const given = (r) => room?.[r.id] ?? 0;
  /** @param {Ranked} r */
  const most = (r) => Math.max(shown || !room ? r.probability : 0, given(r));
  /** @param {Ranked} r */
  const order = (r) => (shown ? r.probability : given(r));
  const n = ROWS - Number(shown && view.flags.length > 0) - Number(Boolean(room)) - Number(done);
  const named = new Set([...view.ranked].sort((a, b) => most(b) - most(a)).slice(0, n));
  const top = view.ranked.filter((r) => named.has(r)).sort((a, b) => order(b) - order(a));
  const truth = view.ranked.find((r) => r.id === cause);
  if (done && truth && !top.includes(truth)) top[top.length - 1] = truth;
  const others = view.ranked.filter((r) => !top.includes(r));
  /** @param {(r: Ranked) => number} part */
  const sum = (part) => others.reduce((s, r) => s + part(r), 0);
  const rest = { label: "All others", p: sum((r) => r.probability), room: room && sum(given) };
  return [...top.map((r) => duel(r, room)), rest];
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
