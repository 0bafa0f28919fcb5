// Elements from data: h("button", {class: "x", onclick}, child, child)
function h(tag, props = {}, ...children) {
  const svg = ["svg", "path", "rect", "circle", "line", "g"].includes(tag);
  const el = svg ? document.createElementNS("http://www.w3.org/2000/svg", tag) : document.createElement(tag);
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
  shield: "M8 1.5 13.5 3.4v4.1c0 3.4-2.3 5.8-5.5 7-3.2-1.2-5.5-3.6-5.5-7V3.4zM5.6 7.9l1.8 1.8 3-3.2",
  pause: "M5.5 3.5v9M10.5 3.5v9",
  flip: "M3 5.5h9l-2.4-2.4M13 10.5H4l2.4 2.4",
  close: "M4 4l8 8M12 4l-8 8",
};
const icon = (name) =>
  h("svg", { class: "ic", viewBox: "0 0 16 16", "aria-hidden": "true" }, h("path", { d: ICONS[name] }));

const two = (p) => (p < 0.005 ? "<0.01" : p > 0.995 ? ">0.99" : p.toFixed(2));

// Replace the children of a place; keep the focus on the control that had it.
function fill(place, ...children) {
  const held = place.contains(document.activeElement) && document.activeElement.dataset.key;
  place.replaceChildren(...children.flat(Infinity).filter(Boolean));
  if (held) place.querySelector(`[data-key="${CSS.escape(held)}"]`)?.focus({ preventScroll: true });
}
