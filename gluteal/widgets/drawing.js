// The pain drawing: what the patient points at in slate, what the model makes of it in blue.
// One half is described: the midline is x = 100, lateral is x > 100. The other half is its mirror.
const OUTER = "M139 -2C137 10 137 22 141 33C146 47 157 66 161.5 92C165 112 163 134 159 160C154 190 148 214 143.5 236C141 248 142 256 144 266C147 284 144 304 136 328L134 342";
const INNER = "117 342L116 330C111 306 108 284 110 262C111.5 252 112 244 111 232C108 204 105 172 103.5 151Q102 146 100 145";
const BONES = {
  back: "M116 72C118 58 127 49.5 136 49C144 49.5 149.5 57 151 67C150 74 147 80 144 86M100 64.1C105.5 64.1 111 64.8 114 66C114.5 84 109 104 100 113M114.5 67C117.5 78 116 92 109.5 101M100 114C102 118 101.5 123 99.5 127M100 16h2.5l1 6H100M100 28h3l1 6.5H100M100 41h3.2l1 6.5H100M100 53.5h3.5l1 6.5H100M103.9 76a1.1 1.1 0 1 0 2.2 0a1.1 1.1 0 1 0-2.2 0M103.4 85a1.1 1.1 0 1 0 2.2 0a1.1 1.1 0 1 0-2.2 0M102.5 94a1 1 0 1 0 2 0a1 1 0 1 0-2 0M121 131C126 128 130 131 129 138C127 144 121 144 120 138C119.6 135 119.8 133 121 131ZM138 106C143 98 154 97 157.5 104C160 112 155 119 151 127L146 168",
  front: "M113 62C118 51 127 47.5 136 49.5C145 52 149.5 60 148.5 69C146.5 74 146.5 78 145.5 84M113 62C113 82 116 98 128 106M100 65C105 65 110 64 113 62C112 78 107 92 100 99M102 121C110 117 120 114 127 114M102 133C106 139 110 143 116 144M100 119V134M124.5 108a9.5 9.5 0 1 0 19 0a9.5 9.5 0 1 0-19 0M142 113C148 108 154 106 157 111C158 118 153 126 150 134L144 172M119 244C121 238 131 238 133 244C134 251 130 255 126 256C122 255 118 251 119 244Z",
};
const SKIN = {
  back: "M100 96V131M103 146C112 154 132 156 146 146M115 250C122 254 132 254 139 249M126 268C127 282 127 292 125 304M100 -2V60",
  front: "M150 70C139 94 124 114 107 124M100 29.1C100.8 29.1 101.6 28.3 101.7 26.5M100 136V146M124 272C126 290 125 308 124 322",
};

