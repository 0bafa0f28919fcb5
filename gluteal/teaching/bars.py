"""Bars of the teaching screen as inline SVG: marks counted both ways, and other settings."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
import pandas as pd

from gluteal.figures import Pen, signed, two_digits
from gluteal.knowledge import Knowledge
from gluteal.teaching.charts import short_name

_NAMES = ("as independent proofs", "as the model counts")


def pairs(
    frame: pd.DataFrame,
    kb: Knowledge,
    *,
    unit: str = "probability",
    rows: int = 6,
    width: float = 900,
    font_size: float = 15,
) -> str:
    """Two bars a row: the marks as so many independent proofs, and as the model counts them.

    Parameters
    ----------
    frame : DataFrame
        ``probability`` or ``weights(cause)`` of :class:`gluteal.teaching.Clusters`: columns
        ``naive``, ``model``, perhaps ``prior`` (a diamond).
    unit : {"probability", "decibans"}
        ``rows`` causes or marks are shown and the others summed; decibans end in a sum.
    """
    pen, table = Pen(width, font_size), bars_table(frame, kb, unit=unit, rows=rows)
    form, step = (two_digits, 0.2) if unit == "probability" else (signed, 5.0)
    both = table[["naive", "model"]].to_numpy(float)
    least, most = min(0.0, float(np.nanmin(both))), max(step, float(np.nanmax(both)))
    left, right, top = 0.5 * max(map(len, table.index)) + 1, pen.wide - 8.4, 4.2
    foot = top + 2.5 * len(table)

    def x(v: float) -> float:
        return left + (right - left) * (v - least) / (most - least)

    for k in range(math.ceil(least / step - 1e-9), math.floor(most / step + 1e-9) + 1):
        pen.line([(x(step * k), top - 0.5), (x(step * k), foot)], "a" if k == 0 else "g")
        said = f"{step * k:.2g}".replace("-", "\u2212")
        pen.text(x(step * k), top - 0.9, said, "s", "middle")
    at = 0.0
    for label, draw in zip(_NAMES, (_hatched, _solid)):
        draw(pen, at, 0.45, 1.7, 0.85)
        pen.text(at + 2.2, 1.2, label, "s")
        at += 0.54 * len(label) + 3.6
    if "prior" in table:
        pen.diamond(at + 0.4, 0.9)
        pen.text(at + 1.2, 1.2, "before", "s")
    listed = []
    for i, label in enumerate(table.index):
        y, numbers = top + 2.5 * i, ["\u00b7" if math.isnan(v) else form(v) for v in both[i]]
        listed.append(f"{label}: {numbers[0]}, {numbers[1]}")
        last = unit == "decibans" and i == len(table) - 1
        if last:
            pen.line([(0, y), (pen.wide, y)], "a")
        pen.text(0, y + 1.6, label, "b" if last or (i == 0 and unit != "decibans") else "")
        for value, draw, down in zip(both[i], (_hatched, _solid), (0.35, 1.25)):
            a, b = sorted((x(0), x(0 if math.isnan(value) else value)))
            draw(pen, a, y + down, b - a, 0.85)
        pen.text(pen.wide - 4.4, y + 1.6, numbers[0], "m", "end", 1.1)
        pen.text(pen.wide, y + 1.6, numbers[1], "p b", "end", 1.1)
        if "prior" in table:
            pen.diamond(x(float(table["prior"].iloc[i])), y + 1.25, 0.32)
    title = f"{unit.capitalize()} {_NAMES[0]}, and {_NAMES[1]}"
    return pen.svg(foot + 0.6, title, "; ".join(listed) + ".")


def _solid(pen: Pen, x: float, y: float, wide: float, high: float) -> None:
    pen.box(x, y, wide, high, "p")


def _hatched(pen: Pen, x: float, y: float, wide: float, high: float) -> None:
    """A bar of slanted lines in an outline, cut to its ends."""
    lines = ""
    for start in np.arange(x - high, x + wide, 0.45):
        a, b = max(start, x), min(start + high, x + wide)
        lines += (
            f"M{pen.n(a)} {pen.n(y + high - a + start)}L{pen.n(b)} {pen.n(y + high - b + start)}"
        )
    pen.path(lines, "ml half", 0.07)
    pen.box(x, y, wide, high, "ml")


def elsewhere(
    frame: pd.DataFrame,
    cause: str,
    kb: Knowledge,
    own: str,
    *,
    width: float = 900,
    font_size: float = 15,
) -> str:
    """The same findings elsewhere: the probability of a cause, a bar a setting.

    Parameters
    ----------
    frame : DataFrame
        Causes x settings, as from :func:`gluteal.teaching.settings`.
    cause : str
        The cause in question; where another leads, it is named.
    own : str
        The case's own setting, set off.
    """
    pen = Pen(width, font_size)
    left, right = 0.58 * max(len(_shown(c)) for c in frame) + 1, pen.wide - 3.2
    pen.text(0, 1.2, "The same marks, seen in another setting", "s")
    listed = []
    for i, column in enumerate(frame):
        y, p, first = 2.2 + 3.2 * i, float(frame.at[cause, column]), str(frame[column].idxmax())
        here = column == own
        pen.text(0, y + 1.1, _shown(column), "b" if here else "")
        pen.line([(left, y + 0.1), (left, y + 2.5)], "g")
        pen.box(left, y + 0.35, (right - left) * p, 0.85, "p" if here else "bar")
        pen.text(pen.wide, y + 1.1, two_digits(p), "p b" if here else "b", "end")
        leads = f"{short_name(first, kb)} leads, {two_digits(frame[column].max())}"
        pen.text(pen.wide, y + 2.3, "" if first == cause else leads, "s", "end")
        listed.append(f"{_shown(column)} {two_digits(p)}")
    title = f"{short_name(cause, kb)} on the same findings in other settings"
    return pen.svg(2.2 + 3.2 * frame.shape[1], title, "; ".join(listed) + ".")


def _shown(setting: object) -> str:
    said = str(setting).replace("_", " ")
    return said[:1].upper() + said[1:]


def bars_table(
    frame: pd.DataFrame, kb: Knowledge, *, unit: str = "probability", rows: int = 6
) -> pd.DataFrame:
    """The numbers of :func:`pairs`.

    Probabilities: the first ``rows`` and whatever leads a column, the others summed. Decibans:
    the ``rows`` that weigh most either way, in their order, the others summed, and the sum of all.
    """
    named = frame.set_axis([short_name(str(i), kb) for i in frame.index])
    if unit == "decibans":
        labels = [f"{n} ({p} findings)" if p > 1 else n for n, p in named["parts"].items()]
        named = named.set_axis(labels)[["naive", "model"]]
        most = named.abs().max(axis=1).rank(ascending=False, method="first")
        return pd.concat([_summed(named, (most <= rows).to_numpy()), _sum(named, "All together")])
    leaders = set(frame.drop(columns="prior", errors="ignore").idxmax())
    shown = np.array([i < rows or c in leaders for i, c in enumerate(frame.index)])
    return _summed(named, shown)


def _summed(named: pd.DataFrame, shown: npt.NDArray[np.bool_]) -> pd.DataFrame:
    """The rows shown, and the others in one where there is more than one."""
    left = int((~shown).sum())
    return named if left < 2 else pd.concat([named[shown], _sum(named[~shown], f"{left} others")])


def _sum(named: pd.DataFrame, label: str) -> pd.DataFrame:
    return named.sum(min_count=1).to_frame(label).T
