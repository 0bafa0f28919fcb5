// Everything about an injection.
import { gates } from "../answers/gate.js";
import { h } from "../dom.js";
import { later, t } from "../language.js";
import { dialog } from "./dialog.js";
import { sourceOf } from "./sources.js";

/** @import { Asking } from "../types" */

const MEMORY = later("Parts are from memory or judged: check the label and your local protocol.");

/**
 * @param {Asking} app
 * @param {string} injection
 */
export async function openOption(app, injection) {
  const o = await app.ask("option", { injection });
  dialog(
    app,
    o.title,
    h("p", {}, t("An option to consider: {zone}.", { zone: o.zone })),
    h("ul", { class: "gates all" }, gates(o.holds, o.cautions)),
    h(
      "dl",
      {},
      o.pairs.map(({ label, text }) => [h("dt", {}, label), h("dd", {}, text)]),
    ),
    o.memory ? h("p", { class: "dim" }, t(MEMORY)) : null,
    h("h4", {}, t("Sources")),
    h("ol", { class: "refs" }, o.sources.map(sourceOf)),
  );
}
