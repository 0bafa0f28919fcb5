import { injectionPane } from "../answers/cards.js";
import { actions, closedFlags, dangerStrip, immediate, meter } from "../answers/danger.js";
import { drawNextRows } from "../answers/next.js";
import { ruler } from "../answers/ruler.js";
import { asker } from "./ask.js";
import { beat, fit, theme } from "./host.js";
import { openCases } from "../dialogs/cases.js";
import { openHandout } from "../dialogs/handout.js";
import { fill, h, icon, when } from "../dom.js";
import { painDrawing } from "../drawing/figure.js";
import { paintDrawing } from "../drawing/paint.js";
import { drawHeat, hush, walk } from "../heat.js";
import { markedList } from "../marks/list.js";
import { findingsList, tabCounts, tabs } from "../marks/tabs.js";
import { patientForm, precautionForm, settingChoice } from "../patient.js";

const QUIET = { flags: [], cards: [], next: [], glow: [], causes: [] };

export function startApp({ model, el, extra }) {
  const place = (cls, tag = "div") => h(tag, { class: cls });
  const parts = {
    little: place("little"),
    saved: place("saved", "span"),
    resumed: place("resumed"),
    marked: place("marked"),
    tabs: place("tabrow"),
    list: place("list"),
    strip: place("q1"),
    meter: place("known"),
    chart: place("chart"),
    next: place("next"),
    cards: place("cards"),
    error: place("error"),
    gone: place("gone"),
  };
  const catalogue = model.get("catalogue"),
    byId = new Map(catalogue.findings.map((f) => [f.id, f]));
  const tabOf = new Map(
    catalogue.tabs.flatMap(([name, ...stages]) => stages.map((s) => [s, name])),
  );
  const app = {
    catalogue,
    model,
    case: {},
    view: QUIET,
    turn: 0,
    waiting: false,
    late: false,
    all: false,
    words: "",
    tab: "History",
    tris: new Set(),
    over: null,
    past: [],
    future: [],
    finding: (id) => byId.get(id),
    inTab: (name) =>
      catalogue.findings.filter((f) =>
        name === "Safety" ? f.screening === "yes" : tabOf.get(f.stage) === name,
      ),
    precaution: (id) => catalogue.precautions.find((p) => p.id === id)?.label ?? id,
    state: (id) =>
      (app.case.present || []).includes(id)
        ? "present"
        : (app.case.absent || []).includes(id)
          ? "absent"
          : "unknown",
    urgent: (id) =>
      app.view.flags.some((f) => !f.cleared && f.urgency !== "routine" && f.signs.includes(id)),
    paused: (id) => (app.case.paused || []).includes(id),
    marked(next, id, state) {
      const without = (list) => (list || []).filter((x) => x !== id);
      next = { ...next, present: without(next.present), absent: without(next.absent) };
      if (state === "unknown") next.paused = without(next.paused);
      else next[state] = [...next[state], id];
      return next;
    },
    mark: (id, state) => app.change(app.marked(app.case, id, state)),
    pause: (id) =>
      app.set(
        "paused",
        app.paused(id) ? app.case.paused.filter((x) => x !== id) : [...(app.case.paused || []), id],
      ),
    set: (key, value) => app.change({ ...app.case, [key]: value }),
    clearFlag(flag) {
      const reason = window.prompt(
        `Why is \u201c${flag.label}\u201d settled? The reason is kept with the case.`,
      );
      if (reason && reason.trim())
        app.set("cleared", { ...app.case.cleared, [flag.id]: reason.trim() });
    },
    reopenFlag(id) {
      const { [id]: _, ...rest } = app.case.cleared;
      app.set("cleared", rest);
    },
    search(words) {
      app.words = words.trim();
      if (field.value.trim() !== app.words) field.value = words;
      app.drawList();
    },
    reveal(tab) {
      app.tab = tab;
      app.search("");
      parts.list.querySelector(".tri [aria-checked=true]")?.focus();
    },
    askFirst() {
      before.querySelector("details").open = true;
      before.querySelector("input").focus();
    },
    showRows: () => {
      app.all = !app.all;
      app.send();
    },
    rows: () => (app.all ? 99 : root.classList.contains("short") ? 5 : undefined),
    change(next) {
      app.past.push(app.case);
      app.future = [];
      app.put(next);
    },
    undo: () => app.past.length && (app.future.push(app.case), app.put(app.past.pop())),
    redo: () => app.future.length && (app.past.push(app.case), app.put(app.future.pop())),
    clear: () => app.change({ setting: app.case.setting }),
    begin: () => app.take("new"),
    // Another case from the journal; the list of cases where there is none to show.
    async take(name, more = {}) {
      root.setAttribute("aria-busy", "true");
      const shown = await app.ask(name, more);
      if (shown.case) {
        app.past = [];
        app.future = [];
        fill(parts.resumed);
        for (const pane of [parts.next, parts.cards, parts.marked]) pane.scrollTop = 0;
        app.put(shown.case);
      } else root.setAttribute("aria-busy", "false");
      return shown;
    },
    ask: asker(model, () => root.isConnected),
    put(next) {
      app.case = Object.fromEntries(
        Object.entries(next).filter(([, v]) => v !== null && v !== undefined),
      );
      app.send();
      app.showStates(); // at once; all else with the answer, in one frame, unless it is long in coming
      clearTimeout(app.soon);
      app.soon = setTimeout(() => app.drawMarks(), 80);
    },
    showStates() {
      for (const group of app.tris) group.isConnected ? group.refresh() : app.tris.delete(group);
    },
    // One question at a time: while Python works, later marks merge into the next one.
    async send() {
      root.setAttribute("aria-busy", "true");
      if (app.waiting) {
        app.late = true;
        return;
      }
      app.waiting = true;
      const turn = (app.turn += 1),
        shown = await app.ask("show", { case: app.case, rows: app.rows() });
      app.waiting = false;
      if (app.late) {
        app.late = false;
        app.send();
        return;
      }
      if (!shown.error) app.view = shown;
      app.drawView(shown.error, turn);
    },
    drawList() {
      drawTabs(tabCounts(app));
      fill(parts.list, findingsList(app));
      parts.list.scrollTop = 0;
    },
    drawMarks() {
      clearTimeout(app.soon);
      refreshers.forEach((refresh) => refresh());
      drawMarked();
      drawTabs(tabCounts(app));
      paintDrawing(
        drawing,
        app,
        immediate(app.view.flags) ? { ...app.view, target: null } : app.view,
      );
      if (undo.disabled === app.past.length > 0) undo.disabled = !undo.disabled;
      if (redo.disabled === app.future.length > 0) redo.disabled = !redo.disabled;
      if (document.activeElement === document.body) root.focus({ preventScroll: true }); // the control that had the keys is gone
    },
    drawView(error, turn) {
      const { view } = app,
        flag = immediate(view.flags);
      root.classList.toggle("flagged", Boolean(flag));
      root.classList.toggle(
        "raised",
        view.flags.some((f) => !f.cleared && f.urgency !== "routine"),
      );
      drawError(error);
      if (view.grid) drawHeat(app, parts.chart, view.grid);
      for (const [draw, value] of panes(view)) draw(value);
      app.drawMarks();
      root.dataset.turn = parts.chart.dataset.drawn = turn;
      root.setAttribute("aria-busy", "false");
      app.whenSettled?.();
      if (turn === 1 && root.closest(".jp-Notebook")) root.scrollIntoView({ block: "start" }); // the screen, not the code above it
    },
  };
  const [markedParts, drawMarked] = markedList(app),
    drawTabs = when(() => fill(parts.tabs, tabs(app)));
  fill(parts.marked, markedParts);
  // Each pane is drawn again only when what it shows has changed.
  const drawError = when((error) =>
    fill(parts.error, error ? [icon("warn"), h("span", {}, error)] : []),
  );
  const drawStrip = when((v) => fill(parts.strip, dangerStrip(app, v), closedFlags(app, v)));
  const drawMeter = when((known) => {
    fill(parts.meter, meter(known));
    fill(
      parts.little,
      known.little
        ? h(
            "p",
            { class: "dim" },
            "Too little is known for a ranking: the causes stand in the order from before the findings.",
          )
        : null,
    );
  });
  const drawAct = when((flag) => {
    fill(parts.next, flag ? actions(flag) : null);
    fill(nextNote, flag ? "The flag decides; ranking waits." : "Mark the answer where it stands.");
  });
  const drawNext = ({ flags, next }) => {
    const flag = immediate(flags);
    drawAct(flag);
    if (!flag) drawNextRows(app, parts.next, next);
  };
  const drawRest = when((v) => fill(parts.cards, injectionPane(app, v)));
  const drawCards = ({ cards, ...v }) => {
    // what a probability moves is the ruler alone
    drawRest({ ...v, cards: cards.map(({ probability, low, high, ...card }) => card) });
    for (const place of parts.cards.querySelectorAll(".ruled")) {
      const card = cards.find((c) => c.id === place.dataset.card);
      if (card && (card.test !== null || card.treat !== null)) place.replaceChildren(ruler(card));
    }
  };
  const panes = ({
    flags,
    asked,
    questions,
    known,
    next,
    cards,
    more,
    no_zone,
    instead,
    not_asked,
  }) => [
    [drawStrip, { flags, asked, questions }],
    [drawMeter, known],
    [drawNext, { flags, next }],
    [drawCards, { flags, cards, more, no_zone, instead, not_asked }],
  ];

  const field = h("input", {
    type: "search",
    placeholder: `Find any of ${catalogue.findings.length} findings`,
    "aria-label": "Find a finding",
    "aria-description": "Enter marks the first match present, arrow down goes to it",
    oninput: (e) => app.search(e.target.value),
    onkeydown: (e) => {
      const first = parts.list.querySelector(".tri");
      if (e.key === "ArrowDown" && first) {
        e.preventDefault();
        first.querySelector("[aria-checked=true]").focus();
      }
      if (e.key === "Enter" && app.words && first) {
        app.mark(first.dataset.finding, "present");
        field.select();
      }
      if (e.key === "Escape") app.search("");
    },
  });
  const nextNote = h("p", {});
  const title = (text, note, ...more) =>
    h(
      "div",
      { class: "hd" },
      h("h2", {}, text),
      note ? (note.nodeType ? note : h("p", {}, note)) : null,
      more,
    );
  const tool = (label, run, name) =>
    h(
      "button",
      {
        type: "button",
        class: "tool",
        "data-key": label,
        "aria-label": name ? label : undefined,
        title: name ? label : undefined,
        onclick: run,
      },
      name ? icon(name) : label,
    );
  const undo = tool("Undo", () => app.undo(), "undo"),
    redo = tool("Redo", () => app.redo(), "redo");
  const full = tool(
    "Full screen",
    () => (document.fullscreenElement ? document.exitFullscreen() : root.requestFullscreen()),
    "full",
  );
  const [patient, drawPatient] = patientForm(app),
    [before, drawBefore] = precautionForm(app),
    [setting, drawSetting] = settingChoice(app);
  const refreshers = [drawPatient, drawBefore, drawSetting];
  const tools = h(
    "div",
    { class: "tools", role: "toolbar", "aria-label": "Case" },
    undo,
    redo,
    tool("Clear", () => app.clear()),
    tool("New", () => app.begin()),
    tool("Cases", () => openCases(app)),
    tool("Hand-out", () => openHandout(app)),
    document.fullscreenEnabled ? full : null,
    extra ?? null,
    parts.saved,
  );
  const legend = h(
    "div",
    { class: "leg", "aria-hidden": "true" },
    "against \u22128",
    h("i", { class: "ramp" }),
    "+8 for",
    h("i", { class: "judged" }),
    "judgement only",
    h("i", { class: "blank" }, "\u00b7"),
    "no evidence",
  );
  const drawing = painDrawing(app);
  app.tip = h("div", {
    class: "tip",
    role: "tooltip",
    id: `glu-tip-${model.model_id ?? Math.random().toString(36).slice(2)}`,
    hidden: true,
  });
  const root = h(
    "div",
    {
      class: "glu",
      lang: "en",
      tabindex: "-1",
      "data-lm-suppress-shortcuts": "true",
      "aria-busy": "true",
    },
    h(
      "header",
      { class: "topbar" },
      h("span", { class: "brand" }, "gluteal"),
      patient,
      before,
      setting,
      tools,
    ),
    h("div", { class: "notices" }, parts.gone, parts.resumed),
    h(
      "aside",
      { "aria-label": "What you know" },
      drawing,
      h("div", { class: "search" }, icon("find"), field, h("kbd", { "aria-hidden": "true" }, "/")),
      parts.marked,
      parts.tabs,
      parts.list,
    ),
    h(
      "main",
      {},
      parts.error,
      h("section", { class: "danger" }, title("Is anything dangerous?"), parts.strip, parts.meter),
      h(
        "section",
        { class: "likely" },
        title(
          "What is likely? Why?",
          "Weight of evidence in decibans: +10 multiplies the odds by ten.",
          legend,
        ),
        parts.little,
        parts.chart,
      ),
      h(
        "div",
        { class: "bottom" },
        h("section", {}, title("What next?", nextNote), parts.next),
        h("section", {}, title("Which injection, if any?", "Options to consider."), parts.cards),
      ),
    ),
    h(
      "footer",
      {},
      h(
        "span",
        {},
        h("b", {}, "Decision support, not a diagnosis. "),
        "Probabilities are conditional on the marks and on the setting.",
      ),
      h("span", {}, catalogue.stamp),
    ),
    app.tip,
  );
  app.root = root;
  walk(app, parts.chart);
  root.addEventListener("keydown", (e) => {
    e.stopPropagation(); // the host's shortcuts must not see it
    const typing = e.target.matches("input, select, textarea");
    if ((e.ctrlKey || e.metaKey) && !typing && e.key.toLowerCase() === "z") {
      e.preventDefault();
      e.shiftKey ? app.redo() : app.undo();
    }
    if (e.key === "/" && (!typing || e.target === field) && !e.target.closest("dialog")) {
      e.preventDefault();
      field.focus();
      field.select();
    }
    if (e.key === "Escape") hush(app);
  });
  el.append(root);
  const stop = [
    theme(root),
    fit(root, parts.chart, () => app.turn && app.send()),
    beat(app, parts.gone),
  ];
  const drawSaved = when((error) =>
    fill(
      parts.saved,
      h(
        "span",
        { class: error ? "warned" : "dim", title: error || "Saved on this computer" },
        error ? "not saved" : "saved",
      ),
    ),
  );
  const saved = ({ saved: error }) => error !== undefined && drawSaved(error);
  model.on("msg:custom", saved);
  app.drawMarks();
  app.drawList();
  app.ask("now").then((shown) => {
    app.case = shown.case;
    fill(
      parts.resumed,
      shown.resumed
        ? [
            icon("warn"),
            h("span", {}, `This is the case last saved, ${shown.resumed}. Another patient? `),
            tool("New case", () => app.begin()),
          ]
        : null,
    );
    app.send();
    app.showStates();
    app.drawMarks();
  });
  return () => {
    stop.forEach((f) => f());
    model.off("msg:custom", saved);
  };
}
