"""Everything that is shown of a case as flat tables, for CSV and JSON."""

from __future__ import annotations

import pandas as pd

from gluteal.care import injections, next_findings, no_ranking, notices, red_flags
from gluteal.cases import Case
from gluteal.knowledge import Knowledge, load
from gluteal.model import differential, known, weights

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def tables(case: Case, kb: Knowledge | None = None) -> dict[str, pd.DataFrame]:
    """The result frames of a case, flat: every cell is a number, a text or empty.

    Cells that hold several sentences are joined by '; ', and a text that a spreadsheet would
    take for a formula begins with an apostrophe. The index is the first column. The table ``about`` says what the others rest on, so that no file travels without it.

    Returns
    -------
    dict of str to DataFrame
        ``about`` (one row: version and digest of the tables, setting, how many screening
        questions were asked, whether little is known), ``red_flags``, ``notices``,
        ``differential``, ``weights`` (causes x findings, decibans), ``next_findings`` and
        ``injections``. Where no ranking holds, under an open immediate flag or under 18,
        ``no_ranking`` in ``about`` says why and only ``red_flags`` comes with it.

    Raises
    ------
    CaseError
        An id is not in the tables, or the marks contradict each other.

    Examples
    --------
    >>> import gluteal
    >>> found = tables(gluteal.Case(present=["faber_test"], setting="pain_clinic"))
    >>> print(found["differential"][["cause", "prior"]].head(1).to_csv(index=False), end="")
    cause,prior
    sacroiliac_joint_pain,0.17
    """
    kb = kb or load()
    flags, held = red_flags(case, kb), no_ranking(case, kb)
    about = {
        "data_version": kb.version,
        "data_digest": kb.digest,
        "setting": case.setting,
        "screening": flags.attrs["screening"],
        "little_known": known(case, kb).little,
        "no_ranking": "; ".join(held),
    }
    found = {"red_flags": flags}
    if not held:
        results = (notices, differential, weights, next_findings, injections)
        found |= {result.__name__: result(case, kb) for result in results}
    flat = {name: frame.reset_index().map(_flat) for name, frame in found.items()}
    return {"about": pd.DataFrame([about])} | flat


def _flat(cell: object) -> object:
    text = "; ".join(map(str, cell)) if isinstance(cell, (tuple, list)) else cell
    # a reason that somebody typed must not become a formula when the file is opened in a spreadsheet
    return f"'{text}" if isinstance(text, str) and text.startswith(_FORMULA) else text
