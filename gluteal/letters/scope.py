"""What the words around a phrase do to it: negated, doubted, or found positive.

Rules in the manner of NegEx and ConText (Chapman 2001, Harkema 2009), written small: a cue reaches
forward or backward to the end of its clause. In doubt a phrase stays uncertain.
"""

from __future__ import annotations

from dataclasses import dataclass

from gluteal.letters.clauses import (
    BEING,
    HARD,
    JOINTS,
    NEGATIONS,
    REACH,
    asserts,
    stops,
    words,
)
from gluteal.letters.phrases import Match
from gluteal.letters.tokens import Token

# after which a negation speaks of something else
PSEUDO = words(
    "longer only doubt change changed further improvement improve improved better relief help helped "
    "helping respond responded response lasting difference yielded settle settled benefit cause "
    "helpful until certain sure"
)
DOUBTS = words(
    "possible possibly probable probably suspected suspect suspicion query may might should if "
    "unless exclude risk concern worried mother father brother sister parent parents aunt uncle "
    "cousin grandmother grandfather family previously formerly resolved"
)
ELSEWHERE = words("contralateral opposite unaffected asymptomatic uninvolved")
GONE = words("absent excluded nil -ve")
SEEN = words(
    "found seen noted present detected elicited reproduced reported demonstrated identified"
)
PERCENTS = frozenset(map(str, range(101)))
GRADES = words("0 1 2 3 4 5")
LITTLE = words(
    "little minimal minimally hardly barely scarcely slight slightly partial partially some brief short "
    "transient temporary equivocal doubtfully"
)
POSITIVE = {
    "test": words(
        "positive +ve + painful reproduces reproduced reproducing provokes provoked elicits elicited "
        "hurt hurts abnormal limited restricted reduced present relieved relief relieves help helped helps "
        "causes caused brings brought worse aggravates aggravated pain recreated abolished raised high "
        "elevated poor hard tender sore uncomfortable"
    ),
    "function": words(
        "reduced diminished decreased weak weaker weakness lost loss absent impaired altered dull "
        "duller abnormal depressed sluggish deficit limited restricted painful asymmetrical"
    ),
    "block": words("positive relief relieved relieves help helped helps abolished gone"),
}
NEGATIVE = {
    "test": words(
        "negative -ve normal painless unremarkable clear full absent excluded failed unhelpful free "
        "nad"
    ),
    "function": words(
        "normal intact full preserved good symmetrical symmetric present unremarkable equal brisk "
        "nad palpable elicited felt"
    ),
    "block": words("negative failed unhelpful ineffective"),
}


@dataclass(frozen=True, slots=True)
class Cue:
    """Words that reach over others: from ``start`` up to ``end`` among a sentence's tokens."""

    at: int
    start: int
    end: int
    said: str
    only: frozenset[int] = frozenset()  # where not empty: a phrase must hold one of these words


def _forward(sentence: list[Token], i: int, comma: bool = False) -> int:
    for j in range(i + 1, min(i + REACH, len(sentence))):
        token = sentence[j]
        if stops(token) or (comma and token.root == ","):
            return j
        if token.root in (",", "and") and asserts(sentence, j + 1):
            return j
    return min(i + REACH, len(sentence))


def _backward(sentence: list[Token], i: int) -> int:
    for j in range(i - 1, max(i - REACH, -1), -1):
        token = sentence[j]
        if stops(token):
            return j + 1
        if token.root in (",", "and") and asserts(sentence, j - 1, -1):
            return j + 1
    return max(i - REACH + 1, 0)


def _word(sentence: list[Token], i: int) -> str:
    return sentence[i].word if 0 <= i < len(sentence) else ""


def negations(sentence: list[Token]) -> list[Cue]:
    """Every negation in a sentence, with what it reaches."""
    found = []
    for i, token in enumerate(sentence):
        word, before, after = token.word, _word(sentence, i - 1), _word(sentence, i + 1)
        being = before in BEING or _word(sentence, i - 2) in BEING
        if word in NEGATIONS and not (word == "denied" and being):
            near = {i + 1: after, i + 2: _word(sentence, i + 2)}
            pseudo = frozenset(j for j, w in near.items() if w in PSEUDO)
            end = i + 3 if word == "non" else _forward(sentence, i, comma=word == "not")
            found.append(Cue(i, i + 1, end, word, pseudo))
            ends = i + 1 == len(sentence) or stops(sentence[i + 1]) or after == ","
            if word in ("not", "doesnt", "didnt", "isnt", "wasnt") and ends:
                found.append(Cue(i, _backward(sentence, i), i, word))
            if after in SEEN or (after in BEING and _word(sentence, i + 2) in SEEN):
                found.append(Cue(i, _backward(sentence, i), i, f"{word} {after}"))
        elif (word, after) in (
            ("negative", "for"),
            ("free", "of"),
            ("free", "from"),
            ("clear", "of"),
        ):
            found.append(Cue(i, i + 1, _forward(sentence, i), f"{word} {after}"))
        elif (
            word in GONE or word in ("denied", "negative") or (word, after) == ("ruled", "out")
        ) and (being or before in (":", "\u2013", "\u2014")):
            found.append(Cue(i, _backward(sentence, i), i, word))
    return found


