// The right side: what follows from the marks, in the order of a consultation.
function dangerStrip(app, view) {
  const open = view.flags.filter((f) => !f.cleared), first = open[0];
  const asked = view.asked === view.questions ? `All ${view.questions} safety questions were asked.` : `${view.questions - view.asked} of ${view.questions} safety questions are still open.`;
  const ask = view.asked < view.questions ? h("button", { type: "button", class: "link", "data-key": "ask", onclick: () => app.reveal("Safety") }, "Ask them now") : null;
  if (!first) return h("div", { class: "strip quiet", role: "status" }, icon("shield"), h("div", {}, h("b", {}, "No red flag in what is marked. "), asked, " ", ask));
  const kind = first.urgency === "immediate" ? "red" : first.urgency === "routine" ? "quiet" : "watch";
  return h("div", { class: `strip ${kind}`, role: "alert" }, icon(kind === "red" ? "stop" : "warn"),
    h("div", {}, h("b", {}, first.headline + ". "), first.steps.slice(0, 2).join(". ") + ". ", h("button", { type: "button", class: "link", "data-key": "why", onclick: () => openFlags(app, open, asked) }, open.length > 1 ? `Why, and ${open.length - 1} more` : "Why")),
    h("div", { class: "tags" }, h("span", { class: "tag" }, first.urgency), first.holds ? h("span", { class: "tag on" }, "Injections held") : null));
}

function closedFlags(app, view) {
  const closed = view.flags.filter((f) => f.cleared);
  return closed.length ? h("p", { class: "dim closed" }, "Closed: ", closed.map((f) => h("span", {}, `${f.label} (${f.cleared}) `, h("button", { type: "button", class: "link", onclick: () => app.reopenFlag(f.id) }, "reopen"), " "))) : null;
}

function meter({ steps, little, findings, bits, spread }) {
  const word = steps === 0 ? "nothing yet" : little ? "little: no ranking yet" : `${steps < 7 ? "fair" : "much"}, \u00b1${spread.toFixed(2)}`;
  return h("div", { class: "meter", title: `${plural(findings, "finding")} outside the context; ${bits} bits moved from the pre-test probabilities; half the 90 % interval of the leading cause` },
    h("div", {}, h("b", {}, "How much is known"), h("span", {}, word)), h("div", { class: "dots", "aria-hidden": "true" }, Array.from({ length: 10 }, (_, i) => h("i", { class: i < steps ? "on" : "" }))));
}

// A row stays while its finding stays; only its numbers are written again.
function nextRow(app, n) {
  const text = (tag = "span", cls = "") => h(tag, { class: cls });
  const now = text(), bar = text("i"), bits = h("span", { class: "bits" }, bar), values = { yes: text(), no: text() };
  const rails = Object.fromEntries(["yes", "no"].map((kind) => [kind, { u: text("u"), s: text("s"), i: text("i", kind) }]));
  const rail = (kind) => h("span", { class: "rail", "aria-hidden": "true" }, Object.values(rails[kind]));
  const row = h("li", { class: "nx" }, h("span", { class: "tier" }, n.tier, bits), h("div", { class: "nb", title: n.how }, h("b", {}, n.label), h("p", {}, n.reason)),
    h("div", { class: "ef" }, h("span", { class: "dim" }, h("b", { title: n.cause }, n.cause), now), rail("yes"), values.yes, rail("no"), values.no), app.finding(n.id) ? tri(app, n.id, n.label, "next") : null);
  const at = (p) => `${(100 * p).toFixed(1)}%`;
  row.refresh = (m) => {
    now.textContent = `now ${two(m.now)}`;
    bits.title = `${m.bits} bits`;
    bar.style.width = `${Math.min(100, m.bits * 200)}%`;
    for (const [kind, p, sign] of [["yes", m.present, "+"], ["no", m.absent, "\u2212"]]) {
      const { u, s, i } = rails[kind];
      values[kind].textContent = `${sign} ${two(p)}`;
      u.style.left = at(Math.min(p, m.now));
      u.style.width = at(Math.abs(p - m.now));
      s.style.left = at(m.now);
      i.style.left = at(p);
    }
  };
  return row;
}

function drawNextRows(app, place, next) {
  const list = place.querySelector("ul") ?? h("ul", {});
  keyed(list, next, (n) => [n.id, n.reason, n.cause].join("|"), (n) => nextRow(app, n));
  if (!list.isConnected) fill(place, list);
}

const actions = (flag) => h("ol", { class: "act" }, flag.steps.map((s, i) => h("li", {}, i ? s : h("b", {}, s))));

function ruler(card) {
  const at = (p) => `${(100 * p).toFixed(1)}%`, treat = card.treat ?? 1, test = card.test ?? 0;
  const zone = (from, to, text, on) => (to - from > 0.13 ? h("span", { class: on ? "on" : "", style: `left:${at(from)};width:${at(to - from)}` }, text) : null);
  return h("div", { class: "ruler", role: "img", "aria-label": `Probability ${two(card.probability)}, interval ${two(card.low)} to ${two(card.high)}; test threshold ${two(test)}${card.treat ? `, treatment threshold ${two(treat)}` : ""}` },
    h("div", { class: "zones" }, zone(0, test, "none"), zone(test, treat, "diagnostic block", card.zone === "diagnostic block"), zone(treat, 1, "therapeutic", card.zone === "therapeutic injection")),
    h("div", { class: "track" }, h("i", { class: "z1", style: `left:${at(test)};width:${at(treat - test)}` }), h("i", { class: "z2", style: `left:${at(treat)};right:0` }), h("i", { class: "iv", style: `left:${at(card.low)};width:${at(card.high - card.low)}` }), h("i", { class: "pt", style: `left:${at(card.probability)}` })),
    h("div", { class: "ends" }, card.test ? h("span", { style: `left:${at(test)}` }, two(test)) : null, card.treat ? h("span", { style: `left:${at(treat)}` }, two(treat)) : null));
}

