"""The mapping of a clinic's columns and values, as a small table that can be corrected and kept.

=======  =============================================================================
column   head as it stands in the file; ``*`` for all columns that do not
         tell it themselves
value    a cell as it stands in the file, ``(blank)`` for an empty one; nothing for the
         column as a whole
finding  id of a finding, of a question, or a field: age, sex, cause, reference, setting,
         injection, relief, duration_weeks, conservative_weeks, side, or id for the row's
         own label; nothing for a column that is not read
state    present, absent or unknown; the id of a cause, injection, setting; a unit
why      how it was found; not read
=======  =============================================================================

A line with a question mark before its finding or as its state is a proposal and does nothing.
Lines may be left out: what a mapping does not say is found as without one.
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import TypeAlias

import pandas as pd

from gluteal.clinic.answers import Told
from gluteal.clinic.errors import CohortError, Problem, refused, table_of
from gluteal.clinic.fields import CHOICES, FACTORS, NUMBERS
from gluteal.clinic.files import sheets
from gluteal.clinic.heads import PERSON, covers, meaning
from gluteal.clinic.words import ABSENT, BLANK, HEADS, STATES, cell, normal
from gluteal.knowledge import EQUAL, SETTINGS, Knowledge

COLUMNS = ["column", "value", "finding", "state", "why"]
EVERY, ID = "*", "id"
_HINTS, _LINES = 30, 100_000  # wrong lines for which the nearest is looked for; lines in all
Mapping: TypeAlias = "pd.DataFrame | str | Path | None"


@dataclass
class Said:
    """What a mapping says, by the head of a column as it is compared."""

    targets: dict[str, str] = field(default_factory=dict)  # '' for a column that is not read
    units: dict[str, str] = field(default_factory=dict)
    values: dict[str, dict[str, dict[str, str]]] = field(default_factory=dict)
    everywhere: dict[str, str] = field(default_factory=dict)
    heads: dict[str, str] = field(default_factory=dict)  # as they are written

    def told(self, head: str) -> Told:
        """What is said of one column."""
        key = normal(head)
        return Told(self.values.get(key, {}), self.everywhere, self.units.get(key, ""))

    def spoken_of(self, key: str) -> set[str]:
        """Findings and fields of which the values of a column speak."""
        return {target for targets in self.values.get(key, {}).values() for target in targets}

    def blank_is_absent(self) -> bool:
        """Whether an empty cell means absent in some column."""
        told = [state for v in self.values.values() for state in v.get("", {}).values()]
        return ABSENT in [*told, self.everywhere.get("")]


def said_by(mapping: Mapping, kb: Knowledge) -> Said:
    """A mapping, checked.

    Raises
    ------
    CohortError
        The mapping names what is not in the tables; all problems at once.
    """
    said = Said()
    if mapping is None:
        return said
    frame, name, first = _frame(mapping)
    twice = frame.columns[frame.columns.duplicated()]
    if len(twice):
        raise refused(name, f"has two columns {twice[0]}; keep one")
    problems: list[Problem] = []
    ids = _ids(kb)
    rows = frame.reindex(columns=COLUMNS[:4], fill_value="").fillna("").astype(str)
    for number, given in enumerate(rows.itertuples(index=False, name=None), first):
        head, value, target, state = (" ".join(c.split()) for c in given)
        if not any((head, value, target, state)) or target.startswith("?") or "?" in state:
            continue
        wrong = _wrong(head, value, target, state, kb, ids, len(problems) < _HINTS)
        if wrong:
            problems.append(Problem(number, *wrong))
            continue
        key = normal(head) if head != EVERY else EVERY
        said.heads[key] = head
        one = "" if cell(value) == BLANK else cell(value)
        if head == EVERY:
            said.everywhere[one] = state
        elif value:
            said.values.setdefault(key, {}).setdefault(one, {})[target] = state
        else:
            said.targets[key] = target
            said.units[key] = state
    for key in said.values:
        whole = said.targets.get(key)
        for other in sorted(said.spoken_of(key) - covers(whole, kb)) if whole else ():
            why = f"the column is {whole}, its values speak of {other} too; take out one of the two"
            problems.append(Problem(0, said.heads[key], "", why))
    if problems:
        raise CohortError(table_of(problems), name)
    return said


def _frame(mapping: pd.DataFrame | str | Path) -> tuple[pd.DataFrame, str, int]:
    """The mapping as a table, its name, and the number of its first row."""
    if isinstance(mapping, pd.DataFrame):
        return mapping, "the mapping", 0
    path = Path(mapping)
    for sheet in sheets(path):
        heads = [c.strip().lower() for c in next(iter(sheet.preview()), [])]
        if set(COLUMNS[:4]) <= set(heads):
            width = len(heads)
            rows = [[c.strip() for c in row] for row in islice(sheet.rows(), _LINES + 2)]
            if len(rows) > _LINES + 1:
                raise refused(path.name, f"has more than {_LINES:,} lines; a mapping has fewer")
            body = [(row + [""] * width)[:width] for row in rows[1:]]
            return pd.DataFrame(body, columns=heads, dtype=str), path.name, 2
    why = f"is no mapping; its first row must be {','.join(COLUMNS)}"
    raise refused(path.name, why)


def _ids(kb: Knowledge) -> dict[str, set[str]]:
    """Ids that a field can hold; '' what a column can be."""
    questions = kb.questions.loc[kb.questions["field"] == "", "question"]
    return {
        "": {*kb.findings.index, *HEADS, *questions, ID},
        "cause": set(kb.causes.index),
        "injection": set(kb.injections.index),
        "setting": {*SETTINGS, EQUAL},
        "side": {"left", "right", "both"},
        "reference": {"strong", "moderate", "weak"},
    }


def _wrong(
    head: str,
    value: str,
    target: str,
    state: str,
    kb: Knowledge,
    ids: dict[str, set[str]],
    hints: bool,
) -> tuple[str, str, str] | None:
    """Column, value and remedy of a line that cannot be used."""
    if not head:
        return "column", "", "name the column, or * for all columns"
    if head == EVERY:
        if not value or target or state not in STATES:
            return "column", head, f"must be {EVERY},value,,state with present, absent or unknown"
        return None
    if not target:
        return ("finding", "", "name the finding") if value or state else None
    if meaning(head, [], kb).why == PERSON:
        return "column", head, "names a person; names, births and addresses are never read"
    if target not in ids[""]:
        near = difflib.get_close_matches(target[:80], sorted(ids[""]), 3, 0.5) if hints else []
        hint = f"; did you mean {' or '.join(near)}?" if near else ""
        return "finding", target, f"must be a finding or a field{hint}"
    if not value:
        units = FACTORS.get(target, {})
        if state and state not in units:
            return "state", state, f"must be {' or '.join(units) or 'empty'} for a whole column"
        return None
    if target in kb.findings.index:
        good, must = state in STATES, "present, absent or unknown"
    elif target in CHOICES:
        good, must = state in ids[target] | {"unknown"}, f"the id of a {target}, or unknown"
    elif target in NUMBERS:
        good, must = (
            state == "unknown" or state.replace(".", "", 1).isdigit(),
            "a number, or unknown",
        )
    else:
        return "value", value, f"{target} is said of a column, not of a value"
    return None if good else ("state", state, f"must be {must}")
