// The right side: what follows from the marks, in the order of a consultation.
function dangerStrip(app, view) {
  const open = view.flags.filter((f) => !f.cleared), first = open[0];
  const asked = `${view.asked} of ${view.questions} screening questions asked.`;
  const ask = view.open.length ? h("button", { type: "button", class: "link", onclick: () => app.reveal("safety questions") }, "Ask the others") : null;
  if (!first) return h("div", { class: "strip quiet", role: "status" }, icon("shield"), h("div", {}, h("b", {}, "No red flag in what is marked. "), asked, " ", ask));
  const kind = first.urgency === "immediate" ? "red" : first.urgency === "routine" ? "quiet" : "watch";
  const rest = open.slice(1).map((f) => `${f.label} (${f.urgency})`).join("; ");
  return h("div", { class: `strip ${kind}`, role: "alert" }, icon(kind === "red" ? "stop" : "warn"),
    h("div", {}, h("b", {}, first.headline + ". "), first.steps.slice(0, 2).join(". ") + ".",
      h("details", {}, h("summary", { "data-key": "why" }, "Why, and what to do"), h("p", {}, first.action, ` [${first.sources}]`, first.memory ? " Partly from memory: your local pathway decides." : ""), rest ? h("p", {}, "Also: " + rest) : null, h("p", {}, asked, " ", ask))),
    h("div", { class: "tags" }, h("span", { class: "tag" }, first.urgency), open.length > 1 ? h("span", { class: "tag" }, `+ ${open.length - 1} more`) : null, first.holds ? h("span", { class: "tag on" }, "Injections held") : null,
      first.urgency !== "immediate" ? h("button", { type: "button", class: "tag", onclick: () => app.clearFlag(first) }, "Close with a reason") : null));
}

function closedFlags(app, view) {
  const closed = view.flags.filter((f) => f.cleared);
  return closed.length ? h("p", { class: "dim" }, "Closed: ", closed.map((f) => h("span", {}, `${f.label} (${f.cleared}) `, h("button", { type: "button", class: "link", onclick: () => app.reopenFlag(f.id) }, "reopen"), " "))) : null;
}

function meter(view) {
  const said = view.known.steps === 0 ? "nothing yet" : view.known.little ? "little: no ranking yet" : view.known.steps < 7 ? "fair" : "much";
  return h("div", { class: "meter", title: `${view.known.findings} findings outside the context, ${view.known.bits} bits` },
    h("div", {}, h("b", {}, "How much is known"), h("span", {}, said)), h("div", { class: "dots", "aria-hidden": "true" }, Array.from({ length: 10 }, (_, i) => h("i", { class: i < view.known.steps ? "on" : "" }))));
}

function tableTwin(app, view) {
  return h("details", { class: "twin" }, h("summary", {}, "Read as a table"), h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Probabilities and weights as a table" },
    h("table", {}, h("thead", {}, h("tr", {}, view.table.columns.map((c) => h("th", { scope: "col" }, c)))),
      h("tbody", {}, view.table.rows.map((r, y) => h("tr", {}, r.map((v, i) => (i < 5 ? h(i ? "td" : "th", i ? {} : { scope: "row" }, v) : h("td", {}, h("button", { type: "button", class: "link", "aria-label": `Evidence: ${r[0]}, ${view.table.columns[i]}, ${v}`, onclick: () => openEvidence(app, view.rows[y][0], view.columns[i - 5]) }, v)))))))) ));
}

function nextRow(app, n) {
  const dot = (p, kind) => h("i", { class: kind, style: `left:${(100 * p).toFixed(1)}%` });
  const f = app.finding(n.id);
  return h("li", { class: "nx" }, h("span", { class: "tier" }, n.tier, h("span", { class: "bits", title: `${n.bits} bits` }, h("i", { style: `width:${Math.min(100, n.bits * 200)}%` }))),
    h("div", { title: n.how }, h("b", {}, n.label), h("p", {}, n.reason)),
    h("div", { class: "ef" }, h("span", { class: "dim" }, `${n.cause} now ${two(n.now)}`), h("span", { class: "rail", "aria-hidden": "true" }, dot(n.now, "now"), dot(n.present, "yes"), dot(n.absent, "no")),
      h("span", {}, `+ ${two(n.present)}`), h("span", {}, `\u2212 ${two(n.absent)}`)), f ? tri(app, n.id, n.label, "next") : null);
}

