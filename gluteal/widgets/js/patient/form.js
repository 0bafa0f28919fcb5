// Who the patient is: a line that opens a form.
import { choice, popover } from "../buttons.js";
import { fill, h, icon, when } from "../dom.js";
import { courseWords, personWords } from "./words.js";

/** @import { App } from "../app/app.js" */
/** @import { Field } from "../payload" */

/** @param {App} app */
export function patientForm(app) {
  const { fields, sexes } = app.catalogue;
  const [age, ...rest] = fields.map((field) => numberField(app, field));
  const sex = sexField(app, sexes);
  const inputs = [age, sex, ...rest];
  const line = h("span", { class: "line" });
  const form = h("div", { class: "form" }, ...inputs.map((input) => input.element));
  const note = "No name, number or date of birth is asked for or kept.";
  const box = popover("patient", "The patient", line, form, h("p", { class: "dim" }, note));
  const drawLine = when(() => fill(line, patientLine(app)));
  return {
    element: box,
    refresh() {
      drawLine([app.case.sex, ...fields.map((field) => app.case[field.key])]);
      for (const input of inputs) input.refresh();
    },
  };
}

/** @param {App} app */
function patientLine(app) {
  const who = personWords(app.catalogue.persons, app.case.sex, app.case.age);
  const course = courseWords(app.case);
  if (!who && !course.length) {
    return [h("span", { class: "dim" }, "Age, sex, pain, care so far"), icon("down")];
  }
  return [
    who ? h("b", {}, who) : null,
    course.map((part) => h("span", { class: "sep" }, part)),
    icon("down"),
  ];
}

/** @param {App} app @param {Field} field */
function numberField(app, { key, label, unit, low, high }) {
  const input = h("input", {
    type: "number",
    min: low,
    max: high,
    step: 1,
    "data-key": key,
    inputmode: "decimal",
    onchange: () => app.set(key, input.value === "" ? null : Number(input.value)),
  });
  return {
    element: h("label", {}, label, h("span", {}, input, unit ? h("i", {}, unit) : null)),
    refresh: () => keepUp(input, app.case[key]),
  };
}

/** @param {App} app @param {string[]} sexes */
function sexField(app, sexes) {
  const options = [
    { id: "", label: "not given" },
    ...sexes.map((sex) => ({ id: sex, label: sex })),
  ];
  const take = (/** @type {string} */ sex) => app.set("sex", sex || null);
  const input = choice(options, "", take, { "data-key": "sex" });
  return {
    element: h("label", {}, "Sex", h("span", {}, input)),
    refresh: () => keepUp(input, app.case.sex),
  };
}

/**
 * What stands in a field is what the case has, unless somebody is writing.
 * @param {HTMLInputElement | HTMLSelectElement} input
 * @param {unknown} value
 */
function keepUp(input, value) {
  const now = String(value ?? "");
  if (document.activeElement !== input && input.value !== now) input.value = now;
}
