// A candidate: the phrase in its words, what it was read as, and what can be done with it by hand.
import { choice } from "../buttons.js";
import { fill, h, icon, maybe, when } from "../dom.js";
import { later, t } from "../language.js";
import { tri } from "../marks/tri.js";
import { numberField } from "../patient/number.js";
import { contextOf } from "./spans.js";
import { fieldStanding, standingOf } from "./standing.js";
import { READ_SIGNS } from "./text.js";

/** @import { App } from "../app/app.js" */
/** @import { LetterRow } from "../payload" */
/** @import { Kept } from "../types" */
/** @import { Standing } from "./standing.js" */

const MENTIONED = 3; // mentions of one candidate
/** @type {Record<string, string>} */
const READ_AS = {
  present: later("read as present"),
  absent: later("read as denied or absent"),
  uncertain: later("unclear"),
  both: later("said and denied"),
};

/**
 * @param {App} app
 * @param {string} text
 * @param {LetterRow} row
 * @param {() => void} redraw what is said of all rows together
 */
export function candidate(app, text, row, redraw) {
  const { key, label, state } = row;
  const control = state ? markControl(app, key, label) : fieldControl(app, key, label);
  const acts = h("span", { class: "acts" });
  const note = h("p", { class: "note", role: "status" });
  const element = candidateRow(text, row, h("div", { class: "do" }, acts, control.element), note);
  let left = false;
  const confirm = () => {
    if (!state) app.set(/** @type {"age"} */ (key), row.value);
    else if (state === "present" || state === "absent") app.mark(key, state);
  };
  const leave = () => {
    left = !left;
    refresh();
    redraw();
  };
  const draw = when((/** @type {[Standing["kind"], string, string, boolean]} */ now) => {
    const [kind, act, said] = now;
    const held = acts.contains(document.activeElement);
    const done = kind === "done";
    element.dataset.kind = !done && left ? "left" : kind;
    const confirming = act && !left ? actButton("confirm", act, label, confirm, true) : null;
    const leaving = actButton(
      "leave",
      t(left ? later("Look again") : later("Leave out")),
      label,
      leave,
      false,
    );
    fill(acts, done ? h("span", { class: "ok" }, icon("check"), said) : [confirming, leaving]);
    fill(note, done || left ? null : said);
    if (held && !acts.contains(document.activeElement)) control.focus();
  });
  const refresh = () => {
    control.refresh();
    const { kind, act, said } = standingOfRow(app, row);
    draw([kind, act, said, left]);
  };
  refresh();
  return { element, refresh, kind: () => element.dataset.kind ?? "open" };
}

/** @param {App} app @param {LetterRow} row */
function standingOfRow(app, row) {
  if (!row.state) return fieldStanding(row, app.case);
  const rivals = app.others(row.key).filter((id) => app.state(id) === "present");
  const labels = rivals.map((id) => app.finding(id)?.label ?? id);
  return standingOf(row.state, app.state(row.key), labels);
}

/**
 * @param {string} text
 * @param {LetterRow} row
 * @param {HTMLElement} doing
 * @param {HTMLElement} note
 */
function candidateRow(text, { key, label, state, said, mentions }, doing, note) {
  const more = mentions.length - MENTIONED;
  return h(
    "li",
    { class: "cand", "data-row": key },
    h(
      "div",
      { class: "what" },
      h("b", { class: "sign", "aria-hidden": "true" }, READ_SIGNS[state]),
      h(
        "span",
        {},
        h("span", { class: "fl" }, label),
        h("span", { class: "dim" }, state ? t(READ_AS[state]) : said),
      ),
    ),
    h(
      "div",
      { class: "from" },
      mentions.slice(0, MENTIONED).map((mention) => quoted(text, mention, state)),
      more > 0 ? h("p", { class: "dim" }, t("and {n} more in the text", { n: more })) : null,
    ),
    doing,
    note,
  );
}

/**
 * @param {string} key
 * @param {string} words
 * @param {string} label
 * @param {() => void} run
 * @param {boolean} main
 */
const actButton = (key, words, label, run, main) =>
  h(
    "button",
    {
      type: "button",
      class: main ? "tool main" : "tool",
      "data-key": key,
      "aria-label": t("{act}: {label}", { act: words, label }),
      onclick: run,
    },
    words,
  );

/**
 * @param {string} text
 * @param {LetterRow["mentions"][number]} mention
 * @param {LetterRow["state"]} state
 */
function quoted(text, mention, state) {
  const { before, phrase, after } = contextOf(text, mention);
  const unsure = state === "both" || state === "uncertain";
  return h(
    "p",
    {},
    before,
    h("mark", { class: mention.state || "field" }, phrase),
    after,
    unsure ? h("span", { class: "dim" }, ` (${mention.why})`) : null,
  );
}

/** @param {App} app @param {string} id @param {string} label */
function markControl(app, id, label) {
  const element = tri(app, id, label, "letter");
  return {
    element,
    refresh() {},
    focus: () => maybe(element, "[aria-checked=true]")?.focus(),
  };
}

/**
 * @param {App} app
 * @param {string} key
 * @param {string} label
 * @returns {Kept & { focus(): void }}
 */
function fieldControl(app, key, label) {
  const number = app.catalogue.fields.find((field) => field.key === key);
  if (number) {
    const made = numberField(app, number, () => {});
    return { ...made, focus: () => maybe(made.element, "input")?.focus() };
  }
  const { sexes, sides } = app.catalogue;
  const options = (key === "sex" ? sexes : sides).map((id) => ({ id, label: t(id) }));
  const take = (/** @type {string} */ value) => app.set(/** @type {"sex"} */ (key), value || null);
  const element = choice([{ id: "", label: t("not given") }, ...options], "", take, {
    "aria-label": label,
  });
  return {
    element,
    refresh() {
      element.value = String(/** @type {Record<string, unknown>} */ (app.case)[key] ?? "");
    },
    focus: () => element.focus(),
  };
}
