"""Numbers as every screen and page shows them."""

from __future__ import annotations


def percent(p: float) -> str:
    """A probability as a share of a hundred; below one in a hundred to two digits."""
    return f"{100 * p:.2g} %" if p < 0.01 else f"{100 * p:.0f} %"


def times(ratio: float) -> str:
    """A likelihood ratio to two digits, written out however large it is.

    Examples
    --------
    >>> times(0.127), times(2.3), times(953_000.0)
    ('0.13', '2.3', '950000')
    """
    return f"{float(f'{ratio:.2g}'):.12g}"


def signed(weight: float) -> str:
    """A weight as the screen shows it: with its sign, 0.0 without."""
    said = f"{weight:+.1f}".replace("-", "\u2212")
    return "0.0" if said[1:] == "0.0" else said
