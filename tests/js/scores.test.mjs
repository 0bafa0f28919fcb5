import assert from "node:assert/strict";
import { test } from "node:test";
import { candidatesFor } from "../../gluteal/widgets/js/teach/hands.js";
import {
  heardOf,
  likeliest,
  rowsOf,
  shareWords,
  widestGap,
} from "../../gluteal/widgets/js/teach/scores.js";

const P = { a: 0.4, b: 0.2, c: 0.15, d: 0.1, e: 0.06, f: 0.05, g: 0.03, h: 0.01 };
const view = () => ({
  ranked: Object.entries(P).map(([id, probability]) => ({
    id,
    label: id.toUpperCase(),
    probability,
    low: probability / 2,
    high: probability * 2,
  })),
});
const now = { shown: true, cause: "h", done: false, flagged: false };
const ids = (rows) => rows.map((row) => row.id ?? "rest");

test("five causes are named, the others are summed, and all come to one", () => {
  const rows = rowsOf(view(), now);
  assert.deepEqual(ids(rows), ["a", "b", "c", "d", "e", "rest"]);
  assert.ok(Math.abs(rows.reduce((sum, row) => sum + row.p, 0) - 1) < 1e-9);
  assert.equal(rows.at(-1).room, undefined);
});

test("a flag and the outcome each take a row", () => {
  assert.equal(rowsOf(view(), { ...now, flagged: true }).length, 5);
  assert.equal(rowsOf(view(), { ...now, flagged: true, done: true }).length, 4);
});

test("shares of hands are raw: seven of fifteen is 0.47, and none is 0", () => {
  const heard = heardOf(2, { a: 7, b: 4, c: 0, others: 4 });
  assert.equal(heard.n, 15);
  assert.equal(shareWords(heard.room.a), "0.47");
  assert.equal(shareWords(heard.room.c), "0");
  assert.equal(shareWords(heard.others), "0.27");
  assert.equal(heardOf(2, { a: 0, others: 0 }), undefined);
});

test("what only the room names is shown too", () => {
  const heard = heardOf(1, { h: 9, a: 1, others: 2 });
  const rows = rowsOf(view(), { ...now, heard });
  assert.ok(ids(rows).includes("h"));
  assert.equal(rows.at(-1).room, 2 / 12);
  assert.equal(rows.find((row) => row.id === "b").room, undefined);
});

test("while the model is hidden only what the room was asked about is there, in its order", () => {
  const heard = heardOf(1, { d: 0, g: 3, h: 5, a: 0 });
  const rows = rowsOf(view(), { ...now, shown: false, heard });
  assert.deepEqual(ids(rows), ["h", "g", "a", "d"]); // a and d by name, not by the model
  assert.deepEqual(rowsOf(view(), { ...now, shown: false }), []);
});

test("at the outcome the confirmed cause is among the rows, however unlikely", () => {
  assert.ok(!ids(rowsOf(view(), now)).includes("h"));
  assert.ok(ids(rowsOf(view(), { ...now, done: true })).includes("h"));
});

test("the widest gap is that of a cause that the room voted on", () => {
  const rows = rowsOf(view(), { ...now, heard: heardOf(1, { a: 1, b: 9 }) });
  assert.equal(widestGap(rows).label, "B");
  assert.equal(widestGap(rowsOf(view(), now)), undefined);
});

test("the likeliest is found wherever it stands in the order", () => {
  const mixed = view();
  mixed.ranked.reverse();
  assert.equal(likeliest(mixed).id, "a");
});

test("candidates are found by the start of any word, those that begin with it first", () => {
  const all = ["Axial spondyloarthritis", "Pelvic infection", "Sacroiliac joint pain"];
  const named = all.map((words) => ({ id: words, label: words, words }));
  assert.deepEqual(
    candidatesFor(named, "pa").map((c) => c.id),
    ["Sacroiliac joint pain"],
  );
  assert.equal(candidatesFor(named, "p")[0].id, "Pelvic infection");
  assert.deepEqual(candidatesFor(named, " "), []);
});
