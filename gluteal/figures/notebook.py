"""Frames in, Plotly figures out; pure functions that import Plotly only when called."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from gluteal.cases import Case
from gluteal.figures.columns import column_labels
from gluteal.figures.heatmap import base_layout, case_heatmap_spec, probability_bars
from gluteal.figures.markup import plotted
from gluteal.figures.matrix import matrix_spec
from gluteal.figures.numbers import signed
from gluteal.figures.palette import THEMES
from gluteal.knowledge import Knowledge

if TYPE_CHECKING:
    import plotly.graph_objects as go


def case_heatmap(
    differential: pd.DataFrame,
    weights: pd.DataFrame,
    case: Case,
    kb: Knowledge,
    *,
    rows: int = 8,
    theme: str = "light",
    width: int = 980,
) -> go.Figure:
    """Heatmap of a case: causes, most likely first, by marked findings.

    Parameters
    ----------
    differential, weights : DataFrame
        Results of the functions of these names for ``case``.
    case : Case
        The marks, for the states of the columns.
    kb : Knowledge
        Labels and bases.
    rows : int
        Causes shown; the others are summed in a line.
    theme : {"light", "dark"}
        Palette.
    width : int
        Pixels.

    Returns
    -------
    plotly.graph_objects.Figure
        Probability with its 90 % interval and the weight of evidence in decibans on one row.

    Examples
    --------
    >>> import gluteal
    >>> kb, case = gluteal.load(), gluteal.Case(present=["faber_test", "pain_groin"])
    >>> figure = case_heatmap(gluteal.differential(case), gluteal.weights(case), case, kb)
    >>> [trace.type for trace in figure.data]
    ['bar', 'scatter', 'heatmap', 'bar', 'scatter']
    """
    import plotly.graph_objects as go

    return go.Figure(
        case_heatmap_spec(differential, weights, case, kb, rows=rows, theme=theme, width=width)
    )


def matrix_heatmap(kb: Knowledge, *, theme: str = "light", width: int = 1400) -> go.Figure:
    """The whole knowledge matrix: P(present | cause), causes x findings.

    Cells without evidence are blank; the hover gives the probability and its basis.

    Examples
    --------
    >>> import gluteal
    >>> kb = gluteal.load()
    >>> matrix_heatmap(kb).data[0].z.shape == kb.matrix.shape
    True
    """
    import plotly.graph_objects as go

    spec = matrix_spec(kb, theme=theme, width=width)
    heat = go.Heatmap(spec["data"][0] | {"z": kb.matrix.where(kb.known).to_numpy()})
    return go.Figure(heat, spec["layout"])


def ranked_probabilities(
    differential: pd.DataFrame, kb: Knowledge, *, theme: str = "light", width: int = 640
) -> go.Figure:
    """Probabilities of all causes with their intervals, most likely on top.

    Examples
    --------
    >>> import gluteal
    >>> case, kb = gluteal.Case(present=["tender_coccyx", "worse_sitting"]), gluteal.load()
    >>> figure = ranked_probabilities(gluteal.differential(case), kb)
    >>> len(figure.data[0].x) == len(kb.causes)
    True
    """
    import plotly.graph_objects as go

    ink = THEMES[theme]
    names = [plotted(kb.causes.at[c, "short"]) for c in differential.index]
    figure = go.Figure(
        probability_bars(differential, names, ink), base_layout(ink, width, 26 * 24 + 60)
    )
    figure.update_layout(margin={"l": 170, "r": 20, "t": 30, "b": 20}, bargap=0.3)
    figure.update_xaxes(range=[0, 1], side="top", gridcolor=ink["line"], zeroline=False)
    figure.update_yaxes(
        tickvals=list(range(len(names))), ticktext=names, autorange="reversed", showgrid=False
    )
    return figure


def waterfall(
    cause: str,
    weights: pd.DataFrame,
    presentation_term: pd.Series,
    case: Case,
    kb: Knowledge,
    *,
    theme: str = "light",
    width: int = 640,
) -> go.Figure:
    """How the weights of one cause add up to the log likelihood ratio of all marks.

    Parameters
    ----------
    cause : str
        Row of ``weights``.
    presentation_term : Series
        Result of ``model.presentation_term`` for the same case.

    Raises
    ------
    KeyError
        ``cause`` is not a row of ``weights``.

    Examples
    --------
    >>> import gluteal
    >>> from gluteal.model import presentation_term
    >>> case = gluteal.Case(present=["pain_below_knee"], absent=["straight_leg_raise"])
    >>> figure = waterfall("lumbar_radiculopathy", gluteal.weights(case),
    ...                    presentation_term(case), case, gluteal.load())
    >>> figure.data[0].measure[-1]
    'total'
    """
    import plotly.graph_objects as go

    ink = THEMES[theme]
    row = weights.loc[cause].fillna(0.0)
    titles = [plotted(f"{t} ({s})") for t, s in column_labels(weights, case, kb)]
    steps = [*row.tolist(), float(presentation_term[cause]), 0.0]
    names = [*titles, "Fit of the presentation", "All together"]
    figure = go.Figure(
        go.Waterfall(
            orientation="h",
            y=names,
            x=steps,
            measure=["relative"] * (len(steps) - 1) + ["total"],
            text=[signed(v) for v in [*steps[:-1], sum(steps)]],
            textposition="outside",
            increasing={"marker": {"color": ink["scale"][7]}},
            decreasing={"marker": {"color": ink["scale"][1]}},
            totals={"marker": {"color": ink["mark"]}},
            connector={"line": {"color": ink["line"]}},
        ),
        base_layout(ink, width, 34 * len(names) + 70),
    )
    figure.update_layout(
        title={
            "text": f"{plotted(kb.causes.at[cause, 'label'])}: weight of evidence, decibans",
            "font_size": 15,
        }
    )
    figure.update_yaxes(autorange="reversed", showgrid=False, automargin=True)
    reach = np.cumsum(steps)
    low, high = min(0.0, float(reach.min())), max(0.0, float(reach.max()))
    pad = 0.16 * (high - low) + 0.5
    figure.update_xaxes(gridcolor=ink["line"], zerolinecolor=ink["third"])
    figure.update_xaxes(range=[low - pad, high + pad])
    return figure
