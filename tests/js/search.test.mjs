import assert from "node:assert/strict";
import { test } from "node:test";
import { matches, search } from "../../gluteal/widgets/js/marks/search.js";

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

const labels = (list, words) => matches(list, words).map((f) => f.label);
const cleared = (list, words) => search(list, words).clear?.label ?? null;

test("a name outranks a synonym, a synonym outranks the question", () => {
  const list = [
    finding("C", { prompt: "Is there numbness?" }),
    finding("B", { synonyms: "numbness of the toe" }),
    finding("Numbness"),
  ];
  assert.deepEqual(labels(list, "numbness"), ["Numbness", "B", "C"]);
});

test("every word must be found somewhere, in any order", () => {
  const list = [finding("Night pain"), finding("Night sweats"), finding("Groin pain")];
  assert.deepEqual(labels(list, "pain night"), ["Night pain"]);
});

test("the beginning of a word is enough while somebody types", () => {
  assert.deepEqual(labels([finding("Worship"), finding("Hip pain")], "wors"), ["Worship"]);
});

test("the middle of a word counts only while nothing begins with what was typed", () => {
  const list = [finding("Worship"), finding("Hip pain")];
  assert.deepEqual(labels(list, "hip"), ["Hip pain"]);
  assert.deepEqual(labels(list, "orsh"), ["Worship"]);
});

test("accents, capitals, apostrophes, possessives and hyphens need not be typed", () => {
  const list = [finding("Las\u00e8gue sign"), finding("Sit-bone pain"), finding("Fever")];
  for (const words of ["LASEGUE", "Lasegue's", "Las\u00e8gue\u2019s test", "lasegues"]) {
    assert.deepEqual(labels(list, words), ["Las\u00e8gue sign"], words);
  }
  for (const words of ["sit-bone", "sit bone", "sitbone"]) {
    assert.deepEqual(labels(list, words), ["Sit-bone pain"], words);
  }
  assert.deepEqual(labels(list, "fever?"), ["Fever"]);
});

test("British and American spelling and the endings of a word are the same", () => {
  const list = [finding("Saddle anaesthesia"), finding("Straight leg raise"), finding("Tumour")];
  assert.equal(cleared(list, "saddle anesthesia"), "Saddle anaesthesia");
  assert.equal(cleared(list, "straight-leg raising"), "Straight leg raise");
  assert.equal(cleared(list, "tumors"), "Tumour");
});

test("a slip of the keyboard finds the nearest word, is said to be near and is never clear", () => {
  const list = [finding("Trendelenburg sign"), finding("FADIR test"), finding("Slump test")];
  for (const [words, label] of [
    ["trendelenberg", "Trendelenburg sign"],
    ["faddir", "FADIR test"],
    ["slupm", "Slump test"],
  ]) {
    const { rows, clear, near } = search(list, words);
    assert.deepEqual([rows[0].finding.label, clear, near], [label, null, true], words);
  }
  assert.deepEqual(labels(list, "slxxp"), []);
});

test("what holds not all of the words is offered as near", () => {
  const list = [finding("New incontinence"), finding("Groin pain")];
  const { rows, near, clear } = search(list, "incontinence yesterday");
  assert.deepEqual([rows.length, near, clear], [1, true, null]);
});

test("a word that is no word of the list at all finds nothing", () => {
  assert.deepEqual(search([finding("Groin pain")], "zzz"), { rows: [], clear: null, near: true });
  assert.deepEqual(search([finding("Groin pain")], "?").rows, []);
});

test("a safety question comes before a label that only holds the same words", () => {
  const list = [
    finding("Pain linked to bowel or bladder"),
    finding("New incontinence", { screening: true, synonyms: "bladder trouble;bowel trouble" }),
  ];
  assert.equal(labels(list, "bladder")[0], "New incontinence");
  assert.equal(cleared(list, "bladder"), null);
});

test("only a whole name is clear, and only if nothing else goes by it", () => {
  const list = [
    finding("Reduced ankle reflex", { synonyms: "lost reflex" }),
    finding("Thigh thrust test", { synonyms: "p4;shear" }),
    finding("Sacral thrust test", { synonyms: "shear" }),
    finding("Sign of the buttock"),
  ];
  assert.equal(cleared(list, "ankle reflex"), null);
  assert.equal(cleared(list, "lost reflexes"), "Reduced ankle reflex");
  assert.equal(cleared(list, "p4"), "Thigh thrust test");
  assert.equal(cleared(list, "thrust"), null);
  assert.equal(cleared(list, "shear"), null);
  assert.equal(cleared(list, "buttock"), null);
  assert.equal(cleared(list, "thigh"), null);
});

test("a result is clear by its label alone, and never taken for the sign of the same name", () => {
  const scan = finding("MRI: narrow canal", { tier: "image", synonyms: "stenosis;lump" });
  assert.equal(cleared([scan], "stenosis"), null);
  assert.equal(cleared([scan], "mri narrow canal"), "MRI: narrow canal");
  assert.equal(cleared([scan, finding("Mass", { synonyms: "lump" })], "lump"), null);
});

test("what is denied is never clear", () => {
  const list = [finding("Fever"), finding("Slump test"), finding("Relative rest")];
  for (const words of ["no fever", "denies fever", "slump negative"]) {
    assert.equal(cleared(list, words), null, words);
  }
  assert.deepEqual(labels(list, "slump negative"), ["Slump test"]);
});

test("a finding that was found by another name says which", () => {
  const slr = finding("Straight leg raise", {
    short: "SLR",
    synonyms: "neural test; Las\u00e8gue",
  });
  const also = (words) => search([slr], words).rows[0].also;
  assert.equal(also("lasegue"), "Las\u00e8gue");
  assert.equal(also("leg"), "");
});
