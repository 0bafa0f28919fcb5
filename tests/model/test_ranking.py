"""Properties of the model that must hold for any marks."""

import itertools
import warnings
from functools import lru_cache

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import gluteal
from gluteal.cases import CaseError, UnknownFindingError
from gluteal.knowledge import SETTINGS, data_folder, read, split
from gluteal.model import known, likelihood_ratios, model_of, presentation_term

SIJ = ["sij_distraction", "sij_thigh_thrust", "sij_compression"]
BROAD = gluteal.Case(
    present=["worse_sitting", "fair_test", "pain_mid_buttock", "tender_sciatic_notch"],
    absent=["straight_leg_raise", "pain_groin"],
    setting="pain_clinic",
)
any_setting = st.sampled_from([*SETTINGS, "equal"])
modest = settings(deadline=None, max_examples=25)


@st.composite
def marks(draw):
    """Findings to states (True present), never contradictory about onset or age."""
    kb = gluteal.load()
    rules = kb.composites.loc[kb.composites["use"] == "yes", "components"]
    parts = sorted({f for cell in rules for f in split(cell)})  # else seldom met together
    one = st.sampled_from(list(kb.findings.index)) | st.sampled_from(parts)
    names = draw(st.lists(one, unique=True, max_size=14))
    given_states = {f: draw(st.booleans()) for f in names}
    for members, answers in kb.cells.answers.values():
        marked = [f for f in members if f in given_states]
        while not any(all((f in a) == given_states[f] for f in marked) for a in answers):
            given_states.pop(marked.pop())
    return given_states


def case_of(states, setting="pain_clinic", **more):
    present = [f for f, yes in states.items() if yes]
    return gluteal.Case(
        present=present, absent=[f for f in states if f not in present], setting=setting, **more
    )


@lru_cache(maxsize=1)
def speaking_for(kb):
    """Finding to the causes in whose every presentation it is likelier than in other pain."""
    theta = kb.betas["probability"].groupby(["finding", "cause"]).min().unstack("finding")
    more = theta.gt(kb.backgrounds["background"] * (1 + 1e-9), axis=1).loc[kb.causes.index]
    return {f: more[f].to_numpy() for f in kb.findings.index}


def displaced_by(kb, finding):
    """General findings that no longer count once this one is marked."""
    return [g for g, cell in kb.findings["yields_to"].items() if finding in split(cell)]


@modest
@given(marks(), any_setting)
def test_probabilities_lie_between_zero_and_one_and_sum_to_one(states, setting):
    result = gluteal.differential(case_of(states, setting))
    assert result["probability"].between(0, 1, inclusive="neither").all()
    assert result["probability"].sum() == pytest.approx(1, abs=1e-12)
    assert result["prior"].sum() == pytest.approx(1, abs=1e-12)


@modest
@given(marks(), st.randoms(use_true_random=False))
def test_the_order_of_marking_does_not_matter(states, random):
    shuffled = list(states.items())
    random.shuffle(shuffled)
    one, other = case_of(states), case_of(dict(shuffled))
    pd.testing.assert_frame_equal(gluteal.differential(one), gluteal.differential(other))
    pd.testing.assert_frame_equal(gluteal.weights(one), gluteal.weights(other))


@modest
@given(marks(), st.data())
def test_paused_findings_change_nothing(states, data):
    paused = data.draw(st.sets(st.sampled_from(sorted(states)))) if states else set()
    without = case_of({f: yes for f, yes in states.items() if f not in paused})
    whole = case_of(states, paused=sorted(paused))
    pd.testing.assert_frame_equal(gluteal.differential(whole), gluteal.differential(without))
    pd.testing.assert_frame_equal(gluteal.weights(whole), gluteal.weights(without))


