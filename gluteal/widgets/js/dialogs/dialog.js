import { h, icon } from "../dom.js";

// What opens on request: evidence of a cell, a bar or an injection, two causes compared, the whole matrix.
export function dialog(app, title, body) {
  const back = document.activeElement;
  const close = h(
    "button",
    { type: "button", class: "close", "aria-label": "Close", onclick: () => box.close() },
    icon("close"),
  );
  const box = h(
    "dialog",
    { class: "box", "aria-label": title },
    h("header", {}, h("h2", {}, title), close),
    body,
  );
  box.addEventListener("close", () => {
    box.remove();
    if (back?.isConnected) back.focus();
  });
  app.root.append(box);
  box.showModal();
  close.focus();
  return box;
}
