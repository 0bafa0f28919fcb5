// The letter with the phrases that were read marked in it: by a sign and a line, not by colour alone.
import { all, h } from "../dom.js";
import { t } from "../language.js";
import { spansOf } from "./spans.js";

/** @import { LetterRow } from "../payload" */

/** @type {Record<string, string>} */
export const READ_SIGNS = {
  present: "+",
  absent: "\u2212",
  uncertain: "?",
  both: "\u00b1",
  "": "\u00b7",
};

/**
 * @param {string} text
 * @param {LetterRow[]} rows
 * @param {(row: number) => void} choose what is done when a phrase is clicked
 */
export function letterText(text, rows, choose) {
  const element = h(
    "div",
    { class: "lettertext", tabindex: "0", role: "region", "aria-label": t("The letter") },
    spansOf(text, rows).map(({ text: words, of, state, begins }) =>
      of.length
        ? h(
            "mark",
            {
              class: state || "field",
              "data-rows": of.join(" "),
              onclick: () => choose(of[0]),
            },
            begins ? h("b", { "aria-hidden": "true" }, `${READ_SIGNS[state]}\u2060`) : null,
            words,
          )
        : words,
    ),
  );
  return {
    element,
    /** Show where a row was read. @param {number} row */
    point(row) {
      const marks = all(element, "mark");
      const here = marks.filter((mark) => mark.dataset.rows?.split(" ").includes(String(row)));
      for (const mark of marks) mark.classList.toggle("here", here.includes(mark));
      const first = here[0];
      if (first) element.scrollTop = first.offsetTop - element.clientHeight / 3;
    },
  };
}
