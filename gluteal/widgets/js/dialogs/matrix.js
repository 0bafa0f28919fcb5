import { dialog } from "./dialog.js";
import { openEvidence } from "./evidence.js";
import { h } from "../dom.js";

export async function openMatrix(app) {
  const figure = await app.ask("matrix", { theme: app.root.dataset.theme }),
    chart = h("div", { class: "matrix" });
  dialog(
    app,
    "The whole matrix: how often each finding is present in each cause",
    h(
      "div",
      {
        class: "scroll",
        tabindex: "0",
        role: "region",
        "aria-label": "Matrix; the same numbers are in kb.matrix",
      },
      chart,
    ),
  ).classList.add("wide");
  const Plotly = await plotly(app);
  await Plotly.react(chart, figure.data, figure.layout, { displayModeBar: false });
  chart.dataset.drawn = "matrix";
  chart.on(
    "plotly_click",
    ({
      points: [
        {
          pointIndex: [y, x],
        },
      ],
    }) => openEvidence(app, figure.rows[y], figure.columns[x]),
  );
}

// Plotly comes from the kernel when it is first needed, once a page, and never from a network.
function plotly(app) {
  window.__glutealPlotly ??= app.ask("plotly", {}, true).then(([, buffers]) => {
    const source = [
      "const module = { exports: {} };\n",
      new Uint8Array(buffers[0].buffer ?? buffers[0]),
      "\nexport default module.exports;",
    ];
    const url = URL.createObjectURL(new Blob(source, { type: "text/javascript" }));
    return import(/* webpackIgnore: true */ url)
      .then((m) => m.default)
      .finally(() => URL.revokeObjectURL(url));
  });
  return window.__glutealPlotly;
}
