"""Translations: what a folder of ``languages/`` says in place of the English texts.

A language changes words and the look of numbers, never an id, a figure or the digest of the
tables. What it does not translate stays English, and so does what was translated from a text
that has changed since.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from gluteal.knowledge.guarded import Problem, bounded, strays
from gluteal.knowledge.reader import (
    TABLE_BYTES,
    data_folder,
    hashes,
    manifest,
    normal,
    parse_texts,
)
from gluteal.knowledge.schema import TABLES

FOLDER = "languages"
FILES = ("language.json", "labels.csv", "screen.json")
LABELS = ("table", "id", "column", "english", "text")
ENGLISH_CODE = "en"
LANGUAGE_VARIABLE = "GLUTEAL_LANGUAGE"  # names the language of a screen

Labels = Mapping[tuple[str, str], Mapping[str, tuple[str, str]]]  # table, column: id to both texts


@dataclass(frozen=True)
class Language:
    """A language of the screen.

    Attributes
    ----------
    code, name : str
        As in ``lang="de"``, and as those who speak it call it.
    decimal, date : str
        Decimal mark, and the pattern of a time as :meth:`datetime.datetime.strftime` takes it.
    capitals : bool
        Whether nouns keep their capital within a sentence.
    idle : str
        Words that say nothing in a search, separated by spaces.
    note : str
        What the screen says of the translation, in its language; '' where there is none.
    labels, phrases : mapping
        Texts of the tables, and those of the screen by their English text.

    Examples
    --------
    >>> german = Language("de", "Deutsch", ",", phrases={"{n} of {all}": "{n} von {all}"})
    >>> german.say("{n} of {all}", n=1, all=3), german.say("not translated"), german.number("0.5")
    ('1 von 3', 'not translated', '0,5')
    """

    code: str = ENGLISH_CODE
    name: str = "English"
    decimal: str = "."
    date: str = "%Y-%m-%d %H:%M"
    capitals: bool = False
    idle: str = ""
    note: str = ""
    labels: Labels = field(default_factory=dict, repr=False)
    phrases: Mapping[str, str] = field(default_factory=dict, repr=False)

    def say(self, text: str, **values: object) -> str:
        """A text of the screen, with what stands in its braces."""
        said = self.phrases.get(text, text)
        return said.format(**values) if values else said

    def number(self, text: str) -> str:
        """A number as the screen writes it, with the decimal mark of the language."""
        return text.replace(".", self.decimal)

    def going_on(self, text: str) -> str:
        """A text as it goes on within a sentence."""
        return text if self.capitals else text.lower()

    def over(self, table: str, frame: pd.DataFrame) -> pd.DataFrame:
        """A table with its texts in this language; one that has changed since stays as it is."""
        for (name, column), texts in self.labels.items():
            if name == table and column in frame:
                cells = zip(row_ids(table, frame), frame[column].tolist(), strict=True)
                frame = frame.assign(
                    **{column: [_current(texts.get(i), cell) for i, cell in cells]}
                )
        return frame


ENGLISH = Language()


def _current(both: tuple[str, str] | None, cell: Any) -> Any:
    return both[1] if both and both[0] == cell else cell


def row_ids(table: str, frame: pd.DataFrame) -> list[str]:
    """What names each row in ``labels.csv``: its id, or the ids of its key joined by ';'."""
    key = list(TABLES[table].key)
    if len(key) == 1 and key[0] not in frame:
        return [str(i) for i in frame.index]
    return [";".join(row) for row in frame[key].astype(str).itertuples(index=False)]


def language_codes(folder: Path | None = None) -> list[str]:
    """Codes of the languages that a folder of tables speaks, English first."""
    home = (folder or data_folder()) / FOLDER
    found = sorted(p.name for p in home.iterdir() if p.is_dir()) if home.is_dir() else []
    return [ENGLISH_CODE, *found]


def home_of(code: str, folder: Path) -> Path:
    """The folder of tables that has a language; one that brings none of it borrows the bundled.

    Raises
    ------
    ValueError
        There is no such language.
    """
    own, bundled = language_codes(folder), language_codes()
    if code not in {*own, *bundled}:
        known = ", ".join(dict.fromkeys([*own, *bundled]))
        raise ValueError(
            f"language == {code!r}, must be one of {known}; a language is a folder of data/languages"
        )
    return folder if code in own else data_folder()


def sealed(code: str, raw: Mapping[str, bytes]) -> bool:
    """Whether the files of a language are the bundled ones, which were checked."""
    return bool(manifest(data_folder()).get(FOLDER, {}).get(code) == hashes(dict(raw)))


def texts_of(folder: Path, code: str) -> tuple[dict[str, bytes], list[Problem]]:
    """The files of a language by name, and a problem for each that cannot be read."""
    raw: dict[str, bytes] = {}
    unread: list[Problem] = []
    own = folder.resolve() != data_folder().resolve()
    for name in FILES:
        path = folder / FOLDER / code / name
        try:
            if own and strays(path, folder):
                raise OSError("it leads out of the folder; put the file itself there")
            raw[name] = normal(bounded(path, TABLE_BYTES))
        except OSError as error:
            said = f"cannot be read: {error.strerror or error}; copy it from data/"
            unread.append((f"{FOLDER}/{code}/{name}", 0, "", "", said))
    return raw, unread


def language_of(code: str, raw: Mapping[str, bytes]) -> Language:
    """A language from its files, which have no problem."""
    told = json.loads(raw["language.json"])
    labels: dict[tuple[str, str], dict[str, tuple[str, str]]] = {}
    for row in parse_texts(raw["labels.csv"]):
        one = labels.setdefault((row["table"], row["column"]), {})
        one[row["id"]] = row["english"], row["text"]
    return Language(
        code,
        told["name"],
        told["decimal"],
        told["date"],
        told["capitals"],
        told["idle"],
        told["note"],
        labels,
        json.loads(raw["screen.json"]),
    )
