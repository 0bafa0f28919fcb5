"""Injection options for a hand-out: zone, thresholds, technique, and all that stands between."""

from __future__ import annotations

from gluteal.care import Row, no_zone, threshold_records
from gluteal.figures import Safe, el, join, sentence, two_digits
from gluteal.handout.citations import Citations
from gluteal.handout.drawn import ruler
from gluteal.handout.facts import TOPICS, Facts, judged, number
from gluteal.handout.gates import Gates, pair, told
from gluteal.knowledge import DIAGNOSTIC, INVESTIGATE, NO_ZONE, REFERRAL, THERAPEUTIC, split
from gluteal.words import DIRECTIONS

_FITTING = (THERAPEUTIC, DIAGNOSTIC, INVESTIGATE, REFERRAL)
_BETWEEN = {"block": "diagnostic block", "imaging": "investigate first"}


def fitting(facts: Facts) -> list[Row]:
    """Injections in a zone, best fit first."""
    return [o for o in facts.options if o["zone"] in _FITTING]


def injections(facts: Facts, cites: Citations) -> Safe:
    """Injection options of the case; where there is none, why, and what to do instead."""
    shown = fitting(facts)
    if not shown:
        return join([_none(facts, cites), _not_asked(facts)])
    gates = Gates(cites, shown)
    return join(
        [
            el("p", _CAVEAT, cls="quiet"),
            _not_asked(facts),
            gates.shared(),
            [_card(o, gates, facts, cites) for o in shown],
            _others(facts),
        ]
    )


_CAVEAT = (
    "Options to consider, not orders. A zone is not a licence: what holds an injection stands with "
    "it, and no hold in the list means that the tool knows of none."
)


def _not_asked(facts: Facts) -> Safe | None:
    topics = [TOPICS.get(t, t) for t in facts.options[0]["not_asked"]]
    if not topics:
        return None
    said = f"{', '.join(topics)}. Not asked does not hold an injection: ask before any needle."
    return el("p", el("b", "Not asked yet: "), said, cls="notice")


def _card(row: Row, gates: Gates, facts: Facts, cites: Citations) -> Safe:
    held = bool(row["holds"])
    zone = el("span", row["zone"], cls="zone " + row["zone"].split()[0])
    count = el("span", f"held ({len(row['holds'])})", cls="zone held") if held else None
    limit = threshold_records(facts.kb)[row["cause"]]
    return el(
        "article",
        el("header", el("h3", row["label"]), el("span", count, " ", zone)),
        el("p", "For ", el("b", facts.kb.label(row["cause"])), f". {sentence(row['zone_reason'])}"),
        _ruler(row, limit),
        gates.own(row),
        _pairs(row, limit, cites),
        cls="card is-held" if held else "card",
        data_injection=row["injection"],
    )


def _ruler(row: Row, limit: Row) -> Safe | None:
    test, treat = number(row["test"]), number(row["treat"])
    if test is None:
        return None
    upper = float("nan") if treat is None else treat
    p, low, high = (float(row[k]) for k in ("probability", "low", "high"))
    return ruler(p, low, high, test, upper, _BETWEEN.get(limit["between"], ""))


def _pairs(row: Row, limit: Row, cites: Citations) -> Safe:
    """What a card says in words; a dagger marks what is from memory."""
    memory = split(row["from_memory"])
    drug = "diagnostic_injectate" if row["zone"] == DIAGNOSTIC else "therapeutic_injectate"
    texts = [
        (
            "Probability",
            join([_figures(row, limit), " ", _harms(limit), cites.cite(limit["source"])]),
        ),
        ("Target", told(row, "target", memory, cites)),
        ("Guidance", join([told(row, "guidance", memory, cites), _instead_of(row)])),
        ("Injectate", told(row, "injectate", memory, cites, drug)),
        ("Volume", _volume(row, memory)),
        ("Steroid", told(row, "steroid", memory, cites)),
        ("Evidence", _evidence(row, cites)),
        ("Warning", cites.prose(row["warning"])),
        ("All sources", cites.cite(row["sources"])),
    ]
    marks = "\u2020 From memory in whole or in part: check the label and the local protocol."
    dagger = any("\u2020" in said for _, said in texts)
    return join(
        [
            el("dl", [pair(name, said) for name, said in texts if said]),
            el("p", marks, cls="fine") if dagger else None,
        ]
    )


