"""The model with one of its choices changed, for studies of how much that choice matters."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from types import ModuleType
from typing import Any

import numpy as np

from gluteal.knowledge import Knowledge
from gluteal.model import blocks, likelihood, state
from gluteal.model.blocks import Block
from gluteal.model.composites import build


@contextmanager
def choice(
    kb: Knowledge,
    *,
    clusters: Sequence[float] | None = None,
    composites: bool = True,
    sharpen: float | None = None,
) -> Iterator[Knowledge]:
    """Reason otherwise, for as long as the block runs.

    Parameters
    ----------
    kb : Knowledge
        The tables.
    clusters : sequence of float, optional
        What the marks of a cluster count, the largest first; the last value is that of all
        further ones. 1, 1/2, 1/4 ... if left out.
    composites : bool
        Whether studied rules speak in place of their parts.
    sharpen : float, optional
        How many times all evidence counts in the setting ``equal``; 1.4 if left out.

    Yields
    ------
    Knowledge
        The same tables, to be used inside the block and nowhere else.

    Notes
    -----
    It changes the model of the whole process: not for use beside a screen or in threads.

    Examples
    --------
    >>> import gluteal, pandas as pd
    >>> kb = gluteal.load()
    >>> cohort = pd.DataFrame({"tender_coccyx": [1, -1], "pain_coccyx": [1, 1]})
    >>> with choice(kb, sharpen=1.0) as once:
    ...     mild = gluteal.score(cohort, once)
    >>> bool(mild.at[0, "coccydynia"] < gluteal.score(cohort, kb).at[0, "coccydynia"])
    True
    """
    changes: list[tuple[ModuleType, str, Any]] = []
    if clusters is not None:
        counts = np.full(len(blocks._HALVES), float(clusters[-1]))
        counts[: len(clusters)] = clusters
        changes.append((blocks, "_HALVES", counts))
    if not composites:
        changes.append((likelihood, "build", _without_composites))
    if sharpen is not None:
        changes.append((state, "SHARPEN", sharpen))
    before = [(module, name, getattr(module, name)) for module, name, _ in changes]
    try:
        for module, name, value in changes:
            setattr(module, name, value)
        yield kb.with_tables({}, "")
    finally:
        for module, name, value in before:
            setattr(module, name, value)


def _without_composites(kb: Knowledge) -> list[Block]:
    return [replace(block, composites=()) for block in build(kb)]
