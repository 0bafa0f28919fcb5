// The views of a step: what is likely, why, where, and Bayes made visible.
import { stateOf } from "../app/marks.js";
import { h } from "../dom.js";
import { painDrawing } from "../drawing/figure.js";
import { paintDrawing } from "../drawing/paint.js";
import { bayesOf, proofsOf } from "./bayes.js";
import { handsOf } from "./hands.js";
import { likelyOf } from "./likely.js";
import { HIDDEN, dim, picture } from "./parts.js";

/** @import { Lesson, Seen } from "../payload" */
/** @import { Pointing } from "../types" */
/** @import { Room } from "./room.js" */

const LITTLE_KNOWN =
  "Too little is known for a ranking: the order is that from before the findings.";

/** @param {Room} room @param {Lesson} lesson @param {Seen} view @param {boolean} done */
export function faceOf(room, lesson, view, done) {
  if (room.asking) return handsOf(room, view);
  if (room.face === "why") return whyOf(room, view);
  if (room.face === "drawing") return whereOf(room, view);
  if (room.face === "bayes") return bayesOf(room, lesson, view);
  if (room.face === "proofs") return room.shown ? proofsOf(room, view) : dim(HIDDEN);
  return likelyOf(room, lesson, view, done);
}

/** @param {Room} room @param {Seen} view */
function whyOf(room, view) {
  if (!room.shown) return h("div", { class: "chart" }, dim(HIDDEN));
  const little = view.little ? dim(LITTLE_KNOWN) : null;
  return h("div", { class: "chart" }, little, picture(view.grid, "gridbox"));
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
  paintDrawing(drawing, still, { glow: room.shown ? view.glow : [], target: null });
  drawing.inert = true;
  return h("div", { class: "big" }, drawing);
}
