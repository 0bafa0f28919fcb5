"""Bayes made visible: the numbers agree with outsiders, the pictures with the numbers."""

import itertools
import math
import re
from dataclasses import replace
from xml.etree import ElementTree

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import gluteal
from gluteal import teaching
from gluteal.cases import UnknownCauseError
from gluteal.figures import THEMES, stand_alone, two_digits
from gluteal.knowledge import SETTINGS
from gluteal.model import likelihood_ratio, likelihood_ratios
from gluteal.teaching import bars, bayes, charts, pictures

KB = gluteal.load()
SIJ = ["sij_distraction", "sij_thigh_thrust", "sij_compression", "sij_sacral_thrust"]
MIXED = gluteal.Case(
    present=[*SIJ, "faber_test", "faber_posterior_pain", "sudden_onset"],
    absent=["pain_below_knee", "pain_groin"],
    setting="pain_clinic",
    age=44,
    sex="female",
)
# a rule that one mark decides speaks in place of it, so these differ from independent proofs
DECIDES_ALONE = {
    "present": {"seated_piriformis_stretch", "active_piriformis_test"},
    "absent": {"improves_with_activity", "worse_walking", "relieved_sitting_or_flexion"},
}
inside = st.floats(0.0005, 0.9995)
ratios = st.floats(1e-3, 1e3)
shares = st.floats(0, 1)
HOSTILE = '</title><script>alert("x")</script>\u202e\x00&\'"'


def drawn(svg):
    return ElementTree.fromstring(svg)


def texts(svg):
    return [t.text or "" for t in drawn(svg).iter("text")]


def a_course(steps=6, seed=1):
    """Probabilities over the steps of an invented case."""
    p = np.random.default_rng(seed).dirichlet(np.full(len(KB.causes), 0.2), steps + 1)
    return pd.DataFrame(p, columns=KB.causes.index).rename_axis("step")


def every_picture(caption="", font_size=15.0):
    both = teaching.clusters(MIXED, KB)
    people = bayes.natural_frequencies(0.2, 0.6, 0.19)
    size = {"font_size": font_size}
    return {
        "nomogram": pictures.nomogram(bayes.fagan(0.2, 2.7, 1.6, 4.5), caption=caption, **size),
        "icons": pictures.icons(people, caption=caption, **size),
        "course": charts.course_chart(a_course(), "coccydynia", KB, **size),
        "probabilities": bars.pairs(both.probability, KB, **size),
        "weights": bars.pairs(both.weights("coccydynia"), KB, unit="decibans", **size),
        "settings": bars.elsewhere(
            teaching.settings(MIXED, KB), "coccydynia", KB, "pain_clinic", **size
        ),
    }


every_name = pytest.mark.parametrize("name", list(every_picture()))


# likelihood ratios


@pytest.mark.parametrize("finding", ["sij_distraction", "pain_below_knee", "tender_coccyx"])
@pytest.mark.parametrize("state", ["present", "absent"])
def test_the_ratio_is_the_one_that_the_heatmap_says_in_words(finding, state):
    for cause, said in zip(KB.causes.index, stand_alone(KB.causes.index, finding, state, KB)):
        row = likelihood_ratio(finding, cause, KB).loc[state]
        assert bool(said) == row["known"]
        if said:
            lr, low, high = (f"{float(f'{x:.2g}'):.12g}" for x in row[["lr", "low", "high"]])
            assert f"{lr} ({low} to {high})" in said
            assert f"present in {100 * row['theta']:.0f} %" in said


def test_the_ratio_by_hand_from_the_cell_and_its_background():
    present, absent = likelihood_ratio("sij_distraction", "sacroiliac_joint_pain", KB).values
    theta, around = present[:2]
    assert theta == KB.matrix.at["sacroiliac_joint_pain", "sij_distraction"]
    assert present[2] == pytest.approx(theta / around)
    assert absent[2] == pytest.approx((1 - theta) / (1 - around))
    assert present[2] > 1 > absent[2]
    # Laslett 2005 has 3.2 (1.42 to 7.31): the cell is drawn toward the background
    assert 1 < present[2] < 3.2 and present[3] < present[2] < present[4]


