// A case on the wall: one step at a time, the room before the model, the confirmed cause last.
function startTeach({ model, el }) {
  const root = h("div", { class: "glu teach", lang: "en", tabindex: "-1", "data-lm-suppress-shortcuts": "true", "aria-busy": "true" }), ask = asker(model, () => root.isConnected);
  const t = { ask, model, root, lesson: null, step: 0, shown: true, face: "likely", hands: {}, scores: {}, over: null, case: {}, tris: new Set() };
  const stage = h("div", { class: "stage" }), free = h("div", { class: "free", hidden: true });
  root.append(stage, free);
  el.append(root);
  t.go = (step) => {
    const last = t.lesson.steps.length + 1, next = followed(t);
    if (step > last && next) { if (performance.now() - t.reached > 1500) t.open(next.id); return; } // not by one press too many
    if (step < 1 && t.plan) { const before = t.plan[t.plan.findIndex((c) => c.id === t.lesson.case) - 1]; if (before) t.open(before.id); return; }
    if (step === last && t.step < last) t.reached = performance.now();
    if (step > t.step && Object.keys(t.scores).length) t.shown = step >= last; // a room that is asked commits itself before the model
    t.step = Math.max(1, Math.min(last, step));
    t.asking = false;
    drawLesson(t, stage);
  };
  t.open = async (id) => {
    root.setAttribute("aria-busy", "true");
    t.lesson = await ask("lesson", { case: id });
    Object.assign(t, { step: 1, hands: {}, scores: {}, shown: !t.plan, asking: false, face: "likely", bayes: null });
    drawLesson(t, stage);
    root.setAttribute("aria-busy", "false");
    root.focus();
  };
  t.about = (step = t.step) => ({ case: t.lesson.case, setting: t.lesson.setting, step: Math.min(step, t.lesson.steps.length) });
  t.score = async (step) => { const n = Object.values(t.hands[step]).reduce((s, v) => s + v, 0); delete t.scores[step]; if (n) t.scores[step] = { n, ...(await ask("score", { ...t.about(step), hands: t.hands[step] })) }; };
  t.settle = async (setting) => { // the same case where its causes are more or less common
    root.setAttribute("aria-busy", "true");
    t.lesson = await ask("lesson", { case: t.lesson.case, setting });
    for (const step of Object.keys(t.scores)) await t.score(Number(step));
    drawLesson(t, stage);
    root.setAttribute("aria-busy", "false");
    root.focus();
  };
  t.library = async () => { t.lesson = t.plan = null; drawLibrary(t, stage, (t.book ??= await ask("library"))); root.setAttribute("aria-busy", "false"); };
  t.explore = async () => {
    await ask("free", t.about());
    const back = h("button", { type: "button", class: "tool back", onclick: () => { t.stop(); free.hidden = true; free.replaceChildren(); stage.hidden = false; root.focus(); } }, "Back to the case");
    stage.hidden = true;
    free.hidden = false;
    t.stop = startApp({ model, el: free, extra: back });
  };
  root.addEventListener("keydown", (e) => {
    e.stopPropagation();
    if (t.asking && e.target.closest(".hands") && ["Escape", "PageUp", "PageDown"].includes(e.key)) {
      e.preventDefault();
      if (e.key === "PageDown") stage.querySelector(".hands").requestSubmit();
      else { t.asking = false; drawLesson(t, stage); root.focus(); }
      return;
    }
    if (e.target.closest("input, select, textarea, dialog, .free") || e.ctrlKey || e.metaKey || e.altKey || !t.lesson) return;
    const act = { ArrowRight: 1, PageDown: 1, ArrowLeft: -1, PageUp: -1 }[e.key];
    const face = { 1: "likely", 2: "why", 3: "drawing", 4: "bayes", 5: "proofs" }[e.key], key = e.key.toLowerCase();
    if (act) t.go(t.step + act);
    else if (face) { t.face = face; drawLesson(t, stage); }
    else if (key === "m") { t.shown = !t.shown; drawLesson(t, stage); }
    else if (key === "r") { t.asking = !t.asking; drawLesson(t, stage); stage.querySelector(".hands input")?.focus(); }
    else if (e.key === "Home") t.go(1);
    else if (e.key === "Escape") t.library();
    else return;
    e.preventDefault();
  });
  const stop = [theme(root), fit(root, h("div", { class: "chart" }, h("i")))];
  t.library().then(() => t.book.first && t.open(t.book.first));
  return () => stop.forEach((f) => f());
}

