import assert from "node:assert/strict";
import { test } from "node:test";
import { leads, placed } from "../../gluteal/widgets/js/drawing/leads.js";
import { drawingMarkup } from "../../gluteal/widgets/js/drawing/markup.js";
import { across } from "../../gluteal/widgets/js/drawing/outline.js";
import { REGIONS } from "../../gluteal/widgets/js/drawing/regions.js";

const lead = (y, text = "low back", figure = "back") => ({
  figure,
  x: 120,
  y,
  text,
  kind: "present",
});
const bottomOf = (item) => item.top + 12.5 * item.lines.length;

test("words stand in order of their place, none upon another, all on the drawing", () => {
  for (const ys of [
    [40, 41, 42, 43],
    [300, 301, 302],
    [0, 0, 0],
    REGIONS.slice(0, 12).map((r) => r.y),
  ]) {
    const items = placed(ys.map((y) => lead(y)));
    items.slice(1).forEach((item, i) => assert.ok(item.top >= bottomOf(items[i])));
    assert.ok(items[0].top >= 20);
    assert.ok(bottomOf(items.at(-1)) <= 304);
  }
});

test("a long word group is cut into lines, and the hips leave less room", () => {
  const [thigh] = placed([lead(200, "posterior thigh")]);
  const [hip] = placed([lead(100, "posterior thigh")]);
  assert.deepEqual(thigh.lines, ["posterior thigh"]);
  assert.deepEqual(hip.lines, ["posterior", "thigh"]);
});

test("nothing marked leaves no leads", () => {
  assert.equal(leads([]), "");
});

test("a side of the patient lies on opposite sides of the two figures", () => {
  assert.ok(across("back", "right", 140) > 100);
  assert.ok(across("back", "left", 140) < 100);
  assert.ok(across("front", "right", 140) - 220 < 100);
  assert.equal(across("front", "left", 100), 320);
});

test("two drawings on a page do not share what is defined once", () => {
  const ids = (n) => [...drawingMarkup(n).matchAll(/ id="([^"]+)"/g)].map((m) => m[1]);
  assert.equal(new Set([...ids(1), ...ids(2)]).size, 2 * ids(1).length);
});
