"""A source as BibTeX."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from gluteal.study.records import doubts, more_people, people, placed, year_of

_KINDS: Final = {"article-journal": "article", "book": "book", "webpage": "misc"}
_ESCAPES: Final = {c: f"\\{c}" for c in "&%$#_"} | {
    "{": r"\textbraceleft{}",  # BibTeX counts every brace, escaped or not
    "}": r"\textbraceright{}",
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
}


def bibtex(record: Mapping[str, Any]) -> str:
    """A record of ``references.json`` as a BibTeX entry, its id as the key.

    Titles stand in double braces, so that no style changes their capitals; what is not sure of a
    record stands in its note. Identifiers are not escaped where BibTeX takes them as they are.

    Examples
    --------
    >>> print(bibtex({"id": "doe2001", "type": "article-journal", "title": "Rest & pain",
    ...               "author": [{"family": "Doe", "given": "J"}],
    ...               "container-title": "Pain 3(2):1-9", "issued": {"date-parts": [[2001]]}}))
    @article{doe2001,
      author = {Doe, J},
      title = {{Rest \\& pain}},
      journal = {Pain},
      volume = {3},
      number = {2},
      pages = {1--9},
      year = {2001}
    }
    <BLANKLINE>
    """
    kind = _KINDS.get(str(record.get("type")), "misc")
    parts = placed(record)
    names = [_name(a) for a in people(record)] + ["others"] * (
        more_people(record) and bool(people(record))
    )
    journal = {"article": "journal", "book": "publisher"}.get(kind, "howpublished")
    pages = re.sub(r"(?<=\w)-(?=\w)", "--", escape(parts.get("page", "")))
    fields = {
        "author": " and ".join(names),
        "title": f"{{{escape(str(record.get('title') or '')) or '[Title not shown]'}}}",
        journal: escape(parts.get("journal", "")),
        "volume": escape(parts.get("volume", "")),
        "number": escape(parts.get("issue", "")),
        "pages": pages,
        "year": str(year_of(record) or ""),
        "doi": re.sub(r"[{}\\]", "", str(record.get("DOI") or "")),
        "pmid": str(record.get("PMID") or ""),
        "pmcid": str(record.get("PMCID") or ""),
        "note": escape("; ".join(doubts(record))),
    }
    lines = ",\n".join(f"  {k} = {{{v}}}" for k, v in fields.items() if v)
    return f"@{kind}{{{record['id']},\n{lines}\n}}\n"


def escape(text: str) -> str:
    """Text in which no character is a command of TeX.

    Examples
    --------
    >>> print(escape("50 % {of a_b"))
    50 \\% \\textbraceleft{}of a\\_b
    """
    return "".join(_ESCAPES.get(c, c) for c in " ".join(text.split()))


def _name(author: Mapping[str, Any]) -> str:
    """A person as "family, given", a body in braces, for it has no first name."""
    if author.get("literal"):
        return f"{{{escape(str(author['literal']))}}}"
    parts = (author.get("family"), author.get("given"))
    return ", ".join(escape(str(p)) for p in parts if p)