// figure, finding, its word beside the drawing, where the lead ends, shape, centre of an invisible target of 24 px.
// A lead on the midline means that the shape is whole and belongs to either side.
const REGIONS = [
  ["back", "pain_low_back", "low back", 132, 34, "M100 -2L152 -2L152 48L139 46.5C128 47.5 118 55 114.5 67.5C110 65.5 105 64.1 100 64.1Z"],
  ["back", "pain_upper_buttock_iliac_crest", "iliac crest", 146, 57, "M114.5 67.5C118 55 128 47.5 139 46.5L152 48L172 76L160 80C157 74 154 70 149 66.5C146 64.7 142.5 63.7 138.5 64C132 65 127.5 70 126 80C122 74 119 69.5 114.5 67.5Z"],
  ["back", "pain_over_sij", "over the joint", 121.5, 90, "M107 67L114.5 67.5C119 69.5 122 74 126 80C126 92 120.5 102 113 107.5C108.5 100 106.5 82 107 67Z", 104, 99],
  ["back", "pain_mid_buttock", "mid buttock", 142, 96, "M126 80C127.5 70 132 65 138.5 64C142.5 63.7 146 64.7 149 66.5C152 82 152 100 149 116C138 121.5 126 121.5 115.5 115L113 107.5C120.5 102 126 92 126 80Z"],
  ["back", "pain_lateral_hip", "lateral hip", 157, 118, "M149 66.5C154 70 157 74 160 80L172 76L174 146L146 146C149 136 149.5 126 149 116C152 100 152 82 149 66.5Z"],
  ["back", "pain_ischial", "sit bone", 138, 137, "M115.5 115C126 121.5 138 121.5 149 116C149.5 126 149 136 146 146C135 153.5 121 153.5 111 148.8C112 147 112.6 144 112 141C111.4 139.4 110.2 138 108.8 136.9C110 129 112.4 121.5 115.5 115Z"],
  ["back", "pain_posterior_thigh", "back of thigh", 134, 186, "M111 148.8C121 153.5 135 153.5 146 146C145.5 180 140.5 212 136 239C128 243.5 118 243.5 109 239L103.5 152C104.5 149 107 147.5 111 148.8Z"],
  ["back", "pain_lateral_thigh", "side of thigh", 149, 196, "M146 146L174 146L160 239L136 239C140.5 212 145.5 180 146 146Z"],
  ["back", "pain_below_knee", "below knee", 137, 277, "M104 255C116 262 136 262 150 255L154 300L140 345L106 345L100 300Z"],
  ["back", "pain_coccyx", "coccyx", 100, 121, "M100 112.5C103.5 112.5 106 116 105.5 120.5C105 124.5 103 127.5 100 128.5C97 127.5 95 124.5 94.5 120.5C94 116 96.5 112.5 100 112.5Z", 100, 123],
  ["back", "pain_perineum_genital", "perineum", 100, 142, "M100 135.6C105.5 135.6 110.5 138 112 141C112.6 144 112 147 111 148.8C107 147.5 104.5 149 103.5 152L96.5 152C95.5 149 93 147.5 89 148.8C88 147 87.4 144 88 141C89.5 138 94.5 135.6 100 135.6Z", 100, 147.5],
  ["back", "fortin_finger_sign", "Fortin finger", 113.5, 80.5, "M108.5 80.5a5 5 0 1 0 10 0a5 5 0 1 0-10 0Z", 108.5, 74.8],
  ["front", "pain_lateral_hip", "lateral hip", 157, 112, "M150.2 70C155 72 158.5 76 161 81L172 78L174 146L148 146C149.5 130 150.5 115 150.5 96C150.5 88 150 80 150.2 70Z"],
  ["front", "pain_groin", "groin", 138, 105, "M150 76C139 96 124 114 109 122L107.3 136.5C124 132 142 114 150.5 96C150.5 88 150 82 150 76Z"],
  ["front", "pain_pubic", "pubis", 104.5, 129, "M100 117L109 122L107.3 136.5C105 138.5 102.5 139.3 100 139.3Z", 104, 126],
  ["front", "pain_anterior_thigh_or_knee", "front of thigh", 137, 190, "M107.3 136.5C124 132 142 114 150.5 96C150.5 115 149.5 130 148 146C146.5 180 143 210 139.5 239C138.5 246 137 252 135 259C128 263 118 263 111 259L109 240L103.8 157L108 150.5C109.5 146 109.5 141 107.3 136.5Z"],
  ["front", "pain_lateral_thigh", "side of thigh", 151, 196, "M148 146L174 146L160 239L139.5 239C143 210 146.5 180 148 146Z"],
  ["front", "pain_below_knee", "below knee", 137, 285, "M104 265C116 271 136 271 150 265L154 300L140 345L106 345L100 300Z"],
  ["front", "pain_perineum_genital", "perineum", 100, 146, "M100 139.3C102.5 139.3 105 138.5 107.3 136.5C109.5 141 109.5 146 108 150.5L103.8 157L96.2 157L92 150.5C90.5 146 90.5 141 92.7 136.5C95 138.5 97.5 139.3 100 139.3Z", 100, 150],
];

