import { h } from "../dom.js";

// The left side: what was found. One control of three states for each finding.
const STATES = [
  ["absent", "\u2212"],
  ["unknown", "\u00b7"],
  ["present", "+"],
];

const NEXT = { unknown: "present", present: "absent", absent: "unknown" };

const KEYS = {
  p: "present",
  a: "absent",
  u: "unknown",
  "+": "present",
  "-": "absent",
  Delete: "unknown",
};

export function tri(app, id, label, scope) {
  const buttons = STATES.map(([state, sign]) =>
    h(
      "button",
      {
        class: state,
        role: "radio",
        type: "button",
        "aria-label": state === "unknown" ? "not asked" : state,
        "data-key": `${scope}:${id}:${state}`,
        onclick: () => app.mark(id, state),
      },
      sign,
    ),
  );
  const group = h(
    "span",
    { class: "tri", role: "radiogroup", "aria-label": label, "data-finding": id },
    buttons,
  );
  group.refresh = () => {
    const now = app.state(id),
      held = group.contains(document.activeElement);
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
    const step = { ArrowLeft: -1, ArrowRight: 1 }[e.key],
      row = { ArrowUp: -1, ArrowDown: 1 }[e.key];
    if (row) {
      const all = [
        ...(group.closest(".list, .next, .compared") ?? app.root).querySelectorAll(".tri"),
      ];
      all[all.indexOf(group) + row]?.querySelector("[aria-checked=true]").focus();
      e.preventDefault();
      return;
    }
    const to = step
      ? STATES[Math.min(2, Math.max(0, at + step))][0]
      : e.key === " "
        ? NEXT[app.state(id)]
        : (KEYS[e.key] ?? KEYS[e.key.toLowerCase()]);
    if (!to) return;
    e.preventDefault();
    if (to !== app.state(id)) app.mark(id, to);
  });
  app.tris.add(group);
  group.refresh();
  return group;
}

export function findingRow(app, f, scope, also = "") {
  return h(
    "li",
    { class: "fr" },
    h(
      "span",
      { class: "fl", title: `${f.prompt}\n${f.how}` },
      f.label,
      also ? h("span", { class: "dim" }, ` ${also}`) : null,
    ),
    tri(app, f.id, f.label, scope),
  );
}
