"""The figures say what the frames say, and can be read."""

import copy
import re

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import pytest

import gluteal
from gluteal.figures import (
    THEMES,
    as_table,
    case_heatmap,
    case_heatmap_spec,
    column_labels,
    matrix_heatmap,
    ranked_probabilities,
    signed,
    two_digits,
    waterfall,
)
from gluteal.figures.columns import cell_basis
from gluteal.model import likelihood_ratios, presentation_term

KB = gluteal.load()
PLAIN = KB.findings.index[KB.findings["question"] == ""].tolist()
SIJ = ["sij_distraction", "sij_thigh_thrust", "sij_compression"]
CASES = {
    "no_marks": gluteal.Case(),
    "one_mark": gluteal.Case(present=["tender_coccyx"], setting="sports"),
    "six_marks": gluteal.Case(
        present=[*SIJ, "faber_test", "sudden_onset"], absent=["pain_groin"], setting="pain_clinic"
    ),
    "forty_marks": gluteal.Case(
        present=[*PLAIN[::9], "insidious_onset"], absent=PLAIN[4:124:6], setting="emergency", age=70
    ),
}
every_case = pytest.mark.parametrize("name", CASES)
marked_case = pytest.mark.parametrize("name", [n for n in CASES if n != "no_marks"])
both_themes = pytest.mark.parametrize("theme", ["light", "dark"])


def frames(name):
    return gluteal.differential(CASES[name]), gluteal.weights(CASES[name])


def drawn(name, **more):
    figure = case_heatmap(*frames(name), CASES[name], KB, **more)
    bars, priors, *cells = figure.data
    return figure, bars, priors, cells


def plain(text):
    return re.sub(r"<[^>]+>", "", text).strip()


def luminance(colour):
    rgb = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    return float(linear @ [0.2126, 0.7152, 0.0722])


def contrast(one, other):
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def colour_at(scale, value):
    """What a colour scale shows: channels in line between its stops."""
    stops = np.array([s for s, _ in scale])
    rgb = np.array([[int(c[i : i + 2], 16) for i in (1, 3, 5)] for _, c in scale])
    at = np.clip((value + 8) / 16, 0, 1)
    mixed = [round(np.interp(at, stops, rgb[:, k])) for k in range(3)]
    return "#{:02x}{:02x}{:02x}".format(*mixed)


@every_case
def test_rows_come_in_the_order_of_the_differential_and_the_others_are_summed(name):
    differential, _ = frames(name)
    figure, *_ = drawn(name, rows=6)
    shown = [plain(t) for t in figure.layout.yaxis.ticktext]
    assert shown == KB.causes.loc[differential.index[:6], "short"].tolist()
    assert figure.layout.yaxis.range[0] > figure.layout.yaxis.range[1]  # first row on top
    rest = differential["probability"].iloc[6:].sum()
    assert figure.layout.annotations[-1].text == f"20 other causes, {rest:.2f} together"


@both_themes
@marked_case
def test_the_colour_scale_is_fixed_at_eight_decibans_and_centred_on_zero(name, theme):
    *_, cells = drawn(name, theme=theme)
    heat = cells[0]
    assert (heat.zmin, heat.zmid, heat.zmax) == (-8, 0, 8)
    stops = [s for s, _ in heat.colorscale]
    np.testing.assert_allclose(np.add(stops, stops[::-1]), 1, atol=1e-3)
    colours = dict(heat.colorscale)
    assert colours[0.5] == THEMES[theme]["scale"][4]
    red, _, blue = (int(colours[1.0][i : i + 2], 16) for i in (1, 3, 5))
    assert blue > red  # for is blue
    red, _, blue = (int(colours[0.0][i : i + 2], 16) for i in (1, 3, 5))
    assert red > blue  # against is brown


@marked_case
def test_a_cell_without_evidence_is_blank_with_a_dot_and_never_zero(name):
    differential, weights = frames(name)
    shown = weights.loc[differential.index].to_numpy()
    *_, (heat, _, text) = drawn(name, rows=len(KB.causes))
    blank = np.isnan(shown)
    assert blank.any()
    z = np.array([[np.nan if v is None else v for v in row] for row in heat.z], float)
    assert np.array_equal(np.isnan(z), blank)
    np.testing.assert_allclose(z[~blank], shown[~blank], atol=0.005)
    words = {(int(y), int(x)): plain(t) for x, y, t in zip(text.x, text.y, text.text)}
    assert len(words) == shown.size
    for (i, j), word in words.items():
        assert word == ("·" if blank[i, j] else signed(shown[i, j]))
    assert all("No evidence" in heat.text[i][j] for i, j in np.argwhere(blank))


