"""Age, sex, side and duration in a letter."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from gluteal.cases import RANGES


@dataclass(frozen=True, slots=True)
class Field:
    """A value of a field of :class:`gluteal.Case`, and where it stands."""

    field: str
    value: float | str
    start: int
    end: int


_UNITS = {
    "7": 1 / 7,
    "52": 1.0,
    "12": 52 / 12,
    "day": 1 / 7,
    "week": 1.0,
    "wk": 1.0,
    "month": 52 / 12,
    "year": 52.0,
    "yr": 52.0,
}
_COUNTS = "zero one two three four five six seven eight nine ten eleven twelve".split()
_NUMBER = rf"(?P<n>\d{{1,3}}(?:\.\d)?|an?|{'|'.join(_COUNTS[1:])}|half a)"
_TIME = rf"{_NUMBER}[\s-]{{1,2}}(?P<unit>day|week|wk|month|year|yr)s?['\u2019]?"
_LONG = (
    rf"\bfor (?:the (?:past|last) |about |around |some |over |nearly |almost |at least )*{_TIME}"
    r"(?! (?:after|before|old))\b",
    rf"\b{_TIME}[\s-](?:history|duration|of (?:[\w-]+ ){{0,4}}?(?:pain|ache|symptoms|sciatica|discomfort))\b",
    rf"\b(?:began|begun|started|onset|commenced)\b[^.;\n]{{0,20}}?\b{_TIME} (?:ago|earlier)\b",
    r"\b(?P<n>\d{1,2})/(?P<unit>7|52|12)\b",
    rf"\bover the (?:past|last) {_TIME}\b",
)
_AGE = (
    r"\b(?P<n>\d{1,3})[\s-]?(?:years?|yrs?|y)[\s-]?(?:of age|old|o\b|/o)",
    r"\baged? ?:? ?(?P<n>\d{1,3})\b(?! ?(?:weeks?|months?|days?))",
    r"\b(?:woman|man|lady|gentleman|female|male|patient), (?P<n>\d{1,3})\b",
    r"\b(?P<n>\d{2})[ -]?(?:F|M)\b",
)
_SEX = (
    ("female", r"(?i:\b(?:woman|lady|female|girl)\b)|\b(?:Mrs|Ms|Miss)\b|\b\d{2}[ -]?F\b"),
    ("male", r"(?i:\b(?:man|gentleman|male|boy)\b)|\bMr\b|\b\d{2}[ -]?M\b"),
)
_PRONOUN = (("female", r"(?i:\b(?:she|her)\b)"), ("male", r"(?i:\b(?:he|his|him)\b)"))
_PLACE = (
    r"(?:[\s-](?!and\b|but\b|no\b|not\b)\w+){0,2}?[\s-]"
    r"(?:buttocks?|gluteal|hips?|groin|thigh|legs?|sacroiliac|sij|sided?|sciatica|back|ischi\w+|pain)\b"
)
_SIDE = (
    ("left", rf"\bleft{_PLACE}"),
    ("right", rf"\bright{_PLACE}"),
    ("both", rf"\b(?:both (?:buttocks|hips|sides|legs)\b|bilateral{_PLACE})"),
)


def fields(text: str) -> list[Field]:
    """Every distinct value of a field that a text names, where it first does.

    Durations are in weeks. They are candidates as findings are: how long somebody has cycled reads
    like how long it has hurt.

    Examples
    --------
    >>> found = fields("A 38-year-old woman with left buttock pain for 6 months.")
    >>> [(f.field, f.value) for f in found]
    [('age', 38), ('sex', 'female'), ('side', 'left'), ('duration_weeks', 26.0)]
    """
    first: dict[tuple[str, float | str], Field] = {}
    for found in (*_ages(text), *_sexes(text), *_sides(text), *_durations(text)):
        kept = first.get((found.field, found.value))
        if kept is None or found.start < kept.start:
            first[found.field, found.value] = found
    return list(first.values())


def _ages(text: str) -> Iterator[Field]:
    for pattern in _AGE:
        for m in re.finditer(pattern, text, re.I if "M)" not in pattern else 0):
            if RANGES["age"].holds(int(m["n"])):
                yield Field("age", int(m["n"]), m.start(), m.end())


def _sexes(text: str) -> list[Field]:
    for names in (_SEX, _PRONOUN):
        found = [
            Field("sex", sex, m.start(), m.end())
            for sex, pattern in names
            if (m := re.search(pattern, text))
        ]
        if found:
            return [min(found, key=lambda f: f.start)]
    return []


def _sides(text: str) -> Iterator[Field]:
    for side, pattern in _SIDE:
        if m := re.search(pattern, text, re.I):
            yield Field("side", side, m.start(), m.end())


def _durations(text: str) -> Iterator[Field]:
    for pattern in _LONG:
        for m in re.finditer(pattern, text, re.I):
            n, unit = m["n"].casefold(), m["unit"].casefold()  # a long s is an s
            count = (
                0.5
                if n == "half a"
                else 1
                if n in ("a", "an")
                else _COUNTS.index(n)
                if n in _COUNTS
                else float(n)
            )
            weeks = round(count * _UNITS[unit], 1)
            if RANGES["duration_weeks"].holds(weeks):
                yield Field("duration_weeks", weeks, m.start(), m.end())
