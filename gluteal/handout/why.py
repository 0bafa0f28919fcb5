"""Why a cause is likely, for a hand-out: the heatmap, its sources, and the sum behind the lead."""

from __future__ import annotations

import math
import re

import numpy as np
import pandas as pd

from gluteal import model
from gluteal.figures import (
    ROWS,
    Safe,
    case_grid,
    column_labels,
    column_parts,
    el,
    grid_columns,
    join,
    signed,
    times,
    two_digits,
)
from gluteal.handout.citations import Citations
from gluteal.handout.drawn import weight_bar
from gluteal.handout.facts import Facts, behind, judged
from gluteal.knowledge import EQUAL, Knowledge

WIDEST, UPRIGHT = 12, 6  # columns of one heatmap on paper, and from when on titles are turned
_RANK = ("accuracy", "prevalence", "review", "judgement", "")
# what the heatmap of the screen has for hands: on paper there is nothing to press
_HANDS = re.compile(r' (?:tabindex|data-key|role)="[^"]*"|<button.*?</button>')


def heatmap(facts: Facts, cites: Citations) -> Safe:
    """The heatmap of the leading causes, in as many tables as its columns need on paper."""
    shown = [c.id for c in grid_columns(facts.weights, facts.case, facts.kb)]
    if not shown:
        return el(
            "p", "Nothing is marked yet, so nothing speaks for or against a cause.", cls="quiet"
        )
    pieces = math.ceil(len(shown) / WIDEST)
    blocks = [[str(c) for c in part] for part in np.array_split(shown, pieces)]
    return join(
        [
            el("p", _KEY, cls="key before"),
            [_grid(block, facts, len(blocks[0]) > UPRIGHT) for block in blocks],
            _behind_cells(shown, facts, cites),
        ]
    )


_SCALE = el("span", el("i", cls="ramp"), cls="leg", aria_hidden="true")
_KEY = join(
    [
        "Weight of evidence in decibans, against \u22128 ",
        _SCALE,
        " +8 for; +10 multiplies the odds by ten. ",
        el("i", cls="swatch judged-cell", aria_hidden="true"),
        " judged, at least in part  ",
        el("i", "\u00b7", cls="swatch blank", aria_hidden="true"),
        " no evidence, which is not zero.",
    ]
)


def _grid(block: list[str], facts: Facts, turned: bool) -> Safe:
    table = case_grid(
        facts.differential,
        facts.weights[block],
        facts.case,
        facts.kb,
        lead=not facts.known.little,
    )
    table = _HANDS.sub("", table)
    if turned:
        table = table.replace('class="heat"', 'class="heat upright"', 1)
    return el("div", Safe(table), cls="grid")


def _behind_cells(shown: list[str], facts: Facts, cites: Citations) -> Safe:
    """Sources of the cells that rest on more than judgement, column by column."""
    kb, causes = facts.kb, [str(c) for c in facts.differential.index[:ROWS]]
    labels = dict(zip(map(str, facts.weights.columns), _titles(facts)))
    rows = []
    for column in shown:
        said: list[object] = []
        for cause in causes:
            basis, sources = behind_column(cause, column, kb)
            blank = math.isnan(float(facts.weights.at[cause, column]))
            if sources and basis != "judgement" and not blank:
                short = kb.rows("causes")[cause]["short"]
                said.append(join([short, "\u00a0", cites.cite(sources)]))
        around = _around(column, kb)
        if around:
            said.append(join(["other buttock pain\u00a0", cites.cite(around)]))
        if said:
            rows.append(join([el("b", labels[column]), " ", join(said, ", ")]))
    start = el("b", "Sources of the cells above that rest on more than judgement. ")
    if not rows:
        return el("p", "All cells above rest on judgement, or on no evidence.", cls="fine")
    return el("p", start, join(rows, "; "), ".", cls="fine")


def _titles(facts: Facts) -> list[str]:
    return [title for title, _ in column_labels(facts.weights, facts.case, facts.kb)]


def behind_column(cause: str, column: str, kb: Knowledge) -> tuple[str, str]:
    """Best basis behind a cell of the heatmap and all sources of the rows in use."""
    composite = kb.rows("composites").get(column)
    if composite and composite["cause"] == cause:
        return str(composite["basis"]), str(composite["source"])
    found = [behind(cause, part, kb) for part in column_parts(column, kb)]
    basis = min((b for b, _ in found), key=_RANK.index)
    return basis, ";".join(
        dict.fromkeys(s for _, sources in found for s in sources.split(";") if s)
    )


