"""A mapping to begin with: every column of a file, every value, and what would be read."""

from __future__ import annotations

import difflib
from pathlib import Path

import numpy as np
import pandas as pd

from gluteal.clinic.answers import shown
from gluteal.clinic.coding import Column
from gluteal.clinic.fields import CHOICES, NUMBERS, names_of_choices
from gluteal.clinic.gathering import opened
from gluteal.clinic.heads import NOT_READ, close, meaning
from gluteal.clinic.mapping import COLUMNS, ID
from gluteal.clinic.plan import SAME, Plan
from gluteal.clinic.words import ABSENT, BLANK, PRESENT, SEX, UNKNOWN, cell, normal
from gluteal.knowledge import Knowledge, load

_MOST = 20  # values of a column that are listed although they cannot be read
_HINTS = 300  # columns for which a nearly equal name is looked for
_NAMES = {1: PRESENT, -1: ABSENT, 0: UNKNOWN}
Line = tuple[str, str, str, str, str]


def propose_mapping(path: str | Path, kb: Knowledge | None = None) -> pd.DataFrame:
    """What :func:`read_cohort` would read of a file, as a table to correct and keep.

    Parameters
    ----------
    path : path
        As for :func:`read_cohort`.
    kb : Knowledge, optional
        Tables whose findings are read. Bundled data by default.

    Returns
    -------
    DataFrame
        ``column``, ``value``, ``finding``, ``state`` and ``why``, all text. A line without
        value speaks of the column as a whole, ``(blank)`` of its empty cells. A column
        without finding is not read. A question mark before a finding or a state is a
        proposal: it does nothing until the mark is deleted; a question mark alone is to be
        replaced. ``to_csv("mapping.csv", index=False)`` keeps it.

    Raises
    ------
    CohortError
        The file is no table.

    Examples
    --------
    >>> import gluteal, tempfile, pathlib
    >>> path = pathlib.Path(tempfile.mkdtemp()) / "patients.csv"
    >>> _ = path.write_text("Thigh thrust,Gait,Age\\nyes,slow,30\\n,fast,31\\n")
    >>> gluteal.propose_mapping(path).drop(columns="why")
             column    value           finding    state
    0  Thigh thrust           sij_thigh_thrust
    1  Thigh thrust      yes  sij_thigh_thrust  present
    2  Thigh thrust  (blank)  sij_thigh_thrust        ?
    3          Gait             ?worse_walking
    4           Age                        age
    """
    kb = kb or load()
    plan, table, out = opened(Path(path), None, kb)
    read = dict(table.columns)
    lines: list[Line] = []
    for head in dict.fromkeys(h for h in [*table.heads, *read] if h):
        if head in read and plan.of(head).target not in ("", SAME):
            lines += _column(head, read[head], plan, kb)
        elif head in table.heads:
            lines.append(_unread(head, plan, kb, len(lines) < _HINTS))
    lines += [(h, "", "", "", w) for h, w in out.itertuples(index=False) if h not in table.heads]
    return pd.DataFrame(lines, columns=COLUMNS, dtype=str)


def _unread(head: str, plan: Plan, kb: Knowledge, hints: bool) -> Line:
    """A column that is not read: with a proposal, where its name is nearly one of the tables."""
    found = plan.of(head)
    if found.target == SAME:
        return head, "", f"?{ID}", "", f"{found.why}; delete the ? to make it the rows' label"
    hint = meaning(head, plan.heads, kb)
    if hints and not hint.target and hint.why == NOT_READ:
        hint = close(head, kb) or hint
    if hint.target:
        why = f"proposed, please check ({hint.why}); delete the ? if it is the same"
        return head, "", f"?{hint.target}", "", why
    return head, "", "", "", plan.left_out(head)


def _column(head: str, column: Column, plan: Plan, kb: Knowledge) -> list[Line]:
    """A column that is read, and each of its values."""
    target, why = plan.of(head).target, plan.of(head).why
    decoded = plan.decode(head, column.words)
    if target in NUMBERS:
        unit = "?" if decoded.asks else ""
        remark = f"{why}; {decoded.asks[0].remedy.split(';')[0]}" if unit else why
        return [(head, "", target, unit, remark)]
    lines: list[Line] = [(head, "", target, "", why)]
    asked = {cell("" if a.value == BLANK else a.value) for a in decoded.asks}
    words, listed, unclear = column.words, set(), 0
    for i in np.argsort(-np.bincount(column.codes(), minlength=len(words)), kind="stable"):
        one = cell(words[i])
        if one in listed:
            continue
        listed.add(one)
        if decoded.remedy[i]:
            unclear += 1
            if unclear <= _MOST:
                lines.append((head, shown(words[i]), *_guess(target, words[i], kb)))
            continue
        for name, states in decoded.values.items():
            if one in asked:
                state, remark = "?", "absent, present or unknown? The column does not tell"
            elif name in CHOICES:
                state, remark = states[i] or UNKNOWN, ""
            else:
                state, remark = _NAMES[int(states[i])], ""
            lines.append((head, shown(words[i]), name, state, remark))
    return lines


def _guess(target: str, word: str, kb: Knowledge) -> tuple[str, str, str]:
    """Finding, state and reason for a value that cannot be read."""
    if target in CHOICES:
        names = names_of_choices(target, kb)
        near = difflib.get_close_matches(normal(word)[:80], names, 1, 0.75)
        if near:
            return target, f"?{names[near[0]]}", f"proposed, please check: nearly {near[0]!r}"
    own = SEX if target == "sex" else target
    return own, "?", "not known; write what it means, or mend the rows"
