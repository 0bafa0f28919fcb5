// What the teaching screen is made of.
import { h, icon } from "../dom.js";
import { later, t } from "../language.js";

/** @import { Seen } from "../payload" */
/** @import { Child } from "../types" */
/** @import { Room } from "./room.js" */

export const HIDDEN = later("The model is hidden.");

/**
 * One line below everything.
 * @param {Child[]} more
 */
export const footer = (...more) =>
  h("footer", {}, h("b", {}, t("Decision support, not a diagnosis. ").trim()), more);

/**
 * In place of the ranking: the room speaks first, or the ranking does not hold.
 * @param {Room} room
 * @param {Seen} view
 */
export function withheld(room, view) {
  if (room.shown) {
    return h(
      "div",
      { class: "waits" },
      h("p", { class: "big" }, view.suspended),
      goButton([t("Show it all the same "), h("kbd", {}, "S")], () => room.insist(), "insist"),
    );
  }
  return h(
    "div",
    { class: "waits" },
    h("p", { class: "big" }, t("What does the room say?")),
    h(
      "p",
      {},
      goButton([t("Ask the room "), h("kbd", {}, "R")], () => room.askRoom(), "ask"),
      goButton([t("Show the model "), h("kbd", {}, "M")], () => room.reveal(), "reveal"),
    ),
  );
}

/**
 * That a ranking is seen although it does not hold.
 * @param {Seen} view
 */
export const standing = ({ suspended }) =>
  suspended ? h("p", { class: "standing" }, suspended) : null;

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
  return h("i", { class: `m ${known}`, role: "img", "aria-label": t(answer) });
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
