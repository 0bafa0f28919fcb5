"""What the teaching screen shows of a case, of the library, and of Bayes made visible."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, cast

import numpy as np
import pandas as pd

from gluteal import care, teaching, words
from gluteal.cases import Case
from gluteal.figures import CROWD, case_grid, two_digits
from gluteal.knowledge import Knowledge
from gluteal.model import by_itself, differential, known, likelihood_ratio
from gluteal.widgets.catalogue import choices
from gluteal.widgets.payload import (
    Advice,
    Book,
    Candidate,
    CaseFields,
    Injected,
    Lesson,
    Library,
    MadeVisible,
    Mark,
    Proofs,
    Ranked,
    Seen,
    SeenFlag,
    Step,
    Worth,
)
from gluteal.widgets.view import glowing, tone_of

ROWS = 7
SIZE = 18  # of the type of a picture: that of the wall where it is 1280 by 720, so of any wall
_COURSE = {"width": 490, "height": 190, "font_size": SIZE}
_HALF = {"width": 570, "font_size": SIZE}
_PEOPLE = "A hundred patients like this one"
_MARKS = 5  # weights that a picture names


def library(book: pd.DataFrame, first: str | None, kb: Knowledge) -> Library:
    """Cases to choose from; the cause is not among what is shown of a case."""
    return {
        "cases": [_book(str(name), row, kb) for name, row in book.iterrows()],
        "candidates": _candidates(kb),
        "causes": choices({c: kb.label(c) for c in sorted(set(book["cause"]), key=kb.label)}),
        "difficulties": list(teaching.DIFFICULTIES),
        "stages": choices({i: kb.say(text) for i, text in words.WITH_STAGE}),
        "first": first,
    }


def _candidates(kb: Knowledge) -> list[Candidate]:
    """All causes by name: an order that says nothing about a case."""
    rows = sorted(kb.rows("causes").items(), key=lambda item: item[1]["short"].casefold())
    return [{"id": c, "label": r["short"], "words": f"{r['label']} {r['short']}"} for c, r in rows]


def _book(name: str, row: pd.Series, kb: Knowledge) -> Book:
    return {
        "id": name,
        "title": row["title"],
        "outside": _outside(row, kb),
        "difficulty": row["difficulty"],
        "cause": row["cause"],
        "steps": len(row["steps"]),
        "age": int(row["age"]),
        "sex": row["sex"],
        "stages": list(dict.fromkeys(s["stage"] for s in row["steps"])),
    }


def _outside(row: pd.Series, kb: Knowledge) -> str:
    """A few words where the patient is none whom the tables are about."""
    return kb.say(words.OUTSIDE) if care.under_age(Case(age=int(row["age"]))) else ""


def lesson(row: pd.Series, setting: str, kb: Knowledge) -> Lesson:
    """A case with everything that each step shows, worked out before the first reveal.

    ``setting``: by default that of the report, for a class knows how common a cause is there.
    """
    frame = teaching.course(row, kb, setting)
    implied = Case(age=int(row["age"]), sex=row["sex"]).implied(kb)  # said in the text already
    return {
        "case": str(row.name),
        "title": row["title"],
        "cause": row["cause"],
        "label": kb.label(row["cause"]),
        "setting": setting,
        "outside": _outside(row, kb),
        "steps": [_step(step, implied, kb) for step in row["steps"]],
        "views": [_seen(row, i, frame, setting, kb) for i in range(len(row["steps"]) + 1)],
        "whole": teaching.course_chart(frame, row["cause"], kb, **_COURSE),
        "outcome": row["outcome"],
        "reference": f"{row['reference_standard']} ({row['reference_strength']})",
        "injected": _injected(row["injected"]),
        "points": list(row["learning_points"]),
        "pitfall": row["pitfall"],
        "source": cited(row["source"]),
    }


def _step(step: dict[str, Any], implied: Collection[str], kb: Knowledge) -> Step:
    shown = [(f, True) for f in step["present"]] + [(f, False) for f in step["absent"]]
    marks: list[Mark] = [
        {"id": f, "label": kb.label(f), "state": "present" if present else "absent"}
        for f, present in shown
        if f not in implied
    ]
    return {
        "stage": step["stage"],
        "title": step["title"],
        "text": step["text"],
        "ask": step["ask"],
        "marks": marks,
    }


def _injected(injected: dict[str, str] | None) -> Injected | None:
    if not injected:
        return None
    return {"text": injected["text"], "result": injected["result"]}


def cited(source: dict[str, Any]) -> str:
    """Where a published case is found, in a line."""
    parts = [source.get(k) for k in ("authors", "title", "journal", "year")]
    link = f"doi:{source['doi']}" if source.get("doi") else source.get("url", "")
    return ". ".join(str(p) for p in [*parts, link] if p)


def _seen(row: pd.Series, step: int, frame: pd.DataFrame, setting: str, kb: Knowledge) -> Seen:
    case = teaching.case_at(row, step, setting)
    ranked, weighed, enough = differential(case, kb), by_itself(case, kb), known(case, kb)
    return {
        "ranked": _ranked(ranked, kb),
        "flags": _flags(case, kb),
        "suspended": _suspended(case, kb),
        "little": enough.little,
        "grid": case_grid(
            ranked, weighed, case, kb, rows=ROWS, lead=not enough.little, crowd=CROWD
        ),
        "glow": [] if enough.little else glowing(ranked, kb),
        "case": cast(CaseFields, case.to_dict()),
        "course": teaching.course_chart(frame, row["cause"], kb, step, **_COURSE),
        "advice": _advice(row, step, setting, kb) if step < len(row["steps"]) else [],
        "worth": _worth(row, step, setting, kb) if step else [],
    }


def _suspended(case: Case, kb: Knowledge) -> str:
    """Why the ranking does not hold; the flag itself stands in the strip above."""
    said = [kb.say(words.FLAG_UP)] if care.suspended(case, kb) else []
    return " ".join([*said, *([kb.say(words.OUTSIDE_RANKING)] if care.under_age(case) else [])])


def _ranked(ranked: pd.DataFrame, kb: Knowledge) -> list[Ranked]:
    causes = kb.rows("causes")
    return [
        {
            "id": str(cause),
            "label": causes[cause]["short"],
            "probability": round(float(row["probability"]), 6),
            "low": round(float(row["low"]), 6),
            "high": round(float(row["high"]), 6),
        }
        for cause, row in ranked.iterrows()
    ]


def _flags(case: Case, kb: Knowledge) -> list[SeenFlag]:
    return [
        {
            "headline": f["headline"],
            "urgency": f["urgency"],
            "tone": tone_of(f["urgency"]),
            "holds": bool(f["holds_injections"]),
        }
        for f in care.raised(case, kb)
        if tone_of(f["urgency"]) != "quiet"
    ]


def _advice(row: pd.Series, step: int, setting: str, kb: Knowledge) -> list[Advice]:
    return [
        {
            "id": str(finding),
            "label": a["label"],
            "tier": a["tier"],
            "bits": None if pd.isna(a["information"]) else round(float(a["information"]), 2),
            "best": bool(a["best"]),
            "done": bool(a["done"]),
        }
        for finding, a in teaching.advice(row, step, kb, setting).iterrows()
    ]


def _worth(row: pd.Series, step: int, setting: str, kb: Knowledge) -> list[Worth]:
    return [
        {
            "label": w["label"],
            "state": w["state"],
            "before": round(float(w["truth_before"]), 3),
            "after": round(float(w["truth_after"]), 3),
        }
        for _, w in teaching.worth(row, step, kb, setting).iterrows()
    ]


def made_visible(content: dict[str, Any], kb: Knowledge) -> MadeVisible:
    """Nomogram and hundred patients of a finding, a cause and a pre-test probability."""
    finding, cause, pre = content["finding"], content["cause"], float(content["pre"])
    ratio = likelihood_ratio(finding, cause, kb).loc[content["state"]]
    fagan = teaching.fagan(pre, ratio["lr"], ratio["low"], ratio["high"])
    people = teaching.natural_frequencies(pre, ratio["theta"], ratio["background"])
    short = kb.rows("findings")[finding]["short"], kb.rows("causes")[cause]["short"]
    said = f"{short[0]}, {kb.say(content['state'])}; {short[1]}"
    return {
        "nomogram": teaching.nomogram(fagan, caption=said, **_HALF),
        "icons": teaching.icons(people, state=content["state"], caption=kb.say(_PEOPLE), **_HALF),
        "basis": f"{ratio['basis']}: {ratio['source']}"
        if ratio["known"]
        else kb.say("no evidence: LR 1"),
    }


def proofs(case: Case, cause: str, kb: Knowledge) -> Proofs:
    """The same marks as independent proofs and as the model counts them; and by setting."""
    both = teaching.clusters(case, kb)
    settings = {s: kb.say(label) for s, label in words.SETTING_LABELS.items()}
    elsewhere = teaching.settings(case, kb).sort_values(
        case.setting, ascending=False, kind="stable"
    )
    elsewhere = elsewhere.rename(columns=settings)
    weighed = both.weights(cause)
    return {
        "weights": teaching.pairs(weighed, kb, unit="decibans", rows=_MARKS, **_HALF),
        "settings": teaching.elsewhere(elsewhere, cause, kb, settings[case.setting], **_HALF),
        "told": _told(both.probability.loc[cause], weighed, kb),
        "cause": kb.label(cause),
    }


def _told(probability: pd.Series, weighed: pd.DataFrame, kb: Knowledge) -> str:
    """What it changes that marks of one cluster are not so many proofs."""
    number = kb.language.number
    said = {w: number(two_digits(float(probability[w]))) for w in ("naive", "model")}
    if said["naive"] != said["model"]:
        return kb.say(words.TOGETHER, **said)
    alike = np.allclose(weighed["naive"], weighed["model"], atol=0.05, equal_nan=True)
    return kb.say(words.ALONE if alike else words.HARDLY, **said)