def _around(column: str, kb: Knowledge) -> str:
    rows = [kb.rows("backgrounds")[part] for part in column_parts(column, kb)]
    return ";".join(dict.fromkeys(r["source"] for r in rows if r["basis"] != "judgement"))


def contributions(facts: Facts, cites: Citations) -> Safe:
    """How the probability of the leading cause comes about, mark by mark.

    The weights and the fit add up to ``10 log10`` of the likelihood ratio of the cause against
    ``unexplained``, as :func:`gluteal.model.fit` says.
    """
    kb, cause = facts.kb, facts.lead
    if not cause:
        return el("p", "Too little is known: no cause leads.", cls="quiet")
    weights = facts.weights.loc[cause].to_numpy(float)
    term = float(model.fit(facts.case, kb)[cause])
    states = column_labels(facts.weights, facts.case, kb)
    order = np.argsort(-np.abs(np.nan_to_num(weights)), kind="stable")
    rows = [
        _weight(str(facts.weights.columns[i]), states[i], float(weights[i]), facts, cites)
        for i in order
    ]
    total = float(np.nansum(weights)) + term
    row = facts.differential.loc[cause]
    after = f"{two_digits(row['probability'])} (90 % interval {two_digits(row['low'])} to "
    after += f"{two_digits(row['high'])})"
    heads = ("What was marked", "", "Decibans", "Odds", "Rests on")
    head = el("tr", [el("th", h, scope="col") if h else el("td") for h in heads])
    foot = [
        _sum("Fit of the picture" + _picture(row, cause, kb), term, "term", judged()),
        _sum("Sum: 10 log\u2081\u2080 of the likelihood ratio", total, "sum"),
    ]
    table = el("table", el("thead", head), el("tbody", rows, foot), cls="why", data_cause=cause)
    return join(
        [
            el(
                "p",
                el("b", kb.label(cause)),
                f": {two_digits(row['prior'])} before the findings, {after} after them. ",
                _start(cause, facts, cites),
                cls="start",
            ),
            table,
            el("p", _NOTE, cls="key"),
        ]
    )


_NOTE = (
    "Odds: the factor by which the mark multiplies the odds against unexplained pain. Findings of "
    "one cluster are not simply added: the strongest counts in full, the next half, then a "
    "quarter. The probability follows from these sums of all causes and from their pre-test "
    "probabilities. Bars end at 8 decibans."
)


def _start(cause: str, facts: Facts, cites: Citations) -> Safe:
    if facts.case.setting == EQUAL:
        said = "Every cause has the same pre-test probability here, and all sums of decibans count"
        return Safe(f"{said} {model.SHARPEN:g} times, for its patients come selected.")
    prior = facts.kb.rows("priors")[cause]
    origin = "judgement" if prior["basis"] == "judgement" else "anchored on"
    source = cites.cite(prior["source"])
    beside = " beside " if origin == "judgement" and source else " "
    note = cites.prose(prior["note"])
    return join(["Pre-test probability: ", origin, beside, source, ". " if source else ". ", note])


def _picture(row: pd.Series, cause: str, kb: Knowledge) -> str:
    pictures = kb.presentations.set_index(["cause", "presentation"])["label"]
    label = str(pictures.get((cause, row["presentation"]), ""))
    return f": {label}" if label else ""


def factor(weight: float) -> str:
    """What a weight does to the odds.

    Examples
    --------
    >>> factor(16.2), factor(33.8), factor(-0.8)
    ('\u00d7 42', '\u00d7 2400', '\u00d7 0.83')
    """
    ratio = 10 ** (weight / 10)
    return f"\u00d7 {times(ratio)}"


def _weight(
    column: str, label: tuple[str, str], weight: float, facts: Facts, cites: Citations
) -> Safe:
    basis, sources = behind_column(facts.lead, column, facts.kb)
    blank = math.isnan(weight)
    beside = basis == "judgement" and sources
    rests = "no evidence" if blank else judged() if basis == "judgement" else basis
    source = None if blank else cites.cite(sources)
    return el(
        "tr",
        el("th", facts.kb.label(column), el("em", label[1]), scope="row"),
        el("td", weight_bar(weight), cls="bar"),
        el("td", "\u2013" if blank else signed(weight), cls="p"),
        el("td", "" if blank else factor(weight)),
        el("td", rests, " beside " if beside else " ", source, cls="src"),
        data_column=column,
    )


def _sum(said: str, weight: float, name: str, rests: Safe | None = None) -> Safe:
    return el(
        "tr",
        el("th", said, scope="row"),
        el("td", weight_bar(weight), cls="bar"),
        el("td", signed(weight), cls="p"),
        el("td", factor(weight)),
        el("td", rests, cls="src"),
        cls=name,
    )
