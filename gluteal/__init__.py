"""Clinician decision support for buttock pain.

A house of rooms; data flows one way, and a room imports only from the doors of those before it:

- ``knowledge``  the evidence: ``load``
- ``cases``      what the clinician marked: ``Case``, and the journal
- ``model``      ``differential``, ``weights``, ``score``, ``learn``
- ``care``       ``red_flags``, ``notices``, ``next_findings``, ``injections``; beside it
- ``figures``    frames in, pictures out
- ``study``      how far the numbers can be believed: ``citations``; above it
- ``clinic``     a clinic's own patients; beside it
- ``exchange``   FHIR and phenopackets; beside it
- ``letters``    text in, marks out; beside it
- ``handout``    ``report``; beside it
- ``teaching``   cases step by step, scores, the quiz
- ``widgets``    the screens: ``explore`` and ``teach``
- ``serving``    the command ``gluteal``, and a class on one server
"""

from importlib import import_module
from typing import TYPE_CHECKING

from gluteal._version import __version__ as __version__
from gluteal.care import injections, next_findings, notices, red_flags
from gluteal.cases import Case, CaseError, UnknownFindingError
from gluteal.handout import Report, report
from gluteal.knowledge import Knowledge, KnowledgeError, load
from gluteal.letters import read_letter
from gluteal.model import Firmness, differential, firmness, learn, pairs, score, weights
from gluteal.study import citations

if TYPE_CHECKING:
    from gluteal.widgets import explore, teach

__all__ = [
    "Case",
    "CaseError",
    "Firmness",
    "Knowledge",
    "KnowledgeError",
    "Report",
    "UnknownFindingError",
    "citations",
    "differential",
    "explore",
    "firmness",
    "injections",
    "learn",
    "load",
    "next_findings",
    "notices",
    "pairs",
    "read_letter",
    "red_flags",
    "report",
    "score",
    "teach",
    "weights",
]


def __getattr__(name: str) -> object:
    """Import the screens only when they are asked for: they bring ipywidgets."""
    if name in ("explore", "teach"):
        return getattr(import_module("gluteal.widgets"), name)
    raise AttributeError(f"module 'gluteal' has no attribute {name!r}")
