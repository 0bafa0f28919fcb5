"""Small drawings of a hand-out as inline SVG: static, legible in grey, each beside its numbers."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from gluteal.figures import LIMIT, THEMES, Safe, clean, color, el, two_digits

_INK = THEMES["light"]
_LINE, _GREY, _SOFT, _MID = "#c6ced4", "#eceff1", "#dbe9f5", "#9cc2e2"
_WIDE = 680


def interval(p: float, low: float, high: float, prior: float, lead: bool = False) -> Safe:
    """A probability as a bar with its interval, and a diamond for the one before the findings."""
    at = [round(6 + 124 * v, 1) for v in (p, low, high, prior)]
    fill = _INK["lead"] if lead else _INK["bar"]
    return el(
        "svg",
        [_stroke(6 + 31 * k, 1, 6 + 31 * k, 15, _INK["line"]) for k in range(5)],
        _box(6, 4, max(at[0] - 6, 0.8), 8, fill),
        _span(at[1], at[2], 8, 2.5),
        _diamond(at[3], 8),
        **_image(136, 16, ""),
    )


def weight_bar(weight: float) -> Safe:
    """A weight of evidence as a bar to the right (for) or left (against); clipped at 8 decibans."""
    if math.isnan(weight):
        return Safe("")
    end = round(60 + 56 * max(-LIMIT, min(LIMIT, weight)) / LIMIT, 1)
    shade = color(5.0 if weight > 0 else -5.0, _INK)
    return el(
        "svg",
        _box(min(60, end), 3, max(abs(end - 60), 0.6), 8, shade),
        _stroke(60, 0, 60, 14, _INK["second"]),
        **_image(120, 14, ""),
    )


def answers(now: float, present: float, absent: float) -> Safe:
    """Where either answer would take a probability: filled if present, open if absent."""
    at = [round(6 + 108 * v, 1) for v in (now, present, absent)]
    return el(
        "svg",
        _stroke(6, 8, 114, 8, _LINE),
        _stroke(at[2], 8, at[1], 8, _INK["second"], 2),
        _stroke(at[0], 2, at[0], 14, _INK["text"], 1.2),
        _dot(at[2], 8, 3.4, _INK["paper"], _INK["text"]),
        _dot(at[1], 8, 3.4, _INK["text"], _INK["text"]),
        **_image(120, 16, ""),
    )


def ruler(p: float, low: float, high: float, test: float, treat: float, between: str) -> Safe:
    """The probability of a cause on its thresholds.

    Parameters
    ----------
    p, low, high : float
        Probability and its 90 % interval.
    test, treat : float
        Thresholds; ``treat`` NaN where there is none.
    between : str
        Name of the zone between them.
    """
    upper = 1.0 if math.isnan(treat) else treat
    zones = [(0.0, test, _GREY, "not indicated"), (test, upper, _SOFT, between)]
    zones += [(upper, 1.0, _MID, "therapeutic")] if upper < 1 else []
    said = f"Probability {two_digits(p)}, 90 % interval {two_digits(low)} to {two_digits(high)}; "
    said += f"test threshold {two_digits(test)}"
    said += "" if math.isnan(treat) else f"; treatment threshold {two_digits(treat)}"
    at = [_across(v) for v in (p, low, high)]
    marks = [test] if math.isnan(treat) else [test, treat]
    return el(
        "svg",
        [_box(_across(a), 16, _across(b) - _across(a), 13, shade) for a, b, shade, _ in zones],
        [
            _text(_across((a + b) / 2), 11, name, "middle", 10.5, _INK["third"])
            for a, b, _, name in zones
            if _across(b) - _across(a) > 5.6 * len(name)
        ],
        [_stroke(_across(m), 13, _across(m), 32, _INK["text"], 1.2) for m in marks],
        [_text(_across(m), 42, two_digits(m), "middle", 10.5, _INK["second"]) for m in marks],
        _span(at[1], at[2], 22.5, 4, 2.4),
        _dot(at[0], 22.5, 5.5, _INK["paper"], _INK["text"], 2.4),
        **_image(_WIDE, 45, said),
    )


def course(
    steps: Sequence[str], main: str, figures: Sequence[Sequence[float]], others: dict[str, Any]
) -> Safe:
    """Probability of a cause after each step, its interval as a band, other causes in grey.

    Parameters
    ----------
    steps : sequence of str
        Names below the axis, the first for the time before any finding.
    main : str
        Name of the cause.
    figures : three sequences of float
        Its probability, low and high after each step.
    others : dict of str to sequence of float
        Probabilities of other causes by their names.
    """
    right, top, foot = _WIDE - 178, 12, 164
    gap = (right - 44) / max(len(steps) - 1, 1)
    xs = [round(44 + gap * i, 1) for i in range(len(steps))]

    def y(v: float) -> float:
        return round(foot - (foot - top) * v, 1)

    def path(values: Sequence[float]) -> list[str]:
        return [f"{x},{y(v)}" for x, v in zip(xs, values)]

    p, low, high = figures
    ends = {main: p[-1]} | {name: values[-1] for name, values in others.items()}
    places = _apart([y(v) for v in ends.values()], 14)
    room = max(4, int(gap / 5.2))
    return el(
        "svg",
        [_stroke(44, y(v), right, y(v), _INK["line"]) for v in (0, 0.25, 0.5, 0.75, 1)],
        [_text(36, y(v) + 3.5, f"{v:g}", "end", 10.5, _INK["third"]) for v in (0, 0.5, 1)],
        el("polygon", points=" ".join([*path(low), *reversed(path(high))]), fill=_SOFT),
        [_line(path(values), "#87929b", 1.4) for values in others.values()],
        _line(path(p), _INK["lead"], 2.6),
        [_dot(x, y(v), 3.6, _INK["lead"], _INK["paper"]) for x, v in zip(xs, p)],
        [
            _text(right + 9, at + 4, f"{two_digits(v)} {clean(name)}", "start", 11.5, *_lead(i))
            for i, ((name, v), at) in enumerate(zip(ends.items(), places))
        ],
        [
            _text(x, foot + 14, "before" if i == 0 else str(i), "middle", 10.5, _INK["text"])
            for i, x in enumerate(xs)
        ],
        [
            _text(x, foot + 27, _short(name, room), "middle", 9.5, _INK["third"])
            for x, name in zip(xs[1:], steps[1:])
        ],
        **_image(_WIDE, 196, f"Probability of {main} after each step: " + _list(p)),
    )


def _lead(i: int) -> tuple[str, int]:
    return (_INK["lead"], 650) if i == 0 else (_INK["second"], 400)


def _list(values: Sequence[float]) -> str:
    return ", ".join(two_digits(v) for v in values)


def _short(name: str, room: int) -> str:
    return name if len(name) <= room else name[: room - 1] + "\u2026"


def _apart(places: list[float], least: float) -> list[float]:
    """Places moved so that labels do not touch, in their order."""
    order = sorted(range(len(places)), key=lambda i: places[i])
    moved = list(places)
    for above, below in zip(order, order[1:]):
        moved[below] = max(moved[below], moved[above] + least)
    spill = max(0.0, max(moved) - 172)
    for i, below in enumerate(reversed(order)):
        moved[below] = min(moved[below], 172 - least * i) if spill else moved[below]
    return moved


def _across(v: float) -> float:
    return round(8 + (_WIDE - 16) * v, 1)


def _image(width: int, height: int, said: str) -> dict[str, Any]:
    """Attributes of a drawing; without words it is hidden, for its numbers stand beside it."""
    size = {"viewBox": f"0 0 {width} {height}", "width": width, "height": height}
    return size | ({"role": "img", "aria_label": said} if said else {"aria_hidden": "true"})


def _box(x: float, y: float, width: float, height: float, fill: str) -> Safe:
    return el("rect", x=x, y=y, width=round(width, 1), height=height, fill=fill)


def _stroke(x1: float, y1: float, x2: float, y2: float, ink: str, width: float = 1) -> Safe:
    return el("line", x1=x1, y1=y1, x2=x2, y2=y2, stroke=ink, stroke_width=width)


def _span(low: float, high: float, y: float, half: float, width: float = 1.4) -> Safe:
    """An interval with its ends."""
    d = f"M{low} {y}H{high}M{low} {y - half}V{y + half}M{high} {y - half}V{y + half}"
    return el("path", d=d, stroke=_INK["text"], stroke_width=width, fill="none")


def _diamond(x: float, y: float) -> Safe:
    d = f"M{x} {y - 4}l4 4l-4 4l-4 -4z"
    return el("path", d=d, fill=_INK["paper"], stroke=_INK["second"], stroke_width=1)


def _dot(x: float, y: float, r: float, fill: str, ink: str, width: float = 1.3) -> Safe:
    return el("circle", cx=x, cy=y, r=r, fill=fill, stroke=ink, stroke_width=width)


def _line(points: list[str], ink: str, width: float) -> Safe:
    return el("polyline", points=" ".join(points), fill="none", stroke=ink, stroke_width=width)


def _text(
    x: float, y: float, said: str, anchor: str, size: float, ink: str, weight: int = 400
) -> Safe:
    bold = weight if weight != 400 else None
    place = {"text_anchor": anchor, "font_size": size, "font_weight": bold}
    return el("text", said, x=round(x, 1), y=y, fill=ink, **place)
