"""The names by which a letter may call a finding, compiled from the tables."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass

from gluteal.knowledge import Knowledge, once, split
from gluteal.letters.clauses import ASSERTS, BREAKS, HARD, NEGATIONS, OPENS, asserts
from gluteal.letters.tokens import Token, root, tokens

GAP = 6
SIGNS = frozenset(
    "reduced diminished decreased weak weakness lost loss absent tender pain painful limited unable "
    "cannot poor lax stiff".split()
)
_TURNS = frozenset(
    root(w) for w in "worse aggravates relieved relieves disappear unable".split()
)  # none reaches over
_AGAINST = {  # nor a phrase of these over another of them
    root("pain"): frozenset(root(w) for w in "tender numb numbness tingling weak".split()),
    root("tender"): frozenset({root("pain")}),
}
_PREDICATES = frozenset(root(w) for w in ASSERTS | SIGNS)


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that name a finding.

    ``words`` are the roots that may stand at each place, ``far`` whether up to :data:`GAP` other
    words may stand before it. ``state`` is what the phrase says by itself: present, absent, *part*
    (present; its denial leaves the finding open), *test* (the words beside it say how it came
    out), *function* (normal means absent), *block* (relief is looked for) or *ignore* (nothing,
    within a longer name).
    """

    finding: str
    state: str
    words: tuple[frozenset[str], ...]
    far: tuple[bool, ...]
    said: str
    least: int = 0  # per cent of relief that a block needs


@dataclass(frozen=True, slots=True)
class Match:
    """A phrase in a sentence: the places of its words among the sentence's tokens."""

    phrase: Phrase
    at: tuple[int, ...]

    def negates(self, sentence: list[Token]) -> bool:
        """Whether the phrase holds its own negation."""
        return any(sentence[i].word in NEGATIONS for i in self.at)


Roots = tuple[frozenset[str], ...]
Phrases = dict[str, list[Phrase]]  # by the first root


@once
def phrases(kb: Knowledge) -> Phrases:
    """Every phrase of the tables, by the root of its first word.

    ``phrases.csv`` as it stands; and of the labels, short labels and synonyms of the history and
    the examination those of two words or more that no other finding goes by. A name from the
    examination must itself say a result (*lost ankle jerk*): an eponym says none.
    """
    rows = kb.phrases
    least = kb.findings["label"].str.extract(r"at least (\d+) % relief")[0].fillna("0").astype(int)
    found = [
        _written(finding, state, said, least[finding])
        for finding, state, said in zip(rows["finding"], rows["state"], rows["phrase"])
    ]
    taken = {(p.finding, p.words) for p in found}
    parts = set(rows.loc[rows["state"] == "part", "finding"])
    names = [
        (Phrase(finding, "part" if finding in parts else "present", words, far, said), row["stage"])
        for finding, row in kb.rows("findings").items()
        for words, far, said in _names(row)
    ]
    often = Counter(p.words for p, _ in names)
    named = [p for p, s in names if s == "history" or (s == "examination" and _tells(p.said))]
    found += [p for p in named if often[p.words] == 1 and (p.finding, p.words) not in taken]
    first: Phrases = defaultdict(list)
    for phrase in found:
        for word in phrase.words[0]:
            first[word].append(phrase)
    return dict(first)


def _names(row: dict[str, str]) -> list[tuple[Roots, tuple[bool, ...], str]]:
    found: dict[Roots, tuple[Roots, tuple[bool, ...], str]] = {}
    for name in (row["label"], row["short"], *split(row["synonyms"])):
        roots = tuple(frozenset({t.root}) for t in tokens(name) if t.heavy)
        if len(roots) > 1:
            found.setdefault(roots, (roots, (False,) * len(roots), name))
    return list(found.values())


def _tells(name: str) -> bool:
    return bool({t.word for t in tokens(name)} & SIGNS)


def _written(finding: str, state: str, said: str, least: int) -> Phrase:
    words, far, gap = [], [], False
    for part in said.replace("-", " ").split():
        if part == "...":
            gap = True
            continue
        roots = {t.root for t in tokens(part) if t.heavy}
        if roots:
            words.append(frozenset(roots))
            far.append(gap)
            gap = False
    return Phrase(finding, state, tuple(words), tuple(far), said, least)


def matches(sentence: list[Token], known: Phrases) -> list[Match]:
    """The phrases in a sentence; of two, one within the other, the longer."""
    roots = {token.root for token in sentence if token.heavy}
    near = {
        first: [p for p in known[first] if not any(w.isdisjoint(roots) for w in p.words)]
        for first in roots
        if first in known
    }
    found = [
        m
        for i, token in enumerate(sentence)
        if token.heavy
        for phrase in near.get(token.root, ())
        if (m := _match(phrase, sentence, i))
    ]
    holding: dict[int, list[Match]] = defaultdict(list)
    for m in found:
        for i in m.at:
            holding[i].append(m)
    kept = [m for m in found if not any(_outdoes(o, m) for i in m.at for o in holding[i])]
    return [m for m in kept if m.phrase.state != "ignore"]


def _match(phrase: Phrase, sentence: list[Token], i: int) -> Match | None:
    end, predicate = len(sentence) - 1, not phrase.words[-1].isdisjoint(_PREDICATES)
    at, against = [i], _AGAINST.get(sentence[i].root, frozenset())
    for words, far in zip(phrase.words[1:], phrase.far[1:]):
        passed = 0
        for j in range(at[-1] + 1, len(sentence)):
            token = sentence[j]
            if token.root in HARD or (token.root == "," and not far):
                return None
            after = sentence[min(j + 1, end)].word
            opens = after in OPENS or after == "and" or asserts(sentence, j + 1)
            if token.root in (",", "and") and not predicate and opens:
                return None
            if not token.heavy:
                continue
            if token.root in words:
                at.append(j)
                break
            passed += 1
            stops = token.root in BREAKS or token.root in _TURNS or token.root in against
            if stops or not far or passed > GAP:
                return None
        else:
            return None
    return Match(phrase, tuple(at))


def _outdoes(other: Match, m: Match) -> bool:
    """Whether another match makes this one idle: it holds more words, or says it in less room."""
    same, mine, its = other.phrase.finding == m.phrase.finding, set(m.at), set(other.at)
    if mine < its:
        return same or other.phrase.state != "ignore"
    if other.phrase.state == "ignore" and mine != its:
        return False
    return same and m is not other and bool(mine & its) and _size(other) > _size(m)


def _size(m: Match) -> tuple[int, int, bool, str]:
    return len(m.at), m.at[0] - m.at[-1], m.phrase.state == "ignore", m.phrase.said
