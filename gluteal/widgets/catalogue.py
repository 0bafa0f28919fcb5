"""What never changes on a screen: findings, settings, precautions, and the words for them."""

from __future__ import annotations

from gluteal import words
from gluteal.cases import CHOICES, RANGES
from gluteal.knowledge import ADULT, TOPICS, Knowledge
from gluteal.letters import MAX_LETTERS
from gluteal.widgets.letter_view import implied, quality
from gluteal.widgets.payload import (
    Catalogue,
    Choice,
    Field,
    Finding,
    Language,
    Persons,
    Precaution,
    Tab,
)

# Precautions that follow from a procedure, a drug or a dose: nothing that is true of a patient.
RULES = (
    "anticoagulant_low_risk",
    "anticoagulant_intermediate_risk",
    "anticoagulant_high_risk",
    "local_anaesthetic_dose",
    "particulate_transforaminal",
)
# Precautions that cannot both be true of a patient.
EITHER = (
    ("aspirin_primary", "aspirin_secondary"),
    ("lmwh_prophylactic", "lmwh_therapeutic"),
    ("diabetes_poor_control", "diabetes_well_controlled"),
)


def catalogue(kb: Knowledge) -> Catalogue:
    """All that the page knows before the first mark."""
    say = kb.say
    return {
        "language": _language(kb),
        "findings": _findings(kb),
        "tabs": _tabs(kb),
        "first_tab": say(words.TAB_FIRST),
        "settings": choices({s: say(words.SETTING_LABELS[s]) for s in words.SETTINGS_SHOWN}),
        "first_setting": words.SETTING_FIRST,
        "precautions": _precautions(kb),
        "other_topic": say(words.TOPIC_OTHER),
        "topics": choices({t: say(words.TOPIC_LABELS[t]) for t in TOPICS}),
        "fields": _fields(kb),
        "sexes": list(CHOICES["sex"]),
        "sides": list(CHOICES["side"]),
        "persons": _persons(kb),
        "reason_letters": words.REASON_LETTERS,
        "letter_limit": MAX_LETTERS,
        "letter_quality": quality(kb),
        "example": words.EXAMPLE,
        "stamp": say(
            words.STAMP, version=kb.version, causes=len(kb.causes), findings=len(kb.findings)
        )
        + f" \u00b7 sha256 {kb.digest[:4]} {kb.digest[4:8]}",
    }


def _language(kb: Knowledge) -> Language:
    spoken = kb.language
    return {
        "code": spoken.code,
        "decimal": spoken.decimal,
        "capitals": spoken.capitals,
        "idle": spoken.idle,
        "note": spoken.note,
        "phrases": dict(spoken.phrases),
    }


def choices(labels: dict[str, str]) -> list[Choice]:
    """Words by id as a page gets them."""
    return [{"id": str(i), "label": label} for i, label in labels.items()]


def _findings(kb: Knowledge) -> list[Finding]:
    told = implied(kb)
    return [
        {
            "id": str(i),
            "label": row["label"],
            "short": row["short"],
            "domain": row["domain"],
            "tier": row["tier"],
            "stage": row["stage"],
            "screening": row["screening"] == "yes",
            "prompt": row["prompt"],
            "how": row["how_to_elicit"],
            "synonyms": row["synonyms"],
            "question": row["question"],
        }
        for i, row in kb.rows("findings").items()
        if i not in told
    ]


def _precautions(kb: Knowledge) -> list[Precaution]:
    """Precautions and drugs; a drug's label has its examples where it does not name them."""
    labels = {i: (r["label"], r["short"], r["topic"]) for i, r in kb.rows("precautions").items()}
    for i, r in kb.rows("anticoagulants").items():
        named = r["examples"].lower() in r["label"].lower()
        label = r["label"] if named else f"{r['label']} ({r['examples']})"
        labels[i] = label, r["short"], "antithrombotic"
    return [
        {
            "id": i,
            "label": label,
            "short": short,
            "topic": topic,
            "fact": i not in RULES,
            "against": [other for pair in EITHER if i in pair for other in pair if other != i],
        }
        for i, (label, short, topic) in labels.items()
    ]


def _tabs(kb: Knowledge) -> list[Tab]:
    screening_ = [r for r in kb.rows("findings").values() if r["screening"] == "yes"]
    signs = sum(row["stage"] not in words.DENIED for row in screening_)
    tested = kb.say(words.TESTED, count=kb.say(words.COUNTED[signs])) if signs else ""
    return [
        {
            "label": kb.say(label),
            "stages": list(stages),
            "heading": kb.say(heading),
            "screening": screening,
            "denied": list(words.DENIED) if screening else [],
            "tested": tested if screening else "",
        }
        for label, stages, heading, screening in words.TABS
    ]


def _fields(kb: Knowledge) -> list[Field]:
    return [
        {
            "key": key,
            "label": kb.say(RANGES[key].label),
            "unit": kb.say(unit),
            "low": RANGES[key].low,
            "high": RANGES[key].high,
            "decimals": RANGES[key].decimals,
            "range": _range(key, kb),
        }
        for key, unit in words.FIELDS
    ]


def _range(key: words.FieldKey, kb: Knowledge) -> str:
    span = RANGES[key]
    values = {"label": kb.say(span.label), "low": span.low, "high": span.high}
    unit = kb.say(span.unit if span.decimals else f"whole {span.unit}")
    return kb.say(words.RANGE, **values, unit=unit).strip()


def _persons(kb: Knowledge) -> Persons:
    return {
        "named": [
            {"sex": sex, "grown": kb.say(grown), "young": kb.say(young)}
            for sex, (grown, young) in words.PERSONS.items()
        ],
        "other": kb.say(words.PERSON),
        "adult": ADULT,
    }
