// A field for a number. What it refuses stays in it, and is said there, until it is mended.
import { h } from "../dom.js";
import { numeral } from "../language.js";
import { readNumber } from "./typed.js";

/** @import { App } from "../app/app.js" */
/** @import { Field } from "../payload" */

let numbers = 0;

/** @param {App} app @param {Field} field @param {() => void} redraw the line above the form */
export function numberField(app, field, redraw) {
  const { key, label, unit } = field;
  const id = `glu-number-${(numbers += 1)}`;
  const said = h("span", { class: "amiss", id, role: "alert" });
  let entry = ""; // of the case for which something was refused
  const input = h("input", {
    type: "text",
    inputmode: "decimal",
    autocomplete: "off",
    "data-key": key,
    "aria-describedby": id,
    onchange: () => take(),
    oninput: () => said.textContent && refuse(readNumber(input.value, field).refused),
  });
  /** @param {string} why */
  const refuse = (why) => {
    if (said.textContent !== why) said.textContent = why;
    input.setAttribute("aria-invalid", String(why !== ""));
    redraw();
  };
  const take = () => {
    const { number, refused } = readNumber(input.value, field);
    entry = app.keeper.saving.entry;
    refuse(refused);
    if (number !== (app.case[key] ?? null)) app.set(key, number);
  };
  /** What was refused belongs to this case, and nothing took its place. */
  const stands = () => {
    const now = app.keeper.saving.entry;
    return said.textContent && app.case[key] === undefined && (!entry || now === entry);
  };
  return {
    element: h("label", {}, label, h("span", {}, input, unit ? h("i", {}, unit) : null), said),
    refused: () => (said.textContent ? label : ""),
    refresh() {
      if (stands() || document.activeElement === input) return;
      const now = numeral(app.case[key] ?? "");
      if (input.value !== now) input.value = now;
      if (said.textContent) refuse("");
    },
    forget() {
      input.value = "";
      refuse("");
    },
  };
}
