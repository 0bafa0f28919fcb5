"""What follows from a row as a whole: findings of its age, contradictions, patients twice."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from gluteal.clinic.coding import Column
from gluteal.clinic.errors import Problem
from gluteal.knowledge import IntArray, Knowledge

Values = dict[str, NDArray[Any]]


def with_told(values: Values, rows: IntArray, kb: Knowledge) -> list[Problem]:
    """Fill in the findings that follow from age and duration; rows where a column says otherwise."""
    problems: list[Problem] = []
    for name, question in kb.cells.questions.items():
        if not question.field or question.field not in values:
            continue
        number = values[question.field]
        answer = np.searchsorted(question.low, number, side="right") - 1
        for i, member in zip(question.members, question.membership):
            finding = kb.cells.findings[i]
            follows = np.where(np.isnan(number), 0, np.where(member[answer] > 0, 1, -1))
            follows = follows.astype(np.int8)
            given = values.get(finding, np.zeros(len(number), np.int8))
            why = f"contradicts the {name}; mend one of the two"
            against = np.flatnonzero((given != 0) & (follows != 0) & (given != follows))
            problems += [Problem(int(rows[r]), finding, "", why) for r in against]
            values[finding] = np.where(given != 0, given, follows)
    return problems


def contradictions(values: Values, rows: IntArray, kb: Knowledge) -> list[Problem]:
    """Rows whose marks fit no answer of a question: an onset that is sudden and insidious."""
    problems, none = [], np.zeros(len(rows), np.int8)
    for name, question in kb.cells.questions.items():
        members = [kb.cells.findings[i] for i in question.members]
        marks = np.column_stack([values.get(f, none) for f in members])
        patterns, inverse = np.unique(marks, axis=0, return_inverse=True)
        wrong = np.asarray(~question.compatible(patterns).any(axis=1))
        why = f"answers to one question ({name}) contradict each other; keep one"
        for r in np.flatnonzero(wrong[inverse.ravel()]):
            said = [f for f, mark in zip(members, marks[r]) if mark]
            problems.append(Problem(int(rows[r]), ", ".join(said), "", why))
    return problems


def repeated(head: str, column: Column, rows: IntArray, needed: bool) -> list[Problem]:
    """Rows that share a patient's number, which is not shown; and, if needed, rows without one."""
    codes = column.codes()
    blank = np.array([not w.strip() for w in column.words], bool)[codes]
    order = np.argsort(codes, kind="stable")
    first = np.zeros(len(column.words), np.int64)
    first[codes[order][::-1]] = order[::-1]
    twice = (np.bincount(codes, minlength=len(first)) > 1)[codes] & ~blank
    problems = []
    for r in np.flatnonzero(twice):
        other = first[codes[r]]
        why = (
            f"the same number as in row {rows[other]}; one row a patient"
            if other != r
            else "the same number as in a later row; one row a patient"
        )
        problems.append(Problem(int(rows[r]), head, "", why))
    if needed:
        why = "has no number; fill it in, or take the column out of the mapping"
        problems += [Problem(int(rows[r]), head, "", why) for r in np.flatnonzero(blank)]
    return problems