def test_a_finding_without_evidence_for_any_cause_changes_nothing_and_is_never_proposed(folder):
    for name in ("evidence.csv", "presentation_cells.csv"):
        table = pd.read_csv(folder / name, dtype=str, keep_default_na=False)
        table[table["finding"] != "tender_coccyx"].to_csv(folder / name, index=False)
    own = gluteal.load(folder)
    before = gluteal.differential(BROAD, own)
    for state in ("present", "absent"):
        marked = BROAD.with_marks(**{state: ["tender_coccyx"]})
        pd.testing.assert_frame_equal(gluteal.differential(marked, own), before)
        assert gluteal.weights(marked, own)["tender_coccyx"].isna().all()
    assert "tender_coccyx" not in gluteal.model.next_findings(BROAD, own).index


@pytest.mark.parametrize("state", ["present", "absent"])
@pytest.mark.parametrize(
    "composite",
    [
        "sij_3of5_laslett2003",
        "ibp_berlin_2of4_rudwaleit2006",
        "seated_stretch_or_active_piriformis",
        "neurogenic_claudication",
    ],
)
def test_in_every_pattern_of_a_composite_block_a_sign_of_a_cause_speaks_for_it_or_is_silent(
    kb, composite, state
):
    """Marked present it never lowers the cause, marked absent it never raises it."""
    model, up = model_of(kb), speaking_for(kb)
    block = next(b for b in model.blocks if composite in {c.name for c in b.composites})
    names = [model.findings[i] for i in block.members]
    every = itertools.product((None, True, False), repeat=len(names))
    cases = [case_of({f: s for f, s in zip(names, p) if s is not None}) for p in every]
    logs = 10 * np.log10([likelihood_ratios(case, kb).to_numpy() for case in cases])
    logs = logs.reshape(*[3] * len(names), -1)
    wrong = []
    for axis, finding in enumerate(names):
        at = [slice(None)] * len(names)
        for general in displaced_by(kb, finding):  # whose place it would take
            at[names.index(general)] = slice(1)
        unknown, present, absent = np.moveaxis(logs[tuple(at)], axis, 0)
        fall = unknown - present if state == "present" else absent - unknown
        worst = pd.Series(fall.reshape(-1, len(kb.causes)).max(axis=0), kb.causes.index)
        wrong += [
            f"{finding} {state}: {cause} by {by:.2f} decibans"
            for cause, by in worst[up[finding]].items()
            if by > 1e-9
        ]
    assert not wrong


@settings(deadline=None, max_examples=150)
@given(marks(), st.data(), any_setting)
def test_a_sign_of_a_cause_never_lowers_it_against_unexplained_whatever_else_is_marked(
    states, data, setting
):
    kb = gluteal.load()
    linked = sorted({model_of(kb).findings[i] for b in model_of(kb).blocks for i in b.members})
    plain = sorted(kb.findings.index[kb.findings["question"] == ""])
    finding = data.draw(st.sampled_from(linked) | st.sampled_from(plain))
    at = kb.cells.position[finding]
    block = [b.members for b in model_of(kb).blocks if at in b.members]
    for i in block[0] if block else []:
        states[kb.findings.index[i]] = data.draw(st.sampled_from([None, True, False]))
    gone = {finding, *displaced_by(kb, finding)}
    states = {f: s for f, s in states.items() if s is not None and f not in gone}
    before = likelihood_ratios(case_of(states, setting), kb)
    after = likelihood_ratios(case_of(states | {finding: True}, setting), kb)
    up = speaking_for(kb)[finding]
    assert (after[up] >= before[up] * (1 - 1e-9)).all()


def test_an_equal_cluster_mate_adds_half_of_what_the_first_said(folder):
    """Where a cause has one picture; the tables are edited to make two mates equal."""
    first, mate = "tender_taut_band", "local_twitch_response"
    for name in ("evidence.csv", "presentation_cells.csv", "backgrounds.csv"):
        table = pd.read_csv(folder / name, dtype=str, keep_default_na=False)
        copied = table[table["finding"] == first].assign(finding=mate)
        pd.concat([table[table["finding"] != mate], copied]).to_csv(folder / name, index=False)
    own = gluteal.load(folder, reconciled=False)
    alone = likelihood_ratios(gluteal.Case(present=[first]), own)
    both = likelihood_ratios(gluteal.Case(present=[first, mate]), own)
    single = ~own.causes.index.isin(own.presentations["cause"]) & (alone != 1)
    assert single.sum() >= 3
    np.testing.assert_allclose(both[single], alone[single] ** 1.5)
    assert (np.log(both / alone).abs() < np.log(alone).abs())[single].all()


