// Asked before any injection is named: what was screened, and what is true of the patient.
import { choice, link, popover } from "../buttons.js";
import { fill, h, icon, when } from "../dom.js";
import { without } from "../app/marks.js";

/** @import { App } from "../app/app.js" */
/** @import { Choice } from "../payload" */

/** @param {App} app */
export function precautionForm(app) {
  const place = h("div", {});
  const count = h("span", { class: "line" });
  const chips = h("span", { class: "chips" });
  const box = popover("before", "Before an injection", count, place);
  const draw = when(() => {
    const precautions = app.case.precautions ?? [];
    fill(count, precautions.length ? "+ precaution" : "Before an injection", icon("down"));
    fill(
      chips,
      precautions.map((id) => chip(app, id)),
    );
    fill(place, screening(app), trueOfPatient(app, precautions));
  });
  return {
    element: h("span", { class: "before" }, chips, box),
    refresh: () => draw([app.case.precautions, app.case.screened]),
  };
}

/** @param {App} app @param {string} id */
const drop = (app, id) => app.set("precautions", without(app.case.precautions, id));

/** @param {App} app @param {string} id */
function chip(app, id) {
  const label = app.precaution(id);
  return h(
    "span",
    { class: "chip", title: label },
    icon("warn"),
    h("span", {}, label.replace(/ \(.*/, "")),
    h(
      "button",
      { type: "button", "aria-label": `Remove ${label}`, onclick: () => drop(app, id) },
      icon("close"),
    ),
  );
}

/** @param {App} app */
function screening(app) {
  return [
    h("h4", {}, "Asked, and the answer was no"),
    h(
      "div",
      { class: "checks" },
      app.catalogue.topics.map((topic) => topicBox(app, topic)),
    ),
  ];
}

/** @param {App} app @param {Choice} topic */
function topicBox(app, { id, label }) {
  const screened = app.case.screened ?? [];
  const box = h("input", {
    type: "checkbox",
    checked: screened.includes(id),
    "data-key": `topic:${id}`,
    onchange: () => app.set("screened", box.checked ? [...screened, id] : without(screened, id)),
  });
  return h("label", {}, box, label);
}

/** @param {App} app @param {string[]} precautions */
function trueOfPatient(app, precautions) {
  const left = app.catalogue.precautions.filter((p) => !precautions.includes(p.id));
  const add = (/** @type {string} */ id) => id && app.set("precautions", [...precautions, id]);
  const options = [{ id: "", label: "choose" }, ...left];
  return [
    h("h4", {}, "True of this patient"),
    h(
      "label",
      { class: "add" },
      "Add a precaution",
      choice(options, "", add, { "data-key": "precaution" }),
    ),
    h(
      "ul",
      {},
      precautions.map((id) =>
        h(
          "li",
          {},
          app.precaution(id),
          " ",
          link("remove", () => drop(app, id), `not:${id}`),
        ),
      ),
    ),
  ];
}
