import assert from "node:assert/strict";
import { test } from "node:test";
import { duration, goingOn, percent, plural, two } from "../../gluteal/widgets/js/numbers.js";
import { courseWords, personWords } from "../../gluteal/widgets/js/patient/words.js";

const PERSONS = {
  named: [
    { sex: "female", grown: "Woman", young: "Girl" },
    { sex: "male", grown: "Man", young: "Boy" },
  ],
  other: "Patient",
  adult: 18,
};

test("a person is said as far as known, in the words that Python sent", () => {
  assert.equal(personWords(PERSONS, "female", 44), "Woman, 44");
  assert.equal(personWords(PERSONS, "male", 14), "Boy, 14");
  assert.equal(personWords(PERSONS, "male", undefined), "Man");
  assert.equal(personWords(PERSONS, undefined, 70), "Patient, 70");
  assert.equal(personWords(PERSONS, undefined, undefined), "");
  assert.equal(personWords(PERSONS, "female", 0), "Girl, 0");
});

test("pain, care and weight follow, each only if given", () => {
  const whole = { severity: 6, duration_weeks: 20, conservative_weeks: 8, weight_kg: 70 };
  assert.deepEqual(courseWords(whole), ["Pain 6/10 for 5 months", "8 weeks of care", "70 kg"]);
  assert.deepEqual(courseWords({ duration_weeks: 1 }), ["Pain for 1 week"]);
  assert.deepEqual(courseWords({ severity: 0 }), ["Pain 0/10"]);
  assert.deepEqual(courseWords({ conservative_weeks: 0 }), ["no care yet"]);
  assert.deepEqual(courseWords({}), []);
});

test("weeks are said in weeks, months or years", () => {
  assert.equal(duration(8), "8 weeks");
  assert.equal(duration(9), "2 months");
  assert.equal(duration(103), "24 months");
  assert.equal(duration(104), "2 years");
});

test("a probability has two digits and is never certain", () => {
  assert.equal(two(0.004), "<0.01");
  assert.equal(two(0.005), "0.01");
  assert.equal(two(0.5), "0.50");
  assert.equal(two(0.996), ">0.99");
});

test("lengths and counts", () => {
  assert.equal(percent(0.1234), "12.3%");
  assert.equal(plural(1, "1 source", "{n} sources"), "1 source");
  assert.equal(plural(0, "1 source", "{n} sources"), "0 sources");
});

test("a text goes on in a sentence without losing its abbreviations", () => {
  assert.equal(goingOn("MRI: central stenosis"), "MRI: central stenosis");
  assert.equal(goingOn("Below the threshold"), "below the threshold");
  assert.equal(goingOn("SIJ dysfunction"), "SIJ dysfunction");
  assert.equal(goingOn(""), "");
});
