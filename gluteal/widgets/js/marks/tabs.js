import { h } from "../dom.js";
import { hit, matches, plain } from "./search.js";
import { findingRow } from "./tri.js";

export function findingsList(app) {
  if (app.words) {
    const found = matches(app, app.words).slice(0, 30),
      words = plain(app.words);
    const also = (f) =>
      hit(plain(f.label), words) >= 1
        ? ""
        : (f.synonyms
            .split(";")
            .find((s) => hit(plain(s), words) >= 0.5)
            ?.trim() ?? "");
    return found.length
      ? h(
          "ul",
          {},
          found.map((f) => findingRow(app, f, "list", also(f))),
        )
      : h(
          "p",
          { class: "dim pad" },
          `Nothing matches \u201c${app.words}\u201d: it goes by another name here, or has no numbers yet. Age, sex and precautions stand in the header.`,
        );
  }
  const list = app.inTab(app.tab),
    groups =
      app.tab === "Safety"
        ? [["Screening questions", list]]
        : [...new Set(list.map((f) => f.domain))].map((d) => [
            d,
            list.filter((f) => f.domain === d),
          ]);
  const rest = () => {
    const open = list.filter((f) => app.state(f.id) === "unknown");
    if (open.length) app.change(open.reduce((c, f) => app.marked(c, f.id, "absent"), app.case));
  };
  const denied =
    app.tab === "Safety"
      ? h(
          "button",
          { type: "button", class: "link dim", "data-key": "rest", onclick: rest },
          "The rest absent",
        )
      : null;
  return groups.map(([name, some]) =>
    h(
      "section",
      {},
      h("h4", {}, name[0].toUpperCase() + name.slice(1), denied),
      h(
        "ul",
        {},
        some.map((f) => findingRow(app, f, "list")),
      ),
    ),
  );
}

export const tabCounts = (app) => [
  app.tab,
  Boolean(app.words),
  app.catalogue.tabs.map(
    ([name]) => app.inTab(name).filter((f) => app.state(f.id) !== "unknown").length,
  ),
];

export function tabs(app) {
  const names = app.catalogue.tabs.map(([name]) => name);
  const choose = (name) => {
    app.tab = name;
    app.search("");
  };
  const turn = (e) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[e.key];
    if (!step) return;
    e.preventDefault();
    choose(names[(names.indexOf(app.tab) + step + names.length) % names.length]);
    app.root.querySelector(".tabs [aria-selected=true]").focus();
  };
  return h(
    "div",
    { class: "tabs", role: "tablist", "aria-label": "Findings", onkeydown: turn },
    names.map((name) => {
      const list = app.inTab(name),
        n = list.filter((f) => app.state(f.id) !== "unknown").length,
        on = name === app.tab && !app.words;
      return h(
        "button",
        {
          type: "button",
          role: "tab",
          "aria-selected": String(on),
          tabindex: name === app.tab ? "0" : "-1",
          "data-key": `tab:${name}`,
          onclick: () => choose(name),
        },
        name,
        " ",
        h("i", {}, name === "Safety" ? `${n}/${list.length}` : n || ""),
      );
    }),
  );
}
