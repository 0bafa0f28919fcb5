"""The tables as typed frames, rows and labels, and the way from a number to its source."""

from __future__ import annotations

import json
import re
from functools import cached_property
from typing import Any

import pandas as pd

from gluteal.knowledge.languages import ENGLISH, Language
from gluteal.knowledge.reader import parse
from gluteal.knowledge.vocabulary import split


class Tables:
    """The tables of a folder; DataFrames as in ``data/README.md``.

    ``version`` names the release of the tables and ``digest`` is the SHA-256 of
    their contents; every result and report carries both. ``language`` has the words of the
    screen; labels are in it where it translates them. A table is parsed when it is first
    looked at.
    """

    causes: pd.DataFrame
    findings: pd.DataFrame
    questions: pd.DataFrame
    phrases: pd.DataFrame
    evidence: pd.DataFrame
    backgrounds: pd.DataFrame
    investigations: pd.DataFrame
    judges: pd.DataFrame
    reconciled: pd.DataFrame
    learned: pd.DataFrame
    patients: pd.DataFrame
    coded: pd.DataFrame
    presentations: pd.DataFrame
    presentation_cells: pd.DataFrame
    composites: pd.DataFrame
    priors: pd.DataFrame
    thresholds: pd.DataFrame
    injections: pd.DataFrame
    injection_evidence: pd.DataFrame
    precautions: pd.DataFrame
    anticoagulants: pd.DataFrame
    anaesthetics: pd.DataFrame
    care: pd.DataFrame
    red_flags: pd.DataFrame
    hpo: pd.DataFrame
    references: pd.DataFrame
    cases: pd.DataFrame

    def __init__(
        self, raw: dict[str, bytes], version: str, digest: str, language: Language = ENGLISH
    ) -> None:
        self.version, self.digest, self._raw = version, digest, raw
        self.language = language
        self._rows: dict[str, dict[str, dict[str, Any]]] = {}

    def __getattr__(self, name: str) -> pd.DataFrame:
        if name.startswith("_") or name not in Tables.__annotations__:
            raise AttributeError(f"{type(self).__name__!r} has no attribute {name!r}")
        frame = self.language.over(name, parse(name, self._raw))
        setattr(self, name, frame)
        return frame

    def __reduce__(self) -> tuple[Any, ...]:
        """Files, version, digest and language travel to another process: the rest is made there."""
        return type(self), (self._raw, self.version, self.digest, self.language)

    def __repr__(self) -> str:
        return f"<Knowledge {self.version}, sha256 {self.digest[:12]}>"

    def rows(self, table: str) -> dict[str, dict[str, Any]]:
        """A table as dicts by id, made once: rows are looked up at every click."""
        if table not in self._rows:
            self._rows[table] = getattr(self, table).to_dict("index")
        return self._rows[table]

    def say(self, text: str, **values: object) -> str:
        """A text of the screen in the language of these tables, with what stands in its braces."""
        return self.language.say(text, **values)

    def label(self, identifier: str) -> str:
        """The name on the screen of a cause, finding, composite, question, injection or other id."""
        return self._labels.get(identifier, identifier.replace("_", " ").capitalize())

    @cached_property
    def _labels(self) -> dict[str, str]:
        tables = [self.red_flags, self.anticoagulants, self.precautions, self.injections]
        tables += [self.composites, self.causes, self.findings]
        return {k: v for t in tables for k, v in t["label"].items()}

    def cite(self, sources: str) -> list[str]:
        """Citations of the ids in a cell, in order.

        Examples
        --------
        >>> import gluteal
        >>> gluteal.load().cite("bron2012")[0]
        'Bron C, Dommerholt JD. Etiology of myofascial trigger points. Curr Pain Headache Rep 16(5):439-444. 2012. doi:10.1007/s11916-012-0289-4. PMID 22836591'
        """
        return [str(self.references.at[s, "citation"]) for s in split(sources)]

    def named(self, sources: str) -> str:
        """Sources of a cell as name and year, for a line of text; the whole is :meth:`cite`.

        Examples
        --------
        >>> import gluteal
        >>> gluteal.load().named("bron2012;lee2005")
        'Bron 2012; Lee 2005'
        """
        return "; ".join(self._names[s] for s in split(sources))

    @cached_property
    def _names(self) -> dict[str, str]:
        year = self.references["year"].map(lambda y: "" if pd.isna(y) else f" {int(y)}")
        return dict((self.references["first_author"] + year).to_dict())

    @cached_property
    def records(self) -> dict[str, dict[str, Any]]:
        """The records of ``references.json`` by id, as CSL-JSON."""
        return {r["id"]: r for r in json.loads(self._raw["references.json"])}

    def spelled(self, text: str) -> str:
        """A text with the source ids in it spelled as name and year.

        Examples
        --------
        >>> import gluteal
        >>> gluteal.load().spelled("relief in 86 % (maugars1996)")
        'relief in 86 % (Maugars 1996)'
        """
        return re.sub(r"\b[a-z]\w*[\d_]\w*\b", self._spell, text)

    def _spell(self, match: re.Match[str]) -> str:
        word = match.group()
        return self.named(word) if word in self.references.index else word
