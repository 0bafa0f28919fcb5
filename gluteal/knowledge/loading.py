"""From a folder to the evidence: read, validated unless it is ours, and put into a language."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

from gluteal.knowledge.guarded import UNSEEN
from gluteal.knowledge.languages import ENGLISH_CODE, home_of, language_of, sealed, texts_of
from gluteal.knowledge.problems import KnowledgeError
from gluteal.knowledge.reader import blank, contents, data_folder, digest, files, hashes, manifest
from gluteal.knowledge.store import Knowledge


def load(
    folder: str | Path | None = None, reconciled: bool = True, *, language: str = ENGLISH_CODE
) -> Knowledge:
    """Load the evidence.

    Parameters
    ----------
    folder : path, optional
        A folder with tables of one's own, in the form of ``data/``. Without it the
        bundled tables are loaded, once a session.
    reconciled : bool
        Whether judged cells count as reconciled with whole invented patients; if not, the
        judgements stand as they are and the version says ``judged``.
    language : str
        Code of a folder of ``languages/``, such as ``de``: labels are in it where it translates
        them, else in English. Numbers, ids, version and digest are the same.

    Returns
    -------
    Knowledge
        The tables; bundled ones are trusted by their hash, others validated cell by cell.

    Raises
    ------
    KnowledgeError
        Something in the folder cannot be used: all problems at once, each with file,
        row, column, value and remedy.
    ValueError
        There is no such language; the message lists those there are.

    Examples
    --------
    >>> kb = load()
    >>> kb.matrix.shape == (len(kb.causes), len(kb.findings))
    True
    >>> len(kb.reconciled) > 0, len(load(reconciled=False).reconciled)
    (True, 0)
    >>> load(language="de").label("piriformis_syndrome")
    'Piriformis-Syndrom (Deep-Gluteal-Syndrom)'
    """
    if folder is None:
        return _bundled(reconciled, language)
    return _speaking(read(Path(folder), reconciled), language, Path(folder))


@lru_cache(maxsize=8)
def _bundled(reconciled: bool, language: str) -> Knowledge:
    if language == ENGLISH_CODE:
        return read(data_folder(), reconciled)
    return _speaking(_bundled(reconciled, ENGLISH_CODE), language, data_folder())


def _speaking(kb: Knowledge, language: str, folder: Path) -> Knowledge:
    """The tables of a folder in a language; one that is not ours is validated text by text."""
    if language == ENGLISH_CODE:
        return kb
    home = home_of(language, folder)
    raw, unread = texts_of(home, language)
    if not (home == data_folder() and sealed(language, raw)):
        from gluteal.knowledge.checks.languages import problems

        found = problems(language, raw, kb._raw if home == folder else None, unread)
        if len(found):
            raise KnowledgeError(found, home)
    return kb.in_language(language_of(language, raw))


def read(folder: Path, reconciled: bool = True) -> Knowledge:
    """Read a folder of tables; validate it unless its tables are the bundled ones.

    A manifest of one's own gives the version its name; it is no reason to skip validation.
    """
    wanted = files()
    raw, unread = contents(folder)
    vouched = manifest(folder)
    sealed = _sealed(vouched, raw)
    if not sealed or vouched["sha256"] != manifest(data_folder()).get("sha256"):
        from gluteal.knowledge.checks.columns import problems

        found = problems(raw, wanted, unread)
        if len(found):
            raise KnowledgeError(found, folder)
    version = _version(vouched, sealed)
    if not reconciled:
        raw["reconciled.csv"], version = blank("reconciled"), version + "+judged"
    return Knowledge(raw, version, digest(raw))


def unchecked(folder: str | Path) -> Knowledge:
    """The tables of a folder as they stand: nothing is validated, so anything may be wrong later.

    For tables that :func:`check` has passed, and to compare with tables of an older layout.
    """
    raw, vouched = contents(Path(folder))[0], manifest(Path(folder))
    return Knowledge(raw, _version(vouched, _sealed(vouched, raw)), digest(raw))


def _sealed(vouched: dict[str, Any], raw: dict[str, bytes]) -> bool:
    return vouched.get("sha256") == hashes(raw) and raw.keys() >= set(files())


def _version(vouched: dict[str, Any], sealed: bool) -> str:
    named = vouched.get("version")
    version = UNSEEN.sub("", named)[:60] if isinstance(named, str) else "unversioned"
    return version + ("" if sealed else "+changed")
