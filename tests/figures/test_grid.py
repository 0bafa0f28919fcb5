"""The heatmap as a table says what the frames say, and can be read without seeing it."""

import re
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import gluteal
from gluteal.figures import THEMES, case_grid, grid_columns, signed, two_digits
from gluteal.widgets.evidence import sentence

KB = gluteal.load()
SIJ = ["sij_distraction", "sij_thigh_thrust", "sij_compression", "fortin_finger_sign"]
CASES = {
    "empty": gluteal.Case(),
    "one finding": gluteal.Case(present=["slump_test"]),
    "sacroiliac": gluteal.Case(
        present=[*SIJ, "pain_over_sij"],
        absent=["pain_below_knee", "straight_leg_raise"],
        setting="pain_clinic",
        age=44,
        sex="female",
    ),
}


class Table(HTMLParser):
    """Rows of cells: tag, attributes, text; and whether every tag was closed."""

    def __init__(self, html):
        super().__init__()
        self.rows, self.open = [], []
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        if tag == "tr":
            self.rows.append((dict(attributes), []))
        if tag in ("td", "th"):
            self.rows[-1][1].append([tag, dict(attributes), ""])
        if tag not in ("br", "col", "wbr"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if self.rows and self.rows[-1][1]:
            self.rows[-1][1][-1][2] += data


def grid(case, kb=KB, **more):
    differential, weights = gluteal.differential(case, kb), gluteal.weights(case, kb)
    html = case_grid(differential, weights, case, kb, **more)
    table = Table(html)
    assert not table.open
    return differential, weights, table


@pytest.mark.parametrize("name", CASES)
def test_every_number_of_the_frames_stands_in_its_row(name):
    case = CASES[name]
    differential, weights, table = grid(case, rows=len(KB.causes))
    rows = [r for r in table.rows if "data-cause" in r[0]]
    assert [r[0]["data-cause"] for r in rows] == list(differential.index)
    for attributes, cells in rows:
        cause = attributes["data-cause"]
        p = differential.loc[cause]
        assert cells[1][2] == two_digits(p["probability"])
        for part in ("low", "high", "prior"):
            assert two_digits(p[part]) in cells[1][1]["aria-label"]
        for _, marks, text in cells[2:]:
            weight = weights.at[cause, marks["data-column"]]
            assert text == ("\u00b7" if np.isnan(weight) else signed(weight))


def test_judgement_and_no_evidence_look_and_read_unlike_data():
    _, weights, table = grid(CASES["sacroiliac"], rows=len(KB.causes))
    kinds = {"t": 0, "t j": 0, "none": 0}
    for row, cells in table.rows:
        for _, marks, _ in cells[2:] if "data-cause" in row else []:
            kind = marks["class"].removesuffix(" o")
            kinds[kind] += 1
            said = marks.get("aria-label", "")
            assert ("judged, at least in part" in said) == (kind == "t j")
            assert (said == "no evidence") == (kind == "none")
    assert all(kinds.values())
    assert kinds["none"] == weights.isna().to_numpy().sum()


def test_columns_go_from_the_patient_to_present_to_absent_with_mates_side_by_side():
    case = CASES["sacroiliac"]
    shown = grid_columns(gluteal.weights(case), case, KB)
    groups = [c.group for c in shown]
    assert groups == sorted(groups, key=["patient", "present", "absent"].index)
    assert set(groups) == {"patient", "present", "absent"}
    runs = [(c.group, c.cluster) for c in shown if c.cluster]
    assert len(set(runs)) == 1 + sum(a != b for a, b in zip(runs, runs[1:]))


def test_the_line_below_sums_the_causes_left_out():
    differential, _, table = grid(CASES["sacroiliac"])
    rest = table.rows[-1][1]
    left = differential["probability"].iloc[7:]
    assert rest[0][2] == "19 other causes"
    assert rest[1][2] == two_digits(left.sum())
    assert float(rest[2][2].split()[-1]) >= left.max()


def test_sex_reads_as_an_answer_and_weighs_as_before():
    man, woman = (
        gluteal.Case(sex=sex, present=["worse_sitting"], setting="sports")
        for sex in ("male", "female")
    )
    shown = [grid_columns(gluteal.weights(c), c, KB)[0] for c in (man, woman)]
    assert [(c.title, c.state, c.group) for c in shown] == [
        ("Sex", "male", "patient"),
        ("Sex", "female", "patient"),
    ]
    said = [sentence("greater_trochanteric_pain", "female_sex", c, KB) for c in (man, woman)]
    share = r"female in \d+ % of GTPS \(hip bursitis\), 58 % of other buttock pain: "
    assert re.search(share + "LR\u2212 0", said[0])
    assert re.search(share + r"LR\+ 1", said[1])


def test_while_little_is_known_rows_stand_by_probability_and_none_is_set_off():
    case = gluteal.Case(present=["pain_lateral_hip"], age=66, sex="female", setting="pain_clinic")
    differential, _, table = grid(case, rows=5, lead=False)
    shown = [r[0]["data-cause"] for r in table.rows if "data-cause" in r[0]]
    assert shown == differential["probability"].nlargest(5).index.tolist()
    assert not any(row.get("class") == "lead" for row, _ in table.rows)


def test_a_crowd_of_columns_leaves_out_those_that_say_nothing_and_counts_them():
    screening = KB.findings.index[KB.findings["screening"] == "yes"]
    tests = ["sij_distraction", "sij_thigh_thrust", "straight_leg_raise"]
    case = gluteal.Case(present=tests, absent=list(screening), setting="pain_clinic")
    _, weights, table = grid(case, rows=5, crowd=12)
    shown = {marks["data-column"] for _, marks, _ in table.rows[-2][1][2:]}
    top = weights.loc[[r[0]["data-cause"] for r in table.rows if "data-cause" in r[0]]].abs()
    silent = top.columns[~(top >= 0.5).any()]
    assert set(tests) <= shown == set(top.columns) - set(silent)
    assert f"{len(silent)} marks weigh next to nothing" in table.rows[-1][1][2][2]
    few = gluteal.Case(present=tests, absent=list(screening[:9]), setting="pain_clinic")
    _, weights, table = grid(few, rows=5, crowd=12)
    assert len(table.rows[-2][1][2:]) == weights.shape[1] == 12


def test_a_name_with_markup_stays_text(folder):
    path = folder / "causes.csv"
    causes = pd.read_csv(path, dtype=str, keep_default_na=False)
    causes.assign(short="<img src=x onerror=alert(1)>").to_csv(path, index=False)
    _, _, table = grid(CASES["one finding"], gluteal.load(folder))
    named = [cells[0][2] for row, cells in table.rows if "data-cause" in row]
    assert named == ["<img src=x onerror=alert(1)>"] * 7


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(sorted(KB.findings.index)), unique=True, max_size=14), st.data())
def test_any_marks_make_a_well_formed_table_with_one_cell_a_column(found, data):
    split = data.draw(st.integers(0, len(found)))
    case = gluteal.Case(present=found[:split], absent=found[split:])
    try:
        case.check(KB)
    except gluteal.CaseError:
        return
    _, weights, table = grid(case)
    for row, cells in table.rows:
        if "data-cause" in row:
            assert len(cells) == 2 + weights.shape[1]


def test_the_legends_show_the_colours_of_the_cells():
    css = Path(gluteal.__file__).parent
    screen = (css / "widgets" / "css" / "screen.css").read_text("utf-8")
    page = (css / "handout" / "page.css").read_text("utf-8")
    shown = [re.findall(r"#[0-9a-f]{6}", ramp) for ramp in re.findall(r"--ramp:([^;]+);", screen)]
    assert shown == [THEMES["light"]["scale"], THEMES["dark"]["scale"]]
    printed = re.search(r"\.ramp \{[^}]*gradient\(([^}]*)\)", page)[1]
    assert re.findall(r"#[0-9a-f]{6}", printed) == THEMES["light"]["scale"]