@modest
@given(marks(), any_setting)
def test_weights_and_presentation_term_add_up_to_the_likelihood_ratio(states, setting):
    case = case_of(states, setting)
    total = gluteal.weights(case).sum(axis=1) + presentation_term(case)
    said = 10 * np.log10(likelihood_ratios(case))
    np.testing.assert_allclose(total[said.index], said, atol=1e-9)
    assert (presentation_term(case) <= 1e-12).all()


@modest
@given(marks(), any_setting)
def test_the_interval_holds_the_point_and_stays_within_zero_and_one(states, setting):
    result = gluteal.differential(case_of(states, setting))
    assert (result["low"] <= result["probability"]).all()
    assert (result["probability"] <= result["high"]).all()
    assert (result["low"] >= 0).all() and (result["high"] <= 1).all()


@modest
@given(marks(), any_setting)
def test_unexplained_is_all_background_so_nothing_speaks_for_or_against_it(states, setting):
    case = case_of(states, setting)
    row = gluteal.weights(case).loc["unexplained"]
    assert (row.isna() | (row == 0)).all()
    assert likelihood_ratios(case)["unexplained"] == pytest.approx(1, abs=1e-12)


@settings(deadline=None, max_examples=20)
@given(st.lists(marks(), min_size=1, max_size=5), any_setting)
def test_a_cohort_scores_row_by_row_as_the_differential_does(cohort, setting):
    names = sorted({f for states in cohort for f in states})
    rows = [[{True: 1, False: -1}.get(s.get(f), 0) for f in names] for s in cohort]
    scored = gluteal.score(pd.DataFrame(rows, columns=names), setting=setting)
    for i, states in enumerate(cohort):
        single = gluteal.differential(case_of(states, setting))["probability"]
        np.testing.assert_allclose(scored.loc[i], single[scored.columns], atol=1e-12)


@pytest.mark.parametrize("unknown", [0, None, np.nan, pd.NA])
def test_in_a_cohort_zero_and_missing_both_mean_unknown(kb, unknown):
    cohort = pd.DataFrame(
        {"faber_test": [1, 1], "pain_groin": pd.Series([unknown, 1], dtype=object)}
    )
    alone = gluteal.score(pd.DataFrame({"faber_test": [1]}), kb)
    np.testing.assert_allclose(gluteal.score(cohort, kb).iloc[0], alone.iloc[0])


@pytest.mark.parametrize(
    ("column", "message"),
    [
        (pd.Series([True, False]), "'pain_groin' holds booleans"),
        (pd.Series([True, None], dtype="boolean"), "'pain_groin' holds booleans"),
        (pd.Series([1, True], dtype=object), "'pain_groin' holds booleans"),
        (pd.Series([1, np.True_], dtype=object), "'pain_groin' holds booleans"),
        (pd.Series([1, 2]), "row 1, column 'pain_groin' == .*2"),
        (pd.Series([0.5, 1]), "row 0, column 'pain_groin' == .*0.5"),
        (pd.Series([1, "yes"], dtype=object), "row 1, column 'pain_groin' == 'yes'"),
        (pd.Series([np.inf, 1]), "row 0, column 'pain_groin' == .*inf"),
    ],
)
def test_score_refuses_what_is_no_state_and_names_row_and_column(kb, column, message):
    with pytest.raises(CaseError, match=message):
        gluteal.score(pd.DataFrame({"faber_test": [1, 1], "pain_groin": column}), kb)


