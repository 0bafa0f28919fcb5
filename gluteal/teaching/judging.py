"""A learner's decision on an injection beside that of the model."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from gluteal.care import options
from gluteal.knowledge import DIAGNOSTIC, THERAPEUTIC, Knowledge, load
from gluteal.teaching.lessons import Row, case_at, stages
from gluteal.teaching.scoring import (
    among,
)

CONSERVATIVE_WEEKS = 12.0  # assumed when an injection is judged: the longest trial of the tables


_ASSUMED = f" ({CONSERVATIVE_WEEKS:g} weeks of conservative care assumed)"


def judge(row: Row, injection: str | None, kb: Knowledge | None = None) -> dict[str, Any]:
    """An injection decision beside what ``gluteal.injections`` says at the end of examination.

    Parameters
    ----------
    row : Series or mapping
        A row of :func:`gluteal.teaching.casebook`.
    injection : str, optional
        Id of an injection; None, '' or a reason against injecting (``none_...``) for none.
    kb : Knowledge, optional
        Evidence to reason from. Bundled data by default.

    Returns
    -------
    dict
        ``zone`` ('' for no injection) and ``holds`` (sentences joined by ' | ') of the
        injection; ``agrees``: the injection is in a zone and nothing holds it, or none was
        chosen and there is no such injection; ``words`` says why.

    Raises
    ------
    ValueError
        ``injection`` is none of the tables.

    Notes
    -----
    The setting is that of the report, for ``equal`` gives no zone, and 12 weeks of
    conservative care are taken as done: published cases rarely say.
    """
    kb = kb or load()
    among("injection", [injection] if injection else [], list(kb.injections.index), "injections")
    known = case_at(row, stages(row, 2), str(row["setting"]))
    if known.age is None:  # no step before the investigations
        known = replace(known, age=int(row["age"]), sex=str(row["sex"]))
    fitting = options(replace(known, conservative_weeks=CONSERVATIVE_WEEKS), kb)
    chosen = next((r for r in fitting if r["injection"] == injection and r["role"] != "none"), None)
    free = [
        r["label"] for r in fitting if r["zone"] in (THERAPEUTIC, DIAGNOSTIC) and not r["holds"]
    ]
    if chosen is None:
        words = f"The model would consider: {', '.join(free)}" if free else ""
        words = (words or "The model offers no injection that nothing holds") + _ASSUMED
        return {"zone": "", "holds": "", "agrees": not free, "words": words}
    holds, agrees = " | ".join(chosen["holds"]), chosen["label"] in free
    words = f"{chosen['label']}: {chosen['zone']}. {chosen['zone_reason']}"
    words += f". Held: {holds}" if holds else ". Nothing holds it" if agrees else ""
    words += _ASSUMED
    return {"zone": chosen["zone"], "holds": holds, "agrees": agrees, "words": words}
