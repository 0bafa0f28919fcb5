"""Linked findings: clusters that measure much the same thing, and studied composites."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gluteal.knowledge import (
    CEILING,
    DEFINITE_FLOOR,
    FLOOR,
    FloatArray,
    IntArray,
    Rule,
)

Marks = NDArray[np.int8]
_HALVES = 0.5 ** np.arange(64)


@dataclass(frozen=True)
class Composite:
    """A studied rule over findings, speaking for ``owner`` once it is decided."""

    name: str
    owner: int
    members: IntArray  # positions in the block, in the order of ``rule.findings``
    mates: IntArray  # members of the same clusters that are no part of the rule
    rule: Rule
    sensitivity: tuple[float, float]  # Beta
    false_positive_rate: tuple[float, float]  # Beta, 1 - specificity
    only: int = 0  # 1 it speaks only where it is met, -1 only where it is not: else its parts do

    @cached_property
    def effects(self) -> tuple[float, float]:
        """Ln LR of the rule met and of the rule not met."""
        sens = _mean(self.sensitivity, FLOOR)
        fpr = _mean(self.false_positive_rate, DEFINITE_FLOOR)
        return float(np.log(sens / fpr)), float(np.log((1 - sens) / (1 - fpr)))

    def truth(self, patterns: Marks) -> NDArray[np.int8]:
        """1 met, -1 not met, 0 while unknown findings could change it, per pattern."""
        truth = self.rule.truths(patterns[:, self.members])
        return np.where(truth == self.only, truth, 0).astype(np.int8) if self.only else truth


@dataclass(frozen=True)
class Block:
    """Findings that share a cluster or a composite and so must be weighed together."""

    members: IntArray  # positions among the findings
    clusters: tuple[IntArray, ...]  # positions in the block
    composites: tuple[Composite, ...]


@dataclass(frozen=True)
class Weighed:
    """How a block's marks count, per distinct pattern of marks.

    ``weight[p, row, member]`` multiplies the member's log likelihood ratio and
    ``extra[p, row, member]`` adds to it; ``share[p, row, composite]`` multiplies the
    composite's; ``outcome[p, composite]`` is 1 met, -1 not met, 0 when it does not speak.
    """

    weight: FloatArray
    extra: FloatArray
    share: FloatArray
    outcome: NDArray[np.int8]
    total: FloatArray  # patterns x rows


def weigh(block: Block, patterns: Marks, terms: FloatArray, row_cause: IntArray) -> Weighed:
    """Weigh the marks of a block.

    Terms of a cluster count 1, 1/2, 1/4 ... in order of size. A decided composite
    speaks for its own cause in place of its parts; elsewhere the sum of its parts is
    limited to the size of its effect.

    Parameters
    ----------
    patterns : ndarray of int8, patterns x members
        1 present, -1 absent, 0 unknown.
    terms : ndarray, patterns x rows x members
        Log likelihood ratios of the marked members, 0 elsewhere.
    row_cause : ndarray of int, rows
        Cause of each row of the model.
    """
    weight = np.ones(terms.shape)
    for cluster in block.clusters:
        weight[:, :, cluster] = _discount(np.abs(terms[:, :, cluster]))
    share = np.zeros((*terms.shape[:2], len(block.composites)))
    outcome = np.zeros((len(patterns), len(block.composites)), np.int8)
    for owner in dict.fromkeys(c.owner for c in block.composites):
        mine = [i for i, c in enumerate(block.composites) if c.owner == owner]
        composites = [block.composites[i] for i in mine]
        truth = np.column_stack([c.truth(patterns) for c in composites])
        chosen = _choose(composites, truth, patterns)
        for j, i in enumerate(mine):
            at = np.flatnonzero(chosen == j)
            if len(at):
                outcome[at, i] = truth[at, j]
                own = row_cause == owner
                _speak(weight, share, terms, composites[j], i, at, truth[at, j], own)
    total = (weight * terms).sum(axis=2)
    if outcome.any():
        effects = np.array([c.effects for c in block.composites])
        said = np.where(outcome == 1, effects[:, 0], effects[:, 1]) * (outcome != 0)
        total += (share * said[:, None, :]).sum(axis=2)
    return Weighed(weight, np.zeros_like(weight), share, outcome, total)


def bounded(
    weighed: Weighed, patterns: Marks, terms: FloatArray, low: FloatArray, high: FloatArray
) -> Weighed:
    """Keep what the marks say together within bounds; the marks share the difference by size.

    Parameters
    ----------
    low, high : ndarray, patterns x rows
        From :func:`bounds`.
    """
    total = np.clip(weighed.total, low, high)
    gap = total - weighed.total
    if not gap.any():
        return weighed
    size = np.abs(weighed.weight * terms) + 1e-12 * (patterns != 0)[:, None, :]
    whole = size.sum(axis=2, keepdims=True)
    part = np.divide(size, whole, out=np.zeros_like(size), where=whole > 0)
    return replace(weighed, extra=gap[:, :, None] * part, total=total)


def codes_of(marks: Marks, members: IntArray) -> IntArray:
    """Patterns of the members' marks as numbers in base 3, the last member changing fastest."""
    places = _places(len(members))
    digits = marks.T[members] + places.dtype.type(1)
    return np.asarray(np.einsum("m,mn->n", places, digits), np.intp)