def test_a_cell_without_evidence_says_so():
    rows = likelihood_ratio("sij_distraction", "unexplained", KB)
    assert not rows["known"].any()
    assert rows["lr"].tolist() == [1, 1] and rows[["low", "high"]].isna().all(axis=None)
    assert rows["source"].tolist() == ["", ""] and rows["basis"].tolist() == ["", ""]


def test_every_ratio_names_its_source_or_says_that_it_is_a_judgement():
    row = likelihood_ratio("sij_distraction", "sacroiliac_joint_pain", KB).loc["present"]
    assert row["source"] == "Laslett 2005; Simpson 2006" and row["background_source"]
    for cause in KB.causes.index[:12]:
        row = likelihood_ratio("tender_coccyx", cause, KB).loc["present"]
        assert row["known"] == bool(row["source"]) and row["background_source"]
        assert row["basis"] != "judgement" or "judge" in row["source"]


@pytest.mark.parametrize(
    ("finding", "cause", "error", "near"),
    [
        ("sij_distracton", "coccydynia", gluteal.UnknownFindingError, "sij_distraction"),
        ("tender_coccyx", "coccydinia", UnknownCauseError, "coccydynia"),
    ],
)
def test_an_unknown_id_is_refused_with_the_nearest_ones(finding, cause, error, near):
    with pytest.raises(error, match=f"did you mean.*{near}"):
        likelihood_ratio(finding, cause, KB)


# Fagan


@pytest.mark.parametrize(
    ("before", "lr", "after"),
    [(0.20, 2.13, 0.35), (0.20, 0.33, 0.08), (0.5, 9, 0.9), (0.01, 0.8 / 0.096, 0.078)],
)
def test_post_test_probabilities_of_the_literature(before, lr, after):
    assert bayes.fagan(before, lr).post_test == pytest.approx(after, abs=0.005)


@given(inside, ratios, st.floats(1, 5), st.floats(1, 5))
def test_before_ratio_and_after_stand_on_one_line_and_the_interval_holds_the_point(p, lr, a, b):
    result = bayes.fagan(p, lr, lr / a, lr * b)
    pre, middle, post = result.positions
    assert middle == pytest.approx((pre + post) / 2, abs=1e-9)
    assert result.post_low <= result.post_test <= result.post_high
    for ratio, after in ((result.low, result.post_low), (result.high, result.post_high)):
        ends = bayes.pre_position(p) + bayes.post_position(after)
        assert bayes.lr_position(ratio) == pytest.approx(ends / 2, abs=1e-9)


def test_the_axes_hold_their_ticks_and_one_mirrors_the_other():
    before = [bayes.pre_position(p) for p in bayes.PROBABILITY_TICKS]
    after = [bayes.post_position(p) for p in bayes.PROBABILITY_TICKS]
    ratio = [bayes.lr_position(r) for r in bayes.LR_TICKS]
    assert (before[0], before[-1], after[0], after[-1]) == pytest.approx((1, 0, 0, 1))
    assert before == pytest.approx([1 - p for p in after])
    assert after == sorted(after) and ratio == sorted(ratio)
    assert 0 < ratio[0] < 0.5 < ratio[-1] < 1 and bayes.lr_position(1) == 0.5
    assert (bayes.LR_TICKS[0], bayes.LR_TICKS[-1]) == (0.01, 1000)


@pytest.mark.parametrize(
    "given",
    [(0, 2), (1, 2), (0.2, 0), (0.2, math.inf), (0.2, math.nan), (math.nan, 2)]
    + [(0.2, 2, 3, 4), (0.2, 2, 1), (0.2, 2, 0, 3), (0.2, 2, 1, math.inf)],
)
def test_what_cannot_stand_on_a_nomogram_is_refused(given):
    with pytest.raises(ValueError, match="== .*must"):
        bayes.fagan(*given)


