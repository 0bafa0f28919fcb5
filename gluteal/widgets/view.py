"""What the screen shows of a case, as JSON-ready dicts: a rendering of the result frames."""

from __future__ import annotations

from typing import Any

import pandas as pd

from gluteal import care, model
from gluteal.cases import Case
from gluteal.figures import CROWD, ROWS, case_grid
from gluteal.knowledge import (
    DIAGNOSTIC,
    INVESTIGATE,
    NO_ZONE,
    REFERRAL,
    SETTINGS,
    THERAPEUTIC,
    TOPICS,
    Knowledge,
    parse_rule,
    split,
)
from gluteal.model import best_next

Json = dict[str, Any]
CARDS = 3
GLOWS = 0.02  # probability from which a cause lights up
TABS = (
    ("Safety", ()),
    ("History", ("history",)),
    ("Examination", ("examination",)),
    ("Imaging", ("investigation",)),
    ("Blocks", ("block",)),
)
SETTING_LABELS = {
    "primary_care": "Primary care",
    "sports": "Sports medicine",
    "pain_clinic": "Pain clinic",
    "spine_orthopaedic": "Spine or orthopaedic clinic",
    "emergency": "Emergency department",
    "equal": "Equal (teaching)",
}
TOPIC_LABELS = {
    "pregnancy": "Pregnancy",
    "antithrombotic": "Antithrombotic drugs, bleeding",
    "allergy": "Allergy",
    "infection": "Infection",
    "diabetes": "Diabetes",
    "immunosuppression": "Immunosuppression",
    "steroid": "Steroid this year, steroid risks",
    "weight": "Weight",
}
DIRECTIONS = {
    "benefit": "trials show benefit",
    "none": "trials show no benefit over control",
    "conflict": "trials conflict",
    "not tested": "no controlled trial",
}


def catalogue(kb: Knowledge) -> Json:
    """What never changes on a screen: findings, settings, precautions."""
    columns = ["label", "short", "domain", "tier", "stage", "screening", "prompt", "how_to_elicit"]
    findings = kb.findings[columns].rename(columns={"how_to_elicit": "how"})
    findings = findings.assign(synonyms=kb.findings["synonyms"])
    implied = {f for members, _ in [kb.cells.answers["age"]] for f in members} | {"female_sex"}
    shown = findings[~findings.index.isin(implied)]
    precautions = [
        {"id": i, "label": r["label"], "topic": r["topic"]} for i, r in kb.precautions.iterrows()
    ] + [
        {"id": i, "label": f"{r['label']} ({r['examples']})", "topic": "antithrombotic"}
        for i, r in kb.anticoagulants.iterrows()
    ]
    return {
        "findings": shown.rename_axis("id").reset_index().to_dict("records"),
        "tabs": [[name, *stages] for name, stages in TABS],
        "settings": [[s, SETTING_LABELS[s]] for s in (*SETTINGS, "equal")],
        "precautions": precautions,
        "topics": [[t, TOPIC_LABELS[t]] for t in TOPICS],
        "stamp": f"Data {kb.version} \u00b7 sha256 {kb.digest[:4]} {kb.digest[4:8]} \u00b7 "
        f"{len(kb.causes)} causes, {len(kb.findings)} findings",
    }


def view(case: Case, kb: Knowledge, rows: int = ROWS) -> Json:
    """Everything that follows from the marks.

    Parameters
    ----------
    rows : int
        Causes that the heatmap shows.
    """
    differential = model.differential(case, kb)
    weights = model.weights(case, kb)
    known = model.known(case, kb)
    present = case.facts(kb)[0]
    questions = len(care.screening_findings(kb))
    first, causes = str(differential.index[0]), kb.rows("causes")
    low, high = (float(differential[k].iloc[0]) for k in ("low", "high"))
    return {
        "known": {
            "findings": known.findings,
            "bits": round(known.bits, 2),
            "little": known.little,
            "steps": _steps(known, (high - low) / 2),
            "spread": round((high - low) / 2, 2),
        },
        "flags": [_flag(row, present, kb) for row in care.raised(case, kb)],
        "asked": questions - len(care.unasked(case, kb)),
        "questions": questions,
        "grid": case_grid(
            differential,
            weights,
            case,
            kb,
            rows=rows,
            lead=not known.little,
            crowd=CROWD if rows <= ROWS else None,
            more=_more(rows),
        ),
        "causes": [[str(c), causes[c]["label"]] for c in differential.index],
        "glow": [] if known.little else glowing(differential, kb),
        "next": [_next(row, kb) for row in best_next(case, kb)],
        **_injections(care.options(case, kb), first, known.little, kb),
    }


