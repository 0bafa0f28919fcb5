// A letter is pasted and read; what it may say is confirmed by hand. The text lives in this window
// only: it is sent to Python once for each reading, and let go of when the window closes.
import { tool } from "../buttons.js";
import { fill, h, icon } from "../dom.js";
import { later, t } from "../language.js";
import { letterList } from "../letter/list.js";
import { unreadable } from "../letter/spans.js";
import { letterText } from "../letter/text.js";
import { plural } from "../numbers.js";
import { personWords } from "../patient/words.js";
import { dialog } from "./dialog.js";

/** @import { App } from "../app/app.js" */
/** @import { Letter } from "../payload" */

const FORGOTTEN = later(
  "The text is read where Python runs and kept nowhere: not in the case, not among the cases, not in the browser. It stays in this window and is forgotten when it closes.",
);
const ONE_BY_ONE = later(
  "Nothing counts until you confirm it, one by one. A letter in English; rules read it, nobody understands it.",
);
const SILENT = later(
  "Python does not answer: it is busy or gone. What you confirm is held on this page; what is unread stays unread. When it is back, read the letter again.",
);
const ANOTHER = later(
  "Another case has come to the screen: what was read is withdrawn. Read the letter again only if it is of this patient.",
);

const EMPTY_CASE = later("What you confirm goes into the case on the screen, which is empty.");

/** @param {App} app */
export function openLetter(app) {
  const reading = new Reading(app);
  const { letter_quality: measured } = app.catalogue;
  const box = dialog(
    app,
    t("Read a letter"),
    reading.whose,
    h("p", { class: "lostline warned" }, icon("warn"), t(SILENT)),
    reading.place,
    reading.amiss,
    reading.status,
    h("p", { class: "dim" }, `${t(ONE_BY_ONE)} ${measured}`),
    h("p", { class: "dim" }, t(FORGOTTEN)),
  );
  box.classList.add("letter");
  box.addEventListener("close", () => reading.forget());
  reading.write();
}

/** The text in the window, and what was read in it: the second never outlives the first. */
class Reading {
  /** @param {App} app */
  constructor(app) {
    this.app = app;
    this.sent = { text: "" }; // what Python is asked with; emptied as soon as it is answered
    this.turn = 0; // of the text: an answer to an older one is dropped
    this.amiss = h("p", { class: "amiss", id: "glu-letter-amiss", role: "alert" });
    this.status = h("p", { class: "dim", role: "status" });
    this.place = h("div", { class: "letterplace" });
    this.whose = h("p", {});
    this.area = h("textarea", {
      spellcheck: "false",
      autocomplete: "off",
      placeholder: t("Paste the letter here"),
      "aria-label": t("Text of the letter"),
      "aria-describedby": this.amiss.id,
      oninput: () => this.withdraw(),
    });
    this.area.addEventListener("keydown", (e) => {
      if (e.key === "Enter" && (e.ctrlKey || e.metaKey)) this.read();
    });
    const read = tool(t("Read the letter"), () => this.read());
    read.classList.add("main");
    this.buttons = h(
      "p",
      { class: "answers" },
      read,
      tool(t("Clear the text"), () => this.forget(true)),
    );
  }

  /** What was read, or is being read, belongs to a text that is no more. */
  withdraw() {
    this.turn += 1;
    this.sent.text = "";
    this.app.whenSettled = null;
    this.complain("");
    fill(this.status);
  }

  /** @param {string} why */
  complain(why) {
    this.amiss.textContent = why;
    this.area.setAttribute("aria-invalid", String(why !== ""));
  }

  /** The text can be changed, and nothing is read. @param {string} why */
  write(why = "") {
    this.withdraw();
    this.complain(why);
    fill(this.whose, whoseWords(this.app));
    fill(this.place, this.area, this.buttons);
    this.area.focus();
  }

  /** @param {boolean} again whether another text may follow */
  forget(again = false) {
    this.withdraw();
    this.area.value = "";
    this.place.replaceChildren();
    if (again) this.write();
  }

  async read() {
    this.withdraw();
    const { app, area, turn } = this;
    const why = unreadable(area.value, app.catalogue.letter_limit);
    if (why) {
      this.complain(why);
      area.focus();
      return;
    }
    this.sent.text = area.value;
    fill(this.status, t("Reading \u2026"));
    app.pulse.ask(); // a silence is said
    const letter = await app.ask("letter", this.sent);
    if (turn !== this.turn) return;
    this.withdraw();
    if (letter.error) this.complain(letter.error);
    else this.draw(area.value, letter);
  }

  /** @param {string} text @param {Letter} letter */
  draw(text, { rows }) {
    const { app } = this;
    const { entry } = app.keeper.saving;
    const told = letterText(text, rows, (row) => list.go(row));
    const list = letterList(app, text, rows, (row) => told.point(row));
    const refresh = () => {
      if (entry && app.keeper.saving.entry !== entry) this.write(t(ANOTHER));
      else {
        fill(this.whose, whoseWords(app));
        list.refresh();
      }
    };
    const edit = tool(t("Edit the text"), () => this.write());
    edit.classList.add("main");
    const left = h("div", { class: "count" }, signsUsed(), edit);
    const split = h("div", { class: "split" }, left, list.count, told.element, list.element);
    fill(this.place, list.other, split);
    app.whenSettled = refresh;
    app.tris.add({ element: list.element, refresh });
    if (rows.length) list.go(0);
    else edit.focus();
  }
}

/** Whose case the marks go to. @param {App} app */
function whoseWords(app) {
  const { present, absent, sex, age } = app.case;
  const marks = (present?.length ?? 0) + (absent?.length ?? 0);
  const who = personWords(app.catalogue.persons, sex, age);
  if (!who && !marks) return t(EMPTY_CASE);
  const said = [who, plural(marks, "1 mark", "{n} marks")].filter(Boolean).join("; ");
  return [
    t("What you confirm goes into the case on the screen:"),
    " ",
    h("b", {}, said),
    ". ",
    t("Another patient? Begin a new case first."),
  ];
}

function signsUsed() {
  /** @param {string} kind @param {string} sign @param {string} words */
  const entry = (kind, sign, words) =>
    h("span", {}, h("mark", { class: kind }, h("b", { "aria-hidden": "true" }, sign), words));
  return h(
    "p",
    { class: "signs" },
    entry("present", "+", t("present")),
    entry("absent", "\u2212", t("denied or absent")),
    entry("uncertain", "?", t("unclear")),
    entry("field", "\u00b7", t("the patient")),
  );
}