# people


def test_the_women_of_gigerenzer_and_hoffrage():
    women = bayes.natural_frequencies(0.01, 0.80, 0.096, n=1000)
    assert [women[k] for k in ("with_present", "with_absent")] == [8, 2]
    assert [women[k] for k in ("without_present", "without_absent")] == [95, 895]
    assert women["present_counted"] == pytest.approx(8 / 103)
    assert women["present_exact"] == pytest.approx(0.00800 / (0.00800 + 0.09504))


@given(shares, shares, shares, st.sampled_from([1, 10, 100, 1000]))
def test_people_add_up_and_are_within_one_of_the_exact(pre, theta, around, n):
    people = bayes.natural_frequencies(pre, theta, around, n)
    exact = {
        "with_present": n * pre * theta,
        "with_absent": n * pre * (1 - theta),
        "without_present": n * (1 - pre) * around,
        "without_absent": n * (1 - pre) * (1 - around),
    }
    assert sum(people[k] for k in exact) == n == people["n"]
    for kind, wanted in exact.items():
        assert isinstance(people[kind], int) and people[kind] >= 0
        assert abs(people[kind] - wanted) <= 1 + 1e-6
    assert abs(people["with_present"] + people["with_absent"] - n * pre) <= 0.5 + 1e-6


@given(inside, inside, inside)
def test_the_exact_probability_is_that_of_the_nomogram(pre, theta, around):
    people = bayes.natural_frequencies(pre, theta, around)
    present = bayes.fagan(pre, theta / around).post_test
    absent = bayes.fagan(pre, (1 - theta) / (1 - around)).post_test
    assert people["present_exact"] == pytest.approx(present)
    assert people["absent_exact"] == pytest.approx(absent)


@pytest.mark.parametrize("given", [(1.2, 0.5, 0.5), (0.5, -0.1, 0.5), (0.5, 0.5, 0.5, 0)])
def test_impossible_people_are_refused(given):
    with pytest.raises(ValueError, match="== .*must"):
        bayes.natural_frequencies(*given)


# clusters and settings


@pytest.mark.parametrize("state", ["present", "absent"])
def test_one_mark_is_one_proof_both_ways(state):
    for finding in KB.findings.index[::5].difference(list(DECIDES_ALONE[state])):
        case = gluteal.Case(**{state: [finding]}, setting="primary_care")
        both = teaching.clusters(case, KB)
        np.testing.assert_allclose(both.probability["naive"], both.probability["model"], atol=1e-12)
        np.testing.assert_allclose(both.naive.to_numpy(), both.model.to_numpy(), atol=1e-9)


def test_independent_proofs_multiply():
    both = teaching.clusters(MIXED, KB)
    assert both.probability.index.tolist() == gluteal.differential(MIXED, KB).index.tolist()
    odds = both.probability["naive"] / both.probability["prior"]
    total = both.naive.sum(axis=1)
    for cause in both.probability.index:
        gained = 10 * math.log10(odds[cause] / odds["unexplained"])
        assert total[cause] == pytest.approx(gained, abs=1e-9)
        alone = likelihood_ratios(MIXED, KB)[cause]
        assert both.model.loc[cause].sum() == pytest.approx(10 * math.log10(alone), abs=1e-9)
    own = both.naive.loc["coccydynia", SIJ]  # one picture only: by hand from the cells
    cells = KB.matrix.loc["coccydynia", SIJ] / KB.backgrounds.loc[SIJ, "background"]
    np.testing.assert_allclose(own, 10 * np.log10(cells.astype(float)), atol=1e-9)


