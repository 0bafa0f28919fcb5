"""What inline SVG is drawn with: text, lines and boxes in units of the type size, both themes."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from functools import cache
from html import escape

from gluteal.figures.palette import FONT, THEMES

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


def element(name: str, inside: str = "", **given: object) -> str:
    """An element around markup; ``cls`` is its class, None leaves an attribute out."""
    said = "".join(
        f' {"class" if key == "cls" else key.replace("_", "-")}="{plain(value)}"'
        for key, value in given.items()
        if value is not None
    )
    return f"<{name}{said}>{inside}</{name}>"


def plain(text: object) -> str:
    """Text that can become no markup, without characters that nobody sees."""
    return escape("".join(filter(str.isprintable, str(text))))


class Pen:
    """Draws in ems of the font size; what is drawn later lies on top."""

    def __init__(self, width: float, size: float) -> None:
        self.size, self.wide = size, width / size
        self.body: list[str] = []

    def n(self, em: float) -> str:
        """A length in em as a number of the picture."""
        return f"{em * self.size:.1f}".removesuffix(".0")

    def text(
        self, x: float, y: float, said: object, cls: str = "", at: str = "start", em: float = 1
    ) -> None:
        """A line of text."""
        size, anchor = f"{em:g}em" if em != 1 else None, at if at != "start" else None
        more = {"font_size": size, "text_anchor": anchor, "cls": cls or None}
        if said:
            self.body.append(element("text", plain(said), x=self.n(x), y=self.n(y), **more))

    def caption(self, said: str) -> float:
        """A heading in as many lines as it needs; the height it takes."""
        lines = textwrap.wrap(said, max(1, int(self.wide / 0.66)))
        for i, words in enumerate(lines):
            self.text(0, 1.2 + 1.5 * i, words, "b", em=1.15)
        return 1.5 * len(lines)

    def line(
        self, points: Iterable[Point], cls: str, width: float = 0.1, dash: str | None = None
    ) -> None:
        """A line through points."""
        d = "M" + "L".join(f"{self.n(x)} {self.n(y)}" for x, y in points)
        self.path(d, cls, width, dash)

    def path(self, d: str, cls: str, width: float = 0, dash: str | None = None) -> None:
        """A path as SVG writes it."""
        stroke = self.n(width) if width else None
        self.body.append(element("path", d=d, cls=cls, stroke_width=stroke, stroke_dasharray=dash))

    def dot(self, x: float, y: float, r: float, cls: str, width: float = 0) -> None:
        """A filled circle."""
        place = {"cx": self.n(x), "cy": self.n(y), "r": self.n(r)}
        self.body.append(
            element("circle", cls=cls, stroke_width=self.n(width) if width else None, **place)
        )

    def box(self, x: float, y: float, wide: float, high: float, cls: str) -> None:
        """A filled rectangle."""
        size = {"width": self.n(wide), "height": self.n(high)}
        self.body.append(element("rect", x=self.n(x), y=self.n(y), cls=cls, **size))

    def diamond(self, x: float, y: float, r: float = 0.4) -> None:
        """A small open diamond: a probability before the findings."""
        ring = [(x, y - r), (x + r, y), (x, y + r), (x - r, y), (x, y - r)]
        self.line(ring, "open", 0)
        self.line(ring, "a")

    def clip(self, since: int, x: float, y: float, wide: float, high: float) -> None:
        """Cut what was drawn ``since`` to a box."""
        size = dict(zip(("x", "y", "width", "height"), map(self.n, (x, y, wide, high))))
        inside = "".join(self.body[since:])
        self.body[since:] = [element("svg", inside, viewBox=" ".join(size.values()), **size)]

    def svg(self, high: float, title: str, said: str) -> str:
        """The picture as one element that says its numbers."""
        head = (
            element("title", plain(title))
            + element("desc", plain(said))
            + element("style", _style())
        )
        box = {"viewBox": f"0 0 {self.n(self.wide)} {self.n(high)}", "font_size": f"{self.size:g}"}
        return element("svg", head + "".join(self.body), cls="pic", role="img", **box)
