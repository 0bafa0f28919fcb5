// State of the screen. The page owns the marks; Python answers with a view of them.
import { asker, turns } from "./ask.js";
import { Past, marked, pausedOrNot, said, stateOf } from "./marks.js";

/** @import { CaseFields, Flag, Opened, Entries, Problem, State, View } from "../payload" */
/** @import { Kept, Model } from "../types" */

/** What is shown before the first answer. */
const NOTHING_YET = {
  flags: [],
  cards: [],
  next: [],
  glow: [],
  causes: [],
  target: null,
  grid: "",
};

/** What the screen draws when the state moves. */
export class Screen {
  drawList() {}
  drawMarks() {}
  /** @param {string} [_error] @param {number} [_turn] */
  drawView(_error, _turn) {}
  /** A case of the journal takes the place of the last one. */
  drawAnew() {}
  /** The place where precautions are asked for. */
  openPrecautions() {}
  focusList() {}
}

/** The marks, the last view of them, and all that can be done to them. */
export class App {
  /**
   * @param {Model} model
   * @param {HTMLElement} root
   */
  constructor(model, root) {
    this.model = model;
    this.root = root;
    this.catalogue = model.get("catalogue");
    this.screen = new Screen();
    /** @type {CaseFields} */
    this.case = {};
    this.view = /** @type {View} */ (/** @type {unknown} */ (NOTHING_YET));
    this.past = new Past();
    this.words = "";
    this.tab = this.catalogue.first_tab;
    this.allRows = false;
    /** @type {Set<Kept>} */
    this.tris = new Set();
    /** @type {(() => void) | null} drawn again when an answer has come */
    this.whenSettled = null;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.soon = undefined;
    const { ask, askWhole } = asker(model, () => root.isConnected);
    this.ask = ask;
    this.askWhole = askWhole;
    this.turns = turns(
      () => ask("show", { case: this.case, rows: this.rows() }),
      (shown, turn) => this.take(shown, turn),
    );
    this.byId = new Map(this.catalogue.findings.map((f) => [f.id, f]));
  }

  /** @param {string} id */
  finding(id) {
    return this.byId.get(id);
  }

  /** @param {string} label */
  inTab(label) {
    const tab = this.tabOf(label);
    return this.catalogue.findings.filter((f) =>
      tab.screening ? f.screening : tab.stages.includes(f.stage),
    );
  }

  /** @param {string} label */
  tabOf(label) {
    return this.catalogue.tabs.find((tab) => tab.label === label) ?? this.catalogue.tabs[0];
  }

  /** @param {string} id */
  precaution(id) {
    return this.catalogue.precautions.find((p) => p.id === id)?.label ?? id;
  }

  /** @param {string} id */
  state(id) {
    return stateOf(this.case, id);
  }

  /** @param {string} id */
  paused(id) {
    return this.case.paused?.includes(id) ?? false;
  }

  /** @param {string} id */
  urgent(id) {
    return this.view.flags.some((f) => pressing(f) && f.signs.includes(id));
  }

  /** @param {string} id @param {State} state */
  mark(id, state) {
    this.change(marked(this.case, id, state));
  }

  /** @param {string} id */
  pause(id) {
    this.change(pausedOrNot(this.case, id));
  }

  /** @param {keyof CaseFields} key @param {unknown} value */
  set(key, value) {
    this.change({ ...this.case, [key]: value });
  }

  /** @param {{ id: string, label: string }} flag */
  clearFlag(flag) {
    const reason = window
      .prompt(`Why is \u201c${flag.label}\u201d settled? The reason is kept with the case.`)
      ?.trim();
    if (reason) this.set("cleared", { ...this.case.cleared, [flag.id]: reason });
  }

  /** @param {string} id */
  reopenFlag(id) {
    const rest = Object.entries(this.case.cleared ?? {}).filter(([flag]) => flag !== id);
    this.set("cleared", Object.fromEntries(rest));
  }

  /** @param {string} words */
  search(words) {
    this.words = words.trim();
    this.screen.drawList();
  }

  /** @param {string} tab */
  reveal(tab) {
    this.tab = tab;
    this.search("");
    this.screen.focusList();
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

  /** @param {CaseFields} next */
  change(next) {
    this.past.leave(this.case);
    this.put(next);
  }

  undo() {
    this.put(this.past.back(this.case));
  }

  redo() {
    this.put(this.past.forth(this.case));
  }

  clear() {
    this.change({ setting: this.case.setting });
  }

  begin() {
    this.fetch("new");
  }

  /**
   * Another case from the journal; the list of cases where there is none to show.
   * @param {"new" | "open"} name
   * @param {string} [entry]
   * @returns {Promise<Opened | Entries>}
   */
  async fetch(name, entry) {
    this.busy(true);
    const shown = await this.ask(name, entry === undefined ? {} : { entry });
    if ("case" in shown) {
      this.past.forget();
      this.screen.drawAnew();
      this.put(shown.case);
    } else {
      this.busy(false);
    }
    return shown;
  }

  /** @param {CaseFields | undefined} next */
  put(next) {
    if (!next) return;
    this.case = said(next);
    this.send();
    this.showStates(); // at once; all else with the answer, in one frame, unless it is long in coming
    clearTimeout(this.soon);
    this.soon = setTimeout(() => this.screen.drawMarks(), 80);
  }

  showStates() {
    for (const tri of this.tris) {
      if (tri.element.isConnected) tri.refresh();
      else this.tris.delete(tri);
    }
  }

  send() {
    this.busy(true);
    this.turns.send();
  }

  /** @param {View | Problem} shown @param {number} turn */
  take(shown, turn) {
    const error = "error" in shown ? shown.error : undefined;
    if (!("error" in shown)) this.view = shown;
    this.screen.drawView(error, turn);
    this.busy(false);
    this.whenSettled?.();
  }

  /** @param {boolean} now */
  busy(now) {
    this.root.setAttribute("aria-busy", String(now));
  }
}

/**
 * The open flag that stands above everything, if there is one.
 * @param {Flag[]} flags
 */
export const immediate = (flags) => flags.find((f) => f.tone === "red" && !f.cleared);

/**
 * Whether a flag is open and cannot wait for ever.
 * @param {Flag} flag
 */
export const pressing = (flag) => !flag.cleared && flag.tone !== "quiet";
