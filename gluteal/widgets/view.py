"""What the screen shows of a case, as JSON-ready dicts: a rendering of the result frames."""

from __future__ import annotations

from html import escape
from typing import Any

import pandas as pd

from gluteal import care, model, words
from gluteal.cases import Case, inapplicable
from gluteal.figures import CROWD, ROWS, case_grid
from gluteal.knowledge import NO_ZONE, Knowledge, parse_rule, split
from gluteal.widgets.before import before
from gluteal.widgets.catalogue import choices
from gluteal.widgets.payload import (
    Band,
    Card,
    Flag,
    Glow,
    Hold,
    Instead,
    Known,
    MoreOption,
    NextRow,
    Notice,
    Tone,
    View,
)
from gluteal.widgets.reasons import reason_of

Row = dict[str, Any]
CARDS = 3
_NOT_SAID: Known = {"findings": 0, "bits": 0.0, "little": False, "steps": 0, "word": ""}
RED_FLAG, PRECAUTION = "Red flag: ", "Precaution: "  # how a hold begins that is one


def view(case: Case, kb: Knowledge, rows: int = ROWS) -> View:
    """Everything that follows from the marks.

    Parameters
    ----------
    rows : int
        Causes that the heatmap shows.
    """
    suspended = care.no_ranking(case, kb)
    differential = model.differential(case, kb)
    known = model.known(case, kb)
    present = case.facts(kb)[0]
    questions = len(care.screening_findings(case, kb))
    causes = kb.rows("causes")
    low, high = (float(differential[k].iloc[0]) for k in ("low", "high"))
    options = care.options(case, kb)
    fitting = [o for o in options if o["zone"] in words.ZONE_KINDS]
    shown: View = {
        "no_ranking": list(suspended),
        "under_age": kb.say(care.under_age(case)),
        "known": _NOT_SAID,
        "flags": [_flag(row, present, kb) for row in care.raised(case, kb)],
        "asked": questions - len(care.unasked(case, kb)),
        "questions": questions,
        "grid": _suspended(suspended, kb),
        "causes": choices({c: causes[c]["label"] for c in causes}),
        "glow": [],
        "next": [],
        "next_said": "",
        "notices": [],
        "cards": [],
        "target": None,
        "more": [],
        "no_zone": care.no_zone(case, kb),
        "instead": {"cause": "", "text": "", "first_line": "", "sources": ""},
        "inapplicable": sorted(inapplicable(case, "findings")),
        "before": before(case, options[0]["not_asked"], kb),
        "not_asked": [kb.say(words.TOPIC_LABELS[t]) for t in options[0]["not_asked"]],
    }
    if suspended:
        return shown
    leading = fitting[0]["cause"] if fitting else str(differential.index[0])
    following = care.steps(case, kb, options)
    waits = any(f["holds"] and not f["cleared"] for f in shown["flags"])
    return shown | {
        "notices": [_notice(row) for row in care.noticed(case, kb, differential)],
        "known": _known(known, (high - low) / 2, kb),
        "grid": case_grid(
            differential,
            model.by_itself(case, kb),
            case,
            kb,
            rows=rows,
            lead=not known.little,
            crowd=CROWD if rows <= ROWS else None,
            more=_buttons(rows, kb),
        ),
        "causes": choices({c: causes[c]["label"] for c in differential.index}),
        "glow": [] if known.little else glowing(differential, kb),
        "next": [_next(row, kb) for row in following],
        "next_said": "" if following else kb.say(words.NOTHING_NEXT),
        "cards": [_card(o, case, kb) for o in fitting[:CARDS]],
        "target": _target(fitting[0], case) if fitting else None,
        "more": [_more(o) for o in fitting[CARDS:]],
        "no_zone": "" if fitting else care.no_zone(case, kb) or _no_zone(options, leading),
        "instead": _instead(options, leading, known.little or waits, kb),
    }


