"""What the screen shows of a case, as JSON-ready dicts: a rendering of the result frames."""

from __future__ import annotations

from typing import Any

import pandas as pd

from gluteal import care, figures, inference
from gluteal.case import Case
from gluteal.knowledge import Knowledge
from gluteal.limits import records
from gluteal.tables import (
    DIAGNOSTIC,
    INVESTIGATE,
    NO_ZONE,
    REFERRAL,
    SETTINGS,
    THERAPEUTIC,
    TIERS,
    TOPICS,
    split,
)

Json = dict[str, Any]
CARDS = 3
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
    columns = ["label", "domain", "tier", "stage", "screening", "prompt", "how_to_elicit"]
    findings = kb.findings[columns].rename(columns={"how_to_elicit": "how"})
    findings = findings.assign(synonyms=kb.findings["synonyms"].str.replace(";", " "))
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
        "domains": list(dict.fromkeys(shown["domain"])),
        "settings": [[s, SETTING_LABELS[s]] for s in (*SETTINGS, "equal")],
        "precautions": precautions,
        "topics": [[t, TOPIC_LABELS[t]] for t in TOPICS],
        "stamp": f"Data {kb.version}, sha256 {kb.digest[:8]}, {len(kb.causes)} causes, "
        f"{len(kb.findings)} findings",
    }


def view(case: Case, kb: Knowledge, theme: str, width: int) -> Json:
    """Everything that follows from the marks.

    Parameters
    ----------
    theme : {"light", "dark"}
        Palette of the figure.
    width : int
        Pixels that the figure may take.
    """
    differential = inference.differential(case, kb)
    weights = inference.weights(case, kb)
    known = inference.known(case, kb)
    flags = care.red_flags(case, kb)
    asked = care.screening(case, kb)
    injections = care.injections(case, kb)
    labels = kb.findings["label"]
    return {
        "known": {
            "findings": known.findings,
            "bits": round(known.bits, 2),
            "little": known.little,
            "steps": _steps(known),
        },
        "flags": [_flag(row, kb) for row in flags.reset_index().to_dict("records")],
        "asked": int(asked.sum()),
        "questions": len(asked),
        "open": [[f, labels[f]] for f in asked.index[~asked.to_numpy(bool)]],
        "figure": figures.case_heatmap_spec(
            differential, weights, case, kb, theme=theme, width=width, lead=not known.little
        ),
        "table": _table(figures.as_table(differential, weights, case, kb)),
        "rows": [[c, kb.causes.at[c, "label"]] for c in differential.index],
        "columns": list(weights.columns),
        "glow": []
        if known.little
        else [
            [c, round(float(p), 3), kb.causes.at[c, "label"]]
            for c, p in differential["probability"].items()
            if p >= 0.02
        ],
        "leading": str(kb.causes.at[differential.index[0], "label"]),
        "implied": [kb.label(f) for f, state in case.implied(kb).items() if state],
        "next": _next(inference.next_findings(case, kb), kb),
        **_injections(injections, str(differential.index[0]), known.little, kb),
    }


def _steps(known: inference.Known) -> int:
    """0 to 10 dots of the meter: findings and bits, whichever says less."""
    if known.findings == 0:
        return 0
    return max(1, min(10, round(known.findings * 1.0), round(known.bits * 4)))


def _flag(row: Json, kb: Knowledge) -> Json:
    return {
        "id": row["red_flag"],
        "headline": row["headline"],
        "label": row["label"],
        "urgency": row["urgency"],
        "action": row["action"],
        "steps": split(row["steps"]),
        "holds": bool(row["holds_injections"]),
        "cleared": row["cleared"],
        "memory": bool(row["from_memory"]),
        "sources": kb.named(row["sources"]) or "judgement",
    }


def _table(frame: pd.DataFrame) -> Json:
    return {
        "columns": [str(frame.index.name), *map(str, frame.columns)],
        "rows": [
            [str(i), *("no evidence" if pd.isna(v) else f"{v:g}" for v in row)]
            for i, row in zip(frame.index, frame.to_numpy(float))
        ],
    }


