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
  const f = app.finding(id) ?? { label: id, short: id, how: "" }, state = app.state(id), paused = app.paused(id);
  const act = (name, title, run) => h("button", { type: "button", "aria-label": `${title}: ${f.label}`, title, "data-key": `${name}:${id}`, onclick: run, "aria-pressed": name === "pause" ? String(paused) : undefined }, icon(name));
  return h("li", { class: `mk ${state}${paused ? " paused" : ""}${app.urgent(id) ? " urgent" : ""}` },
    h("i", { class: `m ${state}`, role: "img", "aria-label": state }), h("span", { class: "fl", title: `${f.label}\n${f.how}` }, f.short),
    act("pause", paused ? "Count again" : "Pause: leave out for a moment", () => app.pause(id)),
    act("flip", "Flip", () => app.mark(id, state === "present" ? "absent" : "present")),
    act("close", "Remove", () => app.mark(id, "unknown")));
}

// Bring a row into sight in its own box; nothing around it moves.
function show(row, box) {
  if (!row || !box) return;
  const at = row.getBoundingClientRect(), room = box.getBoundingClientRect();
  box.scrollTop += Math.max(0, at.bottom - room.bottom) - Math.max(0, room.top - at.top);
}

function markedList(app) {
  const count = h("span", { class: "dim" }), empty = h("p", { class: "dim pad" }, "Nothing is marked yet. Click the drawing, search, or go down the list."), list = h("ul", {});
  let before = new Set();
  const draw = () => {
    const present = app.case.present || [], absent = app.case.absent || [], held = list.contains(document.activeElement) && document.activeElement.dataset.key;
    count.textContent = `${present.length} present, ${absent.length} absent`;
    empty.hidden = present.length + absent.length > 0;
    keyed(list, [...present, ...absent], (id) => `${id} ${app.state(id)} ${app.paused(id)} ${app.urgent(id)}`, (id) => markedRow(app, id));
    const fresh = [...present, ...absent].find((id) => !before.has(id));
    before = new Set([...present, ...absent]);
    if (fresh) requestAnimationFrame(() => show(list.querySelector(`[data-row^="${CSS.escape(fresh)} "]`), list.parentElement));
    if (held && !list.contains(document.activeElement)) list.querySelector(`[data-key="${CSS.escape(held)}"]`)?.focus({ preventScroll: true });
  };
  return [[h("h3", {}, "Marked", count), empty, list], draw];
}

const plain = (text) => text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, ""); // accents need not be typed

// Where a text has the word: 2 as a whole word, 1 as the start of one, a little inside one.
function hit(text, word) {
  let best = 0;
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    const start = !/[a-z0-9]/.test(text[at - 1] ?? " "), end = !/[a-z0-9]/.test(text[at + word.length] ?? " ");
    best = Math.max(best, start ? (end ? 2 : 1) : 0.01);
  }
  return best || (word.length > 4 && /s$/.test(word) ? hit(text, word.replace(/e?s$/, "")) / 2 : 0);
}

// Findings that hold every word in their name, synonyms, question or group; best first.
// The middle of a word counts only while nothing begins with what was typed.
function matches(app, words) {
  const typed = plain(words).trim(), parts = typed.split(/\s+/);
  const worth = (texts, word) => Math.max(...texts.map((text, i) => hit(text, word) * [4, 3, 1][i]));
  const scored = app.catalogue.findings.map((f) => {
    const texts = [f.label, f.synonyms, `${f.prompt} ${f.domain}`].map(plain), worths = parts.map((part) => worth(texts, part));
    const whole = (parts.length > 1 ? 2 * worth(texts, typed) : 0) + (texts[1].split(";").includes(typed) ? 2 : 0);
    return { f, least: Math.min(...worths), sum: worths.reduce((a, b) => a + b, whole + texts[0].startsWith(typed)) };
  });
  const found = scored.filter((s) => s.least), clear = found.filter((s) => s.least >= 0.5);
  return (clear.length ? clear : found).sort((a, b) => b.sum - a.sum).map((s) => s.f);
}

function findingsList(app) {
  if (app.words) {
    const found = matches(app, app.words).slice(0, 30), words = plain(app.words);
    const also = (f) => (hit(plain(f.label), words) >= 1 ? "" : f.synonyms.split(";").find((s) => hit(plain(s), words) >= 0.5)?.trim() ?? "");
    return found.length ? h("ul", {}, found.map((f) => findingRow(app, f, "list", also(f)))) : h("p", { class: "dim pad" }, `Nothing matches \u201c${app.words}\u201d: it goes by another name here, or has no numbers yet. Age, sex and precautions stand in the header.`);
  }
  const list = app.inTab(app.tab), groups = app.tab === "Safety" ? [["Screening questions", list]] : [...new Set(list.map((f) => f.domain))].map((d) => [d, list.filter((f) => f.domain === d)]);
  const rest = () => {
    const open = list.filter((f) => app.state(f.id) === "unknown");
    if (open.length) app.change(open.reduce((c, f) => app.marked(c, f.id, "absent"), app.case));
  };
  const denied = app.tab === "Safety" ? h("button", { type: "button", class: "link dim", "data-key": "rest", onclick: rest }, "The rest absent") : null;
  return groups.map(([name, some]) => h("section", {}, h("h4", {}, name[0].toUpperCase() + name.slice(1), denied), h("ul", {}, some.map((f) => findingRow(app, f, "list")))));
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
    return h("button", { type: "button", role: "tab", "aria-selected": String(on), tabindex: name === app.tab ? "0" : "-1", "data-key": `tab:${name}`, onclick: () => choose(name) }, name, " ", h("i", {}, name === "Safety" ? `${n}/${list.length}` : n || ""));
  }));
}
