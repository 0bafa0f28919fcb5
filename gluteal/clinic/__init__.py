"""A clinic's own patients.

In come the tables that a clinic keeps; out go cohorts of marks and an audit of them. It knows no
screen, and keeps no name and no date of birth.
"""

from gluteal.clinic.audited import Audit
from gluteal.clinic.auditing import audit
from gluteal.clinic.invented import synthetic

__all__ = ["Audit", "audit", "synthetic"]
