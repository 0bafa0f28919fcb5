"""All that Python sends to the page, as types; ``typescript`` writes the page's from them.

``Answers`` has every question of the page with what it is answered with. Nothing is told by its
place in a list.
"""

from typing import Any, Literal, NotRequired, TypedDict

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


# What never changes on a screen.


class Finding(TypedDict):
    """A finding that can be marked."""

    id: str
    label: str
    short: str
    domain: str
    tier: str
    stage: str
    screening: bool
    prompt: str
    how: str
    synonyms: str


class Tab(TypedDict):
    """Findings that are listed together."""

    label: str
    stages: list[str]
    heading: str
    screening: bool


class Precaution(TypedDict):
    """Something that may limit an injection."""

    id: str
    label: str
    topic: str


class Field(TypedDict):
    """A number that is asked of the patient, with its range."""

    key: Literal["age", "severity", "duration_weeks", "conservative_weeks", "weight_kg"]
    label: str
    unit: str
    low: float
    high: float


class Person(TypedDict):
    """What somebody of a sex is called, grown or not."""

    sex: str
    grown: str
    young: str


class Persons(TypedDict):
    """What patients are called."""

    named: list[Person]
    other: str
    adult: int


class Catalogue(TypedDict):
    """What never changes on a screen."""

    findings: list[Finding]
    tabs: list[Tab]
    first_tab: str
    settings: list[Choice]
    first_setting: str
    precautions: list[Precaution]
    topics: list[Choice]
    fields: list[Field]
    sexes: list[str]
    sides: list[str]
    persons: Persons
    example: str
    stamp: str


# What follows from the marks.


class Known(TypedDict):
    """How much is known."""

    findings: int
    bits: float
    little: bool
    steps: int
    word: str


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
    cleared: str
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
    releases: list[Choice]
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
    """Everything that follows from the marks."""

    known: Known
    flags: list[Flag]
    asked: int
    questions: int
    grid: str
    causes: list[Choice]
    glow: list[Glow]
    next: list[NextRow]
    cards: list[Card]
    target: str | None
    more: list[MoreOption]
    no_zone: str
    instead: Instead
    not_asked: list[str]


class Now(TypedDict):
    """The case to begin with; ``resumed``: when it was saved, if it was taken up again."""

    case: CaseFields
    resumed: str


class Saved(TypedDict):
    """What the journal says of the last change: '' is saved."""

    saved: str


# What opens on request.


class Source(TypedDict):
    """A source, and where it is found."""

    text: str
    url: str


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
    parts: list[EvidencePart]


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
    sources: list[str]


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
    """A case in the journal."""

    entry: str
    saved: str
    said: str
    age: str
    readable: bool


class Entries(TypedDict):
    """The journal, and the entry that is open."""

    rows: list[Entry]
    entry: str
    error: NotRequired[str]


class Opened(TypedDict):
    """A case to show from now on."""

    case: CaseFields


# Teaching.


class Book(TypedDict):
    """A teaching case as the library shows it."""

    id: str
    title: str
    difficulty: str
    cause: str
    steps: int
    age: int
    sex: str
    stages: list[str]


class Library(TypedDict):
    """Cases to choose from."""

    cases: list[Book]
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
    """What the model makes of a teaching case after a step."""

    ranked: list[Ranked]
    flags: list[SeenFlag]
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


class Scored(TypedDict):
    """The room's guess and its scores beside the model's."""

    room: dict[str, float]
    scores: list[Score]


class MadeVisible(TypedDict):
    """One finding: nomogram and hundred patients as pictures."""

    nomogram: str
    icons: str
    basis: str


class TwoWays(TypedDict):
    """A probability as independent proofs give it, and as the model does."""

    naive: float
    model: float


class Proofs(TypedDict):
    """All marks together, counted in two ways and in every setting."""

    weights: str
    settings: str
    probability: TwoWays
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
    """What a learner's answer was worth."""

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


Answers = TypedDict(
    "Answers",
    {
        "now": Now,
        "show": View | Problem,
        "ping": Nothing,
        "plotly": Nothing,
        "sentence": str,
        "evidence": Evidence,
        "contributions": Contributions,
        "option": Option,
        "compare": Compare,
        "matrix": Matrix,
        "handout": Handout,
        "cases": Entries,
        "open": Opened | Entries,
        "new": Opened | Entries,
        "duplicate": Entries,
        "delete": Entries,
        "restore": Entries,
        "library": Library,
        "lesson": Lesson,
        "score": Scored,
        "free": Nothing,
        "teaching handout": Handout,
        "bayes": MadeVisible,
        "proofs": Proofs,
        "quiz": QuizCase,
        "quiz ask": AskedRow,
        "quiz commit": Committed | Problem,
        "quiz file": QuizFile,
        "quiz reset": QuizCase,
    },
)
