"""What limits an injection, each in one clause: what a page or a letter says of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from gluteal.care import Limit, Row


def told_of(row: Row, holds: bool) -> tuple[str, list[Limit]]:
    """What holds an injection, or what is to be minded, without what stands on the page already.

    Returns
    -------
    str
        The red flags in a clause, for they stand above; '' without one.
    list of Limit
        The others, in their order.
    """
    limits = [x for x in row["limits"] if x.holds == holds]
    flags = sum(x.kind == "flag" for x in limits)
    above = f"the {flags} red flags above" if flags > 1 else "the red flag above" if flags else ""
    return above, [x for x in limits if x.kind != "flag"]


def clause(limit: Limit) -> str:
    """A limit in one clause, without what to do about it.

    Examples
    --------
    >>> clause(Limit("drug", "warfarin", "Warfarin", because="low-risk procedure", action="Go on"))
    'Warfarin (low-risk procedure)'
    """
    if limit.set_aside:
        return replace(limit, action="").said.rstrip(". ")
    match limit.kind:
        case "trial":
            return f"{limit.label} {limit.because}"
        case "requirement":
            return f"{limit.label}: {limit.because}".rstrip(".")
        case "dose":
            return f"{limit.label}: {limit.action}".rstrip(".")
    return f"{limit.label} ({limit.because})" if limit.because else limit.label


def action(limit: Limit) -> str:
    """What to do about a limit, where the clause does not say it already."""
    told = limit.kind == "dose" or (limit.set_aside and limit.kind != "drug")
    return "" if told else limit.action


def clauses(row: Row, holds: bool, most: int) -> str:
    """All clauses in a run of text; how many more there are than have room is said."""
    above, limits = told_of(row, holds)
    said: Sequence[str] = [*([above] if above else []), *map(clause, limits)]
    more = [f"and {len(said) - most} more"] if len(said) > most else []
    return "; ".join([*said[:most], *more])
