"""What is likely and what to check next, for a hand-out."""

from __future__ import annotations

from gluteal.care import Row
from gluteal.figures import Safe, el, join, sentence, two_digits
from gluteal.handout.citations import Citations
from gluteal.handout.drawn import answers, interval
from gluteal.handout.facts import BEHIND, SETTINGS, Facts, behind, judged, span
from gluteal.knowledge import EQUAL
from gluteal.model import MOVED

_PICTURE = 0.05  # causes from this probability on name the picture that fits best


def causes(facts: Facts, cites: Citations) -> Safe:
    """All causes with the probability before and after the findings and its 90 % interval."""
    frame, kb, lead = facts.differential, facts.kb, facts.lead
    pictures = kb.presentations.set_index(["cause", "presentation"])["label"]
    rows = []
    for cause, row in zip(map(str, frame.index), frame.to_dict("records")):
        p, low, high, prior = (float(row[k]) for k in ("probability", "low", "high", "prior"))
        picture = str(pictures.get((cause, row["presentation"]), ""))
        shown = not facts.known.little and p >= _PICTURE and picture
        rows.append(
            el(
                "tr",
                el("th", kb.label(cause), el("small", picture) if shown else None, scope="row"),
                el("td", interval(p, low, high, prior, cause == lead), cls="bar"),
                el("td", two_digits(p), cls="p"),
                el("td", span(low, high)),
                el("td", two_digits(prior)),
                el("td", _origin(cause, facts, cites), cls="src"),
                cls="lead" if cause == lead else None,
                data_cause=cause,
            )
        )
    heads = ("Probability", "90 % interval", "Before", "Source of \u201cbefore\u201d")
    axis = el("span", [el("i", t) for t in ("0", ".25", ".5", ".75", "1")], cls="axis")
    head = el(
        "tr",
        el("th", "Cause", scope="col"),
        el("th", axis, scope="col", cls="bar", aria_label="bar"),
        [el("th", h, scope="col") for h in heads],
    )
    note = "Bar: probability, with its 90 % interval; \u25c7 and \u201cbefore\u201d: pre-test, "
    note += "before the findings. " + _setting_note(facts.case.setting)
    return join(
        [
            standing(facts),
            el("table", el("thead", head), el("tbody", rows), cls="causes"),
            el("p", note, cls="key"),
        ]
    )


def _setting_note(setting: str) -> str:
    if setting == EQUAL:
        return "No setting is chosen: every cause has the same pre-test probability."
    return f"Setting: {SETTINGS[setting]}. Another setting gives other probabilities."


def standing(facts: Facts) -> Safe | None:
    """What a ranking is worth now: it waits behind a flag, or little is known."""
    return el("p", BEHIND, cls="notice") if facts.waits else _little(facts)


def _little(facts: Facts) -> Safe | None:
    """A notice where little is known."""
    if not facts.known.little:
        return None
    n = facts.known.findings
    said = f"{n} finding{'' if n == 1 else 's'} marked beyond age and context"
    said += "" if facts.known.factor >= MOVED else "; no cause moved by a factor of two in its odds"
    return el("p", el("b", "Little is known: no cause leads yet. "), f"{said}.", cls="notice")


def _origin(cause: str, facts: Facts, cites: Citations) -> Safe:
    """Where a pre-test probability comes from."""
    if facts.case.setting == EQUAL:
        return Safe("\u2013")
    prior = facts.kb.rows("priors")[cause]
    sources = cites.cite(prior["source"])
    if prior["basis"] != "judgement":
        return sources
    return join([judged(), " beside ", sources]) if sources else judged()


def next_steps(facts: Facts, cites: Citations) -> Safe:
    """The most informative open finding of each tier and what either answer would change."""
    rows = [_next(row, facts, cites) for row in facts.next]
    if not rows:
        return el("p", "No open finding would tell more.", cls="quiet")
    heads = ("", "Finding", "Moves", "Now", "", "If present", "If absent")
    head = el("tr", [_head(h, i in (1, 2)) for i, h in enumerate(heads)])
    widths = el("colgroup", [el("col", cls=c) for c in ("ct", "", "cc", "cn", "cb", "cy", "cy")])
    note = "The most informative of each kind. \u25cf if present, \u25cb if absent, line: now. "
    note += "Tests that could do harm on these marks are not proposed."
    table = el("table", widths, el("thead", head), rows, cls="next")
    return join([table, el("p", note, cls="key")])


def _head(said: str, text: bool) -> Safe:
    return el("th", said, scope="col", cls="text" if text else None) if said else el("td")


def _next(row: Row, facts: Facts, cites: Citations) -> Safe:
    finding, cause = facts.kb.rows("findings")[row["finding"]], row["cause"]
    now, yes, no = (float(row[k]) for k in ("now", "if_present", "if_absent"))
    basis, sources = behind(cause, row["finding"], facts.kb)
    source = join([judged() if basis == "judgement" else None, cites.cite(sources)], " ")
    how = join([sentence(row["reason"]), sentence(finding["how_to_elicit"])], " ")
    first = el(
        "tr",
        el("th", row["tier"].capitalize(), scope="row"),
        el("td", el("b", finding["label"]), cls="text"),
        el("td", facts.kb.rows("causes")[cause]["short"], " ", source, cls="text"),
        el("td", two_digits(now)),
        el("td", answers(now, yes, no), cls="bar"),
        el("td", two_digits(yes), cls="p"),
        el("td", two_digits(no), cls="p"),
    )
    second = el("tr", el("td"), el("td", how, colspan=6, cls="how"))
    return el("tbody", first, second, data_finding=row["finding"])
