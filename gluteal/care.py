"""What follows for care: red flags, and the injections that fit, with all that holds them."""

from __future__ import annotations

import numpy as np
import pandas as pd

from gluteal.case import Case
from gluteal.inference import differential
from gluteal.knowledge import Knowledge, load
from gluteal.limits import Row, anaesthetic_load, ids_of, limits_of, patient_of
from gluteal.suggest import risen
from gluteal.tables import DIAGNOSTIC, INVESTIGATE, NOT_INDICATED, REFERRAL, URGENCIES, ZONES
from gluteal.thresholds import estimates, no_zone, threshold_records, thresholds, zone_of

__all__ = [
    "anaesthetic_load",
    "conservative_care",
    "injections",
    "options",
    "raised",
    "red_flags",
    "screening",
    "screening_findings",
    "thresholds",
    "unasked",
]


def red_flags(case: Case, kb: Knowledge | None = None) -> pd.DataFrame:
    """Red flags that the marks raise, whatever the ranking.

    Parameters
    ----------
    case : Case
        The marks; paused findings count here too.
    kb : Knowledge, optional
        Evidence to reason from. Bundled data by default.

    Returns
    -------
    DataFrame
        Indexed by red_flag, most urgent first. ``urgency`` is immediate, same day, urgent
        within 2 weeks or routine; ``suspects`` and ``spares`` are ids joined by ';';
        ``action`` and ``steps`` what to do; ``holds_injections`` whether it holds those it
        does not spare; ``cleared`` the stated reason for closing it, '' while it is open.
        An immediate flag stays open whatever was stated.

    Examples
    --------
    >>> import gluteal
    >>> flags = gluteal.red_flags(gluteal.Case(present=["saddle_anaesthesia"]))
    >>> flags.loc["cauda_equina", "urgency"]
    'immediate'
    """
    kb = kb or load()
    rows = raised(case, kb)
    return kb.red_flags.loc[[r["red_flag"] for r in rows]].assign(
        holds_injections=np.array([r["holds_injections"] for r in rows], bool),
        cleared=[r["cleared"] for r in rows],
    )


def raised(case: Case, kb: Knowledge | None = None) -> list[Row]:
    """The rows of :func:`red_flags` as dicts, each with its id as ``red_flag``."""
    kb = kb or load()
    case.check(kb)
    table = kb.rows("red_flags")
    rows = [
        {
            "red_flag": flag,
            **table[flag],
            "holds_injections": table[flag]["holds_injections"] == "yes",
            "cleared": _cleared(case, flag, table[flag]),
        }
        for flag in risen(kb, *case.facts(kb))
    ]
    return sorted(rows, key=lambda r: URGENCIES.index(r["urgency"]))


def screening(case: Case, kb: Knowledge | None = None) -> pd.Series:
    """The red-flag screening questions and whether each was asked.

    Returns
    -------
    Series of bool
        Indexed by finding. Unasked is not absent: a quiet strip says how many were asked.
    """
    kb = kb or load()
    names, left = screening_findings(kb), set(unasked(case, kb))
    index = pd.Index(names, name="finding")
    return pd.Series([f not in left for f in names], index, name="asked")


def screening_findings(kb: Knowledge) -> tuple[str, ...]:
    """Findings that the red-flag screening asks for, in the order of the table."""
    if "screening" not in kb.memo:
        kb.memo["screening"] = tuple(kb.findings.index[kb.findings["screening"] == "yes"])
    found: tuple[str, ...] = kb.memo["screening"]
    return found


def unasked(case: Case, kb: Knowledge | None = None) -> list[str]:
    """Findings of the red-flag screening that are still open, in the order of the table."""
    kb = kb or load()
    present, absent = case.facts(kb)
    return [f for f in screening_findings(kb) if f not in present and f not in absent]


