"""What is compiled from the tables once and kept exactly as long as they are."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TypeVar
from weakref import WeakKeyDictionary

from gluteal.knowledge.store import Knowledge

T = TypeVar("T")


def once(make: Callable[[Knowledge], T]) -> Callable[[Knowledge], T]:
    """Keep the result of a function of the tables, by the identity of the tables.

    What a room compiles stays in that room: the tables know nothing of it. The result must not
    hold the tables, or neither would ever go.

    Examples
    --------
    >>> import gluteal
    >>> names = once(lambda kb: list(kb.causes.index))
    >>> kb = gluteal.load()
    >>> names(kb) is names(kb)
    True
    """
    kept: WeakKeyDictionary[Knowledge, T] = WeakKeyDictionary()

    @wraps(make)
    def found(kb: Knowledge) -> T:
        try:
            return kept[kb]
        except KeyError:
            kept[kb] = result = make(kb)
            return result

    return found
