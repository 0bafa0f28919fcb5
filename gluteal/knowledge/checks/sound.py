"""Is what a folder says sound? Published ratios and sources of tables that can be loaded."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

import numpy as np
import pandas as pd

from gluteal.knowledge.guarded import Problem
from gluteal.knowledge.schema import TABLES
from gluteal.knowledge.tables import Tables
from gluteal.knowledge.vocabulary import split

# how identifiers are written: the DOI handbook's prefix and printable suffix, numbers of PubMed
SHAPES: Final = {
    "DOI": (r"10\.\d{4,9}/[!-~]+(?<![.,;])", "starts with 10. and is no address: 10.1000/xyz123"),
    "PMID": (r"[1-9]\d{0,7}", "is a number of at most 8 digits"),
    "PMCID": (r"PMC[1-9]\d{0,8}", "is PMC and a number"),
}
_COUNTS: Final = ["tp", "fn", "fp", "tn"]


def well_formed(kind: str, value: str) -> bool:
    """Whether a DOI, PMID or PMCID is written as such; nobody is asked whether it exists.

    Examples
    --------
    >>> well_formed("DOI", "10.1007/s11916-012-0289-4"), well_formed("DOI", "doi:10.1007/s11916")
    (True, False)
    """
    return re.fullmatch(SHAPES[kind][0], value) is not None


def published_ratios(tables: Tables) -> pd.DataFrame:
    """The ratio of each measured row in use beside the interval that its study gives.

    Returns
    -------
    DataFrame
        Indexed as ``tables.evidence``, rows with ``basis`` accuracy, ``use`` yes and a
        specificity: ``cause``, ``finding``; ``ratio``, sensitivity to background; ``low`` and
        ``high``, 95 % interval of the published LR+, NaN where neither counts nor ranges are
        given; ``within``; ``comparator_fit``, ``fit_reason``.

    Notes
    -----
    From counts by the log method (Katz D et al., Biometrics 1978;34(3):469-474), with 0.5 added
    to each where one is 0; else from the ends of the ranges of sensitivity and specificity.
    """
    rows = tables.evidence.query("use == 'yes' and basis == 'accuracy'")
    rows = rows[rows["specificity"].notna()]
    around = tables.backgrounds["background"].reindex(rows["finding"]).to_numpy(float)
    ratio = rows["sensitivity"] / around
    low, high = lr_interval(rows)
    return rows[["cause", "finding"]].assign(
        ratio=ratio,
        low=low,
        high=high,
        within=(low <= ratio) & (ratio <= high),
        comparator_fit=rows["comparator_fit"],
        fit_reason=rows["fit_reason"],
    )


def lr_interval(rows: pd.DataFrame) -> tuple[pd.Series[float], pd.Series[float]]:
    """Interval of LR+ of each row of evidence; see :func:`published_ratios`.

    Examples
    --------
    >>> martin2014 = pd.DataFrame({"tp": [21], "fn": [2], "fp": [2], "tn": [8]})
    >>> ends = ["sens_low", "sens_high", "spec_low", "spec_high"]
    >>> low, high = lr_interval(martin2014.assign(**dict.fromkeys(ends, 0.5)))
    >>> round(float(low[0]), 2), round(float(high[0]), 2)
    (1.31, 15.87)
    """
    counts = rows[_COUNTS].astype(float)
    tp, fn, fp, tn = (counts + 0.5 * (counts == 0).any(axis=1).to_numpy()[:, None]).to_numpy().T
    ratio = (tp / (tp + fn)) / (fp / (fp + tn))
    spread = np.exp(1.96 * np.sqrt(1 / tp - 1 / (tp + fn) + 1 / fp - 1 / (fp + tn)))
    counted = counts.notna().all(axis=1)
    low = rows["sens_low"] / (1 - rows["spec_low"])
    high = rows["sens_high"] / (1 - rows["spec_high"])
    return low.mask(counted, ratio / spread), high.mask(counted, ratio * spread)


def unsound(tables: Tables) -> tuple[list[Problem], list[Problem]]:
    """Problems to mend, and remarks to think about, of tables that can be loaded."""
    ratios, unranged = _ratios(published_ratios(tables))
    identified = list(_identified(tables))
    wrong = [*ratios, *_shapes(identified), *_twice(identified), *_patients(tables)]
    return wrong, [*unranged, *_uncited(tables)]


def _ratios(table: pd.DataFrame) -> tuple[list[Problem], list[Problem]]:
    """Rows whose ``comparator_fit`` is not what the figures say, and rows without an interval."""
    wrong: list[Problem] = []
    unknown: list[Problem] = []
    for i, row in table.iterrows():
        at, cell = int(str(i)) + 2, f"{row['cause']} + {row['finding']}"
        value = f"{cell}: {row['ratio']:.3g}, published {row['low']:.3g} to {row['high']:.3g}"
        if np.isnan([row["low"], row["high"]]).any():
            said = "has neither counts nor ranges, so its published ratio cannot be compared"
            unknown.append(("evidence.csv", at, "specificity", cell, said))
        elif row["within"] and (row["comparator_fit"] != "yes" or row["fit_reason"]):
            said = "the ratio to the background lies within: say 'yes', and leave fit_reason empty"
            wrong.append(("evidence.csv", at, "comparator_fit", value, said))
        elif not row["within"] and not (row["comparator_fit"] == "no" and row["fit_reason"]):
            said = (
                "the ratio to the background lies outside: mend the figures, or say 'no' and why "
                "in fit_reason"
            )
            wrong.append(("evidence.csv", at, "comparator_fit", value, said))
    return wrong, unknown


Identified = tuple[str, int, str, str, str]  # file, row, column, kind of identifier, value


def _identified(tables: Tables) -> Iterable[Identified]:
    for row, record in enumerate(tables.records.values(), 1):
        for kind in SHAPES:
            if value := record.get(kind):
                yield "references.json", row, kind, kind, str(value)
    for row, (_, patient) in enumerate(tables.coded.iterrows(), 2):
        for column, kind in (("doi", "DOI"), ("pmid", "PMID")):
            if patient[column]:
                yield "coded.csv", row, column, kind, patient[column]


def _shapes(identified: list[Identified]) -> list[Problem]:
    return [
        (file, row, column, value[:60], f"is no {kind}; it {SHAPES[kind][1]}")
        for file, row, column, kind, value in identified
        if not well_formed(kind, value)
    ]


def _twice(identified: list[Identified]) -> list[Problem]:
    """Two records of one source; of two patients from one report nothing is said."""
    first: dict[tuple[str, str], int] = {}
    return [
        (file, row, column, value[:60], f"is that of record {before} too; keep one of the two")
        for file, row, column, kind, value in identified
        if file == "references.json"
        and (before := first.setdefault((kind, value.lower()), row)) != row
    ]


def _patients(tables: Tables) -> list[Problem]:
    """Coded patients that no case can be made of, and such as are told already."""
    found: list[Problem] = []
    for row, (name, patient) in enumerate(tables.coded.iterrows(), 2):
        if not patient["age"] <= 120:
            found.append(("coded.csv", row, "age", f"{patient['age']:g}", "must be 0 to 120 years"))
        for mark in sorted({*split(patient["present"])} & {*split(patient["absent"])}):
            found.append(("coded.csv", row, "absent", mark, "is in 'present' too; keep one"))
        if name in tables.cases.index:
            said = "is a case of cases/cases.json already; keep one of the two"
            found.append(("coded.csv", row, "case", str(name), said))
    return found


def _uncited(tables: Tables) -> list[Problem]:
    """Sources that no row names, in a column of sources or within a text."""
    named: set[str] = set()
    for name, table in TABLES.items():
        frame: Mapping[str, Any] = getattr(tables, name).reset_index()
        for column, spec in table.columns.items():
            if spec.refers == "references":
                named |= {s for cell in frame[column].unique() for s in split(cell)}
            elif spec.kind == "text":
                named |= {w for cell in frame[column].unique() for w in re.findall(r"\w+", cell)}
    said = "is cited by no row; cite it, or take it out if nothing rests on it"
    return [
        ("references.json", row, "id", source, said)
        for row, source in enumerate(tables.records, 1)
        if source not in named
    ]
