"""Words of a column to present, absent and unknown; what can be read in two ways is asked."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gluteal.clinic.errors import Problem
from gluteal.clinic.words import (
    BLANK,
    FEMALE,
    MALE,
    NEITHER,
    NO,
    NOT_KNOWN,
    SEX,
    STATES,
    TICKED,
    UNTICKED,
    YES,
    cell,
    normal,
)
from gluteal.knowledge import Knowledge, split

_MARK = "write yes, no or unknown, or add the line {} to the mapping with present, absent or unknown at its end"


@dataclass
class Decoded:
    """What each word of a column means.

    ``values`` has, for each finding or field, one entry a word; ``remedy`` says for each word
    why it cannot be read, '' where it can; ``asks`` are questions on the column as a whole.
    """

    values: dict[str, NDArray[Any]]
    remedy: list[str]
    asks: list[Problem] = field(default_factory=list)


@dataclass(frozen=True)
class Told:
    """What a mapping says of one column.

    ``values`` is cell to finding or field to state; ``everywhere`` cell to state, in all columns
    that do not tell it themselves.
    """

    values: dict[str, dict[str, str]] = field(default_factory=dict)
    everywhere: dict[str, str] = field(default_factory=dict)
    unit: str = ""


def line(*cells: str) -> str:
    """A line of a mapping, as it is written into its file."""
    out = io.StringIO()
    csv.writer(out, lineterminator="").writerow(cells)
    return out.getvalue()


def shown(word: str) -> str:
    """A cell as a mapping and a message name it."""
    return word.strip() or BLANK


def finding(head: str, target: str, words: list[str], told: Told, own: bool = False) -> Decoded:
    """A column that holds one finding.

    ``own`` says that the table is written in the codes of a cohort: 1, -1 and 0 for unknown.
    """
    cells = [cell(w) for w in words]
    known = _states(set(cells), own)
    state, remedy, asks = np.zeros(len(words), np.int8), [""] * len(words), {}
    for i, (word, one) in enumerate(zip(words, cells)):
        said, plain = told.values.get(one, {}).get(target), known.get(one)
        if plain is None:  # what a column tells by itself, a line for all columns does not turn
            said = said or told.everywhere.get(one)
        if said is not None:
            state[i] = STATES[said]
        elif one in told.values:  # it speaks of other findings
            continue
        elif plain is not None:
            state[i] = plain
        elif one in known:
            asks[one] = _ask(head, shown(word), target, set(cells))
        else:
            remedy[i] = _MARK.format(line(head, shown(word), target, ""))
    return Decoded({target: state}, remedy, list(asks.values()))


def _states(cells: set[str], own: bool) -> dict[str, int | None]:
    """State of each word that is known, None where the column does not say which it is."""
    states: dict[str, int | None] = {"": 0, "+": 1}
    states.update(dict.fromkeys(NOT_KNOWN, 0) | dict.fromkeys(TICKED | YES, 1))
    states.update(dict.fromkeys(NO, -1))
    worded, said_unknown = bool(cells & NO), bool(cells & NOT_KNOWN)
    if own:
        return states | {"-1": -1, "0": 0}
    states["-"] = -1 if "+" in cells and not worded else None
    if not worded:
        states.update(dict.fromkeys(UNTICKED, -1 if said_unknown else None))
        if not cells & YES:
            states["2"] = -1 if said_unknown and "0" not in cells else None
            if "2" in cells:
                states["0"] = None
            states["-1"] = None
    present = {c for c in cells if states.get(c) == 1}
    if present and not any(states.get(c, 0) in (-1, None) for c in cells):
        states[""] = None
    return states


def _ask(head: str, word: str, target: str, cells: set[str]) -> Problem:
    others = sorted({c for c in cells if c in TICKED | YES | UNTICKED | {"", "+", "2", "-1"}})
    why = (
        f"the column has only {' and '.join(shown(c) for c in others)}: nothing tells 'absent' "
        "from 'not asked'"
        if word == BLANK or cell(word) in UNTICKED
        else f"{word} can be 'absent' or something else here"
    )
    lines = "".join(f"\n      {line(head, word, target, s)}" for s in ("absent", "unknown"))
    every = f"{line('*', word, '', 'absent')} answers it for all columns"
    return Problem(0, head, word, f"{why}; add one of these lines to the mapping ({every}):{lines}")


def sex(head: str, words: list[str], told: Told) -> Decoded:
    """A column of the sex, to the finding ``female_sex``."""
    cells = [cell(w) for w in words]
    state, remedy, asks = np.zeros(len(words), np.int8), [""] * len(words), []
    # in Spanish m is mujer and h hombre
    two_ways = {"1", "2", "0"} | ({"m", "h"} if "h" in cells and "m" in cells else set())
    numbers = two_ways & set(cells)
    for i, (word, one) in enumerate(zip(words, cells)):
        said = told.values.get(one, {}).get(SEX)
        if said is not None:
            state[i] = STATES[said]
        elif one in two_ways:
            asks.append(_ask_sex(head, shown(word), sorted(numbers)))
        elif one in FEMALE or one in MALE or one == "h":
            state[i] = 1 if one in FEMALE else -1
        elif one and one not in NOT_KNOWN | NEITHER:
            remedy[i] = "write female, male or unknown, or add the value to the mapping"
    return Decoded({SEX: state}, remedy, asks)


def _ask_sex(head: str, word: str, numbers: list[str]) -> Problem:
    lines = "".join(f"\n      {line(head, word, SEX, s)}" for s in ("present", "absent"))
    why = f"{' and '.join(numbers)} do not say which is female"
    return Problem(0, head, word, f"{why}; add one of these lines to the mapping:{lines}")


def question(head: str, name: str, words: list[str], told: Told, kb: Knowledge) -> Decoded:
    """A column of the answers to a question, such as the onset: to all its findings."""
    table = kb.questions[kb.questions["question"] == name]
    members = dict.fromkeys(f for c in table["findings"] for f in split(c))
    answers: dict[str, dict[str, int]] = {}
    for answer, label, found in zip(table["answer"], table["label"], table["findings"]):
        present = set(split(found))
        names = {answer, label, *(n for f in present for n in _names(f, kb))}
        answers |= {normal(n): {f: 1 if f in present else -1 for f in members} for n in names}
    values = {f: np.zeros(len(words), np.int8) for f in members}
    remedy = [""] * len(words)
    for i, word in enumerate(words):
        one = cell(word)
        if one in told.values:
            given = {f: STATES[s] for f, s in told.values[one].items() if f in members}
        elif one == "" or one in NOT_KNOWN:
            given = {}
        elif normal(word) in answers:
            given = answers[normal(word)]
        else:
            remedy[i] = f"write {', '.join(table['answer'])} or unknown, or add it to the mapping"
            continue
        for f, state in given.items():
            values[f][i] = state
    return Decoded(values, remedy)


def _names(finding: str, kb: Knowledge) -> set[str]:
    row = kb.findings.loc[finding]
    return {finding, row["label"], row["short"]}
