"""The journal: every case on this computer, each in a whole file, so that none is lost."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

import pandas as pd
from platformdirs import user_data_path

from gluteal.cases.case import Case
from gluteal.cases.entries import TYPES, Opened, Saved, holds, local_time, said_of, stamp_at
from gluteal.cases.errors import CaseError
from gluteal.cases.files import (
    MAX_BYTES,
    alone,
    claim,
    loads,
    migrated,
    read,
    stamp_of,
    sync,
    write,
)
from gluteal.cases.lenient import Trouble, usable
from gluteal.knowledge import Knowledge

VARIABLE = "GLUTEAL_JOURNAL"
_ENTRY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}-[0-9]{6}-[0-9a-f]{2,8}")


class Journal:
    """The cases in one folder; a case saved here outlives kernel, browser and power.

    Nothing is written before the first save, and no file is overwritten that holds anything but
    what the window that saves has seen. An id is the UTC time at which the entry was begun and a
    random suffix; it says nothing about the patient. Every method raises CaseError for what is
    no id and for a folder that cannot be used.

    Parameters
    ----------
    folder : Path, optional
        Where the cases are. By default the folder that the environment variable
        ``GLUTEAL_JOURNAL`` names, else ``cases`` in the user's data folder.

    Notes
    -----
    New files are private to the user where the system knows such rights, but not encrypted.
    Windows of this computer wait for each other at a file. On Windows, and in folders that know
    no locks, two saves of one entry within the same few milliseconds can still leave the later
    one only. A kill may leave a draft, never listed.

    Examples
    --------
    >>> import tempfile, gluteal
    >>> folder, kb = tempfile.TemporaryDirectory(), gluteal.load()
    >>> kept = Journal(Path(folder.name)).new(Case(present=["faber_test"], age=44))
    >>> journal = Journal(Path(folder.name))  # after a restart
    >>> opened, passed_over = journal.last(kb)
    >>> journal.save(opened.entry, Case(age=45), seen=opened.stamp).moved
    False
    >>> journal.save(kept.entry, Case(age=46), seen=kept.stamp).moved  # has not seen age 45
    True
    >>> journal.open(kept.entry, kb).case.age
    45
    >>> folder.cleanup()
    """

    def __init__(self, folder: Path | None = None) -> None:
        named = folder or os.environ.get(VARIABLE) or user_data_path("gluteal") / "cases"
        self.folder = Path(named).expanduser().absolute()  # whatever a notebook does to its own

    def new(self, case: Case | None = None) -> Saved:
        """Begin an entry; without a case, or with an empty one, its first save makes the file."""
        if case is None or case == Case():
            return Saved(self._free())
        return self._add(_text(case))

    def save(self, entry: str, case: Case, seen: str = "") -> Saved:
        """Save a case, all of it or nothing, over what was seen and nothing else.

        If the file holds anything else, cannot be read or is gone, it is left and the case is
        kept under a new entry, as the result says.

        Parameters
        ----------
        entry : str
            Where the case belongs.
        case : Case
            What to keep; refused with CaseError if it is too large.
        seen : str
            Stamp of the file as this window last saved or opened it; '' if it never did.
        """
        path, text = self._path(entry), _text(case)
        stamp = stamp_of(text)
        with self.using(), alone(path):
            held = stamp_at(path)
            if held and held in (seen, stamp):
                sync(write(path, text).parent)
                if stamp_at(path) == stamp:  # where nothing keeps others out, one may have followed
                    return Saved(entry, stamp)
        if not held and not seen and self._create(path, text):
            return Saved(entry, stamp)
        moved = replace(self._add(text), moved=True)
        with suppress(OSError):  # a word to the other window, no more
            self._word(entry).touch()
        return moved

    def holds(self, entry: str, stamp: str) -> bool:
        """Whether a file still is what a window last saw of it."""
        return stamp_at(self._path(entry)) == stamp

    def told(self, entry: str) -> bool:
        """Whether another window went on from this entry under one of its own; said once."""
        try:
            self._word(entry).unlink()
        except OSError:
            return False
        return True

    def _word(self, entry: str) -> Path:
        return self._path(entry).with_suffix(".moved")

    def open(self, entry: str, kb: Knowledge) -> Opened:
        """Read what can be used of a case, as :func:`usable` does; the file stays as it is.

        A file that is missing or damaged raises CaseError, which names it.
        """
        path = self._path(entry)
        try:
            text = read(path)
            given, notes = migrated(text)
        except CaseError as error:
            raise CaseError(f"{path}: {error}") from None
        case, troubles = usable(given, kb)
        told = (*(Trouble("cleared", "", note) for note in notes), *troubles)
        if holds(case, given):
            return Opened(case, told, entry, entry, stamp_of(text))
        return Opened(case, told, entry, self._free(), "")

    def duplicate(self, entry: str) -> Saved:
        """Begin an entry with a copy of a file, all that it says; the result is the copy."""
        path = self._path(entry)
        try:
            text = read(path)
            loads(text)
        except CaseError as error:
            raise CaseError(f"{path}: {error}") from None
        return self._add(text)

    def delete(self, entry: str) -> None:
        """Move a file, damaged or not, to ``deleted``; an older one there gets a longer name."""
        kept = self._path(entry, "deleted")
        if os.path.lexists(kept) and os.path.lexists(self._path(entry)):
            self.move(kept, kept.with_name(f"{entry}.{secrets.token_hex(4)}.json"))
        self.move(self._path(entry), kept)

    def restore(self, entry: str) -> None:
        """Bring back what ``delete`` moved; refused with CaseError if the id is in use again."""
        self.move(self._path(entry, "deleted"), self._path(entry))

    def entries(self) -> pd.DataFrame:
        """All entries, the last saved first; a damaged file is a row that is not ``readable``.

        ``saved`` is the file's time in UTC, which :func:`local_time` says; ``present`` and
        ``absent`` count findings; then ``setting``, ``age``, ``sex`` and ``side``. Files not
        named by an id are left alone.
        """
        rows = []
        with self.using(), suppress(FileNotFoundError):
            for path in map(self.folder.joinpath, os.listdir(self.folder)):
                if path.suffix == ".json" and _ENTRY.fullmatch(path.stem):
                    said = said_of(path)
                    with suppress(FileNotFoundError):  # deleted meanwhile
                        rows.append((path.lstat().st_mtime_ns, path.stem, *said))
        rows.sort(key=lambda row: row[:2], reverse=True)
        frame = pd.DataFrame(rows, columns=list(TYPES))
        # no time rather than an error for a clock beyond the years that pandas knows
        frame["saved"] = pd.to_datetime(frame["saved"], unit="ns", utc=True, errors="coerce")
        return frame.astype(TYPES).set_index("entry")

    def last(self, kb: Knowledge) -> tuple[Opened | None, list[Trouble]]:
        """The case saved last of those that can be opened, and a trouble for each passed over.

        The ``value`` of such a trouble is the entry.
        """
        passed: list[Trouble] = []
        for entry, saved in self.entries()["saved"].items():
            try:
                return self.open(str(entry), kb), passed
            except CaseError as error:
                why = str(error).removeprefix(f"{self._path(str(entry))}: ")
                said = f"The case of {local_time(saved) or entry} cannot be opened: {why}"
                passed.append(Trouble("", str(entry), f"{said}. It is kept as it is."))
        return None, passed

    def _path(self, entry: str, *within: str) -> Path:
        if not isinstance(entry, str) or not _ENTRY.fullmatch(entry):
            raise CaseError(f"entry == {entry!r}, must be an id such as 2026-11-22-114903-3f5a")
        return self.folder.joinpath(*within, f"{entry}.json")

    def _free(self) -> str:
        """An id that no file has."""
        while True:
            entry = f"{pd.Timestamp.now('UTC'):%Y-%m-%d-%H%M%S}-{secrets.token_hex(2)}"
            paths = self._path(entry), self._path(entry, "deleted")
            if not any(map(os.path.lexists, paths)):
                return entry

    def _add(self, text: str) -> Saved:
        while True:
            entry = self._free()
            if self._create(self._path(entry), text):
                return Saved(entry, stamp_of(text))

    def _create(self, path: Path, text: str) -> bool:
        with self.using():
            path.parent.mkdir(0o700, parents=True, exist_ok=True)
            draft = write(path.with_name(f".{path.name}.{secrets.token_hex(4)}"), text)
            try:
                return claim(draft, path)
            finally:
                draft.unlink(missing_ok=True)

    def move(self, path: Path, to: Path) -> None:
        """Move a file of the folder to a name that must be free."""
        with self.using(), alone(path):
            if not os.path.lexists(path):
                raise CaseError(f"{path}: there is no such file; entries() lists the cases")
            to.parent.mkdir(0o700, exist_ok=True)
            if not claim(path, to):
                raise CaseError(f"{to} is in use again; rename {path} to another id to open it")

    @contextmanager
    def using(self) -> Iterator[None]:
        """What the system refuses becomes a CaseError that says how to mend it."""
        try:
            yield
        except OSError as error:
            raise CaseError(
                f"{self.folder} cannot be used for cases ({error.strerror or error}); mend that "
                f"or name another folder in the environment variable {VARIABLE}"
            ) from None


def _text(case: Case) -> str:
    if (size := len((text := case.to_json()).encode())) > MAX_BYTES:
        raise CaseError(f"the case has {size} bytes, at most {MAX_BYTES} are kept; shorten it")
    return text
