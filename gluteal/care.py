"""What follows for care: red flags, and the injections that fit, with all that holds them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from gluteal import rules
from gluteal.case import Case
from gluteal.inference import chance_above, differential, known, risen
from gluteal.knowledge import EQUAL, Knowledge, load
from gluteal.tables import TOPICS, URGENCIES, split

THERAPEUTIC, DIAGNOSTIC = "therapeutic injection", "diagnostic block"
INVESTIGATE, NOT_INDICATED = "investigate first", "not indicated"
REFERRAL, NO_ZONE = "specialist referral", "no zone"
ZONES = (THERAPEUTIC, DIAGNOSTIC, INVESTIGATE, REFERRAL, NOT_INDICATED, NO_ZONE)
SURE = 0.75  # share of draws that must reach the treatment threshold
ADULT = 18
Row = dict[str, Any]


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
    case.check(kb)
    present, absent = case.facts(kb)
    flags = kb.red_flags.loc[risen(kb, present, absent)]
    order = flags["urgency"].map({u: i for i, u in enumerate(URGENCIES)})
    flags = flags.iloc[order.argsort(kind="stable").to_numpy()]
    return flags.assign(
        holds_injections=flags["holds_injections"] == "yes",
        cleared=[
            "" if urgency == "immediate" else case.cleared.get(str(flag), "")
            for flag, urgency in flags["urgency"].items()
        ],
    )


def screening(case: Case, kb: Knowledge | None = None) -> pd.Series:
    """The red-flag screening questions and whether each was asked.

    Returns
    -------
    Series of bool
        Indexed by finding. Unasked is not absent: a quiet strip says how many were asked.
    """
    kb = kb or load()
    present, absent = case.facts(kb)
    asked = kb.findings.index[kb.findings["screening"] == "yes"]
    return pd.Series([f in present or f in absent for f in asked], asked, name="asked")


def thresholds(kb: Knowledge | None = None) -> pd.DataFrame:
    """Test and treatment threshold of each cause (Pauker and Kassirer 1980).

    Where the harms are given the thresholds are computed from them and from the
    sensitivity and specificity of the block; elsewhere they are stated judgements.

    Returns
    -------
    DataFrame
        Indexed by cause: ``test``, ``treat`` (probabilities, NaN where there is none),
        ``sensitivity``, ``specificity`` (of the test, NaN where not computed), and the
        columns of the table.

    Examples
    --------
    >>> thresholds().loc["sacroiliac_joint_pain", ["test", "treat"]].astype(float).round(2).tolist()
    [0.22, 0.7]
    """
    kb = kb or load()
    if "thresholds" not in kb.memo:
        table = kb.thresholds.copy()
        used = kb.evidence[kb.evidence["use"] == "yes"].set_index(["cause", "finding"])
        keys = list(zip(table.index, table["test_finding"]))
        found = used["sensitivity"].reindex(pd.MultiIndex.from_tuples(keys)).to_numpy(float)
        harm, cost = table["harm_of_treating_a_non_case"], table["harm_of_test"]
        sens = pd.Series(found, table.index).where(harm.notna())
        background = kb.backgrounds["background"].reindex(table["test_finding"]).to_numpy(float)
        spec = table["test_specificity"].fillna(pd.Series(1 - background, table.index))
        spec = spec.where(harm.notna())
        test = ((1 - spec) * harm + cost) / ((1 - spec) * harm + sens)
        treat = (spec * harm - cost) / (spec * harm + 1 - sens)
        kb.memo["thresholds"] = table.assign(
            test=table["test_threshold"].fillna(test),
            treat=table["treat_threshold"].fillna(treat),
            sensitivity=sens,
            specificity=spec,
        )
    frame: pd.DataFrame = kb.memo["thresholds"]
    return frame


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


def anaesthetic_load(
    doses_mg: dict[str, float], weight_kg: float | None = None, kb: Knowledge | None = None
) -> float:
    """Local anaesthetic as a share of the ceiling, added up over drugs, sites and sides.

    Parameters
    ----------
    doses_mg : dict
        Anaesthetic id to mg.
    weight_kg : float, optional
        Ideal body weight; without it only the absolute ceiling counts.

    Returns
    -------
    float
        0 to any; above 1 the ceiling is passed. Toxicity of different drugs adds up.

    Examples
    --------
    >>> round(anaesthetic_load({"lidocaine": 100, "ropivacaine": 100}, weight_kg=60), 2)
    1.11
    """
    kb = kb or load()
    total = 0.0
    for drug, mg in doses_mg.items():
        row = _records(kb, "anaesthetics")[drug]
        ceiling = float(row["max_mg"])
        if weight_kg is not None:
            ceiling = min(ceiling, float(row["mg_per_kg"]) * weight_kg)
        total += mg / ceiling
    return total


@dataclass(frozen=True)
class _Setting:
    """What is the same for every injection of a case."""

    case: Case
    kb: Knowledge
    present: set[str]
    absent: set[str]
    flags: list[Row]
    precautions: list[Row]  # that apply to the patient, absolute or relative
    drugs: list[Row]
    set_aside: list[str]
    no_zone: str
    not_asked: tuple[str, ...]
    limits: dict[str, Row]  # thresholds by cause
    care: dict[str, Row]


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
        ``cautions`` and ``not_asked`` tuples of sentences; ``first_line`` the conservative
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
    kb = kb or load()
    ranked = differential(case, kb)
    sure: dict[str, float] = chance_above(case, kb, thresholds(kb)["treat"]).to_dict()
    order: dict[str, Row] = ranked[["probability", "low", "high"]].to_dict("index")
    setting = _setting(case, kb)
    out = []
    for name, row in _records(kb, "injections").items():
        fits = [
            (c, *_zone(row, setting.limits[c], order[c]["probability"], sure[c], setting))
            for c in split(row["causes"])
        ]
        fits.sort(key=lambda f: (ZONES.index(f[1]), -order[f[0]]["probability"]))
        cause, zone, why = fits[0]
        limit, care = setting.limits[cause], setting.care[cause]
        holds, cautions = _limits(name, row, cause, zone, setting)
        diagnostic = zone == DIAGNOSTIC
        out.append(
            row
            | order[cause]
            | {
                "injection": name,
                "cause": cause,
                "other_causes": ";".join(f[0] for f in fits[1:]),
                "zone": zone,
                "zone_reason": why,
                "test": limit["test"],
                "treat": limit["treat"],
                "grade": row["evidence_grade"],
                "holds": holds,
                "cautions": cautions,
                "not_asked": setting.not_asked,
                "first_line": care["first_line"],
                "instead": row["instead"] or _instead(care, zone),
                "injectate": row["diagnostic_injectate" if diagnostic else "therapeutic_injectate"],
                "steroid": "" if diagnostic else row["steroid"],
            }
        )
    out.sort(
        key=lambda r: (ZONES.index(r["zone"]), -r["probability"], r["role"] == "none")
    )
    frame = pd.DataFrame(out).set_index("injection")
    leading = [c for c in _FIRST if c in frame]
    hidden = ("causes", "evidence_grade", "diagnostic_injectate", "therapeutic_injectate")
    return frame[[*leading, *(c for c in frame if c not in (*leading, *hidden))]]


_FIRST = (
    "label short cause other_causes zone zone_reason probability low high test treat grade direction "
    "holds cautions not_asked first_line instead target guidance guidance_alternatives injectate"
).split()


def _records(kb: Knowledge, table: str) -> dict[str, Row]:
    key = f"records {table}"
    if key not in kb.memo:
        kb.memo[key] = getattr(kb, table).to_dict("index")
    found: dict[str, Row] = kb.memo[key]
    return found


def _setting(case: Case, kb: Knowledge) -> _Setting:
    present, absent = case.facts(kb)
    flags = red_flags(case, kb)
    open_flags = flags[(flags["cleared"] == "") & flags["holds_injections"]]
    marked = set(case.precautions)
    precautions: list[Row] = []
    set_aside: list[str] = []
    for name, row in _records(kb, "precautions").items():
        suggested = [f for f in split(row["suggested_by"]) if f in present]
        if name == "under_18" and case.age is not None and case.age < ADULT:
            suggested = [f"age {case.age}"]
        if name in marked:
            precautions.append({"id": name, **row, "because": ""})
        elif suggested and name in case.cleared:
            set_aside.append(f"{row['label']}: set aside, {case.cleared[name]}")
        elif suggested:
            because = ", ".join(kb.label(f) for f in suggested)
            precautions.append({"id": name, **row, "because": because})
    drugs = [r for n, r in _records(kb, "anticoagulants").items() if n in marked]
    if "limits" not in kb.memo:
        kb.memo["limits"] = thresholds(kb).to_dict("index")
    return _Setting(
        case,
        kb,
        present,
        absent,
        open_flags[["label", "urgency", "spares"]].to_dict("records"),
        precautions,
        drugs,
        set_aside,
        _no_zone(case, kb),
        _not_asked(case, {p["topic"] for p in precautions}, bool(drugs)),
        kb.memo["limits"],
        _records(kb, "care"),
    )


def _no_zone(case: Case, kb: Knowledge) -> str:
    if case.age is not None and case.age < ADULT:
        return "The tables are for adults: no zone under 18"
    if case.setting == EQUAL:
        return "In the setting 'equal' probabilities are for teaching: choose a setting"
    if known(case, kb).little:
        return "Too little is known for a zone"
    return ""


def _zone(row: Row, limit: Row, probability: float, sure: float, s: _Setting) -> tuple[str, str]:
    """Zone of an injection for one cause, and why."""
    if row["role"] == "none":
        return NOT_INDICATED, "No injection is right for this cause"
    if s.no_zone:
        return NO_ZONE, s.no_zone
    if limit["between"] == "none" or pd.isna(limit["test"]):
        return NOT_INDICATED, "No target"
    if probability < limit["test"]:
        return NOT_INDICATED, f"Below the test threshold of {limit['test']:.2f}"
    if row["offered"] == "referral":
        return REFERRAL, "Only by a specialist team"
    if not pd.isna(limit["treat"]) and sure >= SURE:
        if row["role"] == "diagnostic":
            return DIAGNOSTIC, "Confirms the source before a lasting procedure"
        return THERAPEUTIC, f"Above the treatment threshold of {limit['treat']:.2f}"
    if limit["between"] == "imaging":
        test = s.kb.label(limit["test_finding"]) if limit["test_finding"] else "imaging"
        return INVESTIGATE, f"First: {test}"
    if row["role"] == "therapeutic":
        return NOT_INDICATED, f"Not surely above the treatment threshold of {limit['treat']:.2f}"
    return DIAGNOSTIC, f"Between the thresholds of {limit['test']:.2f} and {limit['treat']:.2f}"


def _limits(
    name: str, row: Row, cause: str, zone: str, s: _Setting
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What holds an injection, and what to mind."""
    if row["role"] == "none":
        return (), ()
    holds = [
        f"Red flag: {f['label']} ({f['urgency']})"
        for f in s.flags
        if name not in split(f["spares"])
    ]
    holds += _trial(cause, s)
    needs = [row["requires"]]
    if zone == THERAPEUTIC:
        needs += [row["therapeutic_requires"]]
        needs += [f"all_of: {f}" for f in split(s.limits[cause]["treatment_requires"])]
    missing = [n for n in dict.fromkeys(needs) if not rules.parse(n).holds(s.present, s.absent)]
    if missing:
        said = row["requires_text"] or "; ".join(_words(n, s.kb) for n in missing)
        holds.append(f"Requirement missing: {said}")
    cautions: list[str] = []
    for p in s.precautions:
        reach = _reach(name, row, p, zone)
        said = p["label"] + (f" ({p['because']})" if p["because"] else "")
        if reach == "full" and p["severity"] == "absolute":
            holds.append(f"Precaution: {said}. {p['action']}")
        elif reach:
            cautions.append(f"{said}: {p['action']}")
    risk = row["bleeding_risk"]
    for drug in s.drugs:
        said = f"{drug['label']}, {risk}-risk procedure: {drug[f'{risk}_risk_action']}"
        (holds if drug[f"{risk}_risk_hold"] == "yes" else cautions).append(said)
    doses = dict(s.case.anaesthetic_mg)
    if row["anaesthetic"] and not pd.isna(row["anaesthetic_max_mg"]):
        drug_id = row["anaesthetic"]
        doses[drug_id] = doses.get(drug_id, 0.0) + float(row["anaesthetic_max_mg"])
    share = anaesthetic_load(doses, s.case.weight_kg, s.kb)
    if share > 1:
        holds.append(
            f"Local anaesthetic comes to {share:.0%} of the ceiling: reduce the dose "
            "(all drugs, sites, sides and skin together)"
        )
    return tuple(holds), tuple([*cautions, *s.set_aside])


