"""A clinic's own patients.

In come the tables that a clinic keeps; out go cohorts of marks and an audit of them. It knows no
screen, and keeps no name and no date of birth.
"""

from gluteal.clinic.audited import Audit
from gluteal.clinic.auditing import audit
from gluteal.clinic.errors import CohortError
from gluteal.clinic.invented import synthetic
from gluteal.clinic.proposing import propose_mapping
from gluteal.clinic.reading import left_out, read_cohort, set_aside

__all__ = [
    "Audit",
    "CohortError",
    "audit",
    "left_out",
    "propose_mapping",
    "read_cohort",
    "set_aside",
    "synthetic",
]
