"""The plain-text summary of a hand-out: a few lines to paste into a letter."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date
from typing import Any

import numpy as np

from gluteal import care
from gluteal.figures import column_labels, line, sentence, signed, two_digits
from gluteal.handout.facts import TOPICS, Facts, course_of_pain, day, not_recorded, person
from gluteal.handout.options import fitting
from gluteal.knowledge import EQUAL, NO_ZONE, Knowledge, split

_FLAGS, _CAUSES, _OPTIONS, _NEXT, _MARKS, _CAUTIONS = 3, 5, 3, 2, 24, 4


def summary(facts: Facts, title: str, row: Mapping[str, Any], made: date) -> str:
    """At most about 25 lines of plain text.

    Parameters
    ----------
    title : str
        First words of the text.
    row : mapping
        The teaching case, {} where there is none.
    made : date
        Date of making.
    """
    lines = [
        f"{title} ({day(made)})",
        "Decision support, not a diagnosis: the figures hold for these marks, this setting and "
        f"the {len(facts.kb.causes)} listed causes only.",
        f"Patient: {_patient(facts, row)}.",
        *_flags(facts),
        *_marks(facts),
        *_causes(facts),
        *_why(facts),
        *_next(facts),
        *_injections(facts),
        *_care(facts),
        *([f"It turned out to be: {facts.kb.label(row['cause'])}."] if row else []),
        "Limits: most figures are clinical judgement; intervals show the doubt in the evidence "
        "only; no probability excludes a serious cause; doses need checking. "
        f"gluteal data {facts.kb.version}, sha256 {facts.kb.digest[:12]}.",
    ]
    return "\n".join(line(text) if text[:2] != "  " else f"  {line(text)}" for text in lines) + "\n"


def _patient(facts: Facts, row: Mapping[str, Any]) -> str:
    case = facts.case
    said = [person(case, row), *course_of_pain(case)]
    said += [facts.kb.label(p) for p in case.precautions]
    missing = not_recorded(case)
    return "; ".join(said) + (f" (not recorded: {', '.join(missing)})" if missing else "")


def _flags(facts: Facts) -> list[str]:
    opened = [f for f in facts.flags if not f["cleared"]]
    rows = [
        f"RED FLAG ({f['urgency']}): {f['headline']}. {'; '.join(split(f['steps']))}."
        for f in opened[:_FLAGS]
    ]
    more = [f"{f['label']} ({f['urgency']})" for f in opened[_FLAGS:]]
    rows += [f"FURTHER RED FLAGS: {'; '.join(more)}."] if more else []
    closed = [f"{f['label']} ({f['cleared']})" for f in facts.flags if f["cleared"]]
    rows += [f"Red flags closed, with reason: {'; '.join(closed)}."] if closed else []
    names = care.screening_findings(facts.case, facts.kb)
    asked = len(names) - len(care.unasked(facts.case, facts.kb))
    start = "" if rows else "No red flag in what is marked; "
    return [*rows, f"{start}{asked} of {len(names)} screening questions asked."]


def _marks(facts: Facts) -> list[str]:
    case, kb = facts.case, facts.kb
    counted = {
        "Present": [f for f in case.present if f not in case.paused],
        "Absent": [f for f in case.absent if f not in case.paused],
        "Paused": list(case.paused),
    }
    return [f"{name}: {_list(found, kb)}." for name, found in counted.items() if found]


def _list(found: list[str], kb: Knowledge) -> str:
    said = "; ".join(kb.label(f) for f in found[:_MARKS])
    return said + (f"; and {len(found) - _MARKS} more" if len(found) > _MARKS else "")


def _causes(facts: Facts) -> list[str]:
    few = any(not f["cleared"] for f in facts.flags)
    frame, kb = facts.differential.head(_CAUSES - 2 * few), facts.kb
    if facts.weights.empty and facts.case.setting == EQUAL:
        return [
            "Nothing that counts is marked, and without a setting every cause has the same "
            f"{two_digits(1 / len(kb.causes))}."
        ]
    rows = [
        f"  {two_digits(r['probability'])} ({two_digits(r['low'])} to {two_digits(r['high'])}; "
        f"{two_digits(r['prior'])} before) {kb.label(str(c))}"
        for c, r in zip(frame.index, frame.to_dict("records"))
    ]
    start = "Little is known: no cause leads yet. Causes" if facts.known.little else "Likely causes"
    return [f"{start}: probability (90 % interval; before the findings)", *rows]


def _why(facts: Facts) -> list[str]:
    if not facts.lead or facts.weights.empty:
        return []
    weights = facts.weights.loc[facts.lead].to_numpy(float)
    labels = column_labels(facts.weights, facts.case, facts.kb)
    names = [  # in full; sex reads as an answer
        title if title == "Sex" else facts.kb.label(str(column))
        for column, (title, _) in zip(facts.weights.columns, labels)
    ]
    order = [i for i in np.argsort(-np.abs(np.nan_to_num(weights)), kind="stable")[:4]]
    said = [
        f"{names[i]} ({labels[i][1]}) {signed(weights[i])}"
        for i in order
        if not math.isnan(weights[i])
    ]
    return (
        [f"What weighs most for the first cause, in decibans: {'; '.join(said)}."] if said else []
    )


def _next(facts: Facts) -> list[str]:
    if facts.immediate or not facts.next:
        return []
    label = facts.kb.rows("findings")
    best = [r for r in facts.next if r["tier"] != "block"][:_NEXT]  # what is asked comes first
    said = [
        f"{label[r['finding']]['label']} ({facts.kb.rows('causes')[r['cause']]['short']} "
        f"{two_digits(r['now'])}: {two_digits(r['if_present'])} if present, "
        f"{two_digits(r['if_absent'])} if absent)"
        for r in best
    ]
    return [f"To check next: {'; '.join(said)}."]


def _injections(facts: Facts) -> list[str]:
    fits = fitting(facts)
    shown, rest = fits[:_OPTIONS], fits[_OPTIONS:]
    if not shown:
        own = next((o for o in facts.options if o["cause"] == facts.lead), facts.options[0])
        none = next((o for o in facts.options if o["zone"] == NO_ZONE), own)
        said = "Too little is known for a zone" if facts.known.little else none["zone_reason"]
        return [f"Injections: none proposed. {sentence(said)}"]
    rows = [
        f"  {o['short']}: {o['zone']} ({o['zone_reason']}; grade {o['grade']}). "
        + (
            f"HELD: {' | '.join(sentence(h) for h in o['holds'])}"
            if o["holds"]
            else "No hold known."
        )
        for o in shown
    ]
    more = f" (and {len(rest)} more)" if rest else ""
    # in full: what follows a semicolon may be the condition
    mind = list(dict.fromkeys(sentence(c) for o in shown for c in o["cautions"]))
    left = [f"{len(mind) - _CAUTIONS} more in the hand-out"] if len(mind) > _CAUTIONS else []
    caution = [f"Cautions: {' | '.join(mind[:_CAUTIONS] + left)}"] if mind else []
    topics = [TOPICS.get(t, t) for t in shown[0]["not_asked"]]
    ask = [f"To ask before any needle: {', '.join(topics)}."] if topics else []
    return [f"Injections to consider{more}, none of them an order:", *rows, *caution, *ask]


def _care(facts: Facts) -> list[str]:
    if not facts.lead:
        return []
    row = facts.kb.rows("care")[facts.lead]
    return [f"Care that comes first: {sentence(row['first_line'])}"]
