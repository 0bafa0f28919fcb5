// The right side: what follows from the marks, as five answers in the order of a consultation.
import { injectionPane, placeRulers } from "../answers/cards.js";
import { actions, closedFlags, dangerStrip, meter, noticeRows } from "../answers/danger.js";
import { underAge, waitingStrip } from "../answers/danger.js";
import { Firmness } from "../answers/firm.js";
import { drawNextRows } from "../answers/next.js";
import { fill, h, icon, when } from "../dom.js";
import { drawHeat } from "../heat/draw.js";
import { walk } from "../heat/walk.js";
import { later, t } from "../language.js";
import { immediate } from "./app.js";

/** @import { Card, Flag, Known, View } from "../payload" */
/** @import { Child } from "../types" */
/** @import { Tip } from "../heat/tip.js" */
/** @import { App } from "./app.js" */

const NO_NEXT = later("No next finding is proposed while the ranking is suspended.");
const LITTLE = later("Too little is known yet for the first place to mean much.");
const STALE = later(
  "What stands below belongs to the marks before these. Waiting for Python \u2026",
);
const FAILED = later(
  "Nothing could be worked out from these marks, and nothing below belongs to them.",
);

/** @param {App} app @param {Tip} tip */
export function followsSide(app, tip) {
  const error = h("div", { class: "error", role: "status" });
  const drawError = when((/** @type {string} */ said) =>
    fill(error, said ? [icon("warn"), h("span", {}, said)] : null),
  );
  const danger = dangerAnswer(app);
  const likely = likelyAnswer(app, tip);
  const next = nextAnswer(app);
  const cards = cardsAnswer(app);
  const firmness = new Firmness(app);
  likely.element.append(firmness.line);
  next.pane.before(firmness.enough);
  return {
    chart: likely.chart,
    element: h(
      "main",
      {},
      error,
      danger.element,
      likely.element,
      h("div", { class: "bottom" }, next.element, cards.element),
    ),
    /** The answers are those to earlier marks: the strip withdraws at once, the rest is said. */
    /** @param {boolean} late */
    drawWaiting(late) {
      danger.drawWaiting(late);
      if (late) firmness.withdraw();
      drawError(late ? t(STALE) : "");
    },
    drawView() {
      firmness.withdraw(); // it belongs to the marks before these
      drawError(app.failed ? `${t(FAILED)} ${app.failed}` : "");
      likely.drawView(app.view);
      if (!app.view.grid) return; // no answer yet that could be shown
      if (app.failed) {
        danger.drawWaiting(true);
        return;
      }
      danger.drawView(app.view);
      next.drawView(app.view);
      cards.drawView(app.view);
      firmness.renew();
    },
    /** Another case begins at the top. */
    drawAnew() {
      for (const pane of [next.pane, cards.pane]) pane.scrollTop = 0;
    },
  };
}

/** @param {App} app */
function dangerAnswer(app) {
  const strip = h("div", {});
  const reading = h("div", { class: "reading" }, h("b", {}, t("Reading what is marked \u2026")));
  const question = h("div", { class: "q1" }, strip, reading);
  const known = h("div", { class: "known" });
  /** @param {Pick<View, "flags" | "notices" | "asked" | "questions" | "under_age">} view */
  const drawFlags = (view) => {
    question.classList.toggle("open", openIn(view.flags));
    const also = [noticeRows(app, view.notices), closedFlags(app, view.flags)];
    fill(strip, underAge(view), dangerStrip(app, view), also);
  };
  let drawStrip = when(drawFlags);
  const drawMeter = when((/** @type {Known} */ now) => fill(known, meter(now)));
  return {
    element: h("section", { class: "danger" }, title(t("Is anything dangerous?")), question, known),
    /** Until an answer is late nothing moves: its words are hidden. @param {boolean} late */
    drawWaiting(late) {
      question.classList.toggle("unread", !late);
      if (!late) return;
      const open = openIn(app.view.flags);
      fill(strip, waitingStrip(app.pulse.gone), open ? dangerStrip(app, app.view) : null);
      drawStrip = when(drawFlags);
    },
    /** @param {View} view */
    drawView({ flags, notices, asked, questions, under_age, known: now }) {
      question.classList.remove("unread");
      drawStrip({ flags, notices, asked, questions, under_age });
      drawMeter(now);
    },
  };
}

/** @param {Flag[]} flags */
const openIn = (flags) => flags.some((f) => !f.cleared);

/** @param {App} app @param {Tip} tip */
function likelyAnswer(app, tip) {
  const chart = h("div", { class: "chart" });
  const little = h("div", { class: "little" });
  const note = t("+10 decibans: ten times the odds.");
  const drawLittle = when((/** @type {boolean} */ so) =>
    fill(little, so ? h("p", { class: "dim" }, t(LITTLE)) : null),
  );
  walk(app, chart, tip);
  return {
    chart,
    element: h(
      "section",
      { class: "likely" },
      title(t("What is likely? Why?"), h("p", {}, note), legend()),
      little,
      chart,
    ),
    /** @param {View} view */
    drawView(view) {
      if (!view.grid) return;
      tip.hush();
      drawHeat(chart, view.grid, app.root.matches(".wide") ? 39 : 31);
      drawLittle(view.known.little);
    },
  };
}

function legend() {
  return h(
    "div",
    { class: "leg", "aria-hidden": "true" },
    t("against, \u22128 or less"),
    h("i", { class: "ramp" }),
    t("for, +8 or more decibans"),
    h("i", { class: "judged" }),
    t("judgement in it"),
    h("i", { class: "blank" }, "\u00b7"),
    t("no evidence"),
  );
}

/** @param {App} app */
function nextAnswer(app) {
  const pane = h("div", { class: "next" });
  const note = h("p", {});
  const steps = h("div", {});
  const rows = h("div", { class: "rows" });
  pane.append(steps, rows);
  const drawFlag = when((/** @type {Flag | undefined} */ flag) => {
    fill(steps, flag ? actions(flag) : null);
    fill(
      note,
      flag ? t("The flag decides; the rest waits.") : t("Mark the answer where it stands."),
    );
  });
  return {
    pane,
    element: h("section", {}, title(t("What next?"), note), pane),
    /** @param {View} view */
    drawView({ flags, next, next_said: said, no_ranking }) {
      const flag = immediate(flags) ?? flags.find((f) => f.decides);
      drawFlag(flag);
      if (immediate(flags)) fill(rows);
      else drawNextRows(app, rows, next, no_ranking[0] ? t(NO_NEXT) : flag ? "" : said);
    },
  };
}

/** @param {App} app */
function cardsAnswer(app) {
  const pane = h("div", { class: "cards" });
  /** @type {View} */
  let now;
  const draw = when(() => fill(pane, injectionPane(app, now)));
  return {
    pane,
    element: h(
      "section",
      {},
      title(t("Which injection, if any?"), h("p", {}, t("Options to consider."))),
      pane,
    ),
    /** @param {View} view */
    drawView(view) {
      now = view;
      const { flags, more, no_zone, instead, not_asked, no_ranking } = view;
      const cards = view.cards.map(withoutProbability);
      draw({ flags, cards, more, no_zone, instead, not_asked, no_ranking });
      placeRulers(pane, view.cards);
    },
  };
}

/**
 * What a probability moves is the ruler alone.
 * @param {Card} card
 */
function withoutProbability(card) {
  return { ...card, probability: 0, low: 0, high: 0 };
}

/**
 * The head of an answer.
 * @param {string} text
 * @param {Child[]} more
 */
const title = (text, ...more) => h("div", { class: "hd" }, h("h2", {}, text), more);
