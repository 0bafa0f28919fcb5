import { h, icon, keyed, show } from "../dom.js";

function markedRow(app, id) {
  const f = app.finding(id) ?? { label: id, short: id, how: "" },
    state = app.state(id),
    paused = app.paused(id);
  const act = (name, title, run) =>
    h(
      "button",
      {
        type: "button",
        "aria-label": `${title}: ${f.label}`,
        title,
        "data-key": `${name}:${id}`,
        onclick: run,
        "aria-pressed": name === "pause" ? String(paused) : undefined,
      },
      icon(name),
    );
  return h(
    "li",
    { class: `mk ${state}${paused ? " paused" : ""}${app.urgent(id) ? " urgent" : ""}` },
    h("i", { class: `m ${state}`, role: "img", "aria-label": state }),
    h("span", { class: "fl", title: `${f.label}\n${f.how}` }, f.short),
    act("pause", paused ? "Count again" : "Pause: leave out for a moment", () => app.pause(id)),
    act("flip", "Flip", () => app.mark(id, state === "present" ? "absent" : "present")),
    act("close", "Remove", () => app.mark(id, "unknown")),
  );
}

export function markedList(app) {
  const count = h("span", { class: "dim" }),
    empty = h(
      "p",
      { class: "dim pad" },
      "Nothing is marked yet. Click the drawing, search, or go down the list.",
    ),
    list = h("ul", {});
  let before = new Set();
  const draw = () => {
    const present = app.case.present || [],
      absent = app.case.absent || [],
      held = list.contains(document.activeElement) && document.activeElement.dataset.key;
    count.textContent = `${present.length} present, ${absent.length} absent`;
    empty.hidden = present.length + absent.length > 0;
    keyed(
      list,
      [...present, ...absent],
      (id) => `${id} ${app.state(id)} ${app.paused(id)} ${app.urgent(id)}`,
      (id) => markedRow(app, id),
    );
    const fresh = [...present, ...absent].find((id) => !before.has(id));
    before = new Set([...present, ...absent]);
    if (fresh)
      requestAnimationFrame(() =>
        show(list.querySelector(`[data-row^="${CSS.escape(fresh)} "]`), list.parentElement),
      );
    if (held && !list.contains(document.activeElement))
      list.querySelector(`[data-key="${CSS.escape(held)}"]`)?.focus({ preventScroll: true });
  };
  return [[h("h3", {}, "Marked", count), empty, list], draw];
}