// Where each cause sits; null: it may sit anywhere.
const site = (side, x, y, rx, ry) => ({ side, x, y, rx, ry });
const PLACES = {
  gluteal_trigger_points: site("back", 140, 79, 18, 15), piriformis_syndrome: site("back", 131, 96, 21, 14), greater_trochanteric_pain: site("back", 153, 107, 16, 22),
  ischial_bursitis: site("back", 125, 138, 15, 14), proximal_hamstring_tendinopathy: site("back", 126, 149, 13, 24), ischiofemoral_impingement: site("back", 138, 131, 15, 15),
  sacroiliac_joint_pain: site("back", 114, 86, 32, 36), axial_spondyloarthritis: site("back", 100, 85, 30, 23), pubic_ramus_stress_fracture: site("front", 109, 137, 14, 12),
  osteitis_pubis: site("front", 100, 126, 13, 15), sacral_stress_fracture: site("back", 107, 79, 15, 23), femoral_neck_stress_fracture: site("front", 143, 114, 15, 15),
  hip_osteoarthritis: site("front", 135, 108, 22, 22), femoroacetabular_impingement: site("front", 132, 101, 19, 17), coccydynia: site("back", 100, 121, 13, 15),
  lumbar_radiculopathy: site("back", 109, 58, 18, 16), lumbar_facet_pain: site("back", 112, 46, 19, 22), lumbar_spinal_stenosis: site("back", 100, 43, 16, 28),
  cluneal_nerve_entrapment: site("back", 130, 53, 17, 11), pudendal_neuralgia: site("back", 109, 133, 15, 18), gluteal_vascular_claudication: site("back", 135, 92, 27, 27),
  pelvic_visceral_referral: site("front", 100, 94, 32, 23), cauda_equina_syndrome: site("back", 100, 134, 22, 20), pelvic_infection: null, pelvic_malignancy: null, unexplained: null,
};

// Where each injection goes, and the words beside the cross-hair.
const spot = (side, x, y, label) => ({ side, x, y, label });
const TARGETS = {
  trigger_point_injection: spot("back", 139, 81, "taut band in muscle"), piriformis_injection: spot("back", 125, 98, "medial piriformis"), piriformis_botulinum: spot("back", 132, 99, "belly of piriformis"),
  perisciatic_hydrodissection: spot("back", 130, 109, "around sciatic nerve"), sij_intraarticular: spot("back", 112.5, 97, "lower third of joint"), sij_periarticular: spot("back", 117, 90, "dorsal ligaments"),
  sij_lateral_branch_block: spot("back", 108.5, 83, "sacral branches"), sij_lateral_branch_rf: spot("back", 108.5, 83, "sacral branches"), trochanteric_bursa_injection: spot("back", 154, 109, "bursa at trochanter"),
  gluteal_tendon_prp: spot("back", 152, 101, "gluteal tendon"), ischiogluteal_bursa_injection: spot("back", 125, 139, "bursa of sit bone"), hamstring_peritendinous_injection: spot("back", 127, 144, "beside hamstring origin"),
  hamstring_prp: spot("back", 126, 143, "hamstring origin"), ischiofemoral_injection: spot("back", 138, 129, "quadratus femoris"), pubic_symphysis_injection: spot("front", 100, 126, "cleft of symphysis"),
  hip_intraarticular: spot("front", 140, 112, "hip joint recess"), lumbar_transforaminal_epidural: spot("back", 109, 61, "root at foramen"), lumbar_interlaminar_epidural: spot("back", 103, 62, "epidural space"),
  caudal_epidural: spot("back", 100, 111, "sacral hiatus"), lumbar_medial_branch_block: spot("back", 108, 51, "medial branches"), lumbar_medial_branch_rf: spot("back", 108, 51, "medial branches"),
  superior_cluneal_block: spot("back", 125, 52, "nerve at crest"), middle_cluneal_block: spot("back", 115, 87, "middle cluneal nerve"), pudendal_block: spot("back", 117, 113, "ischial spine"),
  ganglion_impar_block: spot("back", 100, 116, "ganglion impar"), coccygeal_injection: spot("back", 100, 122, "coccyx"), sacroplasty: spot("back", 109, 74, "ala of sacrum"),
  image_guided_biopsy: spot("back", 106, 86, "lesion on imaging"), aspiration_drainage: spot("back", 127, 99, "collection on imaging"),
};

const FLIP = "translate(200 0) scale(-1 1)";
const flipped = (figure, side) => (figure === "back") !== (side === "right");
const across = (figure, side, x) => (flipped(figure, side) ? 200 - x : x) + (figure === "front" ? 220 : 0);
let drawings = 0;

