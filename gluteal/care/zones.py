"""Test and treatment thresholds, and the zone that a probability falls in."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from gluteal.care.patient import Row
from gluteal.care.standing import under_age
from gluteal.cases import Case
from gluteal.knowledge import (
    ADULT,
    DIAGNOSTIC,
    EQUAL,
    INVESTIGATE,
    NO_ZONE,
    NOT_INDICATED,
    REFERRAL,
    THERAPEUTIC,
    FloatArray,
    Knowledge,
    load,
    once,
    parse_rule,
)
from gluteal.model import DRAWS, expit, known, logit, state_of

NEGATIVE = "Block negative"
Zone = tuple[str, str]  # its name, and why
CLEARLY = 1.3  # a finding speaks for a cause if it is so many times as frequent there as elsewhere
SURE = 0.75  # share of draws that must reach the treatment threshold


def thresholds(kb: Knowledge | None = None) -> pd.DataFrame:
    """Test and treatment threshold of each cause (Pauker and Kassirer 1980).

    Where the harms are given the thresholds are computed from them and from the
    sensitivity and specificity of the block; elsewhere they are stated judgements.

    Returns
    -------
    DataFrame
        Indexed by cause: ``test``, ``treat`` (probabilities, NaN where there is none),
        ``sensitivity``, ``specificity`` (of the test, NaN where not computed), and the
        columns of the table.

    Examples
    --------
    >>> thresholds().loc["sacroiliac_joint_pain", ["test", "treat"]].astype(float).round(2).tolist()
    [0.22, 0.7]
    """
    return _thresholds(kb or load()).copy()


@once
def _thresholds(kb: Knowledge) -> pd.DataFrame:
    table = kb.thresholds.copy()
    used = kb.evidence[kb.evidence["use"] == "yes"].set_index(["cause", "finding"])
    keys = list(zip(table.index, table["test_finding"]))
    found = used["sensitivity"].reindex(pd.MultiIndex.from_tuples(keys)).to_numpy(float)
    harm, cost = table["harm_of_treating_a_non_case"], table["harm_of_test"]
    sens = pd.Series(found, table.index).where(harm.notna())
    background = kb.backgrounds["background"].reindex(table["test_finding"]).to_numpy(float)
    spec = table["test_specificity"].fillna(pd.Series(1 - background, table.index))
    spec = spec.where(harm.notna())
    test = ((1 - spec) * harm + cost) / ((1 - spec) * harm + sens)
    treat = (spec * harm - cost) / (spec * harm + 1 - sens)
    return table.assign(
        test=table["test_threshold"].fillna(test),
        treat=table["treat_threshold"].fillna(treat),
        sensitivity=sens,
        specificity=spec,
    )


@once
def threshold_records(kb: Knowledge) -> dict[str, Row]:
    """:func:`thresholds` as dicts by cause, made once: rows are looked up at every click."""
    rows: dict[str, Row] = thresholds(kb).to_dict("index")
    return rows


@once
def _treat_logits(kb: Knowledge) -> FloatArray:
    """Logit of each cause's treatment threshold, a column in the order of the causes."""
    return logit(thresholds(kb)["treat"].reindex(kb.causes.index).to_numpy(float))[:, None]


def estimates(case: Case, kb: Knowledge) -> dict[str, Row]:
    """What a zone rests on, by cause.

    Returns
    -------
    dict of dict
        ``probability``, ``low`` and ``high`` as in :func:`gluteal.model.differential`,
        and ``sure``, the share of draws at or above the treatment threshold (0 without one).
    """
    state = state_of(case, kb)
    causes = state.model.cells.causes
    tail = DRAWS // 20
    low, high = expit(state.logits[:, tail]), expit(state.logits[:, -tail - 1])
    columns = {
        "probability": state.probability,
        "low": np.minimum(low, state.probability),
        "high": np.maximum(high, state.probability),
        "sure": (state.logits >= _treat_logits(kb)).mean(axis=1),
    }
    rows = zip(*(values.tolist() for values in columns.values()))
    return {cause: dict(zip(columns, row)) for cause, row in zip(causes, rows)}


def no_zone(case: Case, kb: Knowledge) -> str:
    """Why no zone is given at all, '' where one may be."""
    if under_age(case):
        return kb.say("The tables are for adults: no zone under {adult}", adult=ADULT)
    if case.setting == EQUAL:
        return kb.say("In the setting 'equal' probabilities are for teaching: choose a setting")
    if known(case, kb).little:
        return kb.say("Too little is known for a zone")
    return ""


@dataclass(frozen=True)
class Seen:
    """What is known beyond probabilities: marks, causes that were looked for, why no zone is given."""

    present: set[str]
    absent: set[str]
    examined: frozenset[str]  # causes that a marked sign, scan or block is a test of
    raised: frozenset[str]  # causes that something present speaks for
    none: str  # result of :func:`no_zone`


