"""Where a needle goes: the side and the level, which no tool may guess."""

from __future__ import annotations

from gluteal.care.limit import Limit
from gluteal.care.patient import Patient, Row, ids_of

_DEFICIT = "deficit_level_"  # how findings begin that name the root of a deficit


def side_and_level(name: str, row: Row, s: Patient) -> list[Limit]:
    """What is open about the place of an injection.

    Parameters
    ----------
    name, row : str, dict
        The injection and its row; ``asks`` says what its place depends on.
    """
    asks, limits = ids_of(row["asks"]), []
    if "side" in asks and s.case.side is None:
        limits.append(Limit("side", name, s.kb.say("Side not given"), False))
    if "level" in asks:
        limits.append(
            Limit("level", name, s.kb.say("Which level? {level}", level=_level(s)), False)
        )
    return limits


def _level(s: Patient) -> str:
    """The root of the marked deficit, or what the level is to follow from."""
    roots = sorted(f.removeprefix(_DEFICIT).upper() for f in s.present if f.startswith(_DEFICIT))
    if not roots:
        return s.kb.say("The root on which leg pain, deficit and MRI agree")
    said = s.kb.say(" and ").join(roots)
    return s.kb.say("The deficit marked is that of {roots}; MRI must agree", roots=said)
