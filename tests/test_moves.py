"""Walls are moved, behaviour is not: one digest for each public result over 235 cases."""

import hashlib
import json
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd

import gluteal
from gluteal.widgets.view import view

STORED = Path(__file__).parent / "authorities" / "moves.json"
SIJ = "sij_distraction sij_thigh_thrust sij_compression sij_sacral_thrust fortin_finger_sign"
CLASSIC = [
    {"present": SIJ.split(), "setting": "pain_clinic", "age": 44, "conservative_weeks": 8},
    {"present": ["saddle_anaesthesia", "bilateral_leg_weakness"], "setting": "emergency"},
    {"present": ["pain_below_knee", "straight_leg_raise"], "age": 38, "sex": "male"},
    {"present": ["worse_sitting", "tender_ischial_tuberosity"], "setting": "sports", "age": 29},
    {"present": ["lateral_hip_pain", "tender_greater_trochanter"], "age": 61, "sex": "female"},
    {"present": ["fever", "pain_over_sij"], "age": 40, "setting": "pain_clinic"},
    {"present": ["history_of_cancer", "unexplained_weight_loss"], "age": 67},
    {"present": ["pain_over_coccyx"], "absent": ["pain_below_knee"], "severity": 6},
    {"present": ["groin_pain", "limp"], "age": 9, "sex": "male", "setting": "primary_care"},
    {},
]


def cases(kb):
    """The teaching cases, ten classic pictures and 200 random ones."""
    known = set(kb.findings.index)
    for _, row in kb.cases.iterrows():
        names = {"age": row["age"], "sex": row["sex"], "setting": row["setting"]}
        free = gluteal.Case(**names).implied(kb)
        present, absent = ([f for f in row[s] if f not in free] for s in ("present", "absent"))
        yield gluteal.Case(present=present, absent=absent, conservative_weeks=12, **names)
    for given in CLASSIC:
        given = given | {"present": [f for f in given.get("present", []) if f in known]}
        yield gluteal.Case(**given)
    rng = np.random.default_rng(7)
    asked = {f for members, _ in kb.cells.answers.values() for f in members} | {"female_sex"}
    names = sorted(known - asked)
    for _ in range(200):
        marked = [str(f) for f in rng.permutation(names)[: rng.integers(1, 25)]]
        cut = int(rng.integers(0, len(marked) + 1))
        yield gluteal.Case(
            present=marked[:cut],
            absent=marked[cut:],
            paused=marked[:1] if rng.random() < 0.2 else [],
            age=int(rng.integers(18, 95)) if rng.random() < 0.8 else None,
            sex=str(rng.choice(["female", "male"])),
            setting=str(rng.choice(["equal", "pain_clinic", "emergency", "sports"])),
            precautions=[str(p) for p in rng.permutation(kb.precautions.index)[:2]],
            conservative_weeks=float(rng.integers(0, 20)),
        )


def plain(value):
    """Any result as text that does not depend on the last digits of a float."""
    if isinstance(value, pd.DataFrame):
        return [plain(value.reset_index().to_dict("list"))]
    if isinstance(value, pd.Series):
        return plain(value.to_dict())
    if isinstance(value, dict):
        return {str(k): plain(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(v) for v in value]
    if isinstance(value, (float, np.floating)):
        return f"{value:.7g}"
    return str(value)


def digests(kb):
    found = {}
    for case in cases(kb):
        marks = {f: 1 for f in case.present} | {f: -1 for f in case.absent}
        results = {
            "differential": gluteal.differential(case, kb),
            "weights": gluteal.weights(case, kb),
            "next_findings": gluteal.next_findings(case, kb),
            "red_flags": gluteal.red_flags(case, kb),
            "injections": gluteal.injections(case, kb),
            "score": gluteal.score(pd.DataFrame([marks]), kb, case.setting) if marks else "",
            "letter": (report := gluteal.report(case, kb, made=date(2026, 1, 1))).text,
            "handout": report.html,
            "view": view(case, kb),
        }
        for name, result in results.items():
            text = json.dumps(plain(result), sort_keys=True)
            found.setdefault(name, hashlib.sha256()).update(text.encode())
    return {name: digest.hexdigest() for name, digest in found.items()}


def test_every_public_result_is_what_it_was_before_the_walls_were_moved(kb):
    assert digests(kb) == json.loads(STORED.read_text("utf-8"))
