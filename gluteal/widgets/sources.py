"""Sources as a page shows them: a citation in which every DOI and PMID is a link."""

from __future__ import annotations

import re
from urllib.parse import quote

from gluteal.knowledge import Knowledge, split
from gluteal.widgets.payload import Source, SourcePart

DOI, PUBMED = "https://doi.org/", "https://pubmed.ncbi.nlm.nih.gov/"
_LINKED = re.compile(r"(doi:10\.[^\s;]+[^\s;.,]|PMID \d+)")


def sources_of(ids: str, kb: Knowledge) -> list[Source]:
    """The sources of a cell of ids joined by ';', one by one."""
    return [source(kb.references.at[one, "citation"]) for one in split(ids)]


def source(citation: str) -> Source:
    """A citation in parts; a link is followed only when the reader clicks it.

    Examples
    --------
    >>> [part["url"] for part in source("Cureus 2024. doi:10.7759/x.1. PMID 38")["parts"]]
    ['', 'https://doi.org/10.7759/x.1', '', 'https://pubmed.ncbi.nlm.nih.gov/38']
    """
    cut = [part for part in _LINKED.split(citation) if part]
    return {"parts": [_part(part) for part in cut]}


def _part(text: str) -> SourcePart:
    url = ""
    if _LINKED.fullmatch(text):
        doi = text.startswith("doi:")
        url = DOI + quote(text[4:], safe="/:;()") if doi else PUBMED + text.removeprefix("PMID ")
    return {"text": text, "url": url}
