"""A letter read: findings and fields that it may name, each with its phrase."""

from __future__ import annotations

import re

import pandas as pd

from gluteal.knowledge import Knowledge, load
from gluteal.letters.fields import Field, fields
from gluteal.letters.phrases import Match, matches, phrases
from gluteal.letters.scope import POSITIVE, Cue, doubts, negations, reached, result
from gluteal.letters.tokens import Token, root, sentences, tokens

MAX_LETTERS = 100_000
_AROUND = 500  # letters of a sentence shown on each side of a phrase
COLUMNS = "finding label state field value phrase start end sentence why".split()
_SURROGATE = re.compile("[\ud800-\udfff]")
_TURNED = {"present": "absent", "absent": "uncertain", "part": "uncertain"}
_FIELDS = {
    "age": "Age",
    "sex": "Sex",
    "side": "Painful side",
    "duration_weeks": "Duration of pain in weeks",
}


class LetterError(ValueError):
    """A letter cannot be read; the message says how to mend it."""


def read_letter(text: str, kb: Knowledge | None = None) -> pd.DataFrame:
    """Findings that a letter may name, for a clinician to confirm one by one.

    Rules, not understanding: the names of ``findings.csv`` and ``phrases.csv``, and what stands
    around them. Nothing is marked and nothing leaves the machine.

    Parameters
    ----------
    text : str
        A letter or a note in English, at most 100,000 characters.
    kb : Knowledge, optional
        Tables with the names. Bundled data by default.

    Returns
    -------
    DataFrame
        One row a candidate, in the order of the text. A finding has ``finding``, ``label`` and
        ``state`` (present, absent or uncertain); an age, a sex, a side or a duration has ``label``,
        ``field`` and ``value``, and the ``state`` is empty. ``phrase`` is ``text[start:end]``,
        ``sentence`` what it stands in, at most 500 letters on each side, ``why`` the name and the
        cues that decided. A finding that is named twice has two rows, and they may disagree.

    Raises
    ------
    LetterError
        ``text`` is no text, is too long, or holds a broken character.

    Notes
    -----
    Negation and doubt follow the manner of NegEx (Chapman 2001, J Biomed Inform 34:301-310) and
    ConText (Harkema 2009, J Biomed Inform 42:839-851). A test whose result is not found, a
    relative's illness, the other side and a mere possibility are *uncertain*. It misses what is
    told in other words, and takes some for what they are not: ``benchmarks/letters.py`` measures
    how often.

    Examples
    --------
    >>> found = read_letter("Worse on sitting, no fever. FABER was positive; SLR negative.")
    >>> found[["finding", "state", "phrase"]].values.tolist()  # doctest: +NORMALIZE_WHITESPACE
    [['worse_sitting', 'present', 'Worse on sitting'],
     ['fever_or_systemically_unwell', 'absent', 'fever'],
     ['faber_test', 'present', 'FABER'],
     ['straight_leg_raise', 'absent', 'SLR']]
    """
    if not isinstance(text, str):
        raise LetterError(f"a letter must be text, not {type(text).__name__}")
    if len(text) > MAX_LETTERS:
        raise LetterError(
            f"the letter has {len(text):,} characters, at most {MAX_LETTERS:,} are read; "
            "paste the part that speaks of this complaint"
        )
    if broken := _SURROGATE.search(text):
        raise LetterError(
            f"character {broken.start() + 1:,} of the letter is broken (half of a pair); "
            "copy the letter again, as plain text"
        )
    kb = kb or load()
    spans = sentences(text)
    try:
        rows = [row for start, end in spans for row in _sentence(text, start, end, kb)]
    finally:
        root.cache_clear()  # no word of a letter, a name among them, outlives its reading
    rows += [_field(f, text, spans) for f in fields(text)]
    rows.sort(key=lambda row: (row["start"], row["end"], row["finding"]))
    frame = pd.DataFrame(rows, columns=COLUMNS)
    return frame.astype({"start": int, "end": int, "value": object})


def _sentence(text: str, start: int, end: int, kb: Knowledge) -> list[dict[str, object]]:
    words = tokens(text, start, end)
    found = matches(words, phrases(kb))
    if not found:
        return []
    negated, doubted = negations(words), doubts(words, text)
    tests = {m.at[0] for m in found if m.phrase.state in POSITIVE}
    rows: list[dict[str, object]] = []
    for m in found:
        state, why = _state(m, words, tests, negated, doubted)
        first, last = words[m.at[0]].start, words[m.at[-1]].end
        rows.append(
            {
                "finding": m.phrase.finding,
                "label": kb.label(m.phrase.finding),
                "state": state,
                "field": "",
                "value": None,
                "phrase": text[first:last],
                "start": first,
                "end": last,
                "sentence": text[max(start, first - _AROUND) : min(end, last + _AROUND)],
                "why": why,
            }
        )
    return rows


def _state(
    m: Match, words: list[Token], tests: set[int], negated: list[Cue], doubted: list[Cue]
) -> tuple[str, str]:
    name = f"\u201c{m.phrase.said}\u201d"
    for doubt in reached(m, doubted):
        return "uncertain", f"{name}; in doubt: \u201c{doubt.said}\u201d"
    denied = [] if m.negates(words) else reached(m, negated)
    said = "; negated: " + ", ".join(f"\u201c{n.said}\u201d" for n in denied)
    if m.phrase.state in POSITIVE:
        state, word = result(m, words, tests, negated)
        if word or not denied:
            return state, f"{name}; {f'result: {word}' if word else 'no result found'}"
        return "absent", name + said
    if len(denied) > 1 and any(m.at[0] < n.at < m.at[-1] for n in denied):
        return "uncertain", name + said  # one denies the other
    if denied:
        return _TURNED[m.phrase.state], name + said
    return ("present" if m.phrase.state == "part" else m.phrase.state), name


def _field(f: Field, text: str, spans: list[tuple[int, int]]) -> dict[str, object]:
    start, end = next(((a, b) for a, b in spans if a <= f.start < b), (f.start, f.end))
    return {
        "finding": "",
        "label": _FIELDS[f.field],
        "state": "",
        "field": f.field,
        "value": f.value,
        "phrase": text[f.start : f.end],
        "start": f.start,
        "end": f.end,
        "sentence": text[max(start, f.start - _AROUND) : min(end, f.end + _AROUND)],
        "why": "read as " + _FIELDS[f.field].lower(),
    }
