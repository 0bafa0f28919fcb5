"""A letter as the page gets it back: places in its own text, and no word of the letter."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import accumulate
from math import isnan
from typing import Any, Literal

from gluteal.knowledge import Knowledge
from gluteal.letters import MEASURED, LetterError, read_letter
from gluteal.widgets.payload import Letter, LetterRow, Mention

QUALITY = (
    "It makes mistakes. Against the coding of {vignettes} published vignettes {precision} in 100 of "
    "its readings were right and it found {recall} in 100 of what was coded; on the half it was not "
    "tuned on, when first read, {unseen_precision} and {unseen_recall}."
)


def quality(kb: Knowledge) -> str:
    """How well letters are read, in a sentence with the measured figures."""
    vignettes, *shares = MEASURED
    percents = (round(100 * share) for share in shares)
    return kb.say(QUALITY, vignettes=vignettes, **dict(zip(MEASURED._fields[1:], percents)))


def implied(kb: Knowledge) -> set[str]:
    """Findings that follow from the age, the sex or the duration, and are not marked by hand."""
    return {*kb.cells.told_by, "female_sex"}


def letter(text: Any, kb: Knowledge) -> Letter:
    """Candidates of a letter, one row a finding or a value of a field, in the order of the text.

    Of the letter itself only places go back to the page, which has it: so a name in it is shown
    nowhere else.

    Examples
    --------
    >>> import gluteal
    >>> [(r["label"], r["state"]) for r in letter("No fever.", gluteal.load())["rows"]]
    [('Fever or systemically unwell', 'absent')]
    """
    try:
        found = read_letter(text, kb)
    except LetterError as error:
        return {"rows": [], "error": str(error)}
    place = [0, *accumulate(1 + (c > "\uffff") for c in text)]  # the page counts UTF-16 units
    told = implied(kb)
    rows: dict[tuple[str, str], LetterRow] = {}
    for one in found.to_dict("records"):
        key, value = str(one["finding"] or one["field"]), _plain(one["value"])
        if key in told:
            continue
        row = rows.setdefault(
            (key, str(value)),
            {
                "key": key,
                "label": one["label"] if one["finding"] else kb.say(one["label"]),
                "state": "",
                "value": value,
                "said": _said(key, value, kb),
                "mentions": [],
            },
        )
        row["mentions"].append(_mention(one, place))
        row["state"] = _together(m["state"] for m in row["mentions"])
    return {"rows": list(rows.values()), "error": ""}


def _mention(one: dict[Any, Any], place: list[int]) -> Mention:
    return {
        "start": place[one["start"]],
        "end": place[one["end"]],
        "state": one["state"],
        "why": one["why"],
    }


def _together(states: Iterable[str]) -> Literal["present", "absent", "both", "uncertain", ""]:
    """What several mentions say together: one that is unclear does not speak against others."""
    said = set(states)
    if {"present", "absent"} <= said:
        return "both"
    for state in ("present", "absent", "uncertain"):
        if state in said:
            return state
    return ""


def _plain(value: Any) -> int | float | str | None:
    if isinstance(value, float):  # as a column of numbers and gaps holds them
        return None if isnan(value) else int(value) if value.is_integer() else value
    return value if isinstance(value, int | str) else None


def _said(key: str, value: int | float | str | None, kb: Knowledge) -> str:
    if value is None:
        return ""
    if key == "duration_weeks":
        return kb.say("1 week") if value == 1 else kb.say("{n} weeks", n=value)
    return kb.say(str(value))
