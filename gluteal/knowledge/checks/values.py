"""What a value of a case file may be; each says yes or no."""

from __future__ import annotations

import json
import re

LONGEST, MOST = 5_000, 100  # characters of a text, items of a list


_TAKEN = {"con", "prn", "aux", "nul", *(f"{n}{i}" for n in ("com", "lpt") for i in range(10))}


def show(value: object) -> str:
    """A value as a problem quotes it, at most a line; what is nested is only named."""
    if isinstance(value, (list, dict)):
        return f"a list of {len(value)}" if isinstance(value, list) else "an object"
    if isinstance(value, int) and abs(value) > 10**12:
        return "a huge number"
    text = value if isinstance(value, str) else json.dumps(value)
    text = text[:60].encode("utf-8", "backslashreplace").decode()
    return text if len(text) < 60 else text[:57] + "..."


def is_text(value: object) -> bool:
    """Whether a value is text that any file and page can hold."""
    proper = isinstance(value, str) and len(value) <= LONGEST
    return proper and not re.search("[\x00-\x08\x0b-\x1f\ud800-\udfff]", str(value))


def is_said(value: object) -> bool:
    """Whether a value is text that says something."""
    return is_text(value) and str(value).strip() != ""


def is_id(value: object) -> bool:
    """Whether an id can name a file on every system."""
    named = isinstance(value, str) and re.fullmatch("[a-z0-9_]{1,60}", value)
    return bool(named) and value not in _TAKEN


def is_list(value: object, least: int = 1) -> bool:
    """Whether a value is a list of a fair length."""
    return isinstance(value, list) and least <= len(value) <= MOST


def are_ids(value: object) -> bool:
    """Whether a value is a list of ids, none twice."""
    ids = value if isinstance(value, list) and is_list(value, 0) else [None]
    return all(map(is_said, ids)) and len(set(ids)) == len(ids)


def are_sentences(value: object) -> bool:
    """Whether a value is a list of sentences."""
    return isinstance(value, list) and is_list(value) and all(map(is_said, value))


def is_age(value: object) -> bool:
    """Whether a value is an age in whole years."""
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 120


def is_source(value: object) -> bool:
    """Whether a value describes a source."""
    return isinstance(value, dict) and all(
        v is None or is_text(v) or (isinstance(v, int) and abs(v) < 10_000) for v in value.values()
    )
