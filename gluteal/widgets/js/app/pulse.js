// Whether Python is there. A dead kernel looks dead from the moment the page knows or suspects it.

/** @import { Talk } from "./talk.js" */

const BEAT = 4000; // milliseconds between questions whether Python is there
const DUE = 2000; // and until its silence is said
const QUIET = 600000; // without a mark or a press for this long, the page lets the kernel rest
const DEAD = new Set(["restarting", "autorestarting", "terminating", "dead"]);

export class Pulse {
  /** @param {Talk} app */
  constructor(app) {
    this.app = app;
    this.gone = false;
    this.over = false; // the kernel that this page belongs to will not come back
    this.last = performance.now();
    this.asking = false;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.silence = undefined;
  }

  /** Begin to listen. @returns {() => void} what ends it */
  start() {
    const { root, model } = this.app;
    const kernel = model.widget_manager?.kernel;
    /** @param {unknown} _ @param {string} status */
    const status = (_, status) => DEAD.has(status) && this.lose(true);
    /** @param {unknown} _ @param {string} status */
    const line = (_, status) => (status === "connected" ? this.ask() : this.lose(false));
    const heard = () => this.find();
    const felt = () => this.felt();
    const woken = () => document.hidden || this.ask(); // a lid that was closed
    kernel?.statusChanged?.connect(status);
    kernel?.connectionStatusChanged?.connect(line);
    model.on("msg:custom", heard);
    root.addEventListener("pointerdown", felt);
    document.addEventListener("visibilitychange", woken);
    const heart = setInterval(() => this.beat(), BEAT);
    return () => {
      kernel?.statusChanged?.disconnect(status);
      kernel?.connectionStatusChanged?.disconnect(line);
      model.off("msg:custom", heard);
      root.removeEventListener("pointerdown", felt);
      document.removeEventListener("visibilitychange", woken);
      clearInterval(heart);
      clearTimeout(this.silence);
    };
  }

  /** Somebody is at work: Python is asked for while they are. */
  felt() {
    this.last = performance.now();
    this.listen();
  }

  beat() {
    if (performance.now() - this.last < QUIET) this.ask();
  }

  async ask() {
    if (this.asking) return;
    this.asking = true;
    this.listen();
    await this.app.asked("ping");
    this.asking = false;
  }

  /** From now on an answer is due. */
  listen() {
    this.silence ??= setTimeout(() => {
      this.silence = undefined;
      if (this.asking || !this.app.current) this.lose(false);
    }, DUE);
  }

  find() {
    clearTimeout(this.silence);
    this.silence = undefined;
    if (this.over || !this.gone) return;
    this.gone = false;
    this.app.screen.drawPulse();
    if (!this.app.asking) this.app.send();
  }

  /** @param {boolean} over */
  lose(over) {
    this.over ||= over;
    if (this.gone && !over) return;
    this.gone = true;
    this.app.screen.drawPulse();
    this.app.screen.drawSaved();
  }
}
