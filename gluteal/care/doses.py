"""Local anaesthetic against its ceiling."""

from __future__ import annotations

from gluteal.knowledge import (
    Knowledge,
    load,
)


def anaesthetic_load(
    doses_mg: dict[str, float], weight_kg: float | None = None, kb: Knowledge | None = None
) -> float:
    """Local anaesthetic as a share of the ceiling, added up over drugs, sites and sides.

    Parameters
    ----------
    doses_mg : dict
        Anaesthetic id to mg.
    weight_kg : float, optional
        Ideal body weight; without it only the absolute ceiling counts.

    Returns
    -------
    float
        0 to any; above 1 the ceiling is passed. Toxicity of different drugs adds up.

    Examples
    --------
    >>> round(anaesthetic_load({"lidocaine": 100, "ropivacaine": 100}, weight_kg=60), 2)
    1.11
    """
    kb = kb or load()
    total = 0.0
    for drug, mg in doses_mg.items():
        row = kb.rows("anaesthetics")[drug]
        ceiling = float(row["max_mg"])
        if weight_kg is not None:
            ceiling = min(ceiling, float(row["mg_per_kg"]) * weight_kg)
        total += mg / ceiling
    return total
