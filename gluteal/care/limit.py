"""One thing that holds an injection or that is to be minded, and its sentence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "flag",
    "trial",
    "requirement",
    "side",
    "level",
    "precaution",
    "drug",
    "dose",
    "evidence",
]


@dataclass(frozen=True, slots=True)
class Limit:
    """One thing that holds an injection, or that is to be minded; ``str`` is its sentence.

    Parameters
    ----------
    kind : str
        What it is: flag, trial, requirement, side, level, precaution, drug, dose or evidence.
    id : str
        Of the flag, precaution, drug or anaesthetic; the cause of a trial or of evidence; the
        injection of a requirement, side or level.
    label : str
        Its name.
    holds : bool
        Whether it holds the injection; a caution otherwise.
    because : str
        Urgency of a flag, weeks of a trial, what is required, findings that raise a
        precaution, risk of the procedure with a drug.
    action : str
        What to do.
    sources, from_memory, origin : str
        Ids behind it; columns of its row that are remembered; both in words.
    releases : str
        Key of ``Case.cleared`` under which a stated reason releases it, '' where none does.
    set_aside : str
        The stated reason that set it aside.
    """

    kind: Kind
    id: str
    label: str
    holds: bool = True
    because: str = ""
    action: str = ""
    sources: str = ""
    from_memory: str = ""
    origin: str = ""
    releases: str = ""
    set_aside: str = ""

    def __str__(self) -> str:
        start = "Precaution: " if self.kind == "precaution" and self.holds else ""
        return f"{start}{self.said}{self.origin}"

    @property
    def said(self) -> str:
        """The sentence without its kind and its origin."""
        if self.set_aside:
            after = f". {self.action}" if self.kind == "drug" else ""
            return f"{self.label}{_ASIDE[self.kind]}{self.set_aside}{after}"
        match self.kind:
            case "flag":
                return f"Red flag: {self.label} ({self.because})"
            case "trial":
                return f"{self.label} {self.because}. {self.action}".rstrip()
            case "requirement":
                return f"{self.label}: {self.because}"
            case "drug":
                return f"{self.label}, {self.because}: {self.action}"
            case "dose":
                return f"{self.label}: {self.action}"
            case "side" | "level" | "evidence":
                return self.label
        because = f" ({self.because})" if self.because else ""
        return f"{self.label}{because}{'. ' if self.holds else ': '}{self.action}"


_ASIDE = {
    "trial": " set aside: ",
    "precaution": ": set aside, ",
    "drug": ": prescriber agreed, last dose known: ",
}
