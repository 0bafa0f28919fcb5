"""The page of a hand-out: its parts in order, its style, its foot."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from functools import cache
from importlib.resources import files

from gluteal.figures import Safe, el, heat_styles, join
from gluteal.handout.causes import causes, next_steps
from gluteal.handout.citations import Citations
from gluteal.handout.facts import Facts, day
from gluteal.handout.front import flag, front
from gluteal.handout.gates import conservative
from gluteal.handout.lesson import Lesson, closing, opening
from gluteal.handout.options import injections
from gluteal.handout.patient import findings
from gluteal.handout.why import contributions, heatmap
from gluteal.knowledge import Knowledge

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


def page(
    facts: Facts, title: str, lesson: Lesson, made: date, notes: Sequence[str], full: bool
) -> Safe:
    """The whole page, complete in itself; with ``full`` the rest follows from page 2 on.

    Parameters
    ----------
    title : str
        Heading and title.
    lesson : mapping
        The teaching case, {} where there is none.
    made : date
        Date of making.
    notes : sequence of str
        What was left out of the case when it was read.
    """
    head = el(
        "head",
        el("meta", charset="utf-8"),
        el("meta", http_equiv="Content-Security-Policy", content=_POLICY),
        el("meta", name="viewport", content="width=device-width, initial-scale=1"),
        el("meta", name="generator", content=f"gluteal {_version()}"),
        el("title", title),
        el("style", _styles()),
        el("style", _margins(facts.kb)),
    )
    cites = Citations(facts.kb)
    told = front(facts, title, lesson, made, notes, cites)
    short = el("p", el("b", "Sources "), cites.brief(not full), cls="brief-sources")
    foot = [_short_limits(facts), short if cites.numbers else None, _colophon(facts, made)]
    parts = [el("div", told, el("div", foot, cls="foot"), cls=f"sheet {_density(told)}".strip())]
    if full:
        parts.append(el("div", _behind(facts, lesson, cites), cls="behind"))
    body = el("body", el("main", parts))
    return join([Safe("<!DOCTYPE html>\n"), el("html", head, body, lang="en"), "\n"])


def _density(told: Safe) -> str:
    """How tightly the page is set, by the letters on it, so that it fills one sheet and no more."""
    letters = len(re.sub("<[^>]+>", "", told))
    return next((name for name, least in _DENSITIES.items() if letters > least), "")


_DENSITIES = {"packed": 4500, "crowded": 3500, "dense": 2900}


def _behind(facts: Facts, lesson: Lesson, cites: Citations) -> list[object]:
    """What stands behind the page, in its order; under an immediate flag only its sources."""
    parts: list[object] = [el("h1", "Behind the page")]
    parts += [opening(facts, lesson)] if lesson else []
    parts += [_section("All that was marked", findings(facts))]
    if not facts.stopped:
        if facts.open_flags:
            said = [flag(f, facts, cites, whole=True) for f in facts.open_flags]
            parts.append(_section("What the red flags ask for", join(said)))
        parts += [
            _section("All causes", causes(facts, cites)),
            _section("Why: all marks", heatmap(facts, cites)),
            _section("How the leading cause comes about", contributions(facts, cites)),
            _section("What next: how to ask and examine", next_steps(facts, cites)),
        ]
        if not facts.care_waits:
            parts += [
                _section("All injections to consider", injections(facts, cites)),
                _section("Conservative care of the likely causes", conservative(facts, cites)),
            ]
    if lesson:
        came = closing(lesson, facts.kb, cites)
        parts.append(_section("The published patient", came, whole=True))
    return [*parts, _limits(facts), _section("Sources", _sources(cites))]


def _section(title: str, content: Safe, whole: bool = False) -> Safe:
    return el("section", el("h2", title), content, cls="whole" if whole else None)


def _short_limits(facts: Facts) -> Safe:
    """The limits of SAFETY.md in two lines."""
    said = "Not a medical device, and not tested on patients. What was not asked is not absent; "
    if facts.stopped:
        said += "the local pathway decides on red flags."
    else:
        said += (
            f"no probability excludes a serious cause. One of {len(facts.kb.causes)} causes is "
            "expected to explain the pain; most weights are clinical judgement. Check doses and "
            "pauses of anticoagulants against the label and the local guideline. * judgement; "
            "\u2020 from memory."
        )
    return el("p", el("b", "Limits "), said)


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
    basis = kb.basis.to_numpy()[kb.known.to_numpy()]
    judged = 100 * float((basis == "judgement").mean())
    said = (
        "gluteal is not a medical device: it is for clinicians who treat adults and who decide "
        "for themselves, and nobody has yet compared what it says with what became of patients. "
        f"It weighs {len(kb.findings)} findings for {len(kb.causes)} causes and expects one of them "
        "to explain the pain: a cause outside its list, two causes at once, a wrong mark or a wrong "
        "setting give an answer that looks as firm as a right one. "
        f"Of its cells {judged:.0f} % are judgement, most of it machine-made and unreviewed, and the 90 % intervals show the doubt "
        "in the cells only, not that in the pre-test probabilities or in the model itself. "
        "What nobody asked for is not absent, and no probability here, however small, excludes a "
        "serious cause; the local pathway decides on red flags. "
        "Doses, volumes and times for anticoagulants are largely from memory: check the label and "
        "the local guideline, and leave stopping a drug to its prescriber."
    )
    return el("section", el("h2", "Limits"), el("p", said), cls="limits whole")


def _colophon(facts: Facts, made: date) -> Safe:
    said = [
        f"gluteal {_version()}",
        f"data {facts.kb.version}",
        join(["sha256 ", el("code", facts.kb.digest)]),
        f"made {day(made)}",
        "data CC BY 4.0",
    ]
    return el("footer", el("p", join(said, " \u00b7 ")))


def _version() -> str:
    from gluteal._version import __version__

    return __version__


@cache
def _styles() -> Safe:
    """The style sheets of the heatmap and of the page, as they are in their files."""
    own = files(__package__).joinpath("page.css").read_text("utf-8")
    return Safe(f"{heat_styles()}\n{own}")


def _margins(kb: Knowledge) -> Safe:
    """Foot of every printed page, where the browser knows boxes in the margin."""
    version = re.sub(r"[^\w.+-]", "", kb.version)[:40]
    stamp = f"gluteal {_version()} \u00b7 data {version} \u00b7 sha256 {kb.digest[:12]}"
    return Safe(
        '@page { @bottom-left { content: "Decision support, not a diagnosis"; } '
        f'@bottom-center {{ content: "{stamp}"; }} }}'
    )
