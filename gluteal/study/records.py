"""A source in Vancouver style, and its parts as other programs want them.

Nothing is made up: what the record of a source does not hold is named as not shown, and what
was only remembered or seen at second hand is marked.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from gluteal.figures import sentence

Record = Mapping[str, Any]  # CSL-JSON
# a journal with its volume and pages in one text
SERIAL: Final = re.compile(
    r"(?P<journal>.+?),? (?P<place>\d+(?:-[A-Z])?(?: Suppl \d+)?(?:\([^)]*\)|:\S)\S*(?: \S+)?)$"
)
# where a source can be reached: the key of its record to what is written and what it leads to
LINKS: Final = {
    "DOI": ("doi:", "https://doi.org/"),
    "PMID": ("PMID ", "https://pubmed.ncbi.nlm.nih.gov/"),
    "PMCID": ("", "https://pmc.ncbi.nlm.nih.gov/articles/"),
}
_PLACE = re.compile(r"(?P<volume>\d[^(:]*)(?:\((?P<issue>[^)]*)\))?[:.]?(?P<page>\S.*)?", re.DOTALL)
_AUTHORS, _FURTHER = "authors not shown where it was seen", "further authors not listed"
_YEAR = "year not shown where it was seen"
_SEEN = {"secondary": "seen as quoted elsewhere", "recalled": "from memory, not seen"}


def passages(record: Record) -> list[tuple[str, str]]:
    """A source as reference lists give it, part by part, each with the address it leads to or ''.

    Examples
    --------
    >>> passages({"title": "A trial", "container-title": "Pain 3(2):1-9", "DOI": "10.1/x",
    ...           "issued": {"date-parts": [[2001]]}})[-2:]
    [('2001;3(2):1-9.', ''), ('doi:10.1/x', 'https://doi.org/10.1/x')]
    """
    notes = _notes(record)
    title = str(record.get("title") or "").strip()
    title = f"[{title}]" if any(n.startswith("title") for n in notes) else title
    said = [sentence(_people(record)), sentence(title or "[Title not shown]")]
    said += [sentence(part) for part in _where(record) if part]
    linked = [
        (label + str(record[key]), base + str(record[key]))
        for key, (label, base) in LINKS.items()
        if record.get(key) and (key != "PMCID" or not record.get("DOI"))
    ]
    doubt = [f"[{'; '.join(d)}]"] if (d := doubts(record)) else []
    return [(part, "") for part in said] + linked + [(part, "") for part in doubt]


def vancouver(record: Record) -> str:
    """A source as the reference lists of medical journals give it.

    Parameters
    ----------
    record : mapping
        CSL-JSON, as in ``references.json``.

    Returns
    -------
    str
        ``Authors. Title. Journal. Year;Volume(Issue):Pages. Identifiers. [doubts]``.

    Examples
    --------
    >>> vancouver({"title": "A trial", "container-title": "Pain 3(2):1-9", "note": "x",
    ...            "author": [{"family": "Doe", "given": "J"}],
    ...            "issued": {"date-parts": [[2001]]}})
    'Doe J. A trial. Pain. 2001;3(2):1-9. [x]'
    """
    return " ".join(text for text, _ in passages(record))


def doubts(record: Record) -> list[str]:
    """What is not sure of a record: its notes, and whether the source was seen at all."""
    said = [n for n in _notes(record) if n not in (_AUTHORS, _FURTHER, _YEAR)]
    said += [_SEEN[s] for s in [(record.get("custom") or {}).get("seen")] if s in _SEEN]
    return list(dict.fromkeys(said))


def people(record: Record) -> list[dict[str, str]]:
    """Authors that are known by name."""
    listed = [dict(a) for a in record.get("author") or []]
    return [a for a in listed if any(a.values()) and a.get("literal") != "Author not shown"]


def more_people(record: Record) -> bool:
    """Whether there are authors beyond those listed."""
    return _FURTHER in _notes(record)


def year_of(record: Record) -> int | None:
    """Year of publication, None where it was not shown."""
    return (record.get("issued") or {}).get("date-parts", [[None]])[0][0] or None


def placed(record: Record) -> dict[str, str]:
    """Journal, volume, issue and pages; a place that is not a journal's stays whole.

    Examples
    --------
    >>> placed({"container-title": "Pain 3(2):1-9"})
    {'journal': 'Pain', 'volume': '3', 'issue': '2', 'page': '1-9'}
    """
    place = str(record.get("container-title") or "")
    found = SERIAL.fullmatch(place)
    inside = _PLACE.fullmatch(found["place"].rstrip(".")) if found else None
    if not found or not inside:
        return {"journal": place} if place else {}
    parts = {"journal": found["journal"]} | inside.groupdict(default="")
    return {k: v.strip() for k, v in parts.items() if v.strip()}


def _notes(record: Record) -> list[str]:
    return [n.strip() for n in str(record.get("note") or "").split(";") if n.strip()]


def _people(record: Record) -> str:
    """Up to six authors; an unknown rest is 'et al', unknown authors are said to be so."""
    names = [
        a.get("literal") or f"{a.get('family', '')} {a.get('given', '')}".strip()
        for a in people(record)
    ]
    if not names:
        return "[Authors not shown]"
    return ", ".join(names[:6]) + (", et al" if len(names) > 6 or more_people(record) else "")


def _where(record: Record) -> list[str]:
    """Journal, then year with volume and pages."""
    year = year_of(record)
    when, place = str(year) if year else "[year not shown]", record.get("container-title") or ""
    found = SERIAL.fullmatch(place)
    if found:
        return [found["journal"], f"{when};{found['place'].rstrip('.')}"]
    return [place, when]
