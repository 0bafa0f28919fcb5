"""What is said below the ranking a moment later: how firm it is, and whether two causes fit better."""

from __future__ import annotations

import pandas as pd

from gluteal import care, model, words
from gluteal.cases import Case
from gluteal.figures import two_digits
from gluteal.knowledge import Knowledge
from gluteal.widgets.payload import Firm, TriedRow

TRIED = 12  # rows of what was tried that are shown
NOTHING: Firm = {
    "rev": -1,
    "word": "",
    "said": "",
    "title": "",
    "rows": [],
    "pair": "",
    "members": [],
    "enough": "",
}


def firm(case: Case, kb: Knowledge, rev: int) -> Firm:
    """How firm the first place of a case is; nothing while there is no ranking to speak of.

    Parameters
    ----------
    rev : int
        Number of the case among those that the session has held.
    """
    if care.no_ranking(case, kb) or model.known(case, kb).little:
        return NOTHING | {"rev": rev}
    found, number = model.firmness(case, kb), kb.language.number
    pair = model.pair_sentences(case, kb)
    first = str(model.differential(case, kb).index[0])
    return {
        "rev": rev,
        "word": found.word,
        "said": found.sentence,
        "title": kb.say(
            words.FIRM_TITLE,
            first=kb.label(first),
            now=number(two_digits(float(found.table["now"].iloc[0]))),
        ),
        "rows": [_row(row, kb) for _, row in found.table.head(TRIED).iterrows()],
        "pair": pair[0] if pair else "",
        "members": pair[1:],
        "enough": care.enough(case, kb),
    }


def _row(row: pd.Series, kb: Knowledge) -> TriedRow:
    number = kb.language.number
    if row["kind"] == "mark":
        ends = (row["without"], words.WITHOUT), (row["wrong"], words.WRONG)
        becomes = ", ".join(
            kb.say(said, p=number(two_digits(p))) for p, said in ends if pd.notna(p)
        )
    else:
        ends_ = dict.fromkeys(number(two_digits(row[k])) for k in ("low", "high"))
        becomes = kb.say(" to ").join(ends_)
    return {
        "kind": kb.say(words.TRIED[row["kind"]]),
        "what": row["label"],
        "becomes": becomes,
        "leads": kb.rows("causes")[row["leads"]]["short"] if row["leads"] else kb.say(words.SAME),
    }
