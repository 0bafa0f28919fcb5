// The whole matrix as a chart.
import { h } from "../dom.js";
import { t } from "../language.js";
import { dialog, scrolling } from "./dialog.js";
import { openEvidence } from "./evidence.js";

/** @import { App } from "../app/app.js" */

/** @param {App} app */
export async function openMatrix(app) {
  const figure = await app.ask("matrix", { theme: app.root.dataset.theme });
  const chart = h("div", { class: "matrix" });
  const box = dialog(
    app,
    t("The whole matrix: how often each finding is present in each cause"),
    scrolling(t("Matrix; the same numbers are in kb.matrix"), chart),
  );
  box.classList.add("wide");
  const Plotly = await plotly(app);
  await Plotly.react(chart, figure.data, headed(figure.layout), { displayModeBar: false });
  chart.dataset.drawn = "matrix";
  /** @param {{ points: { pointIndex: [number, number] }[] }} clicked */
  const open = ({ points: [point] }) => {
    const [row, column] = point.pointIndex;
    openEvidence(app, figure.rows[row], figure.columns[column]);
  };
  Object(chart).on("plotly_click", open);
}

/**
 * The names of the findings on top, where the box opens.
 * @param {any} layout
 */
const headed = ({ xaxis, margin, ...rest }) => ({
  ...rest,
  xaxis: { ...xaxis, side: "top" },
  margin: { ...margin, t: margin.b, b: margin.t },
});

/**
 * Plotly comes from the kernel when it is first needed, once a page, and never from a network.
 * @param {App} app
 * @returns {Promise<any>}
 */
function plotly(app) {
  window.__glutealPlotly ??= app.askWhole("plotly").then(({ buffers: [script] }) => {
    const source = [
      "const module = { exports: {} };\n",
      new Uint8Array(/** @type {any} */ (script.buffer ?? script)),
      "\nexport default module.exports;",
    ];
    const url = URL.createObjectURL(new Blob(source, { type: "text/javascript" }));
    return import(/* webpackIgnore: true */ url)
      .then((module) => module.default)
      .finally(() => URL.revokeObjectURL(url));
  });
  return window.__glutealPlotly;
}