def test_the_weights_of_a_cause_are_the_same_marks_both_ways():
    both = teaching.clusters(MIXED, KB)
    rows = both.weights("sacroiliac_joint_pain")
    assert rows.index[-1] == "presentation"
    assert rows.at["sij_3of5_laslett2003", "parts"] == 4
    assert rows.at["faber_test", "model"] == 0 < rows.at["faber_test", "naive"]  # it yields
    assert rows["naive"].sum() == pytest.approx(both.naive.loc["sacroiliac_joint_pain"].sum())
    assert rows["model"].sum() == pytest.approx(both.model.loc["sacroiliac_joint_pain"].sum())
    assert sorted(itertools.chain(*both.parts.values())) == sorted(both.naive.columns)
    with pytest.raises(UnknownCauseError, match="coccydynia"):
        both.weights("coccydinia")


def test_four_positive_sacroiliac_tests_are_not_four_proofs():
    case = gluteal.Case(present=SIJ, setting="pain_clinic")
    row = teaching.clusters(case, KB).probability.loc["sacroiliac_joint_pain"]
    assert row["prior"] < row["model"] < row["naive"]
    assert row["naive"] > 0.85 and row["model"] < 0.6


def test_no_marks_leave_the_prior():
    both = teaching.clusters(gluteal.Case(setting="sports"), KB)
    np.testing.assert_allclose(both.probability["naive"], both.probability["prior"])
    assert both.weights("coccydynia").index.tolist() == ["presentation"]


def test_settings_are_what_the_differential_says_in_each():
    frame = teaching.settings(MIXED, KB)
    assert frame.columns.tolist() == [*SETTINGS, "equal"]
    np.testing.assert_allclose(frame.sum(), 1)
    for setting in frame:
        wanted = gluteal.differential(replace(MIXED, setting=setting), KB)["probability"]
        np.testing.assert_allclose(frame[setting], wanted[frame.index], atol=1e-12)
    assert frame.index.tolist() == gluteal.differential(MIXED, KB).index.tolist()


# pictures


@every_name
def test_a_picture_is_one_labelled_image_with_its_numbers_and_both_themes(name):
    svg = every_picture()[name]
    root = drawn(svg)
    assert root.get("role") == "img" and [c.tag for c in root[:2]] == ["title", "desc"]
    assert len(re.findall(r"\d+(?:\.\d+)?", root[1].text)) >= 4
    style = root.find("style").text
    assert "[data-theme=dark] .pic" in style
    for theme in THEMES.values():
        for role in ("text", "second", "third", "line", "paper", "mark", "lead", "bar"):
            assert theme[role] in style
    assert not re.search(r"#[0-9a-f]{6}", svg.replace(style, ""))  # colours by name only
    assert not re.search(r"<script|href|url\(|http|\bid=|\bon\w+=|nan|inf", svg.replace(style, ""))


@every_name
@pytest.mark.parametrize("size", [12.0, 20.0])
def test_type_scales_with_its_parameter_and_stays_inside(name, size):
    root = drawn(every_picture(f"{KB.findings['label'].max()}; " * 3, size)[name])
    wide, high = map(float, root.get("viewBox").split()[2:])
    assert float(root.get("font-size")) == size
    turned = {text for group in root.iter("g") for text in group}
    for text in set(root.iter("text")) - turned:
        em = float((text.get("font-size") or "1em")[:-2])
        assert em >= 0.7
        x, y, long = float(text.get("x")), float(text.get("y")), 0.48 * em * size * len(text.text)
        left = x - {"end": long, "middle": long / 2}.get(text.get("text-anchor"), 0)
        assert left >= -1 and left + long <= wide + 1 and 0 < y < high, text.text


