"""What a letter may say: candidates for the clinician to confirm, with places instead of words."""

from typing import Literal, TypedDict


class Mention(TypedDict):
    """A phrase of the letter.

    Places are those of the page's own text (UTF-16 units); ``state`` is '' for a field. ``why``
    names the rule and the cues that decided.
    """

    start: int
    end: int
    state: Literal["present", "absent", "uncertain", ""]
    why: str


class LetterRow(TypedDict):
    """A finding, or a value of a field, with all its mentions.

    ``key`` is the id of the finding or the name of the field; ``state`` is what the mentions say
    together, '' for a field; ``value`` and ``said`` are those of a field.
    """

    key: str
    label: str
    state: Literal["present", "absent", "both", "uncertain", ""]
    value: int | float | str | None
    said: str
    mentions: list[Mention]


class Letter(TypedDict):
    """The candidates in the order of the text; ``error`` is '' where it could be read."""

    rows: list[LetterRow]
    error: str
