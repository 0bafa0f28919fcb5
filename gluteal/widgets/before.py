"""What is asked before an injection and is answered already: by the marks, the age or the sex."""

from __future__ import annotations

from collections.abc import Collection

from gluteal import words
from gluteal.cases import Case, inapplicable
from gluteal.knowledge import ADULT, TOPICS, Knowledge, split
from gluteal.widgets.payload import Answered, Before

UNDER_AGE = "under_18"  # the precaution that the age answers


def before(case: Case, open_: Collection[str], kb: Knowledge) -> Before:
    """Precautions and topics that need not be asked, each with the state and the reason.

    Parameters
    ----------
    open_ : collection of str
        Topics that nobody answered, as :func:`gluteal.care.options` says.
    """
    rows, facts = kb.rows("precautions"), case.facts(kb)
    known = [
        told
        for name, row in rows.items()
        if (told := _precaution(name, list(split(row["suggested_by"])), case, facts, kb))
    ]
    state = {told["id"]: told for told in known}
    own = {rows[p]["topic"] if p in rows else "antithrombotic" for p in case.precautions}
    topics: list[Answered] = []
    for topic in TOPICS:
        parts = [state[p] for p in rows if p in state and rows[p]["topic"] == topic]
        yes = [told["said"] for told in parts if told["state"] == "present"]
        no = [told["said"] for told in parts if told["state"] == "absent"]
        if yes:
            topics.append({"id": topic, "state": "present", "said": "; ".join(dict.fromkeys(yes))})
        elif topic in inapplicable(case, "topics"):
            topics.append({"id": topic, "state": "none", "said": _why_not(case, kb)})
        elif topic not in {*open_, *case.screened, *own}:
            topics.append({"id": topic, "state": "absent", "said": "; ".join(dict.fromkeys(no))})
    return {"topics": topics, "precautions": known}


def _precaution(
    name: str, signs: list[str], case: Case, facts: tuple[set[str], set[str]], kb: Knowledge
) -> Answered | None:
    """What the marks say of a precaution; None where they say nothing."""
    present, absent = facts
    if name in inapplicable(case, "precautions"):
        return {"id": name, "state": "none", "said": _why_not(case, kb)}
    if name == UNDER_AGE and case.age is not None:
        said = kb.say(words.BY_AGE, age=case.age)
        return {"id": name, "state": "present" if case.age < ADULT else "absent", "said": said}
    if yes := [kb.label(f) for f in signs if f in present]:
        return {
            "id": name,
            "state": "present",
            "said": kb.say(words.BY_MARKS, findings=", ".join(yes)),
        }
    if signs and (absent | inapplicable(case, "findings")).issuperset(signs):
        no = ", ".join(kb.label(f) for f in signs if f in absent)
        return {"id": name, "state": "absent", "said": kb.say(words.BY_MARKS, findings=no)}
    return None


def _why_not(case: Case, kb: Knowledge) -> str:
    male = case.sex == "male" or "female_sex" in case.absent
    return kb.say(words.NOT_OF_A_MAN if male else words.NOT_AT_THIS_AGE)
