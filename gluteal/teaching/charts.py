"""The course of a case as inline SVG, for the teaching screen."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from gluteal.figures import SEX, Pen, two_digits
from gluteal.knowledge import Knowledge


def course_chart(
    frame: pd.DataFrame,
    truth: str | None,
    kb: Knowledge,
    step: int | None = None,
    *,
    width: float = 900,
    height: float = 420,
    font_size: float = 15,
) -> str:
    """How the probabilities moved over the steps of a case.

    Parameters
    ----------
    frame : DataFrame
        Steps, the first before any finding, x causes: probabilities, as from
        :func:`gluteal.teaching.course`.
    truth : str or None
        The confirmed cause. It is told, and its line sure to be there, only in the whole course:
        up to a ``step`` the picture gives nothing away.
    step : int, optional
        The present step; those after it are shaded. Without it the whole course is drawn.
    """
    pen, now = Pen(width, font_size), len(frame) - 1 if step is None else step
    past, last = frame.iloc[: now + 1], frame.iloc[now]
    shown = [str(c) for c in last.sort_values(ascending=False, kind="stable").index[:4]]
    told = truth if step is None else None
    shown += [told] if told and told not in shown else []
    said = [f"{short_name(c, kb)} {two_digits(last[c])}" for c in shown]
    said = [f"\u2713 {t}" if c == told else t for c, t in zip(shown, said)]
    left, top, foot = 2.4, 0.8, height / font_size - 2
    room = pen.wide - (0.6 * max(map(len, said)) + 1.6) - left - 1
    n = len(frame) - 1
    labels = ["before" if room > 3 * n else "0", *map(str, frame.index[1:])]
    xs = [left + 1 + room * i / max(n, 1) for i in range(len(labels))]
    grid = 0.2 * np.arange(max(2, math.ceil(past[shown].to_numpy().max() / 0.2 - 1e-9)) + 1)

    def y(p: float) -> float:
        return float(foot - (foot - top) * p / grid[-1])

    for p in grid:
        pen.line([(left, y(p)), (xs[now], y(p))], "g")
        pen.text(left - 0.6, y(p) + 0.35, f"{p:.1g}", "q", "end")
    if now < len(labels) - 1:
        pen.box(xs[now], top, pen.wide - xs[now], foot - top, "shade")
    pen.line([(xs[now], top), (xs[now], foot)], "a")
    for i, (x, label) in enumerate(zip(xs, labels)):
        pen.text(x, foot + 1.5, label, "b" if i == now else "s" if i < now else "q", "middle")
    ends = [y(float(last[c])) for c in shown]
    places = apart(ends, 1.4, top + 0.5, foot - 0.2)
    for i in reversed(range(len(shown))):
        line, fill, bold, wide = ("pl", "p", "p b", 0.25) if i == 0 else ("a", "q", "s", 0.12)
        if i and shown[i] == told:
            line, fill, bold, wide = "il", "", "", 0.2
        points = [(x, y(float(p))) for x, p in zip(xs, past[shown[i]])]
        pen.line(points, line, wide, (None, None, "8 4", "2 4", None)[i])
        for point in points:
            pen.dot(*point, 0.14 if line == "a" else 0.28, fill)
        if abs(places[i] - ends[i]) > 0.3:
            pen.line([(xs[now], ends[i]), (xs[now] + 0.9, places[i])], line, 0.07)
        pen.text(xs[now] + 1.1, places[i] + 0.35, said[i], bold)
    title = f"Course of the probabilities, step {now} of {n}"
    title += ", the confirmed cause ticked" if told else ""
    return pen.svg(foot + 2, title, "; ".join(said) + ".")


def apart(heights: list[float], gap: float, low: float, high: float) -> list[float]:
    """Heights moved as little as need be to keep a gap and stay inside: pooled, then clipped."""
    order = sorted(range(len(heights)), key=lambda i: heights[i])
    room = gap * np.arange(len(order))
    crowds: list[list[float]] = []
    for i, taken in zip(order, room):
        crowds.append([heights[i] - float(taken)])
        while len(crowds) > 1 and np.mean(crowds[-2]) > np.mean(crowds[-1]):
            crowds[-2:] = [crowds[-2] + crowds[-1]]
    pooled = np.concatenate([np.full(len(crowd), np.mean(crowd)) for crowd in crowds])
    placed = np.clip(pooled, low, max(low, high - room[-1])) + room
    return [float(placed[order.index(i)]) for i in range(len(order))]


def course_table(frame: pd.DataFrame, kb: Knowledge, step: int | None = None) -> pd.DataFrame:
    """The numbers of :func:`course_chart`: steps so far x causes, the likeliest now first."""
    past = frame if step is None else frame.iloc[: step + 1]
    order = past.iloc[-1].sort_values(ascending=False, kind="stable").index
    return past[order].set_axis([short_name(str(c), kb) for c in order], axis=1)


def short_name(identifier: str, kb: Knowledge) -> str:
    """Short name of a cause, finding, composite or question; other text as it is."""
    if identifier == SEX:  # whichever it is
        return "Sex"
    for table in ("causes", "findings", "composites"):
        if identifier in kb.rows(table):
            return str(kb.rows(table)[identifier]["short"])
    if identifier == "presentation":
        return "Fit of the presentation"
    return identifier.capitalize() if identifier in kb.cells.questions else identifier
