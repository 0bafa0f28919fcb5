// What must be read before anything else: Python is gone, marks are not saved, a case was taken up.
import { tool } from "../buttons.js";
import { fill, h, icon, when } from "../dom.js";
import { later, t } from "../language.js";

/** @import { Child } from "../types" */
/** @import { App } from "./app.js" */

const HELD = later("Your marks are held on this page and count again when it is back.");
const ADVICE = {
  cell: later("Run the cell again: the marks that were not saved come back."),
  page: later("Load this page again: the marks that were not saved come back."),
};

/** @param {App} app */
export function notices(app) {
  const gone = h("div", { class: "gone", role: "alert" });
  const unsaved = h("div", { class: "unsaved", role: "alert" });
  const refused = h("div", { class: "refused", role: "alert" });
  const resumed = h("div", { class: "resumed" });
  const told = h("div", { class: "told", role: "status" });
  const line = (/** @type {Child[]} */ ...said) => [icon("warn"), h("span", {}, said)];
  const drawGone = when((/** @type {string} */ text) => fill(gone, text ? line(text) : null));
  const drawUnsaved = when((/** @type {string} */ why) =>
    fill(unsaved, why ? line(h("b", {}, t("Not saved. ")), why, t(" It is tried again.")) : null),
  );
  const drawTold = when((/** @type {string[]} */ texts) =>
    fill(
      told,
      texts.map((text) => h("p", {}, line(text))),
    ),
  );
  const drawTroubles = () =>
    drawTold([...app.keeper.saving.notices, ...app.troubles.map((t) => t.said)]);
  return {
    element: h("div", { class: "notices" }, gone, unsaved, refused, resumed, told),
    drawPulse: () => drawGone(app.pulse.gone ? goneWords(app) : ""),
    drawSaved() {
      const { state, why } = app.keeper.saving;
      drawUnsaved(state === "failed" && !app.pulse.gone ? why : "");
      drawTroubles();
    },
    drawTroubles,
    /** @param {string} when when the case that was taken up was saved */
    drawResumed(when) {
      const text = t("This is the case last saved, {when}. Another patient? ", { when });
      fill(
        resumed,
        when
          ? line(
              text,
              tool(t("New case"), () => app.begin()),
            )
          : null,
      );
    },
    /** @param {string} said @param {() => void} [anyway] */
    drawRefusal(said, anyway) {
      fill(
        refused,
        said ? line(said, " ", anyway ? tool(t("Go on without saving"), anyway) : null) : null,
      );
    },
    drawAnew() {
      fill(resumed);
      fill(refused);
    },
  };
}

/** @param {App} app */
function goneWords(app) {
  const cell = app.root.closest(".jp-NotebookPanel") || document.body.dataset.vscodeThemeKind;
  const advice = t(cell ? ADVICE.cell : ADVICE.page);
  if (app.pulse.over) {
    return t("Python was stopped. Nothing below belongs to the marks. {advice}", { advice });
  }
  const values = { held: t(HELD), advice };
  return t(
    "Python does not answer: it is busy or gone. {held} If it stays silent: {advice}",
    values,
  );
}
