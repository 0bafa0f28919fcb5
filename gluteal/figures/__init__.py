"""Result frames to pictures.

In come the frames of the model; out go numbers as text, markup, tables, inline SVG and Plotly
figures. Only this room knows Plotly, and imports it when a figure is asked for.
"""

from gluteal.figures.calibration import calibration_curve, calibration_picture, forest
from gluteal.figures.columns import SEX, as_table, column_labels, column_parts, stand_alone
from gluteal.figures.grid import CROWD, ROWS, case_grid, grid_columns, heat_styles
from gluteal.figures.heatmap import case_heatmap_spec
from gluteal.figures.markup import Safe, clean, el, items, join, line, sentence
from gluteal.figures.matrix import matrix_spec
from gluteal.figures.notebook import case_heatmap, matrix_heatmap, ranked_probabilities, waterfall
from gluteal.figures.numbers import percent, signed, times, two_digits
from gluteal.figures.palette import LIMIT, THEMES, color
from gluteal.figures.pen import Pen, Point, element

__all__ = [
    "percent",
    "CROWD",
    "LIMIT",
    "Pen",
    "Point",
    "ROWS",
    "SEX",
    "Safe",
    "THEMES",
    "as_table",
    "calibration_curve",
    "calibration_picture",
    "case_grid",
    "case_heatmap",
    "case_heatmap_spec",
    "clean",
    "color",
    "column_labels",
    "column_parts",
    "grid_columns",
    "el",
    "element",
    "forest",
    "heat_styles",
    "items",
    "join",
    "line",
    "matrix_heatmap",
    "matrix_spec",
    "ranked_probabilities",
    "sentence",
    "signed",
    "stand_alone",
    "times",
    "two_digits",
    "waterfall",
]
