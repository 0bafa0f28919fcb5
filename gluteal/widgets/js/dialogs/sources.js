// A citation; its links are followed only when they are clicked, and nothing is fetched before.
import { h } from "../dom.js";

/** @import { Source } from "../payload" */

/** @param {Source} source */
export const sourceOf = ({ parts }) =>
  h(
    "li",
    {},
    parts.map(({ text, url }) =>
      url ? h("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, text) : text,
    ),
  );
