"""Probabilities and their logarithms."""

from __future__ import annotations

import numpy as np

from gluteal.knowledge import FloatArray


def normalise(log: FloatArray) -> FloatArray:
    """Probabilities from log weights, along the first axis."""
    shifted = np.exp(log - log.max(axis=0))
    return np.asarray(shifted / shifted.sum(axis=0), float)


def logit(p: FloatArray) -> FloatArray:
    """Log odds, finite for 0 and 1."""
    p = np.clip(p, 1e-15, 1 - 1e-15)
    return np.asarray(np.log(p) - np.log1p(-p), float)


def expit(x: FloatArray) -> FloatArray:
    """Probability of log odds."""
    return np.asarray(1 / (1 + np.exp(-x)), float)
