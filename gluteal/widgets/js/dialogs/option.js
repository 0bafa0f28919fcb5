import { gate } from "../answers/gate.js";
import { dialog } from "./dialog.js";
import { h } from "../dom.js";

export async function openOption(app, injection) {
  const o = await app.ask("option", { injection });
  const gates = h(
    "ul",
    { class: "gates all" },
    o.holds.map(gate("hold", "stop")),
    o.cautions.map(gate("caution", "warn")),
  );
  dialog(
    app,
    o.title,
    h(
      "div",
      {},
      h("p", {}, `An option to consider: ${o.zone}.`),
      gates,
      h(
        "dl",
        {},
        o.pairs.map(([label, text]) => [h("dt", {}, label), h("dd", {}, text)]),
      ),
      o.memory
        ? h(
            "p",
            { class: "dim" },
            "Parts are from memory or judged: check the label and your local protocol.",
          )
        : null,
      h("h4", {}, "Sources"),
      h(
        "ol",
        { class: "refs" },
        o.sources.map((s) => h("li", {}, s)),
      ),
    ),
  );
}
