"""The hand-out of a case: one self-contained page, and a letter of a dozen lines.

Light to import: the parts (``gluteal.handout``) are loaded when the first hand-out is made.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gluteal.cases import Case, write
from gluteal.knowledge import Knowledge, load

if TYPE_CHECKING:
    from gluteal.handout.facts import Facts

_TITLE = "Buttock pain: what the findings say"


@dataclass(frozen=True, repr=False, eq=False)
class Report:
    """The hand-out of a case; it shows itself in a notebook and saves itself to a file.

    Made by :func:`report`. ``made`` is the date on it: the same case, tables and date give the
    same page to the byte.
    """

    case: Case
    kb: Knowledge
    title: str
    made: date
    lesson: Mapping[str, Any] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    full: bool = False

    def __repr__(self) -> str:
        return f"<Report {self.title!r}, {self.made}, data {self.kb.version}>"

    @cached_property
    def _facts(self) -> Facts:
        from gluteal.handout.facts import facts_of

        return facts_of(self.case, self.kb)

    @cached_property
    def html(self) -> str:
        """The page: no script, nothing fetched, opens offline and prints on A4 and Letter."""
        from gluteal.handout.page import page

        return str(page(self._facts, self.title, self.lesson, self.made, self.notes, self.full))

    @cached_property
    def text(self) -> str:
        """Plain text of a dozen lines at most, to paste into a letter."""
        from gluteal.handout.letter import letter

        return letter(self._facts, self.title, self.lesson, self.made, self.notes)

    def _repr_html_(self) -> str:
        """The page in a frame of its own, so that it and the notebook leave each other alone."""
        # in a frame a bare fragment would lead to the page around it
        framed = self.html.replace('href="#', 'href="about:srcdoc#')
        return (
            f'<iframe title="{escape(self.title)}" sandbox="allow-popups" '
            'style="width:100%;height:85vh;border:1px solid #c6ced4;background:#fff" '
            f'srcdoc="{escape(framed)}"></iframe>'
        )

    def save(self, path: str | Path) -> Path:
        """Write the page (.html) or the letter (.txt), all of it or nothing.

        Parameters
        ----------
        path : path
            A file there already is replaced.

        Returns
        -------
        Path
            The file.

        Raises
        ------
        ValueError
            The name ends in neither .html nor .txt.
        OSError
            The folder cannot be written; a file there keeps what it held.

        Examples
        --------
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     report(Case()).save(f"{folder}/case.txt").name
        'case.txt'
        """
        target = Path(path)
        kinds: dict[str, Callable[[], str]] = {
            ".html": lambda: self.html,
            ".htm": lambda: self.html,
            ".txt": lambda: self.text,
        }
        if target.suffix.lower() not in kinds:
            raise ValueError(
                f"path == {str(path)!r}, must end in .html or .txt; for a PDF save the .html, "
                "open it in a browser and print it"
            )
        if not target.parent.is_dir():
            raise FileNotFoundError(
                f"path == {str(path)!r}, its folder does not exist; make the folder first"
            )
        return write(target, kinds[target.suffix.lower()]())


def report(
    case: Case,
    kb: Knowledge | None = None,
    *,
    title: str = "",
    teaching: object = None,
    made: date | None = None,
    notes: Sequence[str] = (),
    full: bool = False,
) -> Report:
    """Hand-out of a case on one page: what was found, what is likely and why, and what next.

    Parameters
    ----------
    case : Case
        The marks and what is known of the patient. There is no field for a name: keep names
        and numbers out of the title as well.
    kb : Knowledge, optional
        Evidence to reason from. Bundled data by default.
    title : str
        Heading of the page; a teaching case brings its own.
    teaching : row of ``kb.cases``, optional
        The published patient behind the case: the page begins with its steps and ends with
        outcome, learning points, pitfall and citation.
    made : date, optional
        Date on the page, today by default.
    notes : sequence of str
        What was left out of the case when it was read, as sentences; they stand below the marks.
    full : bool
        One page by default. With ``full`` all causes, weights, options, the care of each
        likely cause and the sources in full follow from page 2 on.

    Returns
    -------
    Report
        ``html``, ``text``, ``save(path)``; shows itself in a notebook.

    Raises
    ------
    CaseError
        The case does not fit the tables.
    TypeError, ValueError
        ``teaching`` is not a row of ``kb.cases``.

    Notes
    -----
    Decision support, not a diagnosis; limits are part of every hand-out. While an immediate
    red flag is open, or under 18, page and letter hold the flags, what to do and the marks:
    no probability, no care, no injection. Under a flag of the same day care and injections wait.

    Examples
    --------
    >>> import gluteal
    >>> made = report(gluteal.Case(present=["saddle_anaesthesia"], setting="emergency"))
    >>> "RED FLAG, immediate" in made.text, "<script" in made.html
    (True, False)
    """
    from gluteal.figures import line
    from gluteal.handout.lesson import lesson_of, text_of

    kb = kb or load()
    case.check(kb)
    lesson = lesson_of(teaching, kb)
    heading = line(title) or line(text_of(lesson, "title")) or _TITLE
    said = tuple(filter(None, map(line, notes)))
    return Report(case, kb, heading, made or date.today(), lesson, said, full)
