import { fill, h, icon, popover, when } from "./dom.js";
import { plural, said } from "./numbers.js";

function patientLine(c) {
  const who = [
    { female: "Woman", male: "Man" }[c.sex] ?? (c.age === undefined ? "" : "Patient"),
    c.age,
  ]
    .filter((v) => v !== "" && v !== undefined)
    .join(", ");
  const pain = [
    c.severity === undefined ? "" : `Pain ${c.severity}/10`,
    c.duration_weeks === undefined
      ? ""
      : `${c.severity === undefined ? "Pain " : ""}for ${said(c.duration_weeks)}`,
  ]
    .filter(Boolean)
    .join(" ");
  const care =
    c.conservative_weeks === undefined
      ? ""
      : c.conservative_weeks
        ? `${plural(c.conservative_weeks, "week")} of care`
        : "no care yet";
  const parts = [pain, care, c.weight_kg === undefined ? "" : `${c.weight_kg} kg`].filter(Boolean);
  if (!who && !parts.length)
    return [h("span", { class: "dim" }, "Age, sex, pain, care so far"), icon("down")];
  return [
    who ? h("b", {}, who) : null,
    parts.map((p) => h("span", { class: "sep" }, p)),
    icon("down"),
  ];
}

export function patientForm(app) {
  const fields = [];
  const keep = (input, key) => {
    fields.push(() => {
      const now = String(app.case[key] ?? "");
      if (document.activeElement !== input && input.value !== now) input.value = now;
    });
    return input;
  };
  const number = (key, label, unit, max) =>
    h(
      "label",
      {},
      label,
      h(
        "span",
        {},
        keep(
          h("input", {
            type: "number",
            min: 0,
            max,
            step: 1,
            "data-key": key,
            inputmode: "decimal",
            onchange: (e) => app.set(key, e.target.value === "" ? null : Number(e.target.value)),
          }),
          key,
        ),
        unit ? h("i", {}, unit) : null,
      ),
    );
  const sex = keep(
    h(
      "select",
      { "data-key": "sex", onchange: (e) => app.set("sex", e.target.value || null) },
      [
        ["", "not given"],
        ["female", "female"],
        ["male", "male"],
      ].map(([v, text]) => h("option", { value: v }, text)),
    ),
    "sex",
  );
  const form = h(
    "div",
    { class: "form" },
    number("age", "Age", "years", 120),
    h("label", {}, "Sex", h("span", {}, sex)),
    number("severity", "Pain, of 10", "", 10),
    number("duration_weeks", "Pain for", "weeks", 6000),
    number("conservative_weeks", "Conservative care", "weeks", 6000),
    number("weight_kg", "Weight", "kg", 400),
  );
  const line = h("span", { class: "line" }),
    box = popover(
      "patient",
      "The patient",
      line,
      form,
      h("p", { class: "dim" }, "No name, number or date of birth is asked for or kept."),
    );
  const drawLine = when(() => fill(line, patientLine(app.case)));
  return [
    box,
    () => {
      drawLine(
        ["sex", "age", "severity", "duration_weeks", "conservative_weeks", "weight_kg"].map(
          (k) => app.case[k],
        ),
      );
      fields.forEach((f) => f());
    },
  ];
}

export function settingChoice(app) {
  const select = h(
    "select",
    {
      "data-key": "setting",
      "aria-label": "Setting",
      onchange: (e) => app.set("setting", e.target.value),
    },
    app.catalogue.settings.map(([v, text]) => h("option", { value: v }, text)),
  );
  return [
    h("label", { class: "setting" }, "Setting", select),
    () => {
      const now = app.case.setting ?? "pain_clinic";
      if (select.value !== now) select.value = now;
    },
  ];
}

// Asked before any injection is named: what was screened, and what is true of the patient.
export function precautionForm(app) {
  const place = h("div", {}),
    count = h("span", { class: "line" }),
    chips = h("span", { class: "chips" });
  const box = popover("before", "Before an injection", count, place);
  const refresh = () => {
    const precautions = app.case.precautions || [],
      screened = app.case.screened || [],
      without = (p) => precautions.filter((x) => x !== p);
    fill(count, precautions.length ? "+ precaution" : "Before an injection", icon("down"));
    fill(
      chips,
      precautions.map((id) =>
        h(
          "span",
          { class: "chip", title: app.precaution(id) },
          icon("warn"),
          h("span", {}, app.precaution(id).replace(/ \(.*/, "")),
          h(
            "button",
            {
              type: "button",
              "aria-label": `Remove ${app.precaution(id)}`,
              onclick: () => app.set("precautions", without(id)),
            },
            icon("close"),
          ),
        ),
      ),
    );
    fill(
      place,
      h("h4", {}, "Asked, and the answer was no"),
      h(
        "div",
        { class: "checks" },
        app.catalogue.topics.map(([t, text]) =>
          h(
            "label",
            {},
            h("input", {
              type: "checkbox",
              checked: screened.includes(t),
              "data-key": `topic:${t}`,
              onchange: (e) =>
                app.set(
                  "screened",
                  e.target.checked ? [...screened, t] : screened.filter((x) => x !== t),
                ),
            }),
            text,
          ),
        ),
      ),
      h("h4", {}, "True of this patient"),
      h(
        "label",
        { class: "add" },
        "Add a precaution",
        h(
          "select",
          {
            "data-key": "precaution",
            onchange: (e) =>
              e.target.value && app.set("precautions", [...precautions, e.target.value]),
          },
          h("option", { value: "" }, "choose"),
          app.catalogue.precautions
            .filter((p) => !precautions.includes(p.id))
            .map((p) => h("option", { value: p.id }, p.label)),
        ),
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
            h(
              "button",
              {
                type: "button",
                class: "link",
                "data-key": `not:${id}`,
                onclick: () => app.set("precautions", without(id)),
              },
              "remove",
            ),
          ),
        ),
      ),
    );
  };
  const draw = when(refresh);
  return [
    h("span", { class: "before" }, chips, box),
    () => draw([app.case.precautions, app.case.screened]),
  ];
}
