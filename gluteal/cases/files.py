"""The file of a case: a versioned JSON format, written all or nothing, read with suspicion."""

from __future__ import annotations

import hashlib
import json
import os
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any, BinaryIO

from gluteal.cases.errors import CaseError
from gluteal.cases.values import said
from gluteal.cases.versions import narrowed
from gluteal.knowledge import bounded

if sys.platform != "win32":
    import fcntl

FORMAT = "gluteal-case"
FORMAT_VERSION = 2
MAX_BYTES = 1_000_000


def dumps(case: Mapping[str, Any]) -> str:
    """The fields of a case as text in the versioned format."""
    record = {"format": FORMAT, "version": FORMAT_VERSION, "case": case}
    return json.dumps(record, indent=1, ensure_ascii=False) + "\n"


def loads(text: str) -> dict[str, Any]:
    """The fields of a case from text, as :func:`migrated` reads them."""
    return migrated(text)[0]


def migrated(text: str) -> tuple[dict[str, Any], tuple[str, ...]]:
    """The fields of a case from text, as this version says them, and what that changed.

    Returns
    -------
    fields : dict
        Of the present version, whichever wrote the file.
    notes : tuple of str
        Sentences for the clinician; none where the file means what it meant.

    Raises
    ------
    CaseError
        The text is damaged, too large, of another kind or from a newer version.
    """
    if len(text) > MAX_BYTES:
        raise CaseError(f"the case has {len(text)} characters, at most {MAX_BYTES} are read")
    try:
        record = json.loads(text, object_pairs_hook=_once, parse_constant=_no_constant)
    except RecursionError:
        raise CaseError("the case is nested too deeply; it is not a saved case") from None
    except json.JSONDecodeError as error:
        raise CaseError(
            f"the case is damaged at line {error.lineno}, column {error.colno} ({error.msg}); "
            "open an earlier copy"
        ) from None
    except ValueError as error:  # a number of thousands of digits
        if isinstance(error, CaseError):
            raise
        raise CaseError(f"the case is damaged ({error}); open an earlier copy") from None
    if not isinstance(record, dict) or record.get("format") != FORMAT:
        raise CaseError(f"this is not a saved case: its format is not {FORMAT!r}")
    version = record.get("version")
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise CaseError(f"version == {said(version)}, must be a whole number from 1")
    if version > FORMAT_VERSION:
        raise CaseError(
            f"the case was saved by a newer gluteal (format {said(version)}, this one reads "
            f"{FORMAT_VERSION}); update gluteal to open it"
        )
    fields = record.get("case")
    if not isinstance(fields, dict):
        raise CaseError("the case is damaged: it holds no 'case'; open an earlier copy")
    return narrowed(fields) if version == 1 else (fields, ())


def write(path: Path, text: str) -> Path:
    """Write a file, all of it or nothing."""
    handle, temporary = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    return path


def read(path: Path) -> str:
    """The text of a case file.

    Raises
    ------
    CaseError
        The file is missing, too large or not text.
    """
    try:
        return bounded(path, MAX_BYTES).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise CaseError("not UTF-8 text; it is not a saved case") from None
    except OSError as error:
        raise CaseError(f"cannot be read ({error.strerror or error}); check the path") from None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        again = Counter(k for k, _ in pairs).most_common(1)[0][0]
        raise CaseError(f"the case is damaged: {said(again)} stands twice; open an earlier copy")
    return found


def _no_constant(name: str) -> float:
    raise CaseError(f"the case is damaged: {name} is not a number; open an earlier copy")


def claim(source: Path, path: Path) -> bool:
    """Move a file unless the name is taken."""
    with suppress(FileExistsError):
        try:
            os.link(source, path)
        except OSError:  # the name is taken, or the file system knows no links
            path.touch(0o600, exist_ok=False)
            try:
                os.replace(source, path)
            except OSError:
                path.unlink()  # the name is free again
                raise
        sync(path.parent)  # the new name is safe before the old one goes
        source.unlink(missing_ok=True)
        return True
    return False


def stamp_of(text: str) -> str:
    """What tells one content of a file from another."""
    return hashlib.sha256(text.encode()).hexdigest()[:32]


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Keep others that ask for the same from changing a file meanwhile.

    The lock goes with the process that holds it. On Windows, and where the file system knows
    no locks, nobody is kept out.
    """
    held = _lock(path)
    try:
        yield
    finally:
        if held:
            held.close()


def _lock(path: Path) -> BinaryIO | None:
    while sys.platform != "win32":
        with ExitStack() as stack, suppress(OSError):
            file = stack.enter_context(path.open("rb"))
            fcntl.flock(file, fcntl.LOCK_EX)
            if os.path.samestat(os.fstat(file.fileno()), path.stat()):
                stack.pop_all()
                return file
            continue  # while this waited, another file took the name
        return None
    return None


def sync(folder: Path) -> None:
    """Make the names in a folder outlive a power cut, where the system can."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        with suppress(OSError):
            os.fsync(handle)
        os.close(handle)
