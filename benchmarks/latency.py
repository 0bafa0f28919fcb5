"""Latency of the public functions beside bare numpy, in one run on one thread.

``python benchmarks/latency.py``: medians; each call gets a new Case, with ten findings
marked. The bare figures are a plain naive Bayes of 26 causes x 110 findings: one posterior,
2,000-draw intervals, information of all findings.
"""

import os

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"

import statistics
import subprocess
import sys
import time
from collections.abc import Callable

import numpy as np

import gluteal
from gluteal.model import model_of

PRESENT = (
    "sij_distraction sij_thigh_thrust sij_compression pain_over_sij fortin_finger_sign "
    "pain_rising_from_sitting"
).split()
ABSENT = "pain_below_knee straight_leg_raise centralisation worse_cough_or_sneeze".split()


def median(run: Callable[[], object], times: int = 101) -> float:
    """Median milliseconds."""
    spent = []
    for _ in range(times):
        start = time.perf_counter()
        run()
        spent.append(time.perf_counter() - start)
    return statistics.median(spent) * 1e3


def bare() -> dict[str, float]:
    """Plain naive Bayes in numpy."""
    rng = np.random.default_rng(1)
    theta = rng.uniform(0.02, 0.95, (26, 110))
    yes, no, prior = np.log(theta), np.log1p(-theta), np.full(26, -np.log(26))
    at = rng.choice(110, 10, replace=False)
    draws = rng.normal(0, 1, (10, 26, 2000)).astype(np.float32)

    def posterior() -> np.ndarray:
        log = prior + yes[:, at[:6]].sum(axis=1) + no[:, at[6:]].sum(axis=1)
        p = np.exp(log - log.max())
        return p / p.sum()

    def intervals() -> np.ndarray:
        log = draws.sum(axis=0)
        p = np.exp(log - log.max(axis=0))
        return np.partition(p / p.sum(axis=0), [100, 1899], axis=1)

    def information() -> np.ndarray:
        p = posterior()
        q = p @ theta
        return -(q * np.log(q)) - (p @ (theta * yes)) * -1

    return {
        "posterior": median(posterior),
        "2,000-draw intervals": median(intervals),
        "information, all findings": median(information),
    }


def case() -> gluteal.Case:
    return gluteal.Case(
        present=PRESENT, absent=ABSENT, setting="pain_clinic", age=44, conservative_weeks=8
    )


def start_up() -> float:
    """Import and load in a new interpreter, median seconds of seven."""
    code = "import time; t = time.perf_counter(); import gluteal; gluteal.load(); print(time.perf_counter() - t)"
    runs = [
        float(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout)
        for _ in range(7)
    ]
    return statistics.median(runs)


def first_mark(kb: gluteal.Knowledge) -> float:
    """Make the draws of a finding, median milliseconds over all findings and both states."""
    model = model_of(kb)
    spent = []
    for finding in range(len(model.findings)):
        for state in (1, -1):
            start = time.perf_counter()
            model.draws(finding, state)
            spent.append(time.perf_counter() - start)
    return statistics.median(spent) * 1e3


def main() -> None:
    kb = gluteal.load()
    reference = bare()
    gluteal.differential(case(), kb)
    ours = {
        "differential with intervals": (median(lambda: gluteal.differential(case(), kb)), 5.0),
        "weights": (median(lambda: gluteal.weights(case(), kb)), None),
        "next_findings": (median(lambda: gluteal.next_findings(case(), kb)), 10.0),
        "injections": (median(lambda: gluteal.injections(case(), kb)), None),
        "red_flags": (median(lambda: gluteal.red_flags(case(), kb)), None),
    }
    print("bare numpy, 26 x 110")
    for name, ms in reference.items():
        print(f"  {name:32s} {ms:8.3f} ms")
    whole = sum(reference.values())
    print(f"gluteal, {len(kb.cells.rows)} rows x {len(kb.findings)} findings, 1,000 draws, pandas")
    for name, (ms, bound) in ours.items():
        asked = f"   asked: under {bound:g} ms" if bound else ""
        print(f"  {name:32s} {ms:8.3f} ms  {ms / whole:6.1f} x bare{asked}")
    print(
        f"  {'draws of a newly marked finding':32s} {first_mark(kb):8.3f} ms   asked: under 10 ms"
    )
    held = model_of(kb).drawn_bytes / 2**20
    print(f"  {'draws kept, everything marked':32s} {held:8.1f} MB   asked: under 64 MB")
    print(f"  {'import and load':32s} {start_up():8.3f} s    asked: under 0.5 s, byte-compiled")


if __name__ == "__main__":
    main()
