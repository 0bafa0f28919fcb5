"""The grammar of rules, and their three-valued truth against a search through all completions."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gluteal.knowledge import parse_rule

NAMES = "abcde"


@st.composite
def clauses(draw, asked="abc", refused="de"):
    """A clause as (kind, findings); ``at_least_2_of`` only where there are two."""
    kind = draw(st.sampled_from(["all_of", "any_of", "none_of", "at_least_2_of"]))
    names = draw(st.lists(st.sampled_from(refused if kind == "none_of" else asked), unique=True))
    names = names or [refused[0] if kind == "none_of" else asked[0]]
    return "any_of" if kind == "at_least_2_of" and len(names) < 2 else kind, tuple(names)


def alternatives(**letters):
    return st.lists(st.lists(clauses(**letters), min_size=1, max_size=3), min_size=1, max_size=3)


marks = st.fixed_dictionaries({name: st.sampled_from([True, False, None]) for name in NAMES})


def written(rule):
    """The rule as text."""
    said = [[f"{kind}: {'|'.join(names)}" for kind, names in one] for one in rule]
    return " OR ".join(" AND ".join(one) for one in said)


def meant(rule, present):
    """What the rule says once every finding is known; the others are absent."""

    def clause(kind, names):
        n = len(present.intersection(names))
        return {
            "all_of": n == len(names),
            "any_of": n > 0,
            "none_of": n == 0,
            "at_least_2_of": n >= 2,
        }[kind]

    return any(all(clause(*c) for c in one) for one in rule)


def marked(state):
    """Findings present and absent."""
    return {f for f, s in state.items() if s}, {f for f, s in state.items() if s is False}


def completions(state):
    """Every way in which the unknown findings could turn out, as sets of what is present."""
    unknown = [f for f, s in state.items() if s is None]
    for answers in product([True, False], repeat=len(unknown)):
        yield marked(state)[0] | {f for f, yes in zip(unknown, answers) if yes}


def possible(rule, state):
    """Truth that the completions agree on, None where they do not."""
    seen = {meant(rule, present) for present in completions(state)}
    return seen.pop() if len(seen) == 1 else None


@given(alternatives(), st.sets(st.sampled_from(NAMES)))
def test_a_rule_says_what_is_written_once_every_finding_is_known(rule, present):
    assert parse_rule(written(rule)).truth(present, set(NAMES) - present) is meant(rule, present)


@given(alternatives(), marks)
def test_a_rule_that_holds_or_fails_does_so_however_the_unknown_findings_turn_out(rule, state):
    parsed, decided = parse_rule(written(rule)), parse_rule(written(rule)).truth(*marked(state))
    assert parsed.holds(*marked(state)) is (decided is True)
    for present in completions(state):
        if decided is not None:
            assert meant(rule, present) is decided
            assert parsed.holds(present, set(NAMES) - present) is decided


@given(alternatives(), marks)
def test_truth_is_unknown_exactly_while_completions_disagree(rule, state):
    assert parse_rule(written(rule)).truth(*marked(state)) is possible(rule, state)


@pytest.mark.parametrize("text", ["any_of: a AND none_of: a", "any_of: a|b OR none_of: b"])
def test_a_rule_that_asks_for_a_finding_both_present_and_absent_is_refused(text):
    with pytest.raises(ValueError, match="both present and absent"):
        parse_rule(text)


@given(alternatives(), marks, st.sampled_from("abc"))
def test_one_more_finding_present_never_undoes_a_rule_that_asks_for_presence(rule, state, more):
    before = parse_rule(written(rule)).holds(*marked(state))
    assert not before or parse_rule(written(rule)).holds(*marked(state | {more: True}))


def test_none_of_waits_until_the_finding_is_marked_absent():
    rule = parse_rule("none_of: fever|chills")
    assert rule.truth(set(), set()) is None
    assert rule.truth(set(), {"fever"}) is None
    assert rule.truth(set(), {"fever", "chills"}) is True
    assert rule.truth({"chills"}, {"fever"}) is False


def test_at_least_n_is_decided_by_the_nth_finding_present_or_by_too_few_left():
    rule = parse_rule("at_least_2_of: a|b|c")
    assert rule.truth({"a"}, {"b"}) is None
    assert rule.truth({"a", "c"}, ()) is True
    assert rule.truth({"a"}, {"b", "c"}) is False


def test_and_binds_closer_than_or():
    rule = parse_rule("any_of: a AND any_of: b OR any_of: c AND any_of: d")
    assert rule.truth({"a"}, {"b", "c"}) is False
    assert rule.truth({"c", "d"}, {"a"}) is True
    assert rule.truth({"a", "c"}, set()) is None


@pytest.mark.parametrize("text", ["", "   "])
def test_an_empty_rule_always_holds_and_looks_at_nothing(text):
    assert parse_rule(text).holds(set()) and parse_rule(text).findings == ()


def test_findings_of_a_rule_are_listed_once_in_reading_order():
    rule = parse_rule("any_of: c|a AND none_of: b OR all_of: a|d")
    assert rule.findings == ("c", "a", "b", "d")


@pytest.mark.parametrize(
    "text",
    [
        "fever",
        "any_of:",
        "any_of: a|",
        "any_of: a||b",
        "any_of: a;b",
        "any_of: Fever",
        "some_of: a|b",
        "any_of: a or any_of: b",
        "any_of: a AND",
        "any_of: a AND OR any_of: b",
        "at_least_0_of: a|b",
        "at_least_3_of: a|b",
        "at_least_two_of: a|b",
        "not: a",
    ],
)
def test_text_outside_the_grammar_is_refused_with_the_clause_quoted(text):
    with pytest.raises(ValueError, match="clause == '.*', must"):
        parse_rule(text)


def test_a_finding_written_twice_does_not_count_twice():
    try:
        rule = parse_rule("at_least_2_of: fever|fever|chills")
    except ValueError:
        return
    assert not rule.holds({"fever"}, {"chills"})


@given(alternatives(), st.lists(marks, min_size=1, max_size=9))
def test_many_patterns_at_once_are_as_true_as_each_alone(rule, states):
    parsed = parse_rule(written(rule))
    names = parsed.findings
    table = np.array([[{True: 1, False: -1}.get(s.get(f), 0) for f in names] for s in states], "i1")
    truths = parsed.truths(table.reshape(len(states), len(names)))
    each = [{True: 1, False: -1, None: 0}[parsed.truth(*marked(s))] for s in states]
    assert truths.tolist() == each


def test_without_counts_what_is_not_present_in_many_patterns_too():
    rule = parse_rule("any_of: a|b AND without: c")
    table = np.array([[1, 0, 0], [1, 0, -1], [1, 0, 1], [0, 0, 0]], "i1")
    assert rule.truths(table).tolist() == [1, 1, -1, 0]
