"""The tables that a screen takes where none are given: the bundled ones, in the user's language."""

from __future__ import annotations

import os

from gluteal.knowledge import ENGLISH, LANGUAGE_VARIABLE, Knowledge, load


def spoken() -> Knowledge:
    """The bundled tables in the language of ``GLUTEAL_LANGUAGE``, English without it.

    Raises
    ------
    ValueError
        There is no such language.
    """
    return load(language=os.environ.get(LANGUAGE_VARIABLE) or ENGLISH.code)