const zoneTag = (card) => h("span", { class: `zone ${card.holds.length ? "held-zone" : card.zone.split(" ")[0]}` }, card.holds.length ? `held: ${card.zone}` : card.zone);
const gate = (kind, name) => (text) => h("li", { class: kind }, icon(name), h("span", { title: text }, text));

function cardOf(app, card, told) {
  const pair = (label, ...text) => (text[0] ? [h("dt", {}, label), h("dd", {}, text)] : []);
  const more = (label) => h("button", { type: "button", class: "link", "data-key": `option:${card.id}:${label}`, onclick: () => openOption(app, card.id) }, label);
  return h("article", { class: `card${card.holds.length ? " is-held" : ""}` },
    h("header", {}, h("h4", {}, h("button", { type: "button", class: "name", "data-key": `option:${card.id}`, onclick: () => openOption(app, card.id) }, card.label)), zoneTag(card)),
    h("div", { class: "ruled", "data-card": card.id }),
    h("ul", { class: "gates" }, card.holds.filter((text) => !told || !text.startsWith("Red flag: ")).map(gate("hold", "stop")), card.cautions.map(gate("caution", "warn"))),
    card.releases.length ? h("p", {}, card.releases.map(([id, label]) => h("button", { type: "button", class: "link", onclick: () => app.clearFlag({ id, label }) }, `State why \u201c${label}\u201d does not hold this`))) : null,
    h("dl", {}, pair("Target", card.target), pair("Guidance", h("b", {}, card.guidance), card.guidance_alternatives ? `, else ${card.guidance_alternatives}` : ""), pair("Needle", card.needle),
      pair("Injectate", h("span", { class: "clamp", title: [card.injectate, card.steroid].join(". ") }, [card.injectate, card.volume ? ` (${card.volume} in all)` : "", card.steroid ? `. ${card.steroid}` : ""].join(""))),
      pair("Benefit", h("span", { class: "clamp", title: card.effect }, card.effect)), pair("Evidence", `Grade ${card.grade}, ${card.direction}, `, more(plural(card.sources, "source"))), pair("Bleeding", `${card.bleeding_risk} risk`)),
    h("p", { class: "why" }, `${card.cause}: ${card.zone_reason[0].toLowerCase()}${card.zone_reason.slice(1)}. `, more("Approach, aftercare, all the evidence")));
}

function smallCard(app, card) {
  return h("button", { type: "button", class: "card small", "data-key": `card:${card.id}`, onclick: () => openOption(app, card.id) }, h("span", { class: "top" }, h("b", {}, card.short), zoneTag(card)),
    h("span", { class: "line" }, [card.target, card.guidance.toLowerCase(), card.volume].filter(Boolean).join(", ")),
    h("span", { class: "line" }, h("i", { class: "grade" }, card.grade), card.cautions.length ? [icon("warn"), plural(card.cautions.length, "caution")] : card.direction));
}

function injectionPane(app, view) {
  const holding = view.flags.filter((f) => f.holds && !f.cleared), stopped = holding.some((f) => f.urgency === "immediate");
  const all = holding.length && view.cards.every((c) => c.holds.length);
  const banner = all ? h("div", { class: "held" }, icon("stop"), h("div", {}, h("b", {}, "All injections held"), h("p", {}, holding.map((f) => f.label).join("; ") + ". Options return when the flag is settled or the mark removed."))) : null;
  const notAsked = view.not_asked.length ? h("p", { class: "unasked" }, h("i", { class: "m" }), h("span", {}, h("button", { type: "button", class: "link", "data-key": "unasked", onclick: () => app.askFirst() }, "Not asked yet"), `: ${view.not_asked.join(", ").toLowerCase()}.`)) : null;
  const care = view.instead.first_line ? h("details", { class: "care" }, h("summary", { "data-key": "care" }, h("b", {}, "Conservative care: "), h("span", {}, view.instead.first_line)), h("p", {}, `For ${view.instead.cause.toLowerCase()}: ${view.instead.first_line} [${view.instead.sources}]`)) : null;
  if (!view.cards.length) return [banner, h("p", {}, h("b", {}, view.no_zone ? view.no_zone + ". " : "No injection is indicated by what is known. ")), view.no_zone ? null : h("p", {}, h("b", {}, `Instead, for ${view.instead.cause.toLowerCase()}: `), view.instead.text), care, notAsked];
  const small = stopped ? view.cards : view.cards.slice(1);
  return [banner, stopped ? null : [cardOf(app, view.cards[0], Boolean(banner)), care, notAsked], h("div", { class: "others" }, small.map((c) => smallCard(app, c))),
    view.more.length ? h("p", { class: "dim" }, "Also: ", view.more.map(([id, label, zone], i) => [i ? "; " : "", h("button", { type: "button", class: "link", onclick: () => openOption(app, id) }, label), `, ${zone}`])) : null];
}