// Three cases for 45 minutes, from easy to hard, each the longest of its kind.
const planned = (cases) => ["easy", "medium", "hard"].map((d) => cases.filter((c) => c.difficulty === d).sort((a, b) => b.steps - a.steps)[0]).filter(Boolean);
const followed = (t) => t.plan?.[t.plan.findIndex((c) => c.id === t.lesson.case) + 1];
const person = (c) => `${{ female: c.age < 18 ? "Girl" : "Woman", male: c.age < 18 ? "Boy" : "Man" }[c.sex] ?? "Patient"}, ${c.age}`;

function drawLibrary(t, stage, book) {
  const list = h("div", { class: "shelf" }), wanted = { difficulty: "", cause: "", stage: "" };
  const plan = planned(book.cases), session = h("button", { type: "button", class: "card book plan", "data-key": "plan", onclick: () => { t.plan = plan; t.open(plan[0].id); } }, h("b", {}, "A session of 45 minutes"), h("span", {}, "Three cases, a quarter of an hour each, from easy to hard: ", plan.map((c) => c.title).join("; "), "."));
  const draw = () => fill(list, plan.length === 3 && !Object.values(wanted).some(Boolean) ? session : null, book.cases.filter((c) => (!wanted.difficulty || c.difficulty === wanted.difficulty) && (!wanted.cause || c.cause === wanted.cause) && (!wanted.stage || c.stages.includes(wanted.stage)))
    .map((c) => h("button", { type: "button", class: "card book", "data-key": c.id, onclick: () => t.open(c.id) }, h("b", {}, c.title), h("span", {}, person(c)), h("span", { class: "dim" }, `${c.steps} steps, ${c.difficulty}`))));
  const pick = (key, label, options) => h("label", {}, label, h("select", { "aria-label": label, onchange: (e) => { wanted[key] = e.target.value; draw(); } }, [["", "any"], ...options].map(([v, text]) => h("option", { value: v }, text))));
  stage.classList.remove("tall", "alone");
  fill(stage, h("header", {}, h("span", { class: "brand" }, "gluteal"), h("b", {}, "Teaching cases"), h("span", { class: "keys" }, h("button", { type: "button", class: "tool", onclick: () => drawQuiz(t, stage) }, "Quiz, for one"))),
    h("div", { class: "choose" }, pick("difficulty", "Difficulty", ["easy", "medium", "hard"].map((d) => [d, d])), pick("stage", "With", [["investigation", "imaging or laboratory"], ["block", "a block"]]), pick("cause", "Confirmed cause", book.causes), h("span", { class: "dim" }, "Published patients in our own words. Difficulty: how high the model ranks the confirmed cause from history and examination.")), list,
    footer("Published teaching cases."));
  draw();
}

const footer = (more) => h("footer", {}, h("span", {}, h("b", {}, "Decision support, not a diagnosis. "), more));

