// Is anything dangerous? And how much is known?
import { link } from "../buttons.js";
import { openFlags } from "../dialogs/flags.js";
import { h, icon } from "../dom.js";
import { numeral, t } from "../language.js";
import { tri } from "../marks/tri.js";
import { plural } from "../numbers.js";

/** @import { App } from "../app/app.js" */
/** @import { Flag, Known, Notice, View } from "../payload" */

/**
 * The flag above all others; or that there is none in what is marked, which is not that there is none.
 * @param {App} app
 * @param {Pick<View, "flags" | "asked" | "questions">} view
 */
export function dangerStrip(app, view) {
  const open = view.flags.filter((f) => !f.cleared);
  const asked = askedWords(view.asked, view.questions);
  if (open.length) return openStrip(app, open, asked);
  const safety = app.catalogue.tabs.find((tab) => tab.screening);
  const ask = () => safety && app.reveal(safety.label);
  return h(
    "div",
    { class: "strip quiet", role: "status" },
    icon("shield"),
    h(
      "div",
      {},
      h("b", {}, t("No red flag in what is marked. ")),
      asked,
      " ",
      view.asked < view.questions ? link(t("Ask them now"), ask, "ask") : null,
    ),
  );
}

/**
 * For whom the tables are not made: said above everything.
 * @param {Pick<View, "under_age">} view
 */
export function underAge({ under_age: said }) {
  if (!said) return null;
  return h("div", { class: "strip watch", role: "alert" }, icon("warn"), h("b", {}, said));
}

/**
 * There is no answer for the marks that stand on the page: nothing is said of flags but that.
 * @param {boolean} gone
 */
export function waitingStrip(gone) {
  const text = gone
    ? t("Python does not answer: whether a red flag is up is not known.")
    : t("Reading what is marked \u2026");
  return h(
    "div",
    { class: "strip quiet waiting", role: "status" },
    icon("shield"),
    h("b", {}, text),
  );
}

/** @param {number} asked @param {number} questions */
function askedWords(asked, questions) {
  if (asked === questions) return t("All {questions} safety questions were asked.", { questions });
  const left = questions - asked;
  if (left === 1) return t("1 of {questions} safety questions is still open.", { questions });
  return t("{left} of {questions} safety questions are still open.", { left, questions });
}

/** @param {App} app @param {Flag[]} open @param {string} asked */
function openStrip(app, open, asked) {
  const [first] = open;
  const why = open.length > 1 ? t("Why, and {n} more", { n: open.length - 1 }) : t("Why");
  return h(
    "div",
    { class: `strip ${first.tone}`, role: "alert" },
    icon(first.tone === "red" ? "stop" : "warn"),
    h(
      "div",
      {},
      h("b", {}, `${first.headline}. `),
      `${first.steps.slice(0, 2).join(". ")}. `,
      link(why, () => openFlags(app, open, asked), "why"),
    ),
    h(
      "div",
      { class: "tags" },
      h("span", { class: "tag" }, t(first.urgency)),
      first.holds ? h("span", { class: "tag on" }, t("Injections held")) : null,
    ),
  );
}

/** @param {App} app @param {Flag[]} flags */
export function closedFlags(app, flags) {
  const closed = flags.filter((f) => f.cleared);
  if (!closed.length) return null;
  const rows = closed.map((f) =>
    h(
      "span",
      {},
      `${f.label} (${f.cleared}) `,
      link(t("reopen"), () => app.reopenFlag(f.id)),
      " ",
    ),
  );
  return h("p", { class: "dim closed" }, t("Closed: "), rows);
}

/**
 * Serious causes that no flag speaks of: quiet, for they hold nothing.
 * @param {App} app
 * @param {Notice[]} notices
 */
export function noticeRows(app, notices) {
  return notices.map(({ said, ask }) =>
    h(
      "p",
      { class: "notice" },
      h("b", {}, `${said} `),
      ask
        ? [
            h("span", {}, t("Ask: {finding} ", { finding: ask.label })),
            tri(app, ask.id, ask.label, "notice"),
          ]
        : null,
    ),
  );
}

/** @param {Known} known */
export function meter({ steps, findings, bits, word }) {
  const title =
    plural(findings, "1 finding outside the context; ", "{n} findings outside the context; ") +
    t("{bits} bits moved from the pre-test probabilities; ", { bits: numeral(bits) }) +
    t("half the 90 % interval of the leading cause");
  const dots = Array.from({ length: 10 }, (_, i) => h("i", { class: i < steps ? "on" : "" }));
  return h(
    "div",
    { class: "meter", title },
    h("div", {}, h("b", {}, t("How much is known")), h("span", {}, word)),
    h("div", { class: "dots", "aria-hidden": "true" }, dots),
  );
}

/**
 * What to do now, in place of any further question.
 * @param {Flag} flag
 */
export function actions(flag) {
  return h(
    "ol",
    { class: "act" },
    flag.steps.map((step, i) => h("li", {}, i ? step : h("b", {}, step))),
  );
}