def _instead_of(row: Row) -> str:
    return f"; otherwise {row['guidance_alternatives']}" if row["guidance_alternatives"] else ""


def _volume(row: Row, memory: list[str]) -> Safe:
    low, high = number(row["volume_low_ml"]), number(row["volume_high_ml"])
    if low is None or high is None:
        return Safe("")
    said = f"{low:g} mL" if low == high else f"{low:g}\u2013{high:g} mL"
    return join([said, el("sup", "\u2020") if "volume_high_ml" in memory else None])


def _figures(row: Row, limit: Row) -> str:
    said = f"{two_digits(row['probability'])} (90 % interval {two_digits(row['low'])} to "
    said += f"{two_digits(row['high'])})"
    test, treat = number(row["test"]), number(row["treat"])
    if test is not None:
        said += f"; test threshold {two_digits(test)}"
    if treat is not None:
        said += f", treatment threshold {two_digits(treat)}"
    return said


def _harms(limit: Row) -> Safe:
    return join(["(harms behind them: ", judged(), ") "]) if number(limit["test"]) else Safe("")


def _evidence(row: Row, cites: Citations) -> Safe:
    grade = el("span", row["grade"], cls="grade")
    said = told(row, "effect", split(row["effect_memory"]), cites)
    start = f" of A to D for {row['cause_label']}, {DIRECTIONS[row['direction']]}. "
    sources = cites.cite(row["effect_sources"])
    seen = join(["Rests on ", sources, "."]) if sources else judged()
    return join(["Grade ", grade, start, sentence(said), " ", seen])


def _others(facts: Facts) -> Safe | None:
    """In a line: the injections for the leading cause that have no zone now."""
    rest = [
        o
        for o in facts.options
        if o["zone"] not in _FITTING and o["role"] != "none" and facts.lead in split(o["causes"])
    ]
    said = "; ".join(
        f"{o['short']}: {o['zone_reason'][:1].lower()}{o['zone_reason'][1:]}" for o in rest
    )
    return el("p", el("b", "Not now: "), f"{said}.", cls="quiet") if rest else None


def none_because(facts: Facts) -> tuple[str, str]:
    """Why no injection is proposed, and what to do instead."""
    none = no_zone(facts.case, facts.kb)
    if facts.known.little or not facts.lead:
        return none, "Ask and examine first; see the next findings"
    own = [o for o in facts.options if o["cause"] == facts.lead]
    open_ = [o for o in own if o["zone"] == NO_ZONE] or own
    reason = none or (open_[0]["zone_reason"] if open_ else "No injection is in a zone")
    instead = next((o["instead"] for o in own if o["instead"]), "")
    name = facts.kb.label(facts.lead)
    care = facts.kb.rows("care")[facts.lead]
    return reason, f"Instead, for {name}: {instead or 'refer to ' + care['refer_to']}"


def _none(facts: Facts, cites: Citations) -> Safe:
    """Why no injection is proposed, and what to do instead, with the sources."""
    why, instead = none_because(facts)
    own = [o for o in facts.options if o["cause"] == facts.lead and o["role"] == "none"]
    sources = own[0]["sources"] if own else ""
    if facts.lead and not sources:
        sources = facts.kb.rows("care")[facts.lead]["sources"]
    return el(
        "div",
        el("p", el("b", "No injection is proposed. "), sentence(why)),
        el("p", cites.prose(sentence(instead)), " ", cites.cite(sources) or judged()),
        cls="notice",
    )
