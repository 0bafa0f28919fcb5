"""What belongs to every part of the page: a case, a choice, a problem."""

from typing import Literal, TypedDict

State = Literal["present", "absent", "unknown"]
Tone = Literal["red", "watch", "quiet"]


class Problem(TypedDict):
    """What was asked for cannot be given, and why."""

    error: str


class Nothing(TypedDict):
    """An answer that only says that Python is there."""


class Choice(TypedDict):
    """One of several, by id, with its words."""

    id: str
    label: str


class CaseFields(TypedDict, total=False):
    """A case as plain values: the fields that say something."""

    present: list[str]
    absent: list[str]
    paused: list[str]
    setting: str
    age: int | float
    sex: str
    side: str
    severity: float
    duration_weeks: float
    conservative_weeks: float
    weight_kg: float
    precautions: list[str]
    screened: list[str]
    cleared: dict[str, str]
    anaesthetic_mg: dict[str, float]
