import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { readNumber } from "../../gluteal/widgets/js/patient/typed.js";

const PAIN = { low: 0, high: 10, decimals: true, range: "Pain is 0 to 10" };
const AGE = { low: 0, high: 120, decimals: false, range: "Age is 0 to 120 whole years" };
const ANY = { low: 0, high: 6000, decimals: true, range: "any" };
const TYPED = JSON.parse(readFileSync(new URL("./typed.json", import.meta.url), "utf8"));

test("what is typed is read as Python reads it, with a comma or a point", () => {
  for (const [text, number] of TYPED) {
    const read = readNumber(text, ANY);
    assert.equal(read.number, number, text);
    assert.equal(read.refused === "", number !== null, text);
  }
});

test("nothing typed is nothing given, and no fault", () => {
  for (const text of ["", "  "]) {
    assert.deepEqual(readNumber(text, PAIN), { number: null, refused: "" });
  }
});

test("what is out of range or not whole is refused in the words of the range", () => {
  const said = "Pain is 0 to 10. \u201c35\u201d is not counted.";
  assert.deepEqual(readNumber("35", PAIN), { number: null, refused: said });
  assert.equal(readNumber("10", PAIN).number, 10);
  assert.match(readNumber("4,5", AGE).refused, /^Age is 0 to 120 whole years\. /);
  assert.equal(readNumber("44,0", AGE).number, 44);
});
