"""The journal: every case on this computer, each in a whole file, so that none is lost."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pandas as pd
from platformdirs import user_data_path

from gluteal.cases.case import Case
from gluteal.cases.errors import CaseError
from gluteal.cases.files import MAX_BYTES, claim, migrated, read, sync, write

VARIABLE = "GLUTEAL_JOURNAL"
_ENTRY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}-[0-9]{6}-[0-9a-f]{2,8}")
_TYPES = {"saved": "datetime64[ns, UTC]", "entry": "str", "present": "Int64", "absent": "Int64"}
_TYPES |= {"setting": "str", "age": "Int64", "readable": "bool"}


class Journal:
    """The cases in one folder; a case saved here outlives kernel, browser and power.

    Nothing is written before the first save. An id is the UTC time at which the entry was
    begun and a random suffix; it says nothing about the patient. Every method raises
    CaseError for what is no id and for a folder that cannot be used.

    Parameters
    ----------
    folder : Path, optional
        Where the cases are. By default the folder that the environment variable
        ``GLUTEAL_JOURNAL`` names, else ``cases`` in the user's data folder.

    Notes
    -----
    New files are private to the user where the system knows such rights, but not encrypted.
    If two windows save one entry, the later counts. A kill may leave a draft, never listed.

    Examples
    --------
    >>> import tempfile
    >>> folder = tempfile.TemporaryDirectory()
    >>> entry = Journal(Path(folder.name)).new(Case(present=["faber_test"], age=44))
    >>> journal = Journal(Path(folder.name))  # after a restart
    >>> journal.save(journal.last(), Case(present=["faber_test"], age=45))
    >>> journal.open(entry).age
    45
    >>> folder.cleanup()
    """

    def __init__(self, folder: Path | None = None) -> None:
        named = folder or os.environ.get(VARIABLE) or user_data_path("gluteal") / "cases"
        self.folder = Path(named).expanduser().absolute()  # whatever a notebook does to its own
        self._unsaved: set[str] = set()

    def new(self, case: Case | None = None) -> str:
        """Begin an entry; without a case, or with an empty one, its first save makes the file."""
        while True:
            entry = f"{pd.Timestamp.now('UTC'):%Y-%m-%d-%H%M%S}-{secrets.token_hex(2)}"
            path, kept = self._path(entry), self._path(entry, "deleted")
            if entry in self._unsaved or os.path.lexists(path) or os.path.lexists(kept):
                continue
            if case is None or case == Case():
                self._unsaved.add(entry)
                return entry
            if self._create(path, case):
                return entry

    def save(self, entry: str, case: Case) -> None:
        """Save a case, all of it or nothing; a file that was deleted or lost is made anew.

        Refused with CaseError over a file that cannot be read, or if the case is too large, or
        if another process took the id between ``new`` and the first save.
        """
        path = self._path(entry)
        if entry in self._unsaved or not os.path.lexists(path):
            if not self._create(path, case):
                raise CaseError(f"{path}: another window took this entry; save under a new() one")
            self._unsaved.discard(entry)
            return
        try:
            Case.open(path)
        except CaseError as error:
            raise CaseError(
                f"{error}; it is not overwritten: set it aside with delete({entry!r}), save again"
            ) from None
        with self.using():
            sync(_write(path, case).parent)

    def open(self, entry: str) -> Case:
        """Read a case; a file that is missing or damaged raises CaseError, which names it."""
        return Case.open(self._path(entry))

    def notes(self, entry: str) -> tuple[str, ...]:
        """What reading the file of an older version changed, in sentences for the clinician."""
        return migrated(read(self._path(entry)))[1]

    def duplicate(self, entry: str) -> str:
        """Begin an entry with a copy of a case, as ``new`` does; the id is that of the copy."""
        return self.new(self.open(entry))

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

        ``saved`` is the file's time in UTC; ``present`` and ``absent`` count findings; then
        ``setting`` and ``age``. Files not named by an id are left alone.
        """
        rows = []
        with self.using(), suppress(FileNotFoundError):
            for path in map(self.folder.joinpath, os.listdir(self.folder)):
                if path.suffix == ".json" and _ENTRY.fullmatch(path.stem):
                    said = _said(path)
                    with suppress(FileNotFoundError):  # deleted meanwhile
                        rows.append((path.lstat().st_mtime_ns, path.stem, *said))
        frame = pd.DataFrame(sorted(rows, reverse=True), columns=list(_TYPES))
        # no time rather than an error for a clock beyond the years that pandas knows
        frame["saved"] = pd.to_datetime(frame["saved"], unit="ns", utc=True, errors="coerce")
        return frame.astype(_TYPES).set_index("entry")

    def last(self) -> str | None:
        """The entry saved last of those that can be read; None if there is none."""
        return next(iter(self.entries().query("readable").index), None)

    def _path(self, entry: str, *within: str) -> Path:
        if not isinstance(entry, str) or not _ENTRY.fullmatch(entry):
            raise CaseError(f"entry == {entry!r}, must be an id such as 2026-11-22-114903-3f5a")
        return self.folder.joinpath(*within, f"{entry}.json")

    def _create(self, path: Path, case: Case) -> bool:
        with self.using():
            path.parent.mkdir(0o700, parents=True, exist_ok=True)
            draft = _write(path.with_name(f".{path.name}.{secrets.token_hex(4)}"), case)
            try:
                return claim(draft, path)
            finally:
                draft.unlink(missing_ok=True)

    def move(self, path: Path, to: Path) -> None:
        """Move a file of the folder to a name that must be free."""
        with self.using():
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


def _write(path: Path, case: Case) -> Path:
    if (size := len((text := case.to_json()).encode())) > MAX_BYTES:
        raise CaseError(f"the case has {size} bytes, at most {MAX_BYTES} are kept; shorten it")
    return write(path, text)


def _said(path: Path) -> tuple[int | None, int | None, str | None, int | None, bool]:
    with suppress(CaseError):
        case = Case.open(path)
        return len(tuple(case.present)), len(tuple(case.absent)), case.setting, case.age, True
    return None, None, None, None, False
