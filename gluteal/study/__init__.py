"""How far the numbers can be believed.

In come the tables, and marks with known causes; out go frames on the evidence behind a number,
on accuracy and on calibration. It reads no clinic's files and draws nothing.
"""

from gluteal.study.anchors import anchors
from gluteal.study.careless import careless
from gluteal.study.cited import citations
from gluteal.study.coding import agreement
from gluteal.study.decisions import commonest_injections, decision_curve, injection_curves, mix
from gluteal.study.evidence import KINDS, cells, coverage
from gluteal.study.measures import BINS, difference, each, interval, places, reliability, summary
from gluteal.study.moving import Effect, alone, changes, effect
from gluteal.study.pooling import LEAST, MEASURES, poolable, pooled, studies
from gluteal.study.published import BEDSIDE, READINGS, coded, marks_of_stages, people, published
from gluteal.study.records import LINKS, SERIAL, Record, passages, vancouver
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
from gluteal.study.wording import told
from gluteal.study.worth import agenda

__all__ = [
    "BEDSIDE",
    "BINS",
    "Effect",
    "KINDS",
    "LEAST",
    "LINKS",
    "MEASURES",
    "READINGS",
    "Record",
    "SERIAL",
    "ablations",
    "agenda",
    "agreement",
    "alone",
    "anchors",
    "as_text",
    "by_cause",
    "by_group",
    "careless",
    "cells",
    "changes",
    "citations",
    "coded",
    "commonest_injections",
    "compare",
    "counting",
    "coverage",
    "decision_curve",
    "dependence",
    "difference",
    "each",
    "effect",
    "injection_curves",
    "interval",
    "marks_of_stages",
    "mix",
    "overconfidence",
    "passages",
    "people",
    "places",
    "poolable",
    "pooled",
    "published",
    "readings",
    "reliability",
    "simulated",
    "studies",
    "summary",
    "told",
    "vancouver",
    "weightings",
]
