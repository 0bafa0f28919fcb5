import { dialog } from "./dialog.js";
import { fill, h } from "../dom.js";
import { tri } from "../marks/tri.js";

export function openCompare(app) {
  const rows = app.view.causes,
    chosen = [rows[0][0], rows[1][0]],
    place = h("div", { class: "compared" });
  const pick = (i) =>
    h(
      "select",
      {
        "aria-label": i ? "Second cause" : "First cause",
        onchange: (e) => {
          chosen[i] = e.target.value;
          draw();
        },
      },
      rows.map(([id, label]) => h("option", { value: id, selected: id === chosen[i] }, label)),
    );
  const draw = async () => {
    const shown = await app.ask("compare", { one: chosen[0], other: chosen[1] });
    fill(
      place,
      h(
        "table",
        {},
        h(
          "thead",
          {},
          h(
            "tr",
            {},
            ["Finding", shown.one, shown.other, "If present", "If absent", "Mark"].map((c) =>
              h("th", { scope: "col" }, c),
            ),
          ),
        ),
        h(
          "tbody",
          {},
          shown.rows.map((r) =>
            h(
              "tr",
              {},
              h("th", { scope: "row" }, r.label),
              h("td", {}, r.one),
              h("td", {}, r.other),
              h("td", {}, r.yes),
              h("td", {}, r.no),
              h("td", {}, r.id ? tri(app, r.id, r.label, "compare") : r.state),
            ),
          ),
        ),
      ),
    );
  };
  app.whenSettled = draw;
  const box = dialog(
    app,
    "Compare two causes",
    h(
      "div",
      {},
      h("div", { class: "pair" }, pick(0), h("span", {}, "against"), pick(1)),
      h(
        "p",
        { class: "dim" },
        "The findings that separate them best; weights in decibans, + for the first cause.",
      ),
      place,
    ),
  );
  box.addEventListener("close", () => {
    app.whenSettled = null;
  });
  draw();
}
