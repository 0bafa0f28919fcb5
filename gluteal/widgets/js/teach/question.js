// Asking in the quiz: a finding is typed, and what was found is told.
import { fill, h, icon, maybe } from "../dom.js";
import { t } from "../language.js";
import { matches } from "../marks/search.js";
import { markSign } from "./parts.js";

/** @import { AskedRow, QuizCase } from "../payload" */
/** @import { Room } from "./room.js" */

const FINDINGS_OFFERED = 7;

/** @param {Room} room @param {QuizCase} quiz */
export function questionForm(room, quiz) {
  const asked = h("ul", { class: "asked" }, quiz.asked.map(askedLine));
  const found = h("ul", { class: "found" });
  const known = new Set(quiz.asked.map((row) => row.finding));
  /** @param {string} id */
  const put = async (id) => {
    const answer = await room.ask("quiz ask", { case: quiz.case, finding: id });
    if (!known.has(id)) asked.prepend(askedLine(answer));
    known.add(id);
    field.value = "";
    fill(found);
    field.focus();
  };
  const offer = () => {
    const words = field.value.trim();
    const some = words ? matches(room.catalogue.findings, words).slice(0, FINDINGS_OFFERED) : [];
    const items = some.map(({ id, label, tier }) =>
      h(
        "li",
        {},
        h(
          "button",
          { type: "button", onclick: () => put(id) },
          label,
          h("span", { class: "dim" }, ` ${t(tier)}`),
        ),
      ),
    );
    fill(found, items);
  };
  const field = h("input", {
    type: "search",
    "aria-label": t("Ask, examine or request"),
    placeholder: t("Ask, examine, image or block: type a finding"),
    oninput: offer,
    onkeydown: (e) => {
      if (e.key !== "Enter") return;
      e.preventDefault();
      maybe(found, "button")?.click();
    },
  });
  const elements = [
    h("h2", {}, t("What do you want to know?")),
    h("div", { class: "search" }, icon("find"), field),
    found,
    asked,
  ];
  return { field, elements };
}

/** @param {AskedRow} row */
function askedLine({ label, answer, score, better }) {
  const share = t("{n} % of the best question of its kind", { n: Math.round(100 * score) });
  return h(
    "li",
    {},
    markSign(answer),
    h("span", {}, `${label}: ${t(answer)}`),
    h("span", { class: "dim" }, better ? `${share}: ${better}` : share),
  );
}
