"""What a hand-out says of the patient, the dangers and the findings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gluteal import care
from gluteal.care import Row
from gluteal.cases import Case
from gluteal.figures import Safe, el, items, join
from gluteal.handout.citations import Citations
from gluteal.handout.facts import TOPICS, Facts, course_of_pain, judged, not_recorded, person
from gluteal.knowledge import Knowledge, split

_STAGES = {
    "history": "History",
    "examination": "Examination",
    "investigation": "Investigations",
    "block": "Blocks",
}


def patient(facts: Facts, row: Mapping[str, Any]) -> Safe:
    """The line about the patient; there is no field for a name."""
    case, kb = facts.case, facts.kb
    said = [el("b", person(case, row)), *(el("span", s) for s in course_of_pain(case))]
    notes: list[object] = [el("span", kb.label(p), cls="chip") for p in case.precautions]
    if case.screened:
        notes.append("Asked and clear: " + ", ".join(TOPICS.get(t, t) for t in case.screened) + ".")
    if missing := not_recorded(case):
        notes.append("Not recorded: " + ", ".join(missing) + ".")
    return el(
        "div",
        el("p", said, cls="who"),
        el("p", join(notes, " "), cls="quiet") if notes else None,
        cls="patient",
    )


def flags(facts: Facts, cites: Citations) -> Safe:
    """Red flags: open ones in full, closed ones with their reason, and what was not asked."""
    opened = [f for f in facts.flags if not f["cleared"]]
    closed = [f for f in facts.flags if f["cleared"]]
    names = care.screening_findings(facts.case, facts.kb)
    left = care.unasked(facts.case, facts.kb)
    said = f"{len(names) - len(left)} of {len(names)} screening questions asked."
    unasked = "; ".join(facts.kb.label(f) for f in left)
    return join(
        [
            [_flag(f, facts, cites) for f in opened],
            None if opened else el("p", el("b", "Nothing marked raises a red flag."), cls="calm"),
            items([_closed(f, cites) for f in closed], cls="closed"),
            el(
                "p",
                el("b", said),
                f" Not asked: {unasked}. Unasked is not absent." if left else None,
                cls="asked",
            ),
        ]
    )


def _flag(row: Row, facts: Facts, cites: Citations) -> Safe:
    memory = split(row["from_memory"])
    doubt = f"{' and '.join(memory)} from memory: the local pathway decides" if memory else ""
    reason = facts.case.settled("flag", row["red_flag"])
    return el(
        "div",
        el("p", el("b", row["headline"]), el("span", row["urgency"], cls="tag"), cls="top"),
        items(split(row["steps"]), "ol"),
        el(
            "p",
            _source(row["sources"], cites),
            f" {doubt[:1].upper()}{doubt[1:]}." if doubt else None,
            " Holds the injections that it does not spare." if row["holds_injections"] else None,
            f" A reason was stated (\u201c{reason}\u201d); an immediate flag stays open."
            if reason
            else None,
            cls="quiet",
        ),
        cls="flag now" if row["urgency"] == "immediate" else "flag",
    )


def _closed(row: Row, cites: Citations) -> Safe:
    source = _source(row["sources"], cites)
    why = f" ({row['urgency']}). Reason stated: \u201c{row['cleared']}\u201d "
    return join(["Closed: ", el("b", row["label"]), why, source])


def _source(sources: str, cites: Citations) -> Safe:
    found = cites.cite(sources)
    return join(["Source ", found, "."]) if found else join(["Rests on ", judged(), "."])


def findings(facts: Facts) -> Safe:
    """What was marked, stage by stage; paused marks apart, for they do not count."""
    case, kb = facts.case, facts.kb
    stages = kb.findings["stage"]
    order = {f: i for i, f in enumerate(kb.findings.index)}
    marked = sorted((*case.present, *case.absent), key=lambda f: order[f])
    rows = []
    for stage, title in _STAGES.items():
        here = [f for f in marked if stages[f] == stage]
        states = [
            ("present", [f for f in here if f in case.present and f not in case.paused]),
            ("absent", [f for f in here if f in case.absent and f not in case.paused]),
            ("paused", [f for f in here if f in case.paused]),
        ]
        cells = [[_mark(f, state, case, kb) for f in names] for state, names in states if names]
        if cells:
            rows.append(el("tr", el("th", title, scope="row"), el("td", cells)))
    if not rows:
        return el("p", "Nothing is marked yet.", cls="quiet")
    key = el(
        "p",
        [join([_icon(s), s]) for s in ("present", "absent")],
        join([_icon("paused"), "paused: left out of the ranking, not of the red flags"])
        if case.paused
        else None,
        ". What is not listed was not asked or not looked for.",
        cls="key",
    )
    return join([el("table", el("tbody", rows), cls="marks"), key])


def _mark(finding: str, state: str, case: Case, kb: Knowledge) -> Safe:
    said = kb.label(finding)
    if state == "paused":
        said += " (present)" if finding in case.present else " (absent)"
    return el("span", _icon(state), el("span", f"{state}: ", cls="sr"), said, cls=f"mark {state}")


def _icon(state: str) -> Safe:
    return el("i", cls=f"m {state}", aria_hidden="true")
