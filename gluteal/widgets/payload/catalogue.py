"""What never changes on a screen."""

from typing import Literal, TypedDict

from gluteal.widgets.payload.case import Choice


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
    question: str


class Tab(TypedDict):
    """Findings that are listed together.

    Of a tab that screens, ``denied`` has the stages that are answered by a word, so that the
    rest may be denied in one step, and ``tested`` asks for those that are not.
    """

    label: str
    stages: list[str]
    heading: str
    screening: bool
    denied: list[str]
    tested: str


class Precaution(TypedDict):
    """Something that may limit an injection; ``fact``: it may be true of a patient.

    ``against`` has those that cannot be true besides.
    """

    id: str
    label: str
    short: str
    fact: bool
    against: list[str]
    topic: str


class Field(TypedDict):
    """A number that is asked of the patient, with its range; ``range`` says it."""

    key: Literal["age", "severity", "duration_weeks", "conservative_weeks", "weight_kg"]
    label: str
    unit: str
    low: float
    high: float
    decimals: bool
    range: str


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


class Language(TypedDict):
    """What the screen is said in; ``phrases`` has its texts by the English ones."""

    code: str
    decimal: str
    capitals: bool
    idle: str
    note: str
    phrases: dict[str, str]


class Catalogue(TypedDict):
    """What never changes on a screen."""

    language: Language

    findings: list[Finding]
    tabs: list[Tab]
    first_tab: str
    settings: list[Choice]
    first_setting: str
    precautions: list[Precaution]
    topics: list[Choice]
    other_topic: str
    fields: list[Field]
    sexes: list[str]
    sides: list[str]
    persons: Persons
    reason_letters: int
    letter_limit: int
    letter_quality: str
    example: str
    stamp: str
