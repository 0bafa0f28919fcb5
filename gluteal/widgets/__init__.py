"""The screens: thin widgets over the result frames, one small file a concern.

In come a case, the journal and the tables; out goes a widget that a notebook shows. Only this
room knows ipywidgets; nothing below knows it. ``catalogue``, ``view``, ``details``,
``lesson_view`` and ``quiz_view`` make what ``payload`` describes; ``js`` and ``css`` are the page,
which ``linked`` makes into one text.
"""

from gluteal.widgets.explore import Explore, explore
from gluteal.widgets.teach import Teach, teach

__all__ = ["Explore", "Teach", "explore", "teach"]
