"""ES modules made into one, for a widget takes a single text and nothing here is built.

Only the plainest forms are understood, each on a line of its own::

    import { fill, h } from "./dom.js";
    export function draw() {

All modules share one scope afterwards; so a name is declared in one file only, and a file
never needs one that needs it in turn. Whatever else there is, is refused.
"""

from __future__ import annotations

import re
from pathlib import Path

_IMPORT = re.compile(r'import \{ (\w+(?:, \w+)*) \} from "(\.\.?/[\w./-]+\.js)";')
_DECLARED = re.compile(r"(export )?(?:(?:async )?function|const|let|class) (\w+)\b")
_REFUSED = re.compile(r"\s*(?:import|export)\b(?![(:])|(?:const|let) [{[]|var ")
_FETCHED = re.compile(r"\bimport\((?!/\* webpackIgnore: true \*/)")


class LinkError(ValueError):
    """Modules that cannot be made into one."""


def linked(entry: Path, render: str) -> str:
    """Text of one module: ``entry`` and all that it needs, each before what needs it.

    Parameters
    ----------
    entry : Path
        File to begin with.
    render : str
        Function of ``entry`` that draws the widget.

    Raises
    ------
    LinkError
        A form that is not understood, a circle, a missing file or a name that is not there.
    """
    texts: list[str] = []
    exported: dict[Path, set[str]] = {}
    owners: dict[str, Path] = {}

    def take(path: Path, above: tuple[Path, ...]) -> None:
        if path in above:
            circle = " -> ".join(p.name for p in (*above[above.index(path) :], path))
            raise LinkError(f"{path.name}: a circle of imports, {circle}")
        if path in exported:
            return
        if not path.is_file():
            raise LinkError(f"{above[-1].name if above else 'entry'}: there is no file {path.name}")
        given, kept = set(), []
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            at = f"{path.name}:{number}"
            if wanted := _IMPORT.fullmatch(line):
                source = (path.parent / wanted[2]).resolve()
                take(source, (*above, path))
                if missing := set(wanted[1].split(", ")) - exported[source]:
                    raise LinkError(f"{at}: {wanted[2]} exports no {', '.join(sorted(missing))}")
                continue
            declared = _DECLARED.match(line)
            if _FETCHED.search(line) or (declared is None and _REFUSED.match(line)):
                raise LinkError(f"{at}: not a form that is linked: {line.strip()}")
            if declared is not None:
                first = owners.setdefault(declared[2], path)
                if first != path:
                    raise LinkError(f"{at}: {declared[2]} is declared in {first.name} too")
                if declared[1]:
                    given.add(declared[2])
            kept.append(line.removeprefix("export "))
        exported[path] = given
        texts.append("\n".join(kept).strip())

    take(entry.resolve(), ())
    if render not in exported[entry.resolve()]:
        raise LinkError(f"{entry.name}: exports no {render}")
    return "\n\n".join([*texts, f"export default {{ render: {render} }};\n"])