def _suspended(why: tuple[str, ...], kb: Knowledge) -> str:
    """What stands in the place of the heatmap while the ranking does not hold."""
    said = "".join(f"<p>{escape(sentence)}</p>" for sentence in why)
    return (
        f'<div class="suspended" role="note"><b>{escape(kb.say(words.SUSPENDED))}</b>{said}</div>'
    )


def glowing(differential: pd.DataFrame, kb: Knowledge) -> list[Glow]:
    """Causes that light up on the drawing."""
    causes, probability = kb.rows("causes"), differential["probability"].to_numpy(float)
    return [
        {"id": str(c), "label": causes[c]["label"], "probability": round(float(p), 3)}
        for c, p in zip(differential.index, probability)
        if p >= words.GLOWS
    ]


def tone_of(urgency: str) -> Tone:
    """How loud a flag of an urgency is shown."""
    return "red" if urgency == "immediate" else "quiet" if urgency == "routine" else "watch"


def holds_of(row: Row, kb: Knowledge) -> list[Hold]:
    """What holds an injection."""
    return [{"text": _hold(text, kb), "flag": text.startswith(RED_FLAG)} for text in row["holds"]]


def _hold(text: str, kb: Knowledge) -> str:
    """What holds an injection, with its beginning in the language of the screen."""
    begins = next((b for b in (RED_FLAG, PRECAUTION) if text.startswith(b)), "")
    return kb.say(begins) + text.removeprefix(begins)


def _buttons(rows: int, kb: Knowledge) -> str:
    """Buttons below the heatmap."""
    texts = {k: words.BUTTONS[k] for k in ("rows", "compare", "matrix")}
    if rows > ROWS:
        texts["rows"] = words.BUTTONS["fewer"]
    return "".join(
        f'<button type="button" class="link" data-open="{k}" data-key="{k}">'
        f"{escape(kb.say(t))}</button>"
        for k, t in texts.items()
    )


def _known(known: model.Known, spread: float, kb: Knowledge) -> Known:
    """How much is known, as a meter of ten dots and in a word.

    The dots are findings, bits or a narrow interval, whichever says least.
    """
    steps = round(10 * (1 - spread))
    steps = max(1, min(10, known.findings, round(known.bits * 4), steps)) if known.findings else 0
    word = kb.say(words.PLENTY if steps >= words.MUCH else words.FAIR)
    return {
        "findings": known.findings,
        "bits": round(known.bits, 2),
        "little": known.little,
        "steps": steps,
        "word": kb.say(words.NOTHING)
        if steps == 0
        else kb.say(words.LITTLE)
        if known.little
        else f"{word}, \u00b1{kb.language.number(f'{spread:.2f}')}",
    }


def _flag(row: Row, present: set[str], kb: Knowledge) -> Flag:
    return {
        "id": row["red_flag"],
        "headline": row["headline"],
        "label": row["label"],
        "signs": sorted(present & set(parse_rule(row["rule"]).findings)),
        "urgency": row["urgency"],
        "tone": tone_of(row["urgency"]),
        "action": row["action"],
        "steps": list(split(row["steps"])),
        "holds": bool(row["holds_injections"]),
        "decides": care.hurried(row),
        "cleared": row["cleared"],
        "reason": reason_of(f"flag:{row['red_flag']}", kb),
        "memory": bool(row["from_memory"]),
        "sources": kb.named(row["sources"]) or kb.say("judgement"),
    }


def _notice(row: Row) -> Notice:
    """A serious cause that no flag speaks of, with the finding that it asks for."""
    ask = row["next_finding"]
    return {
        "id": row["cause"],
        "said": row["said"],
        "ask": {"id": ask, "label": row["next_label"]} if ask else None,
    }


def _next(row: Row, kb: Knowledge) -> NextRow:
    finding = kb.rows("findings")[row["finding"]]
    return {
        "id": row["finding"],
        "label": finding["label"],
        "tier": row["tier"],
        "bits": round(float(row["information"]), 3),
        "reason": row["reason"],
        "cause": kb.rows("causes")[row["cause"]]["short"],
        "now": round(float(row["now"]), 4),
        "present": round(float(row["if_present"]), 4),
        "absent": round(float(row["if_absent"]), 4),
        "how": finding["how_to_elicit"],
    }


