// What a mouse, a finger and the keyboard do on the drawing.
import { marked } from "../app/marks.js";
import { all, asHTML, fill, h } from "../dom.js";
import { later, t } from "../language.js";
import { AFTER, saidOf, stateOfLetter } from "../marks/states.js";

/** @import { CaseFields, State } from "../payload" */
/** @import { Pointing } from "../types" */

/**
 * The case after a click on a place: present, or not asked again; Alt or the other button: absent.
 * The first place that is marked says which side hurts, where none was given.
 * @param {CaseFields} marks
 * @param {string} id
 * @param {State} now
 * @param {{ side: string, absent: boolean }} click
 * @returns {CaseFields}
 */
export function clicked(marks, id, now, { side, absent }) {
  const wanted = absent ? "absent" : "present";
  const to = now === wanted ? "unknown" : wanted;
  const next = marked(marks, id, to);
  return to === "present" && side && !marks.side ? { ...next, side } : next;
}

/** @param {Pointing} app @param {HTMLElement} svg */
export function point(app, svg) {
  /** @param {Event} e @param {{ absent: boolean, aimed: boolean }} click a key aims at no side */
  const press = (e, { absent, aimed }) => {
    const { finding: id, side } = touched(e)?.dataset ?? {};
    if (!id) return;
    e.preventDefault();
    const click = { side: (aimed && side) || "", absent };
    app.change(clicked(app.case, id, app.state(id), click));
  };
  svg.addEventListener("click", (e) => press(e, { absent: e.altKey, aimed: e.detail > 0 }));
  svg.addEventListener("contextmenu", (e) => press(e, { absent: true, aimed: true }));
  svg.addEventListener("keydown", (e) => {
    const id = touched(e)?.dataset.finding;
    if (!id || e.ctrlKey || e.metaKey || e.altKey) return;
    const turn = e.key === "Enter" || e.key === " ";
    const to = turn ? AFTER[app.state(id)] : stateOfLetter(e.key);
    if (!to) return;
    e.preventDefault();
    if (!turn || !e.repeat) app.mark(id, to);
  });
}

/**
 * The place on the drawing that was touched.
 * @param {Event} e
 */
function touched(e) {
  const live = e.target instanceof Element ? e.target.closest(".live") : null;
  return live ? asHTML(live) : undefined;
}

const BY_MOUSE = later("Click: present. Alt or right click: absent.");
const AGAIN_FREE = later("The same again: not asked.");
const BY_KEY = later("p present, a absent, u not asked.");

/**
 * The name of the place under the pointer, or of the one that has the focus.
 * @param {Pointing} app
 * @param {HTMLElement} element
 * @param {HTMLElement} svg
 */
export function named(app, element, svg) {
  const tip = h("div", { class: "pdtip", role: "tooltip", hidden: true });
  /** @param {HTMLElement} place @param {string} how */
  const say = (place, how) => {
    const id = place.dataset.finding ?? "";
    fill(
      tip,
      h("b", {}, app.finding(id)?.label ?? id),
      app.state(id) === "unknown" ? null : `, ${saidOf(app.state(id))}`,
      h("span", {}, t(how)),
    );
    tip.hidden = false;
  };
  /** @param {number} x @param {number} y of the page */
  const put = (x, y) => {
    const room = element.getBoundingClientRect();
    const left = Math.min(x - room.left + 10, room.width - tip.offsetWidth - 4);
    const above = y - room.top - tip.offsetHeight - 8;
    tip.style.left = `${Math.max(0, left)}px`;
    tip.style.top = `${above > 0 ? above : y - room.top + 16}px`;
  };
  const hush = () => {
    tip.hidden = true;
    for (const region of all(svg, ".over")) region.classList.remove("over");
  };
  svg.addEventListener("pointermove", (e) => {
    const place = touched(e);
    hush();
    if (!place || e.pointerType === "touch") return;
    const { finding, side } = place.dataset;
    for (const region of all(svg, `.r[data-finding="${finding}"]`)) {
      const here = app.case.side || region.dataset.side === side;
      region.classList.toggle("over", Boolean(here));
    }
    say(place, app.state(finding ?? "") === "unknown" ? BY_MOUSE : AGAIN_FREE);
    put(e.clientX, e.clientY);
  });
  svg.addEventListener("pointerleave", hush);
  svg.addEventListener("focusin", (e) => {
    const place = touched(e);
    if (!place?.matches(":focus-visible")) return;
    const at = place.getBoundingClientRect();
    say(place, BY_KEY);
    put(at.left + at.width / 2, at.top);
  });
  svg.addEventListener("focusout", hush);
  return tip;
}
