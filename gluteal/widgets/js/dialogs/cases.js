import { dialog } from "./dialog.js";
import { fill, h, icon } from "../dom.js";

export function openCases(app) {
  const place = h("div", {}),
    box = dialog(app, "Cases on this computer", place);
  const act = async (name, entry) => draw(await app.ask(name, entry ? { entry } : {}));
  const take = async (name, entry) => {
    const shown = await app.take(name, { entry });
    return shown.case ? box.close() : draw(shown);
  };
  const button = (label, run) =>
    h("button", { type: "button", class: "link", onclick: run }, label);
  const draw = (shown) =>
    fill(
      place,
      shown.error ? h("p", { class: "warned" }, icon("warn"), shown.error) : null,
      h(
        "p",
        { class: "dim" },
        "Every change is saved here by itself. No names are kept: a case is known by when it was begun.",
      ),
      button("New case", () => take("new")),
      shown.undo
        ? h(
            "p",
            {},
            "Deleted. ",
            button("Bring it back", () => act("restore", shown.undo)),
          )
        : null,
      h(
        "table",
        {},
        h(
          "thead",
          {},
          h(
            "tr",
            {},
            ["Begun (UTC)", "Saved (UTC)", "Marks", "Age", ""].map((c) =>
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
              h(
                "th",
                { scope: "row" },
                r.entry.slice(0, 10),
                " ",
                r.entry.slice(11, 13),
                ":",
                r.entry.slice(13, 15),
                r.entry === shown.entry ? " (open)" : "",
              ),
              h("td", {}, r.saved),
              h("td", {}, r.said),
              h("td", {}, r.age),
              h(
                "td",
                { class: "acts" },
                r.readable
                  ? [
                      button("Open", () => take("open", r.entry)),
                      " ",
                      button("Duplicate", () => act("duplicate", r.entry)),
                      " ",
                    ]
                  : null,
                button("Delete", async () =>
                  draw({ ...(await app.ask("delete", { entry: r.entry })), undo: r.entry }),
                ),
              ),
            ),
          ),
        ),
      ),
    );
  act("cases");
}
