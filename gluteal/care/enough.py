"""When more asking no longer pays."""

from __future__ import annotations

from gluteal import model
from gluteal.care.flags import raised, unasked
from gluteal.care.zones import seen_of, threshold_records
from gluteal.cases import Case
from gluteal.knowledge import Knowledge, load
from gluteal.words import ENOUGH, ENOUGH_BUT, two_digits

CHEAP = ("ask", "examine")
LIKELY = 0.1  # an answer less likely than this is not waited for: judged


def enough(case: Case, kb: Knowledge | None = None) -> str:
    """Whether asking and examining more would no longer change the plan, as a sentence.

    Parameters
    ----------
    case : Case
        The marks so far.
    kb : Knowledge, optional
        Evidence to reason from. Bundled data by default.

    Returns
    -------
    str
        '' while it still pays: while little is known, a flag that holds injections is open, no
        zone is given or the first cause was not examined; and where an answer to an open question
        or sign, with a chance of at least 0.1, would put another cause first or take the first
        across its test or treatment threshold. Safety questions that are open come first.

    Examples
    --------
    >>> import gluteal
    >>> enough(gluteal.Case(present=["pain_over_sij"], setting="pain_clinic"))
    ''
    """
    kb = kb or load()
    state, seen = model.state_of(case, kb), seen_of(case, kb)
    first = state.model.cells.causes[state.order[0]]
    if seen.none or first not in seen.examined:
        return ""
    if any(f["holds_injections"] and not f["cleared"] for f in raised(case, kb)):
        return ""
    now = float(state.probability[state.order[0]])
    then = model.outcomes(case, kb, CHEAP)
    then = then[then["chance"] >= LIKELY].drop(columns="chance")
    limits = [threshold_records(kb)[first][k] for k in ("test", "treat")]
    own = then[first]
    moves = [((own >= limit) != (now >= limit)).any() for limit in limits]
    if any(moves) or (then.max(axis=1) > own).any():
        return ""
    written = kb.language.number(two_digits(now))
    said = kb.say(ENOUGH, first=kb.rows("causes")[first]["short"], now=written)
    return kb.say(ENOUGH_BUT) + said if unasked(case, kb) else said[0].upper() + said[1:]
