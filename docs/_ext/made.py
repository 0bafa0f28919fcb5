"""What the pages take from elsewhere: files of the tree, and tables made from the package.

A page that is one comment, ``<!-- file: SAFETY.md -->``, is that file. A comment
``<!-- made: card -->`` becomes what the function of that name below writes. A link to a file of
the tree that is no page becomes its text, for the pages have to hold away from the tree.
"""

import json
import os
import re
from collections.abc import Iterator
from importlib import import_module
from inspect import isclass
from pathlib import Path

from sphinx.application import Sphinx

import gluteal
from gluteal.knowledge.schema import TABLES, Column
from gluteal.study import compare, published

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
FILE = re.compile(r"\A<!-- file: (\S+) -->\s*\Z")
MADE = re.compile(r"^<!-- made: (\w+)(?: (\S+))? -->$", re.M)
LINK = re.compile(r"(!?)\[([^\]]*)\]\(([^)#\s]+)(#[^)\s]*)?\)")


def pages() -> dict[Path, Path]:
    """Files of the tree that are pages, and the pages that they are."""
    found = ((FILE.match(page.read_text("utf-8")), page) for page in DOCS.glob("*.md"))
    return {ROOT / match[1]: page for match, page in found if match}


def read(app: Sphinx, docname: str, source: list[str]) -> None:
    """Put together what Sphinx reads as the text of a page."""
    page = DOCS / f"{docname}.md"
    if not page.exists():
        return
    text, home = source[0], page.parent
    if match := FILE.match(text):
        file = ROOT / match[1]
        app.env.note_dependency(str(file))
        text, home = file.read_text("utf-8"), file.parent
    if MADE.search(text):
        app.env.note_reread()  # it may come out otherwise next time
    text = MADE.sub(lambda m: MAKERS[m[1]](m[2] or ""), text)
    source[0] = LINK.sub(lambda m: _link(m, home, page.parent), text)


def _link(match: re.Match[str], home: Path, here: Path) -> str:
    image, text, target, anchor = match.groups()
    file = Path(os.path.normpath(home / target))
    if ":" in target or not file.is_relative_to(ROOT):
        return match[0]
    file = pages().get(file, file)
    if not image and file.exists() and not file.is_relative_to(DOCS):
        return text
    return f"{image}[{text}]({Path(os.path.relpath(file, here)).as_posix()}{anchor or ''})"


def card(part: str) -> str:
    """A part of the model card's measurements, as a table."""
    metrics = json.loads((DOCS / "model_card.json").read_text("utf-8"))
    measured = metrics["AppliedModelCard"]["KeyMetrics"][part]
    rows = [
        (result["Label"], _said(json.loads(result["ValueJson"])))
        for result in measured["Results"]["MetricResult"]
    ]
    return _table(("measure", "value, 95 % interval"), rows)


def _said(value: float | dict[str, float]) -> str:
    if isinstance(value, dict):
        return f"{value['mean']:.2f} ({value['low']:.2f} to {value['high']:.2f})"
    return f"{value:.2f}".replace("-", "−")


def rules(_: str) -> str:
    """The ranking beside simpler rules on the published patients, measured now."""
    mean = compare(published())["mean"].unstack("measure")[["top-1", "top-3", "Brier"]]
    readings = ("history and examination", "all marks")
    rows = [
        (rule, *(" / ".join(f"{v:.2f}" for v in mean.loc[(r, rule)]) for r in readings))
        for rule in mean.loc[readings[0]].index.sort_values(key=lambda i: i != "gluteal")
    ]
    return _table(("", *readings), rows)


def columns(_: str) -> str:
    """Every column of every table, as the reader checks it."""
    parts = []
    for name, table in TABLES.items():
        rows = [
            (f"`{column}`", _holds(spec), "yes" if column in table.key else "", _must(spec))
            for column, spec in table.columns.items()
        ]
        heads = ("column", "holds", "key", "may be empty")
        parts.append(f"## {name}.csv\n\n{_table(heads, rows)}")
    return "\n\n".join(parts)


def _holds(column: Column) -> str:
    kinds = {
        "text": "text",
        "id": "an id",
        "ids": "ids, `;`-joined",
        "number": "a number from 0",
        "probability": "a probability, 0 to 1",
    }
    if column.kind == "choice":
        return "one of " + ", ".join(f"`{c}`" for c in column.choices)
    ending = "json" if column.refers == "references" else "csv"
    return kinds[column.kind] + (f" of {column.refers}.{ending}" if column.refers else "")


def _must(column: Column) -> str:
    return "no" if column.required else "yes"


def _table(heads: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    lines = [heads, tuple("---" for _ in heads), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def names(module: str) -> str:
    """The public functions and classes of a room, from their docstrings."""
    directives = [
        f".. auto{'class' if isclass(thing) else 'function'}:: {module}.{name}"
        + ("\n   :members:" if isclass(thing) else "")
        for name, thing in public(module)
    ]
    return "```{eval-rst}\n" + "\n\n".join(directives) + "\n```" if directives else "None yet."


def public(module: str) -> Iterator[tuple[str, object]]:
    """Names of a door that are functions or classes and stand on no other page, alphabetically."""
    door = import_module(module)
    for name in sorted(door.__all__, key=str.lower):
        thing = getattr(door, name)
        if callable(thing) and (door is gluteal or name not in gluteal.__all__):
            yield name, thing


def glob(pattern: str) -> str:
    """The pages that fit a pattern, as entries of the contents; Sphinx minds when none does."""
    found = sorted(p.relative_to(DOCS).with_suffix("") for p in DOCS.glob(f"{pattern}.md"))
    return "\n".join(p.as_posix() for p in found)


MAKERS = {"card": card, "columns": columns, "glob": glob, "names": names, "rules": rules}


def level(app: Sphinx, name: str, template: str, context: dict[str, object], _: object) -> None:
    """Say how deep the headings of the contents are: a screen reader asks, Sphinx does not say."""
    if tree := context.get("furo_navigation_tree"):
        heading = 'role="heading"'
        context["furo_navigation_tree"] = str(tree).replace(heading, f'{heading} aria-level="2"')


def setup(app: Sphinx) -> dict[str, bool]:
    """Sphinx asks for this."""
    app.connect("source-read", read)
    app.connect("html-page-context", level, priority=900)
    return {"parallel_read_safe": True}