def _trial(cause: str, s: _Setting) -> list[str]:
    care = s.care[cause]
    weeks, done = float(care["minimum_trial_weeks"]), s.case.conservative_weeks
    if done is not None and done >= weeks:
        return []
    if care["trial_exception"] and care["trial_exception"] in s.case.cleared:
        return []
    if weeks == 0:
        return []
    said = "not recorded" if done is None else f"{done:g} weeks"
    unless = f" {care['trial_exception_text']}" if care["trial_exception"] else ""
    return [f"Conservative care {said}, at least {weeks:g} weeks asked.{unless}"]


def _words(rule: str, kb: Knowledge) -> str:
    return " and ".join(kb.label(f) for f in rules.parse(rule).findings)


def _reach(name: str, row: Row, precaution: Row, zone: str) -> str:
    """How far a precaution reaches an injection: 'full', 'part' (a route without it exists), ''."""
    classes = {
        "steroid": "never" if zone == DIAGNOSTIC else row["uses_steroid"],
        "contrast": row["uses_contrast"],
        "botulinum": row["uses_botulinum"],
        "fluoroscopy/CT": row["ionising"],
    }
    generic = precaution["id"].removesuffix("_risk").removeprefix("anticoagulant_")
    if precaution["id"].startswith("anticoagulant_"):
        return "full" if generic == row["bleeding_risk"] else ""
    best = ""
    for target in split(precaution["applies_to"]):
        use = classes.get(target, "always" if target in ("all", name) else "never")
        best = "full" if use == "always" else best or ("part" if use == "optional" else "")
        if best == "full":
            break
    return best


def _not_asked(case: Case, answered: set[str], on_drugs: bool) -> tuple[str, ...]:
    """Screening topics that nobody answered; weight is one of them."""
    given = answered | set(case.screened) | ({"antithrombotic"} if on_drugs else set())
    open_ = [t for t in TOPICS if t not in given]
    return tuple([*open_, *(["weight"] if case.weight_kg is None else [])])


def _instead(care: Row, zone: str) -> str:
    """What to do where no injection is right: the cause's own pathway."""
    if zone not in (NOT_INDICATED, INVESTIGATE, REFERRAL):
        return ""
    return f"{care['first_line']}. Imaging: {care['first_imaging']}. Refer: {care['refer_to']}"