function drawLesson(t, stage) {
  const { lesson, step } = t, n = lesson.steps.length, done = step > n, view = lesson.views[Math.min(step, n)];
  const kbd = (key, text, run) => h("button", { type: "button", class: "keyed", "data-key": `key:${text}`, onclick: run }, h("kbd", {}, key), text);
  fill(stage,
    h("header", {}, h("span", { class: "brand" }, "gluteal"), h("b", {}, lesson.title), h("span", { class: "at" }, done ? "Outcome" : `Step ${step} of ${n}`),
      h("span", { class: "keys" }, kbd("\u2190", "back", () => t.go(step - 1)), kbd("\u2192", "reveal", () => t.go(step + 1)), kbd("R", "ask the room", () => { t.asking = !t.asking; drawLesson(t, stage); }), kbd("M", t.shown ? "hide the model" : "show the model", () => { t.shown = !t.shown; drawLesson(t, stage); }), kbd("Esc", "leave", () => t.library()))),
    h("section", { class: "line", "aria-label": "The case" }, h("ol", {}, lesson.steps.map((s, i) => stepOf(s, i + 1, step)), outcomeOf(lesson, n + 1, done))),
    h("section", { class: "face" }, h("nav", { class: "faces", "aria-label": "Views" }, [["likely", "What is likely?"], ["why", "Why?"], ["drawing", "Where?"], ["bayes", "One finding"], ["proofs", "All together"]].map(([id, text], i) => h("button", { type: "button", "aria-pressed": String(t.face === id), "data-key": `face:${id}`, onclick: () => { t.face = id; drawLesson(t, stage); } }, text, h("kbd", { "aria-hidden": "true" }, i + 1)))), faceOf(t, view, done)),
    h("section", { class: "changed" }, h("h2", {}, "How the picture changed"), t.shown ? svg(done ? lesson.whole : view.course) : h("p", { class: "dim" }, "The model is hidden.")),
    h("section", { class: "then" }, thenOf(t, view, done)),
    footer([h("label", {}, "Teaching case, seen in ", h("select", { "aria-label": "Setting", onchange: (e) => t.settle(e.target.value) }, t.model.get("catalogue").settings.map(([id, text]) => h("option", { value: id, selected: id === lesson.setting }, text)))), done ? ` ${lesson.source}` : ""]));
  stage.dataset.step = step;
  stage.classList.toggle("done", done);
  stage.classList.toggle("tall", t.asking || ["why", "drawing", "bayes", "proofs"].includes(t.face));
  stage.classList.toggle("alone", !t.asking && ["bayes", "proofs"].includes(t.face));
  for (const table of stage.querySelectorAll(".heat")) table.classList.toggle("turned", Number(table.dataset.columns) > 8);
  stage.querySelector(".now")?.scrollIntoView({ block: "center" });
  if (document.activeElement === document.body) t.root.focus({ preventScroll: true }); // what was clicked is gone: the keys stay
}

const svg = (text, cls = "picture") => { const box = h("div", { class: cls }); box.innerHTML = text; return box; };
const chips = (marks) => h("ul", { class: "marks" }, marks.map(([label, state]) => h("li", {}, h("i", { class: `m ${state}`, role: "img", "aria-label": state }), label)));

function stepOf(s, i, now) {
  const kind = i < now ? "past" : i === now ? "now" : "next";
  return h("li", { class: kind, "aria-current": i === now ? "step" : undefined }, h("span", { class: "dot" }, i < now ? "" : i), h("div", {}, h("h3", {}, s.title), i > now ? null : h("p", {}, s.text), i > now ? null : chips(s.marks)));
}

function outcomeOf(lesson, i, done) {
  return h("li", { class: done ? "now out" : "next" }, h("span", { class: "dot" }, i), h("div", {}, h("h3", {}, "Outcome"), done ? [h("p", {}, lesson.outcome.startsWith(`${lesson.label}.`) ? null : h("b", {}, `${lesson.label}. `), lesson.outcome), lesson.injected ? h("p", {}, lesson.injected.text, " ", lesson.injected.result) : null, h("p", { class: "dim" }, `Confirmed by: ${lesson.reference}`)] : null));
}

// What the room said at this step; at the outcome, what it said last.
const heard = (t) => (t.step > t.lesson.steps.length ? Object.values(t.scores).at(-1) : t.scores[t.step]);
const likeliest = (view) => view.ranked.reduce((a, b) => (b[2] > a[2] ? b : a));

// The room first: hands are counted before the model is compared.
function rowsOf(t, view, done) {
  const room = heard(t)?.room, most = (r) => Math.max(t.shown || !room ? r[2] : 0, room?.[r[0]] ?? 0);
  const named = new Set([...view.ranked].sort((a, b) => most(b) - most(a)).slice(0, 6 - (t.shown && view.flags.length > 0) - Boolean(room) - done)), top = view.ranked.filter((r) => named.has(r)); // what the room or the model puts first
  top.sort((a, b) => (t.shown ? b[2] - a[2] : (room?.[b[0]] ?? 0) - (room?.[a[0]] ?? 0))); // hidden, its order would tell what the model thinks
  if (done && !top.some(([c]) => c === t.lesson.cause)) top[top.length - 1] = view.ranked.find(([c]) => c === t.lesson.cause);
  const rest = (f) => view.ranked.filter((r) => !top.includes(r)).reduce((s, r) => s + f(r), 0);
  return [...top.map((r) => ({ id: r[0], label: r[1], p: r[2], low: r[3], high: r[4], room: room?.[r[0]] })), { label: "All others", p: rest((r) => r[2]), room: room && rest((r) => room[r[0]] ?? 0) }];
}

