"""The screen: thin widgets over the result frames, one small file a concern.

In come a case and the tables, out go payloads (:mod:`gluteal.widgets.payload`) that the page draws.
``explore`` and ``teach`` are the widgets; ``catalogue``, ``view``, ``details``, ``lesson_view`` and
``quiz_view`` make what they send; ``words`` has the words. ``js`` and ``css`` are the page, which
``linked`` makes into one text; ``typescript`` tells it the types.
"""
