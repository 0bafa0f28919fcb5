"""How far the numbers can be believed.

In come the tables, and marks with known causes; out go frames on the evidence behind a number,
on accuracy and on calibration. It reads no clinic's files and draws nothing.
"""

from gluteal.study.cited import citations
from gluteal.study.evidence import KINDS, cells, coverage
from gluteal.study.pooling import LEAST, MEASURES, poolable, pooled, studies
from gluteal.study.records import LINKS, SERIAL, Record, passages, vancouver
from gluteal.study.worth import agenda

__all__ = [
    "KINDS",
    "LEAST",
    "LINKS",
    "MEASURES",
    "Record",
    "SERIAL",
    "agenda",
    "cells",
    "citations",
    "coverage",
    "passages",
    "poolable",
    "pooled",
    "studies",
    "vancouver",
]
