"""What changed between two sets of tables, and what it does, as lines of text."""

from __future__ import annotations

from typing import Final

import pandas as pd

from gluteal.knowledge import UNSEEN, Knowledge, file_of, layout, load
from gluteal.study.moving import Effect, alone, changes, effect

MOST: Final = 40  # lines of a kind that are listed
TABLE: Final = 12  # of one table, so that none hides the others
_LONG: Final = 60  # characters of a value that are shown
MEASURES: Final = ("top-1", "top-3", "Brier", "log loss")


def told(kb: Knowledge, before: Knowledge | None = None, effects: bool = True) -> str:
    """What changed in the tables and what it does to the published patients, to be read.

    Parameters
    ----------
    kb, before : Knowledge
        As they are and as they were; the latter the bundled ones by default.
    effects : bool
        Whether both can be reasoned with; if not, rows are compared and nothing else.

    Examples
    --------
    >>> print(told(load()))
    No row differs.
    """
    before = before or load()
    changed = changes(kb, before)
    lines = layout(kb, before)
    if changed.empty:
        return "\n".join([*lines, "No row differs."])
    counts = changed.groupby("kind").size()
    parts = {"changed": "value", "added": "row", "removed": "row"}
    lines.append(", ".join(f"{_many(counts.get(k, 0), w)} {k}" for k, w in parts.items()) + ":")
    for table, rows in changed.groupby("table", sort=False):
        shown = rows.head(len(rows) if len(changed) <= MOST else TABLE)
        lines += [f"  {_line(*row)}" for row in shown.itertuples(index=False)]
        if len(rows) > len(shown):
            lines.append(f"  ... and {len(rows) - len(shown)} more in {file_of(str(table))}")
    if effects:
        lines += ["", *_effect(effect(kb, before)), *_alone(alone(kb, before))]
    return "\n".join(lines)


def _line(table: str, row: str, kind: str, column: str, before: str, after: str) -> str:
    place = f"{file_of(table)}: {_plain(row)}"
    if kind != "changed":
        return f"{place}: {kind}"
    return f"{place}: {column} {_short(before)} → {_short(after)}"


def _effect(found: Effect) -> list[str]:
    """Cause that stands first, zones and measures."""
    n, moved, zones = len(found.patients), found.moved, found.zones
    if not n:
        return ["No published patient is in both: no effect can be told."]
    lines = [f"On the {_many(n, 'published patient')} of both, all marks, setting equal:"]
    lines.append(f"  another cause stands first in {len(moved)} of {n}")
    if found.left_out:
        lines.append(
            f"  left out, not the same patient in both: {_short(', '.join(found.left_out))}"
        )
    lines += _first(
        [
            f"  {p.Index} (confirmed: {p.cause}): {p.first_before} → {p.first}"
            for p in moved.itertuples()
        ]
    )
    measured = found.measures.loc[list(MEASURES)].itertuples()
    lines.append("  " + ", ".join(f"{m.Index} {_arrow(m.before, m.after)}" for m in measured))
    lines.append(
        f"Zones of injections, in the patient's setting and in the pain clinic: "
        f"{len(zones)} changed, in {_many(zones['patient'].nunique(), 'patient')}"
    )
    return lines + _first(
        [
            f"{z.patient}, {z.setting}: {z.injection}: {z.before or 'none'} → {z.after or 'none'}"
            for z in zones.itertuples()
        ]
    )


def _alone(found: pd.DataFrame) -> list[str]:
    """What each cell does by itself; those that do nothing to see are only counted."""
    if found.empty:
        return []
    lines, still = ["Each changed cell alone:"], 0
    for r in found.to_dict("records"):
        arrows = {m: _arrow(r[f"{m}_before"], r[m]) for m in ("top-1", "Brier")}
        if not r["moved"] and all(len(set(a.split(" → "))) == 1 for a in arrows.values()):
            still += 1
            continue
        said = ", ".join(f"{m} {a}" for m, a in arrows.items())
        lines.append(f"  {r['table']}.csv: {r['row']}: another cause first in {r['moved']}, {said}")
    return lines + [f"  no difference to be seen from each of {still} others"] * (still > 0)


def _arrow(before: float, after: float) -> str:
    return f"{before:.3f} → {after:.3f}"


def _many(n: int, word: str) -> str:
    return f"{n} {word}" + "s" * int(n != 1)


def _first(lines: list[str]) -> list[str]:
    more = len(lines) - MOST
    return [f"  {line}" for line in lines[:MOST]] + [f"  ... and {more} more"] * (more > 0)


def _short(text: str) -> str:
    """A value on one line."""
    plain = _plain(text)
    return (plain if len(plain) <= _LONG else plain[: _LONG - 3] + "...") or "(empty)"


def _plain(text: str) -> str:
    """Text without line ends and what cannot be seen: nobody may have checked the tables."""
    return " ".join(UNSEEN.sub("?", text).split())[:200]