def _next(found: pd.DataFrame, kb: Knowledge) -> list[Json]:
    """The most informative finding of each tier."""
    best = found.drop_duplicates("tier").reset_index().to_dict("records")
    tiers = TIERS.index
    texts = records(kb, "findings")
    return [
        {
            "id": row["finding"],
            "label": texts[row["finding"]]["label"],
            "tier": row["tier"],
            "bits": round(float(row["information"]), 3),
            "reason": row["reason"],
            "cause": kb.causes.at[row["cause"], "short"],
            "now": round(float(row["now"]), 4),
            "present": round(float(row["if_present"]), 4),
            "absent": round(float(row["if_absent"]), 4),
            "how": texts[row["finding"]]["how_to_elicit"],
        }
        for row in sorted(best, key=lambda r: tiers(r["tier"]))
    ]


def _injections(frame: pd.DataFrame, leading: str, little: bool, kb: Knowledge) -> Json:
    """Cards of the injections in a zone; where there is none, why and what to do instead."""
    zones = frame["zone"].tolist()
    fitting = sum(z in (THERAPEUTIC, DIAGNOSTIC, INVESTIGATE, REFERRAL) for z in zones)
    first: list[Json] = frame.iloc[: min(max(fitting, 1), CARDS)].reset_index().to_dict("records")
    cause = first[0]["cause"] if fitting else leading
    care_of = records(kb, "care")[cause]
    instead = frame["instead"][(frame["cause"] == cause).to_numpy()].tolist()
    others = frame[["label", "zone"]].iloc[CARDS : max(fitting, CARDS)]
    none = zones.index(NO_ZONE) if NO_ZONE in zones and not fitting else None
    return {
        "cards": [_card(row, kb) for row in first[:fitting]],
        "target": first[0]["injection"] if fitting and not first[0]["holds"] else None,
        "more": [f"{label}: {zone}" for label, zone in zip(others["label"], others["zone"])],
        "no_zone": "" if none is None else frame["zone_reason"].iloc[none],
        "instead": {
            "cause": kb.label(cause),
            "text": next((t for t in instead if t), f"Refer: {care_of['refer_to']}"),
            "first_line": "" if little else care_of["first_line"],
            "sources": kb.named(care_of["sources"]) or "judgement",
        },
        "not_asked": [TOPIC_LABELS[t] for t in first[0]["not_asked"]],
    }


def _card(row: Json, kb: Knowledge) -> Json:
    numbers = {k: None if pd.isna(row[k]) else round(float(row[k]), 3) for k in ("test", "treat")}
    text = {
        k: str(row[k])
        for k in [
            "label",
            "zone",
            "zone_reason",
            "guidance",
            "guidance_alternatives",
            "target",
            "approach",
            "needle",
            "injectate",
            "steroid",
            "effect",
            "guidance_accuracy",
            "complications",
            "contraindications",
            "aftercare",
            "repeat_interval",
            "response_threshold",
            "first_line",
            "warning",
            "grade",
            "bleeding_risk",
            "structures_at_risk",
            "position",
        ]
    }
    low, high = row["volume_low_ml"], row["volume_high_ml"]
    volume = "" if pd.isna(low) else f"{low:g} mL" if low == high else f"{low:g}-{high:g} mL"
    return {
        "id": row["injection"],
        "cause": kb.label(row["cause"]),
        "probability": round(float(row["probability"]), 3),
        "low": round(float(row["low"]), 3),
        "high": round(float(row["high"]), 3),
        "holds": list(row["holds"]),
        "cautions": list(row["cautions"]),
        "releases": [[i, kb.label(i)] for i in row["releases"]],
        "volume": volume,
        "direction": DIRECTIONS[row["direction"]],
        "memory": bool(row["from_memory"]),
        "sources": kb.cite(row["sources"]),
        "thresholds": _thresholds(row["cause"], kb),
        **numbers,
        **text,
    }


def _thresholds(cause: str, kb: Knowledge) -> str:
    """Why the thresholds are where they are."""
    row = kb.thresholds.loc[cause]
    return f"{row['rationale']} [harms by judgement; {kb.named(row['source'])}]"
