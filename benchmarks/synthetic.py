"""Synthetic tables of any size, to see how cost and memory grow: not evidence of anything."""

from __future__ import annotations

import time
import tracemalloc

import numpy as np
import pandas as pd

import gluteal
from gluteal.knowledge import SETTINGS, load

CELLS = 30  # with evidence, a cause
MARKED = 16  # findings a case


def tables(causes: int, findings: int) -> gluteal.Knowledge:
    """Causes with thirty cells of evidence each, findings with a background, clusters of four."""
    rng = np.random.default_rng(causes)
    kb = load()
    cause = np.array([*(f"cause_{i}" for i in range(causes - 1)), "unexplained"])
    finding = np.array([f"finding_{i}" for i in range(findings)])
    own = np.repeat(np.arange(causes - 1), CELLS)
    at = rng.integers(0, findings, len(own))
    _, first = np.unique(own * findings + at, return_index=True)
    sensitivity = rng.uniform(0.2, 0.9, len(first)).round(3)
    background = rng.uniform(0.01, 0.3, findings).round(3)
    linked = [f"cluster_{i // 4}" if i < findings // 2 else "" for i in range(findings)]
    made = {
        "causes": {"cause": cause, "label": cause, "short": cause},
        "findings": {"finding": finding, "label": finding, "short": finding, "cluster": linked}
        | {"yields_to": "", "domain": "history", "stage": "history", "tier": "ask"},
        "evidence": {"cause": cause[own[first]], "finding": finding[at[first]], "use": "yes"}
        | {"basis": "judgement", "sensitivity": sensitivity}
        | {"sens_low": sensitivity * 0.8, "sens_high": np.minimum(sensitivity * 1.1, 0.99)},
        "backgrounds": {"finding": finding, "background": background, "basis": "judgement"}
        | {"low": background * 0.6, "high": background * 1.4},
        "priors": {"cause": cause} | dict.fromkeys(SETTINGS, 1 / causes),
    }
    raw = {}
    for name, content in kb._raw.items():
        table = name.removesuffix(".csv")
        if name.endswith(".json"):
            raw[name] = b"[]"
        else:
            head = content.split(b"\n")[0].decode().split(",")
            frame = pd.DataFrame(made.get(table, {})).reindex(columns=head)
            raw[name] = frame.to_csv(index=False).encode()
    return gluteal.Knowledge(raw, f"synthetic {causes} x {findings}", "")


def cohort(kb: gluteal.Knowledge, number: int) -> pd.DataFrame:
    """Cases with sixteen random marks each."""
    rng = np.random.default_rng(number)
    marks = np.zeros((len(kb.findings), number), np.int8)
    at = rng.integers(0, len(marks), (MARKED, number))
    marks[at, np.arange(number)] = rng.choice(np.array([-1, 1], np.int8), at.shape)
    return pd.DataFrame(marks.T, columns=kb.findings.index, copy=False)


def scale(sizes: tuple[tuple[int, int], ...] = ((500, 625), (2000, 2500), (8000, 10000))) -> None:
    """Print cost a case and memory at each size."""
    print(
        f"{'synthetic tables, causes x findings':38s}{'compile s':>10}{'peak MB':>9}{'MB':>7}",
        end="",
    )
    print(f"{'first us':>10}{'us a case':>10}{'one case ms':>12}")
    for size in sizes:
        kb = tables(*size)
        tracemalloc.start()
        start = time.perf_counter()
        gluteal.score(cohort(kb, 1), kb)
        compiled = time.perf_counter() - start
        held, peak = (b / 2**20 for b in tracemalloc.get_traced_memory())
        tracemalloc.stop()
        cases = cohort(kb, 2_000)
        spent = []
        for _ in range(3):
            start = time.perf_counter()
            gluteal.score(cases, kb)
            spent.append((time.perf_counter() - start) / len(cases) * 1e6)
        marks = cases.iloc[0]
        case = gluteal.Case(
            present=list(marks.index[marks == 1]), absent=list(marks.index[marks == -1])
        )
        start = time.perf_counter()
        gluteal.differential(case, kb)
        one = (time.perf_counter() - start) * 1e3
        print(f"{size[0]:>17,} x {size[1]:<18,}{compiled:10.1f}{peak:9,.0f}{held:7,.0f}", end="")
        print(f"{spent[0]:10,.0f}{min(spent[1:]):10,.0f}{one:12,.0f}", flush=True)


if __name__ == "__main__":
    scale()
