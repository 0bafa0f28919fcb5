"""Many cases: cost and memory beside bare products and other libraries, in one run.

``python benchmarks/score.py``: 10,000 to a million cases; ``--large`` goes on to ten million and
``--scale`` adds synthetic tables of 8,000 causes x 10,000 findings (see ``benchmarks/synthetic.py``).
Cases are the invented patients drawn anew, one mark in five left out and one in twenty turned
round: machine-made, so this measures speed and says nothing of accuracy. *Bare* is two float32
matrix products of the same size, cases x findings times findings x rows, one for present and one
for absent, from arrays that are ready. Times are the least of several, taken in turn; memory is
what is allocated at most beyond the cohort.
"""

from __future__ import annotations

import argparse
import tempfile
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd

import gluteal
from gluteal.model import cohort_of, model_of

Run = Callable[[], object]
MILLION = 1_000_000


def cases(number: int, kb: gluteal.Knowledge, everything: bool = False) -> pd.DataFrame:
    """A cohort; with ``everything``, each finding but the answers marked at random in two of three.

    Beyond a million the same million comes again.
    """
    rng, drawn = np.random.default_rng(number), min(number, MILLION)
    asked = model_of(kb).asked
    if everything:
        marks = rng.integers(-1, 2, (len(asked), drawn), np.int8)
        marks[asked] = 0
    else:
        patients = cohort_of(kb.patients, kb).drop(columns="cause").to_numpy().T
        marks = np.take(patients, rng.integers(0, patients.shape[1], drawn), axis=1)
        for one, asks in zip(marks, asked):  # a finding at a time: a lot is four times a mark
            lot = rng.random(drawn, np.float32)
            one[lot < 0.2] = 0
            one[~asks & (lot > 0.95)] *= -1
    marks = np.tile(marks, number // drawn)  # a finding at a time, as from Parquet or CSV
    return pd.DataFrame(marks.T, columns=kb.findings.index, copy=False)


def bare(cohort: pd.DataFrame, kb: gluteal.Knowledge) -> tuple[Run, float]:
    """The two products, and the MB that their arrays take."""
    model, marks = model_of(kb), cohort.to_numpy()
    planes = [np.asarray(marks == state, np.float32, order="C") for state in (1, -1)]
    tables = [np.asarray(t.T, np.float32, order="C") for t in (model.present, model.absent)]
    room = np.empty((len(marks), len(model.present)), np.float32)
    megabytes = (sum(p.nbytes for p in planes) + 2 * room.nbytes) / 2**20
    return lambda: [np.matmul(p, t, out=room) for p, t in zip(planes, tables)], megabytes


def without(kb: gluteal.Knowledge, *leave: str) -> gluteal.Knowledge:
    """The same tables without clusters, composites, questions or findings that yield."""
    raw = dict(kb._raw)
    findings = kb.findings.reset_index()
    for name in leave:
        if name in ("cluster", "yields_to"):
            findings[name] = ""
            raw["findings.csv"] = findings.to_csv(index=False).encode()
        else:
            raw[f"{name}.csv"] = raw[f"{name}.csv"].split(b"\n")[0] + b"\n"
    return gluteal.Knowledge(raw, "without", "-".join(leave))


def spent(runs: dict[str, Run], times: int) -> dict[str, float]:
    """Least seconds of each, taken in turn so that a busy moment strikes all alike."""
    least = dict.fromkeys(runs, np.inf)
    for _ in range(times):
        for name, run in runs.items():
            start = time.perf_counter()
            run()
            least[name] = min(least[name], time.perf_counter() - start)
    return least


def allocated(run: Run) -> float:
    """MB allocated at most."""
    tracemalloc.start()
    run()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / 2**20


def line(name: str, number: int, seconds: float, reference: float, megabytes: float = 0) -> None:
    each = seconds / number
    held = f"{megabytes:10,.0f}" if megabytes else ""
    ratio = f"{each / reference:10.2f}"
    print(f"{name:44s}{number:>12,}{1 / each:>12,.0f}{each * 1e6:>12.3f}{ratio}{held}", flush=True)


def sizes(kb: gluteal.Knowledge, numbers: list[int]) -> float:
    """Bare products and ``score`` at each size; seconds a case of the last bare."""
    each = np.inf
    for number in numbers:
        cohort = cases(number, kb)
        step = min(number, MILLION)  # a million are as many as bare has memory for
        products, megabytes = bare(cohort.iloc[:step], kb)
        runs: dict[str, Run] = {
            "bare": products,
            "score": lambda cohort=cohort: gluteal.score(cohort, kb),
        }
        runs["score"]()
        found = spent(runs, 3 if number > MILLION else 7)
        each = found["bare"] / step
        line("bare float32 products", step, found["bare"], each, megabytes)
        line("gluteal.score", number, found["score"], each, allocated(runs["score"]))
    return each


def parts(kb: gluteal.Knowledge, number: int) -> None:
    """What clusters, composites, questions and yielding cost: the same without them."""
    cohort, dense = cases(number, kb), cases(number, kb, everything=True)
    every = ("cluster", "composites", "questions", "yields_to")
    tables = {f"  without {name}": without(kb, name) for name in every}
    tables = {"gluteal.score": kb} | tables | {"  without all four": without(kb, *every)}
    runs: dict[str, Run] = {n: lambda t=t: gluteal.score(cohort, t) for n, t in tables.items()}
    runs["  two of three findings marked"] = lambda: gluteal.score(dense, kb)
    runs["  cases x findings, not column by column"] = lambda: gluteal.score(rowwise, kb)
    rowwise = pd.DataFrame(np.ascontiguousarray(cohort.to_numpy()), columns=cohort.columns)
    for run in runs.values():
        run()
    runs["bare"] = bare(cohort, kb)[0]
    found = spent(runs, 7)
    each = found.pop("bare") / number
    for name, seconds in found.items():
        line(name, number, seconds, each)
    fresh = gluteal.Knowledge(kb._raw, "fresh", "")
    first = spent({"first": lambda: gluteal.score(cohort, fresh)}, 1)["first"]
    more = first - found["gluteal.score"]
    print(f"  compiling, and patterns met for the first time: {more:.2f} s, once")


def peers(kb: gluteal.Knowledge, each: float) -> None:
    """Libraries that compute a plain naive Bayes, on cases of the same kind."""
    import pyagrum as gum
    from sklearn.naive_bayes import CategoricalNB

    number = 100_000
    cohort = cases(number, kb)
    taught = cohort_of(kb.patients, kb)
    marks = taught.drop(columns="cause").to_numpy() + 1
    bayes = CategoricalNB(min_categories=3).fit(marks, taught["cause"])
    states = (cohort + 1).to_numpy()
    run = lambda: bayes.predict_proba(states)  # noqa: E731
    found = spent({"scikit-learn": run}, 3)["scikit-learn"]
    line("scikit-learn CategoricalNB", number, found, each, allocated(run))

    net = gum.BayesNet()
    net.add(gum.LabelizedVariable("cause", "", list(kb.causes.index)))
    net.cpt("cause").fillWith([1 / len(kb.causes)] * len(kb.causes))
    for finding in kb.findings.index:
        net.add(gum.LabelizedVariable(finding, "", 2))
        net.addArc("cause", finding)
        theta = kb.matrix[finding].to_numpy()
        net.cpt(finding)[:] = np.column_stack([1 - theta, theta])
    engine = gum.LazyPropagation(net)
    engine.setTargets({"cause"})
    few = [
        {f: int(v > 0) for f, v in row.items() if v} for row in cohort.iloc[:200].to_dict("records")
    ]

    def infer() -> None:
        for marks in few:
            engine.setEvidence(marks)
            engine.makeInference()
            engine.posterior("cause")

    found = spent({"pyAgrum": infer}, 3)["pyAgrum"]
    line("pyAgrum naive Bayes, lazy propagation", len(few), found, each)


def spread(kb: gluteal.Knowledge, number: int, each: float) -> None:
    """From Parquet to the mean of every cause: in this process, and on two worker processes."""
    import dask.dataframe as dd
    from distributed import Client, LocalCluster

    with tempfile.TemporaryDirectory() as folder:
        cohort = cases(number, kb)
        step = number // 16
        for at, start in enumerate(range(0, number, step)):
            cohort.iloc[start : start + step].to_parquet(Path(folder, f"part.{at:03d}.parquet"))
        del cohort
        files = sorted(Path(folder).iterdir())

        def here() -> pd.Series:
            sums = [gluteal.score(pd.read_parquet(f), kb).sum() for f in files]
            return sum(sums[1:], sums[0]) / number

        scored = dd.read_parquet(folder).map_partitions(
            gluteal.score, meta=dict.fromkeys(kb.causes.index, float)
        )
        with (
            LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster,
            Client(cluster),
        ):
            there = lambda: scored.sum().compute() / number  # noqa: E731
            pd.testing.assert_series_equal(here(), there(), check_names=False)
            found = spent({"here": here, "there": there}, 2)
    line("Parquet to means, in this process", number, found["here"], each)
    line("Parquet to means, Dask, two worker processes", number, found["there"], each)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--large", action="store_true", help="go on to ten million cases")
    parser.add_argument("--scale", action="store_true", help="8,000 causes x 10,000 findings")
    given = parser.parse_args()
    kb = gluteal.load()
    print(f"{len(kb.cells.rows)} rows x {len(kb.findings)} findings")
    print(f"{'':44s}{'cases':>12}{'cases/s':>12}{'us a case':>12}{'x bare':>10}{'MB':>10}")
    each = sizes(kb, [10_000, 100_000, MILLION, *[10 * MILLION] * given.large])
    parts(kb, 100_000)
    peers(kb, each)
    spread(kb, MILLION, each)
    if given.scale:
        from synthetic import scale

        scale()


if __name__ == "__main__":
    main()
