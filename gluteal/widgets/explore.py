"""The screen: findings to mark on the left, what follows from them on the right."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, cast

import anywidget
import pandas as pd
import traitlets

from gluteal.cases import Case, CaseError, Journal
from gluteal.figures import ROWS, heat_styles
from gluteal.knowledge import Knowledge, load
from gluteal.model import model_of
from gluteal.widgets.catalogue import catalogue
from gluteal.widgets.details import (
    compare,
    contributions,
    evidence,
    handout,
    matrix,
    option,
    sentence,
)
from gluteal.widgets.linked import linked
from gluteal.widgets.payload import CaseFields, Entries, Entry, Now, Opened, Problem, Saved, View
from gluteal.widgets.view import view

Json = dict[str, Any]
MANAGED = ("cases", "open", "new", "duplicate", "delete", "restore")
HERE = Path(__file__).parent
PLOTLY = HERE / "vendor" / "plotly-cartesian.min.js"
SCRIPTS, STYLES = HERE / "js", ("explore", "drawing")


def styles(*names: str) -> str:
    """Style sheets of the screens by name, and that of the heatmap."""
    own = ((HERE / "css" / f"{name}.css").read_text("utf-8") for name in names)
    return "\n".join([heat_styles(), *own])


def fields_of(case: Case) -> CaseFields:
    """The fields of a case that say something."""
    return cast(CaseFields, case.to_dict())


class Explore(anywidget.AnyWidget):
    """The screen as a widget; ``case`` is what is marked now.

    Every change is saved to the journal of this computer (:mod:`gluteal.journal`).
    The browser owns the marks and asks with the whole case; Python answers with a view of it.
    Nothing of a case is widget state: what is asked for when the page opens is never stale.
    A case that cannot be used leaves the last view standing beside the reason.
    """

    _esm = linked(SCRIPTS / "app" / "start.js", "startApp")
    _css = styles(*STYLES)
    catalogue = traitlets.Dict().tag(sync=True)

    def __init__(
        self,
        case: Case | None = None,
        kb: Knowledge | None = None,
        journal: Journal | None = None,
    ) -> None:
        self.kb = kb or load()
        self.journal = journal or Journal()
        self.case, self.entry, self.resumed = self._begin(case)
        self.kept = bool(self.resumed)
        super().__init__(catalogue=catalogue(self.kb))
        self.on_msg(self._answer)

    def _begin(self, case: Case | None) -> tuple[Case, str, str]:
        """The case to show, its entry, and when a resumed one was saved.

        Without a case the one saved last is resumed, if it fits the tables: a restarted
        kernel, a closed browser or a crash loses nothing.
        """
        if case is not None:
            case.check(self.kb)
            return case, self.journal.new(), ""
        try:
            entry = self.journal.last()
            if entry is not None:
                kept = self.journal.open(entry)
                kept.check(self.kb)
                when = self.journal.entries().at[entry, "saved"]
                return kept, entry, f"{when.tz_convert(None):%Y-%m-%d %H:%M} UTC"
        except CaseError:
            pass  # what cannot be resumed stays in the journal, listed and untouched
        return Case(), self.journal.new(), ""

    def _answer(self, _: Any, content: Any, buffers: Any) -> None:
        """Answer what the page asks; an unknown question gets no answer."""
        ask, reply = content.get("ask"), {"reply": content.get("id")}
        if ask == "plotly":  # sent from here, never from a network
            self.send(reply | {"shown": {}}, [PLOTLY.read_bytes()])
            return
        answer = self._answers(content).get(ask)
        if answer is not None:
            before = self.case
            self.send(reply | {"shown": answer()})
            if self.case != before:  # after the answer: the page does not wait for the disk
                saved: Saved = {"saved": self._keep()}
                self.send(saved)
            if ask == "show":  # while the page is being read
                model_of(self.kb).prepare()

    def _answers(self, content: Json) -> dict[str, Callable[[], Any]]:
        """What can be asked, by name."""
        return {
            "now": self._now,
            "show": lambda: self._show(content),
            "ping": lambda: {},
            "sentence": lambda: sentence(content["cause"], content["column"], self.case, self.kb),
            "evidence": lambda: evidence(content["cause"], content["column"], self.kb),
            "contributions": lambda: contributions(content["cause"], self.case, self.kb),
            "option": lambda: option(content["injection"], self.case, self.kb),
            "compare": lambda: compare(content["one"], content["other"], self.case, self.kb),
            "matrix": lambda: matrix(self.kb, content["theme"]),
            "handout": lambda: handout(self.case, self.kb),
            **{name: partial(self._manage, name, content.get("entry", "")) for name in MANAGED},
        }

    def _now(self) -> Now:
        return {"case": fields_of(self.case), "resumed": self.resumed}

    def _show(self, content: Json) -> View | Problem:
        try:
            case = Case(**content["case"])
            shown = view(case, self.kb, content.get("rows", ROWS))
        except (CaseError, TypeError) as error:
            return {"error": str(error)}
        self.case = case
        return shown

    def _keep(self) -> str:
        """Save the case; what went wrong, '' if nothing did."""
        if not self.kept and self.case == Case(setting=self.case.setting):
            return ""  # an untouched new case leaves no file
        try:
            self.journal.save(self.entry, self.case)
            self.kept = True
        except CaseError as error:
            return str(error)
        return ""

    def _manage(self, ask: str, entry: str) -> Opened | Entries:
        """Work on the journal; the page shows the case or the list that comes back."""
        try:
            if ask == "open":
                kept = self.journal.open(entry)
                kept.check(self.kb)
                self.entry, self.kept, self.resumed = entry, True, ""
                return {"case": fields_of(kept)}
            if ask == "new":
                self.entry, self.kept, self.resumed = self.journal.new(), False, ""
                return {"case": {"setting": self.case.setting}}
            if ask == "duplicate":
                self.journal.duplicate(entry)
            elif ask == "delete":
                self.journal.delete(entry)
                if entry == self.entry:
                    self.entry, self.kept = self.journal.new(), False
            elif ask == "restore":
                self.journal.restore(entry)
            return {"rows": self._entries(), "entry": self.entry}
        except CaseError as error:
            return {"error": str(error), "rows": self._entries(), "entry": self.entry}

    def _entries(self) -> list[Entry]:
        try:
            listed = self.journal.entries()
        except CaseError:
            return []
        return [
            {
                "entry": str(name),
                "saved": f"{row['saved'].tz_convert(None):%Y-%m-%d %H:%M}",
                "said": f"{row['present']} present, {row['absent']} absent"
                if row["readable"]
                else "cannot be read",
                "age": "" if not row["readable"] or pd.isna(row["age"]) else f"{row['age']} years",
                "readable": bool(row["readable"]),
            }
            for name, row in listed.iterrows()
        ]


def explore(case: Case | None = None, kb: Knowledge | None = None) -> Explore:
    """The screen.

    Parameters
    ----------
    case : Case, optional
        What to begin with; by default the case saved last is resumed.
    kb : Knowledge, optional
        Evidence to reason from. Bundled data by default.

    Returns
    -------
    Explore
        A widget; its ``case`` is what is marked.

    Raises
    ------
    CaseError
        The case does not fit the tables.

    Examples
    --------
    >>> import gluteal
    >>> gluteal.explore(gluteal.Case(age=44)).case.age
    44
    """
    return Explore(case, kb)
