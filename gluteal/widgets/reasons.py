"""What a stated reason can settle, in words: a flag, a precaution, a drug, a conservative trial."""

from __future__ import annotations

from gluteal import words
from gluteal.knowledge import Knowledge
from gluteal.widgets.payload import Reason

_TABLES = {"flag": "red_flags", "precaution": "precautions", "drug": "anticoagulants"}


def reason_of(key: str, kb: Knowledge) -> Reason:
    """How the screen asks for the reason that ``Case.cleared`` keeps under a key.

    Parameters
    ----------
    key : str
        ``flag:<id>``, ``precaution:<id>``, ``exception:<id>`` or ``drug:<id>``.
    """
    kind, _, name = key.partition(":")
    act, title = (kb.say(text) for text in words.REASONS[kind])
    if kind == "exception":
        rows = kb.rows("care").values()
        about = next(r["trial_exception_text"] for r in rows if r["trial_exception"] == name)
    else:
        about = kb.rows(_TABLES[kind])[name]["label"]
        act = act.format(what=about)
    return {"key": key, "act": act, "title": title, "about": about}
