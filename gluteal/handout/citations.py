"""Sources in Vancouver style, numbered in the order in which a text first mentions them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from gluteal.figures import Safe, el, join
from gluteal.handout.names import short_name
from gluteal.knowledge import Knowledge, split
from gluteal.study import LINKS, Record, passages

_INLINE = re.compile(r" ?\((?P<ids>[a-z][a-z0-9_]*(?:[,;] [a-z][a-z0-9_]*)*)\)")
_TOKEN = re.compile(r"\b[a-z][a-z0-9_]*[0-9_][a-z0-9_]*\b")
_FILE = re.compile(r"download|\.(zip|pdf|docx?|jpe?g|png|md)\b", re.IGNORECASE)


def vancouver(record: Record) -> Safe:
    """A source as :func:`gluteal.study.vancouver` gives it, with links.

    Examples
    --------
    >>> vancouver({"title": "A < B", "PMID": "1", "issued": {"date-parts": [[2001]]}})[:40]
    '[Authors not shown]. A &lt; B. 2001. <a '
    """
    parts = [
        el("a", text, href=url, rel="noopener", target="_blank") if url else text
        for text, url in passages(record)
    ]
    return join(parts, " ")


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
        known = any(record.get(name) for name in LINKS) or _FILE.search(url)
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
        links = [f"{base}{record[k]}" for k, (_, base) in LINKS.items() if record.get(k)]
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
