// State of the teaching screen: which case, which step, what the room said, what is shown.
import { asker } from "../app/ask.js";
import { later } from "../language.js";
import { heardOf } from "./scores.js";

/** @import { Book, Lesson, Library, Seen } from "../payload" */
/** @import { Model } from "../types" */

/** @typedef {"likely" | "why" | "drawing" | "bayes" | "proofs"} Face */
/** @typedef {{ on: string, pre: number, state: string, cause: string, finding: string }} OneFinding */

/** @type {{ id: Face, label: string }[]} */
export const FACES = [
  { id: "likely", label: later("What is likely?") },
  { id: "why", label: later("Why?") },
  { id: "drawing", label: later("Where?") },
  { id: "bayes", label: later("One finding") },
  { id: "proofs", label: later("All together") },
];
const PATIENCE = 1500; // milliseconds at an outcome before a press goes on to the next case

/** A case on the wall: one step at a time, the room before the model, the confirmed cause last. */
export class Room {
  /**
   * @param {Model} model
   * @param {HTMLElement} root
   * @param {HTMLElement} stage
   */
  constructor(model, root, stage) {
    this.model = model;
    this.root = root;
    this.stage = stage;
    this.catalogue = model.get("catalogue");
    this.ask = asker(model, () => root.isConnected).ask;
    /** @type {Library | null} */
    this.book = null;
    /** @type {Book[] | null} */
    this.plan = null;
    /** @type {Lesson | null} */
    this.lesson = null;
    this.step = 0;
    this.reached = 0;
    /** Steps at which the model was asked for. */
    this.revealed = new Set();
    /** Steps at which a suspended ranking was asked for all the same. */
    this.insisted = new Set();
    this.asking = false;
    /** @type {Face} */
    this.face = "likely";
    /** @type {Record<number, Record<string, number>>} hands for each cause, by step */
    this.hands = {};
    /** Steps at which the hands were counted. */
    this.counted = new Set();
    /** @type {OneFinding | null} */
    this.bayes = null;
    this.draw = () => {};
    this.drawLibrary = () => {};
    this.explore = () => {};
  }

  /** The last step, or the one that is shown: the outcome has none of its own. */
  at() {
    return Math.min(this.step, this.lesson?.steps.length ?? 0);
  }

  /** The case of the session after this one, or with -1 the one before. */
  neighbour(by = 1) {
    if (!this.plan) return undefined;
    return this.plan[this.plan.findIndex((book) => book.id === this.lesson?.case) + by];
  }

  /** Whether the confirmed cause is told. */
  get done() {
    return this.lesson !== null && this.step > this.lesson.steps.length;
  }

  /** Whether the model speaks: when it is asked, and at the outcome. */
  get shown() {
    return this.done || this.revealed.has(this.step);
  }

  /**
   * Whether its ranking is seen: one that is suspended only when the lecturer insists.
   * @param {Seen} view
   */
  ranks(view) {
    return this.shown && (this.done || !view.suspended || this.insisted.has(this.step));
  }

  /** What the room said at this step; at the outcome, what it said last. */
  heard() {
    const steps = [...this.counted].sort((a, b) => a - b);
    const step = this.done ? steps.at(-1) : steps.find((some) => some === this.step);
    return step === undefined ? undefined : heardOf(step, this.hands[step]);
  }

  about(step = this.step) {
    const { case: id, setting, steps } = this.lesson ?? { case: "", setting: "", steps: [] };
    return { case: id, setting, step: Math.min(step, steps.length) };
  }

  /** @param {number} step */
  go(step) {
    if (!this.lesson) return;
    const last = this.lesson.steps.length + 1;
    const next = this.neighbour();
    const before = this.neighbour(-1);
    if (step > last && next) {
      if (performance.now() - this.reached > PATIENCE) this.open(next.id); // not by one press too many
      return;
    }
    if (step < 1 && this.plan) {
      if (before) this.open(before.id);
      return;
    }
    if (step === last && this.step < last) this.reached = performance.now();
    this.step = Math.max(1, Math.min(last, step));
    this.asking = false;
    this.draw();
  }

  /** @param {string} id */
  async open(id) {
    this.busy(true);
    this.lesson = await this.ask("lesson", { case: id });
    this.step = 1;
    this.hands = {};
    this.counted = new Set();
    this.revealed = new Set();
    this.insisted = new Set();
    this.asking = false;
    this.face = "likely";
    this.bayes = null;
    this.draw();
    this.busy(false);
    this.root.focus();
  }

  /**
   * The same case where its causes are more or less common.
   * @param {string} setting
   */
  async settle(setting) {
    this.busy(true);
    this.lesson = await this.ask("lesson", { case: this.lesson?.case, setting });
    this.draw();
    this.busy(false);
    this.root.focus();
  }

  /** The hands of this step are all up. */
  count() {
    const step = this.at();
    if (heardOf(step, this.hands[step])) this.counted.add(step);
    else this.counted.delete(step);
    this.asking = false;
    this.face = "likely";
    this.draw();
  }

  async library() {
    this.lesson = null;
    this.plan = null;
    this.book ??= await this.ask("library");
    this.drawLibrary();
    this.busy(false);
  }

  /** @param {Face} face */
  turn(face) {
    this.face = face;
    this.draw();
  }

  reveal() {
    const { step, revealed } = this;
    if (revealed.has(step)) revealed.delete(step);
    else revealed.add(step);
    this.insisted.delete(step);
    this.asking = false;
    this.draw();
  }

  /** The ranking although it is suspended; asked again, not. */
  insist() {
    const { step, insisted } = this;
    if (insisted.has(step)) insisted.delete(step);
    else insisted.add(step);
    this.draw();
  }

  askRoom() {
    this.asking = !this.asking && !this.done;
    this.draw();
  }

  /** @param {boolean} now */
  busy(now) {
    this.root.setAttribute("aria-busy", String(now));
  }
}
