"""A quiet word where no rule rings, and yet a serious cause cannot be set aside."""

from __future__ import annotations

import pandas as pd

from gluteal.care.flags import raised
from gluteal.care.patient import Row
from gluteal.care.standing import no_ranking
from gluteal.cases import Case
from gluteal.knowledge import EQUAL, Knowledge, load, once, split
from gluteal.model import differential, known, next_findings

# Our judgement (SAFETY.md): a notice costs one question, so it speaks earlier than a referral.
LEAST = 0.02  # probability below which nothing is said
TIMES = 3.0  # and how far the marks must have lifted it above the setting's own
_BEDSIDE = ("ask", "examine")
COLUMNS = ("label", "prior", "probability", "low", "high", "said", "next_finding", "next_label")


def notices(case: Case, kb: Knowledge | None = None) -> pd.DataFrame:
    """Serious causes that no red flag speaks of and that the marks made likelier.

    A notice holds nothing and asks for one finding. It is silent without a setting's own
    pre-test probabilities (``equal``), while little is known (:func:`gluteal.model.known`),
    where no ranking holds (an open immediate flag, a patient under 18), and for a cause
    that a raised flag suspects and holds injections for. Silence is no safety: of the
    serious patients whom no flag reaches, most look like something else to the model too.

    Parameters
    ----------
    case : Case
        The marks so far.
    kb : Knowledge, optional
        Evidence to reason from. Bundled data by default.

    Returns
    -------
    DataFrame
        Indexed by serious cause, most likely first; empty where nothing is to be said.
        ``label`` its name; ``prior``, ``probability``, ``low`` and ``high`` as in
        :func:`gluteal.differential`; ``said`` a sentence; ``next_finding`` and
        ``next_label`` the finding that raises it most if present, at the bedside if one
        does, never a block, '' where none is left.

    Examples
    --------
    >>> import gluteal
    >>> marks = ["pain_mid_buttock", "pain_lateral_thigh", "worse_walking", "vascular_risk_factors"]
    >>> case = gluteal.Case(marks, ["straight_leg_raise"], age=64, sex="male", setting="pain_clinic")
    >>> gluteal.notices(case).index.tolist()
    ['gluteal_vascular_claudication']
    """
    kb = kb or load()
    rows = noticed(case, kb, differential(case, kb))
    index = pd.Index([row["cause"] for row in rows], name="cause", dtype="str")
    return pd.DataFrame(rows, index, columns=list(COLUMNS))


def noticed(case: Case, kb: Knowledge, ranked: pd.DataFrame) -> list[Row]:
    """The rows of :func:`notices` as dicts, each with its ``cause``.

    Parameters
    ----------
    ranked : DataFrame
        Result of :func:`gluteal.differential`.
    """
    serious = _serious(kb)
    rows = zip(ranked.index, ranked["probability"].tolist(), ranked["prior"].tolist())
    lifted = [c for c, p, q in rows if c in serious and p >= LEAST and p >= TIMES * q]
    if not lifted or case.setting == EQUAL or known(case, kb).little or no_ranking(case, kb):
        return []
    flagged = {c for f in raised(case, kb) if f["holds_injections"] for c in split(f["suspects"])}
    left = ranked.loc[[c for c in lifted if c not in flagged], list(COLUMNS[:5])]
    asked = _separating(case, kb, left.index)
    return [
        {
            "cause": cause,
            **row,
            "said": kb.say(
                "{cause} cannot be set aside: {p}.",
                cause=row["label"],
                p=kb.language.number(f"{row['probability']:.2f}"),
            ),
            "next_finding": finding,
            "next_label": kb.label(finding) if finding else "",
        }
        for cause, row, finding in zip(left.index, left.to_dict("records"), asked)
    ]


@once
def _serious(kb: Knowledge) -> frozenset[str]:
    return frozenset(kb.causes.index[kb.causes["serious"] == "yes"])


def _separating(case: Case, kb: Knowledge, causes: pd.Index[str]) -> list[str]:
    """For each cause the finding that raises it most, one at the bedside first.

    A test that could do harm in the cause (a hop test in a femoral neck fracture) is not
    asked for.
    """
    if causes.empty:
        return []
    found = next_findings(case, kb)
    found = found[found["tier"] != "block"]
    found = found.assign(later=~found["tier"].isin(_BEDSIDE)).sort_values("later", kind="stable")
    harms = kb.findings["unsafe_suspects"].map(split)
    raises = [(f, pair.split(";")[0]) for f, pair in found["separates"].items()]
    return [next((f for f, up in raises if up == c and c not in harms[f]), "") for c in causes]
