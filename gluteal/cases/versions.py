"""Older files of a case, said as this version says them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gluteal.cases.values import KINDS
from gluteal.knowledge import Knowledge, load, once

_FIRST_KINDS = KINDS[:3]  # what a reason of a version 1 file could settle


def narrowed(
    given: Mapping[str, Any], kb: Knowledge | None = None
) -> tuple[dict[str, Any], tuple[str, ...]]:
    """Fields of a version 1 file: what was cleared there names no kind.

    One reason settles one thing: the red flag if there is one of that id, else the
    precaution, else the exception to the conservative trial. An id that the tables do not
    know stands as a flag, for ``Case.check`` to name.

    Returns
    -------
    fields : dict
        With ``cleared`` as version 2 says it.
    notes : tuple of str
        A sentence for each reason that settled more than one thing before.
    """
    cleared = given.get("cleared")
    if not isinstance(cleared, Mapping):
        return dict(given), ()
    kb = kb or load()
    known, keys, notes = settled_ids(kb), {}, []
    for name, reason in cleared.items():
        kinds = [kind for kind in _FIRST_KINDS if name in known[kind]] or ["flag"]
        keys[f"{kinds[0]}:{name}"] = reason
        if len(kinds) > 1:
            notes.append(_said(kinds, name, kb))
    return {**given, "cleared": keys}, tuple(notes)


@once
def settled_ids(kb: Knowledge) -> dict[str, frozenset[str]]:
    """Ids that a reason can settle, by kind."""
    exceptions = frozenset(e for e in kb.care["trial_exception"] if e)
    tables = (kb.red_flags, kb.precautions, kb.anticoagulants)
    flags, precautions, drugs = (frozenset(table.index) for table in tables)
    return dict(zip(KINDS, (flags, precautions, exceptions, drugs), strict=True))


def _said(kinds: list[str], name: str, kb: Knowledge) -> str:
    first, *rest = (_named(kind, name, kb) for kind in kinds)
    return (
        f"A reason stated before settled two things; it now settles {first} only. "
        f"Open again: {' and '.join(rest)}. State a reason for each."
    )


def _named(kind: str, name: str, kb: Knowledge) -> str:
    if kind == "exception":
        return f"the exception to the conservative trial \u201c{kb.label(name)}\u201d"
    table = kb.red_flags if kind == "flag" else kb.precautions
    return f"the {'red flag' if kind == 'flag' else kind} \u201c{table.at[name, 'label']}\u201d"
