"""What a clinician marked, and where it is kept.

In come marks, numbers and files; out goes :class:`Case`, checked, and the :class:`Journal` of this
computer. It knows the tables' ids, and nothing of probabilities.
"""

from gluteal.cases.applies import inapplicable
from gluteal.cases.case import CHOICES, Case
from gluteal.cases.entries import Opened, Saved, local_time
from gluteal.cases.errors import CaseError, UnknownCauseError, UnknownFindingError
from gluteal.cases.files import MAX_BYTES, migrated, read, sync, write
from gluteal.cases.journal import VARIABLE, Journal
from gluteal.cases.lenient import Trouble, usable
from gluteal.cases.values import RANGES, Range, number_from_text, number_of, said

__all__ = [
    "CHOICES",
    "Case",
    "CaseError",
    "Journal",
    "MAX_BYTES",
    "Opened",
    "RANGES",
    "Range",
    "Saved",
    "Trouble",
    "UnknownCauseError",
    "UnknownFindingError",
    "VARIABLE",
    "inapplicable",
    "local_time",
    "migrated",
    "number_from_text",
    "number_of",
    "read",
    "said",
    "sync",
    "usable",
    "write",
]
