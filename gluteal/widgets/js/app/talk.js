// What is agreed with Python: it owns the case, the page sends changes and shows what belongs to it.
import { asker } from "./ask.js";
import { applied } from "./changes.js";
import { Keeper } from "./keeper.js";
import { Pulse } from "./pulse.js";

/** @import { CaseFields, Kept as Saving, Shown, Told, View } from "../payload" */
/** @import { Ask, Change, Kept, Model } from "../types" */

/** What is shown before the first answer. */
const NOTHING_YET = {
  flags: [],
  cards: [],
  next: [],
  next_said: "",
  notices: [],
  glow: [],
  no_ranking: [],
  causes: [],
  inapplicable: [],
  before: { topics: [], precautions: [] },
  target: null,
  grid: "",
};
const SOON = 80; // milliseconds until the marks are drawn, if the answer is not there by then
const LATE = 300; // and until the answers on the screen are shown as those to earlier marks
/** Questions whose answers follow from the marks: they wait until the marks are with Python. */
const FOLLOWS = new Set([
  "firm",
  "sentence",
  "contributions",
  "option",
  "compare",
  "handout",
  "cases",
]);

/** What the screen draws when the state moves. */
export class Screen {
  drawList() {}
  drawMarks() {}
  /** The answer to the present marks. */
  drawView() {}
  /** The marks have moved on and there is no answer yet. @param {boolean} _late */
  drawWaiting(_late) {}
  /** What is said of saving. */
  drawSaved() {}
  /** What is said of Python. */
  drawPulse() {}
  /** What could not be done, and how to do it all the same. */
  /** @param {string} _said @param {() => void} [_anyway] */
  drawRefusal(_said, _anyway) {}
  /** A case of the journal takes the place of the last one. */
  drawAnew() {}
  /** The place where precautions are asked for. */
  openPrecautions() {}
  focusList() {}
}

/** The case, and the answers that belong to it. */
export class Talk {
  /**
   * @param {Model} model
   * @param {HTMLElement} root
   */
  constructor(model, root) {
    this.model = model;
    this.root = root;
    this.catalogue = model.get("catalogue");
    this.byId = new Map(this.catalogue.findings.map((f) => [f.id, f]));
    this.screen = new Screen();
    /** @type {CaseFields} with all that was changed here, answered or not */
    this.case = {};
    this.view = /** @type {View} */ (/** @type {unknown} */ (NOTHING_YET));
    /** @type {Told[]} */
    this.troubles = [];
    this.failed = "";
    /** @type {Change[]} changes that Python has not been told */
    this.pending = [];
    /** @type {Change[]} changes that it was told, without an answer yet */
    this.sent = [];
    this.turn = 0;
    this.rev = -1; // of the newest case that this page knows of
    this.drawn = -1; // of the case that the view belongs to
    this.asking = false;
    this.allRows = false;
    /** @type {Set<Kept>} */
    this.tris = new Set();
    /** @type {(() => void) | null} drawn again when an answer has come */
    this.whenSettled = null;
    /** @type {(() => void)[]} */
    this.waiters = [];
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.soon = undefined;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.late = undefined;
    const { ask, askWhole } = asker(model, () => root.isConnected);
    this.asked = ask;
    this.askWhole = askWhole;
    this.keeper = new Keeper(this);
    this.pulse = new Pulse(this);
    /** @type {Ask} */
    this.ask = async (name, more) => {
      if (FOLLOWS.has(name)) await this.settled();
      return this.asked(name, more);
    };
  }

  /** @param {string} id */
  finding(id) {
    return this.byId.get(id);
  }

  /** Findings that are other answers to the same question. @param {string} id */
  others(id) {
    const question = this.finding(id)?.question;
    if (!question) return [];
    const same = this.catalogue.findings.filter((f) => f.question === question && f.id !== id);
    return same.map((f) => f.id);
  }

