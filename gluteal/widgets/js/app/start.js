// The screen: a bar on top, what is known on the left, what follows from it on the right.
import { tool } from "../buttons.js";
import { fill, h, icon } from "../dom.js";
import { Tip } from "../heat/tip.js";
import { App, immediate, pressing } from "./app.js";
import { followsSide } from "./follows.js";
import { topbar } from "./header.js";
import { beat, fit, frame, theme } from "./host.js";
import { knownSide } from "./known.js";

/** @import { Model } from "../types" */

/**
 * @param {{ model: Model, el: HTMLElement, extra?: HTMLElement }} page
 */
export function startApp({ model, el, extra }) {
  const root = frame("glu");
  const app = new App(model, root);
  const bar = topbar(app, extra);
  const known = knownSide(app);
  const tip = new Tip(app);
  const follows = followsSide(app, tip);
  const resumed = h("div", { class: "resumed" });
  const gone = h("div", { class: "gone" });
  root.append(
    bar.element,
    h("div", { class: "notices" }, gone, resumed),
    known.element,
    follows.element,
    foot(app),
    tip.element,
  );
  app.screen = {
    drawList: known.drawList,
    focusList: known.focusList,
    openPrecautions: bar.openPrecautions,
    drawMarks() {
      clearTimeout(app.soon);
      bar.drawMarks();
      known.drawMarks();
      keepFocus(root);
    },
    drawAnew() {
      fill(resumed);
      follows.drawAnew();
      known.marked.scrollTop = 0;
    },
    drawView(error, turn) {
      const { flags } = app.view;
      root.classList.toggle("flagged", Boolean(immediate(flags)));
      root.classList.toggle("raised", flags.some(pressing));
      follows.drawView(error);
      app.screen.drawMarks();
      root.dataset.turn = follows.chart.dataset.drawn = String(turn);
      if (turn === 1 && root.closest(".jp-Notebook")) root.scrollIntoView({ block: "start" }); // the screen, not the code above it
    },
  };
  listen(app, tip, known.field);
  el.append(root);
  const stop = [
    theme(root),
    fit(root, follows.chart, () => app.turns.begun() && app.send()),
    beat(app, gone),
    heed(model, bar.drawSaved),
  ];
  app.screen.drawMarks();
  app.screen.drawList();
  begin(app, resumed);
  return () => stop.forEach((end) => end());
}

/**
 * Ask for the case to begin with.
 * @param {App} app
 * @param {HTMLElement} resumed
 */
async function begin(app, resumed) {
  const now = await app.ask("now");
  const again = `This is the case last saved, ${now.resumed}. Another patient? `;
  const news = [icon("warn"), h("span", {}, again), tool("New case", () => app.begin())];
  app.case = now.case;
  fill(resumed, now.resumed ? news : null);
  app.send();
  app.showStates();
  app.screen.drawMarks();
}

/** @param {App} app */
function foot(app) {
  return h(
    "footer",
    {},
    h(
      "span",
      {},
      h("b", {}, "Decision support, not a diagnosis. "),
      "Probabilities are conditional on the marks and on the setting.",
    ),
    h("span", {}, app.catalogue.stamp),
  );
}

/**
 * The control that had the keys is gone: the screen keeps them.
 * @param {HTMLElement} root
 */
function keepFocus(root) {
  if (document.activeElement === document.body) root.focus({ preventScroll: true });
}

/**
 * Keys that work everywhere on the screen.
 * @param {App} app
 * @param {Tip} tip
 * @param {HTMLInputElement} field
 */
function listen(app, tip, field) {
  app.root.addEventListener("keydown", (e) => {
    const at = /** @type {HTMLElement} */ (e.target);
    const typing = at.matches("input, select, textarea");
    e.stopPropagation(); // the host's shortcuts must not see it
    if ((e.ctrlKey || e.metaKey) && !typing && e.key.toLowerCase() === "z") {
      e.preventDefault();
      if (e.shiftKey) app.redo();
      else app.undo();
    }
    if (e.key === "/" && (!typing || at === field) && !at.closest("dialog")) {
      e.preventDefault();
      field.focus();
      field.select();
    }
    if (e.key === "Escape") tip.hush();
  });
}

/**
 * What the journal says of the last change.
 * @param {Model} model
 * @param {(error: string) => void} draw
 */
function heed(model, draw) {
  /** @param {{ saved?: string }} message */
  const take = (message) => {
    if (message.saved !== undefined) draw(message.saved);
  };
  model.on("msg:custom", take);
  return () => model.off("msg:custom", take);
}
