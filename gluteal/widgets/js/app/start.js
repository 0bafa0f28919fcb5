// The screen: a bar on top, what is known on the left, what follows from it on the right.
import { h } from "../dom.js";
import { Tip } from "../heat/tip.js";
import { speak, t } from "../language.js";
import { App, immediate, pressing } from "./app.js";
import { followsSide } from "./follows.js";
import { topbar } from "./header.js";
import { fit, frame, theme } from "./host.js";
import { knownSide } from "./known.js";
import { notices } from "./notices.js";

/** @import { Kept as Saving } from "../payload" */
/** @import { Model } from "../types" */
/** @import { Screen } from "./talk.js" */

/**
 * @param {{ model: Model, el: HTMLElement, extra?: HTMLElement }} page
 */
export function startApp({ model, el, extra }) {
  speak(model.get("catalogue").language);
  const root = frame("glu");
  const app = new App(model, root);
  const bar = topbar(app, extra);
  const known = knownSide(app);
  const tip = new Tip(app);
  const follows = followsSide(app, tip);
  const said = notices(app);
  root.append(bar.element, said.element, known.element, follows.element, foot(app), tip.element);
  app.screen = screenOf(app, { bar, known, follows, said });
  listen(app, tip, known.field);
  el.append(root);
  const stop = [
    theme(root),
    fit(root, follows.chart, () => app.drawn >= 0 && app.send()),
    app.pulse.start(),
    heed(app),
  ];
  app.screen.drawWaiting(false);
  app.screen.drawMarks();
  app.screen.drawList();
  begin(app, said.drawResumed);
  return () => stop.forEach((end) => end());
}

/**
 * How the parts are drawn when the state moves.
 * @param {App} app
 * @param {{ bar: ReturnType<typeof topbar>, known: ReturnType<typeof knownSide>, follows: ReturnType<typeof followsSide>, said: ReturnType<typeof notices> }} parts
 * @returns {Screen}
 */
function screenOf(app, { bar, known, follows, said }) {
  const { root } = app;
  return {
    drawList: known.drawList,
    focusList: known.focusList,
    openPrecautions: bar.openPrecautions,
    drawRefusal: said.drawRefusal,
    drawSaved() {
      bar.drawSaved();
      said.drawSaved();
    },
    drawPulse() {
      root.classList.toggle("lost", app.pulse.gone);
      said.drawPulse();
      if (app.pulse.gone) app.screen.drawWaiting(true);
    },
    drawMarks() {
      clearTimeout(app.soon);
      bar.drawMarks();
      known.drawMarks();
      keepFocus(root);
    },
    drawAnew() {
      said.drawAnew();
      bar.drawAnew();
      follows.drawAnew();
      known.marked.scrollTop = 0;
    },
    drawWaiting(late) {
      root.classList.toggle("late", late);
      follows.drawWaiting(late);
      if (late) known.drawMarks();
    },
    drawView() {
      const { flags } = app.view;
      root.classList.toggle("late", !app.current);
      root.classList.toggle("flagged", Boolean(immediate(flags)));
      root.classList.toggle("unranked", app.view.no_ranking.length > 0);
      root.classList.toggle("raised", flags.some(pressing));
      follows.drawView();
      said.drawTroubles();
      app.screen.drawMarks();
      root.dataset.rev = String(app.drawn);
      root.dataset.turn = follows.chart.dataset.drawn = String(app.turn);
      if (app.turn === 1 && root.closest(".jp-Notebook")) root.scrollIntoView({ block: "start" }); // the screen, not the code above it
    },
  };
}

/**
 * Ask for the case to begin with, and give Python what this tab held and nobody saved.
 * @param {App} app
 * @param {(when: string) => void} drawResumed
 */
async function begin(app, drawResumed) {
  const held = app.keeper.held();
  const now = await app.asked("now", { rows: app.rows() });
  drawResumed(now.resumed);
  app.meet(now.shown);
  if (held && now.shown.kept.state !== "nowhere") {
    app.meet(await app.asked("recover", { ...held, rows: app.rows() }));
  }
  app.keeper.begun = true;
  app.keeper.heed(app.keeper.saving);
}

/** @param {App} app */
function foot(app) {
  return h(
    "footer",
    {},
    h(
      "span",
      {},
      h("b", {}, t("Decision support, not a diagnosis. ")),
      t("Probabilities are conditional on the marks and on the setting."),
      app.catalogue.language.note ? h("i", {}, ` ${app.catalogue.language.note}`) : null,
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
 * What is told to every page: the case has changed, or the journal has spoken.
 * @param {App} app
 */
function heed(app) {
  /** @param {{ kept?: Saving }} message */
  const take = (message) => {
    if (message.kept) app.told(message.kept);
  };
  app.model.on("msg:custom", take);
  return () => app.model.off("msg:custom", take);
}