def test_hostile_text_is_text():
    frame = a_course().rename(columns={"coccydynia": HOSTILE})
    table = teaching.settings(MIXED, KB).rename(columns={"sports": HOSTILE})
    table = table.rename(index={"sacroiliac_joint_pain": HOSTILE})
    both = teaching.clusters(MIXED, KB)
    for svg in (
        *every_picture(caption=HOSTILE).values(),
        charts.course_chart(frame, HOSTILE, KB),
        bars.elsewhere(table, HOSTILE, KB, HOSTILE),
        bars.elsewhere(table, "coccydynia", KB, HOSTILE),
        bars.pairs(both.probability.rename(index={"sacroiliac_joint_pain": HOSTILE}), KB),
    ):
        assert not {e.tag for e in drawn(svg).iter()} & {"script"}
        assert "<script" not in svg and "\u202e" not in svg and "\x00" not in svg


@given(st.floats(1e-6, 1 - 1e-6), ratios, st.floats(1, 50))
def test_a_nomogram_is_drawn_straight_for_any_numbers(p, lr, spread):
    result = bayes.fagan(p, lr, lr / spread, lr * spread)
    svg = pictures.nomogram(result)
    assert not re.search(r"nan|inf|\de[+-]", svg.split("</style>")[1])
    line = next(e for e in drawn(svg).iter("path") if e.get("class") == "pl")
    x1, y1, x2, y2 = map(float, re.findall(r"-?[\d.]+", line.get("d")))
    ring = [e for e in drawn(svg).iter("circle") if e.get("class") == "open"][0]
    assert float(ring.get("cx")) == pytest.approx((x1 + x2) / 2, abs=0.11)
    assert float(ring.get("cy")) == pytest.approx((y1 + y2) / 2, abs=0.11)
    assert two_digits(result.post_test) in texts(svg)
    table = pictures.nomogram_table(result)
    assert table["Value"].tolist() == [result.pre_test, result.lr, result.post_test]
    assert table.iloc[1:, 1:].to_numpy().tolist() == [
        [result.low, result.high],
        [result.post_low, result.post_high],
    ]


def test_a_nomogram_without_evidence_has_no_band():
    svg = pictures.nomogram(bayes.fagan(0.2, 1.0))
    assert "soft" not in {e.get("class") for e in drawn(svg).iter("path")}
    assert "90 % interval" not in texts(svg) and "LR 1" in texts(svg)


@given(shares, shares, shares, st.sampled_from(["present", "absent"]))
def test_icons_can_be_counted_and_say_the_sentence(pre, theta, around, state):
    people = bayes.natural_frequencies(pre, theta, around)
    svg = pictures.icons(people, state=state)
    has, others = people[f"with_{state}"], people[f"without_{state}"]
    first = has + others
    if first:
        have = {0: "none has it", 1: "1 has it"}.get(has, f"{has} have it")
        word = "with" if state == "present" else "without"
        assert f"Of {first} {word} the finding, {have}." in texts(svg)
    heads = dict.fromkeys(("p", "bar", "ml", "a"), -1)  # one of each is the legend
    for path in drawn(svg).iter("path"):
        if path.get("class") in heads:
            heads[path.get("class")] += path.get("d").count(" 0 1 0 ")
    kinds = ("with_present", "with_absent", "without_present", "without_absent")
    assert [*heads.values()][:3] == [people[k] for k in kinds][:3]
    assert sum(heads.values()) == 100
    table = pictures.icons_table(people)
    assert table.at["With the condition", "Finding present"] == people["with_present"]
    assert table.at["All", "All"] == people["n"] == 100
    assert table.at["All", "Finding absent"] == people["with_absent"] + people["without_absent"]


def test_icons_come_with_the_result_in_question_first_and_the_condition_ahead():
    people = bayes.natural_frequencies(0.2, 0.6, 0.19)
    assert [people[k] for k in ("with_present", "without_present")] == [12, 15]
    legend = [t for t in texts(pictures.icons(people)) if re.match(r"\d+ [hdw]", t)]
    assert legend == ["12 have it", "15 do not", "8 have it", "65 do not"] + [
        "27 with the finding",
        "73 without the finding",
    ]
    other = pictures.icons(people, state="absent")
    assert "Of 73 without the finding, 8 have it." in texts(other)
    thousand = bayes.natural_frequencies(0.01, 0.8, 0.096, n=1000)
    assert "Of 103 with the finding, 8 have it." in texts(pictures.icons(thousand))


