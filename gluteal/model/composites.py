"""Composites of the tables, compiled into blocks of linked findings."""

from __future__ import annotations

import numpy as np

from gluteal.knowledge import (
    PULL,
    FloatArray,
    IntArray,
    Knowledge,
    Rule,
    parse_rule,
    strength,
)
from gluteal.model.blocks import Block, Composite


def build(kb: Knowledge) -> list[Block]:
    """Connected groups of findings: same cluster, or parts of one composite."""
    position, findings = kb.cells.position, kb.findings
    asked = {int(m) for q in kb.cells.questions.values() for m in q.members}
    used = kb.composites[kb.composites["use"] == "yes"]
    parsed = {str(k): parse_rule(e) for k, e in used["rule_expr"].items()}
    group = {i: [i] for i in range(len(position))}

    def join(members: list[int]) -> None:
        for m in members[1:]:
            old, new = group[m], group[members[0]]
            if old is not new:
                new += old
                group.update(dict.fromkeys(old, new))

    clusters = {
        str(c): [position[f] for f in names]
        for c, names in findings[findings["cluster"] != ""].groupby("cluster").groups.items()
    }
    for members in [
        *clusters.values(),
        *([position[f] for f in r.findings] for r in parsed.values()),
    ]:
        join([m for m in members if m not in asked])
    blocks: list[Block] = []
    for members in {id(g): sorted(g) for g in group.values() if len(g) > 1}.values():
        at = {m: i for i, m in enumerate(members)}
        inside = [np.array([at[m] for m in c if m in at]) for c in clusters.values() if c[0] in at]
        composites = tuple(
            _composite(kb, name, rule, np.array([at[position[f]] for f in rule.findings]), inside)
            for name, rule in parsed.items()
            if position[rule.findings[0]] in at
        )
        blocks.append(Block(np.array(members), tuple(inside), composites))
    return blocks


def _composite(
    kb: Knowledge, name: str, rule: Rule, members: IntArray, clusters: list[IntArray]
) -> Composite:
    row = kb.composites.loc[name]
    counts = row[["tp", "fn", "fp", "tn"]].to_numpy(float)
    sens, fpr = float(row["sensitivity"]), 1 - float(row["specificity"])
    patients = controls = np.array([np.nan])
    if not np.isnan(counts).any():
        tp, fn, fp, tn = counts
        sens, fpr = (tp + 0.5) / (tp + fn + 1), (fp + 0.5) / (fp + tn + 1)
        patients, controls = np.array([tp + fn]), np.array([fp + tn])
    judged = row["basis"] == "judgement"  # by definition: its ranges say how sure it is
    n1 = _size(sens, row["sens_low"], row["sens_high"], patients, judged)
    n0 = _size(fpr, 1 - row["spec_high"], 1 - row["spec_low"], controls, judged)
    touched = [c for c in clusters if np.isin(c, members).any()]
    mates = np.setdiff1d(np.concatenate([*touched, members[:0]]), members)
    return Composite(
        name,
        kb.cells.causes.index(row["cause"]),
        members,
        mates.astype(np.intp),
        rule,
        (n1 * sens + PULL * fpr, n1 * (1 - sens) + PULL * (1 - fpr)),
        (n0 * fpr, n0 * (1 - fpr)),
        {"both": 0, "met": 1, "not met": -1}[row["speaks"]],
    )


def _size(p: float, low: float, high: float, counted: FloatArray, judged: bool) -> float:
    range_ = np.array([p]), np.array([low]), np.array([high])
    return float(strength(*range_, ["accuracy"], counted, np.array([judged]))[0])
