"""The ids that the tables know, and the nearest to one that they do not."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from gluteal.cases.errors import UnknownFindingError
from gluteal.cases.versions import settled_ids
from gluteal.knowledge import TOPICS, Knowledge, once


@once
def known_ids(kb: Knowledge) -> dict[str, frozenset[str]]:
    """The ids that each field of a case can hold."""
    findings = frozenset(kb.findings.index)
    settled = {f"{kind}:{name}" for kind, names in settled_ids(kb).items() for name in names}
    return {
        "present": findings,
        "absent": findings,
        "paused": findings,
        "precautions": frozenset({*kb.precautions.index, *kb.anticoagulants.index}),
        "screened": frozenset(TOPICS),
        "cleared": frozenset(settled),
        "anaesthetic_mg": frozenset(kb.anaesthetics.index),
    }


def nearest(one: str, known: Iterable[str], many: int = 1) -> list[str]:
    """The known ids most like one that is not; none if it is like none."""
    return difflib.get_close_matches(one[:100], sorted(known), many, 0.5)


def refuse_unknown(name: str, ids: Iterable[str], known: frozenset[str]) -> None:
    """Refuse the first id of a field that is not known; the message lists the nearest."""
    for one in ids:
        if one not in known:
            near = nearest(one, known, 3)
            hint = f"; did you mean {' or '.join(near)}?" if near else ""
            raise UnknownFindingError(f"{name} has {one!r}, which is not in the tables{hint}")
