"""What opens on request: what is behind a bar or an injection, the matrix, two causes compared."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from gluteal import care, model, words
from gluteal.care import Row
from gluteal.cases import Case
from gluteal.figures import (
    column_labels,
    matrix_spec,
    percent,
    signed,
    two_digits,
)
from gluteal.handout import report
from gluteal.knowledge import EQUAL, Knowledge, split
from gluteal.model import DECIBAN, model_of
from gluteal.widgets.evidence import picture_of
from gluteal.widgets.payload import (
    Compare,
    CompareRow,
    Contributions,
    Handout,
    Matrix,
    Option,
    Pair,
    State,
)
from gluteal.widgets.sources import sources_of
from gluteal.widgets.view import holds_of

COMPARED = 14


def contributions(cause: str, case: Case, kb: Knowledge) -> Contributions:
    """How the probability of a cause comes about: from the prior, mark by mark.

    Raises
    ------
    KeyError
        ``cause`` is not in the tables.
    """
    weights = model.by_itself(case, kb)
    row, ranked = weights.loc[cause].to_numpy(float), model.differential(case, kb).loc[cause]
    labels = column_labels(weights, case, kb)
    prior = kb.rows("priors")[cause]
    term = float(model.fit(case, kb)[cause])
    order = np.argsort(-np.abs(np.nan_to_num(row)), kind="stable")
    number = kb.language.number
    p, before, low, high = (
        number(two_digits(ranked[k])) for k in ("probability", "prior", "low", "high")
    )
    judged = kb.say("a judgement" if prior["basis"] == "judgement" else prior["basis"])
    equal = kb.say(
        "the same for every cause in this setting, where sums count {n} times",
        n=number(f"{model.SHARPEN:g}"),
    )
    picture = picture_of(cause, ranked["presentation"], kb)
    return {
        "title": kb.say("{cause}: why {p}", cause=kb.label(cause), p=p),
        "before": kb.say("probability {p}", p=before),
        "origin": equal if case.setting == EQUAL else f"{judged}; {kb.named(prior['source'])}",
        "note": "" if case.setting == EQUAL else prior["note"],
        "rows": [
            {
                "id": str(weights.columns[i]),
                "title": labels[i][0],
                "state": labels[i][1],
                "weight": "" if np.isnan(row[i]) else number(signed(row[i])),
            }
            for i in order
        ],
        "fit": number(signed(term)),
        "picture": picture,
        "sum": number(signed(float(np.nansum(row)) + term)),
        "after": p,
        "span": kb.say("{low} to {high}", low=low, high=high),
    }


def option(injection: str, case: Case, kb: Knowledge) -> Option:
    """Everything about an injection for this case.

    Raises
    ------
    KeyError
        ``injection`` is not in the tables.
    """
    row = {o["injection"]: o for o in care.options(case, kb)}[injection]
    limit = kb.rows("thresholds")[row["cause"]]
    first = kb.rows("care")[row["cause"]]
    said = _known_of(row, kb)
    said += [(kb.say(label), kb.spelled(str(row[key]))) for label, key in _OPTION if row[key]]
    said += [
        (
            kb.say("Conservative care first"),
            f"{first['first_line']} [{kb.named(first['sources'])}]",
        ),
        (
            kb.say("Thresholds"),
            f"{limit['rationale']} [{kb.say('harms by judgement')}; {kb.named(limit['source'])}]",
        ),
    ]
    pairs: list[Pair] = [{"label": label, "text": text} for label, text in said]
    return {
        "title": row["label"],
        "zone": f"{kb.say(row['zone'])}: {row['zone_reason']}",
        "holds": holds_of(row, kb),
        "cautions": list(row["cautions"]),
        "pairs": pairs,
        "memory": bool(row["from_memory"] or row["effect_memory"]),
        "sources": sources_of(f"{row['effect_sources']};{row['sources']}", kb),
    }


def _known_of(row: Row, kb: Knowledge) -> list[tuple[str, str]]:
    """The evidence for the cause of an option, whole and first; then that for its other causes."""
    causes = [row["cause"], *split(row["other_causes"])]
    rows = [care.evidence_of(kb)[row["injection"], cause] for cause in causes]
    return [
        (
            kb.say("Evidence, {cause}", cause=kb.rows("causes")[r["cause"]]["short"]),
            f"{kb.say('Grade {grade}', grade=r['evidence_grade'])}, "
            f"{kb.say(words.DIRECTIONS[r['direction']])}. "
            f"{kb.spelled(r['effect'])}",
        )
        for r in rows
    ]


_OPTION = [
    ("Target", "target"),
    ("Guidance", "guidance"),
    ("Other guidance", "guidance_alternatives"),
    ("Position", "position"),
    ("Approach", "approach"),
    ("Needle", "needle"),
    ("Injectate", "injectate"),
    ("Steroid", "steroid"),
    ("Guidance accuracy", "guidance_accuracy"),
    ("Structures at risk", "structures_at_risk"),
    ("Complications", "complications"),
    ("Not if", "contraindications"),
    ("Warning", "warning"),
    ("Bleeding risk", "bleeding_risk"),
    ("Response", "response_threshold"),
    ("Repeat", "repeat_interval"),
    ("Aftercare", "aftercare"),
]


def handout(case: Case, kb: Knowledge, teaching: Any = None, notes: Sequence[str] = ()) -> Handout:
    """A page to print and a text to paste; the page offers them as files."""
    made = report(case, kb, teaching=teaching, notes=notes)
    return {"html": made.html, "text": made.text}


def matrix(kb: Knowledge, theme: str) -> Matrix:
    """The figure of the whole matrix, with the ids of its rows and columns."""
    figure = matrix_spec(kb, theme=theme)
    return {
        "data": figure["data"],
        "layout": figure["layout"],
        "rows": list(map(str, kb.causes.index)),
        "columns": list(map(str, kb.findings.index)),
    }


def compare(one: str, other: str, case: Case, kb: Knowledge) -> Compare:
    """The findings that separate two causes best, marked or not.

    The weight is what the finding says for ``one`` against ``other`` if present, and if
    absent, in decibans, from their average patients.

    Raises
    ------
    KeyError
        A cause is not in the tables.
    """
    model, matrix = model_of(kb), kb.matrix
    a, b = matrix.loc[one].to_numpy(float), matrix.loc[other].to_numpy(float)
    yes, no = np.log(a / b) * DECIBAN, np.log((1 - a) / (1 - b)) * DECIBAN
    share = (a + b) / 2
    split = share * np.abs(yes) + (1 - share) * np.abs(no)
    split[~(kb.known.loc[one] | kb.known.loc[other]).to_numpy(bool)] = 0
    present, absent = case.marks(kb)
    fixed = {*case.implied(kb), *kb.cells.told_by, "female_sex"}
    rows: list[CompareRow] = []
    number = kb.language.number
    for i in np.argsort(-split)[:COMPARED]:
        name = model.findings[i]
        state: State = "present" if name in present else "absent" if name in absent else "unknown"
        rows.append(
            {
                "id": "" if name in fixed else name,
                "label": kb.label(name),
                "state": state,
                "one": percent(a[i]),
                "other": percent(b[i]),
                "yes": number(signed(float(yes[i]))),
                "no": number(signed(float(no[i]))),
            }
        )
    return {"one": kb.label(one), "other": kb.label(other), "rows": rows}
