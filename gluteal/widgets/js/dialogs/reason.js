// A reason in the user's own words, asked for on the screen itself: hosts may block the browser's
// own boxes.
import { h } from "../dom.js";
import { later, t } from "../language.js";
import { dialog } from "./dialog.js";

/** @import { Catalogue, Reason } from "../payload" */

const REASON_KEPT = later("The reason is kept with the case and stands in the hand-out.");
const REASON_NEEDED = later("A reason is needed, in words.");
let reasons = 0;

/**
 * The reason that was given, "" if none was.
 * @param {{ root: HTMLElement, catalogue: Catalogue }} app
 * @param {Pick<Reason, "title" | "about">} what
 * @returns {Promise<string>}
 */
export function askReason(app, { title, about }) {
  return new Promise((resolve) => {
    let given = "";
    const id = `glu-reason-${(reasons += 1)}`;
    const missing = h("p", { class: "amiss", id, role: "alert" });
    const area = h("textarea", {
      rows: 3,
      maxlength: app.catalogue.reason_letters,
      required: true,
      "aria-label": title,
      "aria-describedby": id,
      oninput: () => complain(false),
    });
    const complain = (/** @type {boolean} */ so) => {
      missing.textContent = so ? t(REASON_NEEDED) : "";
      area.setAttribute("aria-invalid", String(so));
    };
    const take = () => {
      given = area.value.trim();
      complain(!given);
      if (given) box.close();
      else area.focus();
    };
    const form = h(
      "form",
      {
        class: "reason",
        novalidate: true,
        onsubmit: (e) => {
          e.preventDefault();
          take();
        },
      },
      h("p", {}, h("b", {}, about)),
      area,
      missing,
      h("p", { class: "dim" }, t(REASON_KEPT)),
      h(
        "p",
        { class: "answers" },
        h("button", { type: "submit", class: "tool main" }, t("Keep the reason")),
        h("button", { type: "button", class: "tool", onclick: () => box.close() }, t("Cancel")),
      ),
    );
    area.addEventListener("keydown", (e) => {
      if (e.key === "Enter" && (e.ctrlKey || e.metaKey)) take();
    });
    const box = dialog(app, title, form);
    box.classList.add("slim");
    box.addEventListener("close", () => resolve(given));
    area.focus();
  });
}
