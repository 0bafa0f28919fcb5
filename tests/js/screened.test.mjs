import assert from "node:assert/strict";
import { test } from "node:test";
import {
  begins,
  topicAnswered,
  topicGroups,
  topicState,
  topicsAsked,
  withPrecaution,
} from "../../gluteal/widgets/js/patient/screened.js";

const part = (id, topic, more = {}) => ({
  id,
  label: id,
  short: id,
  topic,
  fact: true,
  against: [],
  ...more,
});
const CATALOGUE = {
  topics: [
    { id: "blood", label: "Blood" },
    { id: "allergy", label: "Allergy" },
  ],
  other_topic: "Else",
  precautions: [
    part("low", "blood", { against: ["high"] }),
    part("high", "blood", { against: ["low"] }),
    part("rule", "blood", { fact: false }),
    part("iodine", "allergy"),
    part("prone", "other"),
  ],
};
const [BLOOD, ALLERGY, ELSE] = topicGroups(CATALOGUE, []);

test("a rule is no fact of a patient: it is offered only where it is marked already", () => {
  assert.deepEqual(
    BLOOD.parts.map((p) => p.id),
    ["low", "high"],
  );
  assert.ok(topicGroups(CATALOGUE, ["rule"])[0].parts.some((p) => p.id === "rule"));
  assert.deepEqual(
    ELSE.parts.map((p) => p.id),
    ["prone"],
  );
});

test("a topic is present by what is true, absent when it was denied, else not asked", () => {
  assert.equal(topicState({}, BLOOD), "unknown");
  assert.equal(topicState({ screened: ["blood"] }, BLOOD), "absent");
  assert.equal(topicState({ precautions: ["low"] }, BLOOD), "present");
});

test("a topic that is denied takes its precautions away, and no others", () => {
  const next = topicAnswered({ precautions: ["low", "iodine"] }, BLOOD, "absent");
  assert.deepEqual(next, { precautions: ["iodine"], screened: ["blood"] });
  assert.deepEqual(topicAnswered(next, BLOOD, "unknown").screened, []);
  assert.deepEqual(topicAnswered(next, BLOOD, "present").screened, []);
});

test("a precaution takes back the denial of its topic and what contradicts it", () => {
  const marks = { screened: ["blood", "allergy"], precautions: ["high"] };
  const next = withPrecaution(marks, BLOOD.parts[0], true);
  assert.deepEqual(next, { screened: ["allergy"], precautions: ["low"] });
  assert.deepEqual(withPrecaution(next, BLOOD.parts[0], false).precautions, []);
});

test("topics that do not apply are not counted; those that the marks answer are", () => {
  const before = { topics: [{ id: "blood", state: "none", said: "" }], precautions: [] };
  assert.deepEqual(topicsAsked({}, [BLOOD, ALLERGY, ELSE], before), { asked: 0, all: 1 });
  before.topics[0].state = "absent";
  assert.deepEqual(topicsAsked({}, [BLOOD, ALLERGY, ELSE], before), { asked: 1, all: 2 });
});

test("a drug is found by the beginning of any of its names", () => {
  const label = "Oral factor Xa inhibitor (Rivaroxaban, apixaban, edoxaban)";
  assert.ok(begins(label, "api"));
  assert.ok(begins(label, "xa Édox"));
  assert.ok(!begins(label, "xaban"));
});
