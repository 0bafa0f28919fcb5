// What opens on request: evidence of a cell, two causes compared, the whole matrix.
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

function openCompare(app) {
  const rows = app.view().rows, chosen = [rows[0][0], rows[1][0]], place = h("div", { class: "compared" });
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
  const figure = await app.ask("matrix"), chart = h("div", { class: "matrix" });
  dialog(app, "The whole matrix: how often each finding is present in each cause", h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Matrix; the same numbers are in kb.matrix" }, chart));
  drawChart(app.model, chart, { ...figure, turn: "matrix" });
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
