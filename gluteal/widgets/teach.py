"""The teaching screen: a case step by step, the room's guess, the quiz, Bayes made visible."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd

from gluteal import teaching
from gluteal.cases import Case, CaseError
from gluteal.knowledge import Knowledge
from gluteal.teaching import Quiz
from gluteal.widgets.details import handout
from gluteal.widgets.explore import SCRIPTS, STYLES, Explore, Json, styles
from gluteal.widgets.lesson_view import lesson, library, made_visible, proofs
from gluteal.widgets.linked import linked
from gluteal.widgets.payload import AskedRow, Committed, Handout, Nothing, Problem, QuizCase
from gluteal.widgets.quiz_view import asked_row, committed, quiz_case
from gluteal.widgets.session import Session
from gluteal.widgets.spoken import spoken


class Teach(Explore):
    """The teaching screen as a widget; the free explorer of a case is part of it.

    Nothing of a teaching case enters the journal of patients; only the learner's quiz is kept.
    """

    _esm = linked(SCRIPTS / "teach" / "start.js", "startTeach")
    _css = styles(*STYLES, "teach", "duel", "room", "views")

    def __init__(
        self,
        case: str | None = None,
        kb: Knowledge | None = None,
        folder: str | Path | None = None,
    ) -> None:
        kb = kb or spoken()
        self.book = teaching.casebook(kb, folder)
        if case is not None and case not in self.book.index:
            raise CaseError(f"case == {case!r}, must be one of {', '.join(self.book.index)}")
        self.first = case
        self.quiz = Quiz(book=self.book, kb=kb)
        super().__init__(Case(), kb)
        self.session = Session(kb, None, Case())  # a teaching case is no patient of this computer

    def _answers(self, content: Json) -> dict[str, Callable[[], Any]]:
        named = content.get("case")  # a case of the book here, a patient's case in the explorer
        row = self.book.loc[named] if isinstance(named, str) and named in self.book.index else None
        setting = content.get("setting") or ("" if row is None else str(row["setting"]))
        quiz: dict[str, Callable[[], Any]] = {
            "quiz": lambda: quiz_case(self.quiz, self.kb),
            "quiz ask": lambda: self._quiz_ask(content["case"], content["finding"]),
            "quiz commit": lambda: self._quiz_commit(content),
            "quiz file": lambda: {"csv": self.quiz.to_csv(decimal=content["decimal"])},
            "quiz reset": lambda: self._reset(),
        }
        taught: dict[str, Callable[[], Any]] = {
            "library": lambda: library(self.book, self.first, self.kb),
            "lesson": lambda: lesson(row, setting, self.kb),
            "free": lambda: self._free(row, content["step"], setting),
            "teaching handout": lambda: self._handout(row, content["step"], setting),
            "bayes": lambda: made_visible(content, self.kb),
            "proofs": lambda: proofs(
                teaching.case_at(row, content["step"], setting), content["cause"], self.kb
            ),
        }
        explorer = super()._answers(content)
        del explorer["letter"]  # a patient's letter has no place on a classroom's wall
        return explorer | taught | quiz

    def _free(self, row: pd.Series, step: int, setting: str) -> Nothing:
        case = teaching.case_at(row, step, setting)
        implied = case.implied(self.kb)  # the screen takes them from age and sex
        present, absent = ([f for f in s if f not in implied] for s in (case.present, case.absent))
        self.session.replace(replace(case, present=tuple(present), absent=tuple(absent)))
        return {}

    def _handout(self, row: pd.Series, step: int, setting: str) -> Handout:
        return handout(teaching.case_at(row, step, setting), self.kb.english, row)

    def _quiz_ask(self, case: str, finding: str) -> AskedRow:
        return asked_row(self.quiz.ask(case, finding), self.kb)

    def _quiz_commit(self, content: Json) -> Committed | Problem:
        try:
            answer = self.quiz.commit(
                content["case"], content["guess"], content["injection"] or None
            )
        except (CaseError, ValueError) as error:
            return {"error": str(error)}
        done = len(self.quiz.progress.answers)
        return committed(answer, self.book.loc[answer.case], done, self.kb)

    def _reset(self) -> QuizCase:
        self.quiz.reset()
        return quiz_case(self.quiz, self.kb)


def teach(
    case: str | None = None,
    kb: Knowledge | None = None,
    *,
    folder: str | Path | None = None,
) -> Teach:
    """The teaching screen.

    Parameters
    ----------
    case : str, optional
        Id of the case to begin with; the library otherwise.
    kb : Knowledge, optional
        Evidence to reason from. Bundled data by default.
    folder : path, optional
        A lecturer's own cases in place of the published ones: see ``data/README.md``.

    Returns
    -------
    Teach
        A widget.

    Raises
    ------
    CaseError
        There is no such case.
    KnowledgeError
        A case of ``folder`` cannot be used: all problems at once.

    Examples
    --------
    >>> import gluteal
    >>> len(gluteal.teach().book)
    30
    """
    return Teach(case, kb, folder)
