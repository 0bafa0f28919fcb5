"""The heatmap of a case as an HTML table: what the screen, a hand-out and a slide show.

A real table, so that assistive technology can enter it: rows are causes, columns are what was
marked, the probability stands on the same row. Colours come with the cell for both themes;
``heat.css`` does the rest.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import groupby

import numpy as np
import pandas as pd

from gluteal.cases import Case
from gluteal.figures.columns import cells_measured, column_labels, column_parts
from gluteal.figures.markup import quoted
from gluteal.figures.numbers import signed
from gluteal.figures.palette import LIMIT, THEMES, color, readable
from gluteal.knowledge import FloatArray, Knowledge
from gluteal.words import two_digits

ROWS = 7
CROWD = 12  # columns that are read with ease
_SILENT = 0.5  # decibans: less than a tenth on the odds
_GROUPS = ("patient", "present", "absent")
_CLUSTER = "one cluster: not simply added"
_JUDGED = "judged, at least in part"
_CAPTION = (
    "Causes, most likely first, with their probability and the weight of evidence of each mark "
    "in decibans"
)


@dataclass(frozen=True)
class Column:
    """A column of the grid: what was marked, as what, and what it must not be added up with."""

    id: str
    title: str
    state: str
    group: str  # patient, present or absent
    cluster: str


def grid_columns(weights: pd.DataFrame, case: Case, kb: Knowledge) -> list[Column]:
    """Columns of a weights frame as they stand on the screen.

    Returns
    -------
    list of Column
        What is known of the patient first, then what is present, then what is absent; in each
        in order of stage, mates of a cluster side by side.
    """
    labels = column_labels(weights, case, kb)
    implied, findings, composites = case.implied(kb), kb.rows("findings"), kb.rows("composites")
    present = case.marks(kb)[0]
    found: list[Column] = []
    for name, (title, state) in zip(map(str, weights.columns), labels):
        parts = column_parts(name, kb)
        none = name in composites and not present.intersection(parts)
        group = "absent" if state == "absent" or none else "present"
        if any(p in implied for p in parts):
            group = "patient"
        found.append(Column(name, title, state, group, findings[parts[0]]["cluster"]))
    first = {(c.group, c.cluster): i for i, c in reversed(list(enumerate(found))) if c.cluster}
    at = {c.id: first.get((c.group, c.cluster), i) for i, c in enumerate(found)}
    return sorted(found, key=lambda c: (_GROUPS.index(c.group), at[c.id]))


def case_grid(
    differential: pd.DataFrame,
    weights: pd.DataFrame,
    case: Case,
    kb: Knowledge,
    *,
    rows: int = ROWS,
    lead: bool = True,
    crowd: int | None = None,
    more: str = "",
) -> str:
    """Probabilities and weights of evidence of a case as one HTML table.

    Parameters
    ----------
    differential, weights : DataFrame
        Results of the functions of these names for ``case``.
    case : Case
        The marks, for the states of the columns.
    kb : Knowledge
        Labels and bases.
    rows : int
        Causes shown; the others are summed in a line.
    lead : bool
        Whether the first row is set off; with little known no cause leads.
    crowd : int, optional
        With more columns than this, those that weigh less than half a deciban in every row
        shown are counted in the last line instead.
    more : str
        HTML after the line of the other causes, such as buttons.

    Returns
    -------
    str
        A ``table`` element; rows carry ``data-cause``, cells ``data-column``; stipple (class ``j``) where judgement stands behind a side of a
        number, a dot where there is no evidence.

    Examples
    --------
    >>> import gluteal
    >>> kb, case = gluteal.load(), gluteal.Case(present=["faber_test", "pain_groin"])
    >>> table = case_grid(gluteal.differential(case), gluteal.weights(case), case, kb)
    >>> table.count("<tr"), table.count('scope="col"')
    (10, 4)
    """
    ids = [str(c) for c in differential.index[:rows]]
    shown = grid_columns(weights, case, kb)
    names = [c.id for c in shown]
    row, column = (
        {name: i for i, name in enumerate(axis.tolist())}
        for axis in (weights.index, weights.columns)
    )
    numbers = weights.to_numpy(float)[[row[i] for i in ids]][:, [column[n] for n in names]]
    silent: list[str] = []
    if crowd is not None and len(shown) > crowd:
        says = (np.abs(np.nan_to_num(numbers)) >= _SILENT).any(axis=0)
        silent = [c.title for c, said in zip(shown, says) if not said]
        shown = [c for c, said in zip(shown, says) if said]
        names, numbers = [c.id for c in shown], numbers[:, says]
    measured, opens = cells_measured(ids, names, kb), _opens(shown)
    figures = [differential[k].to_numpy(float) for k in ("probability", "low", "high", "prior")]
    body = [
        _row(i, cause, [float(f[i]) for f in figures], lead and i == 0, kb)
        + "".join(
            _cell(cause, column.id, float(numbers[i, j]), bool(measured[i, j]), opens[j], kb)
            for j, column in enumerate(shown)
        )
        + "</tr>"
        for i, cause in enumerate(ids)
    ]
    body.append(_rest(figures[0][len(ids) :], len(shown), silent, more, kb))
    return (
        f'<table class="heat" role="grid" style="--n:{max(len(shown), 1)}" data-columns="{len(shown)}" '
        f'data-word="{_longest(shown)}">'
        f'<caption class="sr">{quoted(kb.say(_CAPTION))}</caption>'
        f'<colgroup><col class="cl"><col class="cp">{"<col>" * len(shown)}</colgroup>'
        f"<thead>{_head(shown, opens, kb)}</thead><tbody>{''.join(body)}</tbody></table>"
    )


def _opens(shown: list[Column]) -> list[bool]:
    """Whether a gap stands before a column: another group begins."""
    return [i > 0 and c.group != shown[i - 1].group for i, c in enumerate(shown)]


def _head(shown: list[Column], opens: list[bool], kb: Knowledge) -> str:
    say = kb.say
    groups = '<td colspan="2"></td>'
    mates = {
        key for key, run in groupby(shown, lambda c: (c.group, c.cluster)) if len(list(run)) > 1
    }
    bracket = [
        (c.group, c.cluster if c.cluster and (c.group, c.cluster) in mates else "") for c in shown
    ]
    for (group, cluster), run in groupby(zip(bracket, opens), lambda pair: pair[0]):
        run_ = list(run)
        note = "one cluster" if len(run_) < 3 else _CLUSTER
        said = quoted(f"{say(group)}, {say(note)}" if cluster else say(group))
        gap = " o" if run_[0][1] else ""
        groups += (
            f'<th colspan="{len(run_)}" scope="colgroup" class="br {group}{gap}" title="{said}">'
            f"<span>{said}</span></th>"
        )
    axis = "".join(
        f'<i style="left:{x}%">{kb.language.number(t)}</i>'
        for x, t in ((0, "0"), (25, ".25"), (50, ".5"), (75, ".75"), (100, "1"))
    )
    titles = "".join(
        f'<th scope="col" class="ti{" o" if o else ""}" title="{quoted(c.title)}: {quoted(say(c.state))}">'
        f"<span>{_cut(c.title)}{_sign(c, kb)}</span></th>"
        for c, o in zip(shown, opens)
    )
    return (
        f'<tr class="grp">{groups}</tr><tr class="lab"><th scope="col">{quoted(say("Cause"))}</th>'
        f'<th scope="col" class="pb"><span class="key">{quoted(say("Probability, 90 % interval"))}<br>'
        f'<b class="di" aria-hidden="true">\u25c7</b>{quoted(say("before the findings"))}</span>'
        f'<span class="axis" aria-hidden="true">{axis}</span></th>{titles}</tr>'
    )


def _cut(title: str) -> str:
    """A title that may go on in the next line after a slash, never inside a word."""
    return quoted(title).replace("/", "/<wbr>")


def _longest(columns: list[Column]) -> int:
    """Letters of the longest stretch of a title that stays on one line."""
    texts = (f"{c.title} {'' if c.state in ('present', 'absent') else c.state}" for c in columns)
    return max((len(w) for text in texts for w in re.findall(r"[^\s/-]+[/-]?", text)), default=0)


def _sign(column: Column, kb: Knowledge) -> str:
    """State of a column beside its title: that of a plain mark is in the bracket already."""
    if column.state in ("present", "absent"):
        return f'<span class="sr">, {quoted(kb.say(column.state))}</span>'
    return f" <em>{quoted(kb.say(column.state))}</em>"


def _row(i: int, cause: str, figures: list[float], leads: bool, kb: Knowledge) -> str:
    p, low, high, prior = figures
    two = {"low": low, "high": high, "prior": prior, "p": p}
    shown = {k: kb.language.number(two_digits(v)) for k, v in two.items()}
    said = quoted(kb.say("90 % interval {low} to {high}, {prior} before the findings", **shown))
    short, number = quoted(kb.rows("causes")[cause]["short"]), quoted(shown["p"])
    return (
        f'<tr data-cause="{cause}"{" class=lead" if leads else ""}>'
        f'<th scope="row" tabindex="-1" data-key="nm:{cause}">{short}</th>'
        f'<td class="pb" tabindex="{0 if i == 0 else -1}" data-key="num:{cause}" '
        f'title="{said}" aria-label="{number}, {said}">'
        f'{_bar(p, low, high, prior)}<span class="num">{number}</span></td>'
    )


def _bar(p: float, low: float, high: float, prior: float) -> str:
    """Bar, interval and diamond as lengths; a background stands by its share of the free room."""
    width = high - low
    at = low / (1 - width) if width < 1 else 0.0
    places = {"p": p, "lo": low, "hi": high, "w": width, "at": at, "b": prior}
    style = ";".join(f"--{k}:{100 * v:.1f}%" for k, v in places.items())
    return f'<span class="bar" style="{style}"></span>'


def _cell(
    cause: str, column: str, weight: float, measured: bool, opens: bool, kb: Knowledge
) -> str:
    gap = " o" if opens else ""
    where = f'tabindex="-1" data-column="{column}" data-key="t:{cause}:{column}"'
    if math.isnan(weight):
        return f'<td class="none{gap}" aria-label="{quoted(kb.say("no evidence"))}" {where}>\u00b7</td>'
    said = kb.language.number(signed(weight))
    judged = "" if measured else f' aria-label="{said}, {quoted(kb.say(_JUDGED))}"'
    return (
        f'<td class="t{"" if measured else " j"}{gap}"{judged} {where} '
        f'style="{_inks(round(10 * max(-LIMIT, min(LIMIT, weight))))}">{said}</td>'
    )


@cache
def _inks(tenths: int) -> str:
    """Ground and ink of a weight in tenths of a deciban, in both themes."""
    at = np.array([tenths / 10])
    return ";".join(
        f"--{key}:{color(tenths / 10, ink)};--t{key}:{readable(at, ink)[0]}"
        for key, ink in (("l", THEMES["light"]), ("d", THEMES["dark"]))
    )


def _rest(rest: FloatArray, n: int, silent: list[str], more: str, kb: Knowledge) -> str:
    """The line below the rows: what is left out, causes and columns, and how much it holds."""
    said = number = ""
    others = kb.say("{n} other causes", n=len(rest)) if len(rest) else kb.say("No other causes")
    if len(rest):
        most = f"{math.ceil(100 * float(rest.max())) / 100:.2f}"
        said = quoted(kb.say("none above {p}", p=kb.language.number(most)))
        number = quoted(kb.language.number(two_digits(float(rest.sum()))))
    if silent:
        one = "1 mark weighs next to nothing"
        marks = kb.say(
            one if len(silent) == 1 else "{n} marks weigh next to nothing", n=len(silent)
        )
        said += f' <span title="{quoted(", ".join(silent))}">{quoted(marks)}</span>'
    return (
        f'<tr class="rest"><th scope="row">{quoted(others)}</th>'
        f'<td class="pb"><span class="num">{number}</span></td>'
        f'<td colspan="{max(n, 1)}"><span class="after">{said}{more}</span></td></tr>'
    )


def heat_styles() -> str:
    """Style sheet of the table that :func:`case_grid` writes."""
    return files(__package__).joinpath("heat.css").read_text("utf-8")
