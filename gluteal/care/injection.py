"""What follows for care: red flags, and the injections that fit, with all that holds them."""

from __future__ import annotations

import pandas as pd

from gluteal.care.flags import raised
from gluteal.care.limits import limits_of
from gluteal.care.patient import Row, ids_of, patient_of
from gluteal.care.zones import NEGATIVE, estimates, seen_of, threshold_records, zone_of
from gluteal.cases import Case
from gluteal.knowledge import (
    DIAGNOSTIC,
    INVESTIGATE,
    NOT_INDICATED,
    REFERRAL,
    THERAPEUTIC,
    ZONES,
    Knowledge,
    load,
    once,
)


def injections(case: Case, kb: Knowledge | None = None) -> pd.DataFrame:
    """Image-guided injections to consider, best fit first, and what holds them.

    Parameters
    ----------
    case : Case
        The marks and what is known of the patient.
    kb : Knowledge, optional
        Evidence to reason from. Bundled data by default.

    Returns
    -------
    DataFrame
        Indexed by injection. ``cause`` is the best-fitting cause, ``cause_label`` its name,
        ``other_causes`` the rest;
        ``zone`` one of therapeutic injection, diagnostic block, investigate first,
        specialist referral, not indicated, no zone, with ``zone_reason``; ``probability``,
        ``low``, ``high`` of the cause; ``test``, ``treat`` its thresholds; ``grade`` A to D,
        ``direction`` (benefit, none, conflict, not tested) and ``effect`` of the evidence for
        this cause, with ``effect_sources``; ``holds``,
        ``cautions`` and ``not_asked`` tuples of sentences; ``releases`` the keys under
        which a reason stated in ``Case.cleared`` would release one of them; ``first_line`` the conservative
        care that comes first; ``instead`` what to do where no injection is right;
        ``injectate`` fits the zone, so a diagnostic block names no steroid; and the other
        columns of the table.

    Notes
    -----
    Rows stand by zone, then by the probability of their cause, then with a benefit for it
    before others; a row of role ``none``, which says why there is no injection, stands where
    its cause stands.

    Threshold model of Pauker and Kassirer (1980). No zone from priors alone: not with
    little known, in the setting ``equal``, or under 18; and no needle from the history alone:
    a marked sign, test or block must concern the cause. A negative block ends the offer of the
    same block and of what it was to open. Options to consider, never orders.

    Examples
    --------
    >>> import gluteal
    >>> sij = ["sij_distraction", "sij_thigh_thrust", "sij_compression", "sij_sacral_thrust"]
    >>> case = gluteal.Case(present=sij, setting="pain_clinic", age=44, conservative_weeks=8)
    >>> gluteal.injections(case)["zone"].iloc[0]
    'diagnostic block'
    """
    rows = options(case, kb)
    hidden = {"causes", "diagnostic_injectate", "therapeutic_injectate", "limits"}
    columns = [*_FIRST, *(c for c in rows[0] if c not in {*_FIRST, *hidden, "injection"})]
    index = pd.Index([row["injection"] for row in rows], name="injection")
    return pd.DataFrame({c: [row[c] for row in rows] for c in columns}, index)


def options(case: Case, kb: Knowledge | None = None) -> list[Row]:
    """The rows of :func:`injections` as dicts, each with its id as ``injection``.

    ``limits`` holds what stands between as :class:`gluteal.care.Limit`, in order; ``holds``
    and ``cautions`` are its sentences.
    """
    kb = kb or load()
    order, limits, known = estimates(case, kb), threshold_records(kb), evidence_of(kb)
    patient, seen = patient_of(case, kb, raised(case, kb)), seen_of(case, kb)
    out = []
    for name, row in kb.rows("injections").items():
        fits = [(c, *zone_of(row, c, limits[c], order[c], seen, kb)) for c in ids_of(row["causes"])]
        fits.sort(key=lambda f: (_place(f[1]), -order[f[0]]["probability"]))
        cause, zone, why = fits[0]
        limit, care = limits[cause], kb.rows("care")[cause]
        evidence, required = known[name, cause], limit["treatment_requires"]
        limited = limits_of(name, row, cause, zone, required, evidence, patient)
        diagnostic = zone == DIAGNOSTIC
        out.append(
            row
            | {
                "probability": order[cause]["probability"],
                "low": order[cause]["low"],
                "high": order[cause]["high"],
                "injection": name,
                "cause": cause,
                "cause_label": kb.label(cause),
                "other_causes": ";".join(f[0] for f in fits[1:]),
                "zone": zone,
                "zone_reason": why,
                "test": limit["test"],
                "treat": limit["treat"],
                "grade": evidence["evidence_grade"],
                "direction": evidence["direction"],
                "effect": evidence["effect"],
                "effect_sources": evidence["sources"],
                "effect_memory": evidence["from_memory"],
                "limits": limited,
                "holds": tuple(str(x) for x in limited if x.holds),
                "cautions": tuple(str(x) for x in limited if not x.holds),
                "releases": tuple(x.releases for x in limited if x.releases),
                "not_asked": patient.not_asked,
                "first_line": care["first_line"],
                "instead": row["instead"] or _instead(care, zone, why, kb),
                "injectate": row["diagnostic_injectate" if diagnostic else "therapeutic_injectate"],
                "steroid": "" if diagnostic else row["steroid"],
            }
        )
    return sorted(out, key=_fit)


@once
def evidence_of(kb: Knowledge) -> dict[tuple[str, str], Row]:
    """What is known of each injection in each of its causes."""
    rows = kb.injection_evidence.to_dict("records")
    return {(row["injection"], row["cause"]): {**row} for row in rows}


def _fit(row: Row) -> tuple[int, float, bool, bool]:
    """Best fit first: by zone, then by probability, then with a benefit for the cause.

    A therapeutic injection without a benefit in trials of the cause comes after all blocks and
    investigations.
    """
    place, none = _place(row["zone"]), row["role"] == "none"
    if row["zone"] == THERAPEUTIC and row["direction"] == "none":
        place = _place(REFERRAL)
    return place, -row["probability"], none, row["direction"] != "benefit"


def _place(zone: str) -> int:
    """The rank of a zone.

    "Not indicated" and "no zone" rank alike, so that a row that says why there is no
    injection stands where its cause stands, also while no zone is given to the others.
    """
    return min(ZONES.index(zone), ZONES.index(NOT_INDICATED))


_FIRST = [
    "label",
    "short",
    "cause",
    "cause_label",
    "other_causes",
    "zone",
    "zone_reason",
    "probability",
    "low",
    "high",
    "test",
    "treat",
    "grade",
    "direction",
    "effect",
    "holds",
    "cautions",
    "not_asked",
    "first_line",
    "instead",
    "target",
    "guidance",
    "guidance_alternatives",
    "injectate",
]


_RECHECK = (
    "Check that the needle reached its target and that the usual pain was there that day; if so, "
    "look for the source elsewhere. Until then: "
)


def _instead(care: Row, zone: str, why: str, kb: Knowledge) -> str:
    """What to do where no injection is right: the cause's own pathway."""
    if zone not in (NOT_INDICATED, INVESTIGATE, REFERRAL):
        return ""
    start = kb.say(_RECHECK) if why.startswith(NEGATIVE) else ""
    pathway = kb.say(
        "Imaging: {imaging}. Refer: {whom}", imaging=care["first_imaging"], whom=care["refer_to"]
    )
    return f"{start}{care['first_line']}. {pathway}"
