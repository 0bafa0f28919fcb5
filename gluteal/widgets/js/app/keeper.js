// Saved is an acknowledgement: it is said only of exactly the marks on the page. Until then they are
// held in the storage of this tab, which a reload leaves alone.

/** @import { CaseFields, Kept as Saving } from "../payload" */
/** @import { Talk } from "./talk.js" */

const STORE = "gluteal:unsaved";
const SOONEST = 2000; // milliseconds until a save is tried again; then twice as long, up to a minute
const LONGEST = 60000;

export class Keeper {
  /** @param {Talk} app */
  constructor(app) {
    this.app = app;
    /** @type {Saving} */
    this.saving = { rev: -1, state: "saving", why: "", entry: "", notices: [] };
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.again = undefined;
    this.pause = SOONEST;
    this.begun = false; // before that, what is held belongs to the page before this one
  }

  /** "saved", "saving", "failed", "empty" or "nowhere", of the marks that stand on the page. */
  get state() {
    const { state, rev } = this.saving;
    if (state === "nowhere") return state;
    if (this.app.pulse.gone) return this.app.dirty() || state !== "saved" ? "failed" : "saving";
    if (!this.app.current || rev !== this.app.rev) return "saving";
    return state;
  }

  /** What Python says of saving. @param {Saving} kept */
  heed(kept) {
    this.saving = kept;
    if (this.begun) {
      if (this.state === "saved" || this.state === "empty") this.release();
      else this.hold();
    }
    if (kept.state === "failed") this.retry();
    else {
      clearTimeout(this.again);
      this.again = undefined;
      this.pause = SOONEST;
    }
    this.app.screen.drawSaved();
  }

  retry() {
    this.again ??= setTimeout(() => {
      this.again = undefined;
      this.pause = Math.min(LONGEST, 2 * this.pause);
      if (this.app.root.isConnected) this.app.asked("save");
    }, this.pause);
  }

  /** Hold what is marked until it is saved. */
  hold() {
    if (this.saving.state === "nowhere") return;
    store(JSON.stringify({ entry: this.saving.entry, case: this.app.case }));
  }

  release() {
    store(null);
  }

  /** What an earlier page of this tab held and nobody saved. */
  held() {
    try {
      const text = sessionStorage.getItem(STORE);
      return text ? /** @type {{ entry: string, case: CaseFields }} */ (JSON.parse(text)) : null;
    } catch {
      return null; // a host without storage, or damaged: nothing is held
    }
  }
}

/** @param {string | null} text */
function store(text) {
  try {
    if (text === null) sessionStorage.removeItem(STORE);
    else sessionStorage.setItem(STORE, text);
  } catch {
    // a host without storage: what is unsaved lives as long as the page
  }
}
