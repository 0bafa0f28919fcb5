import assert from "node:assert/strict";
import { test } from "node:test";
import { planned } from "../../gluteal/widgets/js/teach/library.js";

const book = (id, difficulty, steps) => ({ id, difficulty, steps });

test("a session goes from easy to hard, each case the longest of its kind", () => {
  const cases = [
    book("h", "hard", 3),
    book("e1", "easy", 2),
    book("e2", "easy", 5),
    book("m", "medium", 1),
  ];
  const plan = planned({ cases, difficulties: ["easy", "medium", "hard"] });
  assert.deepEqual(
    plan.map((c) => c.id),
    ["e2", "m", "h"],
  );
});

test("where a kind is missing there is no whole session", () => {
  const plan = planned({ cases: [book("e", "easy", 2)], difficulties: ["easy", "medium", "hard"] });
  assert.equal(plan.length, 1);
});

test("who is outside the tables is in no session", () => {
  const cases = [
    { ...book("boy", "easy", 9), outside: "under 18" },
    book("e", "easy", 2),
    book("m", "medium", 1),
    book("h", "hard", 3),
  ];
  const plan = planned({ cases, difficulties: ["easy", "medium", "hard"] });
  assert.ok(!plan.some((c) => c.id === "boy"));
});
