"""The shape of every table in ``data/``: which columns, of which kind.

One description serves both readers: the fast one that trusts the hash of the
bundled tables, and the validating one for folders of other people. It is long because the
tables are many: a list without logic, table by table, that is read by its keys.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from gluteal.knowledge.vocabulary import KINDS, RISKS, SETTINGS, STAGES, TIERS, TOPICS, URGENCIES

Kind = Literal["text", "id", "ids", "number", "probability", "choice"]


@dataclass(frozen=True)
class Column:
    """What a column holds; ``refers`` names the table its ids must exist in."""

    kind: Kind = "text"
    required: bool = False
    choices: tuple[str, ...] = ()
    refers: str = ""

    @property
    def numeric(self) -> bool:
        """Whether the column is read as float."""
        return self.kind in ("number", "probability")


@dataclass(frozen=True)
class Table:
    """Columns in order and the columns that name a row."""

    key: tuple[str, ...]
    columns: dict[str, Column]


def _choice(*choices: str, required: bool = True) -> Column:
    return Column("choice", required, choices)


TEXT = Column()
LABEL = Column("text", required=True)
ID = Column("id", required=True)
YES_NO = _choice("yes", "no")
NUMBER = Column("number")
PROBABILITY = Column("probability")
GIVEN = Column("probability", required=True)
SOURCES = Column("ids", refers="references")
CAUSE = Column("id", True, refers="causes")
FINDING = Column("id", True, refers="findings")
FINDINGS = Column("ids", refers="findings")
BASIS = _choice("accuracy", "prevalence", "review", "judgement")
VERIFIED = _choice("primary", "secondary", "recalled", "none")
USAGE = _choice("always", "optional", "never")
_ACCURACY = dict.fromkeys(
    ("sensitivity", "sens_low", "sens_high", "specificity", "spec_low", "spec_high"), PROBABILITY
) | dict.fromkeys(("tp", "fn", "fp", "tn"), NUMBER)

JUDGES = ("first", "second", "third", "fourth")
LEARNED = ("reconciled", "priors", "presentations")  # tables that a clinic's patients may move

TABLES: dict[str, Table] = {
    "causes": Table(
        ("cause",),
        {
            "cause": ID,
            "label": LABEL,
            "short": LABEL,
            "group": LABEL,
            "seed": YES_NO,
            "serious": YES_NO,
            "icd10cm": TEXT,
        },
    ),
    "findings": Table(
        ("finding",),
        {
            "finding": ID,
            "label": LABEL,
            "short": LABEL,
            "domain": LABEL,
            "stage": _choice(*STAGES),
            "tier": _choice(*TIERS),
            "cluster": TEXT,
            "question": TEXT,
            "yields_to": FINDINGS,
            "screening": YES_NO,
            "unsafe_when": TEXT,
            "unsafe_suspects": Column("ids", refers="causes"),
            "prompt": LABEL,
            "how_to_elicit": LABEL,
            "synonyms": TEXT,
            "differs": TEXT,
        },
    ),
    "questions": Table(
        ("question", "answer"),
        {
            "question": ID,
            "answer": ID,
            "label": LABEL,
            "field": _choice("age", "duration_weeks", required=False),
            "low": NUMBER,
            "high": NUMBER,
            "findings": FINDINGS,
        },
    ),
    "phrases": Table(
        ("phrase", "finding"),
        {
            "phrase": LABEL,
            "finding": FINDING,
            "state": _choice("present", "absent", "part", "test", "function", "block", "ignore"),
        },
    ),
    "evidence": Table(
        ("cause", "finding", "source", "locator", "use"),
        {"cause": CAUSE, "finding": FINDING, "use": YES_NO, "basis": BASIS}
        | _ACCURACY
        | {
            "comparator": TEXT,
            "reference_standard": TEXT,
            "source": SOURCES,
            "locator": TEXT,
            "verified": VERIFIED,
            "note": TEXT,
            "comparator_fit": _choice("yes", "no", required=False),
            "fit_reason": TEXT,
        },
    ),
    "backgrounds": Table(
        ("finding",),
        {
            "finding": FINDING,
            "background": GIVEN,
            "low": GIVEN,
            "high": GIVEN,
            "basis": BASIS,
            "source": SOURCES,
            "note": TEXT,
        },
    ),
    "investigations": Table(
        ("finding",),
        {
            "finding": FINDING,
            "kind": _choice(*KINDS),
            "shows": Column("ids", True, refers="causes"),
            "missed": PROBABILITY,
            "missed_low": PROBABILITY,
            "missed_high": PROBABILITY,
            "reason": LABEL,
            "basis": _choice("judgement"),
        },
    ),
    "judges": Table(
        ("cause", "finding"),
        {"cause": CAUSE, "finding": FINDING}
        | dict.fromkeys(JUDGES, PROBABILITY)
        | {"basis": _choice("judgement")},
    ),
    "reconciled": Table(
        ("cause", "finding"),
        {
            "cause": CAUSE,
            "finding": FINDING,
            "judged": GIVEN,
            "reconciled": GIVEN,
            "present": Column("number", True),
            "absent": Column("number", True),
            "basis": _choice("judgement"),
        },
    ),
    "learned": Table(
        ("table", "cause", "item"),
        {
            "table": _choice(*LEARNED),
            "cause": CAUSE,
            "item": ID,
            "before": GIVEN,
            "patients": Column("number", True),
            "present": Column("number", True),
        },
    ),
    "patients": Table(
        ("patient",),
        {
            "patient": ID,
            "cause": CAUSE,
            "round": Column("number", True),
            "kind": _choice("ordinary", "atypical", "sparse"),
            "age": Column("number", True),
            "sex": _choice("female", "male"),
            "setting": _choice(*SETTINGS),
            "present": FINDINGS,
            "absent": FINDINGS,
            "basis": _choice("judgement"),
        },
    ),
    "coded": Table(
        ("case",),
        {
            "case": ID,
            "cause": CAUSE,
            "age": Column("number", True),
            "sex": _choice("female", "male"),
            "setting": _choice(*SETTINGS),
            "present": FINDINGS,
            "absent": FINDINGS,
            "reference_standard": LABEL,
            "reference_strength": _choice("strong", "moderate", "weak"),
            "text_seen": LABEL,
            "note": TEXT,
            "authors": TEXT,
            "year": NUMBER,
        }
        | dict.fromkeys(("title", "journal", "doi", "pmid", "url"), TEXT),
    ),
    "presentations": Table(
        ("cause", "presentation"),
        {"cause": CAUSE, "presentation": ID, "label": LABEL, "share": GIVEN, "basis": BASIS},
    ),
    "presentation_cells": Table(
        ("cause", "presentation", "finding"),
        {
            "cause": CAUSE,
            "presentation": ID,
            "finding": FINDING,
            "probability": GIVEN,
            "basis": BASIS,
        },
    ),
    "composites": Table(
        ("composite",),
        {
            "composite": ID,
            "label": LABEL,
            "short": LABEL,
            "cause": CAUSE,
            "use": YES_NO,
            "components": TEXT,
            "rule": LABEL,
            "rule_expr": TEXT,
            "speaks": _choice("both", "met", "not met"),
        }
        | _ACCURACY
        | {"basis": _choice("accuracy", "judgement")}
        | {"source": SOURCES, "verified": VERIFIED, "note": TEXT},
    ),
    "priors": Table(
        ("cause",),
        {"cause": CAUSE}
        | dict.fromkeys(SETTINGS, GIVEN)
        | {"basis": _choice("judgement", "anchored"), "source": SOURCES, "note": TEXT},
    ),
    "thresholds": Table(
        ("cause",),
        {
            "cause": CAUSE,
            "between": _choice("block", "imaging", "none"),
            "test_finding": Column("id", refers="findings"),
            "harm_of_treating_a_non_case": NUMBER,
            "harm_of_test": NUMBER,
            "test_specificity": PROBABILITY,
            "test_threshold": PROBABILITY,
            "treat_threshold": PROBABILITY,
            "treatment_requires": FINDINGS,
            "basis": _choice("judgement", required=False),
            "rationale": LABEL,
            "source": SOURCES,
            "from_memory": TEXT,
        },
    ),
    "injections": Table(
        ("injection",),
        {
            "injection": ID,
            "label": LABEL,
            "short": LABEL,
            "causes": Column("ids", True, refers="causes"),
            "role": _choice("diagnostic", "therapeutic", "both", "none"),
            "offered": _choice("yes", "referral", "no"),
        }
        | {"target": TEXT, "asks": _choice("side", "side;level", required=False)}
        | dict.fromkeys(
            (
                "guidance",
                "guidance_alternatives",
                "position",
                "approach",
                "needle",
                "contrast",
                "diagnostic_injectate",
                "therapeutic_injectate",
                "steroid",
            ),
            TEXT,
        )
        | {"volume_low_ml": NUMBER, "volume_high_ml": NUMBER, "volume_note": TEXT}
        | {
            "anaesthetic": Column("id", refers="anaesthetics"),
            "anaesthetic_max_mg": NUMBER,
            "block_finding": Column("id", refers="findings"),
            "positive_blocks": _choice("1", "2", required=False),
            "block_negative": TEXT,
        }
        | dict.fromkeys(("onset_and_duration", "response_threshold", "repeat_interval"), TEXT)
        | {
            "guidance_accuracy": TEXT,
            "bleeding_risk": _choice(*RISKS),
        }
        | dict.fromkeys(
            (
                "structures_at_risk",
                "complications",
                "contraindications",
                "aftercare",
                "instead",
                "warning",
                "requires",
                "therapeutic_requires",
                "requires_text",
            ),
            TEXT,
        )
        | {
            "uses_steroid": USAGE,
            "uses_contrast": USAGE,
            "ionising": USAGE,
            "uses_botulinum": USAGE,
            "sources": SOURCES,
            "verified": VERIFIED,
            "from_memory": TEXT,
        },
    ),
    "injection_evidence": Table(
        ("injection", "cause"),
        {
            "injection": Column("id", True, refers="injections"),
            "cause": CAUSE,
            "evidence_grade": _choice("A", "B", "C", "D"),
            "direction": _choice("benefit", "none", "conflict", "not tested"),
            "effect": LABEL,
            "cautions": TEXT,
            "sources": SOURCES,
            "verified": VERIFIED,
            "from_memory": TEXT,
        },
    ),
    "precautions": Table(
        ("precaution",),
        {
            "precaution": ID,
            "label": LABEL,
            "short": LABEL,
            "topic": _choice(*TOPICS, "other"),
            "severity": _choice("absolute", "relative"),
            "applies_to": LABEL,
            "suggested_by": TEXT,
            "action": LABEL,
            "sources": SOURCES,
            "verified": VERIFIED,
            "from_memory": TEXT,
        },
    ),
    "anticoagulants": Table(
        ("precaution",),
        {"precaution": ID, "label": LABEL, "short": LABEL, "examples": LABEL}
        | {f"{risk}_risk_action": LABEL for risk in RISKS}
        | {f"{risk}_risk_hold": YES_NO for risk in RISKS}
        | {"restart": LABEL, "sources": SOURCES, "verified": VERIFIED, "from_memory": TEXT},
    ),
    "anaesthetics": Table(
        ("anaesthetic",),
        {
            "anaesthetic": ID,
            "label": LABEL,
            "mg_per_kg": Column("number", True),
            "max_mg": Column("number", True),
            "note": TEXT,
            "sources": SOURCES,
            "basis": LABEL,
        },
    ),
    "care": Table(
        ("cause",),
        {
            "cause": CAUSE,
            "first_line": LABEL,
            "minimum_trial_weeks": Column("number", True),
            "trial_exception": TEXT,
            "trial_exception_text": TEXT,
            "first_imaging": LABEL,
            "refer_to": LABEL,
            "do_not": LABEL,
            "injection_when": LABEL,
            "surgery_when": TEXT,
            "sources": SOURCES,
            "verified": VERIFIED,
            "from_memory": TEXT,
        },
    ),
    "red_flags": Table(
        ("red_flag",),
        {
            "red_flag": ID,
            "label": LABEL,
            "headline": LABEL,
            "urgency": _choice(*URGENCIES),
            "rule": LABEL,
            "suspects": Column("ids", True, refers="causes"),
            "holds_injections": YES_NO,
            "spares": Column("ids", refers="injections"),
            "action": LABEL,
            "steps": LABEL,
            "tests": FINDINGS,
            "sources": SOURCES,
            "verified": VERIFIED,
            "from_memory": TEXT,
        },
    ),
    "hpo": Table(
        ("finding", "hpo"),
        {
            "finding": FINDING,
            "hpo": LABEL,
            "term": LABEL,
            "fit": _choice("exact", "broader", "narrower"),
        },
    ),
}

# what a folder of one's own may leave out: without judges nothing is known of their spread,
# without reconciled cells the judgements stand as they are, without hpo no finding has that code,
# and without phrases a letter is read by the names of the findings alone
MAY_MISS = ("judges", "reconciled", "patients", "coded", "hpo", "phrases")
# what only a folder has that learned from a clinic's patients
OWN = ("learned",)
