// What a user reads in the sources of the screen, found by their syntax.

/** What takes a text to the catalogue. */
export const SAYS = ["t", "later", "plural"];
/** What shows a text, with the first and last place of it among what it takes. */
const SHOWS = {
  __proto__: null,
  h: [2, 99],
  fill: [1, 99],
  dialog: [1, 99],
  head: [0, 0],
  dim: [0, 99],
};
for (const button of ["tool", "link", "goButton", "toolButton"]) SHOWS[button] = [0, 0];
const SEEN = ["title", "aria-label", "aria-description", "placeholder", "alt", "label"];
const UNSEEN = ["class", "style", "data-key", "sandbox", "rel", "type", "path"];
/** What takes names of elements, classes and questions, which are no words. */
const NAMES = new Set(
  "Error Set all ask choice closest frame keepFile matchMedia matches maybe openHandout".split(" "),
);
for (const name of "near one querySelector send split toggle setAttribute".split(" ")) {
  NAMES.add(name);
}
const READS = /\p{L}{2,}[,;:.]? +\p{L}{2,}|^\p{Lu}\p{Ll}+/u; // two words, or one with a capital
const KEYS = /^(gluteal|kg|Esc|Arrow\w+|Escape|Enter|Home|End|Delete|Page\w+)$/;
const MARKUP = /<\/?[a-z]|="|^const module|^\nexport/;
const HALT = /Statement|Function|Declarat|Class|Program/;

/** The name of what is called. */
export const called = ({ callee }) => callee?.name ?? callee?.property?.name ?? "";

/** The text of a literal, with a gap for what is filled in; "" if it is none. */
export function textOf({ type, value, quasis }) {
  if (type === "TemplateLiteral") return quasis.map((part) => part.value.cooked).join(" ");
  return typeof value === "string" ? value : "";
}

/** What one level of the syntax makes of a text: "said", "seen", "unseen", or nothing. */
function fate(up, at, node) {
  if (up.type === "Property") {
    const key = up.key.name ?? up.key.value;
    if (at === up.key || UNSEEN.includes(key)) return "unseen";
    return SEEN.includes(key) ? "seen" : "";
  }
  if (up.type === "BinaryExpression" && up.operator !== "+") return "unseen"; // compared
  if (up.type !== "CallExpression" && up.type !== "NewExpression") return "";
  const name = called(up);
  if (SAYS.includes(name)) return "said";
  if (NAMES.has(name)) return "unseen";
  const [first, last] = SHOWS[name] ?? [1, 0];
  const part = up.arguments.indexOf(at);
  if (part > last && last === 0 && first === 0) return "unseen"; // a key, a class
  return at === node && part >= first && part <= last ? "seen" : "";
}

/**
 * Whether a user may read a literal that no translation reaches.
 * @param {any} node with its parents, a literal or a template
 */
export function unsaid(node) {
  const text = textOf(node);
  if (!/\p{L}{2}/u.test(text) || KEYS.test(text.trim()) || MARKUP.test(text)) return false;
  let seen = READS.test(text);
  for (let at = node, up = node.parent; up && !HALT.test(up.type); at = up, up = up.parent) {
    const made = fate(up, at, node);
    if (made === "said" || made === "unseen") return false;
    seen ||= made === "seen";
  }
  return seen && node.parent.type !== "ImportDeclaration";
}

/** A rule of the linter: what a user reads goes through the catalogue. */
export const said = {
  meta: { type: "problem", schema: [] },
  create(context) {
    const message = 'no translation reaches this text: say it with t("…")';
    const check = (node) => unsaid(node) && context.report({ node, message });
    return { Literal: check, TemplateLiteral: check };
  },
};