function figureMarkup(figure, n) {
  const halves = ["right", "left"], turn = (side) => (flipped(figure, side) ? ` transform="${FLIP}"` : "");
  const shape = (side) => ([, id, , , , d]) => `<path class="r" data-finding="${id}" data-side="${side}" d="${d}"><title></title></path>`;
  const hit = (side) => ([, id, , , , , x, y]) => (x ? `<path class="hit" data-finding="${id}" data-side="${side}" d="M${x} ${y}h.01"><title></title></path>` : "");
  const rows = REGIONS.filter((r) => r[0] === figure), point = rows.filter((r) => r[1] === "fortin_finger_sign"), flat = rows.filter((r) => !point.includes(r));
  const sided = flat.filter((r) => r[3] !== 100), middle = flat.filter((r) => r[3] === 100);
  const twice = (d) => `<path d="${d}"/><path d="${d}" transform="${FLIP}"/>`;
  const glow = ([place, at]) => halves.slice(at.x === 100 ? 1 : 0).map((side) => `<ellipse data-place="${place}" data-side="${at.x === 100 ? "" : side}"${turn(side)} cx="${at.x}" cy="${at.y}" rx="${at.rx}" ry="${at.ry}" fill="url(#pd${n}-glow)" opacity="0"><title></title></ellipse>`).join("");
  return `<g data-figure="${figure}"${figure === "front" ? ' transform="translate(220 0)"' : ""}><g>
    <g class="body">${twice(OUTER + "L" + INNER + "L100 -2Z")}</g>
    <g class="glow" clip-path="url(#pd${n}-both)" role="img">${Object.entries(PLACES).filter(([, at]) => at?.side === figure).map(glow).join("")}</g>
    ${halves.map((side) => `<g${turn(side)}>${sided.map(hit(side)).join("")}</g>`).join("")}${middle.map(hit("")).join("")}
    ${halves.map((side) => `<g${turn(side)} clip-path="url(#pd${n}-half)" style="--pd-hatch:url(#pd${n}-${flipped(figure, side) ? "ctah" : "hatch"})">${sided.map(shape(side)).join("")}</g>`).join("")}
    <g clip-path="url(#pd${n}-both)" style="--pd-hatch:url(#pd${n}-hatch)">${middle.map(shape("")).join("")}</g>
    <g class="bone">${twice(BONES[figure])}</g><g class="skin">${twice(SKIN[figure])}</g><g class="outline">${twice(OUTER + "M" + INNER)}</g></g>
    <path class="fade" d="M26 -3H174V344H26Z" fill="url(#pd${n}-fall)"/>
    ${halves.map((side) => `<g class="points"${turn(side)} style="--pd-hatch:url(#pd${n}-${flipped(figure, side) ? "ctah" : "hatch"})">${point.map(hit(side)).join("")}${point.map(shape(side)).join("")}</g>`).join("")}
    <g clip-path="url(#pd${n}-both)"><g class="ring"><path/><path/></g></g></g>`;
}