@pytest.mark.parametrize(
    ("column", "message"),
    [
        ([0, 3], r"row 7 \(number 2 from the top\), column 'pain_groin' == 3, must be 1"),
        ([1, "x"], r"row 7 \(number 2 from the top\), column 'pain_groin' == 'x', must be 1"),
    ],
)
def test_score_names_one_row_by_its_place_where_the_index_repeats(kb, column, message):
    cohort = pd.DataFrame({"pain_groin": pd.Series(column, dtype=object)}).set_axis([7, 7])
    with pytest.raises(CaseError, match=f"^{message}, -1, 0 or NA$"):
        gluteal.score(cohort, kb)
    cohort = pd.DataFrame({"age_under_45": [1, 1], "age_over_50": [-1, 1]}, index=[7, 7])
    with pytest.raises(CaseError, match=r"^row 7 \(number 2 from the top\): its answers"):
        gluteal.score(cohort, kb)


def test_score_warns_once_that_zero_is_not_absent_where_nothing_is_marked_absent(kb):
    cohort = pd.DataFrame({"faber_test": [1, 0], "pain_groin": [0, 1]})
    with pytest.warns(UserWarning, match="0 means that a finding was not asked") as said:
        gluteal.score(cohort, kb)
    assert len(said) == 1 and said[0].filename == __file__


@pytest.mark.parametrize("column", [[1, -1], [1, None], [1, 1], [0, 0], [0, -1]])
def test_score_does_not_warn_where_zero_cannot_be_meant_as_absent(kb, column):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        gluteal.score(pd.DataFrame({"faber_test": column}), kb)


def test_score_refuses_an_unknown_column_and_lists_the_nearest(kb):
    with pytest.raises(UnknownFindingError, match="'faber_tset'.*did you mean faber_test"):
        gluteal.score(pd.DataFrame({"faber_tset": [1]}), kb)


def test_score_refuses_contradictory_answers_and_names_the_row(kb):
    cohort = pd.DataFrame({"age_under_45": [1, 1], "age_over_50": [0, 1]}, index=["a", "b"])
    with pytest.raises(CaseError, match="row 'b'.*contradict"):
        gluteal.score(cohort, kb)


@pytest.mark.parametrize("state", ["present", "absent"])
def test_faber_stops_counting_beside_posterior_faber_pain(kb, state):
    specific = BROAD.with_marks(present=["faber_posterior_pain"])
    both = specific.with_marks(**{state: ["faber_test"]})
    pd.testing.assert_frame_equal(gluteal.weights(both, kb), gluteal.weights(specific, kb))
    assert "faber_test" in gluteal.weights(BROAD.with_marks(**{state: ["faber_test"]}), kb)


@pytest.mark.parametrize(
    ("case", "columns"),
    [
        (gluteal.Case(present=["sudden_onset"], absent=["insidious_onset"]), ["onset"]),
        (gluteal.Case(age=70), ["age"]),
        (gluteal.Case(present=["age_over_50", "sudden_onset"]), ["age", "onset"]),
        (gluteal.Case(present=SIJ), ["sij_3of5_laslett2003"]),
        (
            gluteal.Case(present=SIJ, absent=["tender_coccyx"]),
            ["tender_coccyx", "sij_3of5_laslett2003"],
        ),
        (gluteal.Case(present=SIJ[:2]), SIJ[:2]),
        (
            gluteal.Case(present=SIJ[:2], absent=["sij_compression", "sij_gaenslen"]),
            [*SIJ, "sij_gaenslen"],
        ),
    ],
)
def test_a_question_or_decided_composite_is_one_column_and_an_undecided_composite_is_silent(
    kb, case, columns
):
    assert gluteal.weights(case, kb).columns.tolist() == columns


@modest
@given(marks())
def test_a_weight_is_missing_exactly_where_neither_evidence_nor_a_presentation_speaks(states):
    kb = gluteal.load()
    used = kb.evidence[kb.evidence["use"] == "yes"]
    cells = pd.concat([used, kb.presentation_cells])
    known_cells = set(zip(cells["cause"], cells["finding"]))
    for column, values in gluteal.weights(case_of(states)).items():
        parts, own = [column], ""
        if column in kb.composites.index:
            parts, own = (
                split(kb.composites.at[column, "components"]),
                kb.composites.at[column, "cause"],
            )
        elif column in kb.cells.answers:
            parts = kb.cells.answers[column][0]
        parts = [f for f in parts if f in states] if own else parts
        seen = [c == own or any((c, f) in known_cells for f in parts) for c in values.index]
        assert values.notna().tolist() == seen, column


