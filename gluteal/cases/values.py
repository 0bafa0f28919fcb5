"""Values of a case, from a form, a file or a data frame: made plain or refused."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from gluteal.cases.errors import CaseError

KINDS = ("flag", "precaution", "exception", "drug")  # what a stated reason can settle
_NUMBER = re.compile(r"[0-9]+([.,][0-9]+)?")
_THOUSANDS = re.compile(r"[1-9][0-9]{0,2}[.,][0-9]{3}")


@dataclass(frozen=True)
class Range:
    """What a number of a case may be; ``str`` says it as a screen does.

    Examples
    --------
    >>> print(RANGES["severity"], "/", RANGES["age"])
    Pain is 0 to 10 / Age is 0 to 120 whole years
    """

    label: str
    low: int
    high: int
    unit: str = ""
    decimals: bool = True

    def __str__(self) -> str:
        unit = self.unit if self.decimals else f"whole {self.unit}"
        return f"{self.label} is {self.low} to {self.high} {unit}".strip()

    def holds(self, number: float) -> bool:
        """Whether a number lies within, and is whole where it must be."""
        return self.low <= number <= self.high and (self.decimals or number == int(number))


RANGES: Mapping[str, Range] = MappingProxyType(
    {
        "age": Range("Age", 0, 120, "years", decimals=False),
        "severity": Range("Pain", 0, 10),
        "duration_weeks": Range("Duration of pain", 0, 6000, "weeks"),
        "conservative_weeks": Range("Conservative care", 0, 6000, "weeks"),
        "weight_kg": Range("Weight", 1, 400, "kg"),
        "anaesthetic_mg": Range("Planned anaesthetic", 0, 10_000, "mg"),
    }
)


def ids(name: str, value: Any) -> tuple[str, ...]:
    """A list of ids without repeats."""
    if isinstance(value, (str, bytes, Mapping)) or not isinstance(value, Iterable):
        raise CaseError(f"{name} == {said(value)}, must be a list of ids")
    ids = tuple(value)
    if len(ids) > 1000:
        raise CaseError(f"{name} has {len(ids)} ids, more than any table has")
    for one in ids:
        if not isinstance(one, str):
            raise CaseError(f"{name} has {said(one)}, must hold ids, which are text")
        _text(name, one, 100)
    return tuple(dict.fromkeys(ids))


def number_of(value: Any) -> float | None:
    """A plain finite number of what may come from a form, a file or a data frame."""
    if isinstance(value, (bool, str, bytes)) or not hasattr(value, "__float__"):
        return None
    try:
        number = float(value)
    except (OverflowError, TypeError, ValueError):
        return None
    return number if math.isfinite(number) else None


def number(name: str, value: Any) -> float | None:
    """The number of a field, None where none is given."""
    if value is None:
        return None
    plain, span = number_of(value), RANGES[name]
    if plain is None or not span.low <= plain <= span.high:
        must = f"must be a number from {span.low} to {span.high}"
        raise CaseError(f"{name} == {said(value)}, {must}; leave it out if it is not known")
    if not span.holds(plain):
        raise CaseError(f"{name} == {said(value)}, must be in whole {span.unit}")
    return plain


def number_from_text(text: str) -> float:
    """The number that was typed, with a decimal comma or point; never another one.

    Raises
    ------
    ValueError
        The text is no such number, or could be read in two ways.

    Examples
    --------
    >>> number_from_text(" 39,5 ")
    39.5
    """
    typed = text.strip()
    if _THOUSANDS.fullmatch(typed):
        raise ValueError(f"{said(text)} can be read in two ways; write it without a separator")
    if not _NUMBER.fullmatch(typed) or math.isinf(number := float(typed.replace(",", "."))):
        raise ValueError(f"{said(text)} is not a number such as 39 or 39,5 or 39.5")
    return number


def said(value: Any) -> str:
    """A value as a message quotes it, at most a line."""
    try:
        text = repr(value)
    except ValueError:  # an integer of thousands of digits
        return "a huge number"
    except RecursionError:
        return "what is nested too deeply"
    return text if len(text) < 60 else text[:57] + "..."


def reasons(value: Any) -> Mapping[str, str]:
    """What was cleared, as ``kind:id``, to the reason."""
    for key, reason in _items("cleared", value):
        kind, _, name = key.partition(":")
        if kind not in KINDS or not name:
            bare = name or key.rstrip(":")
            must = " or ".join(repr(f"{k}:{bare}") for k in KINDS)
            raise CaseError(f"cleared has {said(key)}, must name its kind: {must}")
        if not isinstance(reason, str) or not reason.strip():
            raise CaseError(f"cleared[{key!r}] == {said(reason)}, must give the reason in words")
        _text("cleared", reason, 2000)
    return MappingProxyType(dict(value))


def doses(value: Any) -> Mapping[str, float]:
    """Local anaesthetic to mg."""
    doses = {}
    for key, mg in _items("anaesthetic_mg", value):
        number = number_of(mg)
        if number is None or not RANGES["anaesthetic_mg"].holds(number):
            raise CaseError(f"anaesthetic_mg[{key!r}] == {said(mg)}, must be mg, from 0 to 10000")
        doses[key] = number
    return MappingProxyType(doses)


def _items(name: str, value: Any) -> list[tuple[str, Any]]:
    if not isinstance(value, Mapping):
        raise CaseError(f"{name} == {said(value)}, must map ids to values")
    ids(name, value.keys())
    return list(value.items())


def _text(name: str, text: str, most: int) -> None:
    if len(text) > most:
        raise CaseError(f"{name} has a text of {len(text)} characters, at most {most} are kept")
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        raise CaseError(f"{name} has {text!r}, which is not proper text") from None
