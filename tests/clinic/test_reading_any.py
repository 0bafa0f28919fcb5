"""Whatever stands in a file: a cohort that can be scored, or an error that says what to mend."""

import csv
import tempfile
import warnings
from pathlib import Path

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

import gluteal
from gluteal.model import CONTEXT

KB = gluteal.load()
QUESTIONS = {KB.cells.findings[i] for q in KB.cells.questions.values() for i in q.members}
FREE = [f for f in KB.findings.index if f not in QUESTIONS and f != "female_sex"]
HEADS = [*FREE[:6], "sudden_onset", "insidious_onset", "age", "sex", "onset", "relief", "cause"]
HEADS += [
    "side",
    "duration (weeks)",
    "Name",
    "MRN",
    "note",
    "",
    "faber_test___1",
    "finding",
    "value",
]
WORDS = (
    "yes no ja nein 1 0 2 9 -1 -99 + - x checked TRUE unknown NA 44 44,5 80% 1.234 m f left".split()
)
WORDS += [
    "",
    " ",
    "12 May 1966",
    "1900-02-13",
    "sudden",
    "coccydynia",
    "1e999",
    "\u200b",
    "(blank)",
    "*",
]
ANY = st.one_of(st.sampled_from(WORDS), st.text(max_size=6))

SENSE = {
    "age": ["30", "64,0", "71.5", ""],
    "sex": ["f", "male", "w", ""],
    "onset": ["sudden", "insidious", "hours_to_days", ""],
    "relief": ["80 %", "5%", ""],
    "cause": ["coccydynia", "Piriformis syndrome", "NA"],
    "side": ["L", "right", "beidseits"],
    "duration (weeks)": ["4", "4,5", "0.25"],
    "faber_test___1": ["yes", "no"],
    "MRN": [str(n) for n in range(1000)],
}


@st.composite
def tables(draw):
    """Heads and rows that mostly make sense."""
    heads = [FREE[0], *draw(st.lists(st.sampled_from(HEADS), max_size=5))]
    plain = ["yes", "no", "unknown", "no", "yes", ""]
    sane = [st.sampled_from(SENSE.get(head, plain)) for head in heads]
    rows = draw(st.lists(st.tuples(*sane), max_size=8))
    for _ in range(draw(st.integers(0, 2)) if rows else 0):
        at = draw(st.integers(0, len(rows) - 1))
        rows[at] = draw(st.lists(ANY, min_size=len(heads) - 1, max_size=len(heads) + 1))
    return [heads, *rows]


