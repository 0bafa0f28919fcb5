"""What follows for care.

In come a case and its probabilities; out go red flags, zones, injections and all that holds them.
It draws nothing and knows no screen.
"""

from gluteal.care.conservative import conservative_care
from gluteal.care.doses import anaesthetic_load
from gluteal.care.enough import enough
from gluteal.care.flags import (
    raised,
    red_flags,
    screened_present,
    screening,
    screening_findings,
    unasked,
)
from gluteal.care.injection import evidence_of, injections, options
from gluteal.care.limit import Limit
from gluteal.care.notice import noticed, notices
from gluteal.care.patient import Row
from gluteal.care.standing import no_ranking, suspended, under_age
from gluteal.care.steps import hurried, lacks, next_findings, steps
from gluteal.care.zones import NEGATIVE, no_zone, threshold_records, thresholds

__all__ = [
    "enough",
    "Limit",
    "NEGATIVE",
    "Row",
    "anaesthetic_load",
    "conservative_care",
    "evidence_of",
    "hurried",
    "injections",
    "lacks",
    "next_findings",
    "no_ranking",
    "no_zone",
    "noticed",
    "notices",
    "options",
    "raised",
    "red_flags",
    "screened_present",
    "screening",
    "screening_findings",
    "steps",
    "suspended",
    "threshold_records",
    "thresholds",
    "unasked",
    "under_age",
]
