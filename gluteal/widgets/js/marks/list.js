// What is marked now, as rows that can be paused, flipped and removed.
import { fill, focusKey, h, heldKey, icon, keyed, maybe, show } from "../dom.js";
import { t } from "../language.js";

/** @import { App } from "../app/app.js" */
/** @import { IconName } from "../dom.js" */

/** @param {App} app */
export function markedList(app) {
  const count = h("span", { class: "dim" });
  const empty = h(
    "p",
    { class: "dim pad" },
    t("Nothing is marked yet. Click the drawing, search, or go down the list."),
  );
  const list = h("ul", {});
  const element = h("div", { class: "marked" }, h("h3", {}, t("Marked"), count), empty, list);
  /** @type {Set<string>} */
  let before = new Set();
  const refresh = () => {
    const present = app.case.present ?? [];
    const absent = app.case.absent ?? [];
    const now = [...present, ...absent];
    const held = heldKey(list);
    fill(count, t("{p} present, {a} absent", { p: present.length, a: absent.length }));
    empty.hidden = now.length > 0;
    keyed(
      list,
      now,
      (id) => `${id} ${app.state(id)} ${app.paused(id)} ${app.urgent(id)}`,
      (id) => ({ element: markedRow(app, id) }),
    );
    const fresh = now.find((id) => !before.has(id));
    before = new Set(now);
    if (fresh) requestAnimationFrame(() => show(rowOf(list, fresh), element));
    if (held && !list.contains(document.activeElement)) focusKey(list, held);
  };
  return { element, refresh };
}

/** @param {HTMLElement} list @param {string} id */
const rowOf = (list, id) => maybe(list, `[data-row^="${CSS.escape(id)} "]`);

/** @param {App} app @param {string} id */
function markedRow(app, id) {
  const { label, short, how } = app.finding(id) ?? { label: id, short: id, how: "" };
  const state = app.state(id);
  const paused = app.paused(id);
  const pausing = paused ? t("Count again") : t("Pause: leave out for a moment");
  const kind = ["mk", state, paused && "paused", app.urgent(id) && "urgent"].filter(Boolean);
  /** @param {IconName} name @param {string} title @param {() => void} run @param {string} [on] */
  const act = (name, title, run, on) =>
    h(
      "button",
      {
        type: "button",
        "aria-label": `${title}: ${label}`,
        title,
        "data-key": `${name}:${id}`,
        onclick: run,
        "aria-pressed": on,
      },
      icon(name),
    );
  return h(
    "li",
    { class: kind.join(" ") },
    h("i", { class: `m ${state}`, role: "img", "aria-label": t(state) }),
    h("span", { class: "fl", title: `${label}\n${how}` }, short),
    act("pause", pausing, () => app.pause(id), String(paused)),
    act("flip", t("Flip"), () => app.mark(id, state === "present" ? "absent" : "present")),
    act("close", t("Remove"), () => app.mark(id, "unknown")),
  );
}
