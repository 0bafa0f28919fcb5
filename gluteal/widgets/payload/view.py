"""What follows from the marks."""

from typing import Literal, TypedDict

from gluteal.widgets.payload.case import CaseFields, Choice, Tone


class Known(TypedDict):
    """How much is known."""

    findings: int
    bits: float
    little: bool
    steps: int
    word: str


class Answered(TypedDict):
    """A topic or precaution that need not be asked, and why; ``none``: it does not apply."""

    id: str
    state: Literal["present", "absent", "none"]
    said: str


class Before(TypedDict):
    """What is asked before an injection and is answered already."""

    topics: list[Answered]
    precautions: list[Answered]


class Reason(TypedDict):
    """What a stated reason settles under a key: the button, the question, and of what."""

    key: str
    act: str
    title: str
    about: str


class Flag(TypedDict):
    """A red flag that the marks raise."""

    id: str
    headline: str
    label: str
    signs: list[str]
    urgency: str
    tone: Tone
    action: str
    steps: list[str]
    holds: bool
    decides: bool  # what it asks for is all that comes next
    cleared: str
    reason: Reason
    memory: bool
    sources: str


class Glow(TypedDict):
    """A cause that lights up on the drawing."""

    id: str
    label: str
    probability: float


class NextRow(TypedDict):
    """A finding that would tell much now."""

    id: str
    label: str
    tier: str
    bits: float
    reason: str
    cause: str
    now: float
    present: float
    absent: float
    how: str


class Need(TypedDict):
    """A finding that something asks for."""

    id: str
    label: str


class Notice(TypedDict):
    """A serious cause that no flag speaks of, and what to ask for, if anything is left."""

    id: str
    said: str
    ask: Need | None


class Hold(TypedDict):
    """What holds an injection; ``flag``: it is a red flag."""

    text: str
    flag: bool


class Band(TypedDict):
    """A stretch of the ruler; ``here``: the injection is in this zone."""

    low: float
    high: float
    label: str
    here: bool


class Card(TypedDict):
    """An injection that may fit."""

    id: str
    label: str
    short: str
    cause: str
    probability: float
    low: float
    high: float
    test: float | None
    treat: float | None
    bands: list[Band]
    zone: str
    kind: str
    zone_reason: str
    holds: list[Hold]
    cautions: list[str]
    needs: list[Need]
    releases: list[Reason]
    target: str
    guidance: str
    guidance_alternatives: str
    needle: str
    injectate: str
    steroid: str
    volume: str
    effect: str
    grade: str
    direction: str
    sources: int
    bleeding_risk: str


class MoreOption(TypedDict):
    """An injection that fits less well than the cards."""

    id: str
    label: str
    zone: str


class Instead(TypedDict):
    """What to do for a cause besides injecting."""

    cause: str
    text: str
    first_line: str
    sources: str


class View(TypedDict):
    """Everything that follows from the marks.

    Where ``no_ranking`` says why the ranking does not hold, nothing else here has a probability
    or names a cause by it. ``under_age`` is the one of its sentences that no flag says.
    """

    no_ranking: list[str]
    under_age: str

    known: Known
    flags: list[Flag]
    notices: list[Notice]
    asked: int
    questions: int
    grid: str
    causes: list[Choice]
    glow: list[Glow]
    next: list[NextRow]
    next_said: str
    cards: list[Card]
    target: str | None
    more: list[MoreOption]
    no_zone: str
    instead: Instead
    not_asked: list[str]
    inapplicable: list[str]
    before: Before


class Told(TypedDict):
    """Something given that does not count as given, at its field."""

    field: str
    said: str


class Kept(TypedDict):
    """What may be said of saving: whether exactly the marks of ``rev`` are kept."""

    rev: int
    state: Literal["saved", "saving", "failed", "empty", "nowhere"]
    why: str
    entry: str
    notices: list[str]


class Shown(TypedDict):
    """The case as Python holds it at ``rev``, and what follows from it.

    ``view`` is missing where nothing could be made of the marks; ``failed`` says why.
    """

    rev: int
    case: CaseFields
    troubles: list[Told]
    view: View | None
    failed: str
    kept: Kept


class Now(TypedDict):
    """What a page begins with; ``resumed``: when its case was saved, '' where it is empty or is not."""

    shown: Shown
    resumed: str
