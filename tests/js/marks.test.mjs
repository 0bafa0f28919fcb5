import assert from "node:assert/strict";
import { test } from "node:test";
import { Past, marked, pausedOrNot, said, stateOf } from "../../gluteal/widgets/js/app/marks.js";

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

test("fields that say nothing are left out, zero is kept", () => {
  assert.deepEqual(said({ age: null, sex: undefined, conservative_weeks: 0, present: [] }), {
    conservative_weeks: 0,
    present: [],
  });
});

test("undo goes back step by step, redo comes forward again", () => {
  const past = new Past();
  const cases = [{ age: 1 }, { age: 2 }, { age: 3 }];
  past.leave(cases[0]);
  past.leave(cases[1]);
  assert.equal(past.back(cases[2]), cases[1]);
  assert.equal(past.back(cases[1]), cases[0]);
  assert.equal(past.back(cases[0]), undefined);
  assert.equal(past.forth(cases[0]), cases[1]);
  assert.equal(past.forth(cases[1]), cases[2]);
  assert.equal(past.forth(cases[2]), undefined);
});

test("a new change forgets what was undone", () => {
  const past = new Past();
  past.leave({ age: 1 });
  past.back({ age: 2 });
  past.leave({ age: 1 });
  assert.equal(past.forth({ age: 3 }), undefined);
});

test("another case has no past of this one", () => {
  const past = new Past();
  past.leave({ age: 1 });
  past.forget();
  assert.equal(past.back({ age: 2 }), undefined);
});
