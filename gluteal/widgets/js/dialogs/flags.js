// All red flags in what is marked, what to do, and how one is closed.
import { fill, h } from "../dom.js";
import { t } from "../language.js";
import { dialog } from "./dialog.js";

/** @import { App } from "../app/app.js" */
/** @import { Flag } from "../payload" */

/**
 * The list stays where it is while a reason is asked for, and until none of it is open.
 * @param {App} app
 * @param {Flag[]} flags
 * @param {string} asked how many safety questions were asked
 */
export function openFlags(app, flags, asked) {
  const place = h("div", { class: "flaglist" });
  /** @param {Flag} flag */
  const close = async (flag) => {
    if (!(await app.clearFlag(flag.reason))) return;
    await app.settled();
    const open = app.view.flags.filter((f) => !f.cleared);
    if (open.length) draw(open);
    else box.close();
  };
  /** @param {Flag[]} open */
  const draw = (open) =>
    fill(
      place,
      open.map((flag) => section(flag, () => close(flag))),
    );
  draw(flags);
  const box = dialog(app, t("Red flags in what is marked"), place, h("p", { class: "dim" }, asked));
}

/** @param {Flag} flag @param {() => void} close */
function section(flag, close) {
  const { id, headline, urgency, tone, label, action, sources, memory, steps, reason } = flag;
  const partly = memory ? t(" Partly from memory: your local pathway decides.") : "";
  const closing = { type: "button", class: "tool main", "data-key": `close:${id}`, onclick: close };
  return h(
    "section",
    {},
    h("h4", {}, `${headline} (${t(urgency)})`),
    h("p", {}, label, ". ", action, ` [${sources}]`, partly),
    h(
      "ol",
      { class: "steps" },
      steps.map((step) => h("li", {}, step)),
    ),
    tone === "red" ? null : h("p", {}, h("button", closing, reason.act)),
  );
}
