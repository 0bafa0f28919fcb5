// What stands on the drawing now.
import { all, one } from "../dom.js";
import { t } from "../language.js";
import { saidOf } from "../marks/states.js";
import { two } from "../numbers.js";
import { leads } from "./leads.js";
import { MIDLINE, across } from "./outline.js";
import { TARGETS } from "./places.js";
import { REGIONS } from "./regions.js";

/** @import { Glow } from "../payload" */
/** @import { Pointing } from "../types" */
/** @import { Lead } from "./leads.js" */

const CROSS = "M-9 0H-2.6M2.6 0H9M0 -9V-2.6M0 2.6V9";

/**
 * @param {HTMLElement} element
 * @param {Pointing} app
 * @param {{ glow: Glow[], target: string | null }} view
 */
export function paintDrawing(element, app, { glow, target }) {
  const svg = one(element, "svg");
  const { side } = app.case;
  const sides = side === "left" || side === "right" ? [side] : ["right", "left"]; // not given: neither is claimed
  /** @param {HTMLElement} node */
  const live = (node) => !node.dataset.side || sides.includes(node.dataset.side);
  set(svg, { "aria-label": drawingSaid(side) });
  for (const node of all(svg, ".hit")) node.classList.toggle("live", live(node));
  for (const node of all(svg, ".lr")) node.classList.toggle("on", Boolean(side) && live(node));
  paintRegions(svg, app, live);
  for (const group of all(svg, ".glow")) paintGlow(group, glow, live);
  one(svg, ".marks").innerHTML = marksMarkup(app, sides, target);
  for (const button of all(element, ".seg button")) {
    set(button, { "aria-pressed": String(side === button.getAttribute("value")) });
  }
}

/** @param {string | undefined} side */
const drawingSaid = (side) =>
  t("Pain drawing, back and front, painful side {side}", { side: t(side ?? "not given") });

/**
 * Attributes of a node, touched only where they change.
 * @param {HTMLElement} node
 * @param {Record<string, string | null>} attributes
 */
function set(node, attributes) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null) node.removeAttribute(name);
    else if (node.getAttribute(name) !== value) node.setAttribute(name, value);
  }
}

/**
 * Each finding is one button, however often it is drawn.
 * @param {HTMLElement} svg
 * @param {Pointing} app
 * @param {(node: HTMLElement) => boolean} live
 */
function paintRegions(svg, app, live) {
  const seen = new Set();
  for (const node of all(svg, ".r")) {
    const id = node.dataset.finding ?? "";
    const state = app.state(id);
    const first = live(node) && !seen.has(id);
    const pressed = first && state !== "unknown";
    const kind = [
      "r",
      live(node) ? `live ${state}` : "mirror",
      app.case.paused?.includes(id) && "paused",
      node.classList.contains("over") && "over",
    ];
    if (first) seen.add(id);
    set(node, {
      class: kind.filter(Boolean).join(" "),
      role: first ? "button" : null,
      tabindex: first ? "0" : null,
      "aria-hidden": first ? null : "true",
      "data-key": first ? `drawing:${id}` : null,
      "aria-label": first ? `${app.finding(id)?.label ?? id}: ${saidOf(state)}` : null,
      "aria-pressed": pressed ? String(state === "present") : null,
    });
  }
}

/**
 * The places of likely causes.
 * @param {HTMLElement} group
 * @param {Glow[]} glow
 * @param {(node: HTMLElement) => boolean} live
 */
function paintGlow(group, glow, live) {
  const named = new Set();
  for (const node of all(group, "[data-place]")) {
    const cause = live(node) ? glow.find(({ id }) => id === node.dataset.place) : undefined;
    const text = cause ? `${cause.label} ${two(cause.probability)}` : "";
    set(node, { opacity: cause ? brightness(cause.probability) : "0" });
    if (cause) named.add(text);
    if (node.textContent !== text) one(node, "title").textContent = text;
  }
  set(group, {
    "aria-label": named.size
      ? t("Likely places: {places}", { places: [...named].join(", ") })
      : null,
    "aria-hidden": named.size ? null : "true",
  });
}

/** @param {number} p */
const brightness = (p) => Math.min(0.92, 1.05 * p ** 0.45).toFixed(2);

/**
 * Words of what is marked, and the target of the first injection.
 * @param {Pointing} app
 * @param {string[]} sides
 * @param {string | null} injection
 */
function marksMarkup(app, sides, injection) {
  const [near] = sides;
  const target = injection === null ? undefined : TARGETS[injection];
  const spots = markedSpots(app, near);
  if (!target) return `<g aria-hidden="true">${leads(spots)}</g>`;
  const { side: figure, x, y } = target;
  const label = t(target.label);
  /** @param {string} side */
  const hair = (side) =>
    '<g class="target" role="img" ' +
    `aria-label="${t("Injection target: {label}", { label })}" ` +
    `transform="translate(${across(figure, side, x)} ${y})">` +
    `<circle class="halo" r="4.6"/><path class="halo" d="${CROSS}"/>` +
    `<circle r="4.6"/><path d="${CROSS}"/></g>`;
  const at = across(figure, near, x);
  spots.push({ figure, x: at, y, text: t("target, {label}", { label }), kind: "tg" });
  const hairs = sides.slice(0, x === MIDLINE ? 1 : 2).map(hair);
  return `<g aria-hidden="true">${leads(spots)}</g>${hairs.join("")}`;
}

/**
 * @param {Pointing} app
 * @param {string} near
 */
function markedSpots(app, near) {
  /** @type {Map<string, Lead>} */
  const spots = new Map();
  for (const { figure, id, word, x, y } of REGIONS) {
    const state = app.state(id);
    if (state === "unknown" || spots.has(id)) continue;
    const text = state === "absent" ? t("not {word}", { word: t(word) }) : t(word);
    spots.set(id, { figure, x: across(figure, near, x), y, text, kind: state });
  }
  return [...spots.values()];
}
