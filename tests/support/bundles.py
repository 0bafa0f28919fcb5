"""Cases and bundles for the tests of the exchange: whole ones, any, and spoilt ones."""

import copy
import json
from dataclasses import replace
from functools import reduce
from operator import getitem

from hypothesis import strategies as st
from patients import BUSY, RED, SIJ

import gluteal
from gluteal import Case, to_fhir
from gluteal.knowledge import SETTINGS, TOPICS

KB = gluteal.load()
FULL = replace(
    SIJ,
    side="right",
    weight_kg=61.5,
    screened=["allergy", "infection"],
    cleared={"flag:mass": "known lipoma,\nunchanged \u2013 \u00fcber Jahre"},
    anaesthetic_mg={"lidocaine": 20, "bupivacaine": 0.5},
)
PATIENTS = {"full": FULL, "red": RED, "busy": BUSY, "empty": Case(), "child": Case(age=9)}
reasons = st.text(min_size=1, max_size=60).filter(str.strip)
settled = sorted(
    {f"flag:{name}" for name in KB.red_flags.index}
    | {f"precaution:{name}" for name in KB.precautions.index}
    | {f"drug:{name}" for name in KB.anticoagulants.index}
)


def some(ids, most):
    return st.lists(st.sampled_from(sorted(ids)), unique=True, max_size=most)


@st.composite
def cases(draw):
    """Any case that the tables can hold, in any order."""
    marks = draw(some(KB.findings.index, 14))
    cut = draw(st.integers(0, len(marks)))
    case = Case(
        present=marks[:cut],
        absent=marks[cut:],
        paused=draw(st.permutations(marks[:: draw(st.integers(1, 3))])),
        setting=draw(st.sampled_from([*SETTINGS, "equal"])),
        age=draw(st.none() | st.integers(0, 120)),
        sex=draw(st.sampled_from(["female", "male", None])),
        side=draw(st.sampled_from(["left", "right", "both", None])),
        severity=draw(st.none() | st.floats(0, 10)),
        duration_weeks=draw(st.none() | st.floats(0, 6000)),
        conservative_weeks=draw(st.none() | st.floats(0, 6000)),
        weight_kg=draw(st.none() | st.floats(1, 400)),
        precautions=draw(some([*KB.precautions.index, *KB.anticoagulants.index], 5)),
        screened=draw(some(TOPICS, 7)),
        cleared=draw(st.dictionaries(st.sampled_from(settled), reasons, max_size=3)),
        anaesthetic_mg=draw(
            st.dictionaries(st.sampled_from(list(KB.anaesthetics.index)), st.floats(0, 10_000))
        ),
    )
    for clash, _ in case.clashes(KB, case.paused):  # such a case has no differential either
        left = [f for f in case.paused if f not in clash]
        present = [f for f in case.present if f not in clash]
        absent = [f for f in case.absent if f not in clash]
        case = replace(case, present=present, absent=absent, paused=left)
    return case


scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8)
jsons = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4)
    ),
    max_leaves=12,
)


def places(value, path=()):
    """Every place in a JSON value."""
    yield path
    if isinstance(value, (dict, list)):
        for key, one in value.items() if isinstance(value, dict) else enumerate(value):
            yield from places(one, (*path, key))


@st.composite
def spoilt(draw):
    """A bundle of a real case with one to three places replaced, doubled or gone."""
    bundle = copy.deepcopy(BUNDLES[draw(st.sampled_from(sorted(BUNDLES)))])
    derived = ("RiskAssessment", "ClinicalImpression")  # not read, so nothing to spoil
    bundle["entry"] = [e for e in bundle["entry"] if e["resource"]["resourceType"] not in derived]
    for _ in range(draw(st.integers(1, 3))):
        paths = [p for p in places(bundle) if p]
        *way, last = draw(st.sampled_from(paths))
        holder = reduce(getitem, way, bundle)
        change = draw(st.sampled_from(["replace", "replace", "swap", "double", "drop"]))
        if change == "replace":
            holder[last] = draw(jsons)
        elif change == "swap":  # with another piece of a bundle
            holder[last] = copy.deepcopy(reduce(getitem, draw(st.sampled_from(paths)), bundle))
        elif change == "double" and isinstance(holder, list):
            holder.insert(last, copy.deepcopy(holder[last]))
        else:
            del holder[last]
    return bundle


BUNDLES = {name: json.loads(json.dumps(to_fhir(case))) for name, case in PATIENTS.items()}


def resources(bundle, kind):
    return [e["resource"] for e in bundle["entry"] if e["resource"]["resourceType"] == kind]


def observation(bundle, code):
    (found,) = [
        o for o in resources(bundle, "Observation") if o["code"]["coding"][0]["code"] == code
    ]
    return found
