// Asked before any injection is named: topics with their three states, and under each what may be
// true of the patient. What the marks answer is not asked again.
import { link, popover } from "../buttons.js";
import { all, fill, h, icon, when } from "../dom.js";
import { later, t } from "../language.js";
import { tri } from "../marks/tri.js";
import { begins, topicAnswered, topicGroups } from "./screened.js";
import { topicState, topicsAsked, withPrecaution } from "./screened.js";

/** @import { App } from "../app/app.js" */
/** @import { Answered, Precaution } from "../payload" */
/** @import { Marking } from "../types" */
/** @import { Group } from "./screened.js" */

/** @type {Record<Answered["state"], string>} */
const READS = {
  present: later("Present"),
  absent: later("Absent"),
  none: later("Does not apply"),
};
const HOW = later("Asked and absent: \u2212. Where something is true, + and say what.");

/** @param {App} app */
export function precautionForm(app) {
  const place = h("div", { class: "topics" });
  const count = h("span", { class: "line" });
  const chips = h("span", { class: "chips" });
  /** @type {Set<string>} topics that are open */
  const opened = new Set();
  const field = h("input", {
    type: "text",
    inputmode: "search",
    placeholder: t("Find a precaution or drug"),
    "aria-label": t("Find a precaution or drug"),
    oninput: () => refresh(),
    onkeydown: (/** @type {KeyboardEvent} */ e) =>
      e.key === "Enter" && field.value.trim() && choose(),
  });
  const box = popover(
    "before",
    t("Before an injection"),
    count,
    field,
    h("p", { class: "dim" }, t(HOW)),
    place,
  );
  const topics = topicMarks(app, box, opened, () => refresh());
  /** What alone goes by the typed name is true of the patient; of several the first has the focus. */
  const choose = () => {
    const found = /** @type {HTMLInputElement[]} */ (all(place, ".facts input"));
    if (found.length !== 1) found[0]?.focus();
    else if (!found[0].checked) found[0].click();
  };
  const draw = when(() => {
    const marked = app.case.precautions ?? [];
    const groups = topicGroups(app.catalogue, marked);
    const { asked, all } = topicsAsked(app.case, groups, app.view.before);
    fill(
      count,
      t("Before an injection"),
      h("span", { class: "dim" }, `${asked}/${all}`),
      icon("down"),
    );
    fill(
      chips,
      marked.map((id) => chip(app, id)),
    );
    const typed = field.value.trim();
    fill(
      place,
      typed ? foundFacts(app, groups, typed) : groups.map((g) => topicPart(app, topics, g)),
    );
  });
  const refresh = () => {
    const { precautions, screened } = app.case;
    draw([precautions, screened, app.view.before, [...opened], field.value.trim()]);
  };
  return { element: h("span", { class: "before" }, chips, box), refresh };
}

/**
 * Topics as what a control of three states works on: + opens the list, for it must be said what.
 * @param {App} app
 * @param {HTMLElement} root
 * @param {Set<string>} opened
 * @param {() => void} again
 */
function topicMarks(app, root, opened, again) {
  const groups = () => topicGroups(app.catalogue, app.case.precautions ?? []);
  const of = (/** @type {string} */ id) => groups().find((g) => g.id === id) ?? groups()[0];
  /** @type {Marking} */
  const marking = {
    root,
    tris: app.tris,
    state: (id) => topicState(app.case, of(id)),
    paused: () => false,
    mark(id, state) {
      if (state === "present") opened.add(id);
      else opened.delete(id);
      const asked = app.case.screened?.includes(id);
      if (state !== "present" || asked) app.change(topicAnswered(app.case, of(id), state));
      again();
    },
  };
  /** @param {string} id */
  const turn = (id) => {
    if (!opened.delete(id)) opened.add(id);
    again();
  };
  return { marking, opened, turn };
}

/** @typedef {ReturnType<typeof topicMarks>} Topics */

/** @param {App} app @param {Topics} topics @param {Group} group */
function topicPart(app, { marking, opened, turn }, group) {
  const { id, label, parts } = group;
  const told = app.view.before.topics.find((t) => t.id === id);
  const state = topicState(app.case, group);
  const fixed = told && (told.state === "present" || state === "unknown") ? told : undefined;
  const open = opened.has(id);
  const mine = parts.filter((p) => app.case.precautions?.includes(p.id));
  const more = link(
    open ? t("show fewer") : t(mine.length ? "show all {n}" : "show {n}", { n: parts.length }),
    () => turn(id),
    `which:${id}`,
    "dim",
  );
  const closed = fixed && fixed.state !== "present"; // nothing of it is asked
  const wanting = open && !mine.length && !fixed && id;
  const shown = open && !closed ? parts : mine;
  return h(
    "section",
    { class: "topic", "data-topic": id },
    h(
      "div",
      { class: "head" },
      h("h4", {}, label),
      closed || parts.length === mine.length ? null : more,
      fixed ? answeredAs(fixed) : id ? tri(marking, id, label, "topic") : null,
    ),
    wanting
      ? h("p", { class: "wanting", role: "status" }, t("Say what is true of the patient:"))
      : null,
    shown.length ? factList(app, shown) : null,
  );
}

/** @param {Answered} told */
const answeredAs = ({ state, said }) =>
  h("span", { class: "answered" }, h("b", {}, t(READS[state])), said ? `, ${said}` : "");

/** @param {App} app @param {Group[]} groups @param {string} typed */
function foundFacts(app, groups, typed) {
  const parts = groups.flatMap((g) =>
    begins(g.label, typed)
      ? g.parts
      : g.parts.filter((p) => begins(`${p.label} ${p.short}`, typed)),
  );
  return parts.length
    ? factList(app, parts)
    : h("p", { class: "dim" }, t("No precaution of this name."));
}

/** @param {App} app @param {Precaution[]} parts */
const factList = (app, parts) =>
  h(
    "ul",
    { class: "facts" },
    parts.map((p) => h("li", {}, factRow(app, p))),
  );

/** @param {App} app @param {Precaution} precaution */
function factRow(app, precaution) {
  const { id, label } = precaution;
  const mine = app.case.precautions?.includes(id);
  const told = app.view.before.precautions.find((p) => p.id === id);
  if (told && !mine) return h("span", { class: "settled" }, label, " ", answeredAs(told));
  const box = h("input", {
    type: "checkbox",
    checked: mine,
    "data-key": `fact:${id}`,
    onchange: () => app.change(withPrecaution(app.case, precaution, box.checked)),
  });
  return h("label", {}, box, h("span", {}, label));
}

/** @param {App} app @param {string} id */
function chip(app, id) {
  const precaution = app.catalogue.precautions.find((p) => p.id === id);
  const { label, short } = precaution ?? { label: id, short: id };
  const drop = () => precaution && app.change(withPrecaution(app.case, precaution, false));
  return h(
    "span",
    { class: "chip", title: label },
    icon("warn"),
    h("span", {}, short),
    h(
      "button",
      {
        type: "button",
        "aria-label": t("Remove {label}", { label }),
        "data-key": `not:${id}`,
        onclick: drop,
      },
      icon("close"),
    ),
  );
}