function ruler(card) {
  const at = (p) => `${(100 * p).toFixed(1)}%`;
  const treat = card.treat ?? 1, test = card.test ?? 0;
  return h("div", { class: "ruler", role: "img", "aria-label": `Probability ${two(card.probability)}, interval ${two(card.low)} to ${two(card.high)}; test threshold ${two(test)}${card.treat ? `, treatment threshold ${two(treat)}` : ""}` },
    h("div", { class: "track" }, h("i", { class: "z1", style: `left:${at(test)};width:${at(treat - test)}` }), h("i", { class: "z2", style: `left:${at(treat)};right:0` }),
      h("i", { class: "iv", style: `left:${at(card.low)};width:${at(card.high - card.low)}` }), h("i", { class: "pt", style: `left:${at(card.probability)}` })),
    h("div", { class: "ends" }, h("span", { style: `left:${at(test)}` }, two(test)), card.treat ? h("span", { style: `left:${at(treat)}` }, two(treat)) : null));
}

function cardOf(app, card) {
  const held = card.holds.length > 0;
  const pair = (label, text) => (text ? [h("dt", {}, label), h("dd", {}, text)] : []);
  const mark = (list, name, cls) => list.map((t) => h("li", { class: cls }, icon(name), h("span", {}, t)));
  return h("article", { class: `card${held ? " is-held" : ""}` },
    h("header", {}, h("h4", {}, card.label), h("span", { class: `zone ${card.zone.split(" ")[0]}` }, held ? `held: ${card.zone}` : card.zone)),
    h("p", { class: "dim" }, `For ${card.cause.toLowerCase()}. ${card.zone_reason}.`), ruler(card),
    h("dl", {}, pair("Guidance", card.guidance), pair("Target", card.target), pair("Injectate", card.injectate), pair("Steroid", card.steroid), pair("Volume", card.volume), pair("Evidence", `Grade ${card.grade}, ${card.direction}`), pair("Bleeding risk", card.bleeding_risk)),
    h("ul", { class: "gates" }, mark(card.holds, "stop", "hold"), mark(card.cautions, "warn", "caution"), card.warning ? mark([card.warning], "warn", "caution") : null),
    card.releases.length ? h("p", {}, card.releases.map(([id, label]) => h("button", { type: "button", class: "link", onclick: () => app.clearFlag({ id, label }) }, `State why \u201c${label}\u201d does not hold this`))) : null,
    h("details", {}, h("summary", {}, "Approach, evidence, aftercare"), h("dl", {}, pair("Other guidance", card.guidance_alternatives), pair("Position", card.position), pair("Approach", card.approach), pair("Needle", card.needle), pair("Effect", card.effect), pair("Guidance accuracy", card.guidance_accuracy), pair("At risk", card.structures_at_risk), pair("Complications", card.complications), pair("Not if", card.contraindications), pair("Response", card.response_threshold), pair("Repeat", card.repeat_interval), pair("Aftercare", card.aftercare), pair("Thresholds", card.thresholds)),
      card.memory ? h("p", { class: "dim" }, "Parts are from memory or judged: check the label and your local protocol.") : null, h("ol", { class: "refs" }, card.sources.map((s) => h("li", {}, s)))));
}

function otherCard(app, card) {
  return h("details", { class: "other" }, h("summary", {}, h("b", {}, card.label), h("span", { class: `zone ${card.holds.length ? "held-zone" : card.zone.split(" ")[0]}` }, card.holds.length ? `held: ${card.zone}` : card.zone)), cardOf(app, card));
}

function injectionPane(app, view) {
  const notAsked = view.not_asked.length ? h("p", { class: "dim" }, h("b", {}, "Not asked: "), view.not_asked.join(", ")) : null;
  const holding = view.flags.filter((f) => f.holds && !f.cleared);
  const stopped = holding.some((f) => f.urgency === "immediate");
  const all = holding.length && view.cards.every((c) => c.holds.length);
  const banner = all ? h("div", { class: "held" }, icon("stop"), h("div", {}, h("b", {}, "Injections held"), h("p", {}, holding.map((f) => f.label).join("; ") + ". Options return when the flag is settled or the mark removed."))) : null;
  const care = view.instead.first_line ? h("p", { class: "care" }, h("b", {}, `Conservative care first, for ${view.instead.cause.toLowerCase()}: `), view.instead.first_line, ` [${view.instead.sources}]`) : null;
  if (view.cards.length) return [banner, notAsked, stopped ? null : care, view.cards.map((c, i) => (i || stopped ? otherCard : cardOf)(app, c)), view.more.length ? h("p", { class: "dim" }, "Also: " + view.more.join("; ")) : null];
  return [banner, h("p", {}, h("b", {}, view.no_zone ? view.no_zone + ". " : "No injection is indicated by what is known. ")),
    view.no_zone ? null : h("p", {}, h("b", {}, `Instead, for ${view.instead.cause.toLowerCase()}: `), view.instead.text), care, notAsked];
}
