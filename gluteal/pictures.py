"""Bayes made visible, in pictures: inline SVG that follows the theme of the page around it.

Slate is what a person says, blue what the model infers; shape and fill say it again without
colour. Every picture carries its numbers in ``title`` and ``desc`` and has a table twin; no
script, no reference, no id, so that any number of them can stand on one page. ``width`` and
``font_size`` are in one unit, and a picture scales with its container.
"""

from __future__ import annotations

import math
import textwrap
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from html import escape

import numpy as np
import pandas as pd

from gluteal import bayes
from gluteal.knowledge import Knowledge
from gluteal.palette import FONT, THEMES, signed, two_digits

Point = tuple[float, float]
_ROLES = {"ink": "text", "ink2": "second", "ink3": "third", "line": "line"}
_ROLES |= {"bg": "paper", "mark": "mark", "p": "lead", "bar": "bar"}
_CSS = """.pic{display:block;width:100%;height:auto;font-family:var(--jp-ui-font-family,FONT);font-variant-numeric:tabular-nums;fill:var(--c-ink)}
.pic .s{fill:var(--c-ink2)}.pic .q{fill:var(--c-ink3)}.pic .p{fill:var(--c-p)}.pic .m{fill:var(--c-mark)}.pic .bar{fill:var(--c-bar)}.pic .open{fill:var(--c-bg)}.pic .b{font-weight:650}
.pic :is(.g,.a,.pl,.ml,.il,.cut){fill:none;stroke-linejoin:round}.pic .g{stroke:var(--c-line)}.pic .a{stroke:var(--c-ink3)}.pic .pl{stroke:var(--c-p)}.pic .ml{stroke:var(--c-mark)}.pic .il{stroke:var(--c-ink)}.pic .cut{stroke:var(--c-bg)}
.pic .soft{opacity:.16}.pic .half{opacity:.45}.pic .shade{fill:var(--c-ink3);opacity:.07}.pic .halo{stroke:var(--c-bg);stroke-width:.35em;stroke-linejoin:round;paint-order:stroke}
@media (forced-colors:active){.pic.pic.pic{--c-ink:CanvasText;--c-ink2:CanvasText;--c-ink3:CanvasText;--c-line:GrayText;--c-bg:Canvas;--c-mark:CanvasText;--c-p:LinkText;--c-bar:LinkText}}"""


@cache
def _style() -> str:
    """The rules of every picture: the page's own colours where it names them, else the palette."""
    light, dark = (
        ";".join(f"--c-{name}:var(--{name},{ink[role]})" for name, role in _ROLES.items())
        for ink in (THEMES["light"], THEMES["dark"])
    )
    return f".pic{{{light}}}[data-theme=dark] .pic{{{dark}}}\n{_CSS.replace('FONT', FONT)}"


def _el(name: str, inside: str = "", **given: object) -> str:
    """An element around markup; ``cls`` is its class, None leaves an attribute out."""
    said = "".join(
        f' {"class" if key == "cls" else key.replace("_", "-")}="{_plain(value)}"'
        for key, value in given.items()
        if value is not None
    )
    return f"<{name}{said}>{inside}</{name}>"


def _plain(text: object) -> str:
    """Text that can become no markup, without characters that nobody sees."""
    return escape("".join(filter(str.isprintable, str(text))))


