"""Curves of a study: what is drawn is what the tables say, and lines differ by more than colour."""

import pandas as pd
import pytest

from gluteal.figures import THEMES, decision_curves, reliability_curve, trend


def bins(observed):
    row = {"predicted": 0.5, "observed": observed, "low": 0.2, "high": 0.9, "cases": 12}
    return pd.DataFrame([row])


def decisions():
    rows = [
        (t, s, b, b - 0.1, b + 0.1)
        for t in (0.1, 0.5)
        for s, b in {"by probability": 0.2, "treat all": 0.3 - t, "treat none": 0.0}.items()
    ]
    return pd.DataFrame(rows, columns=["threshold", "strategy", "net_benefit", "low", "high"])


def errors():
    rows = [(r, k, 0.7 - r, 0.6 - r, 0.8 - r) for k in ("forgotten", "made up") for r in (0.0, 0.2)]
    return pd.DataFrame(rows, columns=["rate", "kind", "top-1", "top-1 low", "top-1 high"])


def titles(figure):
    return [a.text for a in figure.layout.annotations]


def test_each_table_is_a_panel_with_its_points_intervals_and_numbers_of_patients():
    figure = reliability_curve({"history": bins(0.4), "all marks": bins(0.6)})
    assert titles(figure) == ["history", "all marks"]
    points = [t for t in figure.data if t.text]
    assert [t.y[0] for t in points] == [0.4, 0.6] and points[0].text == ("12",)
    assert points[0].error_y.array[0] == pytest.approx(0.5)
    assert points[0].error_y.arrayminus[0] == pytest.approx(0.2)
    assert not any(t.showlegend for t in figure.data)


def test_net_benefit_is_drawn_for_each_strategy_and_named_once():
    figure = decision_curves({"Hip": decisions(), "Sacroiliac": decisions()})
    named = [t for t in figure.data if t.name]
    assert [t.name for t in named if t.showlegend] == ["by probability", "treat all", "treat none"]
    assert list(named[0].y) == [0.2, 0.2] and len(named) == 6
    low, high = figure.layout.yaxis.range
    assert low < 0 < 0.3 < high  # its band is inside; the fall of treat all may leave the panel


def test_a_band_stands_behind_a_line_only_where_there_is_one():
    table = errors()
    assert len(trend(table, "rate", "kind", {"First": "top-1"}).data) == 4
    plain = table.drop(columns=["top-1 low", "top-1 high"])
    assert len(trend(plain, "rate", "kind", {"First": "top-1"}).data) == 2


@pytest.mark.parametrize("theme", THEMES)
def test_lines_are_told_apart_without_colour(theme):
    lines = [t for t in decision_curves({"Hip": decisions()}, theme=theme).data if t.name]
    assert len({t.line.dash for t in lines}) == len(lines)
    lines = [
        t for t in trend(errors(), "rate", "kind", {"First": "top-1"}, theme=theme).data if t.name
    ]
    assert len({(t.line.dash, t.marker.symbol) for t in lines}) == len(lines)
