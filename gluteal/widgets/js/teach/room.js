// State of the teaching screen: which case, which step, what the room said, what is shown.
import { asker } from "../app/ask.js";

/** @import { Book, Lesson, Library, Scored } from "../payload" */
/** @import { Model } from "../types" */

/** @typedef {Scored & { n: number }} Heard what the room said, of how many hands */
/** @typedef {"likely" | "why" | "drawing" | "bayes" | "proofs"} Face */
/** @typedef {{ step: number, pre: number, state: string, cause: string, finding: string }} OneFinding */

/** @type {{ id: Face, label: string }[]} */
export const FACES = [
  { id: "likely", label: "What is likely?" },
  { id: "why", label: "Why?" },
  { id: "drawing", label: "Where?" },
  { id: "bayes", label: "One finding" },
  { id: "proofs", label: "All together" },
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
    this.shown = true;
    this.asking = false;
    /** @type {Face} */
    this.face = "likely";
    /** @type {Record<number, Record<string, number>>} hands for each cause, by step */
    this.hands = {};
    /** @type {Record<number, Heard>} by step */
    this.scores = {};
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

  /** What the room said at this step; at the outcome, what it said last. */
  heard() {
    const outcome = this.lesson && this.step > this.lesson.steps.length;
    return outcome ? Object.values(this.scores).at(-1) : this.scores[this.step];
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
    const asked = Object.keys(this.scores).length > 0;
    if (step > this.step && asked) this.shown = step >= last; // a room that is asked commits itself before the model
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
    this.scores = {};
    this.shown = !this.plan;
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
    for (const step of Object.keys(this.scores)) await this.score(Number(step));
    this.draw();
    this.busy(false);
    this.root.focus();
  }

  /** @param {number} step */
  async score(step) {
    const hands = this.hands[step];
    const n = Object.values(hands).reduce((sum, some) => sum + some, 0);
    delete this.scores[step];
    if (!n) return;
    this.scores[step] = { n, ...(await this.ask("score", { ...this.about(step), hands })) };
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
    this.shown = !this.shown;
    this.draw();
  }

  askRoom() {
    this.asking = !this.asking;
    this.draw();
  }

  /** @param {boolean} now */
  busy(now) {
    this.root.setAttribute("aria-busy", String(now));
  }
}
