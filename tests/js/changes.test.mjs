import assert from "node:assert/strict";
import { test } from "node:test";
import { Past, applied, differences } from "../../gluteal/widgets/js/app/changes.js";

const BEFORE = {
  present: ["fever", "limp"],
  absent: ["cough"],
  age: 44,
  side: "left",
  precautions: ["pregnancy"],
  cleared: { "flag:x": "seen" },
};
const AFTER = {
  present: ["limp", "cough"],
  paused: ["limp"],
  age: 45,
  precautions: ["allergy"],
  cleared: { "flag:y": "known" },
  anaesthetic_mg: { lidocaine: 50 },
};

test("the differences of two cases make the one of the other, both ways", () => {
  const same = (a, b) => assert.deepEqual(differences(a, b), []);
  same(applied(BEFORE, differences(BEFORE, AFTER)), AFTER);
  same(applied(AFTER, differences(AFTER, BEFORE)), BEFORE);
  same(applied(BEFORE, []), BEFORE);
});

test("a change done twice is done once", () => {
  const changes = differences(BEFORE, AFTER);
  const once = applied(BEFORE, changes);
  assert.deepEqual(applied(once, changes), once);
});

test("a case is not changed by what is made of it", () => {
  const frozen = JSON.stringify(BEFORE);
  applied(BEFORE, differences(BEFORE, AFTER));
  assert.equal(JSON.stringify(BEFORE), frozen);
});

test("fields that say nothing are left out, zero is kept", () => {
  const changes = [
    { field: "age", value: null },
    { field: "conservative_weeks", value: 0 },
    { finding: "a", state: "unknown" },
  ];
  assert.deepEqual(applied({ age: 4, present: ["a"], paused: ["a"] }, changes), {
    conservative_weeks: 0,
  });
});

test("of the answers to one question only one is present", () => {
  const others = (id) => (id === "sudden" ? ["insidious"] : id === "insidious" ? ["sudden"] : []);
  const sudden = applied(
    { present: ["insidious"] },
    [{ finding: "sudden", state: "present" }],
    others,
  );
  assert.deepEqual(sudden, { present: ["sudden"] });
  const neither = applied(sudden, [{ finding: "insidious", state: "absent" }], others);
  assert.deepEqual(neither, { present: ["sudden"], absent: ["insidious"] });
});

test("undo takes back what was done here and leaves what another page did", () => {
  const past = new Past();
  past.leave({}, { present: ["a"] });
  const meanwhile = { present: ["a", "b"], age: 50 };
  assert.deepEqual(applied(meanwhile, past.back().undone), { present: ["b"], age: 50 });
  assert.equal(past.back(), undefined);
  assert.deepEqual(applied({ present: ["b"] }, past.forth().done), { present: ["b", "a"] });
  assert.equal(past.forth(), undefined);
});

test("a new change forgets what was undone; another case has no past but the one it followed", () => {
  const past = new Past();
  past.leave({}, { age: 1 });
  past.back();
  past.leave({}, { age: 2 });
  assert.equal(past.forth(), undefined);
  past.reopen("2026-11-27-180000-abcd");
  assert.equal(past.back().reopen, "2026-11-27-180000-abcd");
  assert.equal(past.back(), undefined);
  assert.equal(past.forth(), undefined);
});
