// The views of a step: what is likely, why, where, and Bayes made visible.
import { stateOf } from "../app/marks.js";
import { h } from "../dom.js";
import { painDrawing } from "../drawing/figure.js";
import { paintDrawing } from "../drawing/paint.js";
import { later, t } from "../language.js";
import { bayesOf, proofsOf } from "./bayes.js";
import { handsOf } from "./hands.js";
import { likelyOf } from "./likely.js";
import { dim, picture, standing, withheld } from "./parts.js";

/** @import { Lesson, Seen } from "../payload" */
/** @import { Pointing } from "../types" */
/** @import { Room } from "./room.js" */

const LITTLE_KNOWN = later("Too little is known for this ranking to hold.");

/** @param {Room} room @param {Lesson} lesson @param {Seen} view @param {boolean} done */
export function faceOf(room, lesson, view, done) {
  if (room.asking) return handsOf(room);
  if (room.face === "likely") return likelyOf(room, lesson, view, done);
  if (room.face === "drawing") return whereOf(room, view);
  if (room.face === "bayes") return bayesOf(room, lesson, view);
  if (!room.ranks(view)) return withheld(room, view);
  return room.face === "why" ? whyOf(view) : proofsOf(room, view);
}

/** @param {Seen} view */
function whyOf(view) {
  const little = view.little ? dim(t(LITTLE_KNOWN)) : null;
  return h("div", { class: "chart" }, standing(view), little, picture(view.grid, "gridbox"));
}

/** @param {Room} room @param {Seen} view */
function whereOf(room, view) {
  const { catalogue, root } = room;
  /** @type {Pointing} a drawing that is looked at only */
  const still = {
    root,
    catalogue,
    case: view.case,
    tris: new Set(),
    finding: (id) => catalogue.findings.find((f) => f.id === id),
    state: (id) => stateOf(view.case, id),
    paused: () => false,
    mark() {},
    change() {},
  };
  const drawing = painDrawing(still);
  paintDrawing(drawing, still, { glow: room.ranks(view) ? view.glow : [], target: null });
  drawing.inert = true;
  return h("div", { class: "where" }, room.ranks(view) ? standing(view) : null, drawing);
}
