"""The screen: findings to mark on the left, what follows from them on the right."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import anywidget
import traitlets

from gluteal.cases import Case, CaseError, Journal, said
from gluteal.figures import ROWS, heat_styles
from gluteal.knowledge import Knowledge
from gluteal.model import model_of
from gluteal.widgets.catalogue import catalogue
from gluteal.widgets.details import (
    compare,
    contributions,
    handout,
    matrix,
    option,
)
from gluteal.widgets.evidence import evidence, sentence
from gluteal.widgets.firm import firm
from gluteal.widgets.journal_view import entries, saved_at
from gluteal.widgets.letter_view import letter
from gluteal.widgets.linked import linked
from gluteal.widgets.payload import Entries, Nothing, Now, Shown, View
from gluteal.widgets.session import Session, fields_of
from gluteal.widgets.spoken import spoken
from gluteal.widgets.view import view
from gluteal.words import NOT_KEPT, RECOVERED

Json = dict[str, Any]
STATUS = ("now", "save", "ping")  # questions that are told, besides, whether all is kept
MANAGED = ("cases", "open", "new", "duplicate", "delete", "restore")
HERE = Path(__file__).parent
PLOTLY = HERE / "vendor" / "plotly-cartesian.min.js"
SCRIPTS = HERE / "js"
SCREEN = (
    "screen",
    "bar",
    "known",
    "answers",
    "firm",
    "next",
    "cards",
    "sizes",
    "dialogs",
    "letter",
)
STYLES = (
    *SCREEN,
    "heat",
    "forms",
    "drawing",
    "side",
    "state",
)  # a later sheet may correct an earlier one


def styles(*names: str) -> str:
    """Style sheets of the screens by name; ``heat`` is that of the heatmap."""
    folder = HERE / "css"
    return "\n".join(
        heat_styles() if name == "heat" else (folder / f"{name}.css").read_text("utf-8")
        for name in names
    )


class Explore(anywidget.AnyWidget):
    """The screen as a widget; ``case`` is what is marked now.

    Python owns the case (:class:`Session`); a page sends changes, is answered with the case and
    all that follows from it, and every other page of the same widget is told. What is marked is
    saved to the journal of this computer after each answer, and *saved* is said only then.
    Nothing of a case is widget state: what is asked for when a page opens is never stale.
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
        self.kb = kb or spoken()
        self.session = Session(self.kb, journal or Journal(), case)
        self._last: dict[str, int] = {}
        super().__init__(catalogue=catalogue(self.kb))
        self.on_msg(self._answer)

    @property
    def case(self) -> Case:
        """What is marked now."""
        return self.session.case

    def _answer(self, _: Any, content: Any, buffers: Any) -> None:
        """Answer what a page asks, that page alone; an unknown question gets no answer.

        Raises
        ------
        CaseError
            The message was not understood, as from a page of another version; nothing changed.
        """
        try:
            self._take(content)
        except CaseError:
            raise
        except Exception as error:  # which one depends on the question
            asked = content.get("ask") if isinstance(content, dict) else content  # no letter's text
            text = f"a message of the page was not understood ({said(asked)}); reload the page"
            raise CaseError(text) from error

    def _take(self, content: Json) -> None:
        self.session.meet()
        ask, page = content.get("ask"), content.get("page", "")
        reply = {"to": page, "reply": content.get("id")}
        if ask == "plotly":  # sent from here, never from a network
            self.send(reply | {"shown": {}}, [PLOTLY.read_bytes()])
            return
        answer = self._answers(content).get(str(ask))
        if answer is None:
            return
        before = self.session.rev, self.session.kept
        self.send(reply | {"shown": answer()})
        self.session.keep()  # after the answer: the page does not wait for the disk
        if before != (self.session.rev, self.session.kept) or ask in STATUS:
            self.send({"kept": self.session.status()})
        if ask == "change":  # while the page is being read
            model_of(self.kb).prepare()

    def _answers(self, content: Json) -> dict[str, Callable[[], Any]]:
        """What can be asked, by name."""
        return {
            "now": lambda: self._now(content),
            "change": lambda: self._change(content),
            "recover": lambda: self._recover(content),
            "save": self.session.status,
            "ping": self._ping,
            "firm": lambda: firm(self.case, self.kb, self.session.rev),
            "sentence": lambda: sentence(content["cause"], content["column"], self.case, self.kb),
            "evidence": lambda: evidence(content["cause"], content["column"], self.kb),
            "contributions": lambda: contributions(content["cause"], self.case, self.kb),
            "option": lambda: option(content["injection"], self.case, self.kb),
            "compare": lambda: compare(content["one"], content["other"], self.case, self.kb),
            "matrix": lambda: matrix(self.kb, content["theme"]),
            "handout": lambda: handout(
                self.case, self.kb.english, notes=[t.said for t in self.session.troubles]
            ),
            "letter": lambda: letter(content.get("text"), self.kb),
            **{name: partial(self._manage, name, content) for name in MANAGED},
        }

    def _now(self, content: Json) -> Now:
        session = self.session  # a page that opens on a case says whose it is, new kernel or not
        kept = session.kept == session.rev and not session.empty
        when = saved_at(session.journal, session.entry, self.kb) if kept else ""
        return {"shown": self._shown(content), "resumed": when}

    def _ping(self) -> Nothing:
        self.session.heed()
        return {}

    def _change(self, content: Json) -> Shown:
        """The case after the changes of a page; a question that is repeated changes it once."""
        page, turn = str(content.get("page")), int(content.get("turn", 0))
        if turn > self._last.get(page, 0):
            self._last[page] = turn
            self.session.change(content.get("changes") or [])
        return self._shown(content)

    def _recover(self, content: Json) -> Shown:
        if self.session.recover(str(content.get("entry")), content["case"]):
            self.session.notices = [*self.session.notices, self.kb.say(RECOVERED)]
        return self._shown(content)

    def _shown(self, content: Json) -> Shown:
        """The case and what follows from it; whatever the marks are, there is an answer."""
        session, failed = self.session, ""
        rows = content.get("rows")
        try:
            made: View | None = view(self.case, self.kb, rows if isinstance(rows, int) else ROWS)
        except Exception as error:  # the marks must stay in sight, whatever went wrong with them
            logging.getLogger(__name__).exception("no view of the case")
            made, failed = None, f"{type(error).__name__}: {error}"
        return {
            "rev": session.rev,
            "case": fields_of(self.case),
            "troubles": [{"field": t.field, "said": t.said} for t in session.troubles],
            "view": made,
            "failed": failed,
            "kept": session.status(),
        }

    def _manage(self, ask: str, content: Json) -> Shown | Entries:
        """Work on the journal; the page shows the case or the list that comes back."""
        session, journal = self.session, self.session.journal
        entry, anyway = str(content.get("entry", "")), bool(content.get("anyway"))
        error = ""
        try:
            if ask == "new":
                session.begin(anyway)
                return self._shown(content)
            if ask == "open":
                session.open(entry, anyway)
                return self._shown(content)
            if journal is None:
                return {"rows": [], "entry": "", "error": self.kb.say(NOT_KEPT)}
            if ask == "duplicate":
                journal.duplicate(entry)
            elif ask == "delete":
                journal.delete(entry)
                session.gone(entry)
            elif ask == "restore":
                journal.restore(entry)
        except CaseError as problem:
            error = str(problem)
        listed: Entries = {"rows": entries(journal, self.kb), "entry": session.entry}
        return listed | {"error": error} if error else listed


def explore(case: Case | None = None, kb: Knowledge | None = None) -> Explore:
    """The screen.

    Parameters
    ----------
    case : Case, optional
        What to begin with; by default the case saved last is resumed.
    kb : Knowledge, optional
        Evidence to reason from, and the language of the screen: that of
        ``gluteal.load(language="de")`` is German. By default the bundled data in the language
        that the environment variable ``GLUTEAL_LANGUAGE`` names, else in English.

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