def read(path, **options):
    """The cohort, or None where the file is refused in words."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)
            return gluteal.read_cohort(path, **options)
    except gluteal.CohortError as error:
        assert len(error.problems) and (error.problems["remedy"] != "").all()
        return None


def is_sound(cohort):
    marks = cohort.drop(columns=list(CONTEXT), errors="ignore")
    assert set(marks.columns) <= set(KB.findings.index) and len(cohort.columns) > 0
    assert np.isin(marks.to_numpy(), [1, -1, 0]).all()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        assert np.allclose(gluteal.score(cohort, KB).sum(axis=1), 1)
    gluteal.clinic.set_aside(cohort), gluteal.clinic.left_out(cohort)


@settings(max_examples=80, deadline=None)
@given(
    st.one_of(tables(), st.lists(st.lists(ANY, max_size=7), max_size=7)),
    st.sampled_from([",", ";", "\t", "|"]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le"]),
    st.sampled_from(["set_aside", "set_aside", "refuse"]),
)
def test_any_cells_are_read_or_refused(table, delimiter, encoding, bad):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "any.csv"
        with path.open("w", newline="", encoding=encoding, errors="replace") as file:
            csv.writer(file, delimiter=delimiter).writerows(table)
        cohort = read(path, bad=bad)
        if cohort is not None:
            is_sound(cohort)
            again = read(path, bad=bad, mapping=gluteal.propose_mapping(path))
            pd.testing.assert_frame_equal(cohort, again)


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300), st.sampled_from([b"", b"faber_test,age\n", b"PAR1", b"PK\x03\x04"]))
def test_any_bytes_are_read_or_refused(content, start):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "any"
        path.write_bytes(start + content)
        cohort = read(path, bad="set_aside")
        if cohort is not None:
            is_sound(cohort)


DIALECTS = [
    {1: "yes", -1: "no", 0: "unknown"},
    {1: "Ja", -1: "Nein", 0: ""},
    {1: "y", -1: "n", 0: "NA"},
    {1: "oui", -1: "non", 0: "inconnu"},
    {1: "+", -1: "-", 0: "n.a."},
    {1: "positive", -1: "negative", 0: "not done"},
    {1: "1", -1: "2", 0: "9"},
    {1: "1", -1: "0", 0: "-99"},
    {1: "1", -1: "-1", 0: "0"},
    {1: "Checked", -1: "Unchecked", 0: ""},
]
# where the words leave a question open, what a clinic would answer
ANSWERS = {"2": "absent", "Unchecked": "absent", "(blank)": "unknown", "-": "absent"}


@st.composite
def cohorts(draw):
    columns = draw(st.lists(st.sampled_from(FREE), min_size=1, max_size=5, unique=True))
    many = draw(st.integers(1, 6))
    row = st.lists(st.sampled_from([1, -1, 0]), min_size=len(columns), max_size=len(columns))
    marks = draw(st.lists(row, min_size=many, max_size=many))
    ages = draw(st.lists(st.integers(0, 120), min_size=many, max_size=many))
    weeks = draw(st.lists(st.integers(0, 4000), min_size=many, max_size=many))
    frame = pd.DataFrame(marks, columns=columns, dtype=np.int8)
    return frame.assign(age=np.array(ages, float), duration_weeks=np.array(weeks) / 8)


@settings(max_examples=80, deadline=None)
@given(
    cohorts(),
    st.sampled_from(DIALECTS),
    st.sampled_from([",", ";", "\t", "|"]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]),
    st.sampled_from([".", ","]),
    st.booleans(),
    st.booleans(),
)
def test_a_cohort_written_in_any_dialect_comes_back(
    cohort, words, delimiter, encoding, decimal, tall, labels
):
    table = cohort.astype(object)
    findings = [c for c in cohort if c in FREE]
    table[findings] = table[findings].map(words.__getitem__)
    table["age"] = [f"{a:.0f}" for a in cohort["age"]]
    table["duration_weeks"] = [f"{w:.4f}".replace(".", decimal) for w in cohort["duration_weeks"]]
    own = words[-1] == "-1"  # the codes of a cohort are known by its ids alone
    if labels and not own:
        table = table.rename(columns={f: KB.findings.at[f, "label"] for f in findings})
    if tall:
        table = table.rename_axis("patient").reset_index()
        table = table.melt(id_vars="patient", var_name="finding")
    answers = ANSWERS | ({"0": "unknown", "-1": "absent"} if own else {"0": "absent"})
    said = [("*", value, "", state) for value, state in answers.items()]
    mapping = pd.DataFrame(said, columns=["column", "value", "finding", "state"])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "any.csv"
        table.to_csv(path, index=False, sep=delimiter, encoding=encoding)
        read = gluteal.read_cohort(path, mapping)
    assert set(read.columns) == {*cohort.columns, *KB.cells.told_by}
    for column in cohort:
        assert read[column].tolist() == cohort[column].tolist(), column


KINDS = [
    st.integers(-100, 1000),
    st.floats(),
    st.booleans(),
    st.dates(),
    st.datetimes(),
    st.decimals(places=2, allow_nan=False, allow_infinity=False),
    st.sampled_from(WORDS),
]


@settings(max_examples=60, deadline=None)
@given(st.data(), st.booleans())
def test_any_typed_columns_of_parquet_and_excel_are_read_or_refused(data, excel):
    many = data.draw(st.integers(0, 4))
    heads = data.draw(st.lists(st.sampled_from(HEADS), max_size=3, unique=True))
    cells = {
        head: data.draw(st.lists(st.one_of(st.none(), kind), min_size=many, max_size=many))
        for head, kind in zip(heads, data.draw(st.permutations(KINDS)))
    } | {FREE[7]: ["yes", "no", None, "yes"][:many]}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "any"
        if excel:
            from openpyxl import Workbook

            book = Workbook()
            for row in [list(cells), *map(list, zip(*cells.values()))]:
                book.active.append([None if v != v or v in _NOT_IN_EXCEL else v for v in row])
            book.save(path)
        else:
            pd.DataFrame(cells, dtype=object).to_parquet(path)
        cohort = read(path, bad="set_aside")
        if cohort is not None:
            is_sound(cohort)


_NOT_IN_EXCEL = (float("inf"), float("-inf"))
TOLD = st.tuples(
    st.sampled_from([FREE[0], "note", "note", "age", "MRN", "*"]),
    st.sampled_from(["", "yes", "no", "(blank)", "maybe", "maybe"]),
    st.sampled_from([FREE[0], FREE[1], FREE[1], "", "?faber_test", "age", "id"]),
    st.sampled_from(["present", "absent", "unknown", "?", ""]),
)


@settings(max_examples=80, deadline=None)
@given(
    st.lists(TOLD, max_size=3),
    st.lists(st.tuples(*[st.sampled_from(["yes", "no", ""])] * 2), min_size=1, max_size=5),
    st.sampled_from(["maybe", "yes", ""]),
)
def test_any_mapping_is_followed_or_refused(told, rows, odd):
    heads, names = [FREE[0], "note", "age", "MRN"], ["column", "value", "finding", "state"]
    rows = [(*row, 30 + i, i) for i, row in enumerate([*rows, ("no", odd)])]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "any.csv"
        pd.DataFrame(rows, columns=heads).to_csv(path, index=False)
        cohort = read(path, mapping=pd.DataFrame(told, columns=names), bad="set_aside")
        if cohort is not None:
            is_sound(cohort)
