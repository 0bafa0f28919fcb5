// The left side: what the clinician knows.
const STATES = [["absent", "\u2212"], ["unknown", "\u00b7"], ["present", "+"]];

function tri(app, id, label, scope) {
  const now = app.state(id);
  const paused = (app.case.paused || []).includes(id);
  const set = (state) => app.mark(id, state);
  const group = h("span", { class: "tri" + (paused ? " paused" : ""), role: "radiogroup", "aria-label": label });
  STATES.forEach(([state, sign], i) => {
    group.append(h("button", {
      class: state, role: "radio", type: "button", "aria-checked": String(state === now),
      "aria-label": state === "unknown" ? "not asked" : state, "data-key": `${scope}:${id}:${state}`,
      tabindex: state === now ? "0" : "-1",
      onclick: () => set(state),
      onkeydown: (e) => {
        const step = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 }[e.key];
        const key = { p: "present", a: "absent", u: "unknown", "+": "present", "-": "absent" }[e.key.toLowerCase()];
        const to = step ? STATES[Math.min(2, Math.max(0, i + step))][0] : e.key === " " ? state : key;
        if (!to) return;
        e.preventDefault();
        app.focus = `${scope}:${id}:${to}`;
        set(to);
      },
    }, sign));
  });
  return group;
}

function findingRow(app, f, scope) {
  return h("li", { class: "fr", title: `${f.prompt}\n${f.how}` }, h("span", { class: "fl" }, f.label), tri(app, f.id, f.label, scope));
}

function markedList(app) {
  const ids = [...(app.case.present || []), ...(app.case.absent || [])];
  if (!ids.length) return h("p", { class: "dim pad" }, "Nothing is marked yet.");
  const row = (id) => {
    const f = app.finding(id), state = app.state(id), paused = (app.case.paused || []).includes(id);
    const act = (name, title, run) => h("button", { type: "button", "aria-label": `${title}: ${f.label}`, title, "data-key": `${name}:${id}`, onclick: run, "aria-pressed": name === "pause" ? String(paused) : undefined }, icon(name));
    return h("li", { class: `mk ${state}${paused ? " paused" : ""}` },
      h("i", { class: `m ${state}`, role: "img", "aria-label": state }), h("span", { class: "fl", title: f.how }, f.label),
      act("pause", paused ? "Count again" : "Pause: leave out for a moment", () => app.pause(id)),
      act("flip", "Flip", () => app.mark(id, state === "present" ? "absent" : "present")),
      act("close", "Remove", () => app.mark(id, "unknown")));
  };
  return h("ul", {}, ids.map(row));
}

function matches(app, words) {
  const parts = words.toLowerCase().split(/\s+/).filter(Boolean);
  const score = (f) => {
    const label = f.label.toLowerCase(), rest = `${f.synonyms} ${f.prompt} ${f.domain}`.toLowerCase();
    return parts.every((w) => label.includes(w) || rest.includes(w))
      ? parts.reduce((s, w) => s + (label.startsWith(w) ? 4 : label.includes(w) ? 3 : f.synonyms.toLowerCase().includes(w) ? 2 : 1), 0) : 0;
  };
  return app.catalogue.findings.map((f) => [score(f), f]).filter(([s]) => s).sort((a, b) => b[0] - a[0]).map(([, f]) => f);
}

function findingsList(app) {
  if (app.words) {
    const found = matches(app, app.words);
    return found.length ? h("ul", {}, found.slice(0, 30).map((f) => findingRow(app, f, "list"))) : h("p", { class: "dim pad" }, `Nothing matches \u201c${app.words}\u201d.`);
  }
  const safety = app.catalogue.findings.filter((f) => f.screening === "yes");
  const groups = [["safety questions", safety], ...app.catalogue.domains.map((d) => [d, app.catalogue.findings.filter((f) => f.domain === d)])];
  return groups.map(([name, list]) => {
    const marked = list.filter((f) => app.state(f.id) !== "unknown").length;
    const open = app.open.has(name);
    return h("details", { open, ontoggle: (e) => { e.target.open ? app.open.add(name) : app.open.delete(name); if (e.target.open !== open) app.drawList(); } },
      h("summary", { "data-key": `group:${name}` }, h("b", {}, name[0].toUpperCase() + name.slice(1)), h("span", { class: "dim" }, marked ? `${marked} of ${list.length}` : String(list.length))),
      open ? h("ul", {}, list.map((f) => findingRow(app, f, name))) : null);
  });
}

function patientForm(app) {
  const number = (key, label, unit, max, step = 1) => h("label", {}, label, h("span", {}, h("input", {
    type: "number", min: 0, max, step, value: app.case[key] ?? "", "data-key": key, inputmode: "decimal",
    onchange: (e) => app.set(key, e.target.value === "" ? null : Number(e.target.value)) }), unit ? h("i", {}, unit) : null));
  const choice = (key, label, options) => h("label", {}, label, h("select", { "data-key": key, onchange: (e) => app.set(key, e.target.value || null) },
    options.map(([v, text]) => h("option", { value: v, selected: (app.case[key] ?? "") === v }, text))));
  return h("div", { class: "form" }, choice("setting", "Setting", app.catalogue.settings), number("age", "Age", "y", 120),
    choice("sex", "Sex", [["", "not given"], ["female", "female"], ["male", "male"]]),
    number("severity", "Pain of 10", "", 10), number("duration_weeks", "Pain for", "weeks", 6000), number("conservative_weeks", "Conservative care", "weeks", 6000), number("weight_kg", "Weight", "kg", 400));
}

// Asked before any injection is named: what was screened, and what is true of the patient.
function precautionForm(app) {
  const precautions = app.case.precautions || [], screened = app.case.screened || [];
  const chips = precautions.map((id) => h("span", { class: "chip" }, icon("warn"), app.precaution(id),
    h("button", { type: "button", "aria-label": `Remove ${app.precaution(id)}`, onclick: () => app.set("precautions", precautions.filter((p) => p !== id)) }, icon("close"))));
  return [
    h("details", { class: "before", open: app.open.has("before"), ontoggle: (e) => (e.target.open ? app.open.add("before") : app.open.delete("before")) },
      h("summary", { "data-key": "before" }, h("b", {}, "Before an injection"), h("span", { class: "dim" }, `${precautions.length} precaution${precautions.length === 1 ? "" : "s"}`)),
      h("p", { class: "dim" }, "Asked and clear:"),
      h("div", { class: "checks" }, app.catalogue.topics.map(([t, text]) => h("label", {}, h("input", { type: "checkbox", checked: screened.includes(t), "data-key": `topic:${t}`, onchange: (e) => app.set("screened", e.target.checked ? [...screened, t] : screened.filter((x) => x !== t)) }), text))),
      h("label", { class: "add" }, "Add a precaution", h("select", { "data-key": "precaution", onchange: (e) => e.target.value && app.set("precautions", [...precautions, e.target.value]) },
        h("option", { value: "" }, "choose"), app.catalogue.precautions.filter((p) => !precautions.includes(p.id)).map((p) => h("option", { value: p.id }, p.label)))), ),
    chips.length ? h("div", { class: "chips" }, chips) : null,
  ];
}
