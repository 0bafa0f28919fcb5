// What is likely? The room first: hands are counted before the model is compared.
import { h } from "../dom.js";
import { t } from "../language.js";
import { percent, plural, two } from "../numbers.js";
import { goButton, standing, withheld } from "./parts.js";
import { heardOf, modelFor, rowsOf, shareWords, widestGap } from "./scores.js";

/** @import { Lesson, Seen } from "../payload" */
/** @import { Room } from "./room.js" */
/** @import { Duel, Heard } from "./scores.js" */

const WIDE = 0.05; // a gap that is worth talking about

/**
 * At the outcome the model is that of the step at which the room spoke: like is compared with like.
 * @param {Room} room
 * @param {Lesson} lesson
 * @param {Seen} last what is known now
 * @param {boolean} done
 */
export function likelyOf(room, lesson, last, done) {
  const heard = room.heard();
  const shown = room.ranks(last);
  if (!shown && (!heard || room.shown)) return withheld(room, last);
  const view = done && heard ? lesson.views[heard.step] : last;
  const flagged = last.flags.length > 0;
  const rows = rowsOf(view, { shown, heard, cause: lesson.cause, done, flagged });
  const truth = done ? lesson.cause : undefined;
  const widest = shown && !done ? widestGap(rows) : undefined;
  return h(
    "div",
    { class: "likely2" },
    keyLine(heard, shown, done),
    shown ? standing(last) : null,
    duelTable(rows, shown, heard, truth),
    widest && widest.gap > WIDE ? gapTalk(widest) : null,
    done ? truthTalk(room, lesson, last) : null,
    shown
      ? null
      : goButton([t("Show the model "), h("kbd", {}, "M")], () => room.reveal(), "reveal"),
  );
}

/** @param {Heard | undefined} heard @param {boolean} shown @param {boolean} done */
function keyLine(heard, shown, done) {
  const at = done && heard ? h("b", {}, t("At step {n}:", { n: heard.step })) : null;
  const room = heard
    ? [h("i", { class: "room" }), plural(heard.n, "the room, 1 hand", "the room, {n} hands")]
    : null;
  const model = shown
    ? [h("i", { class: "model" }), t(done && heard ? "the model" : "the model, 90 % interval")]
    : null;
  return h("p", { class: "keyline" }, at, room, model);
}

/**
 * @param {Duel[]} rows
 * @param {boolean} shown
 * @param {Heard | undefined} heard
 * @param {string | undefined} truth
 */
function duelTable(rows, shown, heard, truth) {
  const tops = rows.map((r) => Math.max(r.room ?? 0, shown ? (r.high ?? r.p) : 0));
  const full = Math.min(1, Math.ceil(Math.max(0.2, ...tops) * 5) / 5);
  return h(
    "table",
    { class: "duel" },
    h("caption", { class: "sr" }, t("Probability of each cause: the room and the model")),
    h(
      "tbody",
      {},
      rows.map((row) => {
        const confirmed = truth !== undefined && row.id === truth;
        return duelRow(row, full, shown, shareOf(row, shown, heard), confirmed);
      }),
    ),
  );
}

/**
 * The room's share; before the model is shown there is room for the hands as well.
 * @param {Duel} row
 * @param {boolean} shown
 * @param {Heard | undefined} heard
 */
function shareOf({ room }, shown, heard) {
  if (room === undefined || !heard) return "";
  const hands = t("{n} of {all} = ", { n: Math.round(room * heard.n), all: heard.n });
  return (shown ? "" : hands) + shareWords(room);
}

/**
 * @param {Duel} row
 * @param {number} full
 * @param {boolean} shown
 * @param {string} share
 * @param {boolean} confirmed
 */
function duelRow({ label, p, low, high, room }, full, shown, share, confirmed) {
  const at = (/** @type {number} */ value) => percent(value / full);
  const interval =
    high === undefined || low === undefined
      ? null
      : h("span", { class: "iv", style: `left:${at(low)};width:${at(high - low)}` });
  const model = h("span", { class: "b model", style: `width:${at(p)}` });
  return h(
    "tr",
    { class: confirmed ? "truth" : "" },
    h("th", { scope: "row" }, confirmed ? "\u2713 " : "", label),
    h(
      "td",
      { class: "bars" },
      room === undefined ? null : h("span", { class: "b room", style: `width:${at(room)}` }),
      shown ? h("span", { class: "track2" }, model, interval) : null,
    ),
    h("td", { class: "n" }, share),
    shown ? h("td", { class: "n model" }, two(p)) : null,
  );
}

/** @param {{ label: string, room: number, p: number }} widest */
function gapTalk({ label, room, p }) {
  return h(
    "p",
    { class: "talk" },
    h("b", {}, t("Widest gap: {label}. ", { label })),
    t("The room says {room}, the model {p}. Which finding would bring you together?", {
      room: shareWords(room),
      p: two(p),
    }),
  );
}

/**
 * What the confirmed cause was given, by whom and when.
 * @param {Room} room
 * @param {Lesson} lesson
 * @param {Seen} last
 */
function truthTalk(room, { cause, label, views }, last) {
  const then = [...room.counted]
    .sort((a, b) => a - b)
    .flatMap((step) => {
      const heard = heardOf(step, room.hands[step]);
      if (!heard) return [];
      const given = shareWords(heard.room[cause] ?? 0);
      const values = { n: step, given, p: two(modelFor(views[step], cause)) };
      return [t("at step {n} the room gave it {given}, the model {p}", values)];
    });
  const now = t("with everything known the model gives it {p}", {
    p: two(modelFor(last, cause)),
  });
  return h("p", { class: "talk" }, h("b", {}, `${label}: `), `${[...then, now].join("; ")}.`);
}
