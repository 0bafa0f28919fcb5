"""What follows for care.

In come a case and its probabilities; out go red flags, zones, injections and all that holds them.
It draws nothing and knows no screen.
"""

from gluteal.care.conservative import conservative_care
from gluteal.care.doses import anaesthetic_load
from gluteal.care.flags import (
    raised,
    red_flags,
    screened_present,
    screening,
    screening_findings,
    unasked,
)
from gluteal.care.injection import injections, options
from gluteal.care.limits import Limit
from gluteal.care.patient import Row
from gluteal.care.standing import no_ranking, suspended, under_age
from gluteal.care.zones import threshold_records, thresholds

__all__ = [
    "Limit",
    "Row",
    "anaesthetic_load",
    "conservative_care",
    "injections",
    "no_ranking",
    "options",
    "raised",
    "red_flags",
    "screened_present",
    "screening",
    "screening_findings",
    "suspended",
    "threshold_records",
    "thresholds",
    "unasked",
    "under_age",
]
