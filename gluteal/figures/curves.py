"""Curves of a study: reliability, decisions, and what an error or a dependence costs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from gluteal.figures.heatmap import base_layout
from gluteal.figures.markup import plotted
from gluteal.figures.palette import THEMES

if TYPE_CHECKING:
    import plotly.graph_objects as go

Ink = dict[str, Any]
_DASHES: Final = ("solid", "dash", "dot", "dashdot")
_SYMBOLS: Final = ("circle", "square", "diamond", "triangle-up")


def reliability_curve(
    tables: Mapping[str, pd.DataFrame], *, theme: str = "light", width: int = 430
) -> go.Figure:
    """How often the first place was right against the probability it was given.

    Parameters
    ----------
    tables : mapping of str to DataFrame
        Title of a panel to a result of :func:`gluteal.study.reliability`; a bin without
        ``observed`` is left out.
    width : int
        Pixels of one panel, so that the diagonal is never stretched far from a true one.

    Returns
    -------
    plotly.graph_objects.Figure
        One panel a table; bars are 95 % intervals, the number beside a point counts patients.

    Examples
    --------
    >>> row = {"predicted": 0.6, "observed": 0.7, "low": 0.5, "high": 0.8, "cases": 20}
    >>> figure = reliability_curve({"all marks": pd.DataFrame([row])})
    >>> figure.data[1].text[0]
    '20'
    """
    ink = THEMES[theme]
    figure = _panels(list(tables), ink, width * len(tables), 400)
    for number, table in enumerate((t.dropna(subset="observed") for t in tables.values()), 1):
        _line(figure, number, [0, 1], [0, 1], ink["line"], "solid", hover="skip")
        bars = {
            "array": table["high"] - table["observed"],
            "arrayminus": table["observed"] - table["low"],
        }
        figure.add_scatter(
            x=table["predicted"],
            y=table["observed"],
            error_y={"type": "data", "thickness": 1.2, "width": 4, "color": ink["bar"]} | bars,
            mode="lines+markers+text",
            text=[str(n) for n in table["cases"]],
            textposition="bottom right",
            textfont={"size": 12, "color": ink["second"]},
            line={"color": ink["lead"], "width": 2},
            marker={"size": 9, "color": ink["lead"]},
            showlegend=False,
            hovertemplate="given %{x:.2f}, right %{y:.2f}, %{text} patients<extra></extra>",
            row=1,
            col=number,
        )
    figure.update_xaxes(title_text="probability of the first place", range=[0, 1.04])
    figure.update_yaxes(range=[-0.02, 1.04])
    figure.update_yaxes(title_text="share in which it was right", col=1)
    return figure


def decision_curves(
    tables: Mapping[str, pd.DataFrame],
    *,
    theme: str = "light",
    width: int = 980,
) -> go.Figure:
    """Net benefit against the threshold probability.

    Parameters
    ----------
    tables : mapping of str to DataFrame
        Title of a panel to a result of :func:`gluteal.study.decision_curve`.

    Examples
    --------
    >>> rows = [(t, s, 0.1, 0.0, 0.2) for t in (0.1, 0.2) for s in ("by probability", "treat all")]
    >>> frame = pd.DataFrame(rows, columns=["threshold", "strategy", "net_benefit", "low", "high"])
    >>> [t.name for t in decision_curves({"Hip": frame}).data if t.name]
    ['by probability', 'treat all']
    """
    ink = THEMES[theme]
    colors = {
        "by probability": ink["lead"],
        "treat all": ink["scale"][1],
        "treat none": ink["third"],
    }
    dashes = {"by probability": "solid", "treat all": "dash", "treat none": "dot"}
    figure = _panels(list(tables), ink, width, 400)
    for number, table in enumerate(tables.values(), 1):
        for strategy, part in table.groupby("strategy", sort=False):
            if strategy == "by probability":
                _band(figure, number, part["threshold"], part["low"], part["high"], ink["bar"])
            x, y = part["threshold"], part["net_benefit"]
            _line(figure, number, x, y, colors[strategy], dashes[strategy], strategy, number == 1)
        top = float(table[table["strategy"] == "by probability"]["high"].max())
        figure.update_yaxes(range=[-0.35 * top, 1.1 * top], col=number)
    figure.update_xaxes(title_text="threshold probability")
    figure.update_yaxes(title_text="net benefit", col=1)
    return figure


def trend(
    table: pd.DataFrame,
    x: str,
    lines: str,
    panels: Mapping[str, str],
    *,
    across: str = "",
    theme: str = "light",
    width: int = 980,
) -> go.Figure:
    """How measures change, one line for each of a few ways.

    Parameters
    ----------
    table : DataFrame
        One row a value of ``x`` and of ``lines``; columns as ``panels`` names them, and beside a
        column ``name`` perhaps ``name low`` and ``name high``, drawn as a band.
    x, lines : str
        Columns of ``table``: what runs across, and what each line stands for.
    panels : mapping of str to str
        Title of a panel to the column that it shows.
    across : str
        What runs across, in words.

    Examples
    --------
    >>> table = pd.DataFrame({"rate": [0, 0.1], "kind": "forgotten", "top-1": [0.7, 0.6]})
    >>> len(trend(table, "rate", "kind", {"First place right": "top-1"}).data)
    1
    """
    ink = THEMES[theme]
    colors = [ink["lead"], ink["scale"][1], ink["mark"], ink["bar"]]
    figure = _panels(list(panels), ink, width, 380)
    for number, column in enumerate(panels.values(), 1):
        for i, (name, part) in enumerate(table.groupby(lines, sort=False)):
            if f"{column} low" in table:
                ends = part[f"{column} low"], part[f"{column} high"]
                _band(figure, number, part[x], *ends, colors[i])
            _line(
                figure, number, part[x], part[column], colors[i], _DASHES[i], str(name),
                number == 1, symbol=_SYMBOLS[i],
            )  # fmt: skip
    figure.update_xaxes(title_text=across or x)
    return figure


def _panels(titles: list[str], ink: Ink, width: int, height: int) -> go.Figure:
    from plotly.subplots import make_subplots

    figure = make_subplots(
        1, len(titles), subplot_titles=list(map(plotted, titles)), horizontal_spacing=0.09
    )
    figure.update_layout(base_layout(ink, width, height) | {"showlegend": True})
    figure.update_layout(
        margin={"l": 60, "r": 20, "t": 50, "b": 90},
        legend={"orientation": "h", "y": -0.24, "x": 0, "font": {"size": 13}},
    )
    axis = {"gridcolor": ink["line"], "zerolinecolor": ink["line"], "linecolor": ink["third"]}
    figure.update_xaxes(**axis, showline=True, fixedrange=True, title_font_size=13)
    figure.update_yaxes(**axis, fixedrange=True, title_font_size=13)
    figure.update_annotations(font={"size": 14, "color": ink["text"]})
    return figure


def _line(
    figure: go.Figure,
    column: int,
    x: Sequence[float],
    y: Sequence[float],
    color: str,
    dash: str,
    name: str = "",
    legend: bool = False,
    symbol: str = "",
    hover: str = "all",
) -> None:
    figure.add_scatter(
        x=x,
        y=y,
        name=plotted(name),
        legendgroup=name,
        showlegend=legend,
        mode="lines+markers" if symbol else "lines",
        marker={"symbol": symbol or "circle", "size": 8, "color": color},
        line={"color": color, "dash": dash, "width": 2},
        hoverinfo=hover,
        hovertemplate=None
        if hover == "skip"
        else "%{fullData.name}: %{x:.2f}, %{y:.3f}<extra></extra>",
        row=1,
        col=column,
    )


def _band(
    figure: go.Figure, column: int, x: pd.Series, low: pd.Series, high: pd.Series, color: str
) -> None:
    figure.add_scatter(
        x=[*x, *x[::-1]],
        y=[*high, *low[::-1]],
        fill="toself",
        fillcolor=color,
        opacity=0.16,
        line={"width": 0},
        mode="lines",
        showlegend=False,
        hoverinfo="skip",
        row=1,
        col=column,
    )
