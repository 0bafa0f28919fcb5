"""What to find out next, as the plan asks for it: a flag's own test, what an injection lacks, the rest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from gluteal import model
from gluteal.care.flags import raised
from gluteal.care.injection import options as options_of
from gluteal.care.patient import Row, ids_of
from gluteal.care.zones import seen_of, threshold_records
from gluteal.cases import Case
from gluteal.knowledge import (
    DIAGNOSTIC,
    INVESTIGATE,
    THERAPEUTIC,
    Knowledge,
    load,
    once,
    parse_rule,
    split,
)

_LIKELY = 0.5  # a scan for a cause as likely as this comes before the others
_HURRY = ("immediate", "same day")  # urgencies of a flag whose steps are all that comes next


@dataclass(frozen=True)
class Plan:
    """What comes first and why, and what waits."""

    first: dict[str, str]  # finding to its reason
    without: frozenset[str]  # findings that wait


def next_findings(case: Case, kb: Knowledge | None = None) -> pd.DataFrame:
    """What to ask, examine or request next.

    Parameters
    ----------
    case : Case
        The marks so far.
    kb : Knowledge, optional
        Evidence to reason from. Bundled data by default.

    Returns
    -------
    DataFrame
        Indexed by finding; columns as in :func:`gluteal.model.next_findings`. The tests of the
        open red flags that hold injections come first, then what the leading injection still
        lacks, then all others, most informative first. While such a flag is open no block is
        proposed; under an immediate or same-day one nothing but its own tests. A block is
        proposed only of a cause that was examined and has reached its test threshold.

    Examples
    --------
    >>> import gluteal
    >>> case = gluteal.Case(present=["fever_or_systemically_unwell", "pain_over_sij"])
    >>> list(gluteal.next_findings(case).index)
    ['raised_crp_or_esr', 'imaging_collection_or_septic_change']
    """
    kb = kb or load()
    plan = plan_of(case, kb)
    frame = model.next_findings(case, kb, plan.first)
    first = [f for f in plan.first if f in frame.index]
    rest = frame.drop(first)
    rest = rest[~rest.index.isin(plan.without)]
    frame = pd.concat([frame.loc[first], rest])
    return frame.assign(reason=[plan.first.get(f, r) for f, r in frame["reason"].items()])


def steps(case: Case, kb: Knowledge, options: list[Row] | None = None) -> list[dict[str, Any]]:
    """The rows of :func:`next_findings` that a screen shows: what comes first, then one a tier.

    A tier whose best finding would move no probability stays away.

    Parameters
    ----------
    options : list of dict, optional
        Result of ``care.options``, if it is there already.
    """
    plan = plan_of(case, kb, options)
    rows = model.best_next(case, kb, plan.first, plan.without)
    return [row | {"reason": plan.first.get(row["finding"], row["reason"])} for row in rows]


def plan_of(case: Case, kb: Knowledge, options: list[Row] | None = None) -> Plan:
    """What comes first, and what waits."""
    flags = [f for f in raised(case, kb) if f["holds_injections"] and not f["cleared"]]
    blocks = frozenset(_blocks(kb))
    if flags:
        hurry = [f for f in flags if hurried(f)]
        first: dict[str, str] = {}
        for flag in hurry or flags:
            for finding in _likeliest_first(ids_of(flag["tests"]), case, kb):
                first.setdefault(finding, kb.say("Settles the flag: {flag}", flag=flag["label"]))
        return Plan(first, frozenset(kb.findings.index) if hurry else blocks)
    lacking = lacks((options or options_of(case, kb))[0], case, kb)
    return Plan(lacking, blocks - _in_question(case, kb))


@once
def _blocks(kb: Knowledge) -> dict[str, tuple[str, ...]]:
    """The causes that each block tests."""
    table = kb.investigations[kb.investigations["kind"] == "reference"]
    return {str(f): tuple(split(s)) for f, s in table["shows"].items()}


def _in_question(case: Case, kb: Knowledge) -> set[str]:
    """Blocks of a cause that was looked for on the patient and has reached its test threshold."""
    now, limits, examined = _now(case, kb), threshold_records(kb), seen_of(case, kb).examined
    return {
        block
        for block, causes in _blocks(kb).items()
        if any(c in examined and now[c] >= limits[c]["test"] for c in causes)
    }


def _now(case: Case, kb: Knowledge) -> dict[str, float]:
    """Probability of each cause."""
    state = model.state_of(case, kb)
    return dict(zip(state.model.cells.causes, state.probability.tolist()))


def _likeliest_first(tests: Sequence[str], case: Case, kb: Knowledge) -> list[str]:
    """Tests in their order from the bedside to the scan; before other scans that of a likely cause."""
    shows, now = kb.rows("investigations"), _now(case, kb)
    shown = {f: sum(now[c] for c in split(shows[f]["shows"])) for f in tests if f in shows}
    scans = {f for f in tests if kb.rows("findings")[f]["tier"] == "image"}
    return sorted(tests, key=lambda f: (f in scans, f in scans and shown.get(f, 0.0) < _LIKELY))


def hurried(flag: Row) -> bool:
    """Whether a flag's own steps are all that comes next: open, holding, not for tomorrow."""
    return bool(flag["holds_injections"] and not flag["cleared"] and flag["urgency"] in _HURRY)


def lacks(option: Row, case: Case, kb: Knowledge) -> dict[str, str]:
    """Unmarked findings without which an option does not go on, and why each is asked for.

    Parameters
    ----------
    option : dict
        A row of ``care.options``.
    """
    if option["zone"] not in (THERAPEUTIC, DIAGNOSTIC, INVESTIGATE):
        return {}
    limit = threshold_records(kb)[option["cause"]]
    rules = [option["requires"]]
    if option["zone"] == THERAPEUTIC:
        rules += [option["therapeutic_requires"]]
    present, absent = case.facts(kb)
    wanted = [f for rule in rules for f in _asked_by(rule, present, absent)]
    if option["zone"] == THERAPEUTIC:
        wanted += ids_of(limit["treatment_requires"])
    if option["zone"] == INVESTIGATE:
        wanted += ids_of(limit["test_finding"])
    said = kb.say("Needed before: {injection}", injection=option["short"])
    open_ = [f for f in dict.fromkeys(wanted) if f not in present and f not in absent]
    if len(open_) > 1:
        cells, test = kb.cells, limit["test_finding"]
        own = cells.matrix_theta[cells.causes.index(option["cause"])] / cells.background
        open_.sort(key=lambda f: (f != test, -own[cells.position[f]]))
    return dict.fromkeys(open_, said)


def _asked_by(rule: str, present: set[str], absent: set[str]) -> list[str]:
    """Findings that a requirement asks for; none once it is met, and none that it only minds."""
    parsed = parse_rule(rule)
    if parsed.holds(present, absent):
        return []
    clauses = (c for alternative in parsed.alternatives for c in alternative if not c.lenient)
    return [f for clause in clauses for f in clause.findings]