function painDrawing(app) {
  const n = (drawings += 1), half = `<path d="${OUTER}L${INNER}L100 -2Z"/>`, letter = (x, text, side) => `<text class="lr" data-side="${side}" x="${x}" y="14" text-anchor="middle">${text}</text>`;
  const hatch = (name, turn) => `<pattern id="pd${n}-${name}" width="4.5" height="4.5" patternUnits="userSpaceOnUse" patternTransform="rotate(${turn})"><path class="hl" d="M2 0V4.5"/></pattern>`;
  const element = h("div", { class: "pd" });
  element.innerHTML = `<svg viewBox="26 0 370 326" role="group"><defs>
    <linearGradient id="pd${n}-fall" gradientUnits="userSpaceOnUse" x1="0" x2="0" y1="-2" y2="310"><stop offset="0" class="f1"/><stop offset=".07" class="f0"/><stop offset=".8" class="f0"/><stop offset="1" class="f1"/></linearGradient>
    <radialGradient id="pd${n}-glow"><stop offset="0" class="g0"/><stop offset=".55" class="g1"/><stop offset="1" class="g2"/></radialGradient>
    ${hatch("hatch", 45)}${hatch("ctah", -45)}<clipPath id="pd${n}-half">${half}</clipPath><clipPath id="pd${n}-both">${half}${half.replace("<path", `<path transform="${FLIP}"`)}</clipPath></defs>
    ${figureMarkup("back", n)}${figureMarkup("front", n)}<g class="marks"></g>
    <text class="cap" x="100" y="321" text-anchor="middle">Back</text><text class="cap" x="320" y="321" text-anchor="middle">Front</text>
    ${letter(44, "L", "left")}${letter(156, "R", "right")}${letter(264, "R", "right")}${letter(376, "L", "left")}</svg><div class="beside"></div>`;
  const svg = element.firstElementChild, step = { unknown: "present", present: "absent", absent: "unknown" };
  for (const node of svg.querySelectorAll("[data-finding]")) node.firstElementChild.textContent = app.finding(node.dataset.finding)?.label ?? "";
  const touched = (e) => e.target.closest?.(".live")?.dataset.finding;
  const over = (e) => { for (const r of svg.querySelectorAll(".r")) r.classList.toggle("over", e.type === "pointerover" && r.dataset.finding === touched(e)); };
  svg.addEventListener("pointerover", over);
  svg.addEventListener("pointerout", over);
  svg.addEventListener("click", (e) => { const id = touched(e); if (id) app.mark(id, step[app.state(id)]); });
  svg.addEventListener("keydown", (e) => {
    const id = touched(e), key = e.key.toLowerCase();
    if (!id || e.ctrlKey || e.metaKey || e.altKey) return;
    const to = key === "enter" || key === " " ? !e.repeat && step[app.state(id)] : { p: "present", a: "absent", u: "unknown", "+": "present", "-": "absent" }[key];
    if (to === undefined) return;
    e.preventDefault();
    if (to) app.mark(id, to);
  });
  // The ring of the keyboard's focus lies above all regions, because neighbours would cover half of it.
  const ring = (e) => {
    const at = e.type === "focusin" && e.target.matches(".r:focus-visible") ? e.target : null, figure = at?.closest("[data-figure]");
    for (const path of svg.querySelectorAll(".ring path")) {
      const here = figure?.contains(path);
      path.setAttribute("d", here ? at.getAttribute("d") : "");
      path.setAttribute("transform", here && at.dataset.side && flipped(figure.dataset.figure, at.dataset.side) ? FLIP : "");
    }
  };
  svg.addEventListener("focusin", ring);
  svg.addEventListener("focusout", ring);
  // Painful on both sides is a finding too; on one side it is not.
  const choose = (side) => app.change({ ...app.marked(app.case, "pain_bilateral", side === "both" ? "present" : "unknown"), side });
  const sides = ["left", "right", "both"].map((side) => h("button", { type: "button", value: side, "data-key": `drawing:side:${side}`, onclick: () => choose(app.case.side === side ? null : side) }, side[0].toUpperCase() + side.slice(1)));
  const beside = app.finding("leg_pain_worse_than_back");
  fill(element.lastElementChild, h("div", { class: "seg", role: "group", "aria-label": "Painful side" }, sides), beside ? h("div", { class: "one", title: beside.label }, h("span", {}, "Leg worse than back"), tri(app, beside.id, beside.label, "drawing")) : null);
  paintDrawing(element, app, {});
  return element;
}

// Words in the gap between the figures, each with a lead to its place, none upon another.
function leads(items) {
  const wrap = (text, room) => text.split(" ").reduce(([last, ...rest], w) => (`${last} ${w}`.length <= room ? [`${last} ${w}`, ...rest] : [w, last, ...rest]), [""]).reverse().map((l) => l.trim()).filter(Boolean);
  const placed = items.map((i) => ({ ...i, lines: wrap(i.text, i.y > 60 && i.y < 135 ? 15 : 17) })).sort((a, b) => a.y - b.y); // the hips leave less room
  let floor = 22;
  for (const i of placed) { i.top = Math.max(floor, i.y - 6.5 * i.lines.length); floor = i.top + 12.5 * i.lines.length + 1.5; }
  let roof = 304;
  for (const i of [...placed].reverse()) { i.top = Math.min(i.top, roof - 12.5 * i.lines.length); roof = i.top - 1.5; }
  return placed.map(({ figure, x, y, top, lines, kind }) => {
    const front = figure === "front", edge = front ? 250 : 168, mid = top + 6.25 * lines.length;
    return `<path class="lead ${kind}" d="M${x} ${y}L${edge} ${mid}"/>` + lines.map((line, k) => `<text class="${kind}" x="${edge + (front ? -3 : 3)}" y="${top + 12.5 * k + 10}" text-anchor="${front ? "end" : "start"}">${line}</text>`).join("");
  }).join("");
}

