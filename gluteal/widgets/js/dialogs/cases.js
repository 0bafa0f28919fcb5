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
    const shown = await app.fetch(name, entry);
    if ("case" in shown) box.close();
    else draw(shown);
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
        head(["Begun (UTC)", "Saved (UTC)", "Marks", "Age", ""]),
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
function rowOfCases({ entry, saved, said, age }, open, acts) {
  const begun = `${entry.slice(0, 10)} ${entry.slice(11, 13)}:${entry.slice(13, 15)}`;
  return h(
    "tr",
    {},
    h("th", { scope: "row" }, begun, open ? " (open)" : ""),
    h("td", {}, saved),
    h("td", {}, said),
    h("td", {}, age),
    h("td", { class: "acts" }, acts),
  );
}
