import assert from "node:assert/strict";
import { test } from "node:test";
import { clicked } from "../../gluteal/widgets/js/drawing/point.js";

const LEFT = { side: "left", absent: false };

test("the first click on the drawing says which side hurts", () => {
  const next = clicked({}, "groin", "unknown", LEFT);
  assert.deepEqual([next.present, next.side], [["groin"], "left"]);
});

test("a side that is given stays, and the midline and keys give none", () => {
  assert.equal(clicked({ side: "both" }, "groin", "unknown", LEFT).side, "both");
  assert.equal(clicked({}, "coccyx", "unknown", { side: "", absent: false }).side, undefined);
});

test("a second click takes the mark back; it is never evidence against", () => {
  const next = clicked({ present: ["groin"], side: "left" }, "groin", "present", LEFT);
  assert.deepEqual([next.present, next.absent, next.side], [[], [], "left"]);
});

test("absent is a gesture of its own, goes back the same way and gives no side", () => {
  const away = { side: "left", absent: true };
  const next = clicked({}, "groin", "unknown", away);
  assert.deepEqual([next.absent, next.side], [["groin"], undefined]);
  assert.deepEqual(clicked(next, "groin", "absent", away).absent, []);
  assert.deepEqual(clicked(next, "groin", "absent", LEFT).present, ["groin"]);
});
