"""All that was marked, stage by stage, as it stands behind the page."""

from __future__ import annotations

from gluteal.cases import Case
from gluteal.figures import Safe, el, join
from gluteal.handout.facts import Facts
from gluteal.knowledge import Knowledge

_STAGES = {
    "history": "History",
    "examination": "Examination",
    "investigation": "Investigations",
    "block": "Blocks",
}


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
        [join([icon(s), s]) for s in ("present", "absent")],
        join([icon("paused"), "paused: left out of the ranking, not of the red flags"])
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
    return el("span", icon(state), el("span", f"{state}: ", cls="sr"), said, cls=f"mark {state}")


def icon(state: str) -> Safe:
    """The square of a state: filled, hatched or dashed, so that grey print tells them apart."""
    return el("i", cls=f"m {state}", aria_hidden="true")
