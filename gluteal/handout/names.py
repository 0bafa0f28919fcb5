"""The name of a source in a line of text: who and when, whole words, nothing made up."""

from __future__ import annotations

import re
from collections.abc import Iterable

from gluteal.figures import clean
from gluteal.study import SERIAL, Record

_LONG = 34  # letters of a name in a line; a longer one ends after a whole word
_ACRONYMS = {
    "National Institute for Health and Care Excellence": "NICE",
    "American Academy of Orthopaedic Surgeons": "AAOS",
    "American Family Physician": "Am Fam Physician",
    "Academy of Medical Royal Colleges": "AoMRC",
    "NHS England Getting It Right First Time": "NHS England GIRFT",
}
_PLACE = re.compile(r"abstract on|page \d|\.(com|org|net|info|ac\.uk)\b|name not shown|not shown")
_BRACKET = re.compile(r"\s*[(\[].*$| (?:authors|contributors|mirrored .*)$")


def short_name(record: Record) -> str:
    """A source in a line of text: first author or body, or else the journal, and the year.

    No name is cut within a word. Where the year was not shown it says "n.d.".

    Examples
    --------
    >>> short_name({"author": [{"family": "Laslett"}], "issued": {"date-parts": [[2005]]}})
    'Laslett 2005'
    >>> short_name({"title": "A trial of rest", "container-title": "Pain 3(2):1-9"})
    'Pain n.d.'
    """
    year = (record.get("issued") or {}).get("date-parts", [[None]])[0][0]
    name = next((n for n in map(_plain, _candidates(record)) if n), "Untitled source")
    return f"{name} {year or 'n.d.'}"


def _candidates(record: Record) -> Iterable[str]:
    """What may name a source, the best first: a person or body, a journal, the title."""
    first = (record.get("author") or [{}])[0]
    named = str(first.get("family") or first.get("literal") or "")
    yield "" if named.startswith("Author not shown") else _ACRONYMS.get(named, named)
    journal = str(record.get("container-title") or "")
    found = SERIAL.fullmatch(journal)
    yield "" if _PLACE.search(journal) else found["journal"] if found else journal
    yield str(record.get("title") or "")


def _plain(name: str) -> str:
    """A name without what stands in brackets, at most a line's worth of whole words."""
    name = _BRACKET.sub("", clean(name)).strip(" .,;:)")
    if len(name) <= _LONG:
        return name
    return name[:_LONG].rsplit(" ", 1)[0].rstrip(" .,;:") + " \u2026"
