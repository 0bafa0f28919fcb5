"""Bayes made visible, nomogram and people: inline SVG that follows the theme of the page around it.

Slate is what a person says, blue what the model infers; shape and fill say it again without
colour. Every picture carries its numbers in ``title`` and ``desc`` and has a table twin; no
script, no reference, no id, so that any number of them can stand on one page. ``width`` and
``font_size`` are in one unit, and a picture scales with its container.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

import pandas as pd

from gluteal.figures import Pen, Point, element, two_digits
from gluteal.teaching import bayes


def ratio_text(number: float) -> str:
    """A likelihood ratio in two figures.

    Examples
    --------
    >>> ratio_text(2.134), ratio_text(0.0456), ratio_text(123.0)
    ('2.1', '0.046', '120')
    """
    return "<0.001" if number < 0.001 else f"{float(f'{number:.2g}'):g}"


def share_text(p: float) -> str:
    """A share in two figures, however small: what was counted and what is exact compare so.

    Examples
    --------
    >>> share_text(0.2727), share_text(1 / 209), share_text(0.99961)
    ('0.27', '0.0048', '0.9996')
    """
    if p > 0.99 and p < 1:
        return f"{1 - float(f'{1 - p:.1g}'):.12g}"
    return f"{p:.2g}" if p >= 1e-4 or p == 0 else f"{p:.6f}".rstrip("0")


def _one_in(p: float) -> str:
    """A small probability in words."""
    return f", about 1 in {float(f'{1 / p:.2g}'):,.0f}" if 0 < p < 0.05 else ""


def _interval(low: float, high: float, form: Callable[[float], str]) -> str:
    return "" if math.isnan(low) else f"{form(low)} to {form(high)}"


_SAID = {0.001, 0.01, 0.05, 0.1, 0.2, 0.5, 0.8, 0.9, 0.95, 0.99}  # ticks with a number
_RATIOS_SAID = {0.01, 0.1, 1, 10, 100, 1000}


def nomogram(
    result: bayes.Fagan, *, caption: str = "", width: float = 640, font_size: float = 15
) -> str:
    """A Fagan nomogram: before, likelihood ratio and after on one straight line.

    The band is the interval of the likelihood ratio; the dotted line and the diamond are an LR
    of 1, which changes nothing. A number off its axis is a triangle at the end. ``caption`` says
    what was found and what is in question.

    Notes
    -----
    Fagan TJ. Nomogram for Bayes's theorem. N Engl J Med 1975;293:257.
    """
    pen = Pen(width, font_size)
    left, right, top, high = 8.4, pen.wide - 10.6, pen.caption(caption) + 3.8, 17.0
    middle, foot, headed = (left + right) / 2, top + high, len(pen.body)

    def y(position: float) -> float:
        return foot - high * position

    def along(x: float, end: float) -> float:
        return pre + (end - pre) * (x - left) / (right - left)

    pre, ratio, post = (y(p) for p in result.positions)
    same, bounded = y(bayes.post_position(result.pre_test)), not math.isnan(result.low)
    ends = [y(bayes.post_position(p)) for p in (result.post_low, result.post_high) if bounded]
    if bounded:
        pen.line([(left, pre), (right, ends[0]), (right, ends[1])], "p soft", 0)
        for x, bounds in ((middle, [along(middle, e) for e in ends]), (right, ends)):
            pen.line([(x, bounds[0]), (x, bounds[1])], "pl half", 0.5)
    pen.line([(left, pre), (right, same)], "a", 0.1, "2 5")
    pen.line([(left, pre), (right, post)], "pl", 0.2)
    pen.clip(headed, left, top - 0.2, right + 0.5 - left, high + 0.4)
    for x, side, ticks, place, words in (
        (left, -1, bayes.PROBABILITY_TICKS, bayes.pre_position, "Pre-test probability"),
        (middle, -1, bayes.LR_TICKS, bayes.lr_position, "Likelihood ratio"),
        (right, 1, bayes.PROBABILITY_TICKS, bayes.post_position, "Post-test probability"),
    ):
        pen.line([(x, y(place(ticks[0]))), (x, y(place(ticks[-1])))], "a")
        for up, word in zip((2.6, 1.3), words.split()):
            pen.text(x, top - up, word, "s b", "middle")
        for value in ticks:
            at, anchor = y(place(value)), "start" if side > 0 else "end"
            pen.line([(x, at), (x + 0.4 * side, at)], "a")
            if value in (_RATIOS_SAID if x == middle else _SAID) and (
                x != middle or abs(at - along(x - 1.5, post)) > 0.8
            ):
                pen.text(x + 0.75 * side, at + 0.35, f"{value:g}", "s halo", anchor)
    if top < same < foot:
        pen.diamond(right, same)
        if abs(same - post) > 2.4:
            up = -0.5 if same < post else 1.2
            turn = math.degrees(math.atan2(same - pre, right - left))
            pen.text(0, up, "LR 1", "s halo", "middle")
            x = left + 0.8 * (right - left)
            move = f"translate({pen.n(x)} {pen.n(along(x, same))}) rotate({turn:.1f})"
            pen.body[-1] = element("g", pen.body[-1], transform=move)
    for x, at, cls in ((left, pre, "m"), (right, post, "p")):
        if top <= at <= foot:
            pen.dot(x, at, 0.45, cls)
        else:
            end, tip = (top, 1) if at < top else (foot, -1)
            pen.line([(x, end), (x + 0.5, end + tip), (x - 0.5, end + tip)], cls, 0)
    pen.dot(middle, ratio, 0.4, "open")
    pen.dot(middle, ratio, 0.4, "pl", 0.18)
    shown = [_digits(result.pre_test), ratio_text(result.lr), two_digits(result.post_test)]
    spread = [_interval(result.low, result.high, ratio_text)]
    spread += [_interval(result.post_low, result.post_high, two_digits)]
    reach = [along(x, e) for x in (middle, middle + 7) for e in (post, same, *ends)]
    above = min(reach) - (2.0 if bounded else 0.8)
    base = above if above - 1.2 > top else max(reach) + 1.8
    pen.text(middle + 0.8, base, f"LR {shown[1]}", "b halo", em=1.3)
    pen.text(middle + 0.8, base + 1.25, spread[0], "s halo")
    at = min(max(post, top + 1.2), foot - 3.6)
    big = 2.7 if len(shown[2]) < 5 else 2.2
    pen.text(right + 3.5, at + 0.35 * big, shown[2], "p b", em=big)
    pen.text(right + 3.5, at + 2.4, spread[1], "s")
    pen.text(right + 3.5, at + 3.6, spread[1] and "90 % interval", "s")
    pen.text(left - 3.5, min(max(pre, top), foot) + 0.7, shown[0], "m b", "end", 2)
    said = f"Pre-test probability {shown[0]}, likelihood ratio {shown[1]}"
    said += (spread[0] and f" ({spread[0]})") + f", post-test probability {shown[2]}"
    said += spread[1] and f" ({spread[1]})"
    return pen.svg(foot + 1, f"Fagan nomogram{caption and ': '}{caption}", f"{said}.")


def _digits(p: float) -> str:
    """A probability that somebody chose: as chosen, not as the model would say it."""
    if 0.01 <= p <= 0.99:
        return f"{p:.2f}"
    return "<0.001" if p < 0.001 else ">0.999" if p > 0.999 else f"{p:.3f}"


def nomogram_table(result: bayes.Fagan) -> pd.DataFrame:
    """The numbers of :func:`nomogram`: three rows x value, low, high."""
    rows = [(result.pre_test, math.nan, math.nan), (result.lr, result.low, result.high)]
    rows += [(result.post_test, result.post_low, result.post_high)]
    names = ["Pre-test probability", "Likelihood ratio", "Post-test probability"]
    return pd.DataFrame(rows, names, ["Value", "Low", "High"])


_WITH = {"present": "with", "absent": "without"}
_FILL = {"with_present": "p", "with_absent": "bar", "without_present": "ml", "without_absent": "a"}


def icons(
    frequencies: Mapping[str, float],
    *,
    state: str = "present",
    caption: str = "",
    width: float = 640,
    font_size: float = 15,
) -> str:
    """A hundred people: solid who has the condition, with a plus who has the finding.

    Those with the result in question, the finding ``present`` or ``absent``, come first and in
    a frame, the ones with the condition ahead: the sentence on top can be counted.

    Notes
    -----
    Gigerenzer G, Hoffrage U. How to improve Bayesian reasoning without instruction: frequency
    formats. Psychol Rev 1995;102:684-704.
    """
    pen = Pen(width, font_size)
    order = (state, "absent" if state == "present" else "present")
    kinds = [f"{who}_{s}" for s in order for who in ("with", "without")]
    counts = [int(frequencies[kind]) for kind in kinds]
    n, first = sum(counts), counts[0] + counts[1]
    across, top, edge = 10 if n <= 100 else 40, pen.caption(caption) + 3.9, 0.2
    c = 0.48 * pen.wide / across
    said, sub = f"Of {n}, nobody is {_WITH[state]} the finding.", ""
    if first:
        have = {0: "none has it", 1: "1 has it"}.get(counts[0], f"{counts[0]} have it")
        said = f"Of {first} {_WITH[state]} the finding, {have}."
        counted = f"{counts[0]} of {first} is {share_text(frequencies[f'{state}_counted'])}."
        sub = f"{counted if counts[0] else f'Too rare for {n} people.'} "
        sub += f"Exactly: {share_text(frequencies[f'{state}_exact'])}{_one_in(frequencies[f'{state}_exact'])}."
        full, rest = divmod(first, across)
        right, below = edge + c * (across if full else rest), top + c * max(full, 1)
        ring = [(edge, top), (right, top), (right, below)]
        if full and rest:
            ring += [(edge + c * rest, below), (edge + c * rest, below + c)]
        ring += [(edge, ring[-1][1]), (edge, top)]
        pen.line(ring, "p soft", 0)
        pen.line(ring, "pl")
    pen.text(0, top - 2.3, said, "b", em=1.3)
    pen.text(0, top - 0.8, sub, "s")
    cells = [(edge + c * (i % across), top + c * (i // across)) for i in range(n)]
    x, foot = 0.48 * pen.wide + 1.4, top + c * math.ceil(n / across)
    second = max(top + 7, min(top + c * math.ceil(first / across), foot - 5))
    for i, (kind, count) in enumerate(zip(kinds, counts)):
        _people(pen, [cells.pop(0) for _ in range(count)], c, kind)
        at = (top, second)[i // 2] + 3 + 1.9 * (i % 2)
        _people(pen, [(x, at - 1.35)], 1.8, kind)
        pen.text(x + 2.3, at, f"{count} {'do not' if i % 2 else 'have it'}")
    for at, s, count in zip((top, second), order, (first, n - first)):
        pen.text(x, at + 1, f"{count} {_WITH[s]} the finding", "b")
    listed = (f"{v} {k.replace('_', ' the condition, finding ')}" for k, v in zip(kinds, counts))
    title = f"{caption}{caption and ': '}{said}"
    return pen.svg(max(foot, second + 5.5) + 0.5, title, f"{n} people: {'; '.join(listed)}.")


def _people(pen: Pen, cells: list[Point], c: float, kind: str) -> None:
    """People in cells of size ``c``: head and shoulders, a plus where the finding is."""
    head, arm, wide, tall = (pen.n(v * c) for v in (0.16, 0.3, 0.6, 0.16))
    hollow = kind.startswith("without")
    body = plus = ""
    for x, y in cells:
        body += f"M{pen.n(x + c / 2)} {pen.n(y + 0.1 * c)}a{head} {head} 0 1 0 .01 0z"
        body += f"M{pen.n(x + 0.2 * c)} {pen.n(y + 0.92 * c)}v-{tall}a{arm} {arm} 0 0 1 {wide} 0v{tall}z"
        plus += f"M{pen.n(x + c / 2)} {pen.n(y + 0.6 * c)}v{pen.n(0.24 * c)}"
        plus += f"M{pen.n(x + 0.38 * c)} {pen.n(y + 0.72 * c)}h{pen.n(0.24 * c)}"
    if cells:
        pen.path(body, _FILL[kind], 0.06 * c if hollow else 0)
        if kind.endswith("present"):
            pen.path(plus, "ml" if hollow else "cut", 0.07 * c)


def icons_table(frequencies: Mapping[str, float]) -> pd.DataFrame:
    """The numbers of :func:`icons`: people by condition and finding, with their sums."""
    counts = [[frequencies[f"{who}_{s}"] for s in _WITH] for who in ("with", "without")]
    rows, columns = ["With the condition", "Without it"], ["Finding present", "Finding absent"]
    table = pd.DataFrame(counts, rows, columns)
    table.loc["All"] = table.sum()
    return table.assign(All=table.sum(axis=1)).astype(int)
