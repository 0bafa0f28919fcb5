"""The table of phrases as a maintainer meets it."""

from collections import defaultdict
from itertools import product

from gluteal.letters.phrases import phrases
from gluteal.letters.tokens import tokens


def elements(phrase):
    return [part for part in phrase.replace("-", " ").split() if part != "..."]


def test_every_alternative_is_one_word(kb):
    words = [a for p in kb.phrases["phrase"] for part in elements(p) for a in part.split("/")]
    assert [w for w in words if len(tokens(w)) != 1] == []


def test_no_phrase_of_several_words_shrinks_to_one(kb):
    written = {p.said: p for known in phrases(kb).values() for p in known}
    shrunk = [
        said
        for said in kb.phrases["phrase"]
        if len(elements(said)) > 1 and said in written and len(written[said].words) == 1
    ]
    assert shrunk == []


def test_no_phrase_says_two_things_of_one_finding(kb):
    states = defaultdict(set)
    for known in phrases(kb).values():
        for p in known:
            for roots in product(*p.words):
                states[p.finding, roots, p.far].add(p.state)
    assert [key for key, said in states.items() if len(said) > 1] == []


def test_every_finding_but_age_can_be_named(kb):
    named = {p.finding for known in phrases(kb).values() for p in known if p.state != "ignore"}
    ages = set(kb.findings.index[kb.findings["question"] == "age"])
    assert set(kb.findings.index) - named <= ages | {
        "deficit_level_l4",
        "deficit_level_l5",
        "deficit_level_s1",
    }
