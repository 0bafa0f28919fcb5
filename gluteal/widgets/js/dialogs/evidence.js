import { dialog } from "./dialog.js";
import { h } from "../dom.js";

export async function openEvidence(app, cause, column) {
  const shown = await app.ask("evidence", { cause, column });
  const source = (s) =>
    h(
      "li",
      {},
      s.url ? h("a", { href: s.url, target: "_blank", rel: "noreferrer" }, s.text) : s.text,
    );
  const row = (r) =>
    h(
      "tr",
      {},
      h("th", { scope: "row" }, r.what),
      h("td", {}, r.figure),
      h("td", {}, r.basis),
      h("td", {}, r.use),
      h(
        "td",
        { class: "long" },
        r.note,
        r.where ? ` [${r.where}]` : "",
        r.verified && r.verified !== "primary" && r.verified !== "none" ? ` (${r.verified})` : "",
        r.sources.length
          ? h("ul", { class: "refs" }, r.sources.map(source))
          : r.basis === "judgement"
            ? " A judgement, without a source."
            : null,
      ),
    );
  const part = (p) =>
    h(
      "section",
      {},
      h("h4", {}, p.label),
      h("p", {}, p.said),
      h("p", { class: "dim" }, p.how, p.differs ? ` ${p.differs}` : ""),
      h(
        "div",
        { class: "scroll", tabindex: "0", role: "region", "aria-label": `Rows behind ${p.label}` },
        h(
          "table",
          {},
          h(
            "thead",
            {},
            h(
              "tr",
              {},
              ["About", "Present in", "Basis", "Use", "Note and sources"].map((c) =>
                h("th", { scope: "col" }, c),
              ),
            ),
          ),
          h("tbody", {}, p.rows.map(row)),
        ),
      ),
    );
  dialog(
    app,
    shown.title,
    h("div", {}, shown.composite ? h("p", {}, shown.composite) : null, shown.parts.map(part)),
  );
}

export async function openContributions(app, cause) {
  const c = await app.ask("contributions", { cause });
  const line = (name, state, weight, more) =>
    h(
      "tr",
      {},
      h("th", { scope: "row" }, name),
      h("td", { class: "long" }, state),
      h("td", {}, weight),
      h("td", {}, more),
    );
  const open = (column) =>
    h(
      "button",
      { type: "button", class: "link", onclick: () => openEvidence(app, cause, column) },
      "evidence",
    );
  dialog(
    app,
    c.title,
    h(
      "div",
      {},
      h(
        "p",
        {},
        `Probability ${c.after}, 90 % interval ${c.span}. Weights in decibans: +10 multiplies the odds by ten.`,
      ),
      h(
        "table",
        {},
        h(
          "thead",
          {},
          h(
            "tr",
            {},
            ["", "", "Weight", ""].map((t) => h("th", { scope: "col" }, t)),
          ),
        ),
        h(
          "tbody",
          {},
          line("Before the findings", c.origin, c.before, ""),
          c.rows.map(([id, title, state, weight]) =>
            line(title, state, weight || "no evidence", open(id)),
          ),
          line(
            "Fit of the presentation",
            c.picture ? `read as: ${c.picture}` : "one clinical picture",
            c.fit,
            "",
          ),
          line("All marks together", "against unexplained pain", c.sum, ""),
        ),
      ),
      c.note ? h("p", { class: "dim" }, `Before the findings: ${c.note}`) : null,
    ),
  );
}
