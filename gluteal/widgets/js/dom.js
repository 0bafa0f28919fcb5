/** @import { Child, Props, Row } from "./types" */

/**
 * Elements from data: h("button", { class: "x", onclick }, child, child)
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Props} props
 * @param {Child[]} children
 */
export function h(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  for (const [key, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (key.startsWith("on")) {
      element.addEventListener(key.slice(2), /** @type {EventListener} */ (value));
    } else if (key === "value" || key === "checked" || key === "selected") {
      Object.assign(element, { [key]: value });
    } else {
      element.setAttribute(key, value === true ? "" : String(value));
    }
  }
  element.append(...flat(children));
  return element;
}

// marks that turn the direction of the text around them
const TURNING = /[\u202a-\u202e\u2066-\u2069]/g;

/**
 * Children in one list, without what is not there.
 * @param {Child} children
 * @returns {(Node | string)[]}
 */
function flat(children) {
  if (Array.isArray(children)) return children.flatMap(flat);
  if (children === null || children === undefined || children === false) return [];
  return [children instanceof Node ? children : String(children).replace(TURNING, "")];
}

const ICONS = {
  stop: "M5 1.5h6L14.5 5v6L11 14.5H5L1.5 11V5zM8 4.5v4.5M8 11.2v.3",
  warn: "M8 2 14.7 13.7H1.3zM8 6.3v3.6M8 11.8v.2",
  shield:
    "M8 1.5 13.5 3.4v4.1c0 3.4-2.3 5.8-5.5 7-3.2-1.2-5.5-3.6-5.5-7V3.4zM5.6 7.9l1.8 1.8 3-3.2",
  check: "M3.5 8.5l3 3 6-7",
  pause: "M5.5 3.5v9M10.5 3.5v9",
  flip: "M3 5.5h9l-2.4-2.4M13 10.5H4l2.4 2.4",
  close: "M4 4l8 8M12 4l-8 8",
  undo: "M3 6.5h6.5a3.5 3.5 0 0 1 0 7H7M3 6.5l3-3M3 6.5l3 3",
  redo: "M13 6.5H6.5a3.5 3.5 0 0 0 0 7H9M13 6.5l-3-3M13 6.5l-3 3",
  find: "M7 3a4 4 0 1 0 0 8a4 4 0 1 0 0-8M10 10l3.5 3.5",
  full: "M2.5 6V2.5H6M10 2.5h3.5V6M13.5 10v3.5H10M6 13.5H2.5V10",
  down: "M4 6.5l4 4 4-4",
  letter: "M3 1.8h6.5L13 5.2v9H3zM9.3 2v3.4h3.5M5.4 8.3h5.2M5.4 11h5.2",
};

/** @typedef {keyof typeof ICONS} IconName */

/** @param {IconName} name */
export function icon(name) {
  const space = "http://www.w3.org/2000/svg";
  const element = document.createElementNS(space, "svg");
  const path = document.createElementNS(space, "path");
  element.setAttribute("class", "ic");
  element.setAttribute("viewBox", "0 0 16 16");
  element.setAttribute("aria-hidden", "true");
  path.setAttribute("d", ICONS[name]);
  element.append(path);
  return element;
}

/**
 * The element in a place, which is there.
 * @param {ParentNode} place
 * @param {string} selector
 */
export function one(place, selector) {
  const element = maybe(place, selector);
  if (!element) throw new Error(`nothing on the page is ${selector}`);
  return element;
}

/**
 * The element in a place, if there is one.
 * @param {ParentNode} place
 * @param {string} selector
 * @returns {HTMLElement | null}
 */
export const maybe = (place, selector) => place.querySelector(selector);

/**
 * All elements in a place.
 * @param {ParentNode} place
 * @param {string} selector
 * @returns {HTMLElement[]}
 */
export const all = (place, selector) => [...place.querySelectorAll(selector)].map(asHTML);

/** @param {Element | EventTarget | null} element */
export const asHTML = (element) => /** @type {HTMLElement} */ (element);

/**
 * The key of the control in a place that has the focus.
 * @param {Element} place
 */
export function heldKey(place) {
  const now = document.activeElement;
  return place.contains(now) ? asHTML(now).dataset.key : undefined;
}

/**
 * Give the focus to the control with a key; says whether it is there.
 * @param {Element} place
 * @param {string} key
 */
export function focusKey(place, key) {
  const element = maybe(place, `[data-key="${CSS.escape(key)}"]`);
  element?.focus({ preventScroll: true });
  return Boolean(element);
}

/**
 * Replace the children of a place; keep the focus on the control that had it.
 * @param {Element} place
 * @param {Child[]} children
 */
export function fill(place, ...children) {
  const held = heldKey(place);
  place.replaceChildren(...flat(children).filter(Boolean));
  if (held) focusKey(place, held);
}

/** @type {WeakMap<Element, (item: any) => void>} */
const refreshed = new WeakMap();

/**
 * A list whose rows stay while their key stays; only new ones are made.
 * @template T
 * @param {HTMLElement} list
 * @param {T[]} items
 * @param {(item: T) => string} key
 * @param {(item: T) => Row<T>} make
 */
export function keyed(list, items, key, make) {
  const kept = new Map([...list.children].map((row) => [asHTML(row).dataset.row, asHTML(row)]));
  const rows = items.map((item) => {
    const row = kept.get(key(item)) ?? made(make(item));
    row.dataset.row = key(item);
    refreshed.get(row)?.(item);
    return row;
  });
  for (const row of kept.values()) if (!rows.includes(row)) row.remove();
  rows.forEach((row, i) => {
    if (list.children[i] !== row) list.insertBefore(row, list.children[i] ?? null);
  });
}

/** @param {Row<any>} row */
function made(row) {
  if (row.refresh) refreshed.set(row.element, row.refresh);
  return row.element;
}

/**
 * What is only looked at when it changed: draws once for each distinct value.
 * @template T
 * @param {(value: T) => void} draw
 * @returns {(value: T) => void}
 */
export function when(draw) {
  /** @type {string | null} */
  let last = null;
  return (value) => {
    const now = JSON.stringify(value) ?? "";
    if (now !== last) draw(value);
    last = now;
  };
}

/**
 * Bring a row into sight in its own box; nothing around it moves.
 * @param {Element | null} row
 * @param {Element | null} box
 */
export function show(row, box) {
  if (!row || !box) return;
  const at = row.getBoundingClientRect();
  const room = box.getBoundingClientRect();
  box.scrollTop += Math.max(0, at.bottom - room.bottom) - Math.max(0, room.top - at.top);
}
