"""The letter of a hand-out: a dozen lines of plain words for a general practitioner."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np

from gluteal.care import Row
from gluteal.figures import column_labels, line, sentence, two_digits
from gluteal.handout.facts import (
    CARE_BEHIND,
    FIRST,
    TOPICS,
    Facts,
    course_of_pain,
    day,
    person,
    screening,
    within,
)
from gluteal.handout.limiting import clauses
from gluteal.handout.options import fitting, none_because
from gluteal.knowledge import EQUAL, INVESTIGATE, split
from gluteal.words import DIRECTIONS

_FLAGS, _CAUSES, _NEXT, _LIMITS = 2, 4, 3, 5
_LEAST = 0.01  # a cause after the first is named from this probability on
_ROOM = 420  # letters of the marks of one state


def letter(
    facts: Facts, title: str, row: Mapping[str, Any], made: date, notes: Sequence[str]
) -> str:
    """At most a dozen lines of plain text, each a sentence or two.

    Parameters
    ----------
    title : str
        First words of the text.
    row : mapping
        The teaching case, {} where there is none.
    made : date
        Date of making.
    notes : sequence of str
        What was left out of the case when it was read.
    """
    lines = [f"{sentence(title)} {day(made)}."]
    lines += [facts.child] if facts.child else []
    lines += [f"Patient: {_patient(facts, row)}.", *_flags(facts), *_marks(facts, notes)]
    if facts.immediate:
        lines.append(FIRST)
    elif not facts.stopped:
        lines += [f"{_causes(facts)} {_why(facts)} {facts.firm}"]
        lines += [] if row else _next(facts)
        lines += [CARE_BEHIND] if facts.care_waits else [*_injection(facts), *_care(facts)]
    lines += [f"It turned out to be: {facts.kb.label(row['cause'])}."] if row else []
    stamp = f"gluteal data {facts.kb.version}, sha256 {facts.kb.digest[:12]}"
    lines.append(
        "A suggestion from what was marked, for clinicians; no diagnosis, and no figure here "
        f"excludes a serious cause ({stamp})."
    )
    return "\n".join(map(line, lines)) + "\n"


def _patient(facts: Facts, row: Mapping[str, Any]) -> str:
    known, more = within([facts.kb.label(p) for p in facts.case.precautions], _ROOM)
    known += [f"and {more} more to mind"] if more else []
    return "; ".join([person(facts.case, row), *course_of_pain(facts.case), *known])


def _flags(facts: Facts) -> list[str]:
    """The open flags with what to do; then in a line further ones, what was asked, and closed ones."""
    opened = facts.open_flags
    full = _FLAGS + 1 if facts.stopped else _FLAGS
    rows = [
        f"{_loud(f)}, {f['urgency']}: {sentence(f['headline'])} {sentence(_orders(f, facts))}"
        for f in opened[:full]
    ]
    more = [f"{f['headline']} ({f['urgency']})" for f in opened[full:]]
    asked, left = screening(facts)
    closed, further = within(
        [f"{f['label']} ({f['cleared']})" for f in facts.flags if f["cleared"]], _ROOM
    )
    closed += [f"and {further} more"] if further else []
    said = [f"Further red flags: {'; '.join(more)}."] if more else []
    rest = f"; {len(left)} not asked." if left and not asked.endswith("was asked") else "."
    said += [f"Red flags: {asked}{rest}"]
    said += facts.notices
    said += [f"Closed with a reason: {'; '.join(closed)}."] if closed else []
    return [*rows, " ".join(said)]


def _loud(flag: Row) -> str:
    """A routine flag is no alarm."""
    return "To mind" if flag["urgency"] == "routine" else "RED FLAG"


def _orders(flag: Row, facts: Facts) -> str:
    return str(flag["action"]) if facts.stopped else "; ".join(split(flag["steps"]))


def _marks(facts: Facts, notes: Sequence[str]) -> list[str]:
    """What is present; what is absent or does not count; what was left out when it was read."""
    case, kb = facts.case, facts.kb
    counted = {
        "Present": [f for f in case.present if f not in case.paused],
        "Absent": [f for f in case.absent if f not in case.paused],
        "Set aside, not counted": list(case.paused),
    }
    rows = []
    for name, found in counted.items():
        kept, more = within([kb.label(f) for f in found], _ROOM)
        kept += [f"and {more} more"] if more else []
        rows += [f"{name}: {'; '.join(kept)}."] if found else []
    rows += [f"Left out: {' '.join(map(sentence, notes))}"] if notes else []
    return [*rows[:1], *([" ".join(rows[1:])] if rows[1:] else [])]


def _causes(facts: Facts) -> str:
    """The likeliest causes in a sentence, which says what it is worth."""
    kb, shown = facts.kb, facts.differential.head(_CAUSES)
    if facts.weights.empty and facts.case.setting == EQUAL:
        alike = two_digits(1 / len(kb.causes))
        return f"Nothing that counts is marked; without a setting every cause has the same {alike}."
    said = [
        f"{kb.label(str(c))} {two_digits(r['probability'])}"
        + (f" (90 % interval {two_digits(r['low'])} to {two_digits(r['high'])})" if i == 0 else "")
        for i, (c, r) in enumerate(zip(shown.index, shown.to_dict("records"), strict=True))
        if i == 0 or r["probability"] >= _LEAST
    ]
    start = "The findings suggest, with their probabilities"
    if facts.waits:
        start = "Behind the red flag, as far as it goes, the findings suggest"
    if facts.known.little:
        start = "Little is known, so no cause leads; as far as it goes"
    return f"{start}: {', '.join(said)}."


def _why(facts: Facts) -> str:
    """The marks that speak most for and against the first cause, in words."""
    if not facts.lead or facts.weights.empty:
        return ""
    weights = facts.weights.loc[facts.lead].to_numpy(float)
    labels = column_labels(facts.weights, facts.case, facts.kb)
    order = np.argsort(-np.abs(np.nan_to_num(weights)), kind="stable")[:4]
    said: dict[bool, list[str]] = {True: [], False: []}
    for i in order:
        if not math.isnan(weights[i]) and abs(weights[i]) >= 1:
            title, state = labels[i]
            name = title if title == "Sex" else facts.kb.label(str(facts.weights.columns[i]))
            said[bool(weights[i] > 0)].append(f"{name} ({state})")
    parts = [
        f"{word} the first cause speaks most: {'; '.join(said[key])}"
        for key, word in _SIDES
        if said[key]
    ]
    return f"{'. '.join(parts)}." if parts else ""


_SIDES = ((True, "For"), (False, "Against"))


def _next(facts: Facts) -> list[str]:
    best = [r for r in facts.next if r["tier"] != "block"][:_NEXT]
    said = "; ".join(facts.kb.label(r["finding"]) for r in best)
    return [f"To ask or examine next: {said}."] if best else []


def _injection(facts: Facts) -> list[str]:
    """The injection that leads with what holds it, one clause each, or why there is none."""
    shown = fitting(facts)
    if not shown:
        return [f"Injection: none is proposed. {sentence(none_because(facts)[0])}"]
    row = shown[0]
    start = f"Injection: {row['label']} ({row['zone']}) may be considered"
    if row["zone"] == INVESTIGATE:
        start = f"Injection: {row['label']} not before more is known ({row['zone_reason']})"
    holds, cautions = clauses(row, True, _LIMITS), clauses(row, False, _LIMITS)
    free = "." if row["zone"] == INVESTIGATE else "; nothing known holds it."
    said = f"{start}, but is held: {holds}." if holds else start + free
    said += f" Evidence for this cause: grade {row['grade']}, {DIRECTIONS[row['direction']]}."
    said += f" To mind: {cautions}." if cautions else ""
    topics = [TOPICS.get(t, t) for t in row["not_asked"]]
    return [said + (f" Not asked yet: {', '.join(topics)}." if topics else "")]


def _care(facts: Facts) -> list[str]:
    if not facts.lead:
        return []
    row = facts.kb.rows("care")[facts.lead]
    return [f"Care that comes first: {sentence(row['first_line'])}"]
