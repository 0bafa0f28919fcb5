"""The hand-out of a case: one self-contained page, and a summary to paste into a letter."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import cache, cached_property
from html import escape
from pathlib import Path

from gluteal.case import Case
from gluteal.casefile import write
from gluteal.handout.care import conservative
from gluteal.handout.causes import causes, next_steps
from gluteal.handout.facts import Facts, day, facts_of
from gluteal.handout.lesson import Lesson, closing, lesson_of, opening, text_of
from gluteal.handout.letter import summary
from gluteal.handout.markup import Safe, clean, el, join, line
from gluteal.handout.options import injections
from gluteal.handout.parts import findings, flags, patient
from gluteal.handout.vancouver import Citations
from gluteal.handout.why import contributions, heatmap
from gluteal.knowledge import Knowledge, load

__all__ = ["Report", "report"]
_HERE = Path(__file__).parent
_TITLE = "Buttock pain: what the findings say"
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


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
    lesson: Lesson = field(default_factory=dict)

    def __repr__(self) -> str:
        return f"<Report {self.title!r}, {self.made}, data {self.kb.version}>"

    @cached_property
    def _facts(self) -> Facts:
        return facts_of(self.case, self.kb)

    @cached_property
    def html(self) -> str:
        """The page: no script, nothing fetched, opens offline and prints on A4 and Letter."""
        return str(_page(self, self._facts))

    @cached_property
    def text(self) -> str:
        """Plain text of some 25 lines, to paste into a letter."""
        return summary(self._facts, self.title, self.lesson, self.made)

    def _repr_html_(self) -> str:
        """The page in a frame of its own, so that it and the notebook leave each other alone."""
        return (
            f'<iframe title="{escape(clean(self.title))}" sandbox="allow-popups" '
            'style="width:100%;height:85vh;border:1px solid #c6ced4;background:#fff" '
            f'srcdoc="{escape(self.html)}"></iframe>'
        )

    def save(self, path: str | Path) -> Path:
        """Write the page (.html) or the summary (.txt), all of it or nothing.

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
) -> Report:
    """Hand-out of a case: what was found, what is likely and why, what next, which injection.

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
    Decision support, not a diagnosis; the limits of SAFETY.md stand at the end of every page.

    Examples
    --------
    >>> import gluteal
    >>> made = report(gluteal.Case(present=["saddle_anaesthesia"], setting="emergency"))
    >>> "RED FLAG (immediate)" in made.text, "<script" in made.html
    (True, False)
    """
    kb = kb or load()
    case.check(kb)
    lesson = lesson_of(teaching, kb)
    heading = line(title) or line(text_of(lesson, "title")) or _TITLE
    return Report(case, kb, heading, made or date.today(), lesson)


def _page(made: Report, facts: Facts) -> Safe:
    head = el(
        "head",
        el("meta", charset="utf-8"),
        el("meta", http_equiv="Content-Security-Policy", content=_POLICY),
        el("meta", name="viewport", content="width=device-width, initial-scale=1"),
        el("meta", name="generator", content=f"gluteal {_version()}"),
        el("title", made.title),
        el("style", _styles()),
        el("style", _margins(facts.kb)),
    )
    body = el("body", el("main", _sections(made, facts)))
    return join([Safe("<!DOCTYPE html>\n"), el("html", head, body, lang="en"), "\n"])


def _sections(made: Report, facts: Facts) -> list[object]:
    """The parts of the page in their order; sources are numbered as they come."""
    cites, lesson = Citations(facts.kb), made.lesson
    parts: list[object] = [_heading(made, facts), patient(facts, lesson)]
    parts += [opening(facts, lesson)] if lesson else []
    parts += [
        _section("Is anything dangerous?", flags(facts, cites)),
        _section("What was found?", findings(facts)),
        _section("What is likely?", causes(facts, cites)),
        _section("Why?", heatmap(facts, cites)),
        _section("How the leading cause comes about", contributions(facts, cites)),
        _section("What next?", next_steps(facts, cites)),
        _section("Which injection, if any?", injections(facts, cites)),
        _section("Which care comes first?", conservative(facts, cites)),
    ]
    if lesson:
        came = closing(lesson, facts.kb, cites)
        parts.append(_section("What it turned out to be", came, whole=True))
    return [*parts, _limits(facts), _section("Sources", _sources(cites)), _colophon(made, facts)]


