"""Values of a case, from a form, a file or a data frame: made plain or refused."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

from gluteal.cases.errors import CaseError

KINDS = ("flag", "precaution", "exception")  # what a stated reason can settle


def ids(name: str, value: Any) -> tuple[str, ...]:
    """A list of ids without repeats."""
    if isinstance(value, (str, bytes, Mapping)) or not isinstance(value, Iterable):
        raise CaseError(f"{name} == {said(value)}, must be a list of ids")
    ids = tuple(value)
    if len(ids) > 1000:
        raise CaseError(f"{name} has {len(ids)} ids, more than any table has")
    for one in ids:
        if not isinstance(one, str):
            raise CaseError(f"{name} has {one!r}, must hold ids, which are text")
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


def said(value: Any) -> str:
    """A value as a message quotes it, at most a line."""
    try:
        text = repr(value)
    except ValueError:  # an integer of thousands of digits
        return "a huge number"
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
        if number is None or not 0 <= number <= 10_000:
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
