// Who the patient is: a line that opens a form.
import { choice, popover } from "../buttons.js";
import { fill, h, icon, when } from "../dom.js";
import { t } from "../language.js";
import { numberField } from "./number.js";
import { courseWords, personWords } from "./words.js";

/** @import { App } from "../app/app.js" */

/** @param {App} app */
export function patientForm(app) {
  const { fields, sexes } = app.catalogue;
  const line = h("span", { class: "line" });
  const redraw = () => drawLine([app.case, refused()]);
  const numbers = fields.map((field) => numberField(app, field, redraw));
  const refused = () => numbers.map((number) => number.refused()).filter(Boolean);
  const sex = sexField(app, sexes);
  const [age, ...rest] = numbers;
  const form = h(
    "div",
    { class: "form" },
    [age, sex, ...rest].map((input) => input.element),
  );
  const note = t("No name, number or date of birth is asked for or kept.");
  const box = popover("patient", t("The patient"), line, form, h("p", { class: "dim" }, note));
  const drawLine = when(() => fill(line, patientLine(app, refused())));
  return {
    element: box,
    refresh() {
      for (const input of [sex, ...numbers]) input.refresh();
      redraw();
    },
    /** Another case: what was refused in the last one goes with it. */
    forget() {
      for (const number of numbers) number.forget();
    },
  };
}

/** @param {App} app @param {string[]} refused */
function patientLine(app, refused) {
  const who = personWords(app.catalogue.persons, app.case.sex, app.case.age);
  const course = courseWords(app.case);
  const names = t("{fields} not counted", { fields: refused.join(", ") });
  const not = refused.length ? h("span", { class: "sep amiss" }, names) : null;
  if (!who && !course.length && !not) {
    return [h("span", { class: "dim" }, t("Age, sex, pain, care so far")), icon("down")];
  }
  return [
    who ? h("b", {}, who) : null,
    course.map((part) => h("span", { class: "sep" }, part)),
    not,
    icon("down"),
  ];
}

/** @param {App} app @param {string[]} sexes */
function sexField(app, sexes) {
  const options = [
    { id: "", label: t("not given") },
    ...sexes.map((sex) => ({ id: sex, label: t(sex) })),
  ];
  const take = (/** @type {string} */ sex) => app.set("sex", sex || null);
  const input = choice(options, "", take, { "data-key": "sex" });
  return {
    element: h("label", {}, t("Sex"), h("span", {}, input)),
    refresh() {
      const now = app.case.sex ?? "";
      if (document.activeElement !== input && input.value !== now) input.value = now;
    },
  };
}
