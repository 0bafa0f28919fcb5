"""Clinician decision support for buttock pain.

A house of rooms; data flows one way, and a room imports only from the doors of those before it:

- ``knowledge``  the evidence: ``load``
- ``cases``      what the clinician marked: ``Case``, and the journal
- ``model``      ``differential``, ``weights``, ``score``, ``learn``
- ``care``       ``red_flags``, ``notices``, ``next_findings``, ``injections``; beside it
- ``figures``    frames in, pictures out
- ``study``      how far the numbers can be believed: ``citations``; above it
- ``clinic``     a clinic's own patients: ``read_cohort``, ``audit``; beside it
- ``exchange``   ``to_fhir``, ``from_fhir``, ``to_phenopacket``; beside it
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
from gluteal.model import Firmness, differential, firmness, learn, learned, pairs, score, weights

if TYPE_CHECKING:
    from gluteal.clinic import Audit, CohortError, audit, propose_mapping, read_cohort
    from gluteal.exchange import from_fhir, to_fhir, to_phenopacket
    from gluteal.letters import read_letter
    from gluteal.study import citations
    from gluteal.widgets import explore, teach  # type: ignore[no-redef]  # mypy meets a circle

# what a click does not need is imported when it is asked for
_LATER = {
    "clinic": ("Audit", "CohortError", "audit", "propose_mapping", "read_cohort"),
    "exchange": ("from_fhir", "to_fhir", "to_phenopacket"),
    "letters": ("read_letter",),
    "study": ("citations",),
    "widgets": ("explore", "teach"),
}

__all__ = [
    "Audit",
    "Case",
    "CaseError",
    "Firmness",
    "CohortError",
    "Knowledge",
    "KnowledgeError",
    "Report",
    "UnknownFindingError",
    "citations",
    "audit",
    "differential",
    "explore",
    "firmness",
    "from_fhir",
    "injections",
    "learn",
    "learned",
    "load",
    "next_findings",
    "notices",
    "pairs",
    "propose_mapping",
    "read_cohort",
    "read_letter",
    "red_flags",
    "report",
    "score",
    "teach",
    "to_fhir",
    "to_phenopacket",
    "weights",
]


def __getattr__(name: str) -> object:
    """Import what is asked for late: the screens bring ipywidgets."""
    for room, names in _LATER.items():
        if name == room:
            return import_module(f"gluteal.{room}")
        if name in names:
            return getattr(import_module(f"gluteal.{room}"), name)
    raise AttributeError(f"module 'gluteal' has no attribute {name!r}")
