import assert from "node:assert/strict";
import { test } from "node:test";
import { hit, matches, otherName } from "../../gluteal/widgets/js/marks/search.js";

/** A finding by its name; the rest as far as given. */
const finding = (label, more = {}) => ({
  id: label,
  label,
  short: label,
  domain: "history",
  tier: "ask",
  stage: "history",
  screening: false,
  prompt: "",
  how: "",
  synonyms: "",
  ...more,
});

const labels = (found) => found.map((f) => f.label);

test("a whole word counts more than its start, its start more than its middle", () => {
  assert.equal(hit("pain in the hip", "hip"), 2);
  assert.equal(hit("hippocratic", "hip"), 1);
  assert.equal(hit("worship", "hip"), 0.01);
  assert.equal(hit("knee", "hip"), 0);
});

test("the best of several places counts", () => {
  assert.equal(hit("worship of the hip", "hip"), 2);
});

test("a long plural finds its singular, at half", () => {
  assert.equal(hit("fracture of the sacrum", "sacrums"), 1);
  assert.equal(hit("gas", "gass"), 0);
});

test("a name outranks a synonym, a synonym outranks the question", () => {
  const list = [
    finding("C", { prompt: "Is there numbness?" }),
    finding("B", { synonyms: "numbness" }),
    finding("Numbness"),
  ];
  assert.deepEqual(labels(matches(list, "numbness")), ["Numbness", "B", "C"]);
});

test("every word must be found somewhere", () => {
  const list = [finding("Night pain"), finding("Night sweats"), finding("Groin pain")];
  assert.deepEqual(labels(matches(list, "pain night")), ["Night pain"]);
});

test("accents and capitals need not be typed", () => {
  assert.deepEqual(labels(matches([finding("Las\u00e8gue sign")], "LASEGUE")), [
    "Las\u00e8gue sign",
  ]);
});

test("the middle of a word counts only while nothing begins with what was typed", () => {
  const list = [finding("Worship"), finding("Hip pain")];
  assert.deepEqual(labels(matches(list, "hip")), ["Hip pain"]);
  assert.deepEqual(labels(matches(list, "orsh")), ["Worship"]);
});

test("words side by side outrank the same words apart", () => {
  const list = [finding("Leg pain, straight"), finding("Straight leg raise")];
  assert.equal(labels(matches(list, "straight leg"))[0], "Straight leg raise");
});

test("a finding that was found by another name says which", () => {
  const slr = finding("Straight leg raise", { synonyms: "SLR; Las\u00e8gue" });
  assert.equal(otherName(slr, "lasegue"), "Las\u00e8gue");
  assert.equal(otherName(slr, "leg"), "");
  assert.equal(otherName(slr, "knee"), "");
});