@given(st.floats(0.001, 0.999), inside, inside, st.sampled_from(["present", "absent"]))
def test_what_is_counted_and_what_is_exact_are_said_with_the_same_two_digits(
    pre, theta, around, state
):
    people = bayes.natural_frequencies(pre, theta, around)
    said = " ".join(texts(pictures.icons(people, state=state)))
    exact = people[f"{state}_exact"]
    if people[f"with_{state}"] + people[f"without_{state}"]:
        assert f"Exactly: {pictures.share_text(exact)}" in said and "<0.01" not in said
    if people[f"with_{state}"]:
        assert f"is {pictures.share_text(people[f'{state}_counted'])}. " in said


def test_a_rare_cause_is_said_as_one_in_so_many():
    people = bayes.natural_frequencies(0.01, 0.25, 0.2)
    said = texts(pictures.icons(people))
    assert "Too rare for 100 people. Exactly: 0.012, about 1 in 80." in said
    hit = {**people, "with_present": 1, "present_counted": 1 / 209, "present_exact": 0.0079}
    said = texts(pictures.icons(hit))
    assert any("is 0.0048. Exactly: 0.0079, about 1 in 130." in text for text in said)


@pytest.mark.parametrize("step", [0, 3, 6])
def test_a_course_shows_what_is_known_by_then_and_gives_nothing_away(step):
    frame = a_course()
    truth = frame.iloc[-1].idxmin()
    svg = charts.course_chart(frame, truth, KB, step)
    assert svg == charts.course_chart(frame, None, KB, step)
    changed = frame.copy()
    changed.iloc[step + 1 :] = 1 / len(KB.causes)
    assert svg == charts.course_chart(changed, truth, KB, step)  # nothing of what is to come
    top = frame.iloc[step].nlargest(4)
    said = [f"{KB.causes.at[c, 'short']} {two_digits(p)}" for c, p in top.items()]
    assert set(said) < set(texts(svg))
    assert drawn(svg)[1].text == "; ".join(said) + "."
    lines = [e for e in drawn(svg).iter("path") if e.get("d").count("L") == step and step]
    assert len(lines) == (4 if step else 0)
    assert [t for t in texts(svg) if t in {"before", *map(str, range(1, 7))}][:2] == ["before", "1"]
    shaded = [e for e in drawn(svg).iter("rect") if e.get("class") == "shade"]
    assert len(shaded) == (step < 6)
    table = charts.course_table(frame, KB, step)
    assert len(table) == step + 1
    np.testing.assert_array_equal(table.iloc[-1, :4], top)


def test_the_whole_course_names_the_confirmed_cause_whatever_its_rank():
    frame = a_course()
    truth = frame.iloc[-1].idxmin()
    said = f"\u2713 {KB.causes.at[truth, 'short']} {two_digits(frame.iloc[-1][truth])}"
    svg = charts.course_chart(frame, truth, KB)
    assert said in texts(svg) and "confirmed cause ticked" in drawn(svg)[0].text


@pytest.mark.parametrize("name", ["nomogram", "icons", "course", "weights", "settings"])
def test_nothing_in_a_picture_is_smaller_than_its_type_size(name):
    sizes = [text.get("font-size") or "1em" for text in drawn(every_picture()[name]).iter("text")]
    assert min(float(size[:-2]) for size in sizes) >= 1


def test_a_course_with_little_room_says_nought_for_before():
    said = texts(charts.course_chart(a_course(), None, KB, 3, width=490, height=190, font_size=18))
    assert "before" not in said and "6" in said


