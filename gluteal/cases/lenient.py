"""A case of whatever was given: what cannot be used is left out and said, the rest counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from gluteal.cases.case import CHOICES, LISTS, NUMBERS, Case
from gluteal.cases.errors import CaseError
from gluteal.cases.known import known_ids, nearest
from gluteal.cases.values import RANGES, number_from_text, number_of, reasons, said
from gluteal.knowledge import Knowledge

_MANY = 20  # troubles that are said one by one
_FIELDS = tuple(f.name for f in fields(Case))
_NAMES = {
    "present": ("Findings present", "a finding"),
    "absent": ("Findings absent", "a finding"),
    "paused": ("Findings paused", "a finding"),
    "precautions": ("Precautions", "a precaution"),
    "screened": ("Topics asked", "a screening topic"),
    "cleared": ("Reasons", "a red flag, precaution, exception or drug"),
    "anaesthetic_mg": ("Planned anaesthetic", "a local anaesthetic"),
}


@dataclass(frozen=True)
class Trouble:
    """Something given that does not count as given.

    Attributes
    ----------
    field : str
        The field of the case; '' for the whole.
    value : str
        What was given, at most a line; several ids are joined by ';'.
    said : str
        A sentence for the clinician.
    """

    field: str
    value: str
    said: str


def usable(
    given: Mapping[str, Any], kb: Knowledge, before: Case | None = None
) -> tuple[Case, list[Trouble]]:
    """What can be used of a case as a page or file gives it; never refused.

    What cannot be used is left out. Marks that contradict each other, the age or the sex are
    paused: they do not count in the reasoning, and red flags and precautions still see them.
    A finding both present and absent is kept as present, paused.

    Parameters
    ----------
    given : mapping
        Fields of :class:`Case`; numbers may be text as it was typed.
    kb : Knowledge
        The tables that the case must fit; the case passes ``check``.
    before : Case, optional
        The case before this change: a mark that it held paused in a contradiction which is
        now gone counts again.

    Returns
    -------
    Case, list of Trouble
        One trouble for each thing that does not count as given.

    Examples
    --------
    >>> import gluteal
    >>> case, (trouble,) = usable({"severity": 35, "side": "left"}, gluteal.load())
    >>> print(case.side, "/", trouble.said)
    left / Pain is 0 to 10; 35 is left out.
    """
    troubles: list[Trouble] = []
    kept = plain(given, troubles)
    for name, known in known_ids(kb).items():
        if name in kept:
            kept[name] = _known(name, kept[name], known, kb, troubles)
    present, absent = kept.get("present", []), kept.get("absent", [])
    both = [f for f in present if f in absent]
    kept["absent"] = [f for f in absent if f not in both]
    case = Case(**{**kept, "paused": ()})
    clashes = case.clashes(kb)
    held = {*both, *(f for marks, _ in clashes for f in marks)}
    freed = {f for marks, _ in before.clashes(kb) for f in marks} if before else set()
    paused = []
    for one in kept.get("paused", []):
        if one not in present and one not in absent:
            said = f"\u201c{kb.label(one)}\u201d is paused but not marked; the pause is left out."
            troubles.append(Trouble("paused", one, said))
        elif one not in held | freed:
            paused.append(one)
    first = [_both(one, kb) for one in both]
    first += [_clash(case, marks, against, kb) for marks, against in clashes]
    return replace(case, paused=[*paused, *sorted(held)]), [*first, *_few(troubles)]


def plain(given: object, troubles: list[Trouble]) -> dict[str, Any]:
    """The fields that can be used, before any table is asked; what cannot joins the troubles."""
    if not isinstance(given, Mapping):
        text = "What was given is not a case; nothing of it is used."
        troubles.append(Trouble("", _shown(given), text))
        return {}
    kept: dict[str, Any] = {}
    for name, value in given.items():
        try:
            if name not in _FIELDS:
                raise ValueError(f"{said(name)} is not a field of a case; it is left out.")
            if value is not None and value != "":
                kept[name] = _plain(name, value)
        except ValueError as error:
            troubles.append(Trouble(_shown(name), _shown(value), str(error)))
    return kept


def _plain(name: str, value: Any) -> Any:
    """A value of the kind that the field holds; ValueError says why it is none."""
    if name in NUMBERS:
        return _number(name, value)
    if name in CHOICES:
        if isinstance(value, str) and value in CHOICES[name]:
            return value
        *most, last = (choice.replace("_", " ") for choice in CHOICES[name])
        must = f"{name.capitalize()} is {', '.join(most)} or {last}"
        rest = ", and every cause counts alike" if name == "setting" else ""
        raise ValueError(f"{must}; {_quoted(value)} is left out{rest}.")
    wanted, kind = (list, "list") if name in LISTS else (dict, "table")
    if not isinstance(value, (list, tuple, set, frozenset) if wanted is list else Mapping):
        raise ValueError(f"{_NAMES[name][0]} must be a {kind}; {_quoted(value)} is left out.")
    return wanted(value)


def _known(name: str, given: Any, known: frozenset[str], kb: Knowledge, to: list[Trouble]) -> Any:
    """The entries of a list or table that can be used."""
    kept, left = {}, 0
    for one in given:
        try:
            if not isinstance(one, str) or one not in known:
                left += 1
                near = nearest(one, known) if isinstance(one, str) and left <= _MANY else []
                hint = f"; did you mean {_label(near[0], kb)}? It" if near else "; it"
                text = f"{_quoted(one)} is not {_NAMES[name][1]} of these tables{hint} is left out."
                raise ValueError(text[0].upper() + text[1:])
            kept[one] = _entry(name, one, given[one], kb) if isinstance(given, Mapping) else None
        except ValueError as error:
            to.append(Trouble(name, _shown(one), str(error)))
    return kept if isinstance(given, Mapping) else list(kept)


def _entry(name: str, one: str, value: Any, kb: Knowledge) -> Any:
    """What a table holds for an id: a dose, or a reason in words."""
    label = _label(one, kb)
    if name == "anaesthetic_mg":
        return _number(name, value, f" for {label}")
    try:
        return reasons({one: value})[one]
    except CaseError:
        text = f"The reason for {label} must be in words, at most 2000 letters; it is left out."
        raise ValueError(text) from None


def _number(name: str, value: Any, of: str = "") -> float:
    span = RANGES[name]
    try:
        number = number_from_text(value) if isinstance(value, str) else number_of(value)
    except ValueError as error:
        raise ValueError(f"{span}: {error}. It is left out.") from None
    if number is None or not span.holds(number):
        raise ValueError(f"{span}; {_quoted(value)}{of} is left out.")
    return number


def _both(one: str, kb: Knowledge) -> Trouble:
    said = f"\u201c{kb.label(one)}\u201d is marked present and absent: it does not count in the"
    return Trouble("present", one, f"{said} ranking. Red flags and precautions take it as present.")


def _clash(case: Case, marks: list[str], against: str, kb: Knowledge) -> Trouble:
    states = {f: "present" if f in case.present else "absent" for f in marks}
    named = " and ".join(f"\u201c{kb.label(f)}\u201d, {state}," for f, state in states.items())
    said = f"{named} contradict each other: none of them counts"
    if against:
        given = getattr(case, against)
        value = given if isinstance(given, str) else f"{given:g}"
        name = against.replace("_", " in ")
        said = f"{named} contradicts the {name} ({value}): it does not count"
    return Trouble(
        against or "present",
        ";".join(marks),
        f"{said} in the ranking until one is changed. Red flags and precautions still see "
        f"{'it' if against else 'them'}.",
    )


def _few(troubles: list[Trouble]) -> list[Trouble]:
    more = len(troubles) - _MANY
    if more <= 0:
        return troubles
    return [*troubles[:_MANY], Trouble("", str(more), f"{more} more things are left out.")]


def _label(one: str, kb: Knowledge) -> str:
    """The label of an id, which may name its kind first."""
    return kb.label(one.rpartition(":")[2])


def _quoted(value: object) -> str:
    """A value as a sentence quotes it: what is neither text nor number is not spelt out."""
    return (
        said(value) if isinstance(value, str) or number_of(value) is not None else "what is there"
    )


def _shown(value: object) -> str:
    plain = isinstance(value, str) and value.isprintable() and len(value) < 60
    return str(value) if plain else said(value)
