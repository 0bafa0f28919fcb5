"""The sources behind a result, as text, CSL-JSON or BibTeX."""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterable
from typing import Any, Final, Literal

import pandas as pd

from gluteal.knowledge import Knowledge, load, once, split
from gluteal.study.bibtex import bibtex
from gluteal.study.records import placed, vancouver

Style = Literal["vancouver", "csl", "bibtex"]
_COLUMNS: Final = ("source", "sources", "effect_sources")
# tables whose rows name their sources, by the columns that say what a row is about
_BY_CELL: Final = {
    "evidence": ("cause", "finding"),
    "backgrounds": ("finding",),
    "composites": ("composite",),
    "priors": ("cause",),
    "red_flags": ("red_flag",),
    "injections": ("injection",),
    "injection_evidence": ("injection",),
    "precautions": ("precaution",),
    "anticoagulants": ("precaution",),
    "anaesthetics": ("anaesthetic",),
}


def citations(
    result: pd.DataFrame | str | Iterable[str],
    kb: Knowledge | None = None,
    style: Style = "vancouver",
) -> str:
    """The sources behind a result, ready for a reference list or a reference manager.

    Parameters
    ----------
    result : DataFrame, str or iterable of str
        A result of gluteal or a part of one (``differential(case).head(3)``), rows of a table
        of ``kb``, ids of sources (joined by ';' or as a list), or ids of causes and findings.
    kb : Knowledge, optional
        Tables that the result came from. Bundled data by default.
    style : {"vancouver", "csl", "bibtex"}
        Numbered text; CSL-JSON, which Zotero and its like read; BibTeX.

    Returns
    -------
    str
        Each source once, in the order of the result; '' where all behind it is judgement.

    Raises
    ------
    ValueError
        The style is unknown, a source or a listed id is not in the tables, or nothing in a frame
        is an id of them.

    Notes
    -----
    A frame that names its sources gives those. Others are resolved: causes x findings to the
    rows in use and the backgrounds, rules to their studies, causes alone to all their rows in
    use and their pre-test probability. What is judged without a source has none to cite.

    Examples
    --------
    >>> import gluteal
    >>> case = gluteal.Case(present=["sij_distraction"])
    >>> print(citations(gluteal.weights(case).loc[["sacroiliac_joint_pain"]])[:36])
    1. Laslett M, Aprill CN, McDonald B,
    >>> print(citations("bron2012", style="bibtex")[:18])
    @article{bron2012,
    """
    kb = kb or load()
    found = sources(result, kb)
    _refuse([s for s in found if s not in kb.records], kb)
    records = [kb.records[s] for s in found]
    if style == "vancouver":
        return "\n".join(f"{i}. {vancouver(r)}" for i, r in enumerate(records, 1))
    if style == "csl":
        return json.dumps([csl(r) for r in records], ensure_ascii=False, indent=1)
    if style == "bibtex":
        return "\n".join(bibtex(r) for r in records)
    raise ValueError(f"style == {style!r}, must be 'vancouver', 'csl' or 'bibtex'")


def sources(result: pd.DataFrame | str | Iterable[str], kb: Knowledge) -> list[str]:
    """Ids of the sources behind a result, each once; see :func:`citations`."""
    if isinstance(result, pd.DataFrame):
        named = [c for c in _COLUMNS if c in result.columns]
        if named:
            return _unique(result[named].fillna("").to_numpy(str).ravel())
        return _behind(result, kb)
    ids = split(result) if isinstance(result, str) else [str(s) for s in result]
    _refuse([i for i in ids if i not in kb.records and i not in _known(kb)], kb)
    named = [i for i in ids if i not in kb.records]
    behind = _behind(pd.DataFrame(index=pd.Index(named, dtype="str")), kb)
    return list(dict.fromkeys([i for i in ids if i in kb.records] + behind))


def _refuse(unknown: list[str], kb: Knowledge) -> None:
    """Say which id is not in the tables, and which are near it."""
    if unknown:
        near = difflib.get_close_matches(unknown[0], [*kb.records, *_known(kb)], 3, 0.5)
        hint = f"; did you mean {' or '.join(near)}?" if near else ""
        raise ValueError(f"result names {unknown[0]!r}, must be an id of the tables{hint}")


def _behind(frame: pd.DataFrame, kb: Knowledge) -> list[str]:
    """Sources of what a frame names, in its order, by its index, its columns and their values."""
    levels = [frame.index.get_level_values(i) for i in range(frame.index.nlevels)]
    named = [*levels, frame.columns, *(frame[c] for c in ("cause", "finding") if c in frame)]
    ids = list(dict.fromkeys(str(v) for values in named for v in values))
    table, known = _table(kb), _known(kb)
    if not len(frame):
        return []
    ids = [f for i in ids for f in kb.cells.answers.get(i, ([i],))[0]]  # a question: its answers
    given = [i for i in ids if i in known]
    if not given:
        _refuse(ids, kb)
    causes = [i for i in given if i in kb.causes.index]
    others = [i for i in given if i not in kb.causes.index]
    if {"cause", "finding"} <= set(frame.columns):
        pairs = pd.MultiIndex.from_frame(frame[["cause", "finding"]].astype(str))
        rows = table[pd.MultiIndex.from_frame(table[["cause", "what"]]).isin(pairs)]
        return _unique([*rows["sources"], *table.query("cause == '' and what in @others").sources])
    own = table["cause"].isin(causes) | (not causes)
    if others:
        rows = table[table["what"].isin(others) & (own | (table["cause"] == ""))]
        place = {i: n for n, i in enumerate(others)}
        rows = rows.sort_values("what", key=lambda s: s.map(place), kind="stable")
    else:
        rows = table[own]
    return _unique(rows["sources"])


@once
def _table(kb: Knowledge) -> pd.DataFrame:
    """What a source stands behind: ``cause`` or '', ``what`` else it is about or '', ``sources``."""
    parts = []
    for name, keys in _BY_CELL.items():
        rows = getattr(kb, name).reset_index()
        rows = rows[rows["use"] == "yes"] if "use" in rows else rows
        column = "sources" if "sources" in rows else "source"
        what = next((k for k in keys if k != "cause"), None)
        cause = rows["cause"] if "cause" in keys else ""
        parts.append(
            pd.DataFrame(
                {"cause": cause, "what": rows[what] if what else "", "sources": rows[column]}
            )
        )
    table = pd.concat(parts, ignore_index=True).fillna("")
    return table[table["sources"] != ""]


@once
def _known(kb: Knowledge) -> set[str]:
    """Ids that a result may name."""
    keys = {k for keys in _BY_CELL.values() for k in keys}
    frames = [getattr(kb, name).reset_index() for name in (*_BY_CELL, "causes", "findings")]
    return {str(v) for f in frames for c in keys & set(f.columns) for v in f[c]}


def _unique(cells: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(s for cell in cells for s in split(cell)))


def csl(record: dict[str, Any]) -> dict[str, Any]:
    """A record as CSL-JSON with journal, volume, issue and pages apart."""
    parts = placed(record)
    where = {"container-title": parts["journal"]} if parts else {}
    where |= {k: parts[k] for k in ("volume", "issue", "page") if k in parts}
    return {k: v for k, v in record.items() if k not in ("container-title", "custom")} | where
