"""How far the numbers can be believed.

In come the tables, and marks with known causes; out go frames on the evidence behind a number,
on accuracy and on calibration. It reads no clinic's files and draws nothing.
"""

from gluteal.study.anchors import anchors
from gluteal.study.careless import careless
from gluteal.study.coding import agreement
from gluteal.study.decisions import commonest_injections, decision_curve, injection_curves, mix
from gluteal.study.measures import BINS, difference, each, interval, places, reliability, summary
from gluteal.study.published import (
    BEDSIDE,
    READINGS,
    coded,
    marks_of_stages,
    people,
    published,
)
from gluteal.study.simulated import dependence, overconfidence, simulated
from gluteal.study.validation import (
    ablations,
    as_text,
    by_cause,
    by_group,
    compare,
    counting,
    readings,
    weightings,
)

__all__ = [
    "BEDSIDE",
    "BINS",
    "READINGS",
    "ablations",
    "agreement",
    "anchors",
    "as_text",
    "by_cause",
    "by_group",
    "careless",
    "coded",
    "commonest_injections",
    "compare",
    "counting",
    "decision_curve",
    "dependence",
    "difference",
    "each",
    "injection_curves",
    "interval",
    "marks_of_stages",
    "mix",
    "overconfidence",
    "people",
    "places",
    "published",
    "readings",
    "reliability",
    "simulated",
    "summary",
    "weightings",
]
