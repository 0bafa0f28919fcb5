"""How far the numbers can be believed.

In come the tables, and marks with known causes; out go frames on the evidence behind a number,
on accuracy and on calibration. It reads no clinic's files and draws nothing.
"""

from gluteal.study.citations import citations
from gluteal.study.vancouver import LINKS, SERIAL, Record, passages, vancouver

__all__ = [
    "LINKS",
    "Record",
    "SERIAL",
    "citations",
    "passages",
    "vancouver",
]
