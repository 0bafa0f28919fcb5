// The bar on top: who the patient is, what limits an injection, the setting, what can be done.
import { tool } from "../buttons.js";
import { openCases } from "../dialogs/cases.js";
import { openHandout } from "../dialogs/handout.js";
import { fill, h, one, when } from "../dom.js";
import { later, t } from "../language.js";
import { patientForm } from "../patient/form.js";
import { precautionForm } from "../patient/precautions.js";
import { settingChoice } from "../patient/setting.js";

/** @import { App } from "./app.js" */

/**
 * @param {App} app
 * @param {HTMLElement} [extra] a button of the page around the screen
 */
export function topbar(app, extra) {
  const patient = patientForm(app);
  const precautions = precautionForm(app);
  const setting = settingChoice(app);
  const undo = tool(t("Undo"), () => app.undo(), "undo");
  const redo = tool(t("Redo"), () => app.redo(), "redo");
  const saved = h("span", { class: "saved", role: "status" });
  const drawSaved = when((/** @type {keyof typeof SAYS} */ state) =>
    fill(saved, savedOrNot(state)),
  );
  const journal = h(
    "span",
    { class: "journal" },
    tool(t("New"), () => app.begin()),
    tool(t("Cases"), () => openCases(app)),
  );
  const tools = h(
    "div",
    { class: "tools", role: "toolbar", "aria-label": t("Case") },
    undo,
    redo,
    tool(t("Clear"), () => app.clear()),
    journal,
    tool(t("Hand-out"), () => openHandout(app)),
    document.fullscreenEnabled ? tool(t("Full screen"), () => fullScreen(app.root), "full") : null,
    extra,
    saved,
  );
  return {
    element: h(
      "header",
      { class: "topbar" },
      h("span", { class: "brand" }, "gluteal"),
      patient.element,
      precautions.element,
      setting.element,
      tools,
    ),
    drawMarks() {
      for (const form of [patient, precautions, setting]) form.refresh();
      journal.hidden = app.keeper.saving.state === "nowhere";
      allow(undo, app.past.before.length > 0);
      allow(redo, app.past.after.length > 0);
    },
    drawAnew: () => patient.forget(),
    drawSaved: () => drawSaved(app.keeper.state),
    openPrecautions() {
      const box = /** @type {HTMLDetailsElement} */ (one(precautions.element, "details"));
      box.open = true;
      one(precautions.element, "input").focus();
    },
  };
}

/** @param {HTMLButtonElement} button @param {boolean} can */
function allow(button, can) {
  if (button.disabled === can) button.disabled = !can;
}

/** @param {HTMLElement} root */
function fullScreen(root) {
  if (document.fullscreenElement) document.exitFullscreen();
  else root.requestFullscreen();
}

/** What is said of saving, and more of it on the pointer. */
const SAYS = {
  saved: [later("saved"), later("Exactly these marks are saved on this computer")],
  saving: [later("saving \u2026"), later("These marks are not saved yet")],
  failed: [later("not saved"), later("These marks are not saved")],
  empty: [later("nothing to save"), later("Nothing is marked yet")],
  nowhere: [later("not kept"), later("A teaching case: nothing is saved here")],
};

/** @param {keyof typeof SAYS} state */
function savedOrNot(state) {
  const [text, title] = SAYS[state].map((said) => t(said));
  return h("span", { class: state === "failed" ? "warned" : "dim", title }, text);
}
