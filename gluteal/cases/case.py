"""A case: what a clinician marked, frozen, checked, and kept in a versioned file."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from gluteal.cases.errors import CaseError, UnknownFindingError
from gluteal.cases.files import dumps, loads, read, write
from gluteal.cases.values import doses, ids, number_of, reasons, said
from gluteal.cases.versions import settled_ids
from gluteal.knowledge import EQUAL, SETTINGS, TOPICS, Knowledge, once

_LISTS = ("present", "absent", "paused", "precautions", "screened")
_RANGES = {
    "age": (0, 120),
    "severity": (0, 10),
    "duration_weeks": (0, 6000),
    "conservative_weeks": (0, 6000),
    "weight_kg": (1, 400),
}
_CHOICES = {"sex": ("female", "male"), "side": ("left", "right", "both")}


@dataclass(frozen=True)
class Case:
    """What is known of one patient; no name, date or number that identifies them.

    Parameters
    ----------
    present, absent : iterable of str
        Findings marked present or absent; all others are unknown.
    paused : iterable of str
        Marked findings left out of the reasoning for a moment. Red flags and
        precautions still see them.
    setting : str
        Where the patient is seen: primary_care, sports, pain_clinic,
        spine_orthopaedic, emergency, or equal (every cause alike, for teaching).
    age : int, optional
        Years, 0 to 120; gives the age findings.
    sex : {"female", "male"}, optional
        Gives the finding ``female_sex``.
    side : {"left", "right", "both"}, optional
        The painful side.
    severity : float, optional
        Pain, 0 to 10.
    duration_weeks, conservative_weeks : float, optional
        Weeks since the pain began, and of conservative care so far.
    weight_kg : float, optional
        Body weight, for the ceiling of local anaesthetic.
    precautions : iterable of str
        Ids of ``precautions`` and ``anticoagulants`` that are true of the patient.
    screened : iterable of str
        Screening topics that were asked and found clear: pregnancy, antithrombotic,
        allergy, infection, diabetes, immunosuppression, steroid.
    cleared : mapping of str to str
        What no longer holds an injection, to the reason: ``flag:<id>`` a red flag,
        ``precaution:<id>`` a suggested precaution, ``exception:<id>`` an exception to the
        conservative trial. One reason settles one thing.
    anaesthetic_mg : mapping of str to float
        Local anaesthetic planned besides the injection (skin, other site or side), in mg.

    Raises
    ------
    CaseError
        A finding is marked twice, a number is out of range or a choice is unknown.

    Examples
    --------
    >>> case = Case(present=["sij_thigh_thrust"], age=44, setting="pain_clinic")
    >>> case.with_marks(present=["sij_distraction"]).present
    ('sij_thigh_thrust', 'sij_distraction')
    """

    present: Iterable[str] = ()
    absent: Iterable[str] = ()
    paused: Iterable[str] = ()
    setting: str = EQUAL
    age: int | None = None
    sex: str | None = None
    side: str | None = None
    severity: float | None = None
    duration_weeks: float | None = None
    conservative_weeks: float | None = None
    weight_kg: float | None = None
    precautions: Iterable[str] = ()
    screened: Iterable[str] = ()
    cleared: Mapping[str, str] = field(default_factory=dict)
    anaesthetic_mg: Mapping[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name in _LISTS:
            object.__setattr__(self, name, ids(name, getattr(self, name)))
        object.__setattr__(self, "cleared", reasons(self.cleared))
        object.__setattr__(self, "anaesthetic_mg", doses(self.anaesthetic_mg))
        both = sorted(set(self.present) & set(self.absent))
        if both:
            raise CaseError(f"{both[0]} is marked present and absent; keep one of the two")
        for name, (low, high) in _RANGES.items():
            value = getattr(self, name)
            if value is not None:
                number = number_of(value)
                if number is None or not low <= number <= high:
                    raise CaseError(
                        f"{name} == {said(value)}, must be a number from {low} to {high}"
                    )
                object.__setattr__(self, name, number)
        if self.age is not None:
            if int(self.age) != self.age:
                raise CaseError(f"age == {self.age!r}, must be in whole years")
            object.__setattr__(self, "age", int(self.age))
        for name, choices in _CHOICES.items():
            if getattr(self, name) not in (None, *choices):
                raise CaseError(
                    f"{name} == {getattr(self, name)!r}, must be one of {', '.join(choices)}, or None"
                )
        if self.setting not in (*SETTINGS, EQUAL):
            raise CaseError(
                f"setting == {self.setting!r}, must be one of {', '.join((*SETTINGS, EQUAL))}"
            )
        unknown = set(self.screened) - set(TOPICS)
        if unknown:
            raise CaseError(f"screened has {min(unknown)!r}, must be of {', '.join(TOPICS)}")

    def __reduce__(self) -> tuple[Any, ...]:
        return (_from_dict, (self.to_dict(),))

    def __hash__(self) -> int:
        held = (getattr(self, f.name) for f in fields(self))
        return hash(tuple(frozenset(v.items()) if isinstance(v, Mapping) else v for v in held))

    def with_marks(
        self,
        present: Iterable[str] = (),
        absent: Iterable[str] = (),
        paused: Iterable[str] = (),
    ) -> Case:
        """A copy with more findings marked; a mark replaces its opposite."""
        yes, no = ids("present", present), ids("absent", absent)
        return replace(
            self,
            present=[*(f for f in self.present if f not in no), *yes],
            absent=[*(f for f in self.absent if f not in yes), *no],
            paused=[*self.paused, *ids("paused", paused)],
        )

    def check(self, kb: Knowledge) -> None:
        """Check every id against the tables.

        Raises
        ------
        UnknownFindingError
            An id is unknown; the message lists the nearest.
        CaseError
            Marks contradict the age, the sex or each other.
        """
        known = _known_ids(kb)
        for name, allowed in known.items():
            _known(name, getattr(self, name), allowed)
        unmarked = set(self.paused) - set(self.present) - set(self.absent)
        if unmarked:
            raise CaseError(
                f"paused has {min(unmarked)!r}, which is not marked; mark it or drop it"
            )
        self._consistent(kb)

    def _consistent(self, kb: Knowledge) -> None:
        implied = self.implied(kb)
        for finding, state in implied.items():
            if finding in (self.absent if state else self.present):
                said = f"age {self.age}" if finding != "female_sex" else f"sex {self.sex}"
                raise CaseError(
                    f"{finding} is marked {'absent' if state else 'present'}, which contradicts "
                    f"{said}; change one of the two"
                )
        for name, answers in kb.cells.answers.items():
            marked = [f for f in answers[0] if f in self.present or f in self.absent]
            fits = (all((f in a) == (f in self.present) for f in marked) for a in answers[1])
            if not any(fits):
                raise CaseError(
                    f"{' and '.join(marked)} are marked so that no answer to the question "
                    f"'{name}' fits; change one of them"
                )

    def implied(self, kb: Knowledge) -> dict[str, bool]:
        """Findings that follow from age and sex: finding to True (present) or False (absent)."""
        implied: dict[str, bool] = {}
        if self.age is not None:
            for question in kb.cells.questions.values():
                for (low, high), column in zip(question.ages, question.membership.T):
                    if low <= self.age <= high:
                        names = (kb.cells.findings[i] for i in question.members)
                        implied |= dict(zip(names, (bool(v) for v in column)))
        if self.sex is not None and "female_sex" in kb.findings.index:
            implied["female_sex"] = self.sex == "female"
        return implied

    def marks(self, kb: Knowledge) -> tuple[set[str], set[str]]:
        """Findings present and absent for reasoning: with age and sex, without what is paused."""
        present, absent = self.facts(kb)
        return present - set(self.paused), absent - set(self.paused)

    def facts(self, kb: Knowledge) -> tuple[set[str], set[str]]:
        """Findings present and absent as far as known, paused ones too: what safety looks at."""
        implied = self.implied(kb)
        present = set(self.present) | {f for f, state in implied.items() if state}
        absent = set(self.absent) | {f for f, state in implied.items() if not state}
        return present, absent

    def settled(self, kind: str, name: str) -> str:
        """The reason stated for a flag, precaution or exception; '' where there is none."""
        return self.cleared.get(f"{kind}:{name}", "")

    def to_dict(self) -> dict[str, Any]:
        """The fields that say something, as plain lists, dicts and numbers."""
        given = {f.name: getattr(self, f.name) for f in fields(self)}
        plain = {
            k: list(v) if isinstance(v, tuple) else dict(v) if isinstance(v, Mapping) else v
            for k, v in given.items()
        }
        return {k: v for k, v in plain.items() if v not in (None, [], {})}

    def to_json(self) -> str:
        """The case as JSON text in the versioned format.

        Examples
        --------
        >>> Case.from_json(Case(present=["faber_test"]).to_json()).present
        ('faber_test',)
        """
        return dumps(self.to_dict())

    @classmethod
    def from_json(cls, text: str) -> Case:
        """Read a case from JSON text.

        Raises
        ------
        CaseError
            The text is damaged, too large, of another kind or from a newer version.
        """
        return _from_dict(loads(text))

    def save(self, path: str | Path) -> Path:
        """Write the case to a file, all of it or nothing.

        Raises
        ------
        OSError
            The folder cannot be written; the file keeps what it held.
        """
        return write(Path(path), self.to_json())

    @classmethod
    def open(cls, path: str | Path) -> Case:
        """Read a case from a file.

        Raises
        ------
        CaseError
            The file cannot be read as a case; the message names it and says why.
        """
        try:
            return cls.from_json(read(Path(path)))
        except CaseError as error:
            raise CaseError(f"{path}: {error}") from None


def _from_dict(given: Mapping[str, Any]) -> Case:
    names = [f.name for f in fields(Case)]
    unknown = [k for k in given if k not in names]
    if unknown:
        raise CaseError(
            f"the case has an unknown field {unknown[0]!r}; fields are {', '.join(names)}"
        )
    return Case(**given)


@once
def _known_ids(kb: Knowledge) -> dict[str, frozenset[str]]:
    findings = frozenset(kb.findings.index)
    settled = {f"{kind}:{name}" for kind, names in settled_ids(kb).items() for name in names}
    return {
        "present": findings,
        "absent": findings,
        "paused": findings,
        "precautions": frozenset({*kb.precautions.index, *kb.anticoagulants.index}),
        "cleared": frozenset(settled),
        "anaesthetic_mg": frozenset(kb.anaesthetics.index),
    }


def _known(name: str, ids: Iterable[str], known: frozenset[str]) -> None:
    for one in ids:
        if one not in known:
            near = difflib.get_close_matches(one, sorted(known), 3, 0.5)
            hint = f"; did you mean {' or '.join(near)}?" if near else ""
            raise UnknownFindingError(f"{name} has {one!r}, which is not in the tables{hint}")
