// What next? Findings that would tell much, each marked where it stands.
import { fill, h, keyed, maybe } from "../dom.js";
import { later, numeral, t } from "../language.js";
import { tri } from "../marks/tri.js";
import { percent, two } from "../numbers.js";

/** @import { App } from "../app/app.js" */
/** @import { NextRow } from "../payload" */

/**
 * @param {App} app
 * @param {HTMLElement} place
 * @param {NextRow[]} next
 * @param {string} said in their place, where there is none
 */
export function drawNextRows(app, place, next, said) {
  if (!next.length) {
    fill(place, said ? h("p", { class: "dim" }, said) : null);
    return;
  }
  const list = maybe(place, "ul") ?? h("ul", {});
  keyed(
    list,
    next,
    (n) => n.id,
    (n) => nextRow(app, n),
  );
  if (!list.isConnected) fill(place, list);
}

/**
 * A row stays while its finding stays; only what it says is written again.
 * @param {App} app
 * @param {NextRow} row
 */
function nextRow(app, { id, label, tier, how }) {
  const reason = h("p", {}, "");
  const cause = h("b", {}, "");
  const now = h("span", { class: "" });
  const bar = h("i", { class: "" });
  const bits = h("span", { class: "bits" }, bar);
  const yes = rail("yes", later("present \u2192 {p}"));
  const no = rail("no", later("absent \u2192 {p}"));
  const element = h(
    "li",
    { class: "nx" },
    h("span", { class: "tier" }, t(tier), bits),
    h("div", { class: "nb", title: how }, h("b", {}, label), reason),
    h("div", { class: "ef" }, h("span", { class: "dim" }, cause, now), yes.elements, no.elements),
    app.finding(id) ? tri(app, id, label, "next") : null,
  );
  /** @param {NextRow} row */
  const refresh = (row) => {
    reason.textContent = row.reason;
    cause.textContent = cause.title = row.cause;
    now.textContent = t("now {p}", { p: two(row.now) });
    bits.title = t("{bits} bits", { bits: numeral(row.bits) });
    bar.style.width = `${Math.min(100, row.bits * 200)}%`;
    yes.refresh(row.present, row.now);
    no.refresh(row.absent, row.now);
  };
  return { element, refresh };
}

/**
 * From the probability now to the one after an answer.
 * @param {string} kind
 * @param {string} answer
 */
function rail(kind, answer) {
  const way = h("u", { class: "" });
  const from = h("s", { class: "" });
  const to = h("i", { class: kind });
  const value = h("span", { class: "" });
  return {
    elements: [h("span", { class: "rail", "aria-hidden": "true" }, way, from, to), value],
    /** @param {number} p @param {number} now */
    refresh(p, now) {
      value.textContent = t(answer, { p: two(p) });
      way.style.left = percent(Math.min(p, now));
      way.style.width = percent(Math.abs(p - now));
      from.style.left = percent(now);
      to.style.left = percent(p);
    },
  };
}
