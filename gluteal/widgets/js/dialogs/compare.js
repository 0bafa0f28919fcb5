// Two causes compared: the findings that separate them, marked where they stand.
import { choice, head } from "../buttons.js";
import { fill, h } from "../dom.js";
import { later, t } from "../language.js";
import { tri } from "../marks/tri.js";
import { dialog } from "./dialog.js";

/** @import { App } from "../app/app.js" */
/** @import { CompareRow } from "../payload" */

const SEPARATING = later(
  "The findings that separate them best; weights in decibans, + for the first cause.",
);

/** @param {App} app */
export function openCompare(app) {
  const { causes } = app.view;
  const chosen = { one: causes[0].id, other: causes[1].id };
  const place = h("div", { class: "compared" });
  const draw = async () => {
    const { one, other, rows } = await app.ask("compare", chosen);
    fill(
      place,
      h(
        "table",
        {},
        head([t("Finding"), one, other, t("If present"), t("If absent"), t("Mark")]),
        h(
          "tbody",
          {},
          rows.map((row) => rowOfCompare(app, row)),
        ),
      ),
    );
  };
  /** @param {"one" | "other"} which @param {string} label */
  const pick = (which, label) =>
    choice(
      causes,
      chosen[which],
      (id) => {
        chosen[which] = id;
        draw();
      },
      { "aria-label": label },
    );
  app.whenSettled = draw;
  const box = dialog(
    app,
    t("Compare two causes"),
    h(
      "div",
      { class: "pair" },
      pick("one", t("First cause")),
      h("span", {}, t("against")),
      pick("other", t("Second cause")),
    ),
    h("p", { class: "dim" }, t(SEPARATING)),
    place,
  );
  box.addEventListener("close", () => {
    app.whenSettled = null;
  });
  draw();
}

/** @param {App} app @param {CompareRow} row */
function rowOfCompare(app, row) {
  return h(
    "tr",
    {},
    h("th", { scope: "row" }, row.label),
    h("td", {}, row.one),
    h("td", {}, row.other),
    h("td", {}, row.yes),
    h("td", {}, row.no),
    h("td", {}, row.id ? tri(app, row.id, row.label, "compare") : t(row.state)),
  );
}
