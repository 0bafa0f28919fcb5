import { dialog } from "./dialog.js";
import { h } from "../dom.js";

// A page to print and a text to paste, made by Python, kept by the browser's own download.
export function keepFile(name, text, type) {
  const link = h("a", { href: URL.createObjectURL(new Blob([text], { type })), download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

export async function openHandout(app, question = "handout", more = {}) {
  const { html, text } = await app.ask(question, more),
    said = h("span", { class: "dim", role: "status" });
  const page = h("iframe", {
    class: "page",
    title: "Hand-out",
    sandbox: "allow-modals allow-same-origin",
  });
  page.srcdoc = html;
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      said.textContent = "copied";
    } catch {
      area.select();
      said.textContent = "press Ctrl+C";
    }
  };
  const area = h("textarea", { readonly: true, rows: 12, "aria-label": "Summary as text" });
  area.value = text;
  dialog(
    app,
    "Hand-out",
    h(
      "div",
      {},
      h(
        "p",
        {},
        h(
          "button",
          {
            type: "button",
            class: "tool",
            onclick: () => keepFile("gluteal-handout.html", html, "text/html"),
          },
          "Save the page",
        ),
        h(
          "button",
          { type: "button", class: "tool", onclick: () => page.contentWindow.print() },
          "Print",
        ),
        h("button", { type: "button", class: "tool", onclick: copy }, "Copy the text"),
        said,
      ),
      page,
      area,
    ),
  ).classList.add("wide");
}
