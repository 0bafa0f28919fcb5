// The drawing as text: two figures, each of two halves.
import { t } from "../language.js";
import { BONES, FLIP, INNER, MIDLINE, OUTER, SKIN, flipped } from "./outline.js";
import { PLACES } from "./places.js";
import { REGIONS } from "./regions.js";

/** @import { Side } from "./outline.js" */
/** @import { Place } from "./places.js" */
/** @import { Figure, Region } from "./regions.js" */

/** @type {Side[]} */
const HALVES = ["right", "left"];
const POINT = "fortin_finger_sign"; // lies above the others

/**
 * The whole drawing.
 * @param {number} n its number on the page, for the ids of what is defined once
 */
export function drawingMarkup(n) {
  const figures = figureMarkup("back", n) + figureMarkup("front", n);
  const captions = caption(100, t("Back")) + caption(320, t("Front"));
  const letters = [
    letter(44, "left"),
    letter(156, "right"),
    letter(264, "right"),
    letter(376, "left"),
  ];
  return (
    `<svg viewBox="26 0 370 326" role="group"><defs>${definitions(n)}</defs>` +
    `${figures}<g class="marks"></g>${captions}${letters.join("")}</svg><div class="beside"></div>`
  );
}

/** @param {number} x @param {string} text */
const caption = (x, text) =>
  `<text class="cap" x="${x}" y="321" text-anchor="middle">${text}</text>`;

/** @param {number} x @param {Side} side */
const letter = (x, side) =>
  `<text class="lr" data-side="${side}" x="${x}" y="14" text-anchor="middle">${t(side)[0].toUpperCase()}</text>`;

/** @param {number} n */
function definitions(n) {
  const half = `<path d="${OUTER}L${INNER}L100 -2Z"/>`;
  const other = half.replace("<path", `<path transform="${FLIP}"`);
  const fall = [
    [0, "f1"],
    [0.07, "f0"],
    [0.8, "f0"],
    [1, "f1"],
  ];
  const glow = [
    [0, "g0"],
    [0.55, "g1"],
    [1, "g2"],
  ];
  return (
    `<linearGradient id="pd${n}-fall" gradientUnits="userSpaceOnUse" x1="0" x2="0" y1="-2" ` +
    `y2="310">${stops(fall)}</linearGradient>` +
    `<radialGradient id="pd${n}-glow">${stops(glow)}</radialGradient>` +
    `${hatch(`pd${n}-hatch`, 45)}${hatch(`pd${n}-ctah`, -45)}` +
    `<clipPath id="pd${n}-half">${half}</clipPath>` +
    `<clipPath id="pd${n}-both">${half}${other}</clipPath>`
  );
}

/** @param {(string | number)[][]} list */
const stops = (list) =>
  list.map(([offset, kind]) => `<stop offset="${offset}" class="${kind}"/>`).join("");

/** @param {string} id @param {number} turn */
const hatch = (id, turn) =>
  `<pattern id="${id}" width="4.5" height="4.5" patternUnits="userSpaceOnUse" ` +
  `patternTransform="rotate(${turn})"><path class="hl" d="M2 0V4.5"/></pattern>`;

/** @param {Figure} figure @param {number} n */
function figureMarkup(figure, n) {
  const rows = REGIONS.filter((region) => region.figure === figure);
  const points = rows.filter(({ id }) => id === POINT);
  const flat = rows.filter(({ id }) => id !== POINT);
  const sided = flat.filter(({ x }) => x !== MIDLINE);
  const middle = flat.filter(({ x }) => x === MIDLINE);
  const both = `clip-path="url(#pd${n}-both)"`;
  const place = figure === "front" ? ' transform="translate(220 0)"' : "";
  /** @param {(side: Side) => string} draw */
  const halves = (draw) => HALVES.map(draw).join("");
  /** @param {Side} side */
  const hatched = (side) =>
    `style="--pd-hatch:url(#pd${n}-${flipped(figure, side) ? "ctah" : "hatch"})"`;
  /** @param {Side} side */
  const turned = (side) => turn(figure, side);
  return [
    `<g data-figure="${figure}"${place}><g>`,
    `<g class="body">${twice(`${OUTER}L${INNER}L100 -2Z`)}</g>`,
    `<g class="glow" ${both} role="img">${glows(figure, n)}</g>`,
    halves((side) => `<g${turned(side)}>${each(sided, side, targetPath)}</g>`),
    each(middle, "", targetPath),
    halves(
      (side) =>
        `<g${turned(side)} clip-path="url(#pd${n}-half)" ${hatched(side)}>` +
        `${each(sided, side, regionPath)}</g>`,
    ),
    `<g ${both} style="--pd-hatch:url(#pd${n}-hatch)">${each(middle, "", regionPath)}</g>`,
    `<g class="bone">${twice(BONES[figure])}</g>`,
    `<g class="skin">${twice(SKIN[figure])}</g>`,
    `<g class="outline">${twice(`${OUTER}M${INNER}`)}</g></g>`,
    `<path class="fade" d="M26 -3H174V344H26Z" fill="url(#pd${n}-fall)"/>`,
    halves(
      (side) =>
        `<g class="points"${turned(side)} ${hatched(side)}>` +
        `${each(points, side, targetPath)}${each(points, side, regionPath)}</g>`,
    ),
    `<g ${both}><g class="ring"><path/><path/></g></g></g>`,
  ].join("");
}

/** @param {Figure} figure @param {Side} side */
const turn = (figure, side) => (flipped(figure, side) ? ` transform="${FLIP}"` : "");

/** @param {string} path */
const twice = (path) => `<path d="${path}"/><path d="${path}" transform="${FLIP}"/>`;

/**
 * @param {Region[]} regions
 * @param {Side | ""} side
 * @param {(region: Region, side: Side | "") => string} draw
 */
const each = (regions, side, draw) => regions.map((region) => draw(region, side)).join("");

/** @param {Region} region @param {Side | ""} side */
const regionPath = ({ id, path }, side) =>
  `<path class="r" data-finding="${id}" data-side="${side}" d="${path}"/>`;

/** @param {Region} region @param {Side | ""} side */
function targetPath({ id, target }, side) {
  if (!target) return "";
  const at = `M${target.x} ${target.y}h.01`;
  return `<path class="hit" data-finding="${id}" data-side="${side}" d="${at}"/>`;
}

/** @param {Figure} figure @param {number} n */
function glows(figure, n) {
  return Object.entries(PLACES)
    .flatMap(([id, at]) => (at?.side === figure ? glowsOf(id, at, figure, n) : []))
    .join("");
}

/**
 * @param {string} id
 * @param {Place} at
 * @param {Figure} figure
 * @param {number} n
 */
function glowsOf(id, { x, y, rx, ry }, figure, n) {
  const middle = x === MIDLINE;
  return HALVES.slice(middle ? 1 : 0).map(
    (side) =>
      `<ellipse data-place="${id}" data-side="${middle ? "" : side}"${turn(figure, side)} ` +
      `cx="${x}" cy="${y}" rx="${rx}" ry="${ry}" fill="url(#pd${n}-glow)" opacity="0">` +
      "<title></title></ellipse>",
  );
}
