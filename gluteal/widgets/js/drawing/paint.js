import { leads } from "./leads.js";
import { across } from "./outline.js";
import { TARGETS } from "./places.js";
import { REGIONS } from "./regions.js";
import { two } from "../numbers.js";

export function paintDrawing(element, app, view) {
  const svg = element.firstElementChild,
    given = app.case.side,
    sides = given === "left" || given === "right" ? [given] : ["right", "left"]; // not given: neither is claimed
  const live = (node) => !node.dataset.side || sides.includes(node.dataset.side);
  const set = (node, attributes) => {
    for (const [k, v] of Object.entries(attributes))
      v === null ? node.removeAttribute(k) : node.getAttribute(k) !== v && node.setAttribute(k, v);
  };
  const words = { unknown: "not asked", present: "present", absent: "absent" },
    seen = new Set(),
    paused = app.case.paused || [];
  set(svg, { "aria-label": `Pain drawing, back and front, painful side ${given ?? "not given"}` });
  for (const node of svg.querySelectorAll(".hit")) node.classList.toggle("live", live(node));
  for (const node of svg.querySelectorAll(".r")) {
    const id = node.dataset.finding,
      state = app.state(id),
      first = live(node) && !seen.has(id);
    if (first) seen.add(id);
    set(node, {
      class: `r ${live(node) ? `live ${state}` : "mirror"}${paused.includes(id) ? " paused" : ""}${node.classList.contains("over") ? " over" : ""}`,
      role: first ? "button" : null,
      tabindex: first ? "0" : null,
      "aria-hidden": first ? null : "true",
      "data-key": first ? `drawing:${id}` : null,
      "aria-label": first ? `${app.finding(id)?.label ?? id}: ${words[state]}` : null,
      "aria-pressed": first && state !== "unknown" ? String(state === "present") : null,
    });
  }
  for (const node of svg.querySelectorAll(".lr"))
    node.classList.toggle("on", Boolean(given) && live(node));
  const glow = new Map(
    (view?.glow ?? []).map(([place, p, label]) => [place, [p, `${label} ${two(p)}`]]),
  );
  for (const group of svg.querySelectorAll(".glow")) {
    const named = new Set();
    for (const node of group.children) {
      const [p, text] = glow.get(node.dataset.place) ?? [0, ""],
        on = p >= 0.02 && live(node);
      set(node, { opacity: on ? Math.min(0.92, 1.05 * p ** 0.45).toFixed(2) : "0" });
      if (on) named.add(text);
      if (node.textContent !== (on ? text : ""))
        node.firstElementChild.textContent = on ? text : "";
    }
    set(group, {
      "aria-label": named.size ? `Likely places: ${[...named].join(", ")}` : null,
      "aria-hidden": named.size ? null : "true",
    });
  }
  const near = sides[0],
    spots = [],
    said = new Set(),
    target = TARGETS[view?.target];
  for (const [figure, id, text, x, y] of REGIONS) {
    if (app.state(id) === "unknown" || said.has(id)) continue;
    said.add(id);
    spots.push({
      figure,
      x: across(figure, near, x),
      y,
      text: app.state(id) === "absent" ? `not ${text}` : text,
      kind: app.state(id),
    });
  }
  if (target)
    spots.push({
      figure: target.side,
      x: across(target.side, near, target.x),
      y: target.y,
      text: `target, ${target.label}`,
      kind: "tg",
    });
  const cross = "M-9 0H-2.6M2.6 0H9M0 -9V-2.6M0 2.6V9",
    hair = (side) =>
      `<g class="target" role="img" aria-label="Injection target: ${target.label}" transform="translate(${across(target.side, side, target.x)} ${target.y})"><circle class="halo" r="4.6"/><path class="halo" d="${cross}"/><circle r="4.6"/><path d="${cross}"/></g>`;
  svg.querySelector(".marks").innerHTML = `<g aria-hidden="true">${leads(spots)}</g>${
    target
      ? sides
          .slice(0, target.x === 100 ? 1 : 2)
          .map(hair)
          .join("")
      : ""
  }`;
  for (const button of element.querySelectorAll(".seg button"))
    set(button, { "aria-pressed": String(given === button.value) });
}
