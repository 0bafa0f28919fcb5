"""Rules that the marks meet: red flags, and tests that could do harm now."""

from __future__ import annotations

from gluteal.cases import Case
from gluteal.knowledge import (
    Knowledge,
    Rule,
    load,
    once,
    parse_rule,
    split,
)


def unsafe(case: Case, kb: Knowledge | None = None) -> set[str]:
    """Findings whose test could do harm now, as the columns ``unsafe_*`` of the findings say.

    A test is also unsafe while a red-flag rule that suspects one of its
    ``unsafe_suspects`` is met, cleared or not.
    """
    kb = kb or load()
    present, absent = case.facts(kb)
    suspected = _suspected(kb)
    raised: set[str] = set()
    raised = raised.union(*(suspected[flag] for flag in risen(kb, present, absent)))
    return {
        finding
        for finding, when, suspects in _risky(kb)
        if (when and when.holds(present, absent)) or raised & suspects
    }


def risen(kb: Knowledge, present: set[str], absent: set[str]) -> list[str]:
    """Ids of the red flags whose rule the marks meet, in the order of the table."""
    return [
        name
        for name, rule, signs in _flag_rules(kb)
        if not (signs and signs.isdisjoint(present)) and rule.holds(present, absent)
    ]


@once
def _risky(kb: Knowledge) -> list[tuple[str, Rule | None, set[str]]]:
    table = kb.findings[(kb.findings["unsafe_when"] + kb.findings["unsafe_suspects"]) != ""]
    return [
        (str(f), parse_rule(when) if when else None, set(split(suspects)))
        for f, when, suspects in zip(table.index, table["unsafe_when"], table["unsafe_suspects"])
    ]


@once
def _suspected(kb: Knowledge) -> dict[str, set[str]]:
    return {str(k): set(split(v)) for k, v in kb.red_flags["suspects"].items()}


@once
def _flag_rules(kb: Knowledge) -> list[tuple[str, Rule, frozenset[str]]]:
    parsed = {str(k): parse_rule(r) for k, r in kb.red_flags["rule"].items()}
    return [(name, rule, _signs(rule)) for name, rule in parsed.items()]


def _signs(rule: Rule) -> frozenset[str]:
    """Findings one of which is present wherever the rule holds; empty where none need be."""
    asked = [[c.findings for c in clauses if c.present] for clauses in rule.alternatives]
    return frozenset(f for found in asked for f in found[0]) if all(asked) else frozenset()