@marked_case
def test_cells_are_stippled_exactly_where_a_side_of_the_ratio_is_a_judgement(name):
    differential, weights = frames(name)
    *_, (heat, stipple, _) = drawn(name, rows=12)
    basis = cell_basis(weights.loc[differential.index[:12]], KB).to_numpy()
    at = {(round(b + 0.46), int(x)) for b, x in zip(stipple.base, stipple.x)}
    assert at == {(int(i), int(j)) for i, j in np.argwhere(basis == "judgement")}
    for i, j in np.ndindex(basis.shape):
        assert ("judged" in heat.text[i][j]) == (basis[i, j] == "judgement")


@marked_case
def test_the_basis_of_a_cell_is_what_the_tables_say(name):
    _, weights = frames(name)
    used = KB.evidence[(KB.evidence["use"] == "yes") & (KB.evidence["basis"] != "judgement")]
    around = KB.backgrounds["basis"]
    sourced = {  # on both sides: by a source for the background, or by a study that compared
        (row.cause, row.finding)
        for row in used.itertuples()
        if around[row.finding] != "judgement"
        or (row.comparator_fit == "yes" and not np.isnan(row.specificity))
    }
    sourced -= set(zip(KB.reconciled["cause"], KB.reconciled["finding"]))  # moved by judgement
    assert sourced
    basis = cell_basis(weights, KB)
    for finding in weights.columns.intersection(KB.findings.index):
        for cause, weight in weights[finding].items():
            wanted = "measured" if (cause, finding) in sourced else "judgement"
            assert basis.at[cause, finding] == ("" if np.isnan(weight) else wanted)


def test_a_decided_composite_is_measured_for_its_own_cause():
    _, weights = frames("six_marks")
    basis = cell_basis(weights, KB)
    assert basis.at["sacroiliac_joint_pain", "sij_3of5_laslett2003"] == "measured"


@both_themes
def test_numbers_can_be_read_on_every_colour_of_the_scale(theme):
    differential, weights = frames("forty_marks")
    values = np.linspace(-10, 10, weights.size).reshape(weights.shape)
    spread = pd.DataFrame(values, differential.index, weights.columns)
    case = CASES["forty_marks"]
    figure = case_heatmap(differential, spread, case, KB, rows=len(KB.causes), theme=theme)
    _, _, heat, _, text = figure.data
    assert len(text.text) == values.size
    for x, y, ink in zip(text.x, text.y, text.textfont.color):
        ground = colour_at(heat.colorscale, values[int(y), int(x)])
        assert contrast(ink, ground) >= 4.5, (values[int(y), int(x)], ink, ground)


@both_themes
def test_labels_and_dots_can_be_read_on_the_page(theme):
    ink = THEMES[theme]
    for role in ("text", "second", "third"):
        assert contrast(ink[role], ink["paper"]) >= 4.5


@every_case
def test_probability_interval_and_prior_stand_on_the_same_row(name):
    differential, _ = frames(name)
    figure, bars, priors, _ = drawn(name)
    top = differential.head(8)
    assert list(bars.y) == list(range(8))
    np.testing.assert_allclose(bars.x, top["probability"], atol=1e-4)
    np.testing.assert_allclose(np.add(bars.x, bars.error_x.array), top["high"], atol=2e-4)
    low = np.subtract(bars.x, bars.error_x.arrayminus)
    np.testing.assert_allclose(low, top["low"], atol=2e-4)
    np.testing.assert_allclose(priors.x, top["prior"], atol=1e-4)
    assert [int(y) for y in priors.y] == list(range(8))
    said = [plain(a.text) for a in figure.layout.annotations[:8]]
    assert said == [two_digits(p) for p in top["probability"]]


@pytest.mark.parametrize(
    ("probability", "said"),
    [(0.0, "<0.01"), (0.0049, "<0.01"), (0.005, "0.01"), (0.126, "0.13"), (0.713, "0.71")]
    + [(0.99, "0.99"), (0.995, "0.99"), (0.9951, ">0.99"), (1.0, ">0.99")],
)
def test_a_probability_is_shown_to_two_digits_and_never_as_nought_or_one(probability, said):
    assert two_digits(probability) == said