def _no_zone(options: list[Row], cause: str) -> str:
    """Why no injection for a cause can be in a zone yet; '' where one could."""
    own = (o for o in options if o["cause"] == cause and o["zone"] == NO_ZONE)
    return next((str(o["zone_reason"]) for o in own), "")


def _target(row: Row, case: Case) -> str | None:
    """The injection whose target is drawn: one that nothing holds, on a side that is known."""
    aimed = case.side is not None or "side" not in split(row["asks"])
    return row["injection"] if aimed and not row["holds"] else None


def _instead(options: list[Row], cause: str, waits: bool, kb: Knowledge) -> Instead:
    care_of = kb.rows("care")[cause]
    instead = (_pathway(o) for o in options if o["cause"] == cause and o["instead"])
    return {
        "cause": kb.label(cause),
        "text": next(instead, kb.say(words.REFER, whom=care_of["refer_to"])),
        "first_line": "" if waits else care_of["first_line"],
        "sources": kb.named(care_of["sources"]) or kb.say("judgement"),
    }


def _pathway(row: Row) -> str:
    """What to do in place of an injection; after a negative block, that it was negative."""
    why = f"{row['zone_reason']} " if row["zone_reason"].startswith(care.NEGATIVE) else ""
    return f"{why}{row['instead']}"


def _more(row: Row) -> MoreOption:
    return {"id": row["injection"], "label": row["short"], "zone": row["zone"]}


def _card(row: Row, case: Case, kb: Knowledge) -> Card:
    """What a card shows; :func:`gluteal.widgets.details.option` has the rest."""
    test, treat = (None if pd.isna(row[k]) else round(float(row[k]), 3) for k in ("test", "treat"))
    return {
        "id": row["injection"],
        "label": row["label"],
        "short": row["short"],
        "cause": kb.label(row["cause"]),
        "probability": round(float(row["probability"]), 6),
        "low": round(float(row["low"]), 6),
        "high": round(float(row["high"]), 6),
        "test": test,
        "treat": treat,
        "bands": _bands(test, treat, row, kb),
        "zone": row["zone"],
        "kind": words.ZONE_KINDS[row["zone"]],
        "zone_reason": row["zone_reason"],
        "holds": holds_of(row, kb),
        "cautions": list(row["cautions"]),
        "needs": [{"id": f, "label": kb.label(f)} for f in care.lacks(row, case, kb)],
        "releases": [reason_of(key, kb) for key in row["releases"]],
        "target": row["target"],
        "guidance": row["guidance"],
        "guidance_alternatives": row["guidance_alternatives"],
        "needle": row["needle"],
        "injectate": row["injectate"],
        "steroid": row["steroid"],
        "volume": kb.language.number(_volume(row["volume_low_ml"], row["volume_high_ml"])),
        "effect": kb.spelled(row["effect"]),
        "grade": row["grade"],
        "direction": kb.say(words.DIRECTIONS[row["direction"]]),
        "sources": len(split(row["effect_sources"])),
        "bleeding_risk": row["bleeding_risk"],
    }


def _bands(test: float | None, treat: float | None, row: Row, kb: Knowledge) -> list[Band]:
    """The ruler of a card, cut at its thresholds, by what decides between them."""
    between, zone = kb.rows("thresholds")[row["cause"]]["between"], row["zone"]
    names = words.RULER_IMAGING if between == "imaging" else words.RULER
    ends = [0.0, 0.0 if test is None else test, 1.0 if treat is None else treat, 1.0]
    return [
        {"low": low, "high": high, "label": kb.say(label), "here": zone == named}
        for low, high, (label, named) in zip(ends, ends[1:], names)
    ]


def _volume(low: float, high: float) -> str:
    if pd.isna(low):
        return ""
    return f"{low:g} mL" if low == high else f"{low:g}\u2013{high:g} mL"
