"""The one page of a hand-out: who, the marks, the dangers, what is likely and why, what next.

It is made to fill one sheet of paper, A4 or Letter, and no more: what is long is counted here and
told in full behind it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from gluteal.care import Row, screening_findings
from gluteal.figures import Safe, el, items, join, sentence, two_digits
from gluteal.handout.causes import standing
from gluteal.handout.citations import Citations
from gluteal.handout.facts import (
    CARE_BEHIND,
    FIRST,
    Facts,
    behind,
    course_of_pain,
    day,
    not_recorded,
    person,
    screening,
    within,
)
from gluteal.handout.leading import first_care, leading
from gluteal.handout.lesson import Lesson, outcome, text_of
from gluteal.handout.patient import icon
from gluteal.handout.ranking import ranking
from gluteal.knowledge import split

_FLAGS, _FULL = 2, 4  # flags told with their steps: beside a ranking, and where there is none
_WHOLE, _NAMED = 3, 4  # up to so many with the whole action; and flags after them in a line each
_NEXT = 3
_ROOM = {"present": 720, "absent": 440, "paused": 240}  # letters of marks; twice that if stopped
_VIGNETTE = 420  # letters of the story of a teaching case that have room
_HOLDS = "The probabilities hold for these marks, this setting and the causes listed."


def front(
    facts: Facts, title: str, lesson: Lesson, made: date, notes: Sequence[str], cites: Citations
) -> Safe:
    """The parts of the page down to its limits; sources are numbered as they come."""
    parts: list[object] = [_heading(facts, title, lesson, made)]
    parts += [el("p", facts.child, cls="notice")] if facts.child else []
    who = _patient(facts, lesson, notes)
    danger = _section("Is anything dangerous?", _flags(facts, cites))
    parts += [danger, who] if facts.immediate else [who, danger]
    if facts.stopped:
        parts += [el("p", FIRST, cls="notice now")] if facts.immediate else []
    else:
        said = [standing(facts), ranking(facts, cites)]
        parts.append(_section("What is likely, and why?", join(said), waits=facts.waits))
        parts.append(el("div", _halves(facts, lesson, cites), cls="halves"))
    if lesson:
        parts.append(_section("What it turned out to be", outcome(lesson, facts.kb, cites)))
    return join(parts)


def _section(title: str, content: Safe, waits: bool = False) -> Safe:
    return el("section", el("h2", title), content, cls="waiting" if waits else None)


def _heading(facts: Facts, title: str, lesson: Lesson, made: date) -> Safe:
    kind = "teaching case" if lesson else "hand-out"
    said = "" if facts.stopped else f" {_HOLDS}"
    return el(
        "header",
        el(
            "div",
            el("h1", title),
            el("span", f"gluteal {kind}"),
            el("span", day(made)),
            cls="brand",
        ),
        el("p", el("b", "Decision support, not a diagnosis."), said, cls="is"),
        cls="top",
    )


def _patient(facts: Facts, lesson: Lesson, notes: Sequence[str]) -> Safe:
    """Who it is, and what was marked: the page holds for exactly this."""
    case, kb = facts.case, facts.kb
    said = [el("b", person(case, lesson)), *(el("span", s) for s in course_of_pain(case))]
    chips, more = within([kb.label(p) for p in case.precautions], 240)
    below: list[object] = [el("span", c, cls="chip") for c in chips]
    below += [f"and {more} more to mind."] if more else []
    missing = not_recorded(case)
    below += ["Not recorded: " + ", ".join(missing) + "."] if missing and not lesson else []
    vignette = text_of(lesson, "vignette")
    return el(
        "div",
        el("p", said, cls="who"),
        el("p", vignette, cls="vignette") if len(vignette) <= _VIGNETTE else None,
        el("p", join(below, " "), cls="quiet") if below else None,
        _marks(facts),
        el("p", el("b", "Left out: "), " ".join(map(sentence, notes)), cls="notice")
        if notes
        else None,
        cls="patient",
    )


def _marks(facts: Facts) -> Safe:
    case, kb = facts.case, facts.kb
    asked = screening_findings(case, kb)  # when absent last: they are counted below, too
    order = {f: (f in asked and f in case.absent, i) for i, f in enumerate(kb.findings.index)}
    counted = {
        "present": [f for f in case.present if f not in case.paused],
        "absent": [f for f in case.absent if f not in case.paused],
        "paused": list(case.paused),
    }
    rows = []
    for state, found in counted.items():
        labels = [kb.label(f) for f in sorted(found, key=order.__getitem__)]
        kept, more = within(labels, _ROOM[state] * (2 if facts.stopped else 1))
        said = " \u00b7 ".join(kept) + (f" \u00b7 and {more} more" if more else "")
        if labels:
            rows.append(el("dt", icon(state), state.capitalize()))
            rows.append(el("dd", said, " (not counted)" if state == "paused" else None))
    if not rows:
        return el("p", "Nothing is marked yet.", cls="quiet")
    return el("dl", rows, cls="found")


def _flags(facts: Facts, cites: Citations) -> Safe:
    """Open flags with what to do, closed ones with their reason, and what was not asked."""
    opened = facts.open_flags
    full = _FULL if facts.stopped else _FLAGS
    whole = facts.stopped and len(opened) <= _WHOLE
    told, named, rest = opened[:full], opened[full : full + _NAMED], opened[full + _NAMED :]
    further = "; ".join(f"{f['label']} ({f['urgency']})" for f in rest)
    closed = [f"{f['label']} (\u201c{f['cleared']}\u201d)" for f in facts.flags if f["cleared"]]
    kept, more = within(closed, 300)
    kept += [f"and {more} more"] if more else []
    asked, left = screening(facts)
    unasked = f" Not asked: {'; '.join(left)}. Unasked is not absent." if left else None
    return join(
        [
            [flag(f, facts, cites, whole=whole or f in facts.immediate) for f in told],
            [_named(f, cites) for f in named],
            el("p", el("b", "Further red flags: "), further, ".") if rest else None,
            [el("p", said, cls="asked") for said in facts.notices],
            el("p", el("b", "Closed with a reason: "), "; ".join(kept), ".") if kept else None,
            el("p", el("b", f"Screening: {asked}."), unasked, cls="asked"),
        ]
    )


def flag(row: Row, facts: Facts, cites: Citations, whole: bool) -> Safe:
    """A flag with what to do: in steps, or the whole action with its doubts."""
    stated = facts.case.settled("flag", row["red_flag"])
    doubt = " Partly from memory: the local pathway decides." if row["from_memory"] else None
    stays = f" A reason was stated (\u201c{stated}\u201d); an immediate flag stays open."
    source = cites.cite(row["sources"]) or "(judgement)"
    said = el("p", sentence(row["action"]), " ", source, doubt) if whole else None
    steps = split(row["steps"])
    return el(
        "div",
        el("p", el("b", row["headline"]), el("span", row["urgency"], cls="tag"), cls="top"),
        items(steps, "ol") if whole else el("p", join(steps, " \u00b7 "), " ", source),
        said,
        el("p", stays) if stated else None,
        cls="flag now" if row["urgency"] == "immediate" else "flag",
    )


def _named(row: Row, cites: Citations) -> Safe:
    """A further flag in a line."""
    source = cites.cite(row["sources"]) or "(judgement)"
    said = [el("b", row["headline"]), el("span", source, " ", row["urgency"])]
    return el("p", said, cls="flag brief")


def _halves(facts: Facts, lesson: Lesson, cites: Citations) -> Safe:
    """Left what to do next and first, right the injection; care and needle wait behind a flag."""
    left: list[object] = [] if lesson else [_section("What next?", _next(facts, cites))]
    if facts.care_waits:
        said = None if facts.waits else el("p", CARE_BEHIND, cls="notice")
        return el("div", left, said)
    left += [] if lesson else [_section("Which care comes first?", first_care(facts, cites))]
    right = el("div", _section("Which injection, if any?", leading(facts, cites)))
    return join([el("div", left) if left else None, right])


def _next(facts: Facts, cites: Citations) -> Safe:
    """The findings that would tell most."""
    rows = facts.next[:_NEXT]
    first = "The red flag comes first; then: " if facts.waits else None
    if not rows:
        return el("p", first, "no open finding would tell more.", cls="quiet")
    return join([first, items([_told(r, facts, cites) for r in rows], cls="next")])


def _told(row: Row, facts: Facts, cites: Citations) -> Safe:
    cause, finding = row["cause"], row["finding"]
    now, yes, no = (two_digits(row[k]) for k in ("now", "if_present", "if_absent"))
    _, sources = behind(cause, finding, facts.kb)
    return join(
        [
            el("b", facts.kb.label(finding)),
            el("small", row["tier"]),
            el("br"),
            f"{facts.kb.rows('causes')[cause]['short']}, now {now}: {yes} if present, {no} if absent ",
            cites.cite(split(sources)[0] if sources else "") or "*",
        ]
    )
