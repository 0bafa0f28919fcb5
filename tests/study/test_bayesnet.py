"""The plain model, without clusters, composites and questions, is exact: another engine agrees.

The network is built from the tables' public cells: cause -> presentation -> findings. The model is
asked through :func:`gluteal.score`, with marks of findings that stand alone.
"""

import numpy as np
import pandas as pd
import pyagrum as gum
import pytest

import gluteal
from gluteal.model import priors

# presence and absence of a reconciled cell count by two probabilities: no network has such a node
KB = gluteal.load(reconciled=False)
SETTING = "pain_clinic"


def alone():
    """Findings outside clusters, composites, questions, blocks' misses and what yields to another."""
    findings = KB.findings
    linked = {f for names in findings["yields_to"] for f in names.split(";")}
    linked |= set(findings.index[findings["yields_to"] != ""])
    for rule in KB.composites["rule_expr"]:
        linked |= {f for f in findings.index if f in rule}
    missed = set(KB.investigations.dropna(subset="missed").index)
    free = findings[(findings["cluster"] == "") & (findings["question"] == "")].index
    return [f for f in free if f not in linked | missed]


FINDINGS = alone()


@pytest.fixture(scope="module")
def network():
    """Cause, its presentation and the findings as a Bayesian network."""
    table = KB.betas["probability"].unstack("finding")[FINDINGS]
    rows = KB.cells.rows
    net = gum.BayesNet()
    causes = list(KB.causes.index)
    net.add(gum.LabelizedVariable("cause", "", causes))
    names = [f"{c}/{p}" for c, p in zip(rows["cause"], rows["presentation"])]
    net.add(gum.LabelizedVariable("presentation", "", names))
    net.addArc("cause", "presentation")
    net.cpt("cause").fillWith(list(priors(KB, SETTING)))
    share = np.zeros((len(causes), len(names)))
    share[[causes.index(c) for c in rows["cause"]], range(len(names))] = rows["share"]
    net.cpt("presentation")[:] = share / share.sum(axis=1, keepdims=True)
    theta = table.loc[list(zip(rows["cause"], rows["presentation"]))].to_numpy()
    for finding, present in zip(FINDINGS, theta.T):
        net.add(gum.LabelizedVariable(finding, "", ["absent", "present"]))
        net.addArc("presentation", finding)
        net.cpt(finding)[:] = np.column_stack([1 - present, present])
    return net


def test_a_bayesian_network_engine_gives_the_same_probabilities(network):
    random = np.random.default_rng(0)
    marks = np.zeros((50, len(FINDINGS)), int)
    for row in marks:
        chosen = random.choice(len(FINDINGS), random.integers(1, 16), replace=False)
        row[chosen] = random.choice([-1, 1], len(chosen))
    cohort = pd.DataFrame(marks, columns=FINDINGS)
    ours = gluteal.score(cohort, KB, SETTING)
    engine = gum.LazyPropagation(network)
    for i, row in cohort.iterrows():
        engine.setEvidence({f: "present" if m > 0 else "absent" for f, m in row[row != 0].items()})
        engine.makeInference()
        theirs = engine.posterior("cause").toarray()
        assert np.abs(ours.loc[i].to_numpy() - theirs).max() < 1e-9


def test_enough_findings_stand_alone_for_that_to_mean_something():
    assert len(FINDINGS) > 40
    assert {"history", "examination", "investigation"} <= set(KB.findings.loc[FINDINGS, "stage"])