def doubts(sentence: list[Token], text: str) -> list[Cue]:
    """Every cue of doubt, of another person, another side or another time."""
    found = []
    for i, token in enumerate(sentence):
        after = _word(sentence, i + 1)
        if token.word == "?" and text[token.end : token.end + 1].isalnum():
            found.append(Cue(i, i + 1, _forward(sentence, i), "?"))
        elif token.word in DOUBTS or (token.word, after) == ("rule", "out"):
            found.append(Cue(i, i + 1, _forward(sentence, i), token.word))
        elif token.word in ELSEWHERE or (token.word, after) == ("other", "side"):
            said = f"{token.word} {after}" if token.word == "other" else token.word
            found.append(Cue(i, _backward(sentence, i), _forward(sentence, i, True), said))
    return found


def reached(m: Match, cues: list[Cue]) -> list[Cue]:
    """The cues that reach a match: over its first word, or from amid its words to their end."""
    return [
        cue
        for cue in cues
        if cue.at not in m.at
        and not (cue.only and cue.only.isdisjoint(m.at))
        and (cue.start <= m.at[0] < cue.end or m.at[0] < cue.at < m.at[-1] < cue.end)
    ]


def result(m: Match, sentence: list[Token], starts: set[int], cues: list[Cue]) -> tuple[str, str]:
    """How a test, a function or a block came out, and the word that says it.

    ``starts`` are the places where other tests begin: a word directly before one belongs to it.
    """
    kind = m.phrase.state
    telling = POSITIVE[kind] | NEGATIVE[kind]

    def attributive(i: int) -> bool:
        j = i + 1
        while j < len(sentence) and not sentence[j].heavy and sentence[j].root not in HARD | JOINTS:
            j += 1
        return j in starts

    for i in range(m.at[0], min(m.at[-1] + REACH, len(sentence))):
        if i > m.at[-1] and stops(sentence[i]) and sentence[i].root not in "()":
            break
        if kind == "function" and i > m.at[-1] and (grade := _grade(sentence, i)):
            return ("absent" if grade == "5" else "present"), f"{grade}/5"
        if m.phrase.least and _word(sentence, i + 1) == "%" and sentence[i].word in PERCENTS:
            enough = int(sentence[i].word) >= m.phrase.least
            return ("present" if enough else "absent"), f"{sentence[i].word} %"
        if sentence[i].word in telling and i not in m.at:
            if m.phrase.least and any(t.word == "%" for t in sentence[i : i + REACH]):
                continue  # the figure decides
            if i > m.at[-1] and attributive(i):
                break
            return _signed(i, kind, sentence, cues)
    for i in range(m.at[0] - 1, max(m.at[0] - REACH, -1), -1):
        if stops(sentence[i]) or sentence[i].word in BEING:
            break
        if sentence[i].word in telling:
            return _signed(i, kind, sentence, cues) if attributive(i) else ("uncertain", "")
    return "uncertain", ""


def _grade(sentence: list[Token], i: int) -> str:
    """Power on the scale of the Medical Research Council, empty where none is given here."""
    then = [t.word for t in sentence[i + 1 : i + 5] if t.word not in ("+", "-", "out")]
    given = sentence[i].word in GRADES and then[:2] in (["/", "5"], ["of", "5"])
    return sentence[i].word if given else ""


def _signed(i: int, kind: str, sentence: list[Token], cues: list[Cue]) -> tuple[str, str]:
    word = sentence[i].word
    before = {sentence[j].word for j in range(max(i - 3, 0), i)}
    if before & LITTLE:
        return "uncertain", f"little {word}"
    near = before & NEGATIONS
    over = any(c.start <= i < c.end and not c.only for c in cues)
    flipped = bool(near) or over or _word(sentence, i + 1) in ("no", "nothing")
    positive = (word in POSITIVE[kind]) != flipped
    said = f"{'not ' if flipped else ''}{word}"
    return ("present" if positive else "absent"), said
