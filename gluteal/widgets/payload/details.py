"""What opens on request, and the journal."""

from typing import Any, NotRequired, TypedDict

from gluteal.widgets.payload.case import State
from gluteal.widgets.payload.view import Hold


class SourcePart(TypedDict):
    """A stretch of a citation, and where it leads: '' nowhere."""

    text: str
    url: str


class Source(TypedDict):
    """A citation."""

    parts: list[SourcePart]


class EvidenceRow(TypedDict):
    """A row of the tables behind a cell."""

    what: str
    figure: str
    basis: str
    use: str
    verified: str
    where: str
    note: str
    sources: list[Source]
    unsourced: str


class EvidencePart(TypedDict):
    """The rows of one finding of a cell."""

    label: str
    how: str
    differs: str
    said: str
    rows: list[EvidenceRow]


class Evidence(TypedDict):
    """All that stands behind a cell."""

    title: str
    composite: str
    sources: list[Source]
    parts: list[EvidencePart]


class TriedRow(TypedDict):
    """One thing that was changed, and what became of the first place."""

    kind: str
    what: str
    becomes: str
    leads: str


class Firm(TypedDict):
    """How firm the first place is, whether a pair explains more, whether asking still pays.

    ``rev`` is the case that it belongs to; '' where there is nothing to say.
    """

    rev: int
    word: str
    said: str
    title: str
    rows: list[TriedRow]
    pair: str
    members: list[str]
    enough: str


class ContributionRow(TypedDict):
    """What one mark adds to a cause."""

    id: str
    title: str
    state: str
    weight: str


class Contributions(TypedDict):
    """How a probability comes about."""

    title: str
    before: str
    origin: str
    note: str
    rows: list[ContributionRow]
    fit: str
    picture: str
    sum: str
    after: str
    span: str


class Pair(TypedDict):
    """A label with its text."""

    label: str
    text: str


class Option(TypedDict):
    """Everything about an injection."""

    title: str
    zone: str
    holds: list[Hold]
    cautions: list[str]
    pairs: list[Pair]
    memory: bool
    sources: list[Source]


class CompareRow(TypedDict):
    """A finding that separates two causes; without an id it cannot be marked."""

    id: str
    label: str
    state: State
    one: str
    other: str
    yes: str
    no: str


class Compare(TypedDict):
    """Two causes compared."""

    one: str
    other: str
    rows: list[CompareRow]


class Matrix(TypedDict):
    """The figure of the whole matrix, with the ids of its rows and columns."""

    data: list[Any]
    layout: dict[str, Any]
    rows: list[str]
    columns: list[str]


class Handout(TypedDict):
    """A page to print and a text to paste."""

    html: str
    text: str


class Entry(TypedDict):
    """A case in the journal; times are those of this computer's clock."""

    entry: str
    begun: str
    saved: str
    who: str
    said: str
    lead: str
    flags: str
    readable: bool


class Entries(TypedDict):
    """The journal, and the entry that is open."""

    rows: list[Entry]
    entry: str
    error: NotRequired[str]
