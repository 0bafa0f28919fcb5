import { asker } from "../app/ask.js";
import { fit, theme } from "../app/host.js";
import { startApp } from "../app/start.js";
import { h } from "../dom.js";
import { drawLesson } from "./lesson.js";
import { drawLibrary, followed } from "./library.js";

// A case on the wall: one step at a time, the room before the model, the confirmed cause last.
export function startTeach({ model, el }) {
  const root = h("div", {
      class: "glu teach",
      lang: "en",
      tabindex: "-1",
      "data-lm-suppress-shortcuts": "true",
      "aria-busy": "true",
    }),
    ask = asker(model, () => root.isConnected);
  const t = {
    ask,
    model,
    root,
    lesson: null,
    step: 0,
    shown: true,
    face: "likely",
    hands: {},
    scores: {},
    over: null,
    case: {},
    tris: new Set(),
  };
  const stage = h("div", { class: "stage" }),
    free = h("div", { class: "free", hidden: true });
  root.append(stage, free);
  el.append(root);
  t.draw = () => drawLesson(t, stage);
  t.go = (step) => {
    const last = t.lesson.steps.length + 1,
      next = followed(t);
    if (step > last && next) {
      if (performance.now() - t.reached > 1500) t.open(next.id);
      return;
    } // not by one press too many
    if (step < 1 && t.plan) {
      const before = t.plan[t.plan.findIndex((c) => c.id === t.lesson.case) - 1];
      if (before) t.open(before.id);
      return;
    }
    if (step === last && t.step < last) t.reached = performance.now();
    if (step > t.step && Object.keys(t.scores).length) t.shown = step >= last; // a room that is asked commits itself before the model
    t.step = Math.max(1, Math.min(last, step));
    t.asking = false;
    t.draw();
  };
  t.open = async (id) => {
    root.setAttribute("aria-busy", "true");
    t.lesson = await ask("lesson", { case: id });
    Object.assign(t, {
      step: 1,
      hands: {},
      scores: {},
      shown: !t.plan,
      asking: false,
      face: "likely",
      bayes: null,
    });
    t.draw();
    root.setAttribute("aria-busy", "false");
    root.focus();
  };
  t.about = (step = t.step) => ({
    case: t.lesson.case,
    setting: t.lesson.setting,
    step: Math.min(step, t.lesson.steps.length),
  });
  t.score = async (step) => {
    const n = Object.values(t.hands[step]).reduce((s, v) => s + v, 0);
    delete t.scores[step];
    if (n)
      t.scores[step] = { n, ...(await ask("score", { ...t.about(step), hands: t.hands[step] })) };
  };
  t.settle = async (setting) => {
    // the same case where its causes are more or less common
    root.setAttribute("aria-busy", "true");
    t.lesson = await ask("lesson", { case: t.lesson.case, setting });
    for (const step of Object.keys(t.scores)) await t.score(Number(step));
    t.draw();
    root.setAttribute("aria-busy", "false");
    root.focus();
  };
  t.library = async () => {
    t.lesson = t.plan = null;
    drawLibrary(t, stage, (t.book ??= await ask("library")));
    root.setAttribute("aria-busy", "false");
  };
  t.explore = async () => {
    await ask("free", t.about());
    const back = h(
      "button",
      {
        type: "button",
        class: "tool back",
        onclick: () => {
          t.stop();
          free.hidden = true;
          free.replaceChildren();
          stage.hidden = false;
          root.focus();
        },
      },
      "Back to the case",
    );
    stage.hidden = true;
    free.hidden = false;
    t.stop = startApp({ model, el: free, extra: back });
  };
  root.addEventListener("keydown", (e) => {
    e.stopPropagation();
    if (
      t.asking &&
      e.target.closest(".hands") &&
      ["Escape", "PageUp", "PageDown"].includes(e.key)
    ) {
      e.preventDefault();
      if (e.key === "PageDown") stage.querySelector(".hands").requestSubmit();
      else {
        t.asking = false;
        t.draw();
        root.focus();
      }
      return;
    }
    if (
      e.target.closest("input, select, textarea, dialog, .free") ||
      e.ctrlKey ||
      e.metaKey ||
      e.altKey ||
      !t.lesson
    )
      return;
    const act = { ArrowRight: 1, PageDown: 1, ArrowLeft: -1, PageUp: -1 }[e.key];
    const face = { 1: "likely", 2: "why", 3: "drawing", 4: "bayes", 5: "proofs" }[e.key],
      key = e.key.toLowerCase();
    if (act) t.go(t.step + act);
    else if (face) {
      t.face = face;
      t.draw();
    } else if (key === "m") {
      t.shown = !t.shown;
      t.draw();
    } else if (key === "r") {
      t.asking = !t.asking;
      t.draw();
      stage.querySelector(".hands input")?.focus();
    } else if (e.key === "Home") t.go(1);
    else if (e.key === "Escape") t.library();
    else return;
    e.preventDefault();
  });
  const stop = [theme(root), fit(root, h("div", { class: "chart" }, h("i")))];
  t.library().then(() => t.book.first && t.open(t.book.first));
  return () => stop.forEach((f) => f());
}
