"""Are the records of the sources fit to be cited? CSL-JSON, as far as it is read."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from gluteal.knowledge.checks.values import LONGEST, MOST, show
from gluteal.knowledge.guarded import UNSEEN, Problem

FILE = "references.json"
UNSEEN_SAID = "holds a character that cannot be seen; type the text anew"


def references(content: bytes | None, found: list[Problem]) -> set[str]:
    """The ids of the sources; what is wrong with their records joins the problems."""
    if content is None:
        return set()
    try:
        records = json.loads(content)
    except (ValueError, RecursionError) as error:
        found.append((FILE, 0, "", "", f"not a CSL-JSON list of records with ids: {error}"))
        return set()
    if not isinstance(records, list) or not all(_named(r) for r in records):
        found.append((FILE, 0, "", "", "not a CSL-JSON list of records with ids"))
        return set()
    seen: set[str] = set()
    for i, record in enumerate(records, 1):
        identifier = record["id"]
        if identifier in seen:
            found.append((FILE, i, "id", show(identifier), "stands twice; keep one"))
        seen.add(identifier)
        for name, (check, must) in _FIELDS.items():
            if name in record and not check(value := record[name]):
                said = UNSEEN_SAID if _hidden(value) else f"must be {must}"
                found.append((FILE, i, name, show(identifier), f"{said}; see CSL-JSON"))
    return seen


def _named(record: object) -> bool:
    return isinstance(record, dict) and isinstance(record.get("id"), str)


def _hidden(value: object) -> bool:
    return isinstance(value, str) and UNSEEN.search(value) is not None


def _text(value: object) -> bool:
    return isinstance(value, str) and len(value) <= LONGEST and not UNSEEN.search(value)


def _people(value: object) -> bool:
    """Whether a value is a list of names, each an object of texts."""
    return (
        isinstance(value, list)
        and len(value) <= 10 * MOST
        and all(isinstance(one, dict) and all(map(_text, one.values())) for one in value)
    )


def _date(value: object) -> bool:
    """Whether a value is a date with a year, or an empty one."""
    parts = value.get("date-parts", [[1]]) if isinstance(value, dict) else None
    return (
        isinstance(parts, list)
        and len(parts) in (1, 2)
        and all(isinstance(part, list) and part and all(map(_whole, part)) for part in parts)
    )


def _whole(value: object) -> bool:
    if isinstance(value, str):
        return value.isdecimal() and len(value) < 5
    return isinstance(value, int) and not isinstance(value, bool) and 0 < value < 10_000


def _custom(value: object) -> bool:
    read = ("kind", "seen")
    return isinstance(value, dict) and all(_text(value.get(name, "")) for name in read)


_TEXT = (_text, f"text of at most {LONGEST} characters")
_FIELDS: dict[str, tuple[Callable[[Any], bool], str]] = {
    **dict.fromkeys("id title container-title DOI PMID PMCID URL type note".split(), _TEXT),
    "author": (_people, "a list of names, each an object of texts"),
    "issued": (_date, 'an object such as {"date-parts": [[2005]]}'),
    "custom": (_custom, "an object of texts"),
}
