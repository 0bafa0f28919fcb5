"""Marks counted as independent proofs, and as the model counts them; the same marks in other settings."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from gluteal.cases import Case, UnknownCauseError
from gluteal.figures import column_parts
from gluteal.knowledge import EQUAL, SETTINGS, Knowledge, load
from gluteal.model import (
    DECIBAN,
    after,
    by_cause,
    differential,
    known_id,
    presentation_term,
    priors,
    shares,
    state_of,
)
from gluteal.model import weights as model_weights


@dataclass(frozen=True)
class Clusters:
    """Marks as the model counts them, and naively as so many independent proofs.

    ``probability``: causes, most likely first, x prior, model, naive. ``model``, ``naive``: causes
    x columns in decibans, NaN without evidence; with the last, the fit of the presentations, a
    row adds up to 10 log10 of its likelihood ratio. ``parts``: row of ``weights`` to its findings.
    """

    probability: pd.DataFrame
    model: pd.DataFrame
    naive: pd.DataFrame
    parts: dict[str, list[str]]

    def weights(self, cause: str) -> pd.DataFrame:
        """Weights of one cause, column x (naive, parts, model), which add up; 0 for what yields."""
        known_id("cause", cause, self.model.index, UnknownCauseError)
        rows = {c: self.naive.loc[cause, p].sum(min_count=1) for c, p in self.parts.items()}
        counts = {c: len(p) for c, p in self.parts.items()}
        frame = pd.DataFrame({"naive": rows, "parts": counts}).rename_axis("column")
        return frame.assign(model=self.model.reindex(columns=frame.index, fill_value=0).loc[cause])


def clusters(case: Case, kb: Knowledge | None = None) -> Clusters:
    """Why several positive tests of one joint are not as many independent proofs.

    Naive: every marked finding with weight 1, no cluster discount, no composite, nothing
    yields. Priors, presentations and questions (age, onset) are the same in both.

    Examples
    --------
    >>> tests = ["sij_distraction", "sij_thigh_thrust", "sij_compression", "sij_sacral_thrust"]
    >>> both = clusters(Case(present=tests, setting="pain_clinic"))
    >>> both.probability.loc["sacroiliac_joint_pain"].round(2).tolist()
    [0.17, 0.51, 0.93]
    """
    kb = kb or load()
    state = state_of(case, kb)
    model, cells, given = state.model, state.model.cells, state.given[0]
    said = {
        model.findings[i]: model.present[:, i] if given[i] > 0 else model.absent[:, i]
        for i in np.flatnonzero((given != 0) & ~model.asked)
    }
    for name, question in model.questions:
        if given[question.members].any():
            said[name] = model.answers(question, state.given[:, question.members])[0]
    log_rows = sum(said.values(), np.log(state.share))
    ratio = by_cause(model, log_rows)
    fit = np.exp(log_rows - ratio[cells.row_cause])
    mean = {f: DECIBAN * np.add.reduceat(fit * row, cells.starts) for f, row in said.items()}
    naive = pd.DataFrame(mean, model.causes).rename_axis(columns="finding")
    for f in said:
        naive[f] = naive[f].where(kb.known[column_parts(f, kb)].any(axis=1))
    gap = fit * np.log(np.maximum(fit, 1e-300) / state.share)
    naive["presentation"] = -DECIBAN * np.add.reduceat(gap, cells.starts)
    both = {"prior": state.prior, "model": state.probability}
    both["naive"] = after(state.prior, ratio, case.setting)
    probability = pd.DataFrame(both, model.causes).loc[differential(case, kb).index]
    weighed = model_weights(case, kb)
    silent = [f for f in said if f in cells.position and not state.marks[0, cells.position[f]]]
    left = [f for f in said if f not in weighed and f not in silent]
    parts: dict[str, list[str]] = {}
    for column in map(str, weighed):
        own = [column] if column in said else [f for f in left if f in column_parts(column, kb)]
        parts[column], left = own, [f for f in left if f not in own]
    parts |= {f: [f] for f in [*silent, "presentation"]}
    weighed["presentation"] = presentation_term(case, kb)
    return Clusters(probability, weighed, naive.loc[weighed.index], parts)


def settings(case: Case, kb: Knowledge | None = None) -> pd.DataFrame:
    """How the same marks rank where the causes come in other proportions.

    Only the pre-test probabilities change (in ``equal`` also the shares of presentations).
    Backgrounds are one set for all settings; in sport they are off by up to a factor of two.

    Returns
    -------
    DataFrame
        Causes, in the order of the case's own setting, x primary_care, sports, pain_clinic,
        spine_orthopaedic, emergency, equal: probabilities, each column adding up to 1.

    Examples
    --------
    >>> settings(Case(present=["worse_sitting", "tender_ischial_tuberosity"])).idxmax()["sports"]
    'proximal_hamstring_tendinopathy'
    """
    kb = kb or load()
    order = differential(case, kb).index
    state = state_of(case, kb)
    said = state.model.log_likelihood(state.marks)[0]
    columns = {}
    for name in (*SETTINGS, EQUAL):
        ratio = by_cause(state.model, np.log(shares(kb, name)) + said)
        columns[name] = after(priors(kb, name), ratio, name)
    return pd.DataFrame(columns, state.model.causes).rename_axis(columns="setting").loc[order]