def glowing(differential: pd.DataFrame, kb: Knowledge) -> list[list[Any]]:
    """Causes that light up on the drawing: id, probability, label."""
    causes, probability = kb.rows("causes"), differential["probability"].to_numpy(float)
    return [
        [str(c), round(float(p), 3), causes[c]["label"]]
        for c, p in zip(differential.index, probability)
        if p >= GLOWS
    ]


def _more(rows: int) -> str:
    """Buttons below the heatmap."""
    texts = {
        "rows": "Show all" if rows <= ROWS else "Show the likeliest only",
        "compare": "Compare two",
        "matrix": "Whole matrix",
    }
    return "".join(
        f'<button type="button" class="link" data-open="{k}" data-key="{k}">{t}</button>'
        for k, t in texts.items()
    )


def _steps(known: model.Known, spread: float) -> int:
    """0 to 10 dots of the meter: findings, bits or a narrow interval, whichever says least."""
    if known.findings == 0:
        return 0
    return max(1, min(10, known.findings, round(known.bits * 4), round(10 * (1 - spread))))


def _flag(row: Json, present: set[str], kb: Knowledge) -> Json:
    return {
        "id": row["red_flag"],
        "headline": row["headline"],
        "label": row["label"],
        "signs": sorted(present & set(parse_rule(row["rule"]).findings)),
        "urgency": row["urgency"],
        "action": row["action"],
        "steps": split(row["steps"]),
        "holds": bool(row["holds_injections"]),
        "cleared": row["cleared"],
        "memory": bool(row["from_memory"]),
        "sources": kb.named(row["sources"]) or "judgement",
    }


def _next(row: Json, kb: Knowledge) -> Json:
    finding = kb.rows("findings")[row["finding"]]
    return {
        "id": row["finding"],
        "label": finding["label"],
        "tier": row["tier"],
        "bits": round(float(row["information"]), 3),
        "reason": row["reason"],
        "cause": kb.rows("causes")[row["cause"]]["short"],
        "now": round(float(row["now"]), 4),
        "present": round(float(row["if_present"]), 4),
        "absent": round(float(row["if_absent"]), 4),
        "how": finding["how_to_elicit"],
    }


def _injections(options: list[Json], leading: str, little: bool, kb: Knowledge) -> Json:
    """Cards of the injections in a zone; where there is none, why and what to do instead."""
    fitting = [o for o in options if o["zone"] in (THERAPEUTIC, DIAGNOSTIC, INVESTIGATE, REFERRAL)]
    cause = fitting[0]["cause"] if fitting else leading
    care_of = kb.rows("care")[cause]
    instead = (o["instead"] for o in options if o["cause"] == cause and o["instead"])
    none = next((o["zone_reason"] for o in options if o["zone"] == NO_ZONE), "")
    target = fitting[0]["injection"] if fitting and not fitting[0]["holds"] else None
    return {
        "cards": [_card(o, kb) for o in fitting[:CARDS]],
        "target": target,
        "more": [[o["injection"], o["short"], o["zone"]] for o in fitting[CARDS:]],
        "no_zone": "" if fitting else none,
        "instead": {
            "cause": kb.label(cause),
            "text": next(instead, f"Refer: {care_of['refer_to']}"),
            "first_line": "" if little else care_of["first_line"],
            "sources": kb.named(care_of["sources"]) or "judgement",
        },
        "not_asked": [TOPIC_LABELS[t] for t in options[0]["not_asked"]],
    }


def _card(row: Json, kb: Knowledge) -> Json:
    """What a card shows; :func:`gluteal.widgets.details.option` has the rest."""
    numbers = {k: None if pd.isna(row[k]) else round(float(row[k]), 3) for k in ("test", "treat")}
    low, high = row["volume_low_ml"], row["volume_high_ml"]
    return {
        "id": row["injection"],
        "cause": kb.label(row["cause"]),
        **{k: round(float(row[k]), 6) for k in ("probability", "low", "high")},
        **numbers,
        **{k: list(row[k]) for k in ("holds", "cautions")},
        "releases": [[i, kb.label(i)] for i in row["releases"]],
        "volume": ""
        if pd.isna(low)
        else f"{low:g} mL"
        if low == high
        else f"{low:g}\u2013{high:g} mL",
        "direction": DIRECTIONS[row["direction"]],
        "sources": len(split(row["sources"])),
        **{k: str(row[k]) for k in _SHOWN},
        "effect": kb.spelled(row["effect"]),
    }


_SHOWN = (
    "label",
    "short",
    "zone",
    "zone_reason",
    "guidance",
    "guidance_alternatives",
    "target",
    "needle",
    "injectate",
    "steroid",
    "grade",
    "bleeding_risk",
)
