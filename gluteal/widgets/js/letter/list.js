// All candidates of a letter. None counts until it is confirmed, each by itself: there is no button
// for all, since one reading in five is wrong.
import { tool } from "../buttons.js";
import { all, fill, h, maybe, show } from "../dom.js";
import { later, t } from "../language.js";
import { plural } from "../numbers.js";
import { candidate } from "./row.js";
import { unlike } from "./standing.js";

/** @import { App } from "../app/app.js" */
/** @import { LetterRow } from "../payload" */

const NOT_READ = later(
  "What is not listed was not recognised. It is not absent. Drugs, allergies and care so far are never read: enter them above the ranking.",
);
const NOTHING_READ = later(
  "Nothing was recognised in this text. That says nothing about the patient.",
);
/** By the fields that differ. @type {Record<string, string>} */
const OTHER_PERSON = {
  age: later("The age in the letter is not that of this case. Is it this patient\u2019s letter?"),
  sex: later("The sex in the letter is not that of this case. Is it this patient\u2019s letter?"),
  "age sex": later(
    "Age and sex in the letter are not those of this case. Is it this patient\u2019s letter?",
  ),
};

/**
 * @param {App} app
 * @param {string} text
 * @param {LetterRow[]} rows
 * @param {(row: number) => void} point
 */
export function letterList(app, text, rows, point) {
  const first = app.past.before.length;
  const count = h("p", { class: "dim", role: "status" });
  const other = h("p", { class: "other warned", role: "alert" });
  const undo = tool(t("Undo"), () => app.undo());
  const redraw = () => {
    const kinds = made.map((one) => one.kind());
    const done = kinds.filter((kind) => kind === "done").length;
    const left = kinds.filter((kind) => kind === "left").length;
    const open = kinds.length - done - left;
    fill(
      count,
      t("{readings}: {done} in the case, {left} left out, {open} open", {
        readings: plural(kinds.length, "1 reading", "{n} readings"),
        done,
        left,
        open,
      }),
    );
    undo.disabled = app.past.before.length <= first;
    const said = unlike(rows, app.case).join(" ");
    fill(other, said ? t(OTHER_PERSON[said]) : null);
  };
  const made = rows.map((row) => candidate(app, text, row, () => redraw()));
  const part = (/** @type {boolean} */ field) =>
    made.filter((_, i) => (rows[i].state === "") === field).map((one) => one.element);
  const lists = [true, false].map((field) => h("ul", {}, part(field)));
  made.forEach((one, i) => {
    one.element.addEventListener("focusin", () => point(i));
    one.element.addEventListener("pointerenter", () => point(i));
  });
  const element = h(
    "div",
    { class: "readings", onkeydown: (e) => walkRows(element, e) },
    lists[0].children.length ? [h("h3", {}, t("The patient")), lists[0]] : null,
    lists[1].children.length ? [h("h3", {}, t("Findings")), lists[1]] : null,
    h("p", { class: "dim" }, t(rows.length ? NOT_READ : NOTHING_READ)),
  );
  const refresh = () => {
    for (const one of made) one.refresh();
    redraw();
  };
  refresh();
  return {
    element,
    count: h("div", { class: "count" }, count, undo),
    other,
    refresh,
    /** Go to a candidate. @param {number} i */
    go(i) {
      show(made[i].element, element);
      maybe(made[i].element, "button, input, select")?.focus({ preventScroll: true });
    },
  };
}

/**
 * Up and down go from candidate to candidate.
 * @param {HTMLElement} list
 * @param {KeyboardEvent} e
 */
function walkRows(list, e) {
  const step = { ArrowUp: -1, ArrowDown: 1 }[e.key];
  const at = /** @type {HTMLElement} */ (e.target);
  if (!step || e.defaultPrevented || !at.matches(".acts button")) return;
  const rows = all(list, ".cand");
  const next = rows[rows.findIndex((row) => row.contains(at)) + step];
  if (!next) return;
  e.preventDefault();
  maybe(next, ".acts button, .tri [aria-checked=true], input, select")?.focus();
}
