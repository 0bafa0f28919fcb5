"""Is a file of cases fit to teach from? Every problem of every case at once."""

from __future__ import annotations

import difflib
import json
import re
from collections import Counter
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

import pandas as pd

from gluteal.knowledge.checks.values import (
    LONGEST,
    MOST,
    are_ids,
    are_sentences,
    is_age,
    is_id,
    is_list,
    is_said,
    is_source,
    is_text,
    show,
)
from gluteal.knowledge.guarded import Problem
from gluteal.knowledge.vocabulary import SETTINGS, STAGES

Record = dict[str, Any]
CASES = "cases/cases.json"
CASES_BYTES = 5_000_000
_CASES, _HINTS, _PROBLEMS = 1_000, 30, 10_000
_SEE = "see data/cases/template.json"


@dataclass(frozen=True)
class Names:
    """What a case may name; a table that could not be read is empty and not checked against.

    ``causes`` maps an id to the names, in lower case, that would give it away.
    """

    causes: Mapping[str, frozenset[str]]
    findings: Collection[str]
    injections: Collection[str]

    @classmethod
    def of(cls, tables: Mapping[str, pd.DataFrame]) -> Names:
        """From tables by name, each with its id as its index or its first column."""
        found = {n: t.reset_index() if t.index.name else t for n, t in tables.items()}
        ids = {n: tuple(t[n[:-1]]) for n, t in found.items()}
        causes = {}
        for cause, row in zip(
            ids.get("causes", ()), found.get("causes", pd.DataFrame()).itertuples()
        ):
            names = (
                row.label,
                row.short,
                re.split(r" \(| / ", row.label)[0],
                cause.replace("_", " "),
            )
            causes[cause] = frozenset(n.lower() for n in names if n)
        return cls(causes, ids.get("findings", ()), ids.get("injections", ()))


def library(
    files: Mapping[str, bytes], known: Names
) -> tuple[list[tuple[str, int, Record]], list[Problem]]:
    """Read and check files of cases, each with one case or a list of them.

    Parameters
    ----------
    files : mapping of bytes
        Contents by file name, without byte-order mark.
    known : Names
        Ids of the tables that the cases are for.

    Returns
    -------
    list of tuple
        File, place in it (from 1) and record of each case that is an object.
    list of tuple
        Problems as file, row, column, value, remedy; without any, every record can be used.
    """
    records: list[tuple[str, int, Record]] = []
    found: list[Problem] = []
    first: dict[str, str] = {}
    for file, content in files.items():
        try:
            listed = _parse(content)
        except ValueError as error:
            found.append((file, 0, "", "", str(error)))
            continue
        for row, record in enumerate(listed, 1):
            if len(found) > _PROBLEMS:
                return records, [*found, (file, row, "", "", "more may follow; mend these first")]
            if not isinstance(record, dict):
                found.append((file, row, "", show(record), f"is no case; {_SEE}"))
                continue
            trouble, place = _record(record, known, len(found) < _HINTS), f"{file}, row {row}"
            name = str(record["id"]) if is_id(record.get("id")) else ""
            said = f"case {name}: " if name else ""
            if name and first.setdefault(name, place) != place:
                trouble.append(("id", name, f"stands in {first[name]} already; choose another"))
            found += [
                (file, row, column, value, said + remedy) for column, value, remedy in trouble
            ]
            records.append((file, row, record))
    return records, found


def _parse(content: bytes) -> list[Any]:
    if len(content) > CASES_BYTES:
        raise ValueError(f"has {len(content)} bytes, at most {CASES_BYTES} are read; split it")
    try:
        text = content.decode("utf-8")
        listed = json.loads(text, object_pairs_hook=_once, parse_constant=_no_number)
    except UnicodeDecodeError:
        raise ValueError("not UTF-8; save the file as UTF-8") from None
    except RecursionError:
        raise ValueError(f"nested too deeply; {_SEE}") from None
    except ValueError as error:
        raise ValueError(f"not JSON ({error}); mend it or start from the template") from None
    if not isinstance(listed, (list, dict)):
        raise ValueError(f"holds {show(listed)}, must hold a case or a list of cases")
    if len(listed) > _CASES:
        raise ValueError(f"holds {len(listed)} items, at most {_CASES} are read; split it")
    return listed if isinstance(listed, list) else [listed]


def _once(pairs: list[tuple[str, Any]]) -> Record:
    if len(found := dict(pairs)) < len(pairs):
        again = Counter(k for k, _ in pairs).most_common(1)[0][0]
        raise ValueError(f"{show(again)!r} stands twice")
    return found


def _no_number(name: str) -> float:
    raise ValueError(f"{name} is not a number")


Check = tuple[Callable[[Any], bool], str]


def _one_of(*choices: str) -> Check:
    return lambda v: isinstance(v, str) and v in choices, f"one of {', '.join(choices)}"


