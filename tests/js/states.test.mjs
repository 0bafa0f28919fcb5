import assert from "node:assert/strict";
import { test } from "node:test";
import { AFTER, saidOf, stateOfKey, stateOfLetter } from "../../gluteal/widgets/js/marks/states.js";

test("letters and signs set a state, in capitals too", () => {
  for (const now of ["absent", "unknown", "present"]) {
    for (const key of ["p", "P", "+"]) assert.equal(stateOfKey(key, now), "present");
    for (const key of ["a", "A", "-"]) assert.equal(stateOfKey(key, now), "absent");
    for (const key of ["u", "U", "Delete"]) assert.equal(stateOfKey(key, now), "unknown");
  }
});

test("arrows walk the three states and stop at the ends", () => {
  assert.equal(stateOfKey("ArrowRight", "unknown"), "present");
  assert.equal(stateOfKey("ArrowRight", "present"), "present");
  assert.equal(stateOfKey("ArrowLeft", "unknown"), "absent");
  assert.equal(stateOfKey("ArrowLeft", "absent"), "absent");
});

test("space goes round: present, absent, not asked", () => {
  assert.equal(stateOfKey(" ", "unknown"), "present");
  assert.equal(stateOfKey(" ", "present"), "absent");
  assert.equal(stateOfKey(" ", "absent"), "unknown");
  assert.deepEqual(Object.keys(AFTER).sort(), ["absent", "present", "unknown"]);
});

test("other keys set nothing", () => {
  for (const key of ["x", "Enter", "Tab", "ArrowUp", "Escape"]) {
    assert.equal(stateOfKey(key, "unknown"), undefined);
  }
  assert.equal(stateOfLetter("ArrowLeft"), undefined);
});

test("what was not asked is never said to be absent", () => {
  assert.equal(saidOf("unknown"), "not asked");
  assert.equal(saidOf("absent"), "absent");
});
