import { h, icon } from "../dom.js";
import { painDrawing } from "../drawing/figure.js";
import { paintDrawing } from "../drawing/paint.js";
import { plural, two } from "../numbers.js";
import { bayesOf, proofsOf } from "./bayes.js";
import { svg } from "./footer.js";
import { handsOf } from "./hands.js";
import { heard, rowsOf } from "./scores.js";

export function faceOf(t, view, done) {
  if (t.asking) return handsOf(t, view);
  if (t.face === "why")
    return h(
      "div",
      { class: "chart" },
      t.shown
        ? view.little
          ? h(
              "p",
              { class: "dim" },
              "Too little is known for a ranking: the order is that from before the findings.",
            )
          : null
        : null,
      t.shown ? svg(view.grid, "gridbox") : h("p", { class: "dim" }, "The model is hidden."),
    );
  if (t.face === "drawing") return drawingOf(t, view);
  if (t.face === "bayes") return bayesOf(t);
  if (t.face === "proofs")
    return t.shown ? proofsOf(t, view) : h("p", { class: "dim" }, "The model is hidden.");
  const rows = rowsOf(t, view, done),
    most = Math.max(0.2, ...rows.map((r) => Math.max(r.room ?? 0, t.shown ? (r.high ?? r.p) : 0))),
    full = Math.min(1, Math.ceil(most * 5) / 5),
    at = (v) => `${((100 * v) / full).toFixed(1)}%`;
  const gaps = rows.filter((r) => r.room !== undefined && r.id),
    widest = gaps.sort((a, b) => Math.abs(b.room - b.p) - Math.abs(a.room - a.p))[0];
  const asked = heard(t),
    earlier = Object.entries(t.scores)
      .filter(([, s]) => s !== asked)
      .map(
        ([step, s]) =>
          `after step ${step} ${s.scores.map(([name, log]) => `${name} ${log.toFixed(1)}`).join(", ")}`,
      );
  if (!t.shown && !asked)
    return h(
      "div",
      { class: "waits" },
      h("p", { class: "big" }, "What does the room say?"),
      h(
        "p",
        { class: "dim" },
        "R takes the hands, then the model shows itself; M shows it at once.",
      ),
    );
  const [urgent, also] = t.shown || done ? view.flags : [];
  return h(
    "div",
    { class: "likely2" },
    urgent
      ? h(
          "p",
          { class: `strip ${urgent[1] === "immediate" ? "red" : "watch"}`, role: "alert" },
          icon(urgent[1] === "immediate" ? "stop" : "warn"),
          h(
            "span",
            {},
            h("b", {}, urgent[0]),
            ` (${urgent[1]})`,
            also ? `, and ${plural(view.flags.length - 1, "more flag")}` : "",
            urgent[2] ? ". Injections wait, whatever the ranking." : ".",
          ),
        )
      : null,
    h(
      "p",
      { class: "keyline" },
      asked
        ? [h("i", { class: "room" }), `the room, ${plural(asked.n, "hand")} and one shared by all`]
        : null,
      t.shown
        ? [h("i", { class: "model" }), "the model, 90 % interval"]
        : h("span", { class: "hush" }, "the model is hidden"),
    ),
    h(
      "table",
      { class: "duel" },
      h("caption", { class: "sr" }, "Probability of each cause: the room and the model"),
      h(
        "tbody",
        {},
        rows.map((r) =>
          h(
            "tr",
            { class: done && r.id === t.lesson.cause ? "truth" : "" },
            h(
              "th",
              { scope: "row" },
              r.label,
              done && r.id === t.lesson.cause ? h("small", {}, " confirmed") : null,
            ),
            h(
              "td",
              { class: "bars" },
              r.room !== undefined
                ? h("span", { class: "b room", style: `width:${at(r.room)}` })
                : null,
              t.shown
                ? h(
                    "span",
                    { class: "track2" },
                    h("span", { class: "b model", style: `width:${at(r.p)}` }),
                    r.high !== undefined
                      ? h("span", {
                          class: "iv",
                          style: `left:${at(r.low)};width:${at(r.high - r.low)}`,
                        })
                      : null,
                  )
                : null,
            ),
            h("td", { class: "n" }, r.room === undefined ? "" : two(r.room)),
            h("td", { class: "n model" }, t.shown ? two(r.p) : ""),
          ),
        ),
      ),
    ),
    widest && t.shown && !done && Math.abs(widest.room - widest.p) > 0.05
      ? h(
          "p",
          { class: "talk" },
          h("b", {}, `Widest gap: ${widest.label}. `),
          `The room says ${two(widest.room)}, the model ${two(widest.p)}. Which finding would bring you together?`,
        )
      : null,
    done && asked
      ? h(
          "p",
          { class: "talk" },
          h("b", {}, "Scores against the confirmed cause: "),
          asked.scores
            .map(
              ([name, log, brier]) => `${name} ${log.toFixed(1)} bits, Brier ${brier.toFixed(2)}`,
            )
            .join("; "),
          earlier.length ? `; ${earlier.join("; ")} bits` : "",
          ". Lower is better.",
        )
      : null,
  );
}

function drawingOf(t, view) {
  const byId = new Map(t.model.get("catalogue").findings.map((f) => [f.id, f])),
    { case: marks } = view;
  const app = {
    catalogue: t.model.get("catalogue"),
    case: marks,
    tris: new Set(),
    root: t.root,
    finding: (id) => byId.get(id),
    paused: () => false,
    mark() {},
    change() {},
    marked: (c) => c,
    state: (id) =>
      (marks.present || []).includes(id)
        ? "present"
        : (marks.absent || []).includes(id)
          ? "absent"
          : "unknown",
  };
  const drawing = painDrawing(app);
  paintDrawing(drawing, app, { glow: t.shown ? view.glow : [], target: null });
  drawing.inert = true;
  return h("div", { class: "big" }, drawing);
}