@lru_cache
def _places(members: int) -> Any:
    exact = np.int32 if members < 20 else np.int64  # the narrower is twice as fast
    return (3 ** np.arange(members)[::-1]).astype(exact)


def patterns_of(codes: IntArray, members: int) -> Marks:
    """Patterns of marks by their numbers: the inverse of :func:`codes_of`."""
    places = 3 ** np.arange(members)[::-1]
    return np.asarray(codes[:, None] // places % 3 - 1, np.int8)


def bounds(weighed: Weighed, up: NDArray[np.bool_]) -> tuple[FloatArray, FloatArray]:
    """Least and most that a pattern may say, so that no sign of a cause ever lowers it.

    A studied rule and the sum of its parts are two estimates of one thing. Where the rule
    is decided it speaks; where it is open, the parts may not say more than the rule would
    say with more of them, nor less than it would with fewer.

    Parameters
    ----------
    weighed : Weighed
        Of every pattern of the block, in order.
    up : ndarray of bool, rows x members
        Whether the member's presence speaks for the row.

    Returns
    -------
    tuple of ndarray, patterns x rows
        Lower and upper bound.
    """
    members = up.shape[1]
    shape = (*(3,) * members, weighed.total.shape[1])
    decided = (weighed.outcome != 0).any(axis=1)[:, None]
    total, open_ = weighed.total.reshape(shape), ~decided.reshape(*shape[:-1], 1)
    # between decided patterns that disagree, the smaller effect
    speaks_for = _sweep(np.where(open_, np.inf, np.maximum(total, 0)), up, np.minimum)
    against = _sweep(np.where(open_, -np.inf, np.minimum(total, 0)), ~up, np.maximum)
    said = np.where(open_, 0.0, speaks_for) + np.where(open_, 0.0, against)
    high = _sweep(np.where(open_, np.inf, said), up, np.minimum)
    low = _sweep(np.where(open_, -np.inf, said), ~up, np.maximum)
    return low.reshape(weighed.total.shape), high.reshape(weighed.total.shape)


def _sweep(values: FloatArray, forward: NDArray[np.bool_], least: np.ufunc) -> FloatArray:
    """Accumulate from the far end of each member's axis, per row: its far end is 'present'
    where ``forward``, 'absent' elsewhere."""
    swept = np.moveaxis(values, -1, 0).copy()  # rows first: each is one stretch of memory
    for member, ways in enumerate(forward.T):
        for way in (True, False):
            part = swept[ways == way]
            near, middle, far = np.moveaxis(part, member + 1, 0)[:: 1 if way else -1]
            least(middle, far, out=middle)
            least(near, middle, out=near)
            swept[ways == way] = part
    return np.moveaxis(swept, 0, -1)


def _mean(beta: tuple[float, float], floor: float) -> float:
    return float(np.clip(beta[0] / (beta[0] + beta[1]), floor, CEILING))


def _discount(size: FloatArray) -> FloatArray:
    """Weights 1, 1/2, 1/4 ... by falling size along the last axis; ties in order of place."""
    key = size - 1e-13 * np.arange(size.shape[-1])
    rank = (key[..., None, :] > key[..., :, None]).sum(axis=-1)
    return np.asarray(_HALVES[rank], float)


def _speak(
    weight: FloatArray,
    share: FloatArray,
    terms: FloatArray,
    composite: Composite,
    number: int,
    at: IntArray,
    truth: NDArray[np.int8],
    own: NDArray[np.bool_],
) -> None:
    """Let a decided composite speak in the patterns ``at``; its cluster mates come after it."""
    parts, mates = composite.members, composite.mates
    size = np.abs(np.where(truth == 1, *composite.effects))[:, None]
    part = terms[at][:, :, parts]
    inner = _discount(np.abs(part))
    said = np.abs((inner * part).sum(axis=2))
    scale = np.divide(size, said, out=np.ones_like(said), where=said > size)
    first = np.where(own, size, said * scale)[:, :, None]
    order = _discount(np.concatenate([first, np.abs(terms[at][:, :, mates])], axis=2))
    lead = order[:, :, 0]
    weight[at[:, None], :, mates] = order[:, :, 1:].transpose(0, 2, 1)
    inner *= np.where(own, 0.0, scale * lead)[:, :, None]
    weight[at[:, None], :, parts] = inner.transpose(0, 2, 1)
    share[at, :, number] = np.where(own, lead, 0.0)


def _choose(composites: list[Composite], truth: NDArray[np.int8], patterns: Marks) -> IntArray:
    """The decided composite with most marked components; -1 for none.

    Of several, one that speaks only so, for it says the more special thing; then the smaller effect.
    """
    marked = np.column_stack([(patterns[:, c.members] != 0).sum(axis=1) for c in composites])
    marked = marked + np.array([0.5 * abs(c.only) for c in composites])
    effects = np.array([c.effects for c in composites])
    size = np.abs(np.where(truth == 1, effects[:, 0], effects[:, 1]))
    score = np.where(truth != 0, marked - size / 100, -np.inf)
    return np.where(np.isfinite(score).any(axis=1), score.argmax(axis=1), -1)