@every_case
def test_the_table_twin_holds_the_numbers_of_the_figure(name):
    differential, weights = frames(name)
    table = as_table(differential, weights, CASES[name], KB)
    assert table.index.tolist() == KB.causes.loc[differential.index, "label"].tolist()
    figures = differential[["probability", "low", "high", "prior"]]
    np.testing.assert_allclose(table.iloc[:, :4], figures, atol=0.005)
    np.testing.assert_allclose(table.iloc[:, 4:], weights.loc[differential.index], atol=0.051)
    titles = [f"{t} ({s})" for t, s in column_labels(weights, CASES[name], KB)]
    assert table.columns.tolist() == ["Probability", "Low", "High", "Before", *titles]


def test_columns_say_which_state_was_marked_and_how_many_parts_of_a_rule_are_met():
    _, weights = frames("six_marks")
    states = dict(
        zip(weights.columns, [s for _, s in column_labels(weights, CASES["six_marks"], KB)])
    )
    assert states["pain_groin"] == "absent" and states["faber_test"] == "present"
    assert states["sij_3of5_laslett2003"] == "3 of 3 present"
    assert "sudden" in states["onset"]


@both_themes
def test_the_matrix_is_blank_where_nothing_is_known(theme):
    heat = matrix_heatmap(KB, theme=theme).data[0]
    z = np.array(heat.z, float)
    assert z.shape == (len(KB.causes), len(KB.findings))
    assert np.array_equal(np.isnan(z), ~KB.known.to_numpy())
    np.testing.assert_allclose(z[~np.isnan(z)], KB.matrix.to_numpy()[KB.known.to_numpy()])
    assert (heat.zmin, heat.zmax) == (0, 1)
    assert (len(heat.y), len(heat.x)) == z.shape


@both_themes
@every_case
def test_the_waterfall_adds_up_to_the_likelihood_ratio(name, theme):
    case = CASES[name]
    _, weights = frames(name)
    term, total = presentation_term(case), 10 * np.log10(likelihood_ratios(case))
    for cause in ("sacroiliac_joint_pain", "lumbar_radiculopathy", "unexplained"):
        steps = waterfall(cause, weights, term, case, KB, theme=theme).data[0]
        assert steps.measure[-1] == "total" and set(steps.measure[:-1]) == {"relative"}
        assert len(steps.x) == weights.shape[1] + 2
        assert sum(steps.x) == pytest.approx(total[cause], abs=1e-9)
        assert steps.text[-1] == signed(total[cause])


@both_themes
@every_case
def test_every_figure_is_drawn_for_any_number_of_marks_in_both_themes(name, theme):
    differential, weights = frames(name)
    figure, _, _, cells = drawn(name, theme=theme)
    assert len(cells) == (3 if weights.shape[1] else 0)
    ranked = ranked_probabilities(differential, KB, theme=theme)
    for one in (figure, ranked):
        assert isinstance(one, go.Figure)
        assert one.layout.font.color == THEMES[theme]["text"]
    np.testing.assert_allclose(ranked.data[0].x, differential["probability"], atol=1e-4)


@every_case
def test_figures_do_not_change_their_inputs(name):
    case = CASES[name]
    given = (*frames(name), presentation_term(case))
    before = copy.deepcopy(given)
    differential, weights, term = given
    case_heatmap_spec(differential, weights, case, KB, rows=5, theme="dark")
    as_table(differential, weights, case, KB)
    ranked_probabilities(differential, KB)
    waterfall("coccydynia", weights, term, case, KB)
    for frame, kept in zip(given[:2], before[:2]):
        pd.testing.assert_frame_equal(frame, kept, check_exact=True)
    pd.testing.assert_series_equal(term, before[2], check_exact=True)


def test_the_matrix_figure_leaves_the_matrix_as_it_was():
    before = KB.matrix.copy()
    figure = matrix_heatmap(KB)
    figure.data[0].z = -np.asarray(figure.data[0].z)
    pd.testing.assert_frame_equal(KB.matrix, before, check_exact=True)


def test_a_figure_moved_by_invented_patients_is_stippled_though_a_review_stands_behind_it():
    from gluteal.figures.columns import cells_measured

    kb, judged = gluteal.load(), gluteal.load(reconciled=False)
    moved = kb.reconciled.set_index(["cause", "finding"]).index
    stood = 0
    for cause, finding in moved:
        stood += cells_measured([cause], [finding], judged).all()
        assert not cells_measured([cause], [finding], kb).any(), (cause, finding)
    assert stood > 0