function faceOf(t, view, done) {
  if (t.asking) return handsOf(t, view);
  if (t.face === "why") return h("div", { class: "chart" }, t.shown ? (view.little ? h("p", { class: "dim" }, "Too little is known for a ranking: the order is that from before the findings.") : null) : null, t.shown ? svg(view.grid, "gridbox") : h("p", { class: "dim" }, "The model is hidden."));
  if (t.face === "drawing") return drawingOf(t, view);
  if (t.face === "bayes") return bayesOf(t);
  if (t.face === "proofs") return t.shown ? proofsOf(t, view) : h("p", { class: "dim" }, "The model is hidden.");
  const rows = rowsOf(t, view, done), most = Math.max(0.2, ...rows.map((r) => Math.max(r.room ?? 0, t.shown ? r.high ?? r.p : 0))), full = Math.min(1, Math.ceil(most * 5) / 5), at = (v) => `${(100 * v / full).toFixed(1)}%`;
  const gaps = rows.filter((r) => r.room !== undefined && r.id), widest = gaps.sort((a, b) => Math.abs(b.room - b.p) - Math.abs(a.room - a.p))[0];
  const asked = heard(t), earlier = Object.entries(t.scores).filter(([, s]) => s !== asked).map(([step, s]) => `after step ${step} ${s.scores.map(([name, log]) => `${name} ${log.toFixed(1)}`).join(", ")}`);
  if (!t.shown && !asked) return h("div", { class: "waits" }, h("p", { class: "big" }, "What does the room say?"), h("p", { class: "dim" }, "R takes the hands, then the model shows itself; M shows it at once."));
  const [urgent, also] = t.shown || done ? view.flags : [];
  return h("div", { class: "likely2" }, urgent ? h("p", { class: `strip ${urgent[1] === "immediate" ? "red" : "watch"}`, role: "alert" }, icon(urgent[1] === "immediate" ? "stop" : "warn"), h("span", {}, h("b", {}, urgent[0]), ` (${urgent[1]})`, also ? `, and ${plural(view.flags.length - 1, "more flag")}` : "", urgent[2] ? ". Injections wait, whatever the ranking." : ".")) : null, h("p", { class: "keyline" }, asked ? [h("i", { class: "room" }), `the room, ${plural(asked.n, "hand")} and one shared by all`] : null, t.shown ? [h("i", { class: "model" }), "the model, 90 % interval"] : h("span", { class: "hush" }, "the model is hidden")),
    h("table", { class: "duel" }, h("caption", { class: "sr" }, "Probability of each cause: the room and the model"), h("tbody", {}, rows.map((r) => h("tr", { class: done && r.id === t.lesson.cause ? "truth" : "" }, h("th", { scope: "row" }, r.label, done && r.id === t.lesson.cause ? h("small", {}, " confirmed") : null),
      h("td", { class: "bars" }, r.room !== undefined ? h("span", { class: "b room", style: `width:${at(r.room)}` }) : null, t.shown ? h("span", { class: "track2" }, h("span", { class: "b model", style: `width:${at(r.p)}` }), r.high !== undefined ? h("span", { class: "iv", style: `left:${at(r.low)};width:${at(r.high - r.low)}` }) : null) : null),
      h("td", { class: "n" }, r.room === undefined ? "" : two(r.room)), h("td", { class: "n model" }, t.shown ? two(r.p) : ""))))),
    widest && t.shown && !done && Math.abs(widest.room - widest.p) > 0.05 ? h("p", { class: "talk" }, h("b", {}, `Widest gap: ${widest.label}. `), `The room says ${two(widest.room)}, the model ${two(widest.p)}. Which finding would bring you together?`) : null,
    done && asked ? h("p", { class: "talk" }, h("b", {}, "Scores against the confirmed cause: "), asked.scores.map(([name, log, brier]) => `${name} ${log.toFixed(1)} bits, Brier ${brier.toFixed(2)}`).join("; "), earlier.length ? `; ${earlier.join("; ")} bits` : "", ". Lower is better.") : null);
}

