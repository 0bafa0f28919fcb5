"""A case: what a clinician marked, frozen, checked, and kept in a versioned file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from gluteal.cases.errors import CaseError
from gluteal.cases.files import dumps, loads, read, write
from gluteal.cases.known import known_ids, refuse_unknown
from gluteal.cases.values import doses, ids, number, reasons, said
from gluteal.knowledge import EQUAL, SETTINGS, TOPICS, Knowledge

LISTS = ("present", "absent", "paused", "precautions", "screened")
NUMBERS = ("age", "severity", "duration_weeks", "conservative_weeks", "weight_kg")
CHOICES = {
    "sex": ("female", "male"),
    "side": ("left", "right", "both"),
    "setting": (*SETTINGS, EQUAL),
}


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
        conservative trial, ``drug:<id>`` a drug whose prescriber agreed and whose last dose is
        known. One reason settles one thing.
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
        for name in LISTS:
            object.__setattr__(self, name, ids(name, getattr(self, name)))
        object.__setattr__(self, "cleared", reasons(self.cleared))
        object.__setattr__(self, "anaesthetic_mg", doses(self.anaesthetic_mg))
        both = sorted(set(self.present) & set(self.absent))
        if both:
            raise CaseError(f"{both[0]} is marked present and absent; keep one of the two")
        for name in NUMBERS:
            object.__setattr__(self, name, number(name, getattr(self, name)))
        if self.age is not None:
            object.__setattr__(self, "age", int(self.age))
        for name, choices in CHOICES.items():
            value = getattr(self, name)
            if value is None and name != "setting":
                continue
            if not isinstance(value, str) or value not in choices:
                raise CaseError(
                    f"{name} == {said(value)}, must be one of {', '.join(choices)}; "
                    "leave it out if it is not known"
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
        for name, allowed in known_ids(kb).items():
            refuse_unknown(name, getattr(self, name), allowed)
        unmarked = set(self.paused) - set(self.present) - set(self.absent)
        if unmarked:
            raise CaseError(
                f"paused has {min(unmarked)!r}, which is not marked; mark it or drop it"
            )
        for marks, given in self.clashes(kb, self.paused):
            against = f"{given} {getattr(self, given)}" if given else "each other"
            raise CaseError(
                f"{' and '.join(marks)}, as marked, contradict{'s' * (len(marks) == 1)} {against}; "
                "change one of the two, or pause the marks"
            )

    def clashes(self, kb: Knowledge, apart: Iterable[str] = ()) -> list[tuple[list[str], str]]:
        """Marks that cannot be true together, and the field (age, sex) where that is what they contradict.

        Parameters
        ----------
        apart : iterable of str
            Marks to leave out, such as those that are paused.
        """
        present, absent = set(self.present) - set(apart), set(self.absent) - set(apart)
        found = [
            ([f], "sex" if f == "female_sex" else kb.cells.told_by[f])
            for f, state in self.implied(kb).items()
            if f in (absent if state else present)
        ]
        for members, answers in kb.cells.answers.values():
            marks = [f for f in members if f in present or f in absent]
            if not any(all((f in a) == (f in present) for f in marks) for a in answers):
                found.append((marks, ""))
        return found

    def implied(self, kb: Knowledge) -> dict[str, bool]:
        """Findings that follow from age, duration and sex: finding to True (present) or False."""
        implied: dict[str, bool] = {}
        for question in kb.cells.questions.values():
            value = getattr(self, question.field) if question.field else None
            if value is not None:
                implied |= zip(kb.cells.answers[question.name][0], question.told(value))
        if self.sex is not None and "female_sex" in kb.findings.index:
            implied["female_sex"] = self.sex == "female"
        return implied

    def marks(self, kb: Knowledge) -> tuple[set[str], set[str]]:
        """Findings present and absent for reasoning: with age and sex, without what is paused."""
        return self._known(kb, self.paused)

    def facts(self, kb: Knowledge) -> tuple[set[str], set[str]]:
        """Findings present and absent as far as known, paused ones too: what safety looks at.

        Where a paused mark contradicts the age or sex, the finding is present.
        """
        present, absent = self._known(kb)
        return present, absent - present

    def _known(self, kb: Knowledge, apart: Iterable[str] = ()) -> tuple[set[str], set[str]]:
        """Marks but those left apart, and what follows from age and sex."""
        implied = self.implied(kb)
        present = set(self.present).difference(apart) | {f for f, yes in implied.items() if yes}
        absent = set(self.absent).difference(apart) | {f for f, yes in implied.items() if not yes}
        return present, absent

    def settled(self, kind: str, name: str) -> str:
        """The reason stated for a flag, precaution, exception or drug; '' where there is none."""
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
            f"the case has an unknown field {said(unknown[0])}; fields are {', '.join(names)}"
        )
    return Case(**given)
