// The marks, and all that can be done to them.
import { askReason } from "../dialogs/reason.js";
import { Past, applied, differences } from "./changes.js";
import { marked, pausedOrNot, stateOf } from "./marks.js";
import { Talk } from "./talk.js";

/** @import { CaseFields, Entries, Flag, Reason, Shown, State } from "../payload" */
/** @import { Model } from "../types" */

/** The marks, the view that belongs to them, and all that can be done to them. */
export class App extends Talk {
  /**
   * @param {Model} model
   * @param {HTMLElement} root
   */
  constructor(model, root) {
    super(model, root);
    this.past = new Past();
    this.words = "";
    this.tab = this.catalogue.first_tab;
  }

  /** What is marked, and what is asked of this patient. @param {string} label */
  inTab(label) {
    const tab = this.tabOf(label);
    const not = this.view.inapplicable;
    return this.catalogue.findings.filter(
      (f) =>
        (tab.screening ? f.screening : tab.stages.includes(f.stage)) &&
        (!not.includes(f.id) || this.state(f.id) !== "unknown"),
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

  /** Settle a flag, precaution or trial with a reason; whether one was given. @param {Reason} what */
  async clearFlag(what) {
    const reason = await askReason(this, what);
    if (reason) this.set("cleared", { ...this.case.cleared, [what.key]: reason });
    return Boolean(reason);
  }

  /** @param {string} id */
  reopenFlag(id) {
    const rest = Object.entries(this.case.cleared ?? {}).filter(([key]) => key !== `flag:${id}`);
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

  /** One step that can be taken back. @param {CaseFields} next */
  change(next) {
    const now = applied(this.case, differences(this.case, next), (id) => this.others(id));
    this.past.leave(this.case, now);
    this.put(differences(this.case, now));
  }

  async undo() {
    const step = this.past.back();
    if (step?.reopen) await this.fetch("open", { entry: step.reopen });
    else if (step) this.put(step.undone);
  }

  redo() {
    const step = this.past.forth();
    if (step) this.put(step.done);
  }

  /** The marks are taken off; where cases are kept, this one stays under its entry. */
  clear() {
    if (this.keeper.saving.state !== "nowhere") {
      this.begin();
      return;
    }
    this.screen.drawAnew();
    this.change({ setting: this.case.setting });
  }

  async begin(anyway = false) {
    await this.settled();
    const { entry, state } = this.keeper.saving;
    const shown = await this.fetch("new", { anyway });
    if ("case" in shown && state !== "empty") this.past.reopen(entry);
    this.screen.drawMarks();
  }

  /**
   * Another case from the journal; the list of cases where there is none to show.
   * @param {"new" | "open"} name
   * @param {{ entry?: string, anyway?: boolean }} more
   * @returns {Promise<Shown | Entries>}
   */
  async fetch(name, more) {
    await this.settled();
    this.busy(true);
    const shown = await this.asked(name, { ...more, rows: this.rows() });
    this.busy(this.asking);
    if ("case" in shown) {
      this.past.forget();
      this.screen.drawAnew();
      this.meet(shown);
    } else if (shown.error) {
      const anyway = () =>
        name === "new" ? this.begin(true) : this.fetch(name, { ...more, anyway: true });
      this.screen.drawRefusal(shown.error, more.anyway ? undefined : anyway);
    }
    return shown;
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
