// A page to print and a text to paste, made by Python, kept by the browser's own download.
import { h } from "../dom.js";
import { later, spoken, t } from "../language.js";
import { dialog } from "./dialog.js";

/** @import { Asking } from "../types" */

const NO_PRINT = later(
  "If nothing is printed, the program around this screen does not allow it: save the page and print it from there.",
);
const IN_ENGLISH = later("The hand-out is written in English.");

/**
 * @param {Asking} app
 * @param {"handout" | "teaching handout"} question
 * @param {object} more
 */
export async function openHandout(app, question = "handout", more = {}) {
  const { html, text } = await app.ask(question, more);
  const said = h("span", { class: "dim", role: "status" });
  const page = h("iframe", {
    class: "page",
    title: t("Hand-out"),
    sandbox: "allow-modals allow-same-origin",
  });
  const area = h("textarea", { readonly: true, rows: 12, "aria-label": t("Summary as text") });
  page.srcdoc = html;
  area.value = text;
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      said.textContent = t("copied");
    } catch {
      area.select();
      said.textContent = t("press Ctrl+C");
    }
  };
  const button = (/** @type {string} */ label, /** @type {() => void} */ run) =>
    h("button", { type: "button", class: "tool", onclick: run }, label);
  const box = dialog(
    app,
    t("Hand-out"),
    h(
      "p",
      {},
      button(t("Save the page"), () => keepFile("gluteal-handout.html", html, "text/html")),
      button(t("Print"), () => tryPrint(page)),
      button(t("Copy the text"), copy),
      said,
    ),
    h("p", { class: "dim" }, t(NO_PRINT), spoken().code === "en" ? "" : ` ${t(IN_ENGLISH)}`),
    page,
    area,
  );
  box.classList.add("wide");
}

/**
 * A host may forbid it, with or without an error.
 * @param {HTMLIFrameElement} page
 */
function tryPrint(page) {
  try {
    page.contentWindow?.print();
  } catch {
    // the line beside the button says what to do
  }
}

/**
 * @param {string} name
 * @param {string} text
 * @param {string} type
 */
export function keepFile(name, text, type) {
  const link = h("a", { href: URL.createObjectURL(new Blob([text], { type })), download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}
