"""What is read from each column, and why the others are not."""

from __future__ import annotations

from typing import Any

from numpy.typing import NDArray

from gluteal.clinic.answers import Decoded, finding, question, sex
from gluteal.clinic.errors import Problem
from gluteal.clinic.fields import CHOICES, NUMBERS, choice, number
from gluteal.clinic.heads import NUMBER, PERSON, Meaning, covers, meaning
from gluteal.clinic.mapping import EVERY, ID, Said
from gluteal.clinic.words import cell, normal
from gluteal.knowledge import Knowledge

SAME = "#same"  # a patient's number, read to find patients that stand twice, and not kept
SEVERAL = "#several"  # a column whose values speak of several findings
_SAID = "as the mapping says"


class Plan:
    """Heads to what is read from them; worked out when a head is first asked about."""

    def __init__(self, said: Said, kb: Knowledge) -> None:
        self.said, self.kb = said, kb
        self.heads: list[str] = []
        self.found: dict[str, Meaning] = {}
        self._known: dict[str, int] = {}
        self.own = False  # the table is in the codes of a cohort

    def known(self, head: str) -> int:
        """How well a head is known: 2 by the mapping or the tables, 1 as a hint, else 0."""
        if not head:
            return 0
        if head not in self._known:  # any cell of the first rows is asked, and most again
            found = meaning(head, [head], self.kb)
            named = 2 if normal(head) in self.said.heads else 0
            self._known[head] = named or ((1 + found.sure) if found.target else 0)
        return self._known[head]

    def want(self, head: str) -> bool:
        """Whether a column is read."""
        return self.of(head).target != ""

    def of(self, head: str) -> Meaning:
        """What is read from a column."""
        if head not in self.found:
            self.found[head] = self._meaning(head)
        return self.found[head]

    def _meaning(self, head: str) -> Meaning:
        key, auto = normal(head), meaning(head, self.heads, self.kb)
        if not head:
            return Meaning("", "it has no head")
        told = self.said.spoken_of(key)
        whole = self.said.targets.get(key)
        if whole or (whole is not None and not told):
            return Meaning(whole, _SAID)
        if told and not (auto.sure and told <= covers(auto.target, self.kb)):
            return Meaning(told.pop() if len(told) == 1 else SEVERAL, _SAID)
        if auto.why == NUMBER and self._first_number(head):
            return Meaning(SAME, "a patient's number: read to find patients that stand twice")
        return auto if auto.sure else Meaning("", f"only a proposal: {auto.why}", False)

    def _first_number(self, head: str) -> bool:
        """Whether this column is the one that numbers the patients: the first of its kind."""
        own = [h for h in self.heads if meaning(h, self.heads, self.kb).why == NUMBER]
        return own[:1] == [head] and ID not in self.said.targets.values()

    def decode(self, head: str, words: list[str]) -> Decoded:
        """What the words of a column mean."""
        target, told, kb = self.of(head).target, self.said.told(head), self.kb
        if target in kb.findings.index:
            own = self.own and normal(head) == normal(target)
            return finding(head, target, words, told, own)
        if target == "sex":
            return sex(head, words, told)
        if target in NUMBERS:
            return number(head, target, words, told)
        if target in CHOICES:
            return choice(head, target, words, told, kb)
        if target == SEVERAL:
            return self._several(head, words)
        return question(head, target, words, told, kb)

    def _several(self, head: str, words: list[str]) -> Decoded:
        """A column whose values speak of several findings: only what the mapping says is read."""
        told = self.said.told(head)
        parts = {t for targets in told.values.values() for t in targets}
        remedy = [
            ""
            if not cell(w) or cell(w) in told.values
            else f"add the value to the mapping, which reads this column as {', '.join(sorted(parts))}"
            for w in words
        ]
        blanked = [w if not r else "" for w, r in zip(words, remedy)]
        values: dict[str, NDArray[Any]] = {}
        for part in sorted(parts):
            if part in self.kb.findings.index:
                decoded = finding(head, part, blanked, told)
            elif part in NUMBERS:
                decoded = number(head, part, blanked, told)
            else:
                decoded = choice(head, part, blanked, told, self.kb)
            values |= decoded.values
        return Decoded(values, remedy)

    def missing(self, heads: list[str]) -> list[Problem]:
        """Columns that the mapping reads and the file does not have."""
        here = {normal(h) for h in heads}
        read = [k for k in {**self.said.targets, **self.said.values} if self._reads(k)]
        why = "is in the mapping and not in the file; mend its head, or take its lines out"
        return [
            Problem(0, self.said.heads[k], "", why) for k in read if k not in here and k != EVERY
        ]

    def _reads(self, key: str) -> bool:
        return bool(self.said.targets.get(key)) or key in self.said.values

    def left_out(self, head: str) -> str:
        """Why a column is not in the cohort, '' if it is."""
        found = self.of(head)
        if found.target == SAME:
            return f"{NUMBER}: compared, not kept"
        return (
            "" if found.target else f"{found.why}: never read" if found.why == PERSON else found.why
        )
