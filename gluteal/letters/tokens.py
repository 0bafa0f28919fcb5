"""Words of a text with their places: spelling, endings and kin words taken out."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from functools import lru_cache

# Words that carry nothing in the name of a finding; sides and degrees among them.
IDLE = frozenset(
    "a an and any around at by during for from has had have her him his in into is it of on or "
    "over she he some that the their them there this to was were are be been when while with "
    "left right quite rather slight slightly mild mildly moderate moderately severe "
    "severely very marked markedly more most much also".split()
)

# One word for what letters say in several: root -> root. The phrases are read the same way.
_KIN = {
    "pain": "ache aching discomfort hurt hurting sore soreness painful ached pains",
    "worse": "worsened worsening aggravated exacerbated increased increasing worst intensified "
    "deteriorated deteriorating provoked",
    "aggravates": "aggravate aggravating worsen worsens exacerbate exacerbates increases provokes "
    "provoke brings bring",
    "relieved": "relief relieving eased easing better improved improvement improving alleviated "
    "lessened helped",
    "eases": "relieve relieves ease improve improves settle settles help helps lessens alleviates",
    "radiate": "radiating radiates radiated radiation spread spreads spreading spreaded runs "
    "travel travels extends extending extended goes going referred",
    "unable": "cannot cant couldnt",
    "sit": "sits sitting sat seated",
    "walk": "walks walking walked ambulation ambulating",
    "lie": "lying lies lay",
    "drop": "falls drops dropped",
    "fall": "fell fallen falling tumbled",
    "begin": "began begun beginning started start starts commenced onset",
    "tender": "tenderness ttp",
    "erythema": "redness",
    "limited": "limitation limitations",
    "restricted": "restriction restrictions",
    "disappear": "disappears disappeared vanishes vanished abates resolves resolved",
    "radiograph": "xray xrays radiographs radiographic radiography film films",
    "injection": "injections injected infiltration infiltrations block blocks",
    "leg": "limb limbs",
    "nerve": "nerves",
    "show": "showed shows shown showing demonstrated demonstrates revealed reveals",
    "power": "strength",
    "metastasis": "metastases metastatic metastasised",
    "paraesthesia": "paraesthesiae paresthesias",
    "oedema": "oedematous edematous",
    "tear": "tears torn",
    "place": "site sites",
    "wish": "hope hopes hoped hoping",
    "cyclist": "cyclists cycling cycled",
    "ischialgia": "sciatica",
    "stand": "standing stands stood",
    "drive": "driving drives",
}

# after which "pain" is the name of a place
_NO_PAIN = frozenset("clinic clinics service services management medicine team unit centre".split())

_WORD = re.compile(r"[+-]ve\b|\w+(?:['\u2019]\w+)*|[.;:!?()\[\],/%\u2013\u2014\n+]")
_QUOTE = re.compile(r"['\u2018\u2019\u02bc]")


@dataclass(frozen=True, slots=True)
class Token:
    """A word or a mark: as written, as compared (``root``), and where it stands.

    A word that carries nothing in a name is not ``heavy``.
    """

    word: str
    root: str
    start: int
    end: int
    heavy: bool


@lru_cache(maxsize=20_000)
def root(word: str) -> str:
    """A word without accents, capitals, possessive, spelling of one country, and ending.

    Examples
    --------
    >>> [root(w) for w in ("Tenderness", "oedema", "edema", "Patrick's", "worsening")]
    ['tender', 'edem', 'edem', 'patrick', 'wors']
    """
    plain = unicodedata.normalize("NFKD", word.lower())
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    plain = _QUOTE.sub("", re.sub(r"['\u2018\u2019\u02bc]s$", "", plain))
    return _KINDRED.get(plain) or _bare(plain)


def _bare(word: str) -> str:
    if len(word) > 3:
        word = re.sub(r"(?<![sui])s$", "", re.sub(r"ies$", "y", word))
    word = re.sub(r"ae|^oe|oe(?=a)", "e", word)
    word = re.sub(r"our$", "or", word).replace("z", "s")
    word = re.sub(r"(?<=...)(ness|ing|ed|ly|al|ar|a|e)$", "", word)
    return re.sub(r"([bdgmnprt])\1$", r"\1", word)


_KINDRED = {w: _bare(k) for k, words in _KIN.items() for w in [k, *words.split()]}


def tokens(text: str, start: int = 0, end: int | None = None) -> list[Token]:
    """The words and marks of a stretch of text, in order, with their places in the whole.

    Examples
    --------
    >>> [(t.root, t.heavy) for t in tokens("no pain, or ache")]
    [('no', True), ('pain', True), (',', False), ('or', False), ('pain', True)]
    """
    found = [
        _token(m.group(), m.start(), m.end())
        for m in _WORD.finditer(text, start, len(text) if end is None else end)
    ]
    for i, after in enumerate(found[1:]):
        if found[i].word == "pain" and after.word in _NO_PAIN:
            found[i] = replace(found[i], root=after.root)
    return found


def _token(word: str, start: int, end: int) -> Token:
    if not word[0].isalnum() and word[0] != "_" and not word.endswith("ve"):
        return Token(word, word, start, end, False)
    low = _QUOTE.sub("", word.lower())
    return (
        Token(low, low, start, end, False)
        if low in IDLE
        else Token(low, root(word), start, end, True)
    )


_END = re.compile(
    r"(?<=[.!?])\s+(?=[^a-z\s])|\n[^\S\n]*\n\s*|\n(?=[^\S\n]*(?:[-*\u2022]|[A-Z]))|;\s*"
)
_SHORT = re.compile(r"\b(?:dr|mr|mrs|ms|st|vs|no|approx|e\.g|i\.e|prof|fig)\.$", re.I)


def sentences(text: str) -> list[tuple[int, int]]:
    """Where the sentences of a text start and end; a semicolon and an empty line end one too.

    Examples
    --------
    >>> text = "Seen by Dr. Who. No limp; tender."
    >>> [text[a:b] for a, b in sentences(text)]
    ['Seen by Dr. Who.', 'No limp;', 'tender.']
    """
    found, start = [], 0
    for m in _END.finditer(text):
        end = m.start() + (m.group()[0] == ";")
        if _SHORT.search(text[max(start, end - 8) : end]):
            continue
        found.append((start, end))
        start = m.end()
    return [(a, b) for a, b in [*found, (start, len(text))] if text[a:b].strip()]
