"""Words of a column to a fact about the patient: an id of the tables, or a number."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from gluteal.cases import RANGES, number_from_text
from gluteal.clinic.answers import Decoded, Told, line, shown
from gluteal.clinic.errors import Problem
from gluteal.clinic.words import (
    NO_NUMBER,
    NOT_KNOWN,
    REFERENCES,
    SIDES,
    UNITS,
    cell,
    lookup,
    normal,
)
from gluteal.knowledge import EQUAL, SETTINGS, FloatArray, Knowledge
from gluteal.words import SETTING_LABELS

NUMBERS = ("age", "relief", "duration_weeks", "conservative_weeks")
CHOICES = ("cause", "reference", "setting", "injection", "side")
_WEEKS = {"days": 1 / 7, "weeks": 1.0, "months": 365.25 / 84, "years": 365.25 / 7}
_PARTS = {"share": 1.0, "percent": 0.01, "of_ten": 0.1}
FACTORS: dict[str, dict[str, float]] = {
    "age": {"years": 1.0},
    "relief": _PARTS,
    "duration_weeks": _WEEKS,
    "conservative_weeks": _WEEKS,
}
_DATE = re.compile(
    r"\d{4}-\d\d?-\d\d?.*|\d\d?[./-]\d\d?[./-]\d{2,4}|\d\d?\.? \w+\.? \d{4}|\d\d?-\w+-\d{2,4}|"
    r"[^\W\d]{3,9}\.?[ -]\d{2,4}"
)
_AMBIGUOUS = re.compile(r"[1-9]\d{0,2}([.,])\d{3}")
_DECIMAL = re.compile(r"\d+([.,])(?!\d{3}$)\d+")


def names_of_choices(field: str, kb: Knowledge) -> dict[str, str]:
    """Names of what a field can hold, to its id: ids, labels and short labels."""
    if field in ("side", "reference"):
        return lookup(SIDES if field == "side" else REFERENCES)
    if field == "setting":
        pairs = {s: SETTING_LABELS[s] for s in (*SETTINGS, EQUAL)}
        return {normal(n): s for s, label in pairs.items() for n in (s, label)}
    table = kb.causes if field == "cause" else kb.injections
    names = {normal(n): i for c in ("short", "label") for i, n in table[c].items()}
    # "Sacroiliac joint pain (dysfunction)" is known by each of its two names
    for i, label in table["label"].items():
        outer, _, inner = label.partition("(")
        for part in (outer, inner.rstrip(")")) if field == "cause" and inner else ():
            names.setdefault(normal(part), str(i))
    return names | {normal(i): i for i in table.index}


def choice(head: str, field: str, words: list[str], told: Told, kb: Knowledge) -> Decoded:
    """A column of ids: cause, injection, setting, side, strength of the reference."""
    known = names_of_choices(field, kb)
    value, remedy = np.full(len(words), None, object), [""] * len(words)
    for i, word in enumerate(words):
        one = cell(word)
        said = told.values.get(one, {}).get(field)
        if said is not None:
            value[i] = None if said == "unknown" else said
        elif found := known.get(normal(word)):
            value[i] = found
        elif one and one not in NOT_KNOWN:
            ids = sorted(set(known.values()))
            which = (
                f"one of {', '.join(ids)}" if len(ids) < 8 else f"an id or a label of the {field}s"
            )
            remedy[i] = (
                f"write {which}, or add the line {line(head, shown(word), field, '')} to the mapping with the id at its end"
            )
    return Decoded({field: value}, remedy)


def number(head: str, field: str, words: list[str], told: Told) -> Decoded:
    """A column of numbers: age in whole years, relief as a share, durations in weeks."""
    cells = [cell(w) for w in words]
    mark = _decimal_mark(cells)
    value, remedy = np.full(len(words), np.nan), [""] * len(words)
    percent = np.zeros(len(words), bool)
    for i, one in enumerate(cells):
        said = told.values.get(one, {}).get(field)
        if said == "unknown" or (said is None and (not one or one in NO_NUMBER)):
            continue
        if field == "relief" and one.endswith("%"):
            one, percent[i] = one[:-1].strip(), True
        value[i], remedy[i] = _number(said or one, mark)
    unit = told.unit or _unit(head, field)
    if not unit and field == "relief":
        unit = _scale(value[~percent])
    asks = []
    if not unit and np.isfinite(value[~percent]).any():
        asks = [_ask(head, field)]
    factors = FACTORS[field]
    value = value * np.where(percent, 0.01, factors.get(unit, 1.0))
    if field == "age":
        value = np.floor(value)
    low, high = (0, 1) if field == "relief" else (RANGES[field].low, RANGES[field].high)
    for at in np.flatnonzero((value < low) | (value > high)) if not asks else ():
        what = "relief is 0 (none) to 1 or 100 %" if field == "relief" else str(RANGES[field])
        remedy[at] = f"{what}; mend it, or leave it blank"
    return Decoded({field: value}, remedy, asks)


def is_date(text: str) -> bool:
    """Whether a cell is a date."""
    return _DATE.fullmatch(cell(text)) is not None


def _number(text: str, mark: str) -> tuple[float, str]:
    """A number, or why it is none."""
    if is_date(text):
        why = "is a date where a number belongs; format the column as a number, or leave it blank"
        return np.nan, why + _meant(text)
    found = _AMBIGUOUS.fullmatch(text)
    try:
        if found and found[1] == mark:
            return float(text.replace(",", ".")), ""
        return number_from_text(text), ""
    except ValueError as error:
        why = "can be read in two ways; write it without a separator" if found else ""
        return np.nan, why or (
            "write a number such as 39 or 39.5, or leave it blank" if error else ""
        )


def _meant(text: str) -> str:
    """The number that Excel shows as a date of its first year, in which it has a 29 February."""
    day = pd.to_datetime(text[:10], format="%Y-%m-%d", errors="coerce")
    if pd.isna(day) or day.year != 1900:
        return ""
    return f" (Excel shows {day.day_of_year + (day.month > 2)} so)"


def _decimal_mark(cells: list[str]) -> str:
    """The decimal mark of a column, '' where its numbers do not tell."""
    marks = {m[1] for c in cells if (m := _DECIMAL.fullmatch(c.removesuffix("%").strip()))}
    return marks.pop() if len(marks) == 1 else ""


def _unit(head: str, field: str) -> str:
    """The unit that a head names; age is in years."""
    if field == "age":
        return "years"
    known, said = lookup(UNITS), normal(head)
    parts = {
        known[w] for w in (*said.split(), *re.findall(r"0 10|of 10|of ten", said)) if w in known
    }
    fitting = parts & set(FACTORS[field])
    return fitting.pop() if len(fitting) == 1 else ""


def _scale(values: FloatArray) -> str:
    """Whether relief is a share or a percentage, '' where its numbers could be either."""
    some = values[values > 0]
    if len(some) and np.mean(some > 10) > 0.5:
        return "percent"
    return "share" if len(some) and some.max() <= 1 and (some < 1).any() else ""


def _ask(head: str, field: str) -> Problem:
    units = [u for u in FACTORS[field]]
    lines = "".join(f"\n      {line(head, '', field, u)}" for u in units)
    return Problem(
        0, head, "", f"the unit is not said; add one of these lines to the mapping:{lines}"
    )