def conservative_care(case: Case, kb: Knowledge | None = None) -> pd.DataFrame:
    """First-line care of each cause, the likeliest first: it comes before any injection.

    Returns
    -------
    DataFrame
        Indexed by cause: ``probability``, ``first_line``, ``minimum_trial_weeks``,
        ``trial_done`` (unknown counts as not done), ``first_imaging``, ``refer_to``,
        ``do_not``, ``injection_when``, ``surgery_when``, ``sources``.
    """
    kb = kb or load()
    order = differential(case, kb)
    table = kb.care.reindex(order.index)
    done = case.conservative_weeks if case.conservative_weeks is not None else -1.0
    return table.assign(
        probability=order["probability"], trial_done=table["minimum_trial_weeks"] <= done
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
        Indexed by injection. ``cause`` is the best-fitting cause, ``other_causes`` the rest;
        ``zone`` one of therapeutic injection, diagnostic block, investigate first,
        specialist referral, not indicated, no zone, with ``zone_reason``; ``probability``,
        ``low``, ``high`` of the cause; ``test``, ``treat`` its thresholds; ``grade`` A to D
        and ``direction`` of the evidence (benefit, none, conflict, not tested); ``holds``,
        ``cautions`` and ``not_asked`` tuples of sentences; ``releases`` the ids of what a
        reason stated in ``Case.cleared`` would release; ``first_line`` the conservative
        care that comes first; ``instead`` what to do where no injection is right;
        ``injectate`` fits the zone, so a diagnostic block names no steroid; and the other
        columns of the table.

    Notes
    -----
    Threshold model of Pauker and Kassirer (1980). No zone from priors alone: not with
    little known, in the setting ``equal``, or under 18. Options to consider, never orders.

    Examples
    --------
    >>> import gluteal
    >>> sij = ["sij_distraction", "sij_thigh_thrust", "sij_compression", "sij_sacral_thrust"]
    >>> case = gluteal.Case(present=sij, setting="pain_clinic", age=44, conservative_weeks=8)
    >>> gluteal.injections(case)["zone"].iloc[0]
    'diagnostic block'
    """
    frame = pd.DataFrame(options(case, kb)).set_index("injection")
    leading = [c for c in _FIRST if c in frame]
    hidden = ("causes", "evidence_grade", "diagnostic_injectate", "therapeutic_injectate")
    return frame[[*leading, *(c for c in frame if c not in (*leading, *hidden))]]


def options(case: Case, kb: Knowledge | None = None) -> list[Row]:
    """The rows of :func:`injections` as dicts, each with its id as ``injection``."""
    kb = kb or load()
    order, limits = estimates(case, kb), threshold_records(kb)
    patient, none = patient_of(case, kb, raised(case, kb)), no_zone(case, kb)
    out = []
    for name, row in kb.rows("injections").items():
        fits = [
            (c, *zone_of(row, limits[c], order[c]["probability"], order[c]["sure"], none, kb))
            for c in ids_of(row["causes"])
        ]
        fits.sort(key=lambda f: (ZONES.index(f[1]), -order[f[0]]["probability"]))
        cause, zone, why = fits[0]
        limit, care = limits[cause], kb.rows("care")[cause]
        limited = limits_of(name, row, cause, zone, limit["treatment_requires"], patient)
        diagnostic = zone == DIAGNOSTIC
        out.append(
            row
            | {
                "probability": order[cause]["probability"],
                "low": order[cause]["low"],
                "high": order[cause]["high"],
                "injection": name,
                "cause": cause,
                "other_causes": ";".join(f[0] for f in fits[1:]),
                "zone": zone,
                "zone_reason": why,
                "test": limit["test"],
                "treat": limit["treat"],
                "grade": row["evidence_grade"],
                "holds": limited.holds,
                "cautions": limited.cautions,
                "releases": limited.releases,
                "not_asked": patient.not_asked,
                "first_line": care["first_line"],
                "instead": row["instead"] or _instead(care, zone),
                "injectate": row["diagnostic_injectate" if diagnostic else "therapeutic_injectate"],
                "steroid": "" if diagnostic else row["steroid"],
            }
        )
    out.sort(key=lambda r: (ZONES.index(r["zone"]), -r["probability"], r["role"] == "none"))
    return out


_FIRST = [
    "label",
    "short",
    "cause",
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


def _cleared(case: Case, flag: str, row: Row) -> str:
    """The stated reason for closing a flag, '' while it is open; an immediate one stays open."""
    return "" if row["urgency"] == "immediate" else case.cleared.get(flag, "")


def _instead(care: Row, zone: str) -> str:
    """What to do where no injection is right: the cause's own pathway."""
    if zone not in (NOT_INDICATED, INVESTIGATE, REFERRAL):
        return ""
    return f"{care['first_line']}. Imaging: {care['first_imaging']}. Refer: {care['refer_to']}"
