// What a cell of the heatmap says, in a sentence.
import { h } from "../dom.js";

/** @import { App } from "../app/app.js" */

/** A tooltip, asked of Python when the pointer or the focus rests on a cell. */
export class Tip {
  /** @param {App} app */
  constructor(app) {
    const id = app.model.model_id ?? Math.random().toString(36).slice(2);
    this.app = app;
    this.element = h("div", {
      class: "tip",
      role: "tooltip",
      id: `glu-tip-${id}`,
      hidden: true,
    });
    /** @type {HTMLElement | null} */
    this.over = null;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.resting = undefined;
  }

  /** @param {HTMLElement} cell */
  speak(cell) {
    this.hush();
    this.resting = setTimeout(() => this.tell(cell), 90);
    this.over = cell;
  }

  hush() {
    clearTimeout(this.resting);
    this.over = null;
    this.element.hidden = true;
  }

  /** @param {HTMLElement} cell */
  async tell(cell) {
    const cause = cell.closest("tr")?.dataset.cause;
    const text = await this.app.ask("sentence", { cause, column: cell.dataset.column });
    if (!cell.isConnected || this.over !== cell) return;
    this.element.textContent = text;
    this.element.hidden = false;
    this.place(cell.getBoundingClientRect(), this.app.root.getBoundingClientRect());
    cell.setAttribute("aria-describedby", this.element.id);
  }

  /**
   * Above the cell, or below where there is no room; never out of the screen.
   * @param {DOMRect} at
   * @param {DOMRect} ground
   */
  place(at, ground) {
    const { offsetWidth: width, offsetHeight: height, style } = this.element;
    const middle = at.left - ground.left + at.width / 2 - width / 2;
    const above = at.top - ground.top - height - 6;
    style.left = `${Math.max(6, Math.min(ground.width - width - 6, middle))}px`;
    style.top = `${above > 4 ? above : at.bottom - ground.top + 6}px`;
  }
}
