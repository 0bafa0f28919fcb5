"""How far the numbers can be believed.

In come the tables, and marks with known causes; out go frames on the evidence behind a number,
on accuracy and on calibration. It reads no clinic's files and draws nothing.
"""

from gluteal.study.measures import bootstrap, each, reliability, summary

__all__ = ["bootstrap", "each", "reliability", "summary"]
