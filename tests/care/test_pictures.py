"""Patients as a pain physician knows them, and what must hold for each.

``authorities/pictures.csv`` holds a patient a line. They were written from clinical principles and
not from what the tables answer; ``why`` names the principle, ``source`` a record of
``references.json`` that supports it. They are judgements, and no clinician has reviewed them.
Some limits were mended afterwards, where a published figure or the setting asked for it.
Cells hold ids joined by ';', and an empty cell asks for nothing:

- ``leads``, ``never_first``  the first cause is, is not, one of these
- ``above``                   ``cause>0.5`` or ``cause<0.5``
- ``flags``, ``no_flags``     red flags that are up, that are not; ``same day``: none so urgent
- ``hold``, ``free``          injections that are held, that nothing holds; ``all`` that are offered.
  Too short a conservative trial counts only as ``trial:injection``
- ``zone_never``              ``injection:zone``; ``any`` injection; ``needle``: therapeutic injection
  or diagnostic block; ``zone``: all that needs one
- ``direction``               ``injection:direction`` of its evidence
- ``ranking``                 ``no``: no ranking holds
- ``next_among``, ``next_never``  what is proposed first; findings or tiers that are not proposed,
  with ``screen:`` not among the few that a screen shows
- ``letter_without``          phrases that the letter does not hold
- ``cleared``                 ``key=reason``
"""

import json
from pathlib import Path

import pandas as pd
import pytest

import gluteal
from gluteal import care
from gluteal.knowledge import data_folder, split

TABLE = Path(__file__).parents[1] / "authorities" / "pictures.csv"
PICTURES = pd.read_csv(TABLE, dtype=str, keep_default_na=False).to_dict("records")
NEEDLE = ("therapeutic injection", "diagnostic block")
IDLE = ("no zone", "not indicated")
HURRY = ("immediate", "same day")
ASKED = ("leads", "never_first", "above", "flags", "no_flags", "hold", "free", "zone_never")
ASKED += ("direction", "ranking", "next_among", "next_never", "letter_without")


def case_of(row):
    return gluteal.Case(
        present=split(row["present"]),
        absent=split(row["absent"]),
        setting=row["setting"],
        age=int(row["age"]) if row["age"] else None,
        sex=row["sex"] or None,
        side=row["side"] or None,
        conservative_weeks=float(row["weeks"]) if row["weeks"] else None,
        precautions=split(row["precautions"]),
        cleared=dict(c.split("=", 1) for c in split(row["cleared"])),
    )


def compared(asked, probability):
    """Whether ``cause>0.5`` or ``cause<0.5`` holds."""
    sign = ">" if ">" in asked else "<"
    cause, limit = asked.split(sign)
    return (probability[cause] > float(limit)) == (sign == ">")


def held(option, trial=False):
    """Whether something holds an injection; the conservative trial only where it is asked for."""
    return any(x.holds and (x.kind == "trial") == trial for x in option["limits"])


def in_zone(option, zone):
    groups = {"needle": option["zone"] in NEEDLE, "zone": option["zone"] not in IDLE}
    return groups.get(zone, option["zone"] == zone)


def of_causes(row, case):
    frame = gluteal.differential(case)
    first, probability = frame.index[0], frame["probability"]
    if row["leads"] and first not in split(row["leads"]):
        yield f"leads: {first} {probability[first]:.2f}, not {row['leads']}"
    if first in split(row["never_first"]):
        yield f"never_first: {first} {probability[first]:.2f}"
    for asked in split(row["above"]):
        if not compared(asked, probability):
            yield f"above: {asked}, is {probability[asked.replace('<', '>').split('>')[0]]:.3f}"
    if row["ranking"] and not care.no_ranking(case):
        yield "ranking: a ranking holds"


def of_flags(row, case):
    flags = gluteal.red_flags(case)
    for flag in split(row["flags"]):
        if flag not in flags.index:
            yield f"flags: {flag} is not up"
    for flag in split(row["no_flags"]):
        up = flags.index[flags["urgency"].isin(HURRY)] if flag == "same day" else flags.index
        if flag in up or (flag == "same day" and len(up)):
            yield f"no_flags: {flag} ({', '.join(up)})"


def of_injections(row, case):
    options = {r["injection"]: r for r in care.options(case)}
    offered = {n: r for n, r in options.items() if r["offered"] == "yes" and r["role"] != "none"}
    for name in split(row["hold"]):
        trial = name.startswith("trial:")
        asked = offered if name == "all" else [name.removeprefix("trial:")]
        if loose := [n for n in asked if not held(options[n], trial)]:
            yield f"hold: nothing holds {', '.join(loose)}"
    for name in split(row["free"]):
        if not in_zone(options[name], "zone") or options[name]["holds"]:
            yield f"free: {name}, {options[name]['zone']}, {options[name]['holds']}"
    for asked in split(row["zone_never"]):
        name, zone = asked.split(":")
        asked_of = options if name == "any" else [name]
        if found := [n for n in asked_of if in_zone(options[n], zone)]:
            yield f"zone_never: {zone}, {', '.join(found)}"
    for asked in split(row["direction"]):
        name, direction = asked.split(":")
        if options[name]["direction"] != direction:
            yield f"direction: {name} {options[name]['direction']}"


def of_next(row, case):
    frame = gluteal.next_findings(case)
    among = split(row["next_among"])
    if among and (frame.empty or frame.index[0] not in among):
        yield f"next_among: {'nothing' if frame.empty else frame.index[0]} comes first"
    shown = care.steps(case, gluteal.load()) if "screen:" in row["next_never"] else []
    proposed = {*frame.index, *frame["tier"]}
    proposed |= {f"screen:{r[key]}" for r in shown for key in ("finding", "tier")}
    if found := [f for f in split(row["next_never"]) if f in proposed]:
        yield f"next_never: {', '.join(found)}"


def of_letter(row, case):
    text = gluteal.report(case).text if row["letter_without"] else ""
    for phrase in split(row["letter_without"]):
        if phrase.lower() in text.lower():
            yield f"letter_without: {phrase}"


@pytest.mark.parametrize("row", PICTURES, ids=[r["picture"] for r in PICTURES])
def test_a_patient_is_read_as_a_specialist_reads_the_picture(row):
    case = case_of(row)
    parts = (of_causes, of_flags, of_injections, of_next, of_letter)
    assert [wrong for part in parts for wrong in part(row, case)] == []


def test_the_table_holds_enough_patients_each_asking_something_for_a_reason():
    assert len(PICTURES) >= 66 and len({r["picture"] for r in PICTURES}) == len(PICTURES)
    for row in PICTURES:
        assert row["said"] and row["why"] and any(row[c] for c in ASKED), row["picture"]


def test_what_the_table_names_is_known(kb):
    known = {r["id"] for r in json.loads((data_folder() / "references.json").read_text("utf-8"))}
    findings, zones = set(kb.findings.index), {*NEEDLE, *IDLE, "needle", "zone"}
    for row in PICTURES:
        at = row["picture"]
        assert set(split(row["source"])) <= known, at
        assert set(split(row["leads"]) + split(row["never_first"])) <= set(kb.causes.index), at
        assert set(split(row["flags"])) <= set(kb.red_flags.index), at
        assert set(split(row["no_flags"])) <= {*kb.red_flags.index, "same day"}, at
        assert set(split(row["next_among"])) <= findings, at
        never = {f.removeprefix("screen:") for f in split(row["next_never"])}
        assert never <= findings | set(kb.findings["tier"]), at
        assert {z.split(":")[1] for z in split(row["zone_never"])} <= zones, at
