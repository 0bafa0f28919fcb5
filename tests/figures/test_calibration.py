"""Pictures of calibration and of accuracy by cause."""

import pandas as pd

from gluteal.figures import calibration_picture, rates, reliability_curve

BINS = pd.DataFrame(
    {
        "predicted": [0.2, 0.4, 0.9],
        "observed": [0.25, 0.5, None],
        "low": [0.1, 0.4, None],
        "high": [0.4, 0.6, None],
        "cases": [30, 60, 3],
    }
)


def test_a_bin_with_too_few_patients_is_not_drawn():
    figure = reliability_curve({"the clinic": BINS})
    assert list(figure.data[1].x) == [0.2, 0.4]
    assert "0.90" not in calibration_picture(BINS) and "n 3<" not in calibration_picture(BINS)


def test_an_error_bar_spans_the_interval():
    dots = reliability_curve({"the clinic": BINS}).data[1]
    ends = [y + up for y, up in zip(dots.y, dots.error_y.array)]
    starts = [y - down for y, down in zip(dots.y, dots.error_y.arrayminus)]
    assert [round(v, 9) for v in ends] == [0.4, 0.6] and [round(v, 9) for v in starts] == [0.1, 0.4]


def test_a_row_without_a_share_says_why():
    frame = pd.DataFrame(
        {
            "label": ["One", "Two"],
            "top-3": [0.8, None],
            "low": [0.5, None],
            "high": [0.9, None],
            "patients": [20, 2],
        }
    )
    figure = rates(frame, "top-3", "Among the first three")
    assert figure.layout.yaxis.ticktext == ("One (20)", "Two (< 5)")
    assert [a.text for a in figure.layout.annotations] == ["too few patients"]


def test_both_themes_have_their_ink():
    light, dark = (
        reliability_curve({"": BINS}, theme=t).data[1].marker.color for t in ("light", "dark")
    )
    assert light != dark
