"""The hand-out of a case.

In come a case and the tables; out goes a :class:`Report`, a page to print and a text for a letter.
Its parts are loaded when the first page is made; it knows no widget.
"""

from gluteal.handout.document import Report, report

__all__ = [
    "Report",
    "report",
]