_PROSE: Check = (is_said, f"text that is not empty, at most {LONGEST} characters")
_NOTE: Check = (lambda v: v is None or is_text(v), f"text, at most {LONGEST} characters, or null")
_MARKS: Check = (are_ids, f"a list of at most {MOST} finding ids, none twice")
REQUIRED: dict[str, Check] = {
    "id": (is_id, "at most 60 of a-z, 0-9 and _, and no name that a system reserves for itself"),
    "cause": _PROSE,
    "age": (is_age, "whole years from 0 to 120"),
    "sex": _one_of("female", "male"),
    "setting": _one_of(*SETTINGS),
    "title": _PROSE,
    "steps": (is_list, f"a list of 1 to {MOST} steps"),
    "present": _MARKS,
    "absent": _MARKS,
    "outcome": _PROSE,
    "reference_standard": _PROSE,
    "reference_strength": _one_of("strong", "moderate", "weak"),
    "injected": (lambda v: v is None or isinstance(v, dict), "an object, or null"),
    "learning_points": (are_sentences, f"a list of 1 to {MOST} sentences"),
    "pitfall": _PROSE,
    "source": (is_source, "an object of texts, years and nulls; {} where there is none"),
}
OPTIONAL: dict[str, Check] = dict.fromkeys(
    ("country_or_setting", "vignette", "injection", "completeness", "text_seen", "note"), _NOTE
)
_TOLD = dict.fromkeys(("title", "text", "ask"), _PROSE)
_STEP: dict[str, Check] = {"stage": _one_of(*STAGES), **_TOLD, "present": _MARKS, "absent": _MARKS}
_INJECTED: dict[str, Check] = {
    "injection": (is_text, "an id or ''"),
    "text": _PROSE,
    "result": _PROSE,
}
Trouble = list[tuple[str, str, str]]


def _record(record: Record, known: Names, hints: bool) -> Trouble:
    """Column, value and remedy of all that is wrong with one case."""
    found = _fields(record, REQUIRED | OPTIONAL, "")
    listed = record.get("steps")
    listed = listed if isinstance(listed, list) and is_list(listed) else []
    steps = {f"step {i} ": s for i, s in enumerate(listed, 1) if isinstance(s, dict)}
    for i, step in enumerate(listed, 1):
        if isinstance(step, dict):
            found += _fields(step, _STEP, f"step {i} ")
        else:
            found.append((f"step {i}", show(step), f"must be an object; {_SEE}"))
    found += _unknown("cause", [record.get("cause")], known.causes, hints)
    for place, part in {"": record, **steps}.items():
        for state in ("present", "absent"):
            found += _unknown(place + state, part.get(state), known.findings, hints)
    if isinstance(injected := record.get("injected"), dict):
        found += _fields(injected, _INJECTED, "injected ")
        named = [injected.get("injection")]
        found += _unknown("injected injection", named, known.injections, hints)
    found += _order(steps) + _given_away(record, steps, known)
    marks = [part.get(s) for part in (record, *steps.values()) for s in ("present", "absent")]
    return found + (_partition(record, steps) if all(map(are_ids, marks)) else [])


def _fields(part: Record, checks: dict[str, Check], place: str) -> Trouble:
    missing = [n for n in checks if n not in part and n not in OPTIONAL]
    found = [(f"{place}{n}", "", f"this field is missing; {_SEE}") for n in missing]
    for name, value in islice(part.items(), MOST):
        if name not in checks:
            found.append((f"{place}{show(name)}", "", "unknown field; remove it or mend its name"))
        elif not checks[name][0](value):
            found.append((f"{place}{name}", show(value), f"must be {checks[name][1]}"))
    return found


def _unknown(place: str, ids: object, known: Collection[str], hints: bool) -> Trouble:
    """Ids that are in no table; what is no list of proper ids has been named already."""
    found: Trouble = []
    for one in ids if isinstance(ids, list) and len(ids) <= MOST and known else []:
        if is_said(one) and one not in known:
            hints = hints and len(found) < 3  # looking for the nearest takes its time
            near = difflib.get_close_matches(one[:60], known, 1) if hints else []
            said = f"did you mean {near[0]}?" if near else "mend it, or add it to the tables"
            found.append((place, show(one), f"is not in the tables; {said}"))
    return found


def _order(steps: dict[str, Record]) -> Trouble:
    stages = [(place, s.get("stage")) for place, s in steps.items()]
    at = [(place, STAGES.index(str(s))) for place, s in stages if s in STAGES]
    return [
        (f"{place}stage", STAGES[stage], f"comes after {STAGES[before]}; put it before")
        for (_, before), (place, stage) in zip(at, at[1:])
        if stage < before
    ]


def _partition(record: Record, steps: dict[str, Record]) -> Trouble:
    """Each finding of the case is revealed in exactly one step, in its own state."""
    twice = sorted(set(record["present"]) & set(record["absent"]))
    found: Trouble = [("present", f, "is in 'absent' too; keep one of the two") for f in twice]
    told: dict[str, str] = {}
    for place, step in steps.items():
        for state, f in ((s, f) for s in ("present", "absent") for f in step[s]):
            if f in told:
                said = f"is revealed in {told[f].strip()} already; reveal it once"
                found.append((place + state, f, said))
            elif f not in record[state]:
                said = f"is not in {state!r} of the case; add it there or take it out here"
                found.append((place + state, f, said))
            told.setdefault(f, place)
    for state in ("present", "absent"):
        shown = {f for step in steps.values() for f in step[state]}
        missing = [f for f in record[state] if f not in shown]
        found += [(state, f, f"is in {state!r} of no step; add it to one") for f in missing]
    return found


def _given_away(record: Record, steps: dict[str, Record], known: Names) -> Trouble:
    """Texts before the end that name the confirmed cause."""
    texts = {"title": record.get("title")}
    texts |= {place + k: step.get(k) for place, step in steps.items() for k in _TOLD}
    names = known.causes.get(str(record.get("cause"))[:60], frozenset())
    found: Trouble = []
    for place, text in texts.items():
        plain = " ".join(text.lower().split()) if isinstance(text, str) and is_text(text) else ""
        said = [n for n in names if re.search(rf"(?<!\w){re.escape(n)}(?!\w)", plain)]
        if said:
            remedy = "names the confirmed cause before the end; say what was seen instead"
            found.append((place, max(said, key=len), remedy))
    return found
