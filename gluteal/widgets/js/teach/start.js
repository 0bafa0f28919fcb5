// The teaching screen: the library, a case on the wall, the quiz, and the free explorer of a case.
import { fit, frame, theme } from "../app/host.js";
import { startApp } from "../app/start.js";
import { h, maybe } from "../dom.js";
import { speak, t } from "../language.js";
import { drawLesson } from "./lesson.js";
import { drawLibrary } from "./library.js";
import { FACES, Room } from "./room.js";

/** @import { Model } from "../types" */

/** @param {{ model: Model, el: HTMLElement }} page */
export function startTeach({ model, el }) {
  speak(model.get("catalogue").language);
  const root = frame("glu teach");
  const stage = h("div", { class: "stage" });
  const free = h("div", { class: "free", hidden: true });
  const room = new Room(model, root, stage);
  root.append(stage, free);
  el.append(root);
  room.draw = () => drawLesson(room);
  room.drawLibrary = () => drawLibrary(room);
  room.explore = () => explore(room, free);
  root.addEventListener("keydown", (e) => {
    e.stopPropagation();
    if (handKey(room, e) || lessonKey(room, e)) e.preventDefault();
  });
  const stop = [theme(root), fit(root, h("div", { class: "chart" }, h("i")))];
  openFirst(room);
  return () => stop.forEach((end) => end());
}

/** @param {Room} room */
async function openFirst(room) {
  await room.library();
  if (room.book?.first) room.open(room.book.first);
}

/**
 * The case of this step in the free explorer.
 * @param {Room} room
 * @param {HTMLElement} place
 */
async function explore(room, place) {
  await room.ask("free", room.about());
  const back = () => {
    stop();
    place.hidden = true;
    place.replaceChildren();
    room.stage.hidden = false;
    room.root.focus();
  };
  const extra = h(
    "button",
    { type: "button", class: "tool back", onclick: back },
    t("Back to the case"),
  );
  room.stage.hidden = true;
  place.hidden = false;
  const stop = startApp({ model: room.model, el: place, extra });
}

/**
 * Keys while hands are counted; says whether it was one.
 * @param {Room} room
 * @param {KeyboardEvent} e
 */
function handKey(room, e) {
  const at = /** @type {HTMLElement} */ (e.target);
  const form = /** @type {HTMLFormElement | null} */ (at.closest(".hands"));
  if (!room.asking || !form || !["Escape", "PageUp", "PageDown"].includes(e.key)) return false;
  if (e.key === "PageDown") {
    form.requestSubmit();
  } else {
    room.askRoom();
    room.root.focus();
  }
  return true;
}

/**
 * Keys of a case on the wall; says whether it was one.
 * @param {Room} room
 * @param {KeyboardEvent} e
 */
function lessonKey(room, e) {
  const at = /** @type {HTMLElement} */ (e.target);
  const elsewhere = at.closest("input, select, textarea, dialog, .free");
  if (elsewhere || e.ctrlKey || e.metaKey || e.altKey || !room.lesson) {
    return false;
  }
  const steps = { ArrowRight: 1, PageDown: 1, ArrowLeft: -1, PageUp: -1 }[e.key];
  const face = FACES[Number(e.key) - 1];
  const key = e.key.toLowerCase();
  if (steps) room.go(room.step + steps);
  else if (face) room.turn(face.id);
  else if (key === "m" && !room.done) room.reveal();
  else if (key === "r") askTheRoom(room);
  else if (key === "s" && room.shown) room.insist();
  else if (e.key === "Home") room.go(1);
  else if (e.key === "Escape") room.library();
  else return false;
  return true;
}

/** @param {Room} room */
function askTheRoom(room) {
  room.askRoom();
  maybe(room.stage, ".hands input")?.focus();
}
