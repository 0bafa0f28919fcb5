import { choice } from "../buttons.js";
import { h } from "../dom.js";
import { t } from "../language.js";

/** @import { App } from "../app/app.js" */

/**
 * Where the patient is seen.
 * @param {App} app
 */
export function settingChoice(app) {
  const { settings, first_setting: first } = app.catalogue;
  const select = choice(settings, first, (setting) => app.set("setting", setting), {
    "data-key": "setting",
    "aria-label": t("Setting"),
  });
  return {
    element: h("label", { class: "setting" }, t("Setting"), select),
    refresh() {
      const now = app.case.setting ?? first;
      if (select.value !== now) select.value = now;
    },
  };
}