@pytest.mark.parametrize(("setting", "power"), [("equal", 0.5), ("pain_clinic", 1), ("sports", 1)])
def test_shares_of_presentations_are_flattened_by_a_square_root_in_equal_and_nowhere_else(
    kb, setting, power
):
    ratio = kb.betas["probability"].xs("tender_coccyx", level="finding")
    ratio = ratio / kb.backgrounds.at["tender_coccyx", "background"]
    pictures = kb.presentations.set_index(["cause", "presentation"])["share"] ** power
    mean = (ratio * pictures).dropna().groupby("cause").sum() / pictures.groupby("cause").sum()
    found = likelihood_ratios(gluteal.Case(present=["tender_coccyx"], setting=setting), kb)
    np.testing.assert_allclose(found[mean.index], mean)


@pytest.mark.parametrize("setting", [*SETTINGS, "equal"])
def test_the_order_is_by_probability_also_while_little_is_known(kb, setting):
    case = gluteal.Case(present=["tender_coccyx", "pain_coccyx"], age=30, setting=setting)
    assert known(case, kb).little
    assert gluteal.differential(case, kb)["probability"].is_monotonic_decreasing
    more = case.with_marks(present=["worse_sitting"])
    assert not known(more, kb).little
    assert gluteal.differential(more, kb)["probability"].is_monotonic_decreasing


def test_five_sacroiliac_tests_without_a_setting_are_not_little_and_their_cause_leads(kb):
    case = gluteal.Case(present=[*SIJ, "sij_sacral_thrust", "sij_gaenslen"])
    assert not known(case, kb).little
    assert gluteal.differential(case, kb).index[0] == "sacroiliac_joint_pain"


def test_three_findings_that_move_no_odds_by_a_factor_of_two_are_little(kb):
    case = gluteal.Case(absent=["wide_based_gait", "palpable_mass_or_swelling", "major_trauma"])
    prior, after = (gluteal.differential(case, kb)[k] for k in ("prior", "probability"))
    odds = (after / (1 - after)) / (prior / (1 - prior))
    assert known(case, kb).findings == 3
    assert known(case, kb).factor == pytest.approx(np.maximum(odds, 1 / odds).max())
    assert known(case, kb).little == (known(case, kb).factor < 2)


def test_ranking_weights_and_next_findings_stand_in_one_order_with_names_beside_ids(kb):
    case = gluteal.Case(present=SIJ, setting="pain_clinic")
    ranked, weighed = gluteal.differential(case, kb), gluteal.weights(case, kb)
    assert weighed.index.tolist() == ranked.index.tolist()
    assert ranked["label"].tolist() == kb.causes.loc[ranked.index, "label"].tolist()
    following = gluteal.model.next_findings(case, kb)
    assert following["label"].tolist() == kb.findings.loc[following.index, "label"].tolist()
    offered = gluteal.injections(case, kb)
    assert offered["cause_label"].tolist() == kb.causes.loc[offered["cause"], "label"].tolist()


def test_draws_are_the_same_in_another_session_whatever_was_asked_before():
    folder = data_folder()
    one, other = read(folder), read(folder)
    gluteal.differential(gluteal.Case(present=[*SIJ, "fair_test", "sudden_onset"], age=50), other)
    first, again = gluteal.differential(BROAD, one), gluteal.differential(BROAD, other)
    pd.testing.assert_frame_equal(first, again, check_exact=True)


def test_draws_kept_stay_under_64_mb_when_every_finding_was_marked_both_ways():
    own = read(data_folder())
    plain = own.findings.index[own.findings["question"] == ""].tolist()
    for marked in ({"present": plain}, {"absent": plain}, {"absent": ["sudden_onset"], "age": 30}):
        gluteal.differential(gluteal.Case(**marked), own)
    assert 20e6 < model_of(own).drawn_bytes < 64e6