// A tally of hands; one hand in all is shared by the causes that nobody named.
function handsOf(t, view) {
  const shown = view.ranked.map(([id, label]) => [id, label]).sort((a, b) => a[1].localeCompare(b[1])), step = Math.min(t.step, t.lesson.steps.length), hands = (t.hands[step] ??= {});
  const take = async () => {
    await t.score(step);
    t.shown = true;
    t.asking = false;
    t.face = "likely";
    drawLesson(t, t.root.querySelector(".stage"));
    t.root.focus();
  };
  const row = ([id, label]) => {
    const input = h("input", { type: "number", min: 0, max: 999, value: hands[id] ?? "", "aria-label": `Hands for ${label}`, oninput: (e) => { hands[id] = Math.max(0, Math.round(Number(e.target.value) || 0)); } });
    const bump = (by) => { hands[id] = Math.max(0, (hands[id] ?? 0) + by); input.value = hands[id] || ""; };
    return h("li", {}, h("span", {}, label), h("button", { type: "button", "aria-label": `One less for ${label}`, onclick: () => bump(-1) }, "\u2212"), input, h("button", { type: "button", "aria-label": `One more for ${label}`, onclick: () => bump(1) }, "+"));
  };
  return h("form", { class: "hands", onsubmit: (e) => { e.preventDefault(); take(); } }, h("p", {}, h("b", {}, "Hands, please: "), "what is the cause? One hand each."), h("ul", {}, shown.map(row)), h("button", { class: "go", type: "submit" }, "Count the hands"));
}

function drawingOf(t, view) {
  const byId = new Map(t.model.get("catalogue").findings.map((f) => [f.id, f])), { case: marks } = view;
  const app = { catalogue: t.model.get("catalogue"), case: marks, tris: new Set(), root: t.root, finding: (id) => byId.get(id), paused: () => false, mark() {}, change() {}, marked: (c) => c, state: (id) => ((marks.present || []).includes(id) ? "present" : (marks.absent || []).includes(id) ? "absent" : "unknown") };
  const drawing = painDrawing(app);
  paintDrawing(drawing, app, { glow: t.shown ? view.glow : [], target: null });
  drawing.inert = true;
  return h("div", { class: "big" }, drawing);
}

// One finding and one cause: the nomogram and a hundred patients, moved by the pre-test probability.
function bayesOf(t) {
  const catalogue = t.model.get("catalogue"), known = t.lesson.views[0].ranked.map(([id, label]) => [id, label]).sort((a, b) => a[1].localeCompare(b[1]));
  const marks = t.lesson.steps.slice(0, t.step).flatMap((s) => s.marks), list = catalogue.findings.filter((f) => marks.some(([label]) => label === f.label)), last = marks.findLast(([label]) => list.some((f) => f.label === label));
  if (t.bayes?.step !== t.step) { // what was said last, of the cause that leads, from where it began
    const view = t.lesson.views[Math.min(t.step, t.lesson.steps.length)], cause = t.shown ? likeliest(view)[0] : known[0][0], before = t.lesson.views[0].ranked.find(([id]) => id === cause)[2];
    t.bayes = { step: t.step, pre: Math.max(0.01, Math.round(100 * before) / 100), state: last?.[1] ?? "present", cause, finding: list.find((f) => f.label === last?.[0])?.id ?? "straight_leg_raise" };
  }
  const b = t.bayes;
  const place = h("div", { class: "pair2" }), basis = h("p", { class: "dim" }), out = h("output", {}, two(b.pre));
  let busy = false, late = false;
  const draw = async () => {
    if (busy) { late = true; return; }
    busy = true;
    const made = await t.ask("bayes", b);
    fill(place, svg(made.nomogram), svg(made.icons));
    basis.textContent = `Basis: ${made.basis}.`;
    busy = false;
    if (late) { late = false; draw(); }
  };
  const pick = (key, label, options) => h("label", {}, label, h("select", { "aria-label": label, onchange: (e) => { b[key] = e.target.value; draw(); } }, options.map(([v, text]) => h("option", { value: v, selected: v === b[key] }, text))));
  const rest = catalogue.findings.filter((f) => !list.includes(f));
  draw();
  return h("div", { class: "visible" }, h("div", { class: "choose" }, pick("finding", "Finding", [...list, ...rest].map((f) => [f.id, f.label])), pick("state", "is", [["present", "present"], ["absent", "absent"]]), pick("cause", "Cause", known),
    h("label", { class: "slide" }, "Pre-test probability", h("input", { type: "range", min: 0.01, max: 0.95, step: 0.01, value: b.pre, oninput: (e) => { b.pre = Number(e.target.value); out.textContent = two(b.pre); draw(); } }), out)), place, basis);
}

