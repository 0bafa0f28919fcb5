"""Guesses about a cause, scored properly: a learner's probabilities."""

from __future__ import annotations

import difflib
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from gluteal.cases import number_of, said

FLOOR = 0.001  # of a probability in the log score: being sure and wrong costs 10 bits, not infinity
_EDGES = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
_FEW = 5


def complete_guess(guess: Mapping[str, float] | pd.Series, causes: Iterable[str]) -> pd.Series:
    """A guess over all causes: what is left to 1 is shared equally by those not named.

    Parameters
    ----------
    guess : mapping or Series
        Cause to probability, 0 to 1; the sum is at most 1.
    causes : iterable of str
        All causes, as ``kb.causes.index``.

    Returns
    -------
    Series
        Indexed by cause in the order of ``causes``; sums to 1.

    Raises
    ------
    ValueError
        A cause is not among ``causes``, a value is no probability, or the sum is not possible.

    Examples
    --------
    >>> complete_guess({"a": 0.5, "b": 0.3}, "abcd").round(2).tolist()
    [0.5, 0.3, 0.1, 0.1]
    """
    names, named = list(dict.fromkeys(causes)), _probable(guess)
    among("guess", named, names)
    left, rest = 1 - sum(named.values()), [c for c in names if c not in named]
    if left < -1e-6 or (left > 1e-6 and not rest):
        raise ValueError(f"guess sums to {1 - left:g}, must sum to {'at most ' * bool(rest)}1")
    share = max(left, 0) / max(len(rest), 1)
    p = pd.Series([named.get(c, share) for c in names], pd.Index(names, name="cause"))
    return (p / p.sum()).rename("probability")


def log_score(guess: Mapping[str, float] | pd.Series, truth: str) -> float:
    """Logarithmic score of a guess: bits of surprise at the confirmed cause.

    Parameters
    ----------
    guess : mapping or Series
        Cause to probability; sums to 1. A cause that is not listed has probability 0.
    truth : str
        The confirmed cause.

    Returns
    -------
    float
        ``-log2`` of the probability given to ``truth``: 0 (sure and right) to about 10.
        Lower is better; even odds over all causes score between 4 and 5.

    Raises
    ------
    ValueError
        ``guess`` is no distribution.

    Notes
    -----
    Good IJ, Rational decisions, J R Stat Soc B 1952;14:107, with the sign of a loss. Floor:
    probabilities below 0.001 count as 0.001 and all are scaled back to sum to 1, so the score
    stays finite, and stays proper for beliefs within the floor: nothing is gained by stating
    anything but what one believes. Each cause stated as 0 costs at most 0.0015 bits.

    Examples
    --------
    >>> log_score({"a": 0.25, "b": 0.75}, "a")
    2.0
    """
    p = _distribution(guess)
    floored = {c: max(p.get(c, 0), FLOOR) for c in (*p, truth)}
    return -math.log2(floored[truth] / math.fsum(floored.values())) + 0.0


def brier_score(guess: Mapping[str, float] | pd.Series, truth: str) -> float:
    """Brier score of a guess over several causes.

    Parameters
    ----------
    guess, truth
        As for :func:`log_score`.

    Returns
    -------
    float
        Sum over the causes of the squared error of the probability: 0 (sure and right) to 2
        (sure and wrong). Lower is better.

    Notes
    -----
    Brier GW, Monthly Weather Review 1950;78:1, in its original form for several categories.

    Examples
    --------
    >>> brier_score({"a": 0.25, "b": 0.75}, "b")
    0.125
    """
    p = _distribution(guess)
    return math.fsum((p.get(c, 0) - (c == truth)) ** 2 for c in {*p, truth})


@dataclass(frozen=True, eq=False)
class Feedback:
    """How stated probabilities compare with what happened.

    Attributes
    ----------
    words : str
        Over- or under-confidence in a sentence.
    n : int
        Number of pairs.
    stated, observed : float
        Mean stated probability, and share that happened; NaN without pairs.
    z : float
        (stated - observed) in standard errors of a calibrated judge; positive: overconfident.
    calibration : DataFrame
        Indexed by ``bin`` of the stated probability: ``n``, mean ``stated`` and ``observed``
        share (NaN in an empty bin).
    """

    words: str
    n: int
    stated: float
    observed: float
    z: float
    calibration: pd.DataFrame


