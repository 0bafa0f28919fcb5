// Words in the gap between the figures, each with a lead to its place, none upon another.

/** @import { Figure } from "./regions.js" */

/** @typedef {{ figure: Figure, x: number, y: number, text: string, kind: string }} Lead */
/** @typedef {Lead & { lines: string[], top: number }} Placed */

const LINE = 12.5;
const GAP = 1.5;
const TOP = 22;
const BOTTOM = 304;

/** @param {Lead[]} items */
export const leads = (items) => placed(items).map(leadMarkup).join("");

/**
 * Where the words stand: beside their place, pushed down and then up until all have room.
 * @param {Lead[]} items
 * @returns {Placed[]}
 */
export function placed(items) {
  const list = items
    .map((item) => ({ ...item, lines: wrapped(item.text, roomAt(item.y)), top: 0 }))
    .sort((a, b) => a.y - b.y);
  let floor = TOP;
  for (const item of list) {
    item.top = Math.max(floor, item.y - 6.5 * item.lines.length);
    floor = item.top + LINE * item.lines.length + GAP;
  }
  let roof = BOTTOM;
  for (const item of [...list].reverse()) {
    item.top = Math.min(item.top, roof - LINE * item.lines.length);
    roof = item.top - GAP;
  }
  return list;
}

/**
 * Letters of a line; the hips leave less room.
 * @param {number} y
 */
const roomAt = (y) => (y > 60 && y < 135 ? 15 : 17);

/** @param {string} text @param {number} room */
function wrapped(text, room) {
  const lines = [""];
  for (const word of text.split(" ")) {
    const longer = `${lines[lines.length - 1]} ${word}`;
    if (longer.length <= room) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines.map((line) => line.trim()).filter(Boolean);
}

/** @param {Placed} lead */
function leadMarkup({ figure, x, y, top, lines, kind }) {
  const front = figure === "front";
  const edge = front ? 250 : 168;
  const middle = top + 6.25 * lines.length;
  const from = edge + (front ? -3 : 3);
  const anchor = front ? "end" : "start";
  const words = lines.map((line, i) => {
    const at = `x="${from}" y="${top + LINE * i + 10}"`;
    return `<text class="${kind}" ${at} text-anchor="${anchor}">${line}</text>`;
  });
  return `<path class="lead ${kind}" d="M${x} ${y}L${edge} ${middle}"/>${words.join("")}`;
}
