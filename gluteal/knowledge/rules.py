"""Rules over findings: the grammar shared by red flags, composites and requirements.

A rule is one or more alternatives joined by `` OR ``; an alternative is one or
more clauses joined by `` AND ``; a clause is ``all_of:``, ``any_of:``,
``at_least_N_of:``, ``none_of:`` or ``without:`` followed by finding ids joined by ``|``.
``none_of`` asks that each finding is *marked absent*: unasked is not absent.
``without`` asks only that none is marked present.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

_CLAUSE = re.compile(r"(all_of|any_of|none_of|without|at_least_(\d+)_of):\s*(.+)")


@dataclass(frozen=True)
class Clause:
    """At least ``needed`` of ``findings`` in the state ``present``."""

    needed: int
    findings: tuple[str, ...]
    present: bool = True
    lenient: bool = False

    def truth(self, present: Collection[str], absent: Collection[str]) -> bool | None:
        """True or False once decided, None while unknown findings could change it."""
        if self.lenient:
            return not any(f in present for f in self.findings)
        yes, no = (present, absent) if self.present else (absent, present)
        if sum(f in yes for f in self.findings) >= self.needed:
            return True
        if sum(f in no for f in self.findings) > len(self.findings) - self.needed:
            return False
        return None

    def words(self, names: Mapping[str, str]) -> str:
        """The clause for people; ``names`` gives each finding its name."""
        named = [names[f] for f in self.findings]
        if self.lenient:
            return f"without {_listed(named, 'or')}"
        if self.needed == len(named):
            return _listed(named, "and") + ("" if self.present else " marked absent")
        return (
            _listed(named, "or")
            if self.needed == 1
            else f"at least {self.needed} of {'; '.join(named)}"
        )

    def truths(self, states: NDArray[np.int8]) -> NDArray[np.int8]:
        """:meth:`truth` of many: 1, -1 or 0 a row; ``states`` has a column a finding of the clause."""
        if self.lenient:
            return np.where((states == 1).any(axis=1), -1, 1).astype(np.int8)
        wanted = states if self.present else -states
        met = (wanted == 1).sum(axis=1) >= self.needed
        lost = (wanted == -1).sum(axis=1) > len(self.findings) - self.needed
        return np.where(met, 1, np.where(lost, -1, 0)).astype(np.int8)


@dataclass(frozen=True)
class Rule:
    """Alternatives, each a conjunction of clauses; an empty rule is always true."""

    alternatives: tuple[tuple[Clause, ...], ...]

    @property
    def findings(self) -> tuple[str, ...]:
        """Every finding the rule looks at, once, in reading order."""
        return tuple(dict.fromkeys(f for alt in self.alternatives for c in alt for f in c.findings))

    def truth(self, present: Collection[str], absent: Collection[str]) -> bool | None:
        """Three-valued truth of the rule given the marks."""
        if not self.alternatives:
            return True
        return _any(
            _all(c.truth(present, absent) for c in alternative) for alternative in self.alternatives
        )

    def words(self, names: Mapping[str, str]) -> str:
        """The rule for people, from the names of its findings.

        Examples
        --------
        >>> rule = parse_rule("all_of: a AND any_of: b|c OR any_of: d AND without: e")
        >>> rule.words(dict(a="Fever", b="limp", c="groin pain", d="mass", e="bruise"))
        '(Fever) and (limp; or groin pain); or: (mass) and (without bruise)'
        """
        return "; or: ".join(
            alternative[0].words(names)
            if len(alternative) == 1
            else " and ".join(f"({clause.words(names)})" for clause in alternative)
            for alternative in self.alternatives
        )

    def truths(self, states: NDArray[np.int8]) -> NDArray[np.int8]:
        """:meth:`truth` of many patterns of marks.

        Parameters
        ----------
        states : ndarray of int8, patterns x findings
            1 present, -1 absent, 0 unknown, in the order of :attr:`findings`.

        Returns
        -------
        ndarray of int8, patterns
            1 true, -1 false, 0 while unknown findings could change it.
        """
        if not self.alternatives:
            return np.ones(len(states), np.int8)
        at = {f: i for i, f in enumerate(self.findings)}
        every = [
            [clause.truths(states[:, [at[f] for f in clause.findings]]) for clause in alternative]
            for alternative in self.alternatives
        ]
        either: NDArray[np.int8] = np.max([np.min(c, axis=0) for c in every], axis=0)
        return either

    def holds(self, present: Collection[str], absent: Collection[str] = ()) -> bool:
        """Whether the marks satisfy the rule for certain."""
        return self.truth(present, absent) is True


def _listed(names: list[str], last: str) -> str:
    return f"; {last} ".join(["; ".join(names[:-1]), names[-1]]) if names[1:] else names[0]


def _all(values: Iterable[bool | None]) -> bool | None:
    seen = list(values)
    return False if False in seen else None if None in seen else True


def _any(values: Iterable[bool | None]) -> bool | None:
    seen = list(values)
    return True if True in seen else None if None in seen else False


@lru_cache(maxsize=1024)
def parse_rule(text: str) -> Rule:
    """Read a rule.

    Parameters
    ----------
    text : str
        A rule in the grammar of this module; empty text is the rule that always holds.

    Returns
    -------
    Rule
        The parsed rule.

    Raises
    ------
    ValueError
        The text does not follow the grammar; the message quotes the clause.

    Examples
    --------
    >>> rule = parse_rule("any_of: fever|chills AND at_least_2_of: a|b|c")
    >>> rule.holds({"fever", "a", "c"})
    True
    >>> print(rule.truth({"fever", "a"}, {"b"}))
    None
    """
    if not text.strip():
        return Rule(())
    rule = Rule(
        tuple(
            tuple(_clause(part) for part in alternative.split(" AND "))
            for alternative in text.split(" OR ")
        )
    )
    clauses = [c for alternative in rule.alternatives for c in alternative]
    yes, no = ({f for c in clauses if c.present is p for f in c.findings} for p in (True, False))
    if yes & no:
        raise ValueError(f"rule == {text!r} asks for {min(yes & no)!r} both present and absent")
    return rule


def _clause(text: str) -> Clause:
    match = _CLAUSE.fullmatch(text.strip())
    findings = tuple(f.strip() for f in match[3].split("|")) if match else ()
    if match is None or not all(re.fullmatch(r"[a-z0-9_]+", f) for f in findings):
        raise ValueError(
            f"clause == {text.strip()!r}, must be 'all_of: a|b', 'any_of: a|b', "
            "'at_least_2_of: a|b|c', 'none_of: a|b' or 'without: a|b'"
        )
    if len(set(findings)) < len(findings):
        raise ValueError(f"clause == {text.strip()!r}, must name each finding once")
    needed = {"any_of": 1}.get(match[1], int(match[2] or len(findings)))
    if not 1 <= needed <= len(findings):
        raise ValueError(f"clause == {text.strip()!r}, must ask for 1 to {len(findings)} findings")
    asks_presence = match[1] not in ("none_of", "without")
    return Clause(needed, findings, asks_presence, match[1] == "without")
