"""A teaching case in a hand-out: the steps, the course of the probability, what it came to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from gluteal import model
from gluteal.cases import Case
from gluteal.figures import Safe, el, items, join, sentence, two_digits
from gluteal.handout.citations import Citations, csl
from gluteal.handout.drawn import course as course_chart
from gluteal.handout.facts import Facts, span
from gluteal.knowledge import Knowledge

Lesson = Mapping[str, Any]
_OTHERS = 2  # other causes in the chart


def lesson_of(teaching: object, kb: Knowledge) -> Lesson:
    """A row of ``kb.cases`` as a plain mapping; {} for None.

    Raises
    ------
    TypeError
        It is not a row.
    ValueError
        Its cause is not in the tables, or it has no steps.
    """
    if teaching is None:
        return {}
    if not isinstance(teaching, Mapping | pd.Series):
        raise TypeError(
            f"teaching == {teaching!r}, must be a row of kb.cases; take kb.cases.loc['...']"
        )
    row = dict(teaching)
    if row.get("cause") not in kb.causes.index:
        raise ValueError(
            f"teaching has the cause {row.get('cause')!r}, which is not in the tables; "
            "it must be one of kb.causes.index"
        )
    if not isinstance(row.get("steps"), list) or not row["steps"]:
        raise ValueError("teaching has no steps; give it a list of steps as kb.cases has them")
    return row


def text_of(row: Lesson, key: str) -> str:
    """A text of a row, '' where there is none."""
    value = row.get(key)
    return value if isinstance(value, str) else ""


def course(case: Case, row: Lesson, kb: Knowledge) -> pd.DataFrame:
    """Probability of every cause before the findings and after each step.

    Parameters
    ----------
    case : Case
        Gives the setting; the marks are those of the steps.
    row : mapping
        A row of ``kb.cases``.

    Returns
    -------
    DataFrame
        One row a step, the first before any finding. ``title`` of the step, ``probability``,
        ``low`` and ``high`` of the confirmed cause, its ``rank`` (NA while little is known),
        ``leading`` the likeliest cause, '' while little is known; then a column for the
        probability of every cause.
    """
    told = Case(setting=case.setting)
    rows = [_after("Before the findings", told, row["cause"], kb, "prior")]
    for step in row["steps"]:
        told = told.with_marks(step.get("present", ()), step.get("absent", ()))
        rows.append(_after(str(step.get("title", "")), told, row["cause"], kb, "probability"))
    return pd.DataFrame(rows).astype({"rank": "Int64"})


def _after(title: str, case: Case, cause: str, kb: Knowledge, column: str) -> dict[str, Any]:
    frame, few = model.differential(case, kb), model.known(case, kb).little
    said = frame[column]
    known = {"low": frame.at[cause, "low"], "high": frame.at[cause, "high"]}
    if column == "prior":
        known = {"low": said[cause], "high": said[cause]}
    return {
        "title": title,
        "probability": said[cause],
        **known,
        "rank": None if few else int((said > said[cause]).sum()) + 1,
        "leading": "" if few else str(frame.index[0]),
        **{str(c): float(p) for c, p in said.items()},
    }


def opening(facts: Facts, row: Lesson) -> Safe:
    """The vignette, the steps with what they revealed, and the course of the probability."""
    kb, cause = facts.kb, str(row["cause"])
    vignette = text_of(row, "vignette")
    if facts.stopped:  # nothing is ranked, so no course of a probability either
        steps = [_step(step, "", kb) for step in row["steps"]]
        told = el("section", el("h2", _STEPS), el("ol", steps, cls="steps"))
        return join([el("p", vignette, cls="vignette") if vignette else None, told])
    frame = course(facts.case, row, kb)
    steps = [_step(step, figures, kb) for step, figures in zip(row["steps"], _figures(frame))]
    return join(
        [
            el("p", vignette, cls="vignette") if vignette else None,
            el(
                "section",
                el("h2", _STEPS),
                el("ol", steps, cls="steps"),
            ),
            el(
                "section",
                el("h2", "How the picture changed"),
                el("p", _subtitle(facts, cause), cls="quiet"),
                _chart(frame, cause, kb),
                _twin(frame, cause, kb),
                cls="whole",
            ),
        ]
    )


_STEPS = "What came to light, step by step"


def _subtitle(facts: Facts, cause: str) -> str:
    setting = "" if facts.case.setting != "equal" else " Every cause began alike."
    return f"Probability of the confirmed cause, {facts.kb.label(cause)}, after each step.{setting}"


def _figures(frame: pd.DataFrame) -> list[str]:
    return [two_digits(p) for p in frame["probability"].iloc[1:]]


def _step(step: Mapping[str, Any], figure: str, kb: Knowledge) -> Safe:
    marks = [
        el(
            "span",
            el("i", cls=f"m {state}", aria_hidden="true"),
            el("span", f"{state}: ", cls="sr"),
            kb.label(f),
            cls="mark",
        )
        for state in ("present", "absent")
        for f in step.get(state, ())
    ]
    ask = str(step.get("ask") or "")
    return el(
        "li",
        el("h3", step.get("title", ""), el("span", step.get("stage", ""), cls="stage")),
        el("p", step.get("text", "")),
        el("p", marks, cls="marks") if marks else None,
        el("p", el("b", figure), el("span", " afterwards"), cls="then") if figure else None,
        el("p", ask, cls="ask") if ask else None,
    )


def _chart(frame: pd.DataFrame, cause: str, kb: Knowledge) -> Safe:
    causes = frame.drop(columns=["title", "probability", "low", "high", "rank", "leading", cause])
    rivals = causes.iloc[1:].max().sort_values(ascending=False, kind="stable").index[:_OTHERS]
    short = kb.rows("causes")
    return course_chart(
        frame["title"].tolist(),
        short[cause]["short"],
        [frame[k].tolist() for k in ("probability", "low", "high")],
        {short[str(r)]["short"]: frame[r].tolist() for r in rivals},
    )


def _twin(frame: pd.DataFrame, cause: str, kb: Knowledge) -> Safe:
    """The table behind the chart."""
    rows = []
    for i, r in enumerate(frame.to_dict("records")):
        limits = "\u2013" if i == 0 else span(r["low"], r["high"])
        rank = "\u2013" if pd.isna(r["rank"]) else str(r["rank"])
        leading = kb.label(r["leading"]) if r["leading"] else "little known"
        rows.append(
            el(
                "tr",
                el("th", f"{i}. {r['title']}" if i else r["title"], scope="row"),
                el("td", two_digits(r["probability"]), cls="p"),
                el("td", limits),
                el("td", rank),
                el("td", "\u2013" if i == 0 else leading, cls="text"),
            )
        )
    heads = ("After step", "Probability", "90 % interval", "Rank", "Leading cause then")
    head = el(
        "tr", [el("th", h, scope="col", cls="text" if h is heads[-1] else None) for h in heads]
    )
    said = f"Probability of {kb.label(cause)} after each step"
    return el(
        "table",
        el("caption", said, cls="sr"),
        el("thead", head),
        el("tbody", rows),
        cls="course",
    )


def closing(row: Lesson, kb: Knowledge, cites: Citations) -> Safe:
    """Outcome, confirmation, what was injected, learning points, pitfall and the citation."""
    injected = row.get("injected")
    source = row.get("source")
    told: list[tuple[str, object]] = [
        ("Confirmed", el("b", kb.label(str(row["cause"])))),
        ("Outcome", text_of(row, "outcome")),
        ("Reference standard", _standard(row)),
    ]
    if isinstance(injected, Mapping):
        result = f"Result: {injected.get('result')}" if injected.get("result") else ""
        texts = (str(injected.get("text") or ""), result)
        told.append(("Injected", " ".join(sentence(t) for t in texts if t)))
    else:
        told.append(("Injected", "No injection is recorded."))
    if isinstance(source, Mapping):
        told.append(("Published as", _published(source, cites)))
    told.append(("Seen of it", text_of(row, "completeness").replace("_", " ")))
    points = row.get("learning_points")
    points = points if isinstance(points, Iterable) and not isinstance(points, str) else ()
    pitfall = text_of(row, "pitfall")
    return join(
        [
            el("dl", [(el("dt", name), el("dd", said)) for name, said in told if said]),
            join([el("h3", "To take home"), items(points, "ol", cls="points")]) if points else None,
            el("p", el("b", "Pitfall. "), pitfall, cls="notice") if pitfall else None,
        ]
    )


def outcome(row: Lesson, kb: Knowledge, cites: Citations) -> Safe:
    """What it was, what to take home and the citation, as short as one page asks."""
    source = row.get("source")
    points = row.get("learning_points")
    points = points if isinstance(points, list | tuple) else ()
    pitfall = text_of(row, "pitfall")
    published = _published(source, cites) if isinstance(source, Mapping) else None
    return join(
        [
            el("p", el("b", kb.label(str(row["cause"])), ". "), text_of(row, "outcome")),
            items(points[:_POINTS], "ol", cls="points"),
            el("p", el("b", "Pitfall. "), pitfall) if pitfall else None,
            el("p", "Published as: ", published, cls="quiet") if published else None,
        ]
    )


_POINTS = 3  # to take home, on the one page


def _standard(row: Lesson) -> str:
    strength = text_of(row, "reference_strength")
    said = sentence(text_of(row, "reference_standard"))
    return f"{said} Rated {strength}." if strength else said


def _published(source: Mapping[str, Any], cites: Citations) -> Safe:
    title, year = str(source.get("title") or ""), source.get("year")
    said = f"{sentence(title)} {year}. " if year else f"{sentence(title)} "
    return join([said, cites.own("published case", csl(source), str(source.get("url") or ""))])
