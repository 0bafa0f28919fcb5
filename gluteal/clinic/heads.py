"""What the head of a column names: a finding, a fact about the patient, or nothing that is read.

An id, a label or a short label of the tables is applied. A search word or a name that is only
nearly the same is proposed: "gait" leads a clinician to *worse walking*, but a column of that
name need not hold it. Names, births and addresses are known by their heads and never read.
"""

from __future__ import annotations

import difflib
import re
from collections import Counter
from dataclasses import dataclass
from itertools import islice

from gluteal.clinic.words import HEADS, MAYBE, SEX, lookup, normal, numbers_patients, person, who
from gluteal.knowledge import Knowledge, once, split

NOT_READ, PERSON = "nothing in the tables has this name", "a name, a birth or an address"
NUMBER, WHO = "numbers patients", "names or numbers patients"
_CHOICE = re.compile(r"(?P<base>.+?)\s*\(choice=(?P<label>.+)\)\s*", re.I)
_TICK = re.compile(r"(?P<base>.+)___(?P<code>\w+)")
_UNIT = re.compile(r"[\(\[].*?[\)\]]")
_LONGEST = 1_000  # letters of a head that names something


@dataclass(frozen=True)
class Meaning:
    """What a head names: ``target`` is a finding, a field or a question, '' for none.

    ``sure`` says whether it is applied, or only proposed.
    """

    target: str
    why: str
    sure: bool = True


@dataclass(frozen=True)
class Names:
    """Names to what they mean: those that say it exactly, and those that only hint at it."""

    exact: dict[str, tuple[str, str]]
    hints: dict[str, tuple[str, str]]


@once
def names_of(kb: Knowledge) -> Names:
    """The names of all that a column can hold."""
    exact = {word: (field, "name of the field") for word, field in lookup(HEADS).items()}
    exact |= {normal(field): (field, "id") for field in HEADS}
    asked = kb.questions.loc[kb.questions["field"] == "", "question"].unique()
    exact |= {normal(q): (q, "id of the question") for q in asked}
    for column in ("short", "label"):
        exact |= {normal(n): (f, column) for f, n in kb.findings[column].items()}
    exact |= {normal(f): (f, "id") for f in kb.findings.index}
    pairs = {(normal(s), f) for f, cell in kb.findings["synonyms"].items() for s in split(cell)}
    pairs |= set(lookup(MAYBE).items())
    many = Counter(word for word, _ in pairs)
    hints = {w: (f, _hint(f, kb)) for w, f in sorted(pairs) if many[w] == 1 and w not in exact}
    return Names(exact, hints)


def _hint(target: str, kb: Knowledge) -> str:
    if target in HEADS:
        return "it may be another than the confirmed one"
    return f"search word of {kb.label(target)!r}"


def meaning(head: str, heads: list[str], kb: Knowledge) -> Meaning:
    """What a head names, ``heads`` being all of its table."""
    if len(head) > _LONGEST:
        return Meaning("", NOT_READ)
    names = names_of(kb)
    found = names.exact.get(normal(head)) or _field(head, names)
    if found:
        return Meaning(*found)
    if person(head):
        return Meaning("", PERSON)
    if numbers_patients(head):
        return Meaning("", NUMBER)
    if who(head):
        return Meaning("", WHO)
    if choice := _CHOICE.fullmatch(head) or _TICK.fullmatch(head):
        return _tick(choice, heads, names)
    if found := names.hints.get(normal(head)):
        return Meaning(found[0], found[1], False)
    return Meaning("", NOT_READ)


def _field(head: str, names: Names) -> tuple[str, str] | None:
    """A field of the patient whose head ends in a unit: "Age (years)"."""
    found = names.exact.get(normal(_UNIT.sub(" ", head)))
    return found if found and found[0] in HEADS else None


def _tick(choice: re.Match[str], heads: list[str], names: Names) -> Meaning:
    """One box of a question with several: ``name___1``, or "Name (choice=Label)"."""
    parts = choice.groupdict()
    for own in ("label", "code"):
        if found := names.exact.get(normal(parts.get(own) or "")):
            return Meaning(found[0], f"choice, by its {found[1]}")
    found = names.exact.get(normal(parts["base"]))
    if not found:
        return Meaning("", NOT_READ)
    starts = parts["base"] + "___", parts["base"] + " (choice="
    alone = len(list(islice((h for h in heads if h.startswith(starts)), 2))) == 1
    sure = alone and parts.get("code") == "1"
    return Meaning(found[0], f"box of a question, by its {found[1]}", sure)


def covers(target: str, kb: Knowledge) -> set[str]:
    """What the values of a column can speak of: more than its target for sex and a question."""
    asked = kb.questions.loc[kb.questions["question"] == target, "findings"]
    return {target, *(f for c in asked for f in split(c)), *([SEX] if target == "sex" else [])}


def close(head: str, kb: Knowledge) -> Meaning | None:
    """The one finding or field whose name is nearly that of the head, if there is one."""
    names = names_of(kb)
    known = names.exact | names.hints
    near = difflib.get_close_matches(normal(head)[:80], known, 5, 0.84)
    targets = {known[n][0] for n in near}
    if len(targets) != 1 or len(normal(head)) < 4:
        return None
    return Meaning(targets.pop(), f"nearly {near[0]!r}", False)
