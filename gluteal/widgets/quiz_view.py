"""What the teaching screen shows of the quiz."""

from __future__ import annotations

import pandas as pd

from gluteal.knowledge import Knowledge
from gluteal.teaching import Answer, Asked, Quiz
from gluteal.widgets.catalogue import choices
from gluteal.widgets.lesson_view import cited
from gluteal.widgets.payload import AskedRow, Bin, Committed, QuizCase

FAR = 0.5  # share of the best question's information below which the best one is named


def quiz_case(quiz: Quiz, kb: Knowledge) -> QuizCase:
    """The case to answer now, what was asked about it, and how the learner does."""
    row = quiz.next_case()
    past = quiz.calibration()
    injections = kb.rows("injections").items()
    return {
        "case": str(row.name),
        "title": row["title"],
        "text": row["steps"][0]["text"],
        "asked": [asked_row(a, kb) for a in quiz.progress.asked(str(row.name))],
        "done": len(quiz.progress.answers),
        "all": len(quiz.book),
        "causes": choices({c: r["label"] for c, r in kb.rows("causes").items()}),
        "injections": choices({i: r["label"] for i, r in injections if r["role"] != "none"}),
        "words": past.words,
        "calibration": [_bin(str(name), b) for name, b in past.calibration.iterrows()],
        "notice": quiz.notice,
    }


def asked_row(asked: Asked, kb: Knowledge) -> AskedRow:
    """One question, with how much it could tell beside the best of its kind."""
    findings, score = kb.rows("findings"), round(asked.score, 2)
    best = findings.get(asked.best_finding, {}).get("label", "")
    return {
        "finding": asked.finding,
        "label": findings[asked.finding]["label"],
        "answer": asked.answer,
        "score": score,
        "better": best if score < FAR else "",
    }


def committed(answer: Answer, row: pd.Series, done: int, kb: Knowledge) -> Committed:
    """What an answer was worth, and what the case teaches."""
    return {
        "done": done,
        "cause": kb.label(answer.cause),
        "outcome": row["outcome"],
        "points": [*row["learning_points"], row["pitfall"]],
        "probability": round(answer.probability, 3),
        "scores": [
            {"who": "you", "log": answer.log_score, "brier": answer.brier_score},
            {
                "who": "the model",
                "log": answer.model_log_score,
                "brier": answer.model_brier_score,
            },
        ],
        "questions": round(answer.question_score, 2) if answer.questions else None,
        "words": answer.words,
        "agrees": answer.agrees,
        "source": cited(row["source"]),
    }


def _bin(name: str, row: pd.Series) -> Bin:
    stated, observed = (
        None if pd.isna(row[k]) else round(float(row[k]), 2) for k in ("stated", "observed")
    )
    return {"bin": name, "n": int(row["n"]), "stated": stated, "observed": observed}
