"""How much a figure counts: its sample size, capped by its basis, and what it is drawn toward."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.intp]

CAP: Final = {"accuracy": 200.0, "prevalence": 60.0, "review": 15.0, "judgement": 8.0}
PULL: Final = 4.0  # patients' worth of background in every cell
FLOOR: Final = 0.005
DEFINITE_CAP: Final = 1e8  # of a finding that shows the disease itself
DEFINITE_FLOOR: Final = 1e-7
PRESENTATION_FLOOR: Final = 0.01
CEILING: Final = 0.99
ANSWER_FLOOR: Final = 0.01
WITHOUT_RANGE: Final = 0.5  # in log odds: how far a cell without a range may be reconciled
SAME: Final = 6e-4  # two judgements of a cell are one: the tables have three digits


def strength(
    probability: FloatArray,
    low: FloatArray,
    high: FloatArray,
    basis: list[str],
    patients: FloatArray | None = None,
    definite: NDArray[np.bool_] | None = None,
) -> FloatArray:
    """Sample size behind a figure: counted, or implied by its 95 % range, capped by basis.

    Where ``definite`` the range alone decides: see ``investigations.csv``.

    Examples
    --------
    >>> import numpy as np
    >>> p, lo, hi = np.array([0.6]), np.array([0.357]), np.array([0.802])
    >>> float(strength(p, lo, hi, ["accuracy"], np.array([15.0]))[0])
    15.0
    >>> round(float(strength(p, lo, hi, ["judgement"])[0]), 1)
    8.0
    """
    standard_error = np.maximum(high - low, 1e-6) / (2 * 1.96)
    implied = probability * (1 - probability) / standard_error**2 - 1
    counted = implied if patients is None else np.where(np.isnan(patients), implied, patients)
    cap = np.array([CAP[b] for b in basis])
    return np.clip(counted, 1.0, cap if definite is None else np.where(definite, DEFINITE_CAP, cap))
