// The left side: what was found. One control of three states for each finding.
const STATES = [["absent", "\u2212"], ["unknown", "\u00b7"], ["present", "+"]];
const NEXT = { unknown: "present", present: "absent", absent: "unknown" };
const KEYS = { p: "present", a: "absent", u: "unknown", "+": "present", "-": "absent", Delete: "unknown" };

function tri(app, id, label, scope) {
  const buttons = STATES.map(([state, sign]) => h("button", { class: state, role: "radio", type: "button", "aria-label": state === "unknown" ? "not asked" : state, "data-key": `${scope}:${id}:${state}`, onclick: () => app.mark(id, state) }, sign));
  const group = h("span", { class: "tri", role: "radiogroup", "aria-label": label, "data-finding": id }, buttons);
  group.refresh = () => {
    const now = app.state(id), held = group.contains(document.activeElement);
    group.classList.toggle("paused", app.paused(id));
    if (group.dataset.state === now) return;
    group.dataset.state = now;
    buttons.forEach((b, i) => {
      const on = STATES[i][0] === now;
      b.setAttribute("aria-checked", String(on));
      b.tabIndex = on ? 0 : -1;
      if (on && held && b !== document.activeElement) b.focus({ preventScroll: true });
    });
  };
  group.addEventListener("keydown", (e) => {
    if (e.ctrlKey || e.metaKey || e.altKey) return;
    const at = STATES.findIndex(([s]) => s === app.state(id));
    const step = { ArrowLeft: -1, ArrowRight: 1 }[e.key], row = { ArrowUp: -1, ArrowDown: 1 }[e.key];
    if (row) {
      const all = [...(group.closest(".list, .next, .compared") ?? app.root).querySelectorAll(".tri")];
      all[all.indexOf(group) + row]?.querySelector("[aria-checked=true]").focus();
      e.preventDefault();
      return;
    }
    const to = step ? STATES[Math.min(2, Math.max(0, at + step))][0] : e.key === " " ? NEXT[app.state(id)] : KEYS[e.key] ?? KEYS[e.key.toLowerCase()];
    if (!to) return;
    e.preventDefault();
    if (to !== app.state(id)) app.mark(id, to);
  });
  app.tris.add(group);
  group.refresh();
  return group;
}

function findingRow(app, f, scope, also = "") {
  return h("li", { class: "fr" }, h("span", { class: "fl", title: `${f.prompt}\n${f.how}` }, f.label, also ? h("span", { class: "dim" }, ` ${also}`) : null), tri(app, f.id, f.label, scope));
}

function markedRow(app, id) {
  const f = app.finding(id) ?? { label: id, how: "" }, state = app.state(id), paused = app.paused(id);
  const act = (name, title, run) => h("button", { type: "button", "aria-label": `${title}: ${f.label}`, title, "data-key": `${name}:${id}`, onclick: run, "aria-pressed": name === "pause" ? String(paused) : undefined }, icon(name));
  return h("li", { class: `mk ${state}${paused ? " paused" : ""}${app.urgent(id) ? " urgent" : ""}` },
    h("i", { class: `m ${state}`, role: "img", "aria-label": state }), h("span", { class: "fl", title: f.how }, f.label),
    act("pause", paused ? "Count again" : "Pause: leave out for a moment", () => app.pause(id)),
    act("flip", "Flip", () => app.mark(id, state === "present" ? "absent" : "present")),
    act("close", "Remove", () => app.mark(id, "unknown")));
}

function markedList(app) {
  const count = h("span", { class: "dim" }), empty = h("p", { class: "dim pad" }, "Nothing is marked yet. Click the drawing, search, or go down the list."), list = h("ul", {});
  const draw = () => {
    const present = app.case.present || [], absent = app.case.absent || [], held = list.contains(document.activeElement) && document.activeElement.dataset.key;
    count.textContent = `${present.length} present, ${absent.length} absent`;
    empty.hidden = present.length + absent.length > 0;
    keyed(list, [...present, ...absent], (id) => `${id} ${app.state(id)} ${app.paused(id)} ${app.urgent(id)}`, (id) => markedRow(app, id));
    if (held && !list.contains(document.activeElement)) list.querySelector(`[data-key="${CSS.escape(held)}"]`)?.focus({ preventScroll: true });
  };
  return [[h("h3", {}, "Marked", count), empty, list], draw];
}

// Findings that hold every word in their name, synonyms, question or group; best first.
function matches(app, words) {
  const parts = words.toLowerCase().split(/\s+/).filter(Boolean);
  const worth = (f, w) => {
    const label = f.label.toLowerCase(), also = f.synonyms.toLowerCase();
    return label.startsWith(w) ? 8 : label.includes(w) ? 5 : also.split(";").some((s) => s.trim() === w) ? 7 : also.includes(w) ? 3 : `${f.prompt} ${f.domain}`.toLowerCase().includes(w) ? 1 : 0;
  };
  const scored = app.catalogue.findings.map((f) => {
    const worths = parts.map((w) => worth(f, w));
    return [worths.every(Boolean) ? worths.reduce((a, b) => a + b, 0) : 0, f];
  });
  return scored.filter(([s]) => s).sort((a, b) => b[0] - a[0]).map(([, f]) => f);
}

function findingsList(app) {
  if (app.words) {
    const found = matches(app, app.words).slice(0, 30), words = app.words.toLowerCase();
    const also = (f) => (f.label.toLowerCase().includes(words) ? "" : f.synonyms.split(";").find((s) => s.toLowerCase().includes(words))?.trim() ?? "");
    return found.length ? h("ul", {}, found.map((f) => findingRow(app, f, "list", also(f)))) : h("p", { class: "dim pad" }, `Nothing matches \u201c${app.words}\u201d.`);
  }
  const list = app.inTab(app.tab), groups = app.tab === "Safety" ? [["Screening questions", list]] : [...new Set(list.map((f) => f.domain))].map((d) => [d, list.filter((f) => f.domain === d)]);
  return groups.map(([name, some]) => h("section", {}, h("h4", {}, name[0].toUpperCase() + name.slice(1)), h("ul", {}, some.map((f) => findingRow(app, f, "list")))));
}

const tabCounts = (app) => [app.tab, Boolean(app.words), app.catalogue.tabs.map(([name]) => app.inTab(name).filter((f) => app.state(f.id) !== "unknown").length)];

function tabs(app) {
  const names = app.catalogue.tabs.map(([name]) => name);
  const choose = (name) => { app.tab = name; app.search(""); };
  const turn = (e) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[e.key];
    if (!step) return;
    e.preventDefault();
    choose(names[(names.indexOf(app.tab) + step + names.length) % names.length]);
    app.root.querySelector(".tabs [aria-selected=true]").focus();
  };
  return h("div", { class: "tabs", role: "tablist", "aria-label": "Findings", onkeydown: turn }, names.map((name) => {
    const list = app.inTab(name), n = list.filter((f) => app.state(f.id) !== "unknown").length, on = name === app.tab && !app.words;
    return h("button", { type: "button", role: "tab", "aria-selected": String(on), tabindex: name === app.tab ? "0" : "-1", "data-key": `tab:${name}`, onclick: () => choose(name) }, name, " ", h("i", {}, name === "Safety" ? `${n} of ${list.length}` : n || ""));
  }));
}