function proofsOf(t, view) {
  const place = h("div", { class: "pair2" }), said = h("p", { class: "talk" });
  const draw = async (cause) => {
    const made = await t.ask("proofs", { ...t.about(), cause });
    fill(said, h("b", {}, `${made.cause}: `), `${two(made.probability[0])} if every mark were an independent proof, ${two(made.probability[1])} as the model counts them. Marks of one cluster measure much the same thing.`);
    fill(place, svg(made.weights), svg(made.settings));
  };
  const [first] = likeliest(view);
  draw(first);
  return h("div", { class: "visible" }, h("div", { class: "choose" }, h("label", {}, "Cause", h("select", { "aria-label": "Cause", onchange: (e) => draw(e.target.value) }, view.ranked.map(([id, label]) => h("option", { value: id, selected: id === first }, label))))), said, place);
}

function thenOf(t, view, done) {
  const { lesson, step } = t, act = (text, run) => h("button", { type: "button", class: "tool", onclick: run }, text);
  const tools = h("p", { class: "tools2" }, act("Explore this case", () => t.explore()), act("Hand-out", () => openHandout({ ask: t.ask, root: t.root }, "teaching handout", { ...t.about(), setting: undefined })));
  const next = followed(t), onward = done && next ? h("button", { type: "button", class: "go", "data-key": "go", onclick: () => t.go(step + 1) }, `Next: ${next.title} `, h("kbd", {}, "\u2192")) : null;
  if (done) return [h("h2", {}, "To take home"), h("ul", { class: "points" }, lesson.points.map((p) => h("li", {}, p)), h("li", {}, h("b", {}, "Pitfall. "), lesson.pitfall)), onward, tools];
  const advice = !t.shown ? null : view.flags[0]?.[1] === "immediate" ? h("p", { class: "dim" }, "The model: act on the flag before any further question.") : h("details", { class: "advice" }, h("summary", {}, "What would the model do?"), h("table", {}, h("tbody", {}, view.advice.map(([, label, tier, bits, best, real]) => h("tr", {}, h("th", { scope: "row" }, label), h("td", {}, tier), h("td", {}, Number.isFinite(bits) ? `${bits} bits` : "not now"), h("td", {}, [best ? "best" : "", real ? "was done" : ""].filter(Boolean).join(", ")))))));
  const worth = view.worth.length && t.shown ? h("details", { class: "advice" }, h("summary", {}, "What was each finding worth?"), h("table", {}, h("tbody", {}, view.worth.map(([label, state, a, b]) => h("tr", {}, h("th", { scope: "row" }, `${label}, ${state}`), h("td", {}, `${two(a)} \u2192 ${two(b)}`)))), h("caption", {}, "Probability of the confirmed cause, which stays unnamed"))) : null;
  return [h("h2", {}, "What next?"), h("p", { class: "big" }, lesson.steps[step - 1].ask), h("button", { type: "button", class: "go", "data-key": "go", onclick: () => t.go(step + 1) }, step < lesson.steps.length ? `Reveal step ${step + 1}` : "Reveal the outcome", " ", h("kbd", {}, "\u2192")), advice, worth, tools];
}
