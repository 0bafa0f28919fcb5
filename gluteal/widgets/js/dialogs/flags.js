// All red flags in what is marked, what to do, and how one is closed.
import { h } from "../dom.js";
import { dialog } from "./dialog.js";

/** @import { App } from "../app/app.js" */
/** @import { Flag } from "../payload" */

/**
 * @param {App} app
 * @param {Flag[]} flags
 * @param {string} asked how many safety questions were asked
 */
export function openFlags(app, flags, asked) {
  /** @param {Flag} flag */
  const close = (flag) => {
    box.close();
    app.clearFlag(flag);
  };
  const box = dialog(
    app,
    "Red flags in what is marked",
    flags.map((flag) => section(flag, () => close(flag))),
    h("p", { class: "dim" }, asked),
  );
}

/** @param {Flag} flag @param {() => void} close */
function section(flag, close) {
  const { headline, urgency, tone, label, action, sources, memory, steps } = flag;
  const partly = memory ? " Partly from memory: your local pathway decides." : "";
  const closing = { type: "button", class: "tool", onclick: close };
  return h(
    "section",
    {},
    h("h4", {}, `${headline} (${urgency})`),
    h("p", {}, label, ". ", action, ` [${sources}]`, partly),
    h(
      "ol",
      { class: "steps" },
      steps.map((step) => h("li", {}, step)),
    ),
    tone === "red" ? null : h("button", closing, "Close this flag with a reason"),
  );
}
