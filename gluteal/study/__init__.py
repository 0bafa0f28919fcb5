"""How far the numbers can be believed.

In come the tables, and marks with known causes; out go frames on the evidence behind a number,
on accuracy and on calibration. It reads no clinic's files and draws nothing.
"""

from gluteal.study.measures import BINS, each, interval, places, reliability, summary

__all__ = [
    "BINS",
    "each",
    "interval",
    "places",
    "reliability",
    "summary",
]
