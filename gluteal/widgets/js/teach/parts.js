// What the teaching screen is made of.
import { h, icon } from "../dom.js";

/** @import { Child } from "../types" */

export const HIDDEN = "The model is hidden.";

/** @param {Child} more */
export const footer = (more) =>
  h("footer", {}, h("span", {}, h("b", {}, "Decision support, not a diagnosis. "), more));

/** @param {Child[]} children */
export const dim = (...children) => h("p", { class: "dim" }, children);

/**
 * A picture that Python drew.
 * @param {string} text
 * @param {string} kind
 */
export function picture(text, kind = "picture") {
  const box = h("div", { class: kind });
  box.innerHTML = text;
  return box;
}

/** @param {string} answer */
export const markSign = (answer) => {
  const known = answer === "present" || answer === "absent" ? answer : "";
  return h("i", { class: `m ${known}`, role: "img", "aria-label": answer });
};

/**
 * The button that goes on.
 * @param {Child} label
 * @param {() => void} run
 * @param {string} [key]
 */
export const goButton = (label, run, key) =>
  h("button", { type: "button", class: "go", "data-key": key, onclick: run }, label);

/** @param {string} label @param {() => void} run */
export const toolButton = (label, run) =>
  h("button", { type: "button", class: "tool", onclick: run }, label);

/** @param {string} label @param {() => void} run */
export const crossButton = (label, run) =>
  h("button", { type: "button", "aria-label": label, onclick: run }, icon("close"));
