import assert from "node:assert/strict";
import { test } from "node:test";
import { marked, pausedOrNot, stateOf } from "../../gluteal/widgets/js/app/marks.js";

test("a finding is in one state, and without a mark it is unknown", () => {
  const marks = { present: ["a"], absent: ["b"] };
  assert.deepEqual(
    ["a", "b", "c"].map((id) => stateOf(marks, id)),
    ["present", "absent", "unknown"],
  );
  assert.equal(stateOf({}, "a"), "unknown");
});

test("a new mark takes the place of the old one and goes last", () => {
  const next = marked({ present: ["a", "b"], absent: ["c"] }, "a", "absent");
  assert.deepEqual(next, { present: ["b"], absent: ["c", "a"] });
});

test("a mark does not change the case that it is made of", () => {
  const before = Object.freeze({ present: Object.freeze(["a"]) });
  marked(before, "b", "present");
  assert.deepEqual(before, { present: ["a"] });
});

test("what is not known any more is not paused either", () => {
  const paused = { present: ["a", "b"], paused: ["a", "b"] };
  assert.deepEqual(marked(paused, "a", "unknown").paused, ["b"]);
  assert.deepEqual(marked(paused, "a", "absent").paused, ["a", "b"]);
});

test("a pause is taken back by the same press", () => {
  const once = pausedOrNot({ present: ["a"] }, "a");
  assert.deepEqual(once.paused, ["a"]);
  assert.deepEqual(pausedOrNot(once, "a").paused, []);
});
