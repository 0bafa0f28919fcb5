"""What a learner asked and answered, and the file that keeps it."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

from gluteal.cases import CaseError

FORMAT, VERSION = "gluteal-quiz", 1


@dataclass(frozen=True)
class Asked:
    """One thing that the learner asked or examined.

    Attributes
    ----------
    finding, tier : str
        What, and its tier.
    answer : str
        present, absent, not recorded, or not done (it could have done harm).
    information : float
        Bits that it was expected to give when it was asked, from 0.
    best, best_finding : float, str
        The most that a finding of its tier would have given then, and which.
    """

    finding: str
    tier: str
    answer: str
    information: float
    best: float
    best_finding: str

    @property
    def score(self) -> float:
        """Information as a share of the best of its tier, 0 to 1."""
        return self.information / self.best if self.best > 0 else 0.0


@dataclass(frozen=True)
class Answer:
    """One case, answered.

    Attributes
    ----------
    case, cause : str
        The case and its confirmed cause.
    guess : tuple of pairs
        Cause and probability, as the learner named them.
    asked : tuple of Asked
        What was asked before, in order.
    first, stated : str, float
        The cause put first, and its probability.
    probability, log_score, brier_score : float
        What the guess gave the confirmed cause, and its scores; lower scores are better.
    model_first, model_probability, model_log_score, model_brier_score
        The same of the model, which knew what the learner had found.
    injection : str
        The injection decided on, '' for none.
    zone, holds, agrees, words : str, str, bool, str
        What the model says of that decision, see :func:`judge`.
    data : str
        Version and digest of the tables.
    """

    case: str
    cause: str
    guess: tuple[tuple[str, float], ...]
    asked: tuple[Asked, ...]
    first: str
    stated: float
    probability: float
    log_score: float
    brier_score: float
    model_first: str
    model_probability: float
    model_log_score: float
    model_brier_score: float
    injection: str
    zone: str
    holds: str
    agrees: bool
    words: str
    data: str

    @property
    def right(self) -> bool:
        """Whether the cause put first is the confirmed one."""
        return self.first == self.cause

    @property
    def questions(self) -> int:
        """How many things were asked."""
        return len(self.asked)

    @property
    def question_score(self) -> float:
        """Mean score of what was asked, 0 to 1; NaN where nothing was."""
        return math.fsum(a.score for a in self.asked) / len(self.asked) if self.asked else math.nan


@dataclass(frozen=True)
class Progress:
    """Answers in order, and what was asked in cases that are not answered yet."""

    answers: tuple[Answer, ...] = ()
    open: tuple[tuple[str, tuple[Asked, ...]], ...] = ()

    def asked(self, case: str) -> tuple[Asked, ...]:
        """What was asked so far in a case that is not answered yet."""
        return dict(self.open).get(case, ())

    def to_json(self) -> str:
        """The progress as text in a versioned format."""
        record = {"format": FORMAT, "version": VERSION, "progress": asdict(self)}
        return json.dumps(record, ensure_ascii=False) + "\n"

    @classmethod
    def from_json(cls, text: str) -> Progress:
        """Read progress from text; CaseError if it is damaged, of another kind or newer."""
        try:
            record = json.loads(text)
            if record["format"] != FORMAT or record["version"] != VERSION:
                raise ValueError(f"it is not {FORMAT} of version {VERSION}")
            given = record["progress"]
            answers = tuple(_made(Answer, one) for one in given["answers"])
            begun = {str(case): tuple(_made(Asked, a) for a in on) for case, on in given["open"]}
        except (
            ArithmeticError,
            AttributeError,
            KeyError,
            RecursionError,
            TypeError,
            ValueError,
        ) as error:
            raise CaseError(f"the progress is damaged or of a newer version: {error}") from None
        return cls(answers, tuple(begun.items()))


def _made(kind: type[Any], given: Mapping[str, Any]) -> Any:
    """A record of a file as its dataclass, every value of its type and range."""
    types = {f.name: str(f.type) for f in fields(kind)}
    if set(given) != set(types):
        raise ValueError(f"{kind.__name__} must have {', '.join(types)}")
    made: dict[str, Any] = {n: _plain(n, given[n], t) for n, t in types.items() if "[" not in t}
    if "asked" in types:
        made["asked"] = tuple(_made(Asked, one) for one in given["asked"])
        pairs = [(cause, p) for cause, p in given["guess"]]
        made["guess"] = tuple(
            (_plain("", c, "str"), _plain("stated", p, "float")) for c, p in pairs
        )
    return kind(**made)


def _plain(name: str, value: Any, kind: str) -> Any:
    if kind == "float":
        top = 1 if name in ("stated", "probability", "model_probability") else math.inf
        if type(value) not in (int, float) or not 0 <= float(value) <= top or value == math.inf:
            raise ValueError(f"{name} == {value!r}, must be a number from 0")
        return float(value)
    if type(value).__name__ != kind:
        raise ValueError(f"{name} == {value!r}, must be of type {kind}")
    return value.encode().decode() if kind == "str" else value  # half a letter cannot be written
