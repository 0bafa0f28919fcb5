import { fill, h } from "../dom.js";
import { BONES, FLIP, INNER, OUTER, SKIN, flipped } from "./outline.js";
import { paintDrawing } from "./paint.js";
import { PLACES } from "./places.js";
import { REGIONS } from "./regions.js";
import { tri } from "../marks/tri.js";

let drawings = 0;

function figureMarkup(figure, n) {
  const halves = ["right", "left"],
    turn = (side) => (flipped(figure, side) ? ` transform="${FLIP}"` : "");
  const shape =
    (side) =>
    ([, id, , , , d]) =>
      `<path class="r" data-finding="${id}" data-side="${side}" d="${d}"><title></title></path>`;
  const hit =
    (side) =>
    ([, id, , , , , x, y]) =>
      x
        ? `<path class="hit" data-finding="${id}" data-side="${side}" d="M${x} ${y}h.01"><title></title></path>`
        : "";
  const rows = REGIONS.filter((r) => r[0] === figure),
    point = rows.filter((r) => r[1] === "fortin_finger_sign"),
    flat = rows.filter((r) => !point.includes(r));
  const sided = flat.filter((r) => r[3] !== 100),
    middle = flat.filter((r) => r[3] === 100);
  const twice = (d) => `<path d="${d}"/><path d="${d}" transform="${FLIP}"/>`;
  const glow = ([place, at]) =>
    halves
      .slice(at.x === 100 ? 1 : 0)
      .map(
        (side) =>
          `<ellipse data-place="${place}" data-side="${at.x === 100 ? "" : side}"${turn(side)} cx="${at.x}" cy="${at.y}" rx="${at.rx}" ry="${at.ry}" fill="url(#pd${n}-glow)" opacity="0"><title></title></ellipse>`,
      )
      .join("");
  return `<g data-figure="${figure}"${figure === "front" ? ' transform="translate(220 0)"' : ""}><g>
    <g class="body">${twice(OUTER + "L" + INNER + "L100 -2Z")}</g>
    <g class="glow" clip-path="url(#pd${n}-both)" role="img">${Object.entries(PLACES)
      .filter(([, at]) => at?.side === figure)
      .map(glow)
      .join("")}</g>
    ${halves.map((side) => `<g${turn(side)}>${sided.map(hit(side)).join("")}</g>`).join("")}${middle.map(hit("")).join("")}
    ${halves.map((side) => `<g${turn(side)} clip-path="url(#pd${n}-half)" style="--pd-hatch:url(#pd${n}-${flipped(figure, side) ? "ctah" : "hatch"})">${sided.map(shape(side)).join("")}</g>`).join("")}
    <g clip-path="url(#pd${n}-both)" style="--pd-hatch:url(#pd${n}-hatch)">${middle.map(shape("")).join("")}</g>
    <g class="bone">${twice(BONES[figure])}</g><g class="skin">${twice(SKIN[figure])}</g><g class="outline">${twice(OUTER + "M" + INNER)}</g></g>
    <path class="fade" d="M26 -3H174V344H26Z" fill="url(#pd${n}-fall)"/>
    ${halves.map((side) => `<g class="points"${turn(side)} style="--pd-hatch:url(#pd${n}-${flipped(figure, side) ? "ctah" : "hatch"})">${point.map(hit(side)).join("")}${point.map(shape(side)).join("")}</g>`).join("")}
    <g clip-path="url(#pd${n}-both)"><g class="ring"><path/><path/></g></g></g>`;
}

