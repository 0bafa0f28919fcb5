"""Bayes made visible, in numbers: one finding, a hundred people, a cluster, other settings.

``pictures`` draws them. Sources: Fagan TJ, Nomogram for Bayes's theorem, N Engl J Med
1975;293:257. Gigerenzer G, Hoffrage U, How to improve Bayesian reasoning without instruction:
frequency formats, Psychol Rev 1995;102:684-704.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from gluteal.model import (
    post_test_probability,
)

_LOW_END = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5)
PROBABILITY_TICKS = (*_LOW_END, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99)
LR_TICKS = tuple(float(f"{m}e{e}") for e in range(-2, 3) for m in (1, 2, 5)) + (1000.0,)
_BOTTOM, _TOP = (math.log(p / (1 - p)) for p in (PROBABILITY_TICKS[0], PROBABILITY_TICKS[-1]))


@dataclass(frozen=True)
class Fagan:
    """One result on a nomogram. The interval is that of the LR alone, NaN where there is none."""

    pre_test: float
    lr: float
    low: float
    high: float
    post_test: float
    post_low: float
    post_high: float

    @property
    def positions(self) -> tuple[float, float, float]:
        """Heights of the three numbers on their axes: always on one straight line."""
        return pre_position(self.pre_test), lr_position(self.lr), post_position(self.post_test)


def fagan(pre_test: float, lr: float, low: float = math.nan, high: float = math.nan) -> Fagan:
    """What a likelihood ratio makes of a pre-test probability, ready for a nomogram.

    Fagan 1975. ln(post odds) = ln(pre odds) + ln(LR) becomes a straight line because the
    pre-test axis runs downward and the scale of ln(LR), half-way between, has half their unit.

    Parameters
    ----------
    pre_test : float
        Pre-test probability, between 0 and 1.
    lr, low, high : float
        Likelihood ratio of the result found, above 0, and its interval; NaN for none.

    Examples
    --------
    >>> result = fagan(0.20, 2.13, 1.4, 3.2)
    >>> f"{result.post_test:.2f} ({result.post_low:.2f} to {result.post_high:.2f})"
    '0.35 (0.26 to 0.44)'
    """
    if not 0 < pre_test < 1:
        raise ValueError(f"pre_test == {pre_test!r}, must lie between 0 and 1")
    if not 0 < lr < math.inf:
        raise ValueError(f"lr == {lr!r}, must be above 0 and finite")
    if not (0 < low <= lr <= high < math.inf or math.isnan(low) and math.isnan(high)):
        raise ValueError(f"low == {low!r} and high == {high!r}, must hold lr == {lr!r}")
    after = [post_test_probability(pre_test, ratio) for ratio in (lr, low, high)]
    return Fagan(pre_test, lr, low, high, *after)


def post_position(probability: float) -> float:
    """Height of a post-test probability: 0 for 0.001, 1 for 0.99; others off the axis."""
    p = min(max(probability, 1e-300), 1 - 1e-16)
    return (math.log(p / (1 - p)) - _BOTTOM) / (_TOP - _BOTTOM)


def pre_position(probability: float) -> float:
    """Height of a pre-test probability, the same axis mirrored: 1 for 0.001, 0 for 0.99."""
    return 1 - post_position(probability)


def lr_position(lr: float) -> float:
    """Height of a likelihood ratio: 0.3 for 0.01, 0.5 for 1, 0.8 for 1000."""
    return 0.5 + math.log(lr) / (2 * (_TOP - _BOTTOM))


def natural_frequencies(
    pre_test: float, theta: float, background: float, n: int = 100
) -> dict[str, int | float]:
    """The same numbers as people: of ``n`` like this one, who has what.

    Gigerenzer & Hoffrage 1995. Split as the story is told, by condition and then by finding,
    the largest remainder at each branch: every count is within one of the exact.

    Parameters
    ----------
    pre_test, theta, background : float
        Share with the condition; P(finding present) with it and without it; 0 to 1.
    n : int
        People; 1,000 for a rare condition.

    Returns
    -------
    dict
        Whole people: ``n``, and ``with_present``, ``with_absent``, ``without_present``,
        ``without_absent`` (condition, then finding) that add up to it. Probability of the
        condition by state of the finding: ``present_counted``, ``absent_counted`` from these
        people (NaN where there is nobody), ``present_exact``, ``absent_exact`` by Bayes' rule.

    Examples
    --------
    >>> women = natural_frequencies(0.01, 0.80, 0.096, n=1000)
    >>> women["with_present"], women["without_present"], f"{women['present_exact']:.3f}"
    (8, 95, '0.078')
    """
    for name, p in {"pre_test": pre_test, "theta": theta, "background": background}.items():
        if not 0 <= p <= 1:
            raise ValueError(f"{name} == {p!r}, must be from 0 to 1")
    if n < 1 or n != int(n):
        raise ValueError(f"n == {n!r}, must be a whole number from 1")
    condition = _people(n, pre_test)
    hits, alarms = _people(condition, theta), _people(n - condition, background)
    misses, clear = condition - hits, n - condition - alarms
    found: dict[str, int | float] = {"n": n, "with_present": hits, "with_absent": misses}
    found |= {"without_present": alarms, "without_absent": clear}
    found |= {"present_counted": _ratio(hits, alarms), "absent_counted": _ratio(misses, clear)}
    for state, p, q in (("present", theta, background), ("absent", 1 - theta, 1 - background)):
        found[f"{state}_exact"] = _ratio(pre_test * p, (1 - pre_test) * q)
    return found


def _people(n: int, share: float) -> int:
    return math.floor(round(n * share, 9) + 0.5)  # the larger remainder rounds up, ties too


def _ratio(part: float, rest: float) -> float:
    return part / (part + rest) if part + rest else math.nan
