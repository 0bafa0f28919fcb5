"""The result frames that a hand-out renders, and what several of its parts say alike."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import pandas as pd

from gluteal import care, model
from gluteal.care import Row
from gluteal.cases import Case
from gluteal.figures import Safe, el, two_digits
from gluteal.knowledge import ADULT, EQUAL, Knowledge, once
from gluteal.words import SETTING_LABELS

_MONTHS = (
    "January February March April May June July August September October November December"
).split()
NO_SETTING = "no setting: every cause alike before the findings, for teaching"
SETTINGS = {s: label.lower() for s, label in SETTING_LABELS.items()} | {EQUAL: NO_SETTING}
TOPICS = {
    "antithrombotic": "antithrombotic drugs and bleeding",
    "steroid": "steroids this year and steroid risks",
}


@dataclass(frozen=True)
class Facts:
    """The result frames of a case that a hand-out is a rendering of."""

    case: Case
    kb: Knowledge
    differential: pd.DataFrame
    weights: pd.DataFrame
    known: model.Known
    flags: list[Row]
    options: list[Row]
    next: list[Row]
    notices: list[str]

    @cached_property
    def firm(self) -> str:
        """How firm the first place is, and whether two causes fit better; '' with little known."""
        if self.known.little:
            return ""
        pair = model.pair_sentences(self.case, self.kb)[:1]
        return " ".join([model.firmness(self.case, self.kb).sentence, *pair])

    @property
    def lead(self) -> str:
        """The leading cause; '' with little known, for then none leads."""
        return "" if self.known.little else str(self.differential.index[0])

    @property
    def open_flags(self) -> list[Row]:
        """Red flags that nobody closed with a reason, the most urgent first."""
        return [f for f in self.flags if not f["cleared"]]

    @property
    def immediate(self) -> list[Row]:
        """Open flags that cannot wait."""
        return [f for f in self.open_flags if f["urgency"] == "immediate"]

    @property
    def waits(self) -> bool:
        """Whether the ranking stands behind a flag of the same day, and care with it."""
        return any(f["urgency"] == "same day" for f in self.open_flags)

    @property
    def care_waits(self) -> bool:
        """Whether advice and injections wait: for a flag of the same day or one that holds needles."""
        return self.waits or any(f["holds_injections"] for f in self.open_flags)

    @property
    def child(self) -> str:
        """Why nothing is ranked for a child, as a sentence or two; '' for an adult."""
        said = care.under_age(self.case)
        return said and f"{said} No injection is considered; the red flags stand as they are."

    @property
    def stopped(self) -> bool:
        """Whether nothing is ranked: an immediate flag is open, or the patient is a child."""
        return bool(care.no_ranking(self.case, self.kb))


def _noticed(case: Case, kb: Knowledge, differential: pd.DataFrame) -> list[str]:
    """Serious causes that no flag speaks of, each in a sentence or two."""
    rows = care.noticed(case, kb, differential)
    asks = [f" Ask next: {r['next_label']}." if r["next_label"] else "" for r in rows]
    return [row["said"] + ask for row, ask in zip(rows, asks)]


def facts_of(case: Case, kb: Knowledge) -> Facts:
    """Everything that follows from the marks, worked out once."""
    options, differential = care.options(case, kb), model.differential(case, kb)
    return Facts(
        case,
        kb,
        differential,
        model.by_itself(case, kb),
        model.known(case, kb),
        care.raised(case, kb),
        options,
        care.steps(case, kb, options),
        _noticed(case, kb, differential),
    )


FIRST = "An immediate red flag is open. Nothing is ranked and no other care is listed until it is dealt with."
BEHIND = (
    "A red flag of the same day is open. Conservative care and injections wait until it is dealt "
    "with, and so does this ranking."
)

CARE_BEHIND = "Advice and injections wait until the red flag is settled."


def screening(facts: Facts) -> tuple[str, list[str]]:
    """What the screening for red flags has asked so far in words, and briefly what it has not."""
    names, left = care.screening_findings(facts.case, facts.kb), care.unasked(facts.case, facts.kb)
    marked = care.screened_present(facts.case, facts.kb)
    asked = len(names) - len(left)
    found = ", ".join(facts.kb.label(f) for f in marked)
    if not asked:
        said = f"none of the {len(names)} questions was asked"
    elif marked:
        said = f"{asked} of {len(names)} questions asked; present: {found}"
    else:
        said = "the one asked is absent" if asked == 1 else f"none of the {asked} asked is present"
    return said, [facts.kb.rows("findings")[f]["short"] for f in left]


def within(labels: list[str], room: int) -> tuple[list[str], int]:
    """As many whole labels as have room in a text of that many letters, and how many have not.

    Examples
    --------
    >>> within(["Limp", "Fever", "Pain in the groin"], 12)
    (['Limp', 'Fever'], 1)
    """
    kept: list[str] = []
    for label in labels:
        if sum(map(len, kept)) + len(label) > room:
            break
        kept.append(label)
    return kept, len(labels) - len(kept)


def person(case: Case, row: Mapping[str, Any]) -> str:
    """Age and sex; of a published patient where the case itself does not say."""
    age = case.age if case.age is not None else row.get("age")
    sex = case.sex or row.get("sex")
    grown = age is None or age >= ADULT
    words = {"female": "Woman" if grown else "Girl", "male": "Man" if grown else "Boy"}
    said = [words.get(str(sex), ""), "" if age is None else f"{age:g}"]
    return ", ".join(s for s in said if s) or "Age and sex not recorded"


def course_of_pain(case: Case) -> list[str]:
    """Setting, side, severity, duration and care so far, as far as recorded."""
    side = {"left": "left side", "right": "right side", "both": "both sides"}
    said = [SETTINGS[case.setting], side.get(str(case.side), "")]
    if case.severity is not None:
        said.append(f"pain {case.severity:g} out of 10")
    if case.duration_weeks is not None:
        said.append(f"for {_weeks(case.duration_weeks)}")
    if case.conservative_weeks is not None:
        said.append(_care_so_far(case.conservative_weeks))
    if case.weight_kg is not None:
        said.append(f"{case.weight_kg:g} kg")
    return [s for s in said if s]


def not_recorded(case: Case) -> list[str]:
    """What a reader would look for and nobody entered."""
    asked = {
        "side": case.side,
        "severity": case.severity,
        "duration": case.duration_weeks,
        "conservative care so far (counts as none)": case.conservative_weeks,
    }
    return [name for name, value in asked.items() if value is None]


def _care_so_far(n: float) -> str:
    return f"{_weeks(n)} of conservative care" if n else "no conservative care yet"


def _weeks(n: float) -> str:
    return f"{n:g} week" + ("" if n == 1 else "s")


def span(low: float, high: float) -> str:
    """An interval, once where both ends read alike.

    Examples
    --------
    >>> span(0.731, 0.978), span(0.0001, 0.002)
    ('0.73 \u2013 0.98', '<0.01')
    """
    ends = dict.fromkeys((two_digits(low), two_digits(high)))
    return " \u2013 ".join(ends)


def judged() -> Safe:
    """The label of a figure or statement that rests on judgement."""
    return el("span", "judgement", cls="judged")


def behind(cause: str, finding: str, kb: Knowledge) -> tuple[str, str]:
    """Basis and sources of a cell: those of its row in use, else a judgement or nothing."""
    none = "judgement" if bool(kb.known.at[cause, finding]) else ""
    return _in_use(kb).get((cause, finding), (none, ""))


@once
def _in_use(kb: Knowledge) -> dict[tuple[str, str], tuple[str, str]]:
    """Basis of the cell and sources of its row in use, by cause and finding."""
    used = kb.evidence[kb.evidence["use"] == "yes"]
    cells = list(zip(used["cause"], used["finding"]))
    basis = kb.basis.stack().to_dict()
    return {cell: (str(basis[cell]), s) for cell, s in zip(cells, used["source"])}


def day(of: date) -> str:
    """A date in words, the same wherever it is made.

    Examples
    --------
    >>> import datetime
    >>> day(datetime.date(2026, 3, 1))
    '1 March 2026'
    """
    return f"{of.day} {_MONTHS[of.month - 1]} {of.year}"


def number(value: Any) -> float | None:
    """A number of a row, None where it is missing."""
    return None if value is None or math.isnan(float(value)) else float(value)
