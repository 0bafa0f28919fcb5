"""HTML and SVG written so that no text can become markup: what is not :class:`Safe` is escaped."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import Any

from gluteal.knowledge import UNSEEN

_VOID = frozenset(("br", "col", "meta"))


class Safe(str):
    """Markup that may stand in a page as it is."""

    __slots__ = ()


def clean(text: object) -> str:
    """Text without characters that nobody sees and that could mislead or break a file.

    Examples
    --------
    >>> clean("a\\x00b\\u202ec")
    'abc'
    """
    return UNSEEN.sub("", str(text))


def quoted(text: object) -> str:
    """Clean text as it may stand in a page, between tags or in an attribute.

    Examples
    --------
    >>> quoted('a "b" < c')
    'a &quot;b&quot; &lt; c'
    """
    return escape(clean(text))


def plotted(text: object) -> str:
    """Clean text as Plotly shows it letter by letter: it takes tags in a text for markup.

    Examples
    --------
    >>> plotted("<b>x</b> & y")
    '&lt;b&gt;x&lt;/b&gt; &amp; y'
    """
    return escape(clean(text), quote=False)


def line(text: object) -> str:
    """Clean text on one line, for a letter.

    Examples
    --------
    >>> line(" two\\n lines ")
    'two lines'
    """
    return " ".join(clean(str(text).replace("\r", " ")).split())


def join(children: object, between: str = "") -> Safe:
    """Children as markup: safe ones as they are, text escaped, lists in order, None left out.

    Examples
    --------
    >>> join(["a < b", Safe("<br>"), None, 3])
    'a &lt; b<br>3'
    """
    if isinstance(children, Safe):
        return children
    if children is None:
        return Safe("")
    if isinstance(children, Iterable) and not isinstance(children, str):
        parts = (join(child) for child in children)
        return Safe(escape(between).join(part for part in parts if part))
    return Safe(escape(clean(children), quote=False))


def el(name: str, /, *children: object, **attributes: Any) -> Safe:
    """An element; ``cls`` is its class, ``_`` in the name of an attribute stands for ``-``.

    Parameters
    ----------
    name : str
        Name of the element.
    *children : object
        As for :func:`join`.
    **attributes : object
        None and False leave an attribute out, True gives it without a value.

    Examples
    --------
    >>> el("p", "x < y", el("br"), cls="note", aria_label='a "b"', hidden=None)
    '<p class="note" aria-label="a &quot;b&quot;">x &lt; y<br></p>'
    """
    given = "".join(
        f" {_name(key)}" + ("" if value is True else f'="{escape(clean(value))}"')
        for key, value in attributes.items()
        if value is not None and value is not False
    )
    inside = join(children)
    return Safe(f"<{name}{given}>" + ("" if name in _VOID else f"{inside}</{name}>"))


def _name(key: str) -> str:
    return "class" if key == "cls" else key.rstrip("_").replace("_", "-")


def items(texts: Iterable[object], name: str = "ul", **attributes: Any) -> Safe:
    """A list, '' when there is nothing in it."""
    rows = [el("li", text) for text in texts]
    return el(name, rows, **attributes) if rows else Safe("")


def sentence(text: str) -> str:
    """Text with a full stop at its end, unless it ends in a mark of its own; safe stays safe.

    Examples
    --------
    >>> sentence("One stage"), sentence("Really?")
    ('One stage.', 'Really?')
    """
    return text if not text or text[-1] in ".?!:" else type(text)(f"{text}.")
