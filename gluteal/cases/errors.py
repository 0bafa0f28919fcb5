"""What is wrong with a case, said so that it can be mended."""

from __future__ import annotations


class CaseError(ValueError):
    """A case contradicts itself or its file cannot be used; the message says how to mend it."""


class UnknownFindingError(CaseError):
    """An id of the case is not in the tables; the message lists the nearest ids."""


class UnknownCauseError(CaseError):
    """A cause is not in the tables; the message lists the nearest ids."""
