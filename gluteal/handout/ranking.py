"""The likeliest causes and what speaks for each, in one small table: the middle of the page."""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping, Sequence

import numpy as np

from gluteal.figures import THEMES, Safe, color, column_labels, el, join, signed, two_digits
from gluteal.handout.citations import Citations
from gluteal.handout.drawn import interval
from gluteal.handout.facts import Facts, span
from gluteal.handout.why import behind_column
from gluteal.knowledge import EQUAL

CAUSES, COLUMNS = 5, 8  # rows, and the marks that weigh most in them
_DARK = 4.7  # decibans from which white reads better on the colour


def ranking(facts: Facts, cites: Citations) -> Safe:
    """Probability with its interval, and the strongest weights, of the likeliest causes."""
    frame = facts.differential.head(CAUSES)
    causes = [str(c) for c in frame.index]
    columns = _strongest(facts, causes)
    labels = dict(
        zip(facts.weights.columns, column_labels(facts.weights, facts.case, facts.kb), strict=True)
    )
    rows = [
        el(
            "tr",
            el("th", _name(cause, facts), _before(cause, row["prior"], facts, cites), scope="row"),
            el("td", _bar(row, cause == facts.lead), cls="bar"),
            el("td", two_digits(row["probability"]), cls="p"),
            el("td", span(row["low"], row["high"]), cls="ci"),
            [_cell(cause, c, facts) for c in columns],
            cls="lead" if cause == facts.lead else None,
            data_cause=cause,
        )
        for cause, row in zip(causes, frame.to_dict("records"))
    ]
    left = len(facts.differential) - len(causes)
    rest = float(facts.differential["probability"].iloc[len(causes) :].sum())
    rows.append(
        el(
            "tr",
            el("th", f"{left} other causes together", scope="row"),
            el("td"),
            el("td", two_digits(rest), cls="p"),
            el("td", colspan=1 + len(columns)),
            cls="rest",
        )
    )
    table = el(
        "table",
        el("thead", _head([(c, *labels[c]) for c in columns], causes, facts, cites)),
        el("tbody", rows),
        cls="likely",
    )
    firm = el("p", facts.firm, cls="firm") if facts.firm else None
    return join([table, firm, el("p", _key(facts, len(columns)), cls="key")])


def _bar(row: Mapping[Hashable, float], lead: bool) -> Safe:
    p, low, high, prior = (float(row[k]) for k in ("probability", "low", "high", "prior"))
    return interval(p, low, high, prior, lead)


def _name(cause: str, facts: Facts) -> str:
    """The name in full where it fits on a line."""
    label = facts.kb.label(cause)
    return label if len(label) <= _LINE else str(facts.kb.rows("causes")[cause]["short"])


_LINE = 34


def _strongest(facts: Facts, causes: Sequence[str]) -> list[str]:
    """The marks that weigh most in the rows shown, in the order of the consultation."""
    weights = facts.weights.loc[list(causes)]
    if weights.empty or not len(weights.columns):
        return []
    size = np.nanmax(np.abs(np.nan_to_num(weights.to_numpy(float))), axis=0)
    best = np.argsort(-size, kind="stable")[:COLUMNS]
    return [str(weights.columns[i]) for i in sorted(best) if size[i] >= 0.05]


def _head(
    columns: Sequence[tuple[str, str, str]], causes: Sequence[str], facts: Facts, cites: Citations
) -> Safe:
    titles = [
        el(
            "th",
            el("span", title, _state(state), _sources(column, causes, facts, cites)),
            scope="col",
            cls="ti",
        )
        for column, title, state in columns
    ]
    axis = el("span", [el("i", t) for t in ("0", ".5", "1")], cls="axis")
    return el(
        "tr",
        el("th", "Cause, with its probability before the findings", scope="col"),
        el("th", axis, scope="col", cls="bar", aria_label="bar"),
        el("th", "Now", scope="col"),
        el("th", "90 % interval", scope="col", cls="ci"),
        titles,
    )


def _state(state: str) -> Safe | None:
    """What was found, where it is not simply present."""
    return None if state == "present" else el("em", f" {state}")


def _before(cause: str, prior: float, facts: Facts, cites: Citations) -> Safe:
    """The probability before the findings, with its source or that it is judged."""
    row = facts.kb.rows("priors")[cause]
    none = facts.case.setting == EQUAL
    judged = not none and row["basis"] == "judgement"
    source = None if none or judged else cites.cite(row["source"].split(";")[0])
    return el("small", two_digits(prior), "*" if judged else "", source)


def _sources(column: str, causes: Sequence[str], facts: Facts, cites: Citations) -> Safe | None:
    """First source of each cell of a column that rests on more than judgement."""
    found = [behind_column(c, column, facts.kb) for c in causes]
    kept = [s.split(";")[0] for basis, s in found if s and basis != "judgement"]
    return cites.cite(";".join(dict.fromkeys(kept))) if kept else None


def _cell(cause: str, column: str, facts: Facts) -> Safe:
    weight = float(facts.weights.at[cause, column])
    if math.isnan(weight):
        return el("td", "\u00b7", cls="t none", aria_label="no evidence")
    ink = "#fff" if abs(weight) > _DARK else THEMES["light"]["text"]
    basis, _ = behind_column(cause, column, facts.kb)
    judged = "*" if basis == "judgement" else None
    style = f"background:{color(weight, THEMES['light'])};color:{ink}"
    return el("td", signed(weight), judged, cls="t", style=style, data_column=column)


def _key(facts: Facts, shown: int) -> str:
    more = len(facts.weights.columns) - shown
    said = "Bar and line: probability and 90 % interval; \u25c7 before the findings. Colours: how "
    said += "far a mark speaks for (+, blue) or against (\u2212, brown) a cause, in decibans; +10 "
    said += "makes the odds ten times as high. A mark is present unless it says otherwise. * judgement; "
    said += "\u00b7 no evidence."
    return f"{said} {more} more marks weigh less." if more > 1 else said
