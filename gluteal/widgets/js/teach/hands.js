// A show of hands on a few candidates, which the presenter picks from all causes.
import { fill, h, maybe } from "../dom.js";
import { later, t } from "../language.js";
import { plural } from "../numbers.js";
import { crossButton } from "./parts.js";
import { OTHERS } from "./scores.js";

/** @import { Candidate } from "../payload" */
/** @import { Room } from "./room.js" */

const MOST = 6; // candidates: more cannot be voted on by hand
const OFFERED = 5;
const NONE = { id: OTHERS, label: later("None of these"), words: "" };

/**
 * The candidates of the step before stand first; nothing of the model's does.
 * @param {Room} room
 */
export function ballotOf(room) {
  const step = room.at();
  const last = Object.keys(room.hands)
    .map(Number)
    .filter((some) => some < step)
    .at(-1);
  const before = last === undefined ? [] : Object.keys(room.hands[last]);
  room.hands[step] ??= Object.fromEntries(
    [...before.filter((c) => c !== OTHERS)].map((c) => [c, 0]),
  );
  return room.hands[step];
}

/** @param {Room} room */
export function handsOf(room) {
  const hands = ballotOf(room);
  const all = room.book?.candidates ?? [];
  const list = h("ul", {});
  const total = h("output", {});
  const draw = () => {
    const named = Object.keys(hands).flatMap((id) => all.find((c) => c.id === id) ?? []);
    const row = (/** @type {Candidate} */ c) => handRow(c, hands, drawAgain, told);
    fill(list, named.map(row), named.length ? row({ ...NONE, label: t(NONE.label) }) : null);
    adder.hidden = named.length >= MOST;
    told();
  };
  const drawAgain = () => {
    draw();
    maybe(adder, "input")?.focus();
  };
  const told = () => {
    const n = Object.values(hands).reduce((sum, some) => sum + some, 0);
    total.textContent = n ? plural(n, "1 hand", "{n} hands") : "";
  };
  const add = (/** @type {Candidate} */ { id }) => {
    hands[id] ??= 0;
    draw();
    const input = adder.hidden ? maybe(list, `[data-key="hands:${id}"]`) : maybe(adder, "input");
    input?.focus();
  };
  const adder = candidateSearch(all, hands, add);
  const submit = (/** @type {Event} */ e) => {
    e.preventDefault();
    room.count();
    room.root.focus();
  };
  draw();
  return h(
    "form",
    { class: "hands", onsubmit: submit },
    h("h2", {}, t("What is the cause? One hand each.")),
    list,
    adder,
    h("p", {}, h("button", { class: "go", type: "submit" }, t("Count the hands")), " ", total),
  );
}

/**
 * Causes by what is typed: those that begin with it first, else in the order of the alphabet.
 * @param {Candidate[]} all
 * @param {string} typed
 */
export function candidatesFor(all, typed) {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  if (!words.length) return [];
  const parts = (/** @type {Candidate} */ c) => c.words.toLowerCase().split(/[^\p{L}\p{N}]+/u);
  const has = (/** @type {Candidate} */ c, /** @type {string} */ word) =>
    parts(c).some((part) => part.startsWith(word));
  const fitting = all.filter((c) => words.every((word) => has(c, word)));
  const begins = (/** @type {Candidate} */ c) => c.words.toLowerCase().startsWith(words[0]);
  return [...fitting.filter(begins), ...fitting.filter((c) => !begins(c))];
}

/**
 * @param {Candidate[]} all
 * @param {Record<string, number>} hands
 * @param {(candidate: Candidate) => void} add
 */
function candidateSearch(all, hands, add) {
  const found = h("ul", { class: "found" });
  const offer = () => {
    const fitting = candidatesFor(all, field.value).filter((c) => !(c.id in hands));
    const take = (/** @type {Candidate} */ c) => {
      field.value = "";
      fill(found);
      add(c);
    };
    const items = fitting
      .slice(0, OFFERED)
      .map((c) => h("li", {}, h("button", { type: "button", onclick: () => take(c) }, c.label)));
    fill(found, items);
  };
  const field = h("input", {
    type: "search",
    "aria-label": t("Add a candidate"),
    placeholder: t("Four to six candidates: type a cause, Enter"),
    oninput: offer,
    onkeydown: (e) => {
      if (e.key !== "Enter" || !field.value.trim()) return;
      e.preventDefault();
      maybe(found, "button")?.click();
    },
  });
  return h("div", { class: "adder" }, field, found);
}

/**
 * @param {Candidate} candidate
 * @param {Record<string, number>} hands
 * @param {() => void} redraw
 * @param {() => void} told
 */
function handRow({ id, label }, hands, redraw, told) {
  const put = (/** @type {number} */ n) => {
    hands[id] = Math.min(999, Math.max(0, Math.round(n) || 0));
    told();
  };
  const input = h("input", {
    type: "number",
    inputmode: "numeric",
    min: 0,
    max: 999,
    value: hands[id] || "",
    "data-key": `hands:${id}`,
    "aria-label": t("Hands for {label}", { label }),
    oninput: () => put(Number(input.value)),
    onwheel: () => input.blur(), // the wheel changes no number
  });
  const bump = (
    /** @type {string} */ sign,
    /** @type {string} */ said,
    /** @type {number} */ by,
  ) => {
    const change = () => {
      put((hands[id] ?? 0) + by);
      input.value = String(hands[id] || "");
    };
    return h("button", { type: "button", "aria-label": said, onclick: change }, sign);
  };
  const drop = () => {
    delete hands[id];
    redraw(); // with it its button goes
  };
  return h(
    "li",
    {},
    h("span", {}, label),
    bump("\u2212", t("One less for {label}", { label }), -1),
    input,
    bump("+", t("One more for {label}", { label }), 1),
    id === OTHERS ? h("span", { class: "gap" }) : crossButton(t("Remove {label}", { label }), drop),
  );
}
