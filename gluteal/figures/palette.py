"""Colours and numbers as every figure shows them."""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from gluteal.knowledge import FloatArray

LIMIT: Final = 8.0
FONT: Final = "system-ui, 'Segoe UI', Helvetica, Arial, sans-serif"
_STOPS = (-8.0, -5.0, -2.6, -0.9, 0.0, 0.9, 2.6, 5.0, 8.0)
THEMES: Final[dict[str, dict[str, Any]]] = {
    "light": {
        "text": "#1b2126",
        "second": "#46515a",
        "third": "#5d6871",
        "line": "#e1e5e8",
        "paper": "#ffffff",
        "mark": "#37424b",
        "lead": "#1767ab",
        "bar": "#5793c7",
        "stipple": "rgba(255,255,255,0.75)",
        "scale": [
            "#6d3604",
            "#ad5b12",
            "#dd984f",
            "#f4d9b8",
            "#f3f3f1",
            "#cbe0f1",
            "#7fb3dc",
            "#2c73b3",
            "#0a3a72",
        ],
        "ramp": ["#f3f3f1", "#cbe0f1", "#7fb3dc", "#2c73b3", "#0a3a72"],
    },
    "dark": {
        "text": "#e9ecee",
        "second": "#bcc4ca",
        "third": "#9ba5ad",
        "line": "#34393e",
        "paper": "#212121",
        "mark": "#cfd6db",
        "lead": "#7bbcf0",
        "bar": "#4189c2",
        "stipple": "rgba(22,25,28,0.55)",
        "scale": [
            "#fbd3a0",
            "#dd9a4c",
            "#94602a",
            "#54402c",
            "#34393e",
            "#2b4962",
            "#2f70a4",
            "#66afe8",
            "#c2e1fb",
        ],
        "ramp": ["#34393e", "#2b4962", "#2f70a4", "#66afe8", "#c2e1fb"],
    },
}


def scale(ink: dict[str, Any]) -> list[list[Any]]:
    """The diverging scale as Plotly wants it, with explicit stops."""
    return [
        [round((s + LIMIT) / (2 * LIMIT), 4), c] for s, c in zip(_STOPS, ink["scale"], strict=True)
    ]


def _rgb(weights: FloatArray, ink: dict[str, Any]) -> FloatArray:
    """Red, green and blue of the cells, each 0 to 1, 3 x weights."""
    w = np.clip(weights, -LIMIT, LIMIT)
    stops = np.array([[int(c[k : k + 2], 16) / 255 for k in (1, 3, 5)] for c in ink["scale"]])
    return np.stack([np.interp(w, _STOPS, stops[:, k]) for k in range(3)])


def color(weight: float, ink: dict[str, Any]) -> str:
    """Colour of a cell on the fixed scale, as #rrggbb."""
    return "#" + "".join(f"{round(255 * v):02x}" for v in _rgb(np.array([weight]), ink)[:, 0])


def readable(weights: FloatArray, ink: dict[str, Any]) -> list[str]:
    """Black or white, whichever reads better on the cell's colour."""
    rgb = _rgb(weights, ink)
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    luminance = np.array([0.2126, 0.7152, 0.0722]) @ linear
    white = 1.05 / (luminance + 0.05) > (luminance + 0.05) / 0.05
    return [str(c) for c in np.where(white, "#ffffff", "#000000")]
