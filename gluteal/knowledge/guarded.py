"""What comes from outside, read with suspicion: plain files, none too large, none elsewhere."""

from __future__ import annotations

import re
from pathlib import Path

Problem = tuple[str, int, str, str, str]  # file, row, column, value, remedy
# control characters, halves of surrogate pairs, and marks that turn the direction of text
UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def bounded(path: Path, most: int) -> bytes:
    """The bytes of a plain file of at most ``most`` bytes; no more than that is ever read.

    Raises
    ------
    OSError
        The file is missing, too large, or no file but a folder, a pipe or a device.

    Examples
    --------
    >>> bounded(Path("."), 10)
    Traceback (most recent call last):
        ...
    OSError: it is no plain file
    """
    if path.exists() and not path.is_file():
        raise OSError("it is no plain file")
    with path.open("rb") as file:
        content = file.read(most + 1)
    if len(content) > most:
        raise OSError(f"it has {path.stat().st_size} bytes, at most {most} are read")
    return content


def strays(path: Path, folder: Path) -> bool:
    """Whether a file of a folder leads out of it, by a link or by its name.

    Examples
    --------
    >>> strays(Path("tables/../../secret.csv"), Path("tables"))
    True
    >>> strays(Path("tables/causes.csv"), Path("tables"))
    False
    """
    return not path.resolve().is_relative_to(folder.resolve())