class _Pen:
    """Draws in ems of the font size; what is drawn later lies on top."""

    def __init__(self, width: float, size: float) -> None:
        self.size, self.wide = size, width / size
        self.body: list[str] = []

    def n(self, em: float) -> str:
        return f"{em * self.size:.1f}".removesuffix(".0")

    def text(
        self, x: float, y: float, said: object, cls: str = "", at: str = "start", em: float = 1
    ) -> None:
        size, anchor = f"{em:g}em" if em != 1 else None, at if at != "start" else None
        more = {"font_size": size, "text_anchor": anchor, "cls": cls or None}
        if said:
            self.body.append(_el("text", _plain(said), x=self.n(x), y=self.n(y), **more))

    def caption(self, said: str) -> float:
        """A heading in as many lines as it needs; the height it takes."""
        lines = textwrap.wrap(said, max(1, int(self.wide / 0.66)))
        for i, words in enumerate(lines):
            self.text(0, 1.2 + 1.5 * i, words, "b", em=1.15)
        return 1.5 * len(lines)

    def line(
        self, points: Iterable[Point], cls: str, width: float = 0.1, dash: str | None = None
    ) -> None:
        d = "M" + "L".join(f"{self.n(x)} {self.n(y)}" for x, y in points)
        self.path(d, cls, width, dash)

    def path(self, d: str, cls: str, width: float = 0, dash: str | None = None) -> None:
        stroke = self.n(width) if width else None
        self.body.append(_el("path", d=d, cls=cls, stroke_width=stroke, stroke_dasharray=dash))

    def dot(self, x: float, y: float, r: float, cls: str, width: float = 0) -> None:
        place = {"cx": self.n(x), "cy": self.n(y), "r": self.n(r)}
        self.body.append(
            _el("circle", cls=cls, stroke_width=self.n(width) if width else None, **place)
        )

    def box(self, x: float, y: float, wide: float, high: float, cls: str) -> None:
        size = {"width": self.n(wide), "height": self.n(high)}
        self.body.append(_el("rect", x=self.n(x), y=self.n(y), cls=cls, **size))

    def diamond(self, x: float, y: float, r: float = 0.4) -> None:
        ring = [(x, y - r), (x + r, y), (x, y + r), (x - r, y), (x, y - r)]
        self.line(ring, "open", 0)
        self.line(ring, "a")

    def clip(self, since: int, x: float, y: float, wide: float, high: float) -> None:
        """Cut what was drawn ``since`` to a box."""
        size = dict(zip(("x", "y", "width", "height"), map(self.n, (x, y, wide, high))))
        inside = "".join(self.body[since:])
        self.body[since:] = [_el("svg", inside, viewBox=" ".join(size.values()), **size)]

    def svg(self, high: float, title: str, said: str) -> str:
        head = _el("title", _plain(title)) + _el("desc", _plain(said)) + _el("style", _style())
        box = {"viewBox": f"0 0 {self.n(self.wide)} {self.n(high)}", "font_size": f"{self.size:g}"}
        return _el("svg", head + "".join(self.body), cls="pic", role="img", **box)


def ratio_text(number: float) -> str:
    """A likelihood ratio in two figures.

    Examples
    --------
    >>> ratio_text(2.134), ratio_text(0.0456), ratio_text(123.0)
    ('2.1', '0.046', '120')
    """
    return "<0.001" if number < 0.001 else f"{float(f'{number:.2g}'):g}"


