// How firm is the first place, do two causes fit better, does asking still pay? Said a moment after
// the ranking, so that no click waits for it; withdrawn with the marks that it belongs to.
import { head, link } from "../buttons.js";
import { dialog, scrolling } from "../dialogs/dialog.js";
import { fill, h } from "../dom.js";
import { t } from "../language.js";

/** @import { App } from "../app/app.js" */
/** @import { Firm, TriedRow } from "../payload" */
/** @import { Child } from "../types" */

const PAUSE = 500; // milliseconds without a mark until it is asked for

/** The lines, and when they are asked for. */
export class Firmness {
  /** @param {App} app */
  constructor(app) {
    this.app = app;
    this.line = h("div", { class: "firm", role: "status" });
    this.enough = h("p", { class: "enough", role: "status" });
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.soon = undefined;
  }

  /** What is said belongs to earlier marks: it is hidden where it stands, so that nothing jumps. */
  withdraw() {
    clearTimeout(this.soon);
    for (const place of [this.line, this.enough]) place.classList.add("unread");
  }

  /** Ask for what belongs to the marks that stand now. */
  renew() {
    clearTimeout(this.soon);
    this.soon = setTimeout(() => this.ask(), PAUSE);
  }

  async ask() {
    const found = await this.app.ask("firm");
    if (found.rev !== this.app.drawn || !this.app.current) return; // the marks have moved on
    fill(this.line, this.lines(found));
    fill(this.enough, found.enough || null);
    for (const place of [this.line, this.enough]) place.classList.remove("unread");
  }

  /** @param {Firm} found */
  lines(found) {
    const tried = () => openTried(this.app, found);
    const pair = () => dialog(this.app, t("Two causes at once"), paragraphs(found));
    return [
      found.said ? firmLine(found.said, link(t("What was tried"), tried, "tried")) : null,
      found.pair ? firmLine(found.pair, link(t("Who explains what"), pair, "pair")) : null,
    ];
  }
}

/**
 * A sentence on one line where room is short; the dialog behind it has it whole.
 * @param {string} said
 * @param {Child} more
 */
const firmLine = (said, more) => h("p", {}, h("span", { title: said }, said), " ", more);

/** @param {Firm} found */
const paragraphs = ({ pair, members }) => [pair, ...members].map((said) => h("p", {}, said));

/** @param {App} app @param {Firm} found */
function openTried(app, found) {
  const { said, title, rows } = found;
  dialog(
    app,
    title,
    h("p", {}, said),
    h("p", { class: "dim" }, t("One thing is changed at a time; the largest changes first.")),
    scrolling(
      title,
      h(
        "table",
        { class: "words" },
        head([t("Changed"), t("What it is"), t("The probability becomes"), t("Then first")]),
        h("tbody", {}, rows.map(triedRow)),
      ),
    ),
    found.pair ? paragraphs(found) : null,
  );
}

/** @param {TriedRow} row */
const triedRow = ({ kind, what, becomes, leads }) =>
  h(
    "tr",
    {},
    h("th", { scope: "row" }, what),
    h("td", {}, kind),
    h("td", {}, becomes),
    h("td", {}, leads),
  );
