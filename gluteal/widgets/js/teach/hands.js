// A tally of hands; one hand in all is shared by the causes that nobody named.
import { h } from "../dom.js";

/** @import { Ranked, Seen } from "../payload" */
/** @import { Room } from "./room.js" */

/**
 * Causes by name.
 * @param {Seen} view
 */
export const byLabel = (view) => [...view.ranked].sort((a, b) => a.label.localeCompare(b.label));

/** @param {Room} room @param {Seen} view */
export function handsOf(room, view) {
  const step = room.at();
  const hands = (room.hands[step] ??= {});
  const take = async () => {
    await room.score(step);
    room.shown = true;
    room.asking = false;
    room.turn("likely");
    room.root.focus();
  };
  const rows = byLabel(view).map((cause) => handRow(cause, hands));
  return h(
    "form",
    {
      class: "hands",
      onsubmit: (e) => {
        e.preventDefault();
        take();
      },
    },
    h("p", {}, h("b", {}, "Hands, please: "), "what is the cause? One hand each."),
    h("ul", {}, rows),
    h("button", { class: "go", type: "submit" }, "Count the hands"),
  );
}

/** @param {Ranked} cause @param {Record<string, number>} hands */
function handRow({ id, label }, hands) {
  const input = h("input", {
    type: "number",
    min: 0,
    max: 999,
    value: hands[id] ?? "",
    "aria-label": `Hands for ${label}`,
    oninput: () => {
      hands[id] = Math.max(0, Math.round(Number(input.value) || 0));
    },
  });
  /** @param {string} sign @param {string} said @param {number} by */
  const bump = (sign, said, by) => {
    const change = () => {
      hands[id] = Math.max(0, (hands[id] ?? 0) + by);
      input.value = String(hands[id] || "");
    };
    const told = { type: "button", "aria-label": `${said} for ${label}`, onclick: change };
    return h("button", told, sign);
  };
  return h(
    "li",
    {},
    h("span", {}, label),
    bump("\u2212", "One less", -1),
    input,
    bump("+", "One more", 1),
  );
}
