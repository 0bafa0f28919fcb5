// What opens on request: evidence of a cell, a bar or an injection, two causes compared, the whole matrix.
function dialog(app, title, body) {
  const back = document.activeElement;
  const close = h("button", { type: "button", class: "close", "aria-label": "Close", onclick: () => box.close() }, icon("close"));
  const box = h("dialog", { class: "box", "aria-label": title }, h("header", {}, h("h2", {}, title), close), body);
  box.addEventListener("close", () => { box.remove(); if (back?.isConnected) back.focus(); });
  app.root.append(box);
  box.showModal();
  close.focus();
  return box;
}

async function openEvidence(app, cause, column) {
  const shown = await app.ask("evidence", { cause, column });
  const source = (s) => h("li", {}, s.url ? h("a", { href: s.url, target: "_blank", rel: "noreferrer" }, s.text) : s.text);
  const row = (r) => h("tr", {}, h("th", { scope: "row" }, r.what), h("td", {}, r.figure), h("td", {}, r.basis), h("td", {}, r.use),
    h("td", { class: "long" }, r.note, r.where ? ` [${r.where}]` : "", r.verified && r.verified !== "primary" && r.verified !== "none" ? ` (${r.verified})` : "", r.sources.length ? h("ul", { class: "refs" }, r.sources.map(source)) : r.basis === "judgement" ? " A judgement, without a source." : null));
  const part = (p) => h("section", {}, h("h4", {}, p.label), h("p", {}, p.said), h("p", { class: "dim" }, p.how, p.differs ? ` ${p.differs}` : ""),
    h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": `Rows behind ${p.label}` }, h("table", {}, h("thead", {}, h("tr", {}, ["About", "Present in", "Basis", "Use", "Note and sources"].map((c) => h("th", { scope: "col" }, c)))), h("tbody", {}, p.rows.map(row)))));
  dialog(app, shown.title, h("div", {}, shown.composite ? h("p", {}, shown.composite) : null, shown.parts.map(part)));
}

async function openContributions(app, cause) {
  const c = await app.ask("contributions", { cause });
  const line = (name, state, weight, more) => h("tr", {}, h("th", { scope: "row" }, name), h("td", { class: "long" }, state), h("td", {}, weight), h("td", {}, more));
  const open = (column) => h("button", { type: "button", class: "link", onclick: () => openEvidence(app, cause, column) }, "evidence");
  dialog(app, c.title, h("div", {}, h("p", {}, `Probability ${c.after}, 90 % interval ${c.span}. Weights in decibans: +10 multiplies the odds by ten.`),
    h("table", {}, h("thead", {}, h("tr", {}, ["", "", "Weight", ""].map((t) => h("th", { scope: "col" }, t)))), h("tbody", {},
      line("Before the findings", c.origin, c.before, ""), c.rows.map(([id, title, state, weight]) => line(title, state, weight || "no evidence", open(id))),
      line("Fit of the presentation", c.picture ? `read as: ${c.picture}` : "one clinical picture", c.fit, ""), line("All marks together", "against unexplained pain", c.sum, ""))),
    c.note ? h("p", { class: "dim" }, `Before the findings: ${c.note}`) : null));
}

async function openOption(app, injection) {
  const o = await app.ask("option", { injection });
  const gates = h("ul", { class: "gates all" }, o.holds.map(gate("hold", "stop")), o.cautions.map(gate("caution", "warn")));
  dialog(app, o.title, h("div", {}, h("p", {}, `An option to consider: ${o.zone}.`), gates, h("dl", {}, o.pairs.map(([label, text]) => [h("dt", {}, label), h("dd", {}, text)])),
    o.memory ? h("p", { class: "dim" }, "Parts are from memory or judged: check the label and your local protocol.") : null, h("h4", {}, "Sources"), h("ol", { class: "refs" }, o.sources.map((s) => h("li", {}, s)))));
}

function openFlags(app, flags, asked) {
  const box = dialog(app, "Red flags in what is marked", h("div", {}, flags.map((f) => h("section", {}, h("h4", {}, `${f.headline} (${f.urgency})`), h("p", {}, f.label, ". ", f.action, ` [${f.sources}]`, f.memory ? " Partly from memory: your local pathway decides." : ""),
    h("ol", { class: "steps" }, f.steps.map((s) => h("li", {}, s))), f.urgency !== "immediate" ? h("button", { type: "button", class: "tool", onclick: () => { box.close(); app.clearFlag(f); } }, "Close this flag with a reason") : null)), h("p", { class: "dim" }, asked)));
}

function openCompare(app) {
  const rows = app.view.causes, chosen = [rows[0][0], rows[1][0]], place = h("div", { class: "compared" });
  const pick = (i) => h("select", { "aria-label": i ? "Second cause" : "First cause", onchange: (e) => { chosen[i] = e.target.value; draw(); } }, rows.map(([id, label]) => h("option", { value: id, selected: id === chosen[i] }, label)));
  const draw = async () => {
    const shown = await app.ask("compare", { one: chosen[0], other: chosen[1] });
    fill(place, h("table", {}, h("thead", {}, h("tr", {}, ["Finding", shown.one, shown.other, "If present", "If absent", "Mark"].map((c) => h("th", { scope: "col" }, c)))),
      h("tbody", {}, shown.rows.map((r) => h("tr", {}, h("th", { scope: "row" }, r.label), h("td", {}, r.one), h("td", {}, r.other), h("td", {}, r.yes), h("td", {}, r.no), h("td", {}, r.id ? tri(app, r.id, r.label, "compare") : r.state))))));
  };
  app.whenSettled = draw;
  const box = dialog(app, "Compare two causes", h("div", {}, h("div", { class: "pair" }, pick(0), h("span", {}, "against"), pick(1)), h("p", { class: "dim" }, "The findings that separate them best; weights in decibans, + for the first cause."), place));
  box.addEventListener("close", () => { app.whenSettled = null; });
  draw();
}

async function openMatrix(app) {
  const figure = await app.ask("matrix", { theme: app.root.dataset.theme }), chart = h("div", { class: "matrix" });
  dialog(app, "The whole matrix: how often each finding is present in each cause", h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Matrix; the same numbers are in kb.matrix" }, chart)).classList.add("wide");
  const Plotly = await plotly(app);
  await Plotly.react(chart, figure.data, figure.layout, { displayModeBar: false });
  chart.dataset.drawn = "matrix";
  chart.on("plotly_click", ({ points: [{ pointIndex: [y, x] }] }) => openEvidence(app, figure.rows[y], figure.columns[x]));
}

// Plotly comes from the kernel when it is first needed, once a page, and never from a network.
function plotly(app) {
  window.__glutealPlotly ??= app.ask("plotly", {}, true).then(([, buffers]) => {
    const source = ["const module = { exports: {} };\n", new Uint8Array(buffers[0].buffer ?? buffers[0]), "\nexport default module.exports;"];
    const url = URL.createObjectURL(new Blob(source, { type: "text/javascript" }));
    return import(/* webpackIgnore: true */ url).then((m) => m.default).finally(() => URL.revokeObjectURL(url));
  });
  return window.__glutealPlotly;
}

// A page to print and a text to paste, made by Python, kept by the browser's own download.
function keepFile(name, text, type) {
  const link = h("a", { href: URL.createObjectURL(new Blob([text], { type })), download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

async function openHandout(app, question = "handout", more = {}) {
  const { html, text } = await app.ask(question, more), said = h("span", { class: "dim", role: "status" });
  const page = h("iframe", { class: "page", title: "Hand-out", sandbox: "allow-modals allow-same-origin" });
  page.srcdoc = html;
  const copy = async () => { try { await navigator.clipboard.writeText(text); said.textContent = "copied"; } catch { area.select(); said.textContent = "press Ctrl+C"; } };
  const area = h("textarea", { readonly: true, rows: 12, "aria-label": "Summary as text" });
  area.value = text;
  dialog(app, "Hand-out", h("div", {}, h("p", {}, h("button", { type: "button", class: "tool", onclick: () => keepFile("gluteal-handout.html", html, "text/html") }, "Save the page"), h("button", { type: "button", class: "tool", onclick: () => page.contentWindow.print() }, "Print"), h("button", { type: "button", class: "tool", onclick: copy }, "Copy the text"), said), page, area)).classList.add("wide");
}

function openCases(app) {
  const place = h("div", {}), box = dialog(app, "Cases on this computer", place);
  const act = async (name, entry) => draw(await app.ask(name, entry ? { entry } : {}));
  const take = async (name, entry) => {
    const shown = await app.take(name, { entry });
    return shown.case ? box.close() : draw(shown);
  };
  const button = (label, run) => h("button", { type: "button", class: "link", onclick: run }, label);
  const draw = (shown) => fill(place, shown.error ? h("p", { class: "warned" }, icon("warn"), shown.error) : null,
    h("p", { class: "dim" }, "Every change is saved here by itself. No names are kept: a case is known by when it was begun."),
    button("New case", () => take("new")), shown.undo ? h("p", {}, "Deleted. ", button("Bring it back", () => act("restore", shown.undo))) : null,
    h("table", {}, h("thead", {}, h("tr", {}, ["Begun (UTC)", "Saved (UTC)", "Marks", "Age", ""].map((c) => h("th", { scope: "col" }, c)))),
      h("tbody", {}, shown.rows.map((r) => h("tr", {}, h("th", { scope: "row" }, r.entry.slice(0, 10), " ", r.entry.slice(11, 13), ":", r.entry.slice(13, 15), r.entry === shown.entry ? " (open)" : ""), h("td", {}, r.saved), h("td", {}, r.said), h("td", {}, r.age),
        h("td", { class: "acts" }, r.readable ? [button("Open", () => take("open", r.entry)), " ", button("Duplicate", () => act("duplicate", r.entry)), " "] : null, button("Delete", async () => draw({ ...(await app.ask("delete", { entry: r.entry })), undo: r.entry }))))))));
  act("cases");
}
