import assert from "node:assert/strict";
import { test } from "node:test";
import { contextOf, spansOf, unreadable } from "../../gluteal/widgets/js/letter/spans.js";
import { fieldStanding, standingOf, unlike } from "../../gluteal/widgets/js/letter/standing.js";

const at = (text, phrase, state = "present") => {
  const start = text.indexOf(phrase);
  return { start, end: start + phrase.length, state, why: "" };
};

test("a text is cut where phrases begin and end, and stays whole", () => {
  const text = "pain worse on sitting, no fever";
  const rows = [
    { mentions: [at(text, "worse on sitting")] },
    { mentions: [at(text, "sitting, no", "absent"), at(text, "fever", "absent")] },
  ];
  const spans = spansOf(text, rows);
  assert.equal(spans.map((span) => span.text).join(""), text);
  assert.deepEqual(spans.find((span) => span.text === "sitting")?.of, [0, 1]);
  assert.deepEqual(
    spans.find((span) => span.text === "fever"),
    {
      text: "fever",
      of: [1],
      state: "absent",
      begins: true,
    },
  );
  assert.deepEqual(spansOf("nothing", []), [{ text: "nothing", of: [], state: "", begins: false }]);
});

test("a phrase is shown with whole words around it", () => {
  const text = `${"before ".repeat(30)}PHRASE${" after".repeat(30)}`;
  const { before, phrase, after } = contextOf(text, at(text, "PHRASE"));
  assert.equal(phrase, "PHRASE");
  assert.match(before, /^\u2026 (before )+$/);
  assert.match(after, /^( after)+ \u2026$/);
  assert.deepEqual(contextOf("PHRASE", at("PHRASE", "PHRASE")), {
    before: "",
    phrase: "PHRASE",
    after: "",
  });
});

test("a text is counted in characters as Python counts them", () => {
  assert.equal(unreadable("\u{1F600}".repeat(5), 5), "");
  assert.match(unreadable("\u{1F600}".repeat(6), 5), /has 6 characters, at most 5/);
  assert.match(unreadable(" \n", 5), /Paste/);
});

test("confirming gives what the letter says, and only where it says one thing", () => {
  assert.deepEqual(standingOf("absent", "unknown"), {
    kind: "open",
    act: "Mark absent",
    said: "",
  });
  assert.equal(standingOf("present", "present").kind, "done");
  assert.equal(standingOf("present", "absent").act, "Change to present");
  for (const state of ["both", "uncertain"]) {
    assert.equal(standingOf(state, "unknown").act, "");
    assert.equal(standingOf(state, "absent").kind, "done");
  }
});

test("another answer to the same question is named before it is taken off", () => {
  const { kind, said } = standingOf("present", "unknown", ["The other"]);
  assert.equal(kind, "against");
  assert.match(said, /The other/);
  assert.equal(standingOf("absent", "unknown", ["The other"]).kind, "open");
});

test("a field that is given already is not taken for open", () => {
  const row = { key: "age", label: "Age", value: 44, said: "44" };
  assert.equal(fieldStanding(row, {}).act, "Take 44");
  assert.equal(fieldStanding(row, { age: 44 }).kind, "done");
  assert.equal(fieldStanding(row, { age: 30 }).said, "Given: 30; the letter says 44.");
  assert.deepEqual(unlike([row], { age: 30, sex: "male" }), ["age"]);
  assert.deepEqual(unlike([row], { age: 44 }), []);
});
