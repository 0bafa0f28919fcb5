"""The quiz: a learner alone, case after case, with progress kept on this computer only.

Nothing about the learner is kept: no name and no time, only case ids, guesses and scores.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pandas as pd

from gluteal.cases import MAX_BYTES, Case, CaseError, Journal, read, sync, write
from gluteal.knowledge import Knowledge, load
from gluteal.model import differential, next_findings, unsafe
from gluteal.teaching.export import as_csv
from gluteal.teaching.judging import judge
from gluteal.teaching.lessons import case_at
from gluteal.teaching.library import casebook
from gluteal.teaching.progress import Answer, Asked, Progress
from gluteal.teaching.scoring import (
    Feedback,
    among,
    brier_score,
    complete_guess,
    feedback,
    log_score,
)

PRESENT, ABSENT, NOT_RECORDED, NOT_DONE = "present", "absent", "not recorded", "not done"


class Quiz:
    """A learner's quiz; every question and every answer is kept at once.

    Parameters
    ----------
    folder : Path, optional
        Where the progress is kept, as ``quiz.json``; by default the folder of
        :class:`gluteal.cases.Journal`, which ``GLUTEAL_JOURNAL`` overrides.
    book : DataFrame, optional
        Result of :func:`gluteal.teaching.casebook`. The published cases by default.
    kb : Knowledge, optional
        Evidence to reason from. Bundled data by default.

    Attributes
    ----------
    progress : Progress
        All that was answered so far.
    notice : str
        Says that a damaged file was found, '' otherwise. The next answer moves it to the
        folder ``deleted``; nothing is overwritten.

    Notes
    -----
    Every method raises CaseError for a folder that cannot be used, ValueError for an unknown case.

    Examples
    --------
    >>> import tempfile
    >>> folder = tempfile.TemporaryDirectory()
    >>> quiz = Quiz(Path(folder.name))
    >>> quiz.ask("sij_27f_veteran", "sij_thigh_thrust").answer
    'present'
    >>> answer = quiz.commit("sij_27f_veteran", {"sacroiliac_joint_pain": 0.5}, "sij_intraarticular")
    >>> Quiz(Path(folder.name)).progress.answers == (answer,)  # after a restart
    True
    >>> folder.cleanup()
    """

    def __init__(
        self,
        folder: Path | None = None,
        book: pd.DataFrame | None = None,
        kb: Knowledge | None = None,
    ) -> None:
        self.kb = kb or load()
        self._journal, self._book = Journal(folder), book
        self.path = self._journal.folder / "quiz.json"
        self.notice = ""
        self.progress = self._read() or Progress()

    @property
    def book(self) -> pd.DataFrame:
        """The cases of this quiz."""
        if self._book is None:
            self._book = casebook(self.kb)
        return self._book

    def next_case(self, book: pd.DataFrame | None = None) -> pd.Series:
        """The case to do next: begun, then unseen, then answered with the worst score last time.

        Parameters
        ----------
        book : DataFrame, optional
            Cases to choose from; those of the quiz by default, which it replaces.

        Returns
        -------
        Series
            A row of the book; its ``name`` is the case id.

        Raises
        ------
        ValueError
            The book is empty.
        """
        self._book = self.book if book is None else book
        self.progress = self._read() or self.progress
        if self._book.empty:
            raise ValueError("book is empty, must hold a case; choose() with fewer conditions")
        last = {a.case: a.log_score for a in self.progress.answers}
        begun = dict(self.progress.open)
        order = [(c not in begun, c in last, -last.get(c, 0)) for c in self._book.index]
        return self._book.iloc[min(range(len(order)), key=order.__getitem__)]

    def seen(self, case_id: str) -> Case:
        """What the learner knows of a case: its first step and what was found since."""
        case, asked = case_at(self._row(case_id), 1), self.progress.asked(case_id)
        present, absent = ([a.finding for a in asked if a.answer == s] for s in (PRESENT, ABSENT))
        return case.with_marks(present, absent)

    def ask(self, case_id: str, finding: str) -> Asked:
        """Ask or examine something.

        Parameters
        ----------
        case_id : str
            A case of the book.
        finding : str
            Id of a finding. Asked again it gives the same reply and is not counted twice.

        Returns
        -------
        Asked
            The answer, the bits it was expected to give, and the best of its tier. What
            could do harm now is not done, and what is known already gives nothing.

        Raises
        ------
        UnknownFindingError
            ``finding`` is not in the tables.
        """
        Case(present=[finding]).check(self.kb)
        row, case = self._row(case_id), self.seen(case_id)
        for before in self.progress.asked(case_id):
            if before.finding == finding:
                return before
        ranked, tier = next_findings(case, self.kb), str(self.kb.findings.at[finding, "tier"])
        bits = ranked.loc[ranked["tier"] == tier, "information"]
        present, absent = case_at(row, len(row["steps"])).facts(self.kb)
        answer = PRESENT if finding in present else ABSENT if finding in absent else NOT_RECORDED
        answer = NOT_DONE if finding in unsafe(case, self.kb) else answer
        best, first = (float(bits.iloc[0]), str(bits.index[0])) if len(bits) else (0.0, "")
        asked = Asked(finding, tier, answer, float(bits.get(finding, 0.0)), best, first)

        def add(progress: Progress) -> Progress:
            begun = dict(progress.open)
            begun[case_id] = (*begun.get(case_id, ()), asked)
            return replace(progress, open=tuple(begun.items()))

        self._keep(add)
        return asked

    def commit(
        self,
        case_id: str,
        guess: Mapping[str, float] | pd.Series,
        injection_decision: str | None = None,
    ) -> Answer:
        """Answer a case: probabilities, and an injection or none.

        Parameters
        ----------
        case_id : str
            A case of the book.
        guess : mapping or Series
            Cause to probability; what is left to 1 is shared by the causes not named.
        injection_decision : str, optional
            Id of an injection; None or '' for none now. See :func:`judge`.

        Returns
        -------
        Answer
            Scores of the learner and of the model, which is given what the learner found.

        Raises
        ------
        ValueError
            The guess or the injection is not possible; nothing is kept then.
        """
        row, kb = self._row(case_id), self.kb
        whole, truth = complete_guess(guess, kb.causes.index), str(row["cause"])
        model = differential(self.seen(case_id), kb)["probability"].reindex(kb.causes.index)
        judged = judge(row, injection_decision, kb)
        answer = Answer(
            case=case_id,
            cause=truth,
            guess=tuple((str(c), float(p)) for c, p in guess.items()),
            asked=self.progress.asked(case_id),
            first=str(whole.idxmax()),
            stated=float(whole.max()),
            probability=float(whole[truth]),
            log_score=log_score(whole, truth),
            brier_score=brier_score(whole, truth),
            model_first=str(model.idxmax()),
            model_probability=float(model[truth]),
            model_log_score=log_score(model, truth),
            model_brier_score=brier_score(model, truth),
            injection=injection_decision or "",
            **judged,
            data=f"{kb.version} {kb.digest[:12]}",
        )

        def add(progress: Progress) -> Progress:
            begun = tuple(pair for pair in progress.open if pair[0] != case_id)
            return Progress((*progress.answers, answer), begun)

        self._keep(add)
        return answer

    def calibration(self) -> Feedback:
        """How sure the learner was of the cause put first, beside how often it was right."""
        return feedback([(a.stated, a.right) for a in self.progress.answers])

    def table(self) -> pd.DataFrame:
        """One row an answer, in order.

        Returns
        -------
        DataFrame
            Indexed by ``answer`` from 1: what :class:`Answer` says but for ``guess``, ``asked``
            and ``words``.
        """
        rows = [[getattr(a, name) for name in _COLUMNS] for a in self.progress.answers]
        index = pd.RangeIndex(1, len(rows) + 1, name="answer")
        return pd.DataFrame(rows, index, _COLUMNS)

    def to_csv(self, decimal: str = ".") -> str:
        """:meth:`table` as text for a spreadsheet, numbers to four digits after the mark.

        Parameters
        ----------
        decimal : {".", ","}
            Decimal mark. With a comma the cells are parted by semicolons, as spreadsheets
            expect where numbers are written so.

        Raises
        ------
        ValueError
            ``decimal`` is neither.
        """
        return as_csv(self.table(), decimal)

    def reset(self) -> None:
        """Begin anew; the file with the answers so far is moved to the folder ``deleted``."""
        if os.path.lexists(self.path):
            self._aside()
        self.notice, self.progress = "", Progress()

    def _row(self, case_id: str) -> pd.Series:
        among("case_id", [case_id], list(self.book.index), "cases of the book")
        return self.book.loc[case_id]

    def _read(self) -> Progress | None:
        """What the file holds; None where there is none that can be used."""
        if not os.path.lexists(self.path):
            return None
        try:
            return Progress.from_json(read(self.path))
        except CaseError as error:
            self.notice = f"{self.path}: {error}; the next answer moves it to the folder deleted"
            return None

    def _keep(self, change: Callable[[Progress], Progress]) -> None:
        """Change what the file holds, which another window may have added to, all or nothing."""
        found = self._read()
        progress = change(self.progress if found is None else found)
        text = progress.to_json()
        if len(text.encode()) > MAX_BYTES:
            raise CaseError(f"{self.path} is full; export it with to_csv() and reset() the quiz")
        if found is None and os.path.lexists(self.path):
            self._aside()
        with self._journal.using():
            self.path.parent.mkdir(0o700, parents=True, exist_ok=True)
            sync(write(self.path, text).parent)
        self.progress = progress

    def _aside(self) -> None:
        kept = self._journal.folder / "deleted" / f"quiz.{secrets.token_hex(4)}.json"
        self._journal.move(self.path, kept)
        self.notice = f"{self.path} could not be read; it is kept as {kept}"


_COLUMNS = """case cause first stated right probability log_score brier_score model_first
    model_probability model_log_score model_brier_score questions question_score injection zone
    holds agrees data""".split()