def _interval(low: float, high: float, form: Callable[[float], str]) -> str:
    return "" if math.isnan(low) else f"{form(low)} to {form(high)}"


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
    pen = _Pen(width, font_size)
    left, right, top, high = 9.5, pen.wide - 13.5, pen.caption(caption) + 4.2, 32.0
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
            if x != middle or abs(at - along(x - 1.5, post)) > 0.8:
                pen.text(x + 0.75 * side, at + 0.3, f"{value:g}", "q halo", anchor, 0.85)
    if top < same < foot:
        pen.diamond(right, same)
        if abs(same - post) > 2.4:
            up = -0.5 if same < post else 1.2
            turn = math.degrees(math.atan2(same - pre, right - left))
            pen.text(0, up, "LR 1: no change", "q halo", "middle", 0.85)
            x = left + 0.8 * (right - left)
            move = f"translate({pen.n(x)} {pen.n(along(x, same))}) rotate({turn:.1f})"
            pen.body[-1] = _el("g", pen.body[-1], transform=move)
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
    at = min(max(post, top + 1.2), foot - 3.4)
    big = 3.4 if len(shown[2]) < 5 else 2.8
    pen.text(right + 3.6, at + 0.35 * big, shown[2], "p b", em=big)
    pen.text(right + 3.8, at + 2.8, spread[1], "s")
    pen.text(right + 3.8, at + 4, spread[1] and "90 % interval", "q", em=0.85)
    pen.text(left - 3.6, min(max(pre, top), foot) + 0.7, shown[0], "m b", "end", 2)
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
    pen = _Pen(width, font_size)
    order = (state, "absent" if state == "present" else "present")
    kinds = [f"{who}_{s}" for s in order for who in ("with", "without")]
    counts = [int(frequencies[kind]) for kind in kinds]
    n, first = sum(counts), counts[0] + counts[1]
    across, top, edge = 10 if n <= 100 else 40, pen.caption(caption) + 4.6, 0.2
    c = 0.5 * pen.wide / across
    said, sub = f"Of {n}, nobody is {_WITH[state]} the finding.", ""
    if first:
        have = {0: "none has it", 1: "1 has it"}.get(counts[0], f"{counts[0]} have it")
        said = f"Of {first} {_WITH[state]} the finding, {have}."
        share = [two_digits(frequencies[f"{state}_{how}"]) for how in ("counted", "exact")]
        sub = f"{counts[0]} of {first} is {share[0]}; the exact probability is {share[1]}."
        full, rest = divmod(first, across)
        right, below = edge + c * (across if full else rest), top + c * max(full, 1)
        ring = [(edge, top), (right, top), (right, below)]
        if full and rest:
            ring += [(edge + c * rest, below), (edge + c * rest, below + c)]
        ring += [(edge, ring[-1][1]), (edge, top)]
        pen.line(ring, "p soft", 0)
        pen.line(ring, "pl")
    pen.text(0, top - 2.7, said, "b", em=1.5)
    pen.text(0, top - 1.1, sub, "q")
    cells = [(edge + c * (i % across), top + c * (i // across)) for i in range(n)]
    x, foot = 0.5 * pen.wide + 1.6, top + c * math.ceil(n / across)
    second = max(top + 7, min(top + c * math.ceil(first / across), foot - 5))
    for i, (kind, count) in enumerate(zip(kinds, counts)):
        _people(pen, [cells.pop(0) for _ in range(count)], c, kind)
        at = (top, second)[i // 2] + 3 + 1.9 * (i % 2)
        _people(pen, [(x, at - 1.35)], 1.8, kind)
        pen.text(x + 2.3, at, f"{count} {'do not' if i % 2 else 'have it'}")
    for at, s, count in zip((top, second), order, (first, n - first)):
        pen.text(x, at + 1, f"{count} {_WITH[s]} the finding", "b", em=1.1)
    listed = (f"{v} {k.replace('_', ' the condition, finding ')}" for k, v in zip(kinds, counts))
    title = f"{caption}{caption and ': '}{said}"
    return pen.svg(max(foot, second + 5.5) + 0.5, title, f"{n} people: {'; '.join(listed)}.")


def _people(pen: _Pen, cells: list[Point], c: float, kind: str) -> None:
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


def course(
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
    pen, now = _Pen(width, font_size), len(frame) - 1 if step is None else step
    past, last = frame.iloc[: now + 1], frame.iloc[now]
    shown = [str(c) for c in last.sort_values(ascending=False, kind="stable").index[:4]]
    told = truth if step is None else None
    shown += [told] if told and told not in shown else []
    said = [f"{_name(c, kb)} {two_digits(last[c])}" for c in shown]
    said = [f"{t} (diagnosis)" if c == told else t for c, t in zip(shown, said)]
    labels = ["before", *map(str, frame.index[1:])]
    left, top, foot = 2.4, 0.8, height / font_size - 2
    room = pen.wide - (0.56 * max(map(len, said)) + 1.8) - left - 1
    xs = [left + 1 + room * i / max(len(labels) - 1, 1) for i in range(len(labels))]
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
    places = _apart(ends, 1.4, top + 0.5, foot - 0.2)
    for i in reversed(range(len(shown))):
        line, fill, bold, wide = ("pl", "p", "p b", 0.25) if i == 0 else ("a", "q", "s", 0.12)
        if i and shown[i] == told:
            line, fill, bold, wide = "il", "", "b", 0.2
        points = [(x, y(float(p))) for x, p in zip(xs, past[shown[i]])]
        pen.line(points, line, wide, (None, None, "8 4", "2 4", None)[i])
        for point in points:
            pen.dot(*point, 0.14 if line == "a" else 0.28, fill)
        if abs(places[i] - ends[i]) > 0.3:
            pen.line([(xs[now], ends[i]), (xs[now] + 0.9, places[i])], line, 0.07)
        pen.text(xs[now] + 1.1, places[i] + 0.35, said[i], bold)
    title = f"Course of the probabilities, step {now} of {len(labels) - 1}"
    return pen.svg(foot + 2, title, "; ".join(said) + ".")


def _apart(heights: list[float], gap: float, low: float, high: float) -> list[float]:
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
    """The numbers of :func:`course`: steps so far x causes, the likeliest now first."""
    past = frame if step is None else frame.iloc[: step + 1]
    order = past.iloc[-1].sort_values(ascending=False, kind="stable").index
    return past[order].set_axis([_name(str(c), kb) for c in order], axis=1)


def _name(identifier: str, kb: Knowledge) -> str:
    """Short name of a cause, finding, composite or question; other text as it is."""
    for table in ("causes", "findings", "composites"):
        if identifier in kb.rows(table):
            return str(kb.rows(table)[identifier]["short"])
    if identifier == "presentation":
        return "Fit of the presentation"
    return identifier.capitalize() if identifier in kb.cells.questions else identifier


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
        ``probability`` or ``weights(cause)`` of :class:`gluteal.bayes.Clusters`: columns
        ``naive``, ``model``, perhaps ``prior`` (a diamond).
    unit : {"probability", "decibans"}
        Of a probability ``rows`` causes are shown and the others summed; decibans end in a sum.
    """
    pen, table = _Pen(width, font_size), bars_table(frame, kb, unit=unit, rows=rows)
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
        pen.text(x(step * k), top - 0.9, said, "q", "middle", 0.85)
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


def _solid(pen: _Pen, x: float, y: float, wide: float, high: float) -> None:
    pen.box(x, y, wide, high, "p")


def _hatched(pen: _Pen, x: float, y: float, wide: float, high: float) -> None:
    """A bar of slanted lines in an outline, cut to its ends."""
    lines = ""
    for start in np.arange(x - high, x + wide, 0.45):
        a, b = max(start, x), min(start + high, x + wide)
        lines += (
            f"M{pen.n(a)} {pen.n(y + high - a + start)}L{pen.n(b)} {pen.n(y + high - b + start)}"
        )
    pen.path(lines, "ml half", 0.07)
    pen.box(x, y, wide, high, "ml")


def multiples(
    frame: pd.DataFrame, kb: Knowledge, *, rows: int = 6, width: float = 900, font_size: float = 15
) -> str:
    """The same findings elsewhere: a column a setting, the leading cause of each set off.

    ``frame``: causes x settings, as from :func:`gluteal.bayes.settings`.
    """
    pen, table = _Pen(width, font_size), bars_table(frame, kb, rows=rows)
    left = 0.5 * max(map(len, table.index)) + 1
    wide, most = (pen.wide - left) / table.shape[1], float(table.to_numpy().max())
    rest = len(table) - (len(table) < len(frame))  # the row of the others
    heads = [str(c)[:1].upper() + str(c)[1:].replace("_", " ") for c in table]
    em = min(0.85, (wide - 0.4) / (0.58 * max(len(word) for h in heads for word in h.split())))
    lines = [textwrap.wrap(head, max(1, int((wide - 0.5) / (0.56 * em)))) for head in heads]
    top = 1.2 * em * max(map(len, lines)) + 1
    for j, column in enumerate(table):
        x, best = left + wide * j, int(table[column].to_numpy()[:rest].argmax())
        for k, words in enumerate(reversed(lines[j])):
            pen.text(x, top - 0.4 - 1.2 * em * k, words, "s b", em=round(em, 2))
        for i, p in enumerate(map(float, table[column])):
            y = top + 2.4 * i
            if j == 0:
                pen.text(0, y + 1.4, table.index[i], "q" if i == rest else "")
            pen.box(x, y + 1.65, (wide - 0.8) * p / most, 0.4, "p" if i == best else "bar")
            pen.text(x, y + 1.4, two_digits(p), "b" if i == best else "q" if i == rest else "s")
    foot = top + 2.4 * len(table) + 0.2
    said = (
        f"{c}: " + ", ".join(f"{n} {two_digits(p)}" for n, p in zip(table.index, table[c]))
        for c in table
    )
    return pen.svg(foot, "The same findings in other settings", "; ".join(said) + ".")


def bars_table(
    frame: pd.DataFrame, kb: Knowledge, *, unit: str = "probability", rows: int = 6
) -> pd.DataFrame:
    """The numbers of :func:`pairs` and :func:`multiples`.

    Probabilities: the first ``rows`` and whatever leads a column, the others summed. Decibans:
    all rows and their sums.
    """
    named = frame.set_axis([_name(str(i), kb) for i in frame.index])
    if unit == "decibans":
        labels = [f"{n} ({p} findings)" if p > 1 else n for n, p in named["parts"].items()]
        named = named.set_axis(labels)[["naive", "model"]]
        return pd.concat([named, named.sum().to_frame("All together").T])
    leaders = set(frame.drop(columns="prior", errors="ignore").idxmax())
    shown = np.array([i < rows or c in leaders for i, c in enumerate(frame.index)])
    if (~shown).sum() < 2:
        return named
    rest = named[~shown].sum().to_frame(f"{(~shown).sum()} others").T
    return pd.concat([named[shown], rest])