export function painDrawing(app) {
  const n = (drawings += 1),
    half = `<path d="${OUTER}L${INNER}L100 -2Z"/>`,
    letter = (x, text, side) =>
      `<text class="lr" data-side="${side}" x="${x}" y="14" text-anchor="middle">${text}</text>`;
  const hatch = (name, turn) =>
    `<pattern id="pd${n}-${name}" width="4.5" height="4.5" patternUnits="userSpaceOnUse" patternTransform="rotate(${turn})"><path class="hl" d="M2 0V4.5"/></pattern>`;
  const element = h("div", { class: "pd" });
  element.innerHTML = `<svg viewBox="26 0 370 326" role="group"><defs>
    <linearGradient id="pd${n}-fall" gradientUnits="userSpaceOnUse" x1="0" x2="0" y1="-2" y2="310"><stop offset="0" class="f1"/><stop offset=".07" class="f0"/><stop offset=".8" class="f0"/><stop offset="1" class="f1"/></linearGradient>
    <radialGradient id="pd${n}-glow"><stop offset="0" class="g0"/><stop offset=".55" class="g1"/><stop offset="1" class="g2"/></radialGradient>
    ${hatch("hatch", 45)}${hatch("ctah", -45)}<clipPath id="pd${n}-half">${half}</clipPath><clipPath id="pd${n}-both">${half}${half.replace("<path", `<path transform="${FLIP}"`)}</clipPath></defs>
    ${figureMarkup("back", n)}${figureMarkup("front", n)}<g class="marks"></g>
    <text class="cap" x="100" y="321" text-anchor="middle">Back</text><text class="cap" x="320" y="321" text-anchor="middle">Front</text>
    ${letter(44, "L", "left")}${letter(156, "R", "right")}${letter(264, "R", "right")}${letter(376, "L", "left")}</svg><div class="beside"></div>`;
  const svg = element.firstElementChild,
    step = { unknown: "present", present: "absent", absent: "unknown" };
  for (const node of svg.querySelectorAll("[data-finding]"))
    node.firstElementChild.textContent = app.finding(node.dataset.finding)?.label ?? "";
  const touched = (e) => e.target.closest?.(".live")?.dataset.finding;
  const over = (e) => {
    for (const r of svg.querySelectorAll(".r"))
      r.classList.toggle("over", e.type === "pointerover" && r.dataset.finding === touched(e));
  };
  svg.addEventListener("pointerover", over);
  svg.addEventListener("pointerout", over);
  svg.addEventListener("click", (e) => {
    const id = touched(e);
    if (id) app.mark(id, step[app.state(id)]);
  });
  svg.addEventListener("keydown", (e) => {
    const id = touched(e),
      key = e.key.toLowerCase();
    if (!id || e.ctrlKey || e.metaKey || e.altKey) return;
    const to =
      key === "enter" || key === " "
        ? !e.repeat && step[app.state(id)]
        : { p: "present", a: "absent", u: "unknown", "+": "present", "-": "absent" }[key];
    if (to === undefined) return;
    e.preventDefault();
    if (to) app.mark(id, to);
  });
  // The ring of the keyboard's focus lies above all regions, because neighbours would cover half of it.
  const ring = (e) => {
    const at = e.type === "focusin" && e.target.matches(".r:focus-visible") ? e.target : null,
      figure = at?.closest("[data-figure]");
    for (const path of svg.querySelectorAll(".ring path")) {
      const here = figure?.contains(path);
      path.setAttribute("d", here ? at.getAttribute("d") : "");
      path.setAttribute(
        "transform",
        here && at.dataset.side && flipped(figure.dataset.figure, at.dataset.side) ? FLIP : "",
      );
    }
  };
  svg.addEventListener("focusin", ring);
  svg.addEventListener("focusout", ring);
  // Painful on both sides is a finding too; on one side it is not.
  const choose = (side) =>
    app.change({
      ...app.marked(app.case, "pain_bilateral", side === "both" ? "present" : "unknown"),
      side,
    });
  const sides = ["left", "right", "both"].map((side) =>
    h(
      "button",
      {
        type: "button",
        value: side,
        "data-key": `drawing:side:${side}`,
        onclick: () => choose(app.case.side === side ? null : side),
      },
      side[0].toUpperCase() + side.slice(1),
    ),
  );
  const beside = app.finding("leg_pain_worse_than_back");
  fill(
    element.lastElementChild,
    h("div", { class: "seg", role: "group", "aria-label": "Painful side" }, sides),
    beside
      ? h(
          "div",
          { class: "one", title: beside.label },
          h("span", {}, "Leg worse than back"),
          tri(app, beside.id, beside.label, "drawing"),
        )
      : null,
  );
  paintDrawing(element, app, {});
  return element;
}
