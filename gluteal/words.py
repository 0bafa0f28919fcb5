"""Words that a user sees and that are no data, each kept once: a translation begins here."""

from __future__ import annotations

from typing import Literal

from gluteal.knowledge import DIAGNOSTIC, INVESTIGATE, REFERRAL, SETTINGS, THERAPEUTIC

FieldKey = Literal["age", "severity", "duration_weeks", "conservative_weeks", "weight_kg"]

SETTING_LABELS = {
    "primary_care": "Primary care",
    "sports": "Sports medicine",
    "pain_clinic": "Pain clinic",
    "spine_orthopaedic": "Spine or orthopaedic clinic",
    "emergency": "Emergency department",
    "equal": "Equal (teaching)",
}
SETTINGS_SHOWN = (*SETTINGS, "equal")
SETTING_FIRST = "pain_clinic"  # stands in the choice until a case says its own
TOPIC_LABELS = {
    "pregnancy": "Pregnancy",
    "antithrombotic": "Antithrombotic drugs, bleeding",
    "allergy": "Allergy",
    "infection": "Infection",
    "diabetes": "Diabetes",
    "immunosuppression": "Immunosuppression",
    "steroid": "Steroid this year, steroid risks",
    "weight": "Weight",
}
TOPIC_OTHER = "Anything else that limits an injection"
# Before an injection: what is answered already.
BY_MARKS = "as marked: {findings}"
BY_AGE = "age {age}"
NOT_OF_A_MAN = "not asked of a man"
NOT_AT_THIS_AGE = "not asked at this age"
DIRECTIONS = {
    "benefit": "trials show benefit",
    "none": "trials show no benefit over control",
    "conflict": "trials conflict",
    "not tested": "no controlled trial",
}

# Findings: name of a tab, stages on it, a heading in place of the domains, whether it screens.
TABS: tuple[tuple[str, tuple[str, ...], str, bool], ...] = (
    ("Safety", (), "Screening questions", True),
    ("History", ("history",), "", False),
    ("Examination", ("examination",), "", False),
    ("Imaging", ("investigation",), "", False),
    ("Blocks", ("block",), "", False),
)
TAB_FIRST = "History"
DENIED = ("history",)  # stages of which "the rest absent" may speak: what was asked, not tested
TESTED = "Was power tested? Mark the {count} examination signs below."
COUNTED = ("no", "one", "two", "three", "four")

# The patient: numbers that are asked for, in order, and what stands behind each.
FIELDS: tuple[tuple[FieldKey, str], ...] = (
    ("age", "years"),
    ("severity", "of 10"),
    ("duration_weeks", "weeks"),
    ("conservative_weeks", "weeks"),
    ("weight_kg", "kg"),
)
# What a reason settles: the button, and the question of the dialog.
REASONS = {
    "flag": ("Close this flag with a reason", "Why is this flag settled?"),
    "precaution": (
        "State why \u201c{what}\u201d does not hold this",
        "Why does this precaution not hold?",
    ),
    "exception": ("State an exception", "Why need conservative care not come first here?"),
    "drug": (
        "Prescriber agreed, last dose known: {what}",
        "What has the prescriber agreed, and when was the last dose?",
    ),
}
REASON_LETTERS = 2000  # kept of a reason

PERSONS = {"female": ("Woman", "Girl"), "male": ("Man", "Boy")}  # grown, and below ADULT
PERSON = "Patient"  # of a sex that is not given
RANGE = "{label} is {low} to {high} {unit}"
STAMP = "Data {version} \u00b7 {causes} causes, {findings} findings"

SUSPENDED = "Ranking suspended"
BUTTONS = {
    "rows": "Show all",
    "fewer": "Show the likeliest only",
    "compare": "Compare two",
    "matrix": "Whole matrix",
}

REFER = "Refer: {whom}"
NOTHING_NEXT = "No further question, sign or test would change the decision much."

ENOUGH = (
    "more asking or examining no longer pays; no likely answer would put another cause first, "
    "or take {first} ({now}) across a threshold."
)
ENOUGH_BUT = "Once the open safety questions are asked: "

GLOWS = 0.02  # probability from which a cause lights up
MUCH = 7  # dots of ten from which much is known
NOTHING, LITTLE, FAIR, PLENTY = "nothing yet", "little: no ranking yet", "fair", "much"

# How firm the first place is: a word, why, and the mark on which most hangs.
FIRM, LEANING, OPEN = "firm", "leaning", "open"
FIRM_SENTENCES = {
    "little": "Open: too little is marked for the first place to mean much.",
    FIRM: "Firm: {first} stays first whichever single mark is wrong",
    LEANING: "Leaning: {first} stays first without any one mark",
    "rests": "Leaning: {first} rests on {mark}; without it {leads} leads.",
    "but": "; {how} {leads} leads",
    "mark": "if {what} is wrong,",
    "pre-test": "if {what} is twice or half as frequent as assumed,",
    "judged": "if {what} tells less than judged,",
    OPEN: "Open: without {mark}, {leads} leads.",
    "check": " Check {mark} again: without it {now} becomes {then}.",
    "most": " Most rests on {mark}: without it {now} becomes {then}.",
    "spread": " No one mark carries it.",
}

FIRM_TITLE = "How firm is {first} ({now})?"
TRIED = {"mark": "Mark", "pre-test": "Pre-test odds halved or doubled", "judged": "Judged figure"}
WITHOUT, WRONG, SAME = "{p} without it", "{p} if wrong", "the same"
# Two causes at once.
PAIR_SENTENCES = {
    "pair": (
        "Two causes at once? {one} with {two} explains the marks {factor} times as well as {leads} "
        "alone: {probability}, if {share} of patients have two (judged)."
    ),
    "explains": "{who}: {what}.",
    "tells": "Would tell: {what}.",
}

# The ruler of a card, from no probability to certainty; and the class of a zone.
RULER = (("none", ""), ("diagnostic block", DIAGNOSTIC), ("therapeutic", THERAPEUTIC))
RULER_IMAGING = (("none", ""), ("investigate first", INVESTIGATE), ("therapeutic", THERAPEUTIC))
ZONE_KINDS = {
    THERAPEUTIC: "therapeutic",
    DIAGNOSTIC: "diagnostic",
    INVESTIGATE: "investigate",
    REFERRAL: "specialist",
}

# Teaching.
FLAG_UP = "Ranking suspended: an immediate flag is up."
OUTSIDE = "under 18: outside the tables"
OUTSIDE_RANKING = "Under 18: outside the tables. No ranking holds."
ALONE = "{naive} either way: no two of these marks measure the same thing."
HARDLY = "{naive} either way: marks that measure the same thing hardly matter here."
TOGETHER = (
    "{naive} if every mark were an independent proof, {model} as the model counts them. "
    "Marks of one cluster measure much the same thing."
)
WITH_STAGE = (("investigation", "imaging or laboratory"), ("block", "a block"))
EXAMPLE = "straight_leg_raise"  # the finding that Bayes is shown with where a case has none yet

# Saving.
NOT_KEPT = "Nothing is kept here: this is a teaching case, and no patient of this computer."
RECOVERED = "Marks that were not saved when this page was left are back."


def two_digits(p: float) -> str:
    """A probability as the screen shows it: two digits, never 0 or 1.

    Examples
    --------
    >>> two_digits(0.713), two_digits(0.0004), two_digits(0.9987)
    ('0.71', '<0.01', '>0.99')
    """
    return "<0.01" if p < 0.005 else ">0.99" if p > 0.995 else f"{p:.2f}"
