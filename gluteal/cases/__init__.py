"""What a clinician marked, and where it is kept.

In come marks, numbers and files; out goes :class:`Case`, checked, and the :class:`Journal` of this
computer. It knows the tables' ids, and nothing of probabilities.
"""

from gluteal.cases.applies import inapplicable
from gluteal.cases.case import Case
from gluteal.cases.errors import CaseError, UnknownCauseError, UnknownFindingError
from gluteal.cases.files import MAX_BYTES, migrated, read, sync, write
from gluteal.cases.journal import VARIABLE, Journal
from gluteal.cases.values import number_of, said

__all__ = [
    "Case",
    "CaseError",
    "Journal",
    "MAX_BYTES",
    "UnknownCauseError",
    "UnknownFindingError",
    "VARIABLE",
    "inapplicable",
    "migrated",
    "number_of",
    "read",
    "said",
    "sync",
    "write",
]
