"""Result frames to pictures.

In come the frames of the model; out go numbers as text, markup, tables, inline SVG and Plotly
figures. Only this room knows Plotly, and imports it when a figure is asked for.
"""

from gluteal.figures.calibration import calibration_picture, rates
from gluteal.figures.columns import SEX, as_table, column_labels, column_parts, stand_alone
from gluteal.figures.coverage import coverage_bars
from gluteal.figures.curves import decision_curves, reliability_curve, trend
from gluteal.figures.forest import forest
from gluteal.figures.grid import CROWD, ROWS, case_grid, grid_columns, heat_styles
from gluteal.figures.heatmap import case_heatmap_spec
from gluteal.figures.markup import Safe, clean, el, items, join, line, sentence
from gluteal.figures.matrix import matrix_spec
from gluteal.figures.notebook import case_heatmap, matrix_heatmap, ranked_probabilities, waterfall
from gluteal.figures.numbers import percent, signed, times
from gluteal.figures.palette import LIMIT, THEMES, color
from gluteal.figures.pen import Pen, Point, element
from gluteal.words import two_digits

__all__ = [
    "CROWD",
    "LIMIT",
    "Pen",
    "Point",
    "ROWS",
    "SEX",
    "Safe",
    "THEMES",
    "as_table",
    "calibration_picture",
    "case_grid",
    "case_heatmap",
    "case_heatmap_spec",
    "clean",
    "color",
    "column_labels",
    "column_parts",
    "coverage_bars",
    "decision_curves",
    "el",
    "element",
    "forest",
    "grid_columns",
    "heat_styles",
    "items",
    "join",
    "line",
    "matrix_heatmap",
    "matrix_spec",
    "percent",
    "ranked_probabilities",
    "rates",
    "reliability_curve",
    "sentence",
    "signed",
    "stand_alone",
    "times",
    "trend",
    "two_digits",
    "waterfall",
]
