// One control of three states for each finding.
import { all, h, maybe } from "../dom.js";
import { t } from "../language.js";
import { STATES, stateOfKey } from "./states.js";

/** @import { Marking } from "../types" */
/** @import { Finding } from "../payload" */

/**
 * @param {Marking} app
 * @param {string} id
 * @param {string} label
 * @param {string} scope the list that it stands in
 */
export function tri(app, id, label, scope) {
  const buttons = STATES.map(({ state, sign, said }) =>
    h(
      "button",
      {
        class: state,
        role: "radio",
        type: "button",
        "aria-label": t(said),
        "data-key": `${scope}:${id}:${state}`,
        onclick: () => app.mark(id, state),
      },
      sign,
    ),
  );
  const group = h(
    "span",
    { class: "tri", role: "radiogroup", "aria-label": label, "data-finding": id },
    buttons,
  );
  const refresh = () => {
    const now = app.state(id);
    const held = group.contains(document.activeElement);
    group.classList.toggle("paused", app.paused(id));
    if (group.dataset.state === now) return;
    group.dataset.state = now;
    buttons.forEach((button, i) => {
      const on = STATES[i].state === now;
      button.setAttribute("aria-checked", String(on));
      button.tabIndex = on ? 0 : -1;
      if (on && held && button !== document.activeElement) button.focus({ preventScroll: true });
    });
  };
  group.addEventListener("keydown", (e) => {
    if (e.ctrlKey || e.metaKey || e.altKey) return;
    const now = app.state(id);
    const rows = { ArrowUp: -1, ArrowDown: 1 }[e.key];
    const to = stateOfKey(e.key, now);
    if (!rows && !to) return;
    e.preventDefault();
    if (rows) goTo(app, group, rows);
    else if (to && to !== now) app.mark(id, to);
  });
  app.tris.add({ element: group, refresh });
  refresh();
  return group;
}

/**
 * To the same control of a row above or below.
 * @param {Marking} app
 * @param {HTMLElement} group
 * @param {number} rows
 */
function goTo(app, group, rows) {
  const list = all(group.closest(".list, .next, .compared, .readings") ?? app.root, ".tri");
  const next = list[list.indexOf(group) + rows];
  if (next) maybe(next, "[aria-checked=true]")?.focus();
}

/**
 * A finding with its control.
 * @param {Marking} app
 * @param {Finding} finding
 * @param {string} scope
 * @param {string} also another name that it was found by
 */
export function findingRow(app, finding, scope, also = "") {
  const { id, label, prompt, how } = finding;
  return h(
    "li",
    { class: "fr" },
    h(
      "span",
      { class: "fl", title: `${prompt}\n${how}` },
      label,
      also ? h("span", { class: "dim" }, ` ${also}`) : null,
    ),
    tri(app, id, label, scope),
  );
}