function paintDrawing(element, app, view) {
  const svg = element.firstElementChild, given = app.case.side, sides = given === "left" || given === "right" ? [given] : ["right", "left"]; // not given: neither is claimed
  const live = (node) => !node.dataset.side || sides.includes(node.dataset.side);
  const set = (node, attributes) => { for (const [k, v] of Object.entries(attributes)) v === null ? node.removeAttribute(k) : node.getAttribute(k) !== v && node.setAttribute(k, v); };
  const words = { unknown: "not asked", present: "present", absent: "absent" }, seen = new Set(), paused = app.case.paused || [];
  set(svg, { "aria-label": `Pain drawing, back and front, painful side ${given ?? "not given"}` });
  for (const node of svg.querySelectorAll(".hit")) node.classList.toggle("live", live(node));
  for (const node of svg.querySelectorAll(".r")) {
    const id = node.dataset.finding, state = app.state(id), first = live(node) && !seen.has(id);
    if (first) seen.add(id);
    set(node, { class: `r ${live(node) ? `live ${state}` : "mirror"}${paused.includes(id) ? " paused" : ""}${node.classList.contains("over") ? " over" : ""}`, role: first ? "button" : null, tabindex: first ? "0" : null, "aria-hidden": first ? null : "true", "data-key": first ? `drawing:${id}` : null,
      "aria-label": first ? `${app.finding(id)?.label ?? id}: ${words[state]}` : null, "aria-pressed": first && state !== "unknown" ? String(state === "present") : null });
  }
  for (const node of svg.querySelectorAll(".lr")) node.classList.toggle("on", Boolean(given) && live(node));
  const glow = new Map((view?.glow ?? []).map(([place, p, label]) => [place, [p, `${label} ${two(p)}`]]));
  for (const group of svg.querySelectorAll(".glow")) {
    const named = new Set();
    for (const node of group.children) {
      const [p, text] = glow.get(node.dataset.place) ?? [0, ""], on = p >= 0.02 && live(node);
      set(node, { opacity: on ? Math.min(0.92, 1.05 * p ** 0.45).toFixed(2) : "0" });
      if (on) named.add(text);
      if (node.textContent !== (on ? text : "")) node.firstElementChild.textContent = on ? text : "";
    }
    set(group, { "aria-label": named.size ? `Likely places: ${[...named].join(", ")}` : null, "aria-hidden": named.size ? null : "true" });
  }
  const near = sides[0], spots = [], said = new Set(), target = TARGETS[view?.target];
  for (const [figure, id, text, x, y] of REGIONS) {
    if (app.state(id) === "unknown" || said.has(id)) continue;
    said.add(id);
    spots.push({ figure, x: across(figure, near, x), y, text: app.state(id) === "absent" ? `not ${text}` : text, kind: app.state(id) });
  }
  if (target) spots.push({ figure: target.side, x: across(target.side, near, target.x), y: target.y, text: `target, ${target.label}`, kind: "tg" });
  const cross = "M-9 0H-2.6M2.6 0H9M0 -9V-2.6M0 2.6V9", hair = (side) => `<g class="target" role="img" aria-label="Injection target: ${target.label}" transform="translate(${across(target.side, side, target.x)} ${target.y})"><circle class="halo" r="4.6"/><path class="halo" d="${cross}"/><circle r="4.6"/><path d="${cross}"/></g>`;
  svg.querySelector(".marks").innerHTML = `<g aria-hidden="true">${leads(spots)}</g>${target ? sides.slice(0, target.x === 100 ? 1 : 2).map(hair).join("") : ""}`;
  for (const button of element.querySelectorAll(".seg button")) set(button, { "aria-pressed": String(given === button.value) });
}
