"""Test and treatment thresholds, and the zone that a probability falls in."""

from __future__ import annotations

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
)
from gluteal.model import DRAWS, expit, known, logit, state_of

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
        return f"The tables are for adults: no zone under {ADULT}"
    if case.setting == EQUAL:
        return "In the setting 'equal' probabilities are for teaching: choose a setting"
    if known(case, kb).little:
        return "Too little is known for a zone"
    return ""


def zone_of(
    row: Row, limit: Row, probability: float, sure: float, none: str, kb: Knowledge
) -> tuple[str, str]:
    """Zone of an injection for one cause, and why.

    Parameters
    ----------
    row, limit : dict
        The injection's row, and the cause's row of :func:`thresholds`.
    probability, sure : float
        Of the cause, and the share of draws at or above its treatment threshold.
    none : str
        Result of :func:`no_zone`.
    """
    if row["role"] == "none":
        return NOT_INDICATED, "No injection is right for this cause"
    if none:
        return NO_ZONE, none
    if limit["between"] == "none" or pd.isna(limit["test"]):
        return NOT_INDICATED, "No target"
    if probability < limit["test"]:
        return NOT_INDICATED, f"Below the test threshold of {limit['test']:.2f}"
    if row["offered"] == "referral":
        return REFERRAL, "Only by a specialist team"
    if not pd.isna(limit["treat"]) and sure >= SURE:
        if row["role"] == "diagnostic":
            return DIAGNOSTIC, "Confirms the source before a lasting procedure"
        return THERAPEUTIC, f"Above the treatment threshold of {limit['treat']:.2f}"
    if limit["between"] == "imaging":
        test = kb.label(limit["test_finding"]) if limit["test_finding"] else "imaging"
        return INVESTIGATE, f"First: {test}"
    if row["role"] == "therapeutic":
        return NOT_INDICATED, f"Not surely above the treatment threshold of {limit['treat']:.2f}"
    return DIAGNOSTIC, f"Between the thresholds of {limit['test']:.2f} and {limit['treat']:.2f}"
