"""The screen: findings to mark on the left, what follows from them on the right."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import anywidget
import pandas as pd
import traitlets

from gluteal.case import Case, CaseError
from gluteal.heatmap import matrix_spec
from gluteal.journal import Journal
from gluteal.knowledge import Knowledge, load
from gluteal.widgets.details import compare, evidence
from gluteal.widgets.view import catalogue, view

HERE = Path(__file__).parent
PLOTLY = HERE / "vendor" / "plotly-cartesian.min.js"
STYLES = ("explore.css", "drawing.css")
SCRIPTS = ("dom.js", "marks.js", "drawing.js", "chart.js", "answers.js", "dialogs.js", "explore.js")


class Explore(anywidget.AnyWidget):
    """The screen as a widget; ``case`` is what is marked now.

    Every change is saved to the journal of this computer (:mod:`gluteal.journal`).
    The browser owns the marks and sends the whole case; Python answers with a view of it.
    A case that cannot be used leaves the last view standing beside the reason.
    """

    _esm = "\n".join((HERE / name).read_text("utf-8") for name in SCRIPTS)
    _css = "\n".join((HERE / name).read_text("utf-8") for name in STYLES)
    catalogue = traitlets.Dict().tag(sync=True)
    data = traitlets.Dict().tag(sync=True)
    theme = traitlets.Enum(["light", "dark"], "light").tag(sync=True)
    width = traitlets.Int(980).tag(sync=True)
    view = traitlets.Dict().tag(sync=True)

    saved = traitlets.Dict().tag(sync=True)

    def __init__(
        self,
        case: Case | None = None,
        kb: Knowledge | None = None,
        journal: Journal | None = None,
    ) -> None:
        self.kb = kb or load()
        self.journal = journal or Journal()
        self.case, self.entry, resumed = self._begin(case)
        super().__init__(
            catalogue=catalogue(self.kb),
            data={"case": self.case.to_dict(), "turn": 0},
            saved={"resumed": resumed, "error": ""},
        )
        self._show({})
        self.observe(self._show, ["data", "theme", "width"])
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

    def _show(self, change: Any) -> None:
        answer = {"turn": self.data.get("turn", 0), "error": ""}
        try:
            case = Case(**self.data.get("case", {}))
            shown = view(case, self.kb, self.theme, self.width)
        except (CaseError, TypeError) as error:
            self.view = {**self.view, **answer, "error": str(error)}
            return
        changed = case != self.case
        self.case = case
        self.view = {**shown, **answer}
        if changed:  # after the answer: the page does not wait for the disk
            self._keep()

    def _keep(self) -> None:
        begun = self.saved.get("entry") == self.entry
        if not begun and self.case == Case(setting=self.case.setting):
            return  # an untouched new case leaves no file
        try:
            self.journal.save(self.entry, self.case)
            self.saved = {"resumed": "", "error": "", "entry": self.entry}
        except CaseError as error:
            self.saved = {"resumed": "", "error": str(error), "entry": self.entry}

    def _answer(self, _: Any, content: Any, buffers: Any) -> None:
        """Answer what the page asks beside the view; an unknown question gets no answer."""
        ask, reply = content.get("ask"), {"reply": content.get("id")}
        if ask == "plotly":  # sent from here, never from a network
            self.send({"plotly": True}, [PLOTLY.read_bytes()])
        elif ask == "ping":
            self.send(reply)
        elif ask == "evidence":
            self.send(reply | {"shown": evidence(content["cause"], content["column"], self.kb)})
        elif ask == "compare":
            found = compare(content["one"], content["other"], self.case, self.kb)
            self.send(reply | {"shown": found})
        elif ask in ("cases", "open", "new", "duplicate", "delete", "restore"):
            self.send(reply | {"shown": self._manage(ask, content.get("entry", ""))})
        elif ask == "matrix":
            figure = matrix_spec(self.kb, theme=self.theme, width=self.width)
            self.send(reply | {"shown": figure})

    def _manage(self, ask: str, entry: str) -> dict[str, Any]:
        """Work on the journal; the page shows the case or the list that comes back."""
        try:
            if ask == "open":
                kept = self.journal.open(entry)
                kept.check(self.kb)
                self.entry = entry
                return {"case": kept.to_dict()}
            if ask == "new":
                self.entry = self.journal.new()
                return {"case": {"setting": self.case.setting}}
            if ask == "duplicate":
                self.journal.duplicate(entry)
            elif ask == "delete":
                self.journal.delete(entry)
                if entry == self.entry:
                    self.entry = self.journal.new()
            elif ask == "restore":
                self.journal.restore(entry)
            return {"rows": self._entries(), "entry": self.entry}
        except CaseError as error:
            return {"error": str(error), "rows": self._entries(), "entry": self.entry}

    def _entries(self) -> list[dict[str, Any]]:
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
