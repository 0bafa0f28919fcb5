// Plotly, sent once a page by the kernel and never fetched from a network.
let plotly = null;

function library(model) {
  plotly ??= window.__glutealPlotly ??= new Promise((resolve, reject) => {
    const take = (message, buffers) => {
      if (!message.plotly) return;
      model.off("msg:custom", take);
      const bytes = new Uint8Array(buffers[0].buffer ?? buffers[0]);
      const source = ["const module = { exports: {} };\n", bytes, "\nexport default module.exports;"];
      const url = URL.createObjectURL(new Blob(source, { type: "text/javascript" }));
      import(/* webpackIgnore: true */ url).then((m) => resolve(m.default), reject).finally(() => URL.revokeObjectURL(url));
    };
    model.on("msg:custom", take);
    model.send({ ask: "plotly" });
  });
  return plotly;
}

async function drawChart(model, place, figure, onCell) {
  place.__wanted = figure;
  const Plotly = await library(model);
  if (place.__wanted !== figure || !place.isConnected) return; // a later view has come meanwhile
  await Plotly.react(place, figure.data, figure.layout, { displayModeBar: false, responsive: false });
  place.dataset.drawn = String(figure.turn);
  place.removeAllListeners?.("plotly_click");
  if (onCell) place.on("plotly_click", (e) => e.points[0].data.type === "heatmap" && onCell(e.points[0].x, e.points[0].y));
}
