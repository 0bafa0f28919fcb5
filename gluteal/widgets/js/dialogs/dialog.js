// What opens on request, above the screen.
import { asHTML, h, icon } from "../dom.js";
import { t } from "../language.js";

/** @import { Child } from "../types" */

/**
 * @param {{ root: HTMLElement }} app
 * @param {string} title
 * @param {Child[]} body
 */
export function dialog(app, title, ...body) {
  const back = document.activeElement;
  const close = h(
    "button",
    { type: "button", class: "close", "aria-label": t("Close"), onclick: () => box.close() },
    icon("close"),
  );
  const box = h(
    "dialog",
    { class: "box", "aria-label": title },
    h("header", {}, h("h2", {}, title), close),
    h("div", {}, body),
  );
  box.addEventListener("close", () => {
    box.remove();
    if (back?.isConnected) asHTML(back).focus();
  });
  app.root.append(box);
  box.showModal();
  close.focus();
  return box;
}

/**
 * A box that scrolls by keyboard too.
 * @param {string} label
 * @param {Child[]} body
 */
export const scrolling = (label, ...body) =>
  h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": label }, body);
