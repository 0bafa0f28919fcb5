"""An audit, as tables on the screen and as a page to print."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from gluteal.clinic.page import PAGE_STYLE, accuracy, alarms, calibration, causes, zones
from gluteal.figures import Safe, el, join


@dataclass(frozen=True)
class Audit:
    """What a clinic found and did, beside what the tool says of the same patients.

    Attributes
    ----------
    patients : DataFrame
        Indexed by group: how many there are.
    accuracy : DataFrame
        Indexed by group (all, and by strength of the reference standard) and measure: ``mean``,
        ``low``, ``high``, ``patients``. The last measure is calibration in the large.
    reliability : DataFrame
        How often the first place is right by its probability: ``predicted``, ``observed``,
        ``cases``, ``low``, ``high``.
    causes : DataFrame
        Indexed by confirmed cause: ``top-1``, ``top-3`` (with ``low``, ``high``), ``top-5``,
        ``patients``, ``auc`` with its interval, ``expected`` patients by the probabilities.
    zones : DataFrame
        Indexed by injection given: patients in each zone that the tool gives it, those in whom
        it is ``held`` by something (often a question that no cohort answers: which drugs, which
        care before), and ``agreed``, the share in a therapeutic or diagnostic zone of those that
        have a zone.
    response : DataFrame
        Indexed by zone: ``patients`` with known relief, its ``mean``, ``half`` (share with half
        of the pain gone or more) with ``low`` and ``high``.
    alarms : DataFrame
        Indexed by red flag: ``patients``, ``share``, ``low``, ``high``.
    tables : str
        Version and digest of the tables.
    """

    patients: pd.DataFrame
    accuracy: pd.DataFrame
    reliability: pd.DataFrame
    causes: pd.DataFrame
    zones: pd.DataFrame
    response: pd.DataFrame
    alarms: pd.DataFrame
    tables: str

    def _repr_html_(self) -> str:
        return join([el("style", Safe(PAGE_STYLE)), self._body()])

    def report(self) -> str:
        """A page to print: HTML that needs nothing else. Numbers from 1 to 4 are written "< 5".

        Examples
        --------
        >>> from gluteal.clinic import audit, synthetic
        >>> audit(synthetic(30)).report().startswith("<!doctype html>")
        True
        """
        head = el(
            "head",
            el("meta", charset="utf-8"),
            el("title", "Audit"),
            el("style", Safe(PAGE_STYLE)),
        )
        page = el("html", head, el("body", self._body()), lang="en")
        return f"<!doctype html>{page}\n"

    def _body(self) -> Safe:
        n = self.patients["patients"]
        lead = (
            f"{n['patients']} patients, {n['with a confirmed cause']} of them with a confirmed "
            f"cause. Tables {self.tables}."
        )
        return el(
            "main",
            el("h1", "Audit: what the tool says beside what was found and done", cls=_TITLE),
            el("p", lead),
            el(
                "div",
                el("div", accuracy(self.accuracy), zones(self.zones, self.response)),
                el("div", calibration(self.reliability), alarms(self.alarms, self.patients)),
                cls="two",
            ),
            causes(self.causes),
            el("p", _LIMITS, cls="note"),
            cls="gluteal-audit",
        )


_TITLE = "gluteal-title"
_LIMITS = (
    "Intervals hold 95 %. With fewer than 5 patients no rate is shown. The tool suggests; it was "
    "not shown to do patients good. A cause confirmed with the findings themselves makes it look "
    "better than it is, and patients whose cause was never settled are not counted. An injection "
    "outside its zone is a question, not a mistake: the tool does not know all that the "
    "clinician knew. Held: by a red flag, or by a question that a table of patients does not answer, "
    "such as which drugs are taken. More relief inside a zone does not show that the zone was the reason."
)
