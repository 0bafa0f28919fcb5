import { fill, h, keyed } from "../dom.js";
import { tri } from "../marks/tri.js";
import { two } from "../numbers.js";

// A row stays while its finding stays; only its numbers are written again.
function nextRow(app, n) {
  const text = (tag = "span", cls = "") => h(tag, { class: cls });
  const now = text(),
    bar = text("i"),
    bits = h("span", { class: "bits" }, bar),
    values = { yes: text(), no: text() };
  const rails = Object.fromEntries(
    ["yes", "no"].map((kind) => [kind, { u: text("u"), s: text("s"), i: text("i", kind) }]),
  );
  const rail = (kind) =>
    h("span", { class: "rail", "aria-hidden": "true" }, Object.values(rails[kind]));
  const row = h(
    "li",
    { class: "nx" },
    h("span", { class: "tier" }, n.tier, bits),
    h("div", { class: "nb", title: n.how }, h("b", {}, n.label), h("p", {}, n.reason)),
    h(
      "div",
      { class: "ef" },
      h("span", { class: "dim" }, h("b", { title: n.cause }, n.cause), now),
      rail("yes"),
      values.yes,
      rail("no"),
      values.no,
    ),
    app.finding(n.id) ? tri(app, n.id, n.label, "next") : null,
  );
  const at = (p) => `${(100 * p).toFixed(1)}%`;
  row.refresh = (m) => {
    now.textContent = `now ${two(m.now)}`;
    bits.title = `${m.bits} bits`;
    bar.style.width = `${Math.min(100, m.bits * 200)}%`;
    for (const [kind, p, sign] of [
      ["yes", m.present, "+"],
      ["no", m.absent, "\u2212"],
    ]) {
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

export function drawNextRows(app, place, next) {
  const list = place.querySelector("ul") ?? h("ul", {});
  keyed(
    list,
    next,
    (n) => [n.id, n.reason, n.cause].join("|"),
    (n) => nextRow(app, n),
  );
  if (!list.isConnected) fill(place, list);
}