def _section(title: str, content: Safe, whole: bool = False) -> Safe:
    return el("section", el("h2", title), content, cls="whole" if whole else None)


def _heading(made: Report, facts: Facts) -> Safe:
    kind = "Teaching case" if made.lesson else "Hand-out"
    said = (
        "The probabilities hold for the marks, the setting and the "
        f"{len(facts.kb.causes)} causes listed here."
    )
    return el(
        "header",
        el("p", el("b", "gluteal"), el("span", kind), el("span", day(made.made)), cls="brand"),
        el("h1", made.title),
        el("p", el("b", "Decision support, not a diagnosis. "), said, cls="is"),
        cls="top",
    )


def _sources(cites: Citations) -> Safe:
    if not cites.numbers:
        return el(
            "p", "No source is cited: nothing above rests on a published figure.", cls="quiet"
        )
    note = "Numbered as first mentioned. Most were seen as an abstract only. Brackets say what was "
    note += "not shown, seen only at second hand, or recalled from memory."
    return join([el("p", note, cls="quiet"), cites.listed()])


def _limits(facts: Facts) -> Safe:
    """The limits of SAFETY.md in five sentences."""
    kb = facts.kb
    used = kb.evidence[kb.evidence["use"] == "yes"]
    judged = 100 * float((used["basis"] == "judgement").mean())
    said = (
        "gluteal is not a medical device: it is for clinicians who treat adults and who decide "
        "for themselves, and nobody has yet compared what it says with what became of patients. "
        f"It weighs {len(kb.findings)} findings for {len(kb.causes)} causes and expects one of them "
        "to explain the pain: a cause outside its list, two causes at once, a wrong mark or a wrong "
        "setting give an answer that looks as firm as a right one. "
        f"Of its cells {judged:.0f} % are clinical judgement, and the 90 % intervals show the doubt "
        "in the cells only, not that in the pre-test probabilities or in the model itself. "
        "What nobody asked for is not absent, and no probability here, however small, excludes a "
        "serious cause; the local pathway decides on red flags. "
        "Doses, volumes and times for anticoagulants are largely from memory: check the label and "
        "the local guideline, and leave stopping a drug to its prescriber."
    )
    return el("section", el("h2", "Limits"), el("p", said), cls="limits whole")


def _colophon(made: Report, facts: Facts) -> Safe:
    said = [
        f"gluteal {_version()}",
        f"data {facts.kb.version}",
        join(["sha256 ", el("code", facts.kb.digest)]),
        f"made {day(made.made)}",
        "Data: CC BY 4.0, the gluteal contributors",
    ]
    return el("footer", el("p", join(said, " \u00b7 ")))


def _version() -> str:
    from gluteal import __version__

    return __version__


@cache
def _styles() -> Safe:
    """The style sheets of the heatmap and of the page, as they are in their files."""
    sheets = (_HERE / "widgets" / "heat.css", _HERE / "report.css")
    return Safe("\n".join(sheet.read_text("utf-8") for sheet in sheets))


def _margins(kb: Knowledge) -> Safe:
    """Foot of every printed page, where the browser knows boxes in the margin."""
    version = re.sub(r"[^\w.+-]", "", kb.version)[:40]
    stamp = f"gluteal {_version()} \u00b7 data {version} \u00b7 sha256 {kb.digest[:12]}"
    return Safe(
        '@page { @bottom-left { content: "Decision support, not a diagnosis"; } '
        f'@bottom-center {{ content: "{stamp}"; }} }}'
    )
