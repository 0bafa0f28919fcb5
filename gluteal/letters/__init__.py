"""Text in, marks out.

In come a letter and the tables; out go findings that it may name, each with its phrase, for a
clinician to confirm. Nothing counts before that, and nothing leaves the machine.
"""

from gluteal.letters.measured import MEASURED, Measured
from gluteal.letters.reading import MAX_LETTERS, LetterError, read_letter

__all__ = ["MAX_LETTERS", "MEASURED", "LetterError", "Measured", "read_letter"]
