"""Members of parsed JSON, each taken with suspicion: what is wrong is said with its path."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gluteal.cases import CaseError, said
from gluteal.exchange import codes

_KINDS: dict[type, str] = {
    Mapping: "an object",
    list: "a list",
    str: "text",
    bool: "true or false",
}


def codings(concept: Mapping[str, Any], path: str) -> list[tuple[str, str]]:
    """The codings of gluteal in a CodeableConcept."""
    listed = checked(concept.get("coding", []), list, f"{path}.coding")
    own = []
    for place, one in enumerate(listed):
        here = f"{path}.coding[{place}]"
        system = checked(one, Mapping, here).get("system")
        if isinstance(system, str) and system.startswith(codes.OWN):
            own.append((system, member(one, "code", str, here)))
    return own


def quantity_of(resource: Mapping[str, Any], unit: str, path: str) -> Any:
    """The number of an Observation, which is in this UCUM unit and exact."""
    given = value_of(resource, "Quantity", Mapping, path)
    for name, must in (("system", codes.UCUM), ("code", unit), ("comparator", None)):
        if given.get(name) != must:
            remedy = f"must be {must!r}" if must else "must be left out"
            raise CaseError(f"{path}.valueQuantity.{name} == {said(given.get(name))}, {remedy}")
    if given.get("value") is None:
        raise CaseError(f"{path}.valueQuantity.value is missing, must be a number")
    return given["value"]


def value_of(resource: Mapping[str, Any], kind: str, must: type, path: str) -> Any:
    """The value of an Observation, which has this kind of value and no other."""
    others = [n for n in _values(resource) if n != f"value{kind}"]
    if others or "dataAbsentReason" in resource:
        name = others[0] if others else "dataAbsentReason"
        raise CaseError(f"{path}.{name} does not belong there, only value{kind}")
    return member(resource, f"value{kind}", must, path)


def no_value(resource: Mapping[str, Any], path: str) -> None:
    """Refuse a value beside the reason for having none."""
    if _values(resource):
        raise CaseError(f"{path} has a value and a dataAbsentReason; keep one of the two")


def _values(resource: Mapping[str, Any]) -> list[str]:
    return [n for n in resource if isinstance(n, str) and n.lstrip("_").startswith("value")]


def member(of: Mapping[str, Any], name: str, kind: type, path: str) -> Any:
    """A member that must be there and of this kind."""
    here = f"{path}.{name}" if path else name
    if name not in of:
        raise CaseError(f"{here} is missing, must be {_KINDS[kind]}")
    return checked(of[name], kind, here)


def checked(one: Any, kind: type, path: str) -> Any:
    """The same, if it is of this kind."""
    if not isinstance(one, kind):
        raise CaseError(f"{path} == {said(one)}, must be {_KINDS[kind]}")
    return one
