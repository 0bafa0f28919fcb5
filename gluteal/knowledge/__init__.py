"""The evidence: tables and rules, read, checked and compiled.

In come the files of ``data/`` or of one's own folder; out goes :class:`Knowledge`, typed frames
with their cells and the way from a number to its source. It knows no patient and no screen.
"""

from gluteal.knowledge.checking import REFUSED, REMARK, UNSOUND, check
from gluteal.knowledge.checks.cases import (
    CASES,
    CASES_BYTES,
    OPTIONAL,
    REQUIRED,
    Names,
    library,
)
from gluteal.knowledge.checks.sound import published_ratios
from gluteal.knowledge.compiled import once
from gluteal.knowledge.guarded import UNSEEN, Problem, bounded, strays
from gluteal.knowledge.judges import contrasts, merged
from gluteal.knowledge.languages import (
    ENGLISH,
    LANGUAGE_VARIABLE,
    Language,
    language_codes,
)
from gluteal.knowledge.loading import load, read, unchecked
from gluteal.knowledge.problems import KnowledgeError, listed
from gluteal.knowledge.questions import Question
from gluteal.knowledge.reader import data_folder, normal
from gluteal.knowledge.rowwise import differing, file_of, layout
from gluteal.knowledge.rules import Rule, parse_rule
from gluteal.knowledge.sealing import seal
from gluteal.knowledge.store import Knowledge
from gluteal.knowledge.strengths import (
    CAP,
    CEILING,
    DEFINITE_FLOOR,
    FLOOR,
    PULL,
    FloatArray,
    IntArray,
    strength,
)
from gluteal.knowledge.vocabulary import (
    ADULT,
    DIAGNOSTIC,
    EQUAL,
    INVESTIGATE,
    NO_ZONE,
    NOT_INDICATED,
    REFERRAL,
    RISKS,
    SETTINGS,
    STAGES,
    THERAPEUTIC,
    TIERS,
    TOPICS,
    URGENCIES,
    ZONES,
    split,
)

__all__ = [
    "ADULT",
    "CAP",
    "CASES",
    "CASES_BYTES",
    "CEILING",
    "DIAGNOSTIC",
    "ENGLISH",
    "EQUAL",
    "DEFINITE_FLOOR",
    "FLOOR",
    "FloatArray",
    "INVESTIGATE",
    "IntArray",
    "Knowledge",
    "KnowledgeError",
    "LANGUAGE_VARIABLE",
    "Language",
    "NOT_INDICATED",
    "NO_ZONE",
    "Names",
    "OPTIONAL",
    "PULL",
    "Problem",
    "Question",
    "REFERRAL",
    "REFUSED",
    "REMARK",
    "REQUIRED",
    "RISKS",
    "Rule",
    "SETTINGS",
    "STAGES",
    "THERAPEUTIC",
    "TIERS",
    "TOPICS",
    "UNSEEN",
    "UNSOUND",
    "URGENCIES",
    "ZONES",
    "bounded",
    "check",
    "contrasts",
    "data_folder",
    "differing",
    "file_of",
    "layout",
    "language_codes",
    "library",
    "listed",
    "load",
    "merged",
    "normal",
    "once",
    "parse_rule",
    "published_ratios",
    "read",
    "seal",
    "split",
    "strays",
    "strength",
    "unchecked",
]
