
// Elements from data: h("button", {class: "x", onclick}, child, child)
const SVG = new Set(["svg", "path", "rect", "circle", "line", "g"]);

export function h(tag, props = {}, ...children) {
  const el = SVG.has(tag)
    ? document.createElementNS("http://www.w3.org/2000/svg", tag)
    : document.createElement(tag);
  for (const [key, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (key.startsWith("on")) el.addEventListener(key.slice(2), value);
    else if (key === "value" || key === "checked" || key === "selected") el[key] = value;
    else el.setAttribute(key, value === true ? "" : value);
  }
  el.append(...children.flat(Infinity).filter((c) => c !== null && c !== undefined && c !== false));
  return el;
}

const ICONS = {
  stop: "M5 1.5h6L14.5 5v6L11 14.5H5L1.5 11V5zM8 4.5v4.5M8 11.2v.3",
  warn: "M8 2 14.7 13.7H1.3zM8 6.3v3.6M8 11.8v.2",
  shield:
    "M8 1.5 13.5 3.4v4.1c0 3.4-2.3 5.8-5.5 7-3.2-1.2-5.5-3.6-5.5-7V3.4zM5.6 7.9l1.8 1.8 3-3.2",
  check: "M3.5 8.5l3 3 6-7",
  pause: "M5.5 3.5v9M10.5 3.5v9",
  flip: "M3 5.5h9l-2.4-2.4M13 10.5H4l2.4 2.4",
  close: "M4 4l8 8M12 4l-8 8",
  undo: "M3 6.5h6.5a3.5 3.5 0 0 1 0 7H7M3 6.5l3-3M3 6.5l3 3",
  redo: "M13 6.5H6.5a3.5 3.5 0 0 0 0 7H9M13 6.5l-3-3M13 6.5l-3 3",
  find: "M7 3a4 4 0 1 0 0 8a4 4 0 1 0 0-8M10 10l3.5 3.5",
  full: "M2.5 6V2.5H6M10 2.5h3.5V6M13.5 10v3.5H10M6 13.5H2.5V10",
  down: "M4 6.5l4 4 4-4",
};

export const icon = (name) =>
  h(
    "svg",
    { class: "ic", viewBox: "0 0 16 16", "aria-hidden": "true" },
    h("path", { d: ICONS[name] }),
  );

// Replace the children of a place; keep the focus on the control that had it.
export function fill(place, ...children) {
  const held = place.contains(document.activeElement) && document.activeElement.dataset.key;
  place.replaceChildren(...children.flat(Infinity).filter(Boolean));
  if (held) place.querySelector(`[data-key="${CSS.escape(held)}"]`)?.focus({ preventScroll: true });
}

// A list whose rows stay while their key stays; only new ones are made.
export function keyed(list, items, key, make) {
  const kept = new Map([...list.children].map((row) => [row.dataset.row, row]));
  const rows = items.map((item) => {
    const row = kept.get(key(item)) ?? make(item);
    row.dataset.row = key(item);
    row.refresh?.(item);
    return row;
  });
  for (const row of kept.values()) if (!rows.includes(row)) row.remove();
  rows.forEach((row, i) => {
    if (list.children[i] !== row) list.insertBefore(row, list.children[i] ?? null);
  });
}

// What is only looked at when it changed: draws once for each distinct value.
export function when(draw) {
  let last = null;
  return (value) => {
    const now = JSON.stringify(value);
    if (now !== last) draw(value);
    last = now;
  };
}

// A button that opens a panel below itself; Escape, a click elsewhere or leaving it by keyboard closes it.
export function popover(key, name, label, ...body) {
  const button = h("summary", { "data-key": key, "aria-label": name }, label);
  const box = h("details", { class: "pop" }, button, h("div", { class: "panel" }, body));
  const shut = (back) => {
    if (!box.open) return;
    box.open = false;
    if (back) button.focus();
  };
  box.addEventListener("keydown", (e) => {
    if (e.key === "Escape") shut(true);
  });
  box.addEventListener("focusout", (e) => {
    if (e.relatedTarget && !box.contains(e.relatedTarget)) shut(false);
  });
  const elsewhere = (e) => {
    if (!e.composedPath().includes(box)) shut(false);
  };
  box.addEventListener("toggle", () => {
    (box.open ? document.addEventListener : document.removeEventListener).call(
      document,
      "pointerdown",
      elsewhere,
    );
    if (box.open) box.querySelector("input, select").focus();
  });
  return box;
}

// Bring a row into sight in its own box; nothing around it moves.
export function show(row, box) {
  if (!row || !box) return;
  const at = row.getBoundingClientRect(),
    room = box.getBoundingClientRect();
  box.scrollTop += Math.max(0, at.bottom - room.bottom) - Math.max(0, room.top - at.top);
}