def feedback(scores: Iterable[tuple[float, bool]]) -> Feedback:
    """Over- or under-confidence from stated probabilities and what happened.

    Parameters
    ----------
    scores : iterable of pairs
        The probability stated for the cause put first, 0 to 1, and whether it was the
        confirmed one. Only first choices: over all causes the two means are equal by
        arithmetic, whoever guesses.

    Returns
    -------
    Feedback
        Nothing is said of fewer than five; beyond two standard errors it is said plainly,
        beyond one with "perhaps".

    Raises
    ------
    ValueError
        A pair is no probability and truth value.

    Notes
    -----
    Calibration in the large, with the standard error of Spiegelhalter (Stat Med 1986;5:421)
    for a calibrated judge: the root of the sum of p(1 - p).

    Examples
    --------
    >>> feedback([(0.9, True), (0.9, False), (0.9, False), (0.9, True), (0.9, False)]).words
    'Overconfident: on average 0.90 was stated for the first choice, and 0.40 of 5 were right.'
    """
    pairs = [_pair(pair) for pair in scores]
    p, happened = (np.array([pair[i] for pair in pairs], float) for i in (0, 1))
    gap, spread = float((p - happened).sum()), math.sqrt(float((p * (1 - p)).sum()))
    z = gap / spread if spread else math.copysign(math.inf, gap) if gap else 0.0
    labels = [f"{a:.1f}-{b:.1f}" for a, b in zip(_EDGES, _EDGES[1:])]
    bins = pd.Categorical.from_codes(np.digitize(p, _EDGES[1:-1]), labels)
    frame = pd.DataFrame({"stated": p, "observed": happened})
    grouped = frame.groupby(pd.Series(bins, name="bin", dtype="category"), observed=False)
    calibration = grouped.mean().assign(n=grouped.size())[["n", "stated", "observed"]]
    calibration.index = pd.Index(labels, name="bin")
    n = len(pairs)
    stated, observed = (float(v.mean()) if n else math.nan for v in (p, happened))
    words = f"Too few to tell: {n} of at least {_FEW} answers."
    if n >= _FEW:
        verdict = "Overconfident" if z > 0 else "Underconfident"
        verdict = f"Perhaps {verdict.lower()}" if abs(z) < 2 else verdict
        verdict = "No sign of over- or underconfidence" if abs(z) < 1 else verdict
        words = f"{verdict}: on average {stated:.2f} was stated for the first choice, "
        words += f"and {observed:.2f} of {n} were right."
    return Feedback(words, n, stated, observed, z, calibration)


def among(name: str, given: Iterable[str], allowed: Sequence[str], kind: str = "causes") -> None:
    """Refuse what is not among the allowed ids; the message lists the nearest."""
    for one in given:
        if one not in allowed:
            near = difflib.get_close_matches(str(one), allowed, 3, 0.5)
            hint = f"; did you mean {' or '.join(near)}?" if near else ""
            raise ValueError(f"{name} has {said(one)}, which is none of the {kind}{hint}")


def _probable(guess: Mapping[str, float] | pd.Series) -> dict[str, float]:
    """A guess as plain numbers from 0 to 1."""
    found: dict[str, float] = {}
    for cause, value in guess.items():
        p = number_of(value)
        if p is None or not 0 <= p <= 1:
            raise ValueError(f"guess[{cause!r}] == {said(value)}, must be from 0 to 1")
        found[str(cause)] = p
    return found


def _distribution(guess: Mapping[str, float] | pd.Series) -> dict[str, float]:
    p = _probable(guess)
    if abs((total := math.fsum(p.values())) - 1) > 1e-6:
        raise ValueError(f"guess sums to {total:g}, must sum to 1; complete_guess shares the rest")
    return p


def _pair(pair: tuple[float, bool]) -> tuple[float, bool]:
    try:
        stated, happened = pair
    except (TypeError, ValueError):
        raise ValueError(f"{said(pair)} must be a probability and whether it happened") from None
    p = number_of(stated)
    if p is None or not 0 <= p <= 1 or happened not in (0, 1):
        raise ValueError(f"{said(pair)} must be a probability from 0 to 1 and True or False")
    return p, bool(happened)