def seen_of(case: Case, kb: Knowledge) -> Seen:
    """Gather what a zone needs beside the probability."""
    present, absent = case.marks(kb)
    tells, stages = _raised_by(kb), kb.rows("findings")
    examined, raised = set[str](), set[str]()
    for f in present:
        raised |= tells[f]
    for f in (*present, *absent):
        if _is_examination(stages[f]):
            examined |= tells[f]
    return Seen(present, absent, frozenset(examined), frozenset(raised), no_zone(case, kb))


def _is_examination(finding: Row) -> bool:
    """Whether a finding is looked at on the patient or on a scan: no question, no blood test."""
    screened = finding["screening"] == "yes"
    return finding["stage"] != "history" and finding["tier"] != "lab" and not screened


@once
def _raised_by(kb: Knowledge) -> dict[str, frozenset[str]]:
    """By each finding: the causes that it clearly speaks for in one of their pictures."""
    cells = kb.cells
    clear = cells.known & (cells.theta >= CLEARLY * cells.background)
    causes = np.logical_or.reduceat(clear, cells.starts, axis=0)
    return {
        f: frozenset(c for c, yes in zip(cells.causes, causes[:, i]) if yes)
        for i, f in enumerate(cells.findings)
    }


def zone_of(row: Row, cause: str, limit: Row, now: Row, seen: Seen, kb: Knowledge) -> Zone:
    """Zone of an injection for one cause, and why.

    Parameters
    ----------
    row, cause, limit : dict, str, dict
        The injection's row, the cause, and its row of :func:`thresholds`.
    now : dict
        The cause's row of :func:`estimates`.
    seen : Seen
        Result of :func:`seen_of`.
    """
    if row["role"] == "none":
        return NOT_INDICATED, kb.say("No injection is right for this cause")
    if seen.none:
        return NO_ZONE, seen.none
    if limit["between"] == "none" or pd.isna(limit["test"]):
        return NOT_INDICATED, kb.say("No target")
    two = _written(limit, kb)
    if seen.absent.intersection(_blocks(row, limit, kb)):
        return NOT_INDICATED, f"{NEGATIVE}: {row['block_negative'] or 'another source?'}"
    if now["probability"] < limit["test"]:
        return NOT_INDICATED, kb.say("Below the test threshold of {test}", test=two["test"])
    test = limit["test_finding"] if limit["between"] == "imaging" else ""
    if test in seen.absent:
        return NOT_INDICATED, kb.say("Marked absent: {finding}", finding=kb.label(test))
    if row["offered"] == "referral":
        if test and test not in seen.present and row["role"] != "both":  # pus waits for no scan
            return NOT_INDICATED, kb.say("Not before: {finding}", finding=kb.label(test))
        return REFERRAL, kb.say("Only by a specialist team")
    zone, why = _needle(row, limit, now["sure"], seen, kb)
    if zone in (THERAPEUTIC, DIAGNOSTIC) and cause not in seen.examined:
        return NO_ZONE, kb.say(
            "No examination finding or investigation yet concerns {cause}", cause=kb.label(cause)
        )
    if zone in (THERAPEUTIC, DIAGNOSTIC) and cause not in seen.raised:
        return NO_ZONE, kb.say("Nothing that is present speaks for {cause}", cause=kb.label(cause))
    return zone, why


def _written(limit: Row, kb: Knowledge) -> dict[str, str]:
    """The thresholds of a cause as they are written."""
    return {k: kb.language.number(f"{limit[k]:.2f}") for k in ("test", "treat")}


def _needle(row: Row, limit: Row, sure: float, seen: Seen, kb: Knowledge) -> Zone:
    """The zone of a cause at or above its test threshold."""
    two, say = _written(limit, kb), kb.say
    treat = say("the treatment threshold of {treat}", treat=two["treat"])
    positive = row["block_finding"] in seen.present
    if not pd.isna(limit["treat"]) and sure >= SURE and row["role"] != "diagnostic":
        return THERAPEUTIC, say("Above {threshold}", threshold=treat)
    if limit["between"] == "imaging":
        test = kb.label(limit["test_finding"]) if limit["test_finding"] else say("imaging")
        if limit["test_finding"] in seen.present:
            return INVESTIGATE, say(
                "Already marked: {finding}. Missing: to be surely above {threshold}",
                finding=test,
                threshold=treat,
            )
        return INVESTIGATE, say("First: {finding}", finding=test)
    if row["role"] == "therapeutic":
        return NOT_INDICATED, say("Not surely above {threshold}", threshold=treat)
    if positive and row["positive_blocks"] == "2":
        return DIAGNOSTIC, say(
            "One block was positive; a second confirms it before a lasting procedure"
        )
    if positive:
        return INVESTIGATE, say(
            "The block was positive. Missing: to be surely above {threshold}", threshold=treat
        )
    if sure >= SURE:
        return DIAGNOSTIC, say("Confirms the source before a lasting procedure")
    return DIAGNOSTIC, say("Between the thresholds of {test} and {treat}", **two)


def _blocks(row: Row, limit: Row, kb: Knowledge) -> set[str]:
    """The blocks that an injection is, needs, or shares its target with."""
    names = {row["block_finding"], *parse_rule(row["therapeutic_requires"]).findings}
    names.add(limit["test_finding"])
    return {f for f in names if f and kb.rows("findings")[f]["stage"] == "block"}
