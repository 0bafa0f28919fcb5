"""``js/payload.d.ts`` from the types of :mod:`gluteal.widgets.payload`.

``python -m gluteal.widgets.typescript`` writes it; a test says when it is stale.
"""

import types
import typing
from pathlib import Path
from typing import Any, Literal, NotRequired, Union, get_type_hints

from gluteal.widgets import payload

_PLAIN = {str: "string", int: "number", float: "number", bool: "boolean", type(None): "null"}


def typescript() -> str:
    """The same types for the page's type check."""
    said = ["// Written by `python -m gluteal.widgets.typescript` from the types of Python."]
    for name, kind in vars(payload).items():
        if typing.get_origin(kind) is Literal:
            said.append(f"export type {name} = {_type(kind, written=True)};")
        elif typing.is_typeddict(kind):
            hints = get_type_hints(kind, include_extras=True).items()
            rows = "\n".join(f"  {_key(k, v, kind)}: {_type(v)};" for k, v in hints)
            body = f"\n{rows}\n" if rows else ""
            said.append(f"export interface {name} {{{body}}}")
    return "\n\n".join(said) + "\n"


def _key(name: str, kind: Any, owner: Any) -> str:
    quoted = name if name.isidentifier() else f'"{name}"'
    optional = typing.get_origin(kind) is NotRequired or not owner.__total__
    return f"{quoted}?" if optional else quoted


def _type(kind: Any, written: bool = False) -> str:
    origin, inner = typing.get_origin(kind), typing.get_args(kind)
    if origin is Literal:
        named = next((n for n in ("State", "Tone") if getattr(payload, n) == kind), "")
        return named if named and not written else " | ".join(f'"{v}"' for v in inner)
    if origin is NotRequired:
        return _type(inner[0])
    if origin in (Union, types.UnionType):
        return " | ".join(dict.fromkeys(map(_type, inner)))
    if origin is list:
        return f"Array<{_type(inner[0])}>"
    if origin is dict:
        return f"Record<string, {_type(inner[1])}>"
    return "any" if kind is Any else _PLAIN.get(kind) or str(kind.__name__)


if __name__ == "__main__":
    (Path(__file__).parent / "js" / "payload.d.ts").write_text(typescript(), "utf-8")
