"""Where a clause ends: marks, turns of speech, and lists that become clauses of their own."""

from __future__ import annotations

from gluteal.letters.tokens import Token, root


def words(text: str) -> frozenset[str]:
    """A list of words, written as one text."""
    return frozenset(text.split())


REACH = 40  # words that a cue reaches at most
HARD = words(". ; ! ? ( ) [ ]")
BREAKS = frozenset(
    root(w) for w in "but although though however except yet whereas despite nevertheless".split()
)
JOINTS = words(", and or nor / \u2013 \u2014")
BEING = words("is was were are be been being remains remained")
ASSERTS = BEING | words(
    "has had have shows showed tender positive negative normal painful reduced limited weak worse "
    "relieved better eased can could cannot feels felt gets move moves moved gives gave comes came becomes hurt hurts does did began developed reports "
    "describes complains reproduced reproduces provoked provokes brought brings walks sits makes "
    "spreads radiates lies she he"
)
OPENS = words("has have had can could cannot she he they it walks sits does did for after")
NEGATIONS = words(
    "no not without denies denied deny denying never neither nor none nil nothing non lacks lacking "
    "dont doesnt didnt isnt arent wasnt werent hasnt hadnt havent absence"
)


def stops(token: Token) -> bool:
    """Whether a clause ends at this token, whatever follows."""
    return token.root in HARD or token.root in BREAKS


def asserts(sentence: list[Token], start: int, step: int = 1) -> bool:
    """Whether the part of a list that begins here, or ends here, is a clause of its own."""
    i = start
    while 0 <= i < len(sentence) and abs(i - start) < REACH:
        if stops(sentence[i]) or sentence[i].root in JOINTS:
            return False
        if sentence[i].word in ASSERTS:
            return True
        i += step
    return False
