"""The teaching screen: a case step by step, the room's guess, the quiz, Bayes made visible."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd

from gluteal import bayes, care, charts, pictures, scoring, teaching
from gluteal.case import Case, CaseError
from gluteal.grid import CROWD, case_grid
from gluteal.inference import differential, known, weights
from gluteal.knowledge import Knowledge, load
from gluteal.quiz import Quiz
from gluteal.widgets.details import handout
from gluteal.widgets.explore import SCRIPTS, STYLES, Explore, Json, joined
from gluteal.widgets.linked import linked
from gluteal.widgets.view import SETTING_LABELS, glowing

ROWS = 6


class Teach(Explore):
    """The teaching screen as a widget; the free explorer of a case is part of it.

    Nothing of a teaching case enters the journal of patients; only the learner's quiz is kept.
    """

    _esm = linked(SCRIPTS / "teach" / "room.js", "startTeach")
    _css = joined(*STYLES, "css/teach.css")

    def __init__(
        self,
        case: str | None = None,
        kb: Knowledge | None = None,
        folder: str | Path | None = None,
    ) -> None:
        kb = kb or load()
        self.book = teaching.casebook(kb, folder)
        if case is not None and case not in self.book.index:
            raise CaseError(f"case == {case!r}, must be one of {', '.join(self.book.index)}")
        self.first = case
        self.quiz = Quiz(book=self.book, kb=kb)
        super().__init__(Case(), kb)

    def _keep(self) -> str:
        return ""  # a teaching case is not a patient of this computer

    def _answers(self, content: Json) -> dict[str, Callable[[], Any]]:
        named = content.get("case")  # a case of the book here, a patient's case in the explorer
        row = self.book.loc[named] if isinstance(named, str) and named in self.book.index else None
        setting = content.get("setting") or ("" if row is None else str(row["setting"]))
        quiz: dict[str, Callable[[], Any]] = {
            "quiz": lambda: self._quiz(),
            "quiz ask": lambda: self._quiz_ask(content["case"], content["finding"]),
            "quiz commit": lambda: self._quiz_commit(content),
            "quiz file": lambda: {"csv": self.quiz.to_csv()},
            "quiz reset": lambda: self._reset(),
        }
        taught: dict[str, Callable[[], Any]] = {
            "library": lambda: library(self.book, self.first, self.kb),
            "lesson": lambda: lesson(row, setting, self.kb),
            "score": lambda: scored(content["hands"], row, content["step"], setting, self.kb),
            "free": lambda: self._free(row, content["step"], setting),
            "teaching handout": lambda: self._handout(row, content["step"], setting),
            "bayes": lambda: made_visible(content, self.kb),
            "proofs": lambda: proofs(
                teaching.case_at(row, content["step"], setting), content["cause"], self.kb
            ),
        }
        return super()._answers(content) | taught | quiz

    def _free(self, row: pd.Series, step: int, setting: str) -> Json:
        case = teaching.case_at(row, step, setting)
        implied = case.implied(self.kb)  # the screen takes them from age and sex
        present, absent = ([f for f in s if f not in implied] for s in (case.present, case.absent))
        self.case = replace(case, present=tuple(present), absent=tuple(absent))
        return {}

    def _handout(self, row: pd.Series, step: int, setting: str) -> Json:
        return handout(teaching.case_at(row, step, setting), self.kb, row)

    def _quiz(self) -> Json:
        row = self.quiz.next_case()
        asked = self.quiz.progress.asked(str(row.name))
        findings = self.kb.rows("findings")
        first = row["steps"][0]
        past = self.quiz.calibration()
        return {
            "case": str(row.name),
            "title": row["title"],
            "text": first["text"],
            "asked": [_asked(a, findings) for a in asked],
            "done": len(self.quiz.progress.answers),
            "all": len(self.book),
            "causes": [[str(c), r["label"]] for c, r in self.kb.rows("causes").items()],
            "injections": [
                [i, r["label"]]
                for i, r in self.kb.rows("injections").items()
                if r["role"] != "none"
            ],
            "words": past.words,
            "calibration": past.calibration.reset_index()
            .round(2)
            .astype(object)
            .where(past.calibration.reset_index().notna(), None)
            .to_dict("records"),
            "notice": self.quiz.notice,
        }

    def _quiz_ask(self, case: str, finding: str) -> Json:
        return _asked(self.quiz.ask(case, finding), self.kb.rows("findings"))

    def _quiz_commit(self, content: Json) -> Json:
        try:
            answer = self.quiz.commit(
                content["case"], content["guess"], content["injection"] or None
            )
        except (CaseError, ValueError) as error:
            return {"error": str(error)}
        row = self.book.loc[answer.case]
        return {
            "cause": self.kb.label(answer.cause),
            "outcome": row["outcome"],
            "points": [*row["learning_points"], row["pitfall"]],
            "probability": round(answer.probability, 3),
            "scores": [
                ["you", answer.log_score, answer.brier_score],
                ["the model", answer.model_log_score, answer.model_brier_score],
            ],
            "questions": None if not answer.questions else round(answer.question_score, 2),
            "words": answer.words,
            "agrees": answer.agrees,
            "source": cited(row["source"]),
        }

    def _reset(self) -> Json:
        self.quiz.reset()
        return self._quiz()


def _asked(asked: Any, findings: dict[str, Json]) -> Json:
    best = findings.get(asked.best_finding, {}).get("label", "")
    return {
        "finding": asked.finding,
        "label": findings[asked.finding]["label"],
        "answer": asked.answer,
        "tier": asked.tier,
        "bits": round(asked.information, 2),
        "best": round(asked.best, 2),
        "best_label": best,
        "score": round(asked.score, 2),
    }


def cited(source: Json) -> str:
    """Where a published case is found, in a line."""
    parts = [source.get(k) for k in ("authors", "title", "journal", "year")]
    link = f"doi:{source['doi']}" if source.get("doi") else source.get("url", "")
    return ". ".join(str(p) for p in [*parts, link] if p)


def library(book: pd.DataFrame, first: str | None, kb: Knowledge) -> Json:
    """Cases to choose from; the cause is not among what is shown of a case."""
    return {
        "cases": [
            {
                "id": str(name),
                "title": row["title"],
                "difficulty": row["difficulty"],
                "cause": row["cause"],
                "steps": len(row["steps"]),
                "age": int(row["age"]),
                "sex": row["sex"],
                "stages": list(dict.fromkeys(s["stage"] for s in row["steps"])),
            }
            for name, row in book.iterrows()
        ],
        "causes": [[c, kb.label(c)] for c in sorted(set(book["cause"]), key=kb.label)],
        "first": first,
    }


def lesson(row: pd.Series, setting: str, kb: Knowledge) -> Json:
    """A case with everything that each step shows, worked out before the first reveal.

    ``setting``: by default that of the report, for a class knows how common a cause is there.
    """
    frame = teaching.course(row, kb, setting)
    implied = Case(age=int(row["age"]), sex=row["sex"]).implied(kb)  # said in the text already
    whole = charts.course(frame, row["cause"], kb, width=760, height=330, font_size=18)
    return {
        "whole": whole,
        "case": str(row.name),
        "title": row["title"],
        "cause": row["cause"],
        "label": kb.label(row["cause"]),
        "setting": setting,
        "steps": [
            {
                **{k: step[k] for k in ("stage", "title", "text", "ask")},
                "marks": [
                    [kb.label(f), s]
                    for s in ("present", "absent")
                    for f in step[s]
                    if f not in implied
                ],
            }
            for step in row["steps"]
        ],
        "views": [_seen(row, i, frame, setting, kb) for i in range(len(row["steps"]) + 1)],
        "outcome": row["outcome"],
        "reference": f"{row['reference_standard']} ({row['reference_strength']})",
        "injected": row["injected"],
        "points": list(row["learning_points"]),
        "pitfall": row["pitfall"],
        "source": cited(row["source"]),
    }


def _seen(row: pd.Series, step: int, frame: pd.DataFrame, setting: str, kb: Knowledge) -> Json:
    case = teaching.case_at(row, step, setting)
    ranked, weighed, enough = differential(case, kb), weights(case, kb), known(case, kb)
    causes = kb.rows("causes")
    return {
        "ranked": [
            [
                str(c),
                causes[c]["short"],
                *(round(float(v), 6) for v in ranked.loc[c, ["probability", "low", "high"]]),
            ]
            for c in ranked.index
        ],
        "flags": [
            [f["headline"], f["urgency"], bool(f["holds_injections"])]
            for f in care.raised(case, kb)
            if f["urgency"] != "routine"
        ],
        "little": enough.little,
        "grid": case_grid(
            ranked, weighed, case, kb, rows=ROWS + 1, lead=not enough.little, crowd=CROWD
        ),
        "glow": [] if enough.little else glowing(ranked, kb),
        "case": case.to_dict(),
        "course": charts.course(frame, row["cause"], kb, step, width=760, height=330, font_size=18),
        "advice": [
            [
                str(f),
                a["label"],
                a["tier"],
                _bits(a["information"]),
                bool(a["best"]),
                bool(a["done"]),
            ]
            for f, a in teaching.advice(row, step, kb, setting).iterrows()
        ]
        if step < len(row["steps"])
        else [],
        "worth": [
            [
                w["label"],
                w["state"],
                round(float(w["truth_before"]), 3),
                round(float(w["truth_after"]), 3),
            ]
            for _, w in teaching.worth(row, step, kb, setting).iterrows()
        ]
        if step
        else [],
    }


def _bits(information: float) -> float | None:
    """Rounded; None where a test could do harm now."""
    return None if pd.isna(information) else round(float(information), 2)


def scored(hands: dict[str, int], row: pd.Series, step: int, setting: str, kb: Knowledge) -> Json:
    """The room's guess beside the model's, each scored against the truth."""
    room = scoring.guess_of({c: int(n) for c, n in hands.items() if n}, list(kb.causes.index))
    model = differential(teaching.case_at(row, step, setting), kb)["probability"]
    return {
        "room": {str(c): round(float(p), 4) for c, p in room.items()},
        "scores": [
            [
                name,
                scoring.log_score(guess, row["cause"]),
                scoring.brier_score(guess, row["cause"]),
            ]
            for name, guess in (("the room", room), ("the model", model))
        ],
    }


def made_visible(content: Json, kb: Knowledge) -> Json:
    """Nomogram and hundred patients of a finding, a cause and a pre-test probability."""
    finding, cause, pre = content["finding"], content["cause"], float(content["pre"])
    ratio = bayes.likelihood_ratio(finding, cause, kb).loc[content["state"]]
    fagan = bayes.fagan(pre, ratio["lr"], ratio["low"], ratio["high"])
    n = 100 if pre >= 0.02 else 1000
    people = bayes.natural_frequencies(pre, ratio["theta"], ratio["background"], n)
    said = f"{kb.label(finding)}, {content['state']}; {kb.label(cause)}"
    return {
        "nomogram": pictures.nomogram(fagan, caption=said, font_size=17),
        "icons": pictures.icons(people, state=content["state"], font_size=17),
        "basis": f"{ratio['basis']}: {ratio['source']}" if ratio["known"] else "no evidence: LR 1",
    }


def proofs(case: Case, cause: str, kb: Knowledge) -> Json:
    """The same marks as independent proofs and as the model counts them; and by setting."""
    both = bayes.clusters(case, kb)
    elsewhere = bayes.settings(case, kb).sort_values(case.setting, ascending=False, kind="stable")
    size = {"width": 760, "font_size": 17}
    return {
        "weights": charts.pairs(both.weights(cause), kb, unit="decibans", **size),
        "settings": charts.multiples(elsewhere.rename(columns=SETTING_LABELS), kb, **size),
        "probability": [round(float(both.probability.at[cause, k]), 3) for k in ("naive", "model")],
        "cause": kb.label(cause),
    }


def teach(
    case: str | None = None,
    kb: Knowledge | None = None,
    *,
    folder: str | Path | None = None,
) -> Teach:
    """The teaching screen.

    Parameters
    ----------
    case : str, optional
        Id of the case to begin with; the library otherwise.
    kb : Knowledge, optional
        Evidence to reason from. Bundled data by default.
    folder : path, optional
        A lecturer's own cases in place of the published ones: see ``data/README.md``.

    Returns
    -------
    Teach
        A widget.

    Raises
    ------
    CaseError
        There is no such case.
    KnowledgeError
        A case of ``folder`` cannot be used: all problems at once.

    Examples
    --------
    >>> import gluteal
    >>> len(gluteal.teach().book)
    25
    """
    return Teach(case, kb, folder)
