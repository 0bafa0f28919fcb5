// Controls that many parts are made of.
import { h, icon, one } from "./dom.js";

/** @import { Child } from "./types" */
/** @import { IconName } from "./dom.js" */

/**
 * A button of a tool bar; with an icon its label is said and shown on hover.
 * @param {string} label
 * @param {() => void} run
 * @param {IconName} [name]
 */
export function tool(label, run, name) {
  const said = name ? { "aria-label": label, title: label } : {};
  return h(
    "button",
    { type: "button", class: "tool", "data-key": label, ...said, onclick: run },
    name ? icon(name) : label,
  );
}

/**
 * A button that reads as part of a sentence.
 * @param {Child} label
 * @param {() => void} run
 * @param {string} [key] keeps the focus when the part is drawn again
 * @param {string} [also] another class
 */
export function link(label, run, key, also) {
  const kind = also ? `link ${also}` : "link";
  return h("button", { type: "button", class: kind, "data-key": key, onclick: run }, label);
}

/**
 * A choice of one; the options are value and words.
 * @param {{ id: string, label: string }[]} options
 * @param {string} chosen
 * @param {(value: string) => void} take
 * @param {Record<string, string>} attributes
 */
export function choice(options, chosen, take, attributes = {}) {
  return h(
    "select",
    { ...attributes, onchange: (e) => take(e.target.value) },
    options.map(({ id, label }) => h("option", { value: id, selected: id === chosen }, label)),
  );
}

/**
 * The head of a table.
 * @param {string[]} titles
 */
export const head = (titles) =>
  h(
    "thead",
    {},
    h(
      "tr",
      {},
      titles.map((title) => h("th", { scope: "col" }, title)),
    ),
  );

/**
 * A button that opens a panel below itself; Escape, a click elsewhere or leaving it by keyboard
 * closes it.
 * @param {string} key
 * @param {string} name
 * @param {Child} label
 * @param {Child[]} body
 */
export function popover(key, name, label, ...body) {
  const button = h("summary", { "data-key": key, "aria-label": name }, label);
  const box = h("details", { class: "pop" }, button, h("div", { class: "panel" }, body));
  const shut = (back = false) => {
    if (!box.open) return;
    box.open = false;
    if (back) button.focus();
  };
  /** @param {Event} e */
  const elsewhere = (e) => {
    if (!e.composedPath().includes(box)) shut();
  };
  box.addEventListener("keydown", (e) => {
    if (e.key === "Escape") shut(true);
  });
  box.addEventListener("focusout", (e) => {
    const to = /** @type {Node | null} */ (e.relatedTarget);
    // a press on words within takes the focus to what is around: shut under the pointer, the page
    // of Chromium is lost, and the box that the words belong to stays unmarked
    if (to && !box.contains(to) && !to.contains(box)) shut();
  });
  box.addEventListener("toggle", () => {
    if (box.open) {
      document.addEventListener("pointerdown", elsewhere);
      keepInside(one(box, ".panel"));
      one(box, "input, select").focus();
    } else {
      document.removeEventListener("pointerdown", elsewhere);
    }
  });
  return box;
}

/** A panel that would run out of the screen is moved in. @param {HTMLElement} panel */
function keepInside(panel) {
  panel.style.left = "";
  const edge = panel.closest(".glu")?.getBoundingClientRect().right ?? Infinity;
  const over = panel.getBoundingClientRect().right + 8 - edge;
  if (over > 0) panel.style.left = `${-over}px`;
}