@given(st.lists(st.floats(0, 400), min_size=1, max_size=6))
def test_names_at_the_lines_keep_apart_and_in_order(heights):
    moved = charts.apart(heights, 20, 10, 400)
    assert sorted(range(len(moved)), key=lambda i: moved[i]) == sorted(
        range(len(moved)), key=lambda i: (heights[i], i)
    )
    gaps = np.diff(sorted(moved))
    assert (gaps >= 20 - 1e-9).all()
    assert min(moved) >= 10 - 1e-9 and max(moved) <= 400 + 1e-9
    if (np.diff(sorted(heights)) >= 20).all() and min(heights) >= 10:
        np.testing.assert_allclose(moved, heights)  # what is apart stays where it is


def test_pairs_show_the_numbers_of_their_twin():
    both = teaching.clusters(MIXED, KB)
    table = bars.bars_table(both.probability, KB)
    assert len(table) == 7 and table.index[-1] == "20 others"
    np.testing.assert_allclose(table.sum(), 1)
    said = texts(bars.pairs(both.probability, KB))
    for label, row in table.iterrows():
        assert {label, two_digits(row["naive"]), two_digits(row["model"])} <= set(said)
    weights = both.weights("sacroiliac_joint_pain")
    table = bars.bars_table(weights, KB, unit="decibans")
    assert table.index[-1] == "All together"
    np.testing.assert_allclose(table.iloc[-1], weights[["naive", "model"]].sum())
    svg = bars.pairs(weights, KB, unit="decibans")
    assert any("(4 findings)" in t for t in texts(svg))
    hidden = bars.pairs(both.weights("unexplained"), KB, unit="decibans")
    assert "\u00b7" in texts(hidden)  # no evidence is a dot, not a nought


def test_marks_that_weigh_little_are_summed_and_the_sum_of_all_stays():
    weights = teaching.clusters(MIXED, KB).weights("sacroiliac_joint_pain")
    table = bars.bars_table(weights, KB, unit="decibans", rows=3)
    assert len(table) == 5 and table.index[-2] == f"{len(weights) - 3} others"
    np.testing.assert_allclose(table.iloc[:-1].sum(), table.iloc[-1])
    named, least = table.iloc[:3].abs().max(axis=1), weights[["naive", "model"]].abs().max(axis=1)
    assert named.min() >= least.nlargest(4).iloc[-1]


def test_each_setting_has_its_bar_and_says_what_leads_where_another_cause_does():
    case = gluteal.Case(present=["worse_sitting", "tender_ischial_tuberosity"], setting="emergency")
    frame, cause = teaching.settings(case, KB), "proximal_hamstring_tendinopathy"
    said = texts(bars.elsewhere(frame, cause, KB, "emergency"))
    for setting in frame:
        assert two_digits(frame.at[cause, setting]) in said
    others = [s for s in frame if frame[s].idxmax() != cause]
    assert others and len([t for t in said if "leads" in t]) == len(others)


def test_whatever_leads_somewhere_has_a_row():
    case = gluteal.Case(present=["worse_sitting", "tender_ischial_tuberosity"], setting="emergency")
    frame = teaching.settings(case, KB)
    table = bars.bars_table(frame, KB, rows=1)
    leaders = {str(KB.causes.at[c, "short"]) for c in frame.idxmax()}
    assert len(leaders) > 1 and leaders <= set(table.index)
    np.testing.assert_allclose(table.sum(), 1)


def test_pictures_do_not_change_their_inputs():
    frame, both = a_course(), teaching.clusters(MIXED, KB)
    kept = [frame.copy(), both.probability.copy(), both.model.copy(), both.naive.copy()]
    charts.course_chart(frame, "coccydynia", KB, 2)
    bars.pairs(both.probability, KB)
    bars.pairs(both.weights("coccydynia"), KB, unit="decibans")
    for one, before in zip((frame, both.probability, both.model, both.naive), kept):
        pd.testing.assert_frame_equal(one, before, check_exact=True)
