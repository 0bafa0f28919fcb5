"""The injection that leads and what holds it, and the care before it, as short as a page asks."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from gluteal.care import Limit, Row
from gluteal.figures import Safe, el, items, join, sentence, two_digits
from gluteal.handout.citations import Citations
from gluteal.handout.facts import TOPICS, Facts, span
from gluteal.handout.limiting import action, clause, told_of
from gluteal.handout.options import fitting, none_because
from gluteal.knowledge import split
from gluteal.words import DIRECTIONS

_LINES, _LONG = 4, 170  # limits told one by one, and letters of an action told beside its label
_SOURCES = 3  # of an injection's evidence; all of them stand behind the page


def leading(facts: Facts, cites: Citations) -> Safe:
    """The injection in the best zone with what holds it, or why none is proposed.

    How it is done is told only of one that nothing holds.
    """
    shown = fitting(facts)
    if not shown:
        why, instead = none_because(facts)
        return join(
            [
                el("p", el("b", "None is proposed. "), sentence(why), " ", sentence(instead)),
                _not_asked(facts),
            ]
        )
    row, rest = shown[0], shown[1:]
    holds, cautions = told_of(row, True), told_of(row, False)
    head = [el("b", row["label"]), el("span", row["zone"], cls="zone " + row["zone"].split()[0])]
    return el(
        "div",
        el("p", head, cls="top"),
        el("p", "For ", _figures(row, facts)),
        _limits("Held by", *holds, cites) if any(holds) else el("p", "Nothing known holds it."),
        _limits("Mind", *cautions, cites) if any(cautions) else None,
        _not_asked(facts),
        None if any(holds) else el("p", _technique(row)),
        el("p", _evidence(row, cites)),
        el("p", el("b", "Also: "), _others(rest)) if rest else None,
        el("p", _MORE, cls="quiet") if _cut(*holds, *cautions) else None,
        cls="card is-held" if any(holds) else "card",
        data_injection=row["injection"],
    )


def _figures(row: Row, facts: Facts) -> Safe:
    said = f" {two_digits(row['probability'])} ({span(row['low'], row['high'])})"
    ends = [(row["test"], "test"), (row["treat"], "treat")]
    limits = [f"{name} {two_digits(float(at))}" for at, name in ends if not pd.isna(at)]
    given = f"; thresholds: {', '.join(limits)}*" if limits else ""
    why = "" if limits else f" {sentence(row['zone_reason'])}"
    return join([el("b", facts.kb.label(row["cause"])), f"{said}{given}.{why}"])


def _limits(name: str, above: str, limits: Sequence[Limit], cites: Citations) -> Safe:
    """Each limit in a clause; a short action beside it, whole or not at all."""
    rows: list[object] = [f"{above[:1].upper()}{above[1:]}."] if above else []
    rows += [_limit(limit, cites) for limit in limits[:_LINES]]
    rows += [f"And {len(limits) - _LINES} more."] if len(limits) > _LINES else []
    kind = "holds" if name == "Held by" else "cautions"
    return join([el("p", el("b", name), cls="lead-in"), items(rows, cls=f"gates {kind}")])


_MORE = "What to do about each limit stands in full behind the one page, on request."


def _cut(_: str, holds: Sequence[Limit], __: str, cautions: Sequence[Limit]) -> bool:
    """Whether an action was too long for the page."""
    return any(len(action(x)) > _LONG for x in (*holds, *cautions))


def _limit(limit: Limit, cites: Citations) -> Safe:
    done = action(limit)
    said = sentence(f"{clause(limit)}: {done}" if 0 < len(done) <= _LONG else clause(limit))
    source = cites.cite(";".join(split(limit.sources)[:2]))
    return join([said, "\u2020" if limit.from_memory else None, " ", source])


def _not_asked(facts: Facts) -> Safe | None:
    topics = [TOPICS.get(t, t) for t in facts.options[0]["not_asked"]]
    return el("p", el("b", "Ask before any needle: "), ", ".join(topics), ".") if topics else None


def _technique(row: Row) -> Safe:
    memory = split(row["from_memory"])
    drug = "diagnostic_injectate" if row["zone"] == "diagnostic block" else "therapeutic_injectate"
    parts = [(row["guidance"], "guidance"), (row["target"], "target"), (row["injectate"], drug)]
    said = [
        join([sentence(text), el("sup", "\u2020") if column in memory else None])
        for text, column in parts
        if text and len(text) <= _LONG
    ]
    return join([el("b", "How: "), join(said, " ")])


def _evidence(row: Row, cites: Citations) -> Safe:
    sources = split(row["effect_sources"])
    source = cites.cite(";".join(sources[:_SOURCES])) or "(judgement)"
    said = f"for this cause grade {row['grade']} of A to D, {DIRECTIONS[row['direction']]} "
    return join([el("b", "Evidence: "), said, source, "."])


def _others(rest: Sequence[Row]) -> str:
    named = [f"{o['short']}{' (held)' if o['holds'] else ''}" for o in rest[:3]]
    more = f", and {len(rest) - 3} more" if len(rest) > 3 else ""
    return ", ".join(named) + more + "."


def first_care(facts: Facts, cites: Citations) -> Safe:
    """Conservative care of the leading cause: it comes before any injection."""
    if not facts.lead:
        return el(
            "p", "It depends on the cause, and too little is known to say which.", cls="quiet"
        )
    row = facts.kb.rows("care")[facts.lead]
    weeks = float(row["minimum_trial_weeks"])
    done = facts.case.conservative_weeks
    trial = f"At least {weeks:g} weeks of it are asked for before an injection; "
    trial += (
        "how many are behind the patient is not recorded."
        if done is None
        else f"{done:g} are done."
    )
    source = cites.cite(";".join(split(row["sources"])[:_SOURCES])) or "*"
    return join(
        [
            el(
                "p",
                el("b", f"{facts.kb.label(facts.lead)}. "),
                sentence(row["first_line"]),
                " ",
                source,
            ),
            el("p", trial) if weeks else None,
        ]
    )
