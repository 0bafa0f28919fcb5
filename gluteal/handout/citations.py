"""Sources in Vancouver style, numbered in the order in which a text first mentions them.

Nothing is made up: what the record of a source does not hold is named as not shown, and what
was only remembered or seen at second hand is marked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from gluteal.figures import Safe, el, join, sentence
from gluteal.handout.names import SERIAL, Record, short_name
from gluteal.knowledge import Knowledge, split

_INLINE = re.compile(r" ?\((?P<ids>[a-z][a-z0-9_]*(?:[,;] [a-z][a-z0-9_]*)*)\)")
_TOKEN = re.compile(r"\b[a-z][a-z0-9_]*[0-9_][a-z0-9_]*\b")
_AUTHORS, _FURTHER = "authors not shown where it was seen", "further authors not listed"
_YEAR = "year not shown where it was seen"
_SEEN = {"secondary": "seen as quoted elsewhere", "recalled": "from memory, not seen"}
_FILE = re.compile(r"download|\.(zip|pdf|docx?|jpe?g|png|md)\b", re.IGNORECASE)
_LINKS = {
    "DOI": ("doi:", "https://doi.org/"),
    "PMID": ("PMID ", "https://pubmed.ncbi.nlm.nih.gov/"),
    "PMCID": ("", "https://pmc.ncbi.nlm.nih.gov/articles/"),
}


def vancouver(record: Record) -> Safe:
    """A source as the reference lists of medical journals give it.

    Parameters
    ----------
    record : mapping
        CSL-JSON, as in ``references.json``.

    Returns
    -------
    Safe
        ``Authors. Title. Journal. Year;Volume(Issue):Pages. Identifiers. [doubts]``.

    Examples
    --------
    >>> vancouver({"title": "A trial", "container-title": "Pain 3(2):1-9", "note": "x",
    ...            "author": [{"family": "Doe", "given": "J"}],
    ...            "issued": {"date-parts": [[2001]]}})
    'Doe J. A trial. Pain. 2001;3(2):1-9. [x]'
    """
    notes = [n.strip() for n in str(record.get("note") or "").split(";") if n.strip()]
    title = str(record.get("title") or "").strip()
    title = f"[{title}]" if any(n.startswith("title") for n in notes) else title
    parts: list[object] = [sentence(_people(record, notes)), sentence(title or "[Title not shown]")]
    parts += [sentence(part) for part in _where(record) if part]
    parts += [
        el(
            "a",
            label + str(record[key]),
            href=base + str(record[key]),
            rel="noopener",
            target="_blank",
        )
        for key, (label, base) in _LINKS.items()
        if record.get(key) and (key != "PMCID" or not record.get("DOI"))
    ]
    said = [n for n in notes if n not in (_AUTHORS, _FURTHER, _YEAR)]
    said += [_SEEN[s] for s in [(record.get("custom") or {}).get("seen")] if s in _SEEN]
    doubt = f"[{'; '.join(dict.fromkeys(said))}]" if said else None
    return join([*parts, doubt], " ")


def _people(record: Record, notes: list[str]) -> str:
    """Up to six authors; an unknown rest is 'et al', unknown authors are said to be so."""
    names = [
        a.get("literal") or f"{a.get('family', '')} {a.get('given', '')}".strip()
        for a in record.get("author") or []
    ]
    names = [n for n in names if n and n != "Author not shown"]
    if not names:
        return "[Authors not shown]"
    more = len(names) > 6 or _FURTHER in notes
    return ", ".join(names[:6]) + (", et al" if more else "")


def _where(record: Record) -> list[str]:
    """Journal, then year with volume and pages."""
    year = (record.get("issued") or {}).get("date-parts", [[None]])[0][0]
    when, place = str(year) if year else "[year not shown]", record.get("container-title") or ""
    found = SERIAL.fullmatch(place)
    if found:
        return [found["journal"], f"{when};{found['place'].rstrip('.')}"]
    return [place, when]


class Citations:
    """Numbers for sources, given in the order in which they are first asked for.

    Examples
    --------
    >>> import gluteal
    >>> cites = Citations(gluteal.load())
    >>> cites.cite("lee2005;bron2012")
    '<span class="n">[<a href="#s1">1</a>,<a href="#s2">2</a>]</span>'
    >>> cites.numbers
    {'lee2005': 1, 'bron2012': 2}
    """

    def __init__(self, kb: Knowledge) -> None:
        self.records, self.numbers = kb.records, dict[str, int]()
        self._own: dict[str, tuple[Record, str]] = {}

    def cite(self, sources: str) -> Safe:
        """Numbers of the ids of a cell, '' where there is none; a run of three is a range."""
        at = sorted({self.numbers.setdefault(s, len(self.numbers) + 1) for s in split(sources)})
        return el("span", "[", join(_runs(at), ","), "]", cls="n") if at else Safe("")

    def own(self, key: str, record: Record, url: str = "") -> Safe:
        """Cite a source that is not in the tables, such as that of a published patient.

        Its address is shown where nothing better leads to it, unless it downloads a file.
        """
        known = any(record.get(name) for name in _LINKS) or _FILE.search(url)
        self._own[key] = record, "" if known else url
        return self.cite(key)

    def prose(self, text: str) -> Safe:
        """A text of the tables; the ids of sources in it become numbers.

        Examples
        --------
        >>> import gluteal
        >>> Citations(gluteal.load()).prose("No < better (bron2012).")
        'No &lt; better <span class="n">[<a href="#s1">1</a>]</span>.'
        """
        parts: list[object] = []
        done = 0
        for found in _INLINE.finditer(text):
            ids = re.split("[,;] ", found["ids"])
            if all(i in self.records for i in ids):
                parts += [self._tokens(text[done : found.start()]), " ", self.cite(";".join(ids))]
                done = found.end()
        return join([*parts, self._tokens(text[done:])])

    def _tokens(self, text: str) -> list[object]:
        parts: list[object] = []
        done = 0
        for found in _TOKEN.finditer(text):
            if found[0] in self.records:
                parts += [text[done : found.start()], self.cite(found[0])]
                done = found.end()
        return [*parts, text[done:]]

    def listed(self) -> Safe:
        """The sources cited so far in full, as a numbered list."""
        rows = [el("li", self._full(k), id=f"s{n}", value=n) for k, n in self.numbers.items()]
        return el("ol", rows, cls="sources") if rows else Safe("")

    def brief(self, anchors: bool = True) -> Safe:
        """The sources cited so far by name and year, in one run of text.

        Parameters
        ----------
        anchors : bool
            Whether the numbers in the text lead here; no, where the full list follows.
        """
        rows = [
            el("span", el("b", n), " ", self._named(k), id=f"s{n}" if anchors else None)
            for k, n in self.numbers.items()
        ]
        return join(rows, " \u00b7 ")

    def _record(self, key: str) -> Record:
        return self._own[key][0] if key in self._own else self.records[key]

    def _full(self, key: str) -> Safe:
        url = self._own[key][1] if key in self._own else ""
        place = el("a", url, href=url, rel="noopener", target="_blank") if _web(url) else url
        return join([vancouver(self._record(key)), place], " ")

    def _named(self, key: str) -> Safe:
        """Name and year, leading to the source where the web has it."""
        record = self._record(key)
        links = [f"{base}{record[k]}" for k, (_, base) in _LINKS.items() if record.get(k)]
        said = short_name(record).replace(" ", "\u00a0")
        return (
            el("a", said, href=links[0], rel="noopener", target="_blank") if links else join(said)
        )


def csl(source: Mapping[str, Any]) -> Record:
    """The source of a published patient (``kb.cases``) as CSL-JSON."""
    people = [p.strip() for p in str(source.get("authors") or "").split(";")]
    return {
        "author": [{"literal": p} for p in people if p],
        "title": source.get("title") or "",
        "container-title": source.get("journal") or "",
        "issued": {"date-parts": [[source.get("year") or None]]},
        "DOI": source.get("doi") or "",
        "PMID": source.get("pmid") or "",
        "PMCID": source.get("pmcid") or "",
    }


def _web(url: str) -> bool:
    """Whether an address may become a link: the web, and nothing that runs."""
    return re.match(r"https?://[^\s\"'<>]+$", url) is not None


def _runs(numbers: Iterable[int]) -> list[Safe]:
    """Numbers as links, three or more in a row as a range."""
    runs: list[list[int]] = []
    for n in numbers:
        if runs and n == runs[-1][-1] + 1:
            runs[-1].append(n)
        else:
            runs.append([n])
    said: list[Safe] = []
    for run in runs:
        ends = [_link(n) for n in ((run[0], run[-1]) if len(run) > 2 else run)]
        said += [join(ends, "\u2013")] if len(run) > 2 else ends
    return said


def _link(number: int) -> Safe:
    return el("a", number, href=f"#s{number}")
