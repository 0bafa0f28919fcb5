"""Clinician decision support for buttock pain.

data/ -> knowledge -> case -> inference -> figures -> widgets, with care beside inference:

- ``knowledge``  the evidence: ``load``
- ``case``       what the clinician marked: ``Case``
- ``inference``  ``differential``, ``weights``, ``next_findings``, ``score``
- ``care``       ``red_flags``, ``injections``
- ``figures``    frames in, Plotly figures out
- ``report``     the hand-out; ``teaching``, ``quiz``, ``bayes`` for the room
- ``widgets``    the screens: ``explore`` and ``teach``
"""

from importlib import import_module
from typing import TYPE_CHECKING

from gluteal.care import injections, red_flags
from gluteal.case import Case, CaseError, UnknownFindingError
from gluteal.inference import differential, next_findings, score, weights
from gluteal.knowledge import Knowledge, KnowledgeError, load
from gluteal.report import Report, report

if TYPE_CHECKING:
    from gluteal.widgets.explore import explore
    from gluteal.widgets.teach import teach

__version__ = "0.1.0"
__all__ = [
    "Case",
    "CaseError",
    "Knowledge",
    "KnowledgeError",
    "Report",
    "UnknownFindingError",
    "differential",
    "explore",
    "injections",
    "load",
    "next_findings",
    "red_flags",
    "report",
    "score",
    "teach",
    "weights",
]


_LATER = {"explore": "gluteal.widgets.explore", "teach": "gluteal.widgets.teach"}


def __getattr__(name: str) -> object:
    """Import the screens only when they are asked for: they bring ipywidgets."""
    if name in _LATER:
        return getattr(import_module(_LATER[name]), name)
    raise AttributeError(f"module 'gluteal' has no attribute {name!r}")
