// The cases on this computer: opened, copied, deleted and brought back.
import { head, link } from "../buttons.js";
import { fill, h, icon } from "../dom.js";
import { dialog } from "./dialog.js";

/** @import { App } from "../app/app.js" */
/** @import { Entries, Entry } from "../payload" */
/** @import { Child } from "../types" */

const KEPT_HERE =
  "Every change is saved here by itself. No names are kept: a case is known by when it was begun.";

/** @param {App} app */
export async function openCases(app) {
  const place = h("div", {});
  const box = dialog(app, "Cases on this computer", place);
  /** @param {"cases" | "duplicate" | "restore"} name @param {string} [entry] */
  const act = async (name, entry) => draw(await app.ask(name, entry ? { entry } : {}));
  /** @param {"new" | "open"} name @param {string} [entry] */
  const take = async (name, entry) => {
    if (name === "new") app.begin();
    const shown = name === "new" ? null : await app.fetch(name, { entry });
    if (shown && !("case" in shown)) draw(shown);
    else box.close();
  };
  /** @param {string} entry */
  const drop = async (entry) => draw(await app.ask("delete", { entry }), entry);
  /** @param {Entry} row */
  const acts = ({ entry, readable }) => [
    readable
      ? [
          link("Open", () => take("open", entry)),
          " ",
          link("Duplicate", () => act("duplicate", entry)),
          " ",
        ]
      : null,
    link("Delete", () => drop(entry)),
  ];
  /** @param {Entries} shown @param {string} [deleted] */
  const draw = (shown, deleted) => {
    const undo = () => act("restore", deleted);
    fill(
      place,
      shown.error ? h("p", { class: "warned" }, icon("warn"), shown.error) : null,
      h("p", { class: "dim" }, KEPT_HERE),
      link("New case", () => take("new")),
      deleted ? h("p", {}, "Deleted. ", link("Bring it back", undo)) : null,
      h(
        "table",
        {},
        head(["Patient", "Leading cause", "Marks", "Red flags", "Saved", "Begun", ""]),
        h(
          "tbody",
          {},
          shown.rows.map((row) => rowOfCases(row, row.entry === shown.entry, acts(row))),
        ),
      ),
    );
  };
  act("cases");
}

/**
 * @param {Entry} row
 * @param {boolean} open
 * @param {Child} acts
 */
function rowOfCases({ who, lead, flags, said, saved, begun }, open, acts) {
  return h(
    "tr",
    {},
    h("th", { scope: "row" }, who || "not told", open ? " (open)" : ""),
    h("td", {}, lead),
    h("td", {}, said),
    h("td", {}, flags),
    h("td", {}, saved),
    h("td", {}, begun),
    h("td", { class: "acts" }, acts),
  );
}
