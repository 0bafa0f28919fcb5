// State and drawing order. The page owns the marks; Python answers with a view of them.
function startApp({ model, el }) {
  const place = (cls, tag = "div") => h(tag, { class: cls });
  const parts = { little: place("little"), form: place("patient"), before: place("precautions"), saved: place("saved", "span"), resumed: place("resumed"), marked: place("marked"), list: place("list"), strip: place("q1"), meter: place("known"), chart: place("chart"), twin: place("twinbox"), next: place("next"), cards: place("cards"), error: place("error") };
  const app = {
    catalogue: model.get("catalogue"), case: { ...model.get("data").case }, turn: 0, waiting: false, late: false, open: new Set(["pain site"]), words: "", focus: null,
    byId: new Map(model.get("catalogue").findings.map((f) => [f.id, f])),
    finding: (id) => app.byId.get(id),
    precaution: (id) => app.catalogue.precautions.find((p) => p.id === id)?.label ?? id,
    state: (id) => ((app.case.present || []).includes(id) ? "present" : (app.case.absent || []).includes(id) ? "absent" : "unknown"),
    mark(id, state) {
      const without = (list) => (list || []).filter((x) => x !== id);
      const next = { ...app.case, present: without(app.case.present), absent: without(app.case.absent) };
      if (state === "unknown") next.paused = without(app.case.paused);
      else next[state] = [...next[state], id];
      app.change(next);
    },
    pause(id) {
      const paused = app.case.paused || [];
      app.change({ ...app.case, paused: paused.includes(id) ? paused.filter((x) => x !== id) : [...paused, id] });
    },
    set: (key, value) => app.change({ ...app.case, [key]: value }),
    clearFlag(flag) {
      const reason = window.prompt(`Why is \u201c${flag.label}\u201d settled? The reason is kept with the case.`);
      if (reason && reason.trim()) app.set("cleared", { ...app.case.cleared, [flag.id]: reason.trim() });
    },
    reopenFlag(id) {
      const { [id]: _, ...rest } = app.case.cleared;
      app.set("cleared", rest);
    },
    reveal(group) {
      app.words = "";
      search.value = "";
      app.open.add(group);
      app.drawList();
      parts.list.querySelector("details[open]")?.scrollIntoView({ block: "nearest" });
      parts.list.querySelector("summary")?.focus();
    },
    model,
    view: () => model.get("view"),
    past: [],
    future: [],
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
        app.put(shown.case);
      } else root.setAttribute("aria-busy", "false");
      return shown;
    },
    // A question beside the view; answered by a message that carries its number.
    ask(name, more = {}) {
      const id = (app.asked = (app.asked || 0) + 1);
      return new Promise((resolve) => {
        const take = (message) => {
          if (message.reply !== id) return;
          model.off("msg:custom", take);
          resolve(message.shown);
        };
        model.on("msg:custom", take);
        model.send({ ask: name, id, ...more });
      });
    },
    put(next) {
      app.case = Object.fromEntries(Object.entries(next).filter(([, v]) => v !== null && v !== undefined));
      app.drawMarks();
      app.send();
    },
    // One question at a time: while Python works, later marks merge into the next one.
    send() {
      root.setAttribute("aria-busy", "true");
      if (app.waiting) { app.late = true; return; }
      app.waiting = true;
      app.turn += 1;
      model.set("data", { case: app.case, turn: app.turn });
      model.save_changes();
    },
    drawList: () => fill(parts.list, findingsList(app)),
    drawMarks() {
      fill(parts.form, patientForm(app));
      fill(parts.before, precautionForm(app));
      const n = (app.case.present || []).length, m = (app.case.absent || []).length;
      fill(parts.marked, h("h3", {}, "Marked", h("span", { class: "dim" }, `${n} present, ${m} absent`)), markedList(app));
      app.drawList();
      paintDrawing(drawing, app, model.get("view"));
      if (app.focus) { root.querySelector(`[data-key="${CSS.escape(app.focus)}"]`)?.focus({ preventScroll: true }); app.focus = null; }
    },
    drawView() {
      const view = model.get("view");
      if (app.waiting && view.turn !== app.turn) return;
      app.waiting = false;
      if (app.late) { app.late = false; app.send(); return; }
      root.setAttribute("aria-busy", "false");
      const flag = view.flags.find((f) => f.urgency === "immediate");
      root.classList.toggle("flagged", Boolean(flag));
      root.dataset.turn = view.turn;
      fill(parts.error, view.error ? [icon("warn"), h("span", {}, view.error)] : []);
      fill(parts.strip, dangerStrip(app, view), closedFlags(app, view));
      fill(parts.meter, meter(view));
      fill(parts.little, view.known.little ? h("p", { class: "dim" }, "Too little is known for a ranking: the causes stand in the order from before the findings.") : null);
      fill(parts.twin, tableTwin(app, view));
      fill(parts.next, flag ? h("ol", { class: "act" }, flag.steps.map((s, i) => h("li", {}, i ? s : h("b", {}, s)))) : h("ul", {}, view.next.map((n) => nextRow(app, n))));
      fill(parts.cards, injectionPane(app, view));
      paintDrawing(drawing, app, flag ? { ...view, target: null } : view);
      drawChart(model, parts.chart, { ...view.figure, turn: view.turn }, (x, y) => view.columns[x] && openEvidence(app, view.rows[y][0], view.columns[x]));
      app.whenSettled?.();
    },
  };
  const search = h("input", { type: "search", placeholder: `Find any of ${app.catalogue.findings.length} findings`, "aria-label": "Find a finding", oninput: (e) => { app.words = e.target.value.trim(); app.drawList(); } });
  const title = (text, note, ...more) => h("div", { class: "hd" }, h("h2", {}, text), note ? h("p", {}, note) : null, more);
  const tool = (label, run, key) => h("button", { type: "button", class: "tool", "data-key": key || label, onclick: run }, label);
  const tools = h("div", { class: "tools", role: "toolbar", "aria-label": "Case" }, tool("Undo", () => app.undo()), tool("Redo", () => app.redo()), tool("Clear", () => app.clear()), tool("New", () => app.begin()), tool("Cases", () => openCases(app)), parts.saved);
  const looks = h("span", { class: "tools" }, tool("Compare two causes", () => openCompare(app)), tool("Whole matrix", () => openMatrix(app)));
  const legend = h("div", { class: "leg", "aria-hidden": "true" }, "against \u22128", h("i", { class: "ramp" }), "+8 for", h("i", { class: "judged" }), "judgement only", h("i", { class: "blank" }, "\u00b7"), "no evidence");
  const drawing = painDrawing(app);
  const root = h("div", { class: "glu", "data-lm-suppress-shortcuts": "true" },
    h("header", { class: "bar" }, h("span", { class: "brand" }, "gluteal"), parts.form, tools),
    parts.resumed,
    h("aside", { "aria-label": "What you know" }, drawing, parts.before, h("div", { class: "search" }, search), parts.marked, parts.list),
    h("main", {}, parts.error,
      h("section", { class: "top" }, title("Is anything dangerous?"), parts.strip, parts.meter),
      h("section", {}, title("What is likely? Why?", "Weight of evidence in decibans: +10 multiplies the odds by ten.", legend), parts.little, parts.chart, h("div", { class: "under" }, parts.twin, looks)),
      h("div", { class: "bottom" }, h("section", {}, title("What next?", "Mark the answer where it stands."), parts.next), h("section", {}, title("Which injection, if any?", "Options to consider."), parts.cards))),
    h("footer", {}, h("span", {}, h("b", {}, "Decision support, not a diagnosis. "), "Probabilities are conditional on the marks and on the setting."), h("span", {}, app.catalogue.stamp)));
  app.root = root;
  root.addEventListener("keydown", (e) => {
    e.stopPropagation(); // JupyterLab's shortcuts must not see it
    const typing = e.target.matches("input, select, textarea");
    if ((e.ctrlKey || e.metaKey) && !typing && e.key.toLowerCase() === "z") { e.preventDefault(); e.shiftKey ? app.redo() : app.undo(); }
  });
  const gone = place("gone");
  root.prepend(gone);
  let asking = false; // one question at a time: a silent kernel must not pile them up
  const heart = setInterval(async () => {
    if (asking) return;
    asking = true;
    const late = setTimeout(() => fill(gone, [icon("warn"), h("span", {}, "Python does not answer: it is busy or gone. What you mark now is not reckoned with yet. If it stays silent, restart the kernel and run the cell again.")]), 2500);
    await app.ask("ping");
    clearTimeout(late);
    asking = false;
    fill(gone);
  }, 4000);
  el.append(root);
  const theme = () => {
    const attr = document.body.dataset.jpThemeLight, vs = document.body.dataset.vscodeThemeKind || "";
    const dark = attr ? attr === "false" : vs.includes("dark");
    root.dataset.theme = dark ? "dark" : "light";
    if (model.get("theme") !== root.dataset.theme) { model.set("theme", root.dataset.theme); model.save_changes(); }
  };
  const watch = new MutationObserver(theme);
  watch.observe(document.body, { attributes: true, attributeFilter: ["data-jp-theme-light", "data-vscode-theme-kind"] });
  const measure = new ResizeObserver(() => {
    const width = Math.max(560, Math.min(1500, Math.floor(parts.chart.clientWidth / 20) * 20));
    if (parts.chart.clientWidth && model.get("width") !== width) { model.set("width", width); model.save_changes(); }
  });
  measure.observe(parts.chart);
  const drawSaved = () => {
    const saved = model.get("saved");
    fill(parts.saved, h("span", { class: "dim", title: saved.error || "Saved on this computer" }, saved.error ? "not saved" : saved.entry ? "saved" : ""));
    fill(parts.resumed, saved.error ? [icon("warn"), h("span", {}, saved.error)] : saved.resumed ? [icon("warn"), h("span", {}, `This is the case last saved, ${saved.resumed}. Another patient? `), tool("New case", () => app.begin())] : null);
  };
  model.on("change:saved", drawSaved);
  drawSaved();
  model.on("change:view", app.drawView);
  theme();
  app.drawMarks();
  app.drawView();
  return () => { clearInterval(heart); watch.disconnect(); measure.disconnect(); model.off("change:view", app.drawView); model.off("change:saved", drawSaved); };
}

export default { render: startApp };
