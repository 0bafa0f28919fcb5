"""Clinician decision support for buttock pain.

data/ -> knowledge -> case -> inference -> figures -> widgets, with care beside inference:

- ``knowledge``  the evidence: ``load``
- ``case``       what the clinician marked: ``Case``
- ``inference``  ``differential``, ``weights``, ``next_findings``, ``score``
- ``care``       ``red_flags``, ``injections``
- ``figures``    frames in, Plotly figures out
- ``widgets``    the screen: ``explore``
"""

from typing import TYPE_CHECKING

from gluteal.care import injections, red_flags
from gluteal.case import Case, CaseError, UnknownFindingError
from gluteal.inference import differential, next_findings, score, weights
from gluteal.knowledge import Knowledge, KnowledgeError, load

if TYPE_CHECKING:
    from gluteal.widgets.explore import explore

__version__ = "0.1.0"
__all__ = [
    "Case",
    "CaseError",
    "Knowledge",
    "KnowledgeError",
    "UnknownFindingError",
    "differential",
    "explore",
    "injections",
    "load",
    "next_findings",
    "red_flags",
    "score",
    "weights",
]


def __getattr__(name: str) -> object:
    """Import the screen only when it is asked for: it brings ipywidgets and Plotly."""
    if name == "explore":
        from gluteal.widgets.explore import explore

        return explore
    raise AttributeError(f"module 'gluteal' has no attribute {name!r}")
