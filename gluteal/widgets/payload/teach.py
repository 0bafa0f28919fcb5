"""What the teaching screen shows."""

from typing import Literal, TypedDict

from gluteal.widgets.payload.case import CaseFields, Choice, Tone
from gluteal.widgets.payload.view import Glow


class Book(TypedDict):
    """A teaching case as the library shows it; ``outside`` says why no ranking of it holds."""

    id: str
    title: str
    difficulty: str
    cause: str
    steps: int
    age: int
    sex: str
    stages: list[str]
    outside: str


class Candidate(TypedDict):
    """A cause that the room may vote on; ``words`` are what it is found by."""

    id: str
    label: str
    words: str


class Library(TypedDict):
    """Cases to choose from, and all causes by name."""

    cases: list[Book]
    candidates: list[Candidate]
    causes: list[Choice]
    difficulties: list[str]
    stages: list[Choice]
    first: str | None


class Mark(TypedDict):
    """A finding with what was found."""

    id: str
    label: str
    state: Literal["present", "absent"]


class Step(TypedDict):
    """A step of a teaching case."""

    stage: str
    title: str
    text: str
    ask: str
    marks: list[Mark]


class Ranked(TypedDict):
    """A cause with its probability and interval."""

    id: str
    label: str
    probability: float
    low: float
    high: float


class SeenFlag(TypedDict):
    """A red flag in a teaching case."""

    headline: str
    urgency: str
    tone: Tone
    holds: bool


class Advice(TypedDict):
    """What the model would ask; without bits it could do harm now."""

    id: str
    label: str
    tier: str
    bits: float | None
    best: bool
    done: bool


class Worth(TypedDict):
    """What a finding did to the confirmed cause."""

    label: str
    state: str
    before: float
    after: float


class Seen(TypedDict):
    """What the model makes of a teaching case after a step.

    ``suspended`` says why the ranking does not hold, '' where it does.
    """

    ranked: list[Ranked]
    flags: list[SeenFlag]
    suspended: str
    little: bool
    grid: str
    glow: list[Glow]
    case: CaseFields
    course: str
    advice: list[Advice]
    worth: list[Worth]


class Injected(TypedDict):
    """What was injected into the published patient, and what came of it."""

    text: str
    result: str


class Lesson(TypedDict):
    """A teaching case with everything that each step shows."""

    case: str
    title: str
    cause: str
    label: str
    setting: str
    outside: str
    steps: list[Step]
    views: list[Seen]
    whole: str
    outcome: str
    reference: str
    injected: Injected | None
    points: list[str]
    pitfall: str
    source: str


class Score(TypedDict):
    """How near somebody came to the truth; lower is better."""

    who: str
    log: float
    brier: float


class MadeVisible(TypedDict):
    """One finding: nomogram and hundred patients as pictures."""

    nomogram: str
    icons: str
    basis: str


class Proofs(TypedDict):
    """All marks together, counted in two ways and in every setting; ``told`` in a sentence."""

    weights: str
    settings: str
    told: str
    cause: str


class AskedRow(TypedDict):
    """What a learner asked; ``better``: what would have told far more."""

    finding: str
    label: str
    answer: str
    score: float
    better: str


class Bin(TypedDict):
    """How often a learner was right who stated a probability like this."""

    bin: str
    n: int
    stated: float | None
    observed: float | None


class QuizCase(TypedDict):
    """A case of the quiz, and how the learner does."""

    case: str
    title: str
    text: str
    asked: list[AskedRow]
    done: int
    all: int
    causes: list[Choice]
    injections: list[Choice]
    words: str
    calibration: list[Bin]
    notice: str


class Committed(TypedDict):
    """What a learner's answer was worth; ``done``: how many there are now."""

    done: int
    cause: str
    outcome: str
    points: list[str]
    probability: float
    scores: list[Score]
    questions: float | None
    words: str
    agrees: bool
    source: str


class QuizFile(TypedDict):
    """All answers as a table."""

    csv: str
