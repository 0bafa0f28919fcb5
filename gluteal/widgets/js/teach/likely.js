// What is likely? The room first: hands are counted before the model is compared.
import { h, icon } from "../dom.js";
import { percent, plural, two } from "../numbers.js";
import { rowsOf, widestGap } from "./scores.js";
import { dim } from "./parts.js";

/** @import { Lesson, Score, Seen, SeenFlag } from "../payload" */
/** @import { Heard, Room } from "./room.js" */
/** @import { Duel } from "./scores.js" */

const WIDE = 0.05; // a gap that is worth talking about

/** @param {Room} room @param {Lesson} lesson @param {Seen} view @param {boolean} done */
export function likelyOf(room, lesson, view, done) {
  const { shown } = room;
  const heard = room.heard();
  if (!shown && !heard) return waiting();
  const rows = rowsOf(view, { shown, room: heard?.room, cause: lesson.cause, done });
  const truth = done ? lesson.cause : undefined;
  const widest = shown && !done ? widestGap(rows) : undefined;
  return h(
    "div",
    { class: "likely2" },
    shown || done ? flagStrip(view.flags) : null,
    keyLine(heard, shown),
    duelTable(rows, shown, truth),
    widest && widest.gap > WIDE ? gapTalk(widest) : null,
    done && heard ? scoreTalk(room, heard) : null,
  );
}

function waiting() {
  return h(
    "div",
    { class: "waits" },
    h("p", { class: "big" }, "What does the room say?"),
    dim("R takes the hands, then the model shows itself; M shows it at once."),
  );
}

/** @param {SeenFlag[]} flags */
function flagStrip(flags) {
  if (!flags.length) return null;
  const [{ headline, urgency, tone, holds }, ...more] = flags;
  return h(
    "p",
    { class: `strip ${tone}`, role: "alert" },
    icon(tone === "red" ? "stop" : "warn"),
    h(
      "span",
      {},
      h("b", {}, headline),
      ` (${urgency})`,
      more.length ? `, and ${plural(more.length, "more flag")}` : "",
      holds ? ". Injections wait, whatever the ranking." : ".",
    ),
  );
}

/** @param {Heard | undefined} heard @param {boolean} shown */
function keyLine(heard, shown) {
  const room = heard
    ? [h("i", { class: "room" }), `the room, ${plural(heard.n, "hand")} and one shared by all`]
    : null;
  const model = shown
    ? [h("i", { class: "model" }), "the model, 90 % interval"]
    : h("span", { class: "hush" }, "the model is hidden");
  return h("p", { class: "keyline" }, room, model);
}

/** @param {Duel[]} rows @param {boolean} shown @param {string} [truth] */
function duelTable(rows, shown, truth) {
  const tops = rows.map((r) => Math.max(r.room ?? 0, shown ? (r.high ?? r.p) : 0));
  const full = Math.min(1, Math.ceil(Math.max(0.2, ...tops) * 5) / 5);
  return h(
    "table",
    { class: "duel" },
    h("caption", { class: "sr" }, "Probability of each cause: the room and the model"),
    h(
      "tbody",
      {},
      rows.map((row) => duelRow(row, full, shown, truth !== undefined && row.id === truth)),
    ),
  );
}

/** @param {Duel} row @param {number} full @param {boolean} shown @param {boolean} confirmed */
function duelRow({ label, p, low, high, room }, full, shown, confirmed) {
  const at = (/** @type {number} */ value) => percent(value / full);
  const interval =
    high === undefined || low === undefined
      ? null
      : h("span", { class: "iv", style: `left:${at(low)};width:${at(high - low)}` });
  const model = h("span", { class: "b model", style: `width:${at(p)}` });
  return h(
    "tr",
    { class: confirmed ? "truth" : "" },
    h("th", { scope: "row" }, label, confirmed ? h("small", {}, " confirmed") : null),
    h(
      "td",
      { class: "bars" },
      room === undefined ? null : h("span", { class: "b room", style: `width:${at(room)}` }),
      shown ? h("span", { class: "track2" }, model, interval) : null,
    ),
    h("td", { class: "n" }, room === undefined ? "" : two(room)),
    h("td", { class: "n model" }, shown ? two(p) : ""),
  );
}

/** @param {{ label: string, room: number, p: number }} widest */
function gapTalk({ label, room, p }) {
  return h(
    "p",
    { class: "talk" },
    h("b", {}, `Widest gap: ${label}. `),
    `The room says ${two(room)}, the model ${two(p)}. Which finding would bring you together?`,
  );
}

/** @param {Room} room @param {Heard} heard */
function scoreTalk(room, heard) {
  const earlier = Object.entries(room.scores).filter(([, scored]) => scored !== heard);
  const before = earlier.map(([step, { scores }]) => `after step ${step} ${logs(scores)}`);
  const now = heard.scores.map(
    ({ who, log, brier }) => `${who} ${log.toFixed(1)} bits, Brier ${brier.toFixed(2)}`,
  );
  return h(
    "p",
    { class: "talk" },
    h("b", {}, "Scores against the confirmed cause: "),
    now.join("; "),
    before.length ? `; ${before.join("; ")} bits` : "",
    ". Lower is better.",
  );
}

/** @param {Score[]} scores */
const logs = (scores) => scores.map(({ who, log }) => `${who} ${log.toFixed(1)}`).join(", ");
