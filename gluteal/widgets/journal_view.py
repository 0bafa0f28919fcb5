"""The cases on this computer as a list in which they can be told apart."""

from __future__ import annotations

from itertools import islice

import pandas as pd

from gluteal import care, model
from gluteal.cases import CaseError, Journal, local_time
from gluteal.figures import two_digits
from gluteal.knowledge import Knowledge
from gluteal.widgets.payload import Entry

KNOWN = 40  # entries whose leading cause and flags are worked out


def saved_at(journal: Journal | None, entry: str, kb: Knowledge) -> str:
    """When an entry was saved, by this computer's clock; '' if that cannot be told."""
    try:
        listed = None if journal is None else journal.entries()
    except CaseError:
        return ""
    return (
        "" if listed is None or entry not in listed.index else _time(listed.at[entry, "saved"], kb)
    )


def entries(journal: Journal | None, kb: Knowledge) -> list[Entry]:
    """The journal, the case saved last first; [] where it cannot be read."""
    try:
        listed = None if journal is None else journal.entries()
    except CaseError:
        return []
    if journal is None or listed is None:
        return []
    rows = [_entry(str(name), row, kb) for name, row in listed.iterrows()]
    for row in islice((r for r in rows if r["readable"]), KNOWN):
        try:
            case = journal.open(row["entry"], kb).case
        except CaseError:
            continue
        first = model.differential(case, kb).iloc[0]
        flags = [f["label"] for f in care.raised(case, kb) if not f["cleared"]]
        suspended = bool(care.no_ranking(case, kb)) or model.known(case, kb).little
        row["lead"] = "" if suspended else f"{_short(first, kb)} {_two(first, kb)}"
        row["flags"] = "; ".join(flags)
    return rows


def _short(row: pd.Series, kb: Knowledge) -> str:
    return str(kb.rows("causes")[str(row.name)]["short"])


def _two(row: pd.Series, kb: Knowledge) -> str:
    return kb.language.number(two_digits(row["probability"]))


def _time(when: pd.Timestamp, kb: Knowledge) -> str:
    return local_time(when, kb.language.date)


def _entry(name: str, row: pd.Series, kb: Knowledge) -> Entry:
    begun = pd.Timestamp(f"{name[:10]} {name[11:13]}:{name[13:15]}:{name[15:17]}", tz="UTC")
    told = [
        kb.say(row["sex"]) if isinstance(row["sex"], str) else "",
        "" if pd.isna(row["age"]) else row["age"],
    ]
    side = kb.say(row["side"]) if isinstance(row["side"], str) else ""
    marks = kb.say("{p} present, {a} absent", p=row["present"], a=row["absent"])
    return {
        "entry": name,
        "begun": _time(begun, kb),
        "saved": _time(row["saved"], kb),
        "who": ", ".join(p for p in (" ".join(str(t) for t in told if t != ""), side) if p),
        "said": marks if row["readable"] else kb.say("cannot be read"),
        "lead": "",
        "flags": "",
        "readable": bool(row["readable"]),
    }
