import assert from "node:assert/strict";
import { test } from "node:test";
import { likeliest, rowsOf, widestGap } from "../../gluteal/widgets/js/teach/scores.js";

const P = { a: 0.4, b: 0.2, c: 0.15, d: 0.1, e: 0.06, f: 0.05, g: 0.03, h: 0.01 };
const view = (flags = []) => ({
  flags,
  ranked: Object.entries(P).map(([id, probability]) => ({
    id,
    label: id.toUpperCase(),
    probability,
    low: probability / 2,
    high: probability * 2,
  })),
});
const now = { shown: true, cause: "h", done: false };
const ids = (rows) => rows.map((row) => row.id ?? "rest");

test("six causes are named, the others are summed, and all come to one", () => {
  const rows = rowsOf(view(), now);
  assert.deepEqual(ids(rows), ["a", "b", "c", "d", "e", "f", "rest"]);
  assert.ok(Math.abs(rows.reduce((sum, row) => sum + row.p, 0) - 1) < 1e-9);
  assert.equal(rows.at(-1).room, undefined);
});

test("a flag, the room and the outcome each take a row", () => {
  assert.equal(rowsOf(view([{}]), now).length, 6);
  assert.equal(rowsOf(view(), { ...now, room: { a: 1 } }).length, 6);
  assert.equal(rowsOf(view([{}]), { ...now, room: { a: 1 }, done: true }).length, 4);
});

test("what only the room names is shown too", () => {
  const rows = rowsOf(view(), { ...now, room: { h: 0.9, a: 0.1 } });
  assert.ok(ids(rows).includes("h"));
  assert.equal(rows.at(-1).room, 0);
});

test("while the model is hidden only the room orders the rows", () => {
  const room = { h: 0.5, g: 0.3, a: 0.2 };
  const rows = rowsOf(view(), { ...now, shown: false, room });
  assert.deepEqual(ids(rows).slice(0, 3), ["h", "g", "a"]);
});

test("at the outcome the confirmed cause is among the rows, however unlikely", () => {
  assert.ok(!ids(rowsOf(view(), now)).includes("h"));
  assert.ok(ids(rowsOf(view(), { ...now, done: true })).includes("h"));
});

test("the widest gap is that of a named cause", () => {
  const rows = rowsOf(view(), { ...now, room: { a: 0.1, b: 0.9 } });
  assert.equal(widestGap(rows).label, "B");
  assert.equal(widestGap(rowsOf(view(), now)), undefined);
});

test("the likeliest is found wherever it stands in the order", () => {
  const mixed = view();
  mixed.ranked.reverse();
  assert.equal(likeliest(mixed).id, "a");
});
