"""The screen: findings to mark on the left, what follows from them on the right."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import anywidget
import traitlets

from gluteal.case import Case, CaseError
from gluteal.heatmap import matrix_spec
from gluteal.knowledge import Knowledge, load
from gluteal.widgets.details import compare, evidence
from gluteal.widgets.view import catalogue, view

HERE = Path(__file__).parent
PLOTLY = HERE / "vendor" / "plotly-cartesian.min.js"
STYLES = ("explore.css", "drawing.css")
SCRIPTS = ("dom.js", "marks.js", "drawing.js", "chart.js", "answers.js", "dialogs.js", "explore.js")


class Explore(anywidget.AnyWidget):
    """The screen as a widget; ``case`` is what is marked now.

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

    def __init__(self, case: Case | None = None, kb: Knowledge | None = None) -> None:
        self.kb = kb or load()
        self.case = case or Case()
        self.case.check(self.kb)
        super().__init__(
            catalogue=catalogue(self.kb), data={"case": self.case.to_dict(), "turn": 0}
        )
        self._show({})
        self.observe(self._show, ["data", "theme", "width"])
        self.on_msg(self._answer)

    def _show(self, change: Any) -> None:
        answer = {"turn": self.data.get("turn", 0), "error": ""}
        try:
            case = Case(**self.data.get("case", {}))
            shown = view(case, self.kb, self.theme, self.width)
            self.case = case
        except (CaseError, TypeError) as error:
            self.view = {**self.view, **answer, "error": str(error)}
            return
        self.view = {**shown, **answer}

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
        elif ask == "matrix":
            figure = matrix_spec(self.kb, theme=self.theme, width=self.width)
            self.send(reply | {"shown": figure})


def explore(case: Case | None = None, kb: Knowledge | None = None) -> Explore:
    """The screen.

    Parameters
    ----------
    case : Case, optional
        What to begin with; an empty case by default.
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