  /** Whether what is shown belongs to exactly the marks that stand on the page. */
  get current() {
    return !this.pending.length && !this.sent.length && this.drawn === this.rev && !this.failed;
  }

  showRows() {
    this.allRows = !this.allRows;
    this.send();
  }

  /** Causes that the heatmap shows; as many as Python thinks best, unless room is short. */
  rows() {
    if (this.allRows) return 99;
    return this.root.classList.contains("short") ? 5 : undefined;
  }

  /** @param {Change[]} changes */
  put(changes) {
    if (!changes.length) return;
    this.pulse.felt();
    this.case = applied(this.case, changes, (id) => this.others(id));
    this.pending = [...this.pending, ...changes];
    this.send(); // first: all that follows is done while Python works
    this.keeper.hold();
    this.showStates(); // at once; all else with the answer, in one frame, unless it is long in coming
    clearTimeout(this.soon);
    this.soon = setTimeout(() => this.screen.drawMarks(), SOON);
  }

  showStates() {
    for (const tri of this.tris) {
      if (tri.element.isConnected) tri.refresh();
      else this.tris.delete(tri);
    }
  }

  /** Tell Python what was changed; what is shown does not belong to it until the answer is there. */
  send() {
    if (!this.asking) this.converse();
    this.wait();
  }

  /** One question at a time: while Python works, later changes wait for the next one. */
  async converse() {
    this.asking = true;
    do {
      this.sent = this.pending;
      this.pending = [];
      this.turn += 1;
      const more = { turn: this.turn, changes: this.sent, rows: this.rows() };
      const shown = await this.asked("change", more);
      this.sent = [];
      this.take(shown);
    } while (this.pending.length || this.drawn < this.rev);
    this.asking = false;
    this.draw();
  }

  /** The screen says that it does not belong to the marks yet. */
  wait() {
    this.busy(true);
    this.screen.drawWaiting(this.root.classList.contains("late"));
    this.screen.drawSaved();
    this.late ??= setTimeout(() => {
      this.screen.drawMarks();
      this.screen.drawWaiting(true);
    }, LATE);
  }

  /** The case as Python holds it, with what was changed here since. @param {Shown} shown */
  take(shown) {
    this.rev = Math.max(this.rev, shown.rev);
    this.drawn = shown.rev;
    const since = [...this.sent, ...this.pending];
    this.case = applied(shown.case, since, (id) => this.others(id));
    this.troubles = shown.troubles;
    this.failed = shown.failed;
    if (shown.view) this.view = shown.view;
    this.showStates(); // what another page marked, or took away, shows in every list
    this.keeper.saving = shown.kept; // heeded with the drawing of the answer, which follows
  }

  /** Another case takes the place of this one; what is still asked is answered for it. @param {Shown} shown */
  meet(shown) {
    this.take(shown);
    if (this.asking) return;
    if (this.pending.length) this.send();
    else this.draw();
  }

  draw() {
    clearTimeout(this.late);
    this.late = undefined;
    this.screen.drawView();
    this.busy(false);
    this.keeper.heed(this.keeper.saving);
    this.whenSettled?.();
    for (const wake of this.waiters.splice(0)) wake();
  }

  /** Another page changed the case, or the journal has spoken. @param {Saving} kept */
  told(kept) {
    const moved = kept.rev > this.rev;
    this.rev = Math.max(this.rev, kept.rev);
    this.keeper.heed(kept);
    if (moved && this.drawn >= 0) this.send();
  }

  /** When what is shown belongs to the marks. */
  settled() {
    if (this.current && !this.asking) return Promise.resolve();
    return new Promise((resolve) => this.waiters.push(() => resolve(undefined)));
  }

  /** @param {boolean} now */
  busy(now) {
    this.root.setAttribute("aria-busy", String(now));
  }

  /** Whether something was marked that Python has not answered. */
  dirty() {
    return this.pending.length > 0 || this.sent.length > 0;
  }
}
