import { dialog } from "./dialog.js";
import { h } from "../dom.js";

export function openFlags(app, flags, asked) {
  const box = dialog(
    app,
    "Red flags in what is marked",
    h(
      "div",
      {},
      flags.map((f) =>
        h(
          "section",
          {},
          h("h4", {}, `${f.headline} (${f.urgency})`),
          h(
            "p",
            {},
            f.label,
            ". ",
            f.action,
            ` [${f.sources}]`,
            f.memory ? " Partly from memory: your local pathway decides." : "",
          ),
          h(
            "ol",
            { class: "steps" },
            f.steps.map((s) => h("li", {}, s)),
          ),
          f.urgency !== "immediate"
            ? h(
                "button",
                {
                  type: "button",
                  class: "tool",
                  onclick: () => {
                    box.close();
                    app.clearFlag(f);
                  },
                },
                "Close this flag with a reason",
              )
            : null,
        ),
      ),
      h("p", { class: "dim" }, asked),
    ),
  );
}
