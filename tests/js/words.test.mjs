import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";
import { parse } from "espree";
import { SAYS, called, textOf, unsaid } from "./words.mjs";

const ROOT = new URL("../../", import.meta.url);
const SCREEN = new URL("gluteal/widgets/js/", ROOT);
const LANGUAGES = new URL("data/languages/", ROOT);

/** Every node of a source, each with its parent. */
function nodesOf(source) {
  const found = [];
  const visit = (node, parent) => {
    node.parent = parent;
    found.push(node);
    for (const [key, part] of Object.entries(node)) {
      if (key === "parent") continue;
      for (const one of [part].flat()) if (one && typeof one.type === "string") visit(one, node);
    }
  };
  visit(parse(source, { ecmaVersion: "latest", sourceType: "module" }), null);
  return found;
}

const literals = (nodes) => nodes.filter(({ type }) => /^(Literal|TemplateLiteral)$/.test(type));

/** The texts of a source that go to the catalogue. */
function keysOf(source) {
  const calls = nodesOf(source).filter((n) => n.type === "CallExpression");
  const taken = calls.filter((call) => SAYS.includes(called(call)));
  return taken.flatMap((call) => {
    const within = call.arguments.flatMap((part) =>
      part.type === "ConditionalExpression" ? [part.consequent, part.alternate] : [part],
    );
    return within.map(textOf).filter(Boolean);
  });
}

const files = readdirSync(SCREEN, { recursive: true }).filter((name) => /\.js$/.test(name));
const sources = files.map((name) => readFileSync(new URL(name, SCREEN), "utf-8"));

/** Texts of a piece of source that no translation reaches. */
const missedIn = (source) => literals(nodesOf(source)).filter(unsaid).map(textOf);

test("no text that a user reads bypasses the catalogue", () => {
  assert.deepEqual(sources.flatMap(missedIn), []);
});

for (const missed of [
  'h("p", {}, "saved")',
  'h("p", { title: "saved" }, x)',
  'fill(place, so ? h("b", {}, "All held") : null)',
  'tool("Undo", run)',
  "place.textContent = `${n} of them`",
  'const NOTE = "Nothing is marked yet.";',
  'const said = "one " + "and another";',
]) {
  test(`a text that bypasses it is found: ${missed}`, () => {
    assert.notDeepEqual(missedIn(missed), []);
  });
}

test("keys, classes and texts that are said are none", () => {
  const source = 'h("p", { class: "dim pad" }, t("Saved")); link(t("Open"), run, "open it", "dim")';
  assert.deepEqual(missedIn(source), []);
});

const languages = readdirSync(LANGUAGES);
const keys = sources.flatMap(keysOf);

test("a text is told by itself, not put together", () => {
  assert.ok(keys.length > 250);
  assert.deepEqual(
    sources.filter((source) => /\bt\(`[^`]*\$\{/.test(source)),
    [],
  );
});

for (const language of languages) {
  test(`${language} has every text of the screen`, () => {
    const said = JSON.parse(readFileSync(new URL(`${language}/screen.json`, LANGUAGES), "utf-8"));
    assert.deepEqual(
      keys.filter((key) => !Object.hasOwn(said, key)),
      [],
    );
  });
}
