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

# The patient: field of a case, its label, its unit.
FIELDS: tuple[tuple[FieldKey, str, str], ...] = (
    ("age", "Age", "years"),
    ("severity", "Pain, of 10", ""),
    ("duration_weeks", "Pain for", "weeks"),
    ("conservative_weeks", "Conservative care", "weeks"),
    ("weight_kg", "Weight", "kg"),
)
PERSONS = {"female": ("Woman", "Girl"), "male": ("Man", "Boy")}  # grown, and below ADULT
PERSON = "Patient"  # of a sex that is not given

GLOWS = 0.02  # probability from which a cause lights up
MUCH = 7  # dots of ten from which much is known
NOTHING, LITTLE, FAIR, PLENTY = "nothing yet", "little: no ranking yet", "fair", "much"

# The ruler of a card, from no probability to certainty; and the class of a zone.
RULER = (("none", ""), ("diagnostic block", DIAGNOSTIC), ("therapeutic", THERAPEUTIC))
ZONE_KINDS = {
    THERAPEUTIC: "therapeutic",
    DIAGNOSTIC: "diagnostic",
    INVESTIGATE: "investigate",
    REFERRAL: "specialist",
}

# Teaching.
SUSPENDED = "Ranking suspended: an immediate flag is up."
OUTSIDE = "under 18: outside the tables"
OUTSIDE_RANKING = "Under 18: outside the tables. No ranking holds."
ALONE = "{0} either way: no two of these marks measure the same thing."
HARDLY = "{0} either way: marks that measure the same thing hardly matter here."
TOGETHER = (
    "{0} if every mark were an independent proof, {1} as the model counts them. "
    "Marks of one cluster measure much the same thing."
)
WITH_STAGE = (("investigation", "imaging or laboratory"), ("block", "a block"))
EXAMPLE = "straight_leg_raise"  # the finding that Bayes is shown with where a case has none yet
