"""A clinic's own table: read as it is, or refused with all that is to be mended."""

import datetime
import json

import numpy as np
import pandas as pd
import pytest

import gluteal
from gluteal.clinic import left_out, set_aside
from gluteal.model import CONTEXT

THRUST, FABER, GAENSLEN = "sij_thigh_thrust", "faber_test", "sij_gaenslen"


def written(folder, content, encoding="utf-8", name="patients.csv"):
    path = folder / name
    path.write_bytes(content.encode(encoding))
    return path


def workbook(folder, rows, merged=(), more=()):
    from openpyxl import Workbook

    book = Workbook()
    for row in rows:
        book.active.append(row)
    for cells in merged:
        book.active.merge_cells(cells)
    for name, others in more:
        sheet = book.create_sheet(name)
        for row in others:
            sheet.append(row)
    path = folder / "patients.xlsx"
    book.save(path)
    return path


def refused(path, *args, **options):
    with pytest.raises(gluteal.CohortError) as caught:
        gluteal.read_cohort(path, *args, **options)
    return caught.value


def lines(*rows):
    return pd.DataFrame(
        [r.split(",") for r in rows], columns=["column", "value", "finding", "state"]
    )


# name: text, encoding, mapping, and what must come out: {column: values}
READ = {
    "commas and ids": (
        "sij_thigh_thrust,faber_test\nyes,no\nno,unknown\n",
        "utf-8",
        {THRUST: [1, -1], FABER: [-1, 0]},
    ),
    "semicolons, German, decimal comma": (
        "Alter;Thigh thrust;Schmerzdauer (Wochen)\n44;ja;12,5\n71;nein;6\n",
        "utf-8",
        {THRUST: [1, -1], "age": [44, 71], "duration_weeks": [12.5, 6], "age_over_65": [-1, 1]},
    ),
    "tabs": (
        "age\tFABER test\n30\tpositive\n31\tnegative\n",
        "utf-8",
        {FABER: [1, -1], "age": [30, 31]},
    ),
    "bars": ("age|faber_test\n30|pos\n31|neg\n", "utf-8", {FABER: [1, -1]}),
    "UTF-8 with a mark": (
        "faber_test,âge\noui,30\nnon,31\n",
        "utf-8-sig",
        {FABER: [1, -1], "age": [30, 31]},
    ),
    "UTF-16 with a mark": (
        "âge;faber_test\n30;ja\n31;nein\n",
        "utf-16",
        {FABER: [1, -1], "age": [30, 31]},
    ),
    "UTF-16 without a mark": ("age;faber_test\n30;ja\n31;nein\n", "utf-16-le", {FABER: [1, -1]}),
    "Windows-1252": (
        "âge;faber_test;Geschlecht\n30;sí;männlich\n31;no;weiblich\n",
        "cp1252",
        {FABER: [1, -1], "female_sex": [-1, 1]},
    ),
    "titles above the heads": (
        "Export of the pain clinic;;\n;;\nfaber_test;age;Side\ny;30;L\nn;31;both\n",
        "utf-8",
        {FABER: [1, -1], "side": ["left", "both"]},
    ),
    "Excel's own first line": ("sep=;\nfaber_test;age\ny;30\nn;31\n", "utf-8", {FABER: [1, -1]}),
    "registry codes 1, 2, 9": (
        "faber_test,sij_thigh_thrust\n1,2\n2,9\n9,1\n",
        "utf-8",
        {FABER: [1, -1, 0], THRUST: [-1, 0, 1]},
    ),
    "0 and 1 beside a code for unknown": (
        "faber_test,age\n1,30\n0,31\n-99,32\n",
        "utf-8",
        {FABER: [1, -1, 0]},
    ),
    "plus and minus": ("faber_test,age\n+,30\n-,31\nn.a.,32\n", "utf-8", {FABER: [1, -1, 0]}),
    "many words for unknown": (
        "faber_test,age\nyes,30\nno,31\n-9,999\n999,-99\nNA,NA\nunbekannt,\nn.a.,n/a\n,40\n",
        "utf-8",
        {FABER: [1, -1, 0, 0, 0, 0, 0, 0], "age": [30, 31, *[np.nan] * 5, 40]},
    ),
    "capitals, spaces and quotes": (
        '"FABER TEST" , Age \n" YES ",30\nNo ,31\n',
        "utf-8",
        {FABER: [1, -1]},
    ),
    "floats of whole numbers": (
        "faber_test,age\n1.0,30.0\n2.0,31.0\n9.0,32.0\n",
        "utf-8",
        {FABER: [1, -1, 0], "age": [30, 31, 32]},
    ),
    "the codes of a cohort": (
        "faber_test,sij_thigh_thrust\n1,-1\n0,1\n",
        "utf-8",
        {FABER: [1, 0], THRUST: [-1, 1]},
    ),
    "REDCap labels of choices": (
        "Record ID,Signs (choice=FABER test),Signs (choice=Thigh thrust)\n1,Checked,Not done\n2,Unchecked,Checked\n3,n/a,Unchecked\n",
        "utf-8",
        {FABER: [1, -1, 0], THRUST: [0, 1, -1]},
    ),
    "onset as one question": (
        "onset,age\nsudden,30\ninsidious,31\nhours_to_days,32\nunknown,33\n",
        "utf-8",
        {"sudden_onset": [1, -1, -1, 0], "insidious_onset": [-1, 1, -1, 0]},
    ),
    "long": (
        "patient_id,finding,value\nA,sij_thigh_thrust,yes\nA,age,44\nB,sij_thigh_thrust,no\nB,age,60\nC,age,70\n",
        "utf-8",
        {THRUST: [1, -1, 0], "age": [44, 60, 70]},
    ),
    "REDCap by answer": (
        "record;event_id;field_name;value\n1;40;faber_test;1\n1;40;dob;1970-01-02\n2;40;faber_test;2\n3;40;faber_test;9\n",
        "utf-8",
        {FABER: [1, -1, 0]},
    ),
    "relief in percent": ("faber_test,relief\nyes,80 %\nno,100%\n", "utf-8", {"relief": [0.8, 1]}),
    "relief by its head": (
        "faber_test,Pain relief (%)\nyes,5\nno,0\n",
        "utf-8",
        {"relief": [0.05, 0]},
    ),
    "relief as a share": ("faber_test;relief\nyes;0,125\nno;1\n", "utf-8", {"relief": [0.125, 1]}),
    "months": (
        "faber_test,duration (months)\nyes,12\nno,6\n",
        "utf-8",
        {"duration_weeks": [365.25 / 7, 365.25 / 14]},
    ),
    "names of causes and settings": (
        "faber_test,Confirmed diagnosis,setting,injection,reference\nyes,Deep gluteal syndrome,Pain clinic,Piriformis injection,strong\nno,coccydynia,sports,,\n",
        "utf-8",
        {
            "cause": ["piriformis_syndrome", "coccydynia"],
            "setting": ["pain_clinic", "sports"],
            "injection": ["piriformis_injection", None],
            "reference": ["strong", None],
        },
    ),
    "nobody without it": ("faber_test,age\nyes,30\nyes,31\n", "utf-8", {FABER: [1, 1]}),
    "empty lines and trailing delimiters": (
        "faber_test,age\nyes,30,,\n\n,\nno,31\n",
        "utf-8",
        {FABER: [1, -1]},
    ),
    "a delimiter and a line break within quotes": (
        'faber_test,age,note\nyes,30,"a, b\nc"\nno,31,d\n',
        "utf-8",
        {FABER: [1, -1]},
    ),
    "two columns of one finding that agree": (
        "faber_test,FABER any site\nyes,\n,no\nno,no\n",
        "utf-8",
        {FABER: [1, -1, -1]},
    ),
    "old Macintosh line ends": ("faber_test,age\ryes,30\rno,31\r", "utf-8", {FABER: [1, -1]}),
}


@pytest.mark.parametrize("kind", READ)
def test_a_table_is_read_as_clinics_write_it(kind, tmp_path):
    text, encoding, expected = READ[kind]
    cohort = gluteal.read_cohort(written(tmp_path, text, encoding))
    for column, values in expected.items():
        got = cohort[column].astype(object).where(cohort[column].notna(), None).tolist()
        want = [None if v is None or v != v else v for v in values]
        assert got == pytest.approx(want) if column in ("relief", "duration_weeks") else got == want
    assert set(cohort.columns) <= {*gluteal.load().findings.index, *CONTEXT}
    assert gluteal.score(cohort).shape[0] == len(cohort)


# name: text, and words of the message
REFUSED = {
    "only yes and blank": (
        "faber_test,age\nyes,30\n,31\n",
        ["faber_test,(blank),faber_test,absent", "faber_test,(blank),faber_test,unknown"],
    ),
    "only 1 and 0": (
        "faber_test,age\n1,30\n0,31\n",
        ["faber_test,0,faber_test,absent", "faber_test,0,faber_test,unknown"],
    ),
    "checked and unchecked": (
        "faber_test___1,age\nChecked,30\nUnchecked,31\n",
        ["faber_test___1,Unchecked,faber_test,absent"],
    ),
    "true and false": ("faber_test,age\nTRUE,30\nFALSE,31\n", ["FALSE,faber_test,unknown"]),
    "a cross and blank": ("faber_test,age\nx,30\n,31\n", ["(blank),faber_test,absent"]),
    "1 and 2 without 9": ("faber_test,age\n1,30\n2,31\n", ["faber_test,2,faber_test,absent"]),
    "0, 1 and 2": ("faber_test,age\n0,30\n1,31\n2,32\n", ["faber_test,0,", "faber_test,2,"]),
    "-1 under a label": (
        "FABER any site,age\n1,30\n-1,31\n0,32\n",
        ["FABER any site,-1,faber_test,absent", "FABER any site,0,"],
    ),
    "sex as 1 and 2": (
        "faber_test,sex\nyes,1\nno,2\n",
        ["sex,1,female_sex,present", "sex,2,female_sex,absent"],
    ),
    "sex as h and m": ("faber_test,sex\nyes,h\nno,m\n", ["sex,m,female_sex,present"]),
    "relief of 0 to 10 or percent": (
        "faber_test,relief\nyes,5\nno,8\n",
        ["relief,,relief,percent", "relief,,relief,of_ten"],
    ),
    "a duration without unit": (
        "faber_test,duration\nyes,5\nno,8\n",
        ["duration,,duration_weeks,months"],
    ),
    "a date as an age": (
        "faber_test,age\nyes,12 May 1966\nno,31\n",
        ["row 2, column age", "is a date"],
    ),
    "an age that Excel made a date": (
        "faber_test,age\nyes,1900-02-13\nno,31\n",
        ["'1900-02-13'", "Excel shows 44 so"],
    ),
    "an age that Excel shows as a month": (
        "faber_test,age\nyes,Feb 00\nno,31\n",
        ["row 2, column age: 'a date'"],
    ),
    "an impossible age": (
        "faber_test,age\nyes,30\nno,140\n",
        ["row 3, column age: '140'", "0 to 120"],
    ),
    "a number that is read in two ways": (
        "faber_test,duration_weeks\nyes,1.234\nno,5\n",
        ["two ways"],
    ),
    "an answer that is none": (
        "faber_test,age\nyes,30\nmaybe,31\nno,32\n",
        ["row 3, column faber_test: 'maybe'", "faber_test,maybe,faber_test,"],
    ),
    "sudden and insidious": (
        "sudden_onset,insidious_onset\nyes,yes\nno,yes\nyes,no\n",
        ["row 2", "contradict"],
    ),
    "an age against its band": (
        "age,age_over_65\n30,yes\n80,yes\n20,no\n",
        ["row 2, column age_over_65", "contradicts the age"],
    ),
    "a cell too many": ("faber_test,age\nyes,30\nno,31,x\n", ["row 3", "3 cells, the head has 2"]),
    "a cell too few": (
        "faber_test,age,side\nyes,30,left\nno\n",
        ["row 3", "1 cells, the head has 3"],
    ),
    "a patient twice": (
        "patient_id,faber_test\n7,yes\n8,no\n7,no\n",
        ["row 2", "row 4", "the same number as in row 2"],
    ),
    "an answer twice": (
        "patient,finding,value\n7,faber_test,yes\n7,faber_test,no\n8,faber_test,no\n",
        ["twice, in rows 2 and 3"],
    ),
    "a cause that is none": (
        "faber_test,cause\nyes,gout\nno,coccydynia\n",
        ["'gout'", "cause,gout,cause,"],
    ),
    "two columns that disagree": (
        "faber_test,FABER any site\nyes,no\nno,no\n",
        ["row 2", "something else"],
    ),
    "no known head": ("Spalte1;Spalte2\nja;nein\n", ["no column is known", "propose_mapping"]),
    "an open quotation mark": (
        'faber_test,age\nyes,"30\n' + "no,31\n" * 40_000,
        ["quotation mark"],
    ),
    "an open quotation mark far down": (
        "note,faber_test\n" + "a,yes\n" * 100 + 'a "b" c,no\n"b,yes\n' + "a,no\n" * 50,
        ["row 103", "quotation mark"],
    ),
    "two open quotation marks": (
        "note,faber_test\n" + "a,yes\n" * 50 + '"b,yes\n' + "a,no\n" * 50 + 'c"d,yes\n' * 2,
        ["row 52", "quotation mark"],
    ),
    "heads and no rows": ("faber_test,age\n", ["no patient"]),
    "nothing": ("", ["no table"]),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_what_can_be_read_in_two_ways_or_not_at_all_is_refused_with_its_remedy(kind, tmp_path):
    text, said = REFUSED[kind]
    message = str(refused(written(tmp_path, text)))
    for words in said:
        assert words in message, message


@pytest.mark.parametrize("answer", ["absent", "unknown"])
@pytest.mark.parametrize(
    "kind",
    [
        "only yes and blank",
        "only 1 and 0",
        "checked and unchecked",
        "true and false",
        "a cross and blank",
    ],
)
def test_each_line_that_an_error_offers_answers_it(kind, answer, tmp_path):
    path = written(tmp_path, REFUSED[kind][0])
    offered = [li.strip() for li in str(refused(path)).splitlines() if li.endswith(f",{answer}")]
    assert len(offered) == 1
    cohort = gluteal.read_cohort(path, lines(*offered))
    assert cohort[FABER].tolist() == [1, {"absent": -1, "unknown": 0}[answer]]


def test_one_error_names_every_column_that_is_asked_and_one_line_answers_for_all(tmp_path):
    path = written(tmp_path, "faber_test,sij_thigh_thrust,age\n1,0,30\n0,1,31\n")
    asked = refused(path)
    assert asked.problems["column"].tolist() == [FABER, THRUST]
    cohort = gluteal.read_cohort(path, lines("*,0,,absent"))
    assert cohort[[FABER, THRUST]].to_numpy().tolist() == [[1, -1], [-1, 1]]


def test_a_line_for_all_columns_does_not_turn_what_a_column_tells(tmp_path):
    path = written(tmp_path, "faber_test,sij_thigh_thrust\nyes,yes\n,no\nyes,\n")
    cohort = gluteal.read_cohort(path, lines("*,(blank),,absent"))
    assert cohort[FABER].tolist() == [1, -1, 1] and cohort[THRUST].tolist() == [1, -1, 0]


def test_excel_with_titles_merged_heads_of_two_rows_and_dates(tmp_path):
    rows = [
        ["Pain clinic", None, None, None],
        ["Age", "Sacroiliac tests", None, "Side"],
        [None, "Thigh thrust", "FABER any site", None],
        [44, "yes", "no", "left"],
        [61.0, "no", "yes", "right"],
    ]
    path = workbook(tmp_path, rows, ["B2:C2", "A2:A3", "D2:D3"])
    cohort = gluteal.read_cohort(path)
    assert cohort[[THRUST, FABER, "age"]].to_numpy().tolist() == [[1, -1, 44], [-1, 1, 61]]
    assert cohort.index.tolist() == [4, 5] and cohort["side"].tolist() == ["left", "right"]
    rows[3][0] = datetime.datetime(1966, 5, 12)
    problems = refused(workbook(tmp_path, rows)).problems
    assert problems[["row", "column", "value"]].to_numpy().tolist() == [[4, "Age", "a date"]]


def test_heads_that_need_the_row_above_them(tmp_path):
    rows = [
        ["Pain in the", None, "Age"],
        ["groin", "coccyx", None],
        ["yes", "no", 30],
        ["no", "yes", 31],
    ]
    path = workbook(tmp_path, rows)
    cohort = gluteal.read_cohort(path, lines("Pain in the coccyx,,pain_coccyx,"))
    assert cohort["pain_groin"].tolist() == [1, -1] and cohort["pain_coccyx"].tolist() == [-1, 1]


def test_excel_booleans_are_asked_and_two_sheets_of_patients_are_refused(tmp_path):
    rows = [["faber_test", "age"], [True, 30], [False, 31]]
    assert "faber_test,false,faber_test,absent" in str(refused(workbook(tmp_path, rows)))
    twice = workbook(tmp_path, rows, more=[("2024", rows)])
    assert "2 sheets" in str(refused(twice))
    rows[2][0] = "no"
    cohort = gluteal.read_cohort(
        workbook(tmp_path, [["faber_test"], ["yes"], ["no"]], more=[("notes", [["a"]])])
    )
    assert left_out(cohort)["column"].tolist() == ["(sheet notes)"]


def test_parquet_with_its_types(tmp_path):
    frame = pd.DataFrame(
        {
            "faber_test": pd.array([1, 2, None, 9], dtype="Int64"),
            "Thigh thrust": pd.Categorical(["yes", "no", "yes", None], ["yes", "no", "odd"]),
            "age": [30.5, 41.0, np.nan, 70.0],
            "Surname": ["A", "B", "C", "D"],
            "relief_share": [0.5, 0.25, np.nan, 1.0],
        }
    )
    frame.to_parquet(tmp_path / "p.parquet")
    cohort = gluteal.read_cohort(tmp_path / "p.parquet", lines("relief_share,,relief,share"))
    assert cohort[FABER].tolist() == [1, -1, 0, 0] and cohort[THRUST].tolist() == [1, -1, 1, 0]
    assert cohort["age"].fillna(-1).tolist() == [30, 41, -1, 70]
    assert cohort["relief"].fillna(-1).tolist() == [0.5, 0.25, -1, 1]
    assert left_out(cohort)["column"].tolist() == ["Surname"]
    frame.assign(faber_test=[True, False, True, None]).to_parquet(tmp_path / "p.parquet")
    assert "faber_test,false,faber_test,absent" in str(refused(tmp_path / "p.parquet"))


@pytest.mark.parametrize(
    "magic", [b"\xd0\xcf\x11\xe0old", b"PK\x03\x04no", b"PAR1no", b"\x00\x01\x02\x03" * 50]
)
def test_files_of_other_kinds_are_refused_by_name(magic, tmp_path):
    (tmp_path / "f.csv").write_bytes(magic)
    assert "f.csv" in str(refused(tmp_path / "f.csv"))
    assert "cannot be opened" in str(refused(tmp_path / "missing.csv"))


PEOPLE = [
    "Name",
    "Nachname",
    "Vorname",
    "Patient name",
    "DOB",
    "Geburtsdatum",
    "date_of_birth",
    "Birth date",
    "Adresse",
    "Phone",
    "e-mail",
    "Nom",
    "PLZ",
    "Patientenname",
    "Geburtsjahr",
    "birth_dt",
]


@pytest.mark.parametrize("head", PEOPLE)
def test_names_births_and_addresses_are_never_read_kept_or_quoted(head, tmp_path):
    path = written(
        tmp_path, f"{head},faber_test,age\nZebulon,yes,30\nYngwie,maybe,31\nXaver,no,900\n"
    )
    error = refused(path)
    proposed = gluteal.propose_mapping(path)
    with pytest.warns(UserWarning, match="set aside"):
        cohort = gluteal.read_cohort(path, bad="set_aside")
    everything = (
        str(error)
        + error.problems.to_csv()
        + proposed.to_csv()
        + cohort.to_csv()
        + json.dumps(cohort.attrs)
    )
    assert not any(name in everything for name in ("Zebulon", "Yngwie", "Xaver"))
    assert left_out(cohort).to_numpy().tolist() == [
        [head, "a name, a birth or an address: never read"]
    ]
    assert "never read" in str(refused(path, lines(f"{head},,faber_test,")))


def test_a_patients_number_is_compared_and_kept_only_if_asked(tmp_path):
    path = written(tmp_path, "MRN,faber_test\n0071,yes\n0072,no\n")
    cohort = gluteal.read_cohort(path)
    assert cohort.index.tolist() == [2, 3] and "0071" not in cohort.to_csv()
    asked = gluteal.read_cohort(path, lines("MRN,,id,"))
    assert asked.index.tolist() == ["0071", "0072"] and asked.index.name == "id"
    twice = written(tmp_path, "MRN,faber_test\n0071,yes\n0071,no\n0072,no\n")
    assert "0071" not in str(refused(twice)) and "same number" in str(refused(twice))


def test_a_long_table_has_its_patients_number_as_index_only_if_asked(tmp_path):
    text = "Patient;Variable;Wert\nP9;faber_test;ja\nP9;Name;Zebulon\nP3;faber_test;nein\n;age;4\n"
    path = written(tmp_path, text.replace(";age;4\n", ""))
    assert gluteal.read_cohort(path).index.tolist() == [2, 4]
    cohort = gluteal.read_cohort(path, lines("Patient,,id,"))
    assert cohort.index.tolist() == ["P9", "P3"] and cohort[FABER].tolist() == [1, -1]
    assert "Zebulon" not in cohort.to_csv() + json.dumps(cohort.attrs)
    problems = refused(written(tmp_path, text)).problems
    assert problems["row"].tolist() == [5] and "names no patient" in problems["remedy"][0]


def test_rows_that_are_wrong_are_set_aside_with_their_reasons(tmp_path):
    path = written(tmp_path, "faber_test,age\nyes,30\nmaybe,400\nno,31\nno,x\n")
    with pytest.warns(UserWarning, match="2 rows are set aside"):
        cohort = gluteal.read_cohort(path, bad="set_aside")
    assert cohort.index.tolist() == [2, 4]
    assert set_aside(cohort)[["row", "column", "value"]].to_numpy().tolist() == [
        [3, "faber_test", "maybe"],
        [3, "age", "400"],
        [5, "age", "x"],
    ]
    assert set_aside(cohort)["row"].tolist() == refused(path).problems["row"].tolist()
    with pytest.raises(ValueError, match="must be 'refuse' or 'set_aside'"):
        gluteal.read_cohort(path, bad="ignore")


def test_what_was_set_aside_outlasts_a_filter_and_a_parquet_file(tmp_path):
    path = written(tmp_path, "faber_test,age\nyes,30\nmaybe,40\nno,31\n")
    with pytest.warns(UserWarning):
        cohort = gluteal.read_cohort(path, bad="set_aside")
    cohort[cohort["age"] > 30].to_parquet(tmp_path / "kept.parquet")
    assert set_aside(pd.read_parquet(tmp_path / "kept.parquet"))["row"].tolist() == [3]
    with pytest.raises(gluteal.CohortError, match="has lost"):
        set_aside(pd.DataFrame({"age": [1]}))


def test_a_word_that_a_whole_column_uses_is_one_question_and_no_thousand_rows(tmp_path):
    text = "faber_test,age\n" + "vorhanden,30\nfehlt,31\n" * 40
    error = refused(written(tmp_path, text), bad="set_aside")
    assert error.problems[["row", "value"]].to_numpy().tolist() == [[0, "fehlt"]]
    path = written(tmp_path, text)
    assert gluteal.read_cohort(path, lines("faber_test,fehlt,faber_test,absent"))[FABER].sum() == 0
    births = written(tmp_path, "faber_test,Alter\n" + "ja,1966-05-12\nnein,1970-01-02\n" * 40)
    assert refused(births).problems["value"].tolist() == ["a date"]


@pytest.mark.parametrize("head", ["Name of injection", "redcap_event_name", "Test name"])
def test_a_name_of_a_thing_is_none_of_a_person(head, tmp_path):
    path = written(tmp_path, f"faber_test,{head}\nyes,a\nno,b\n")
    assert "never read" not in left_out(gluteal.read_cohort(path))["why"][0]


def test_a_file_of_which_no_row_is_left_is_refused(tmp_path):
    refused(written(tmp_path, "faber_test,age\nmaybe,30\n"), bad="set_aside")


def test_search_words_and_near_names_are_proposed_and_not_applied(tmp_path):
    path = written(
        tmp_path,
        "Gait,Thigh thrust tests,Diagnosis,faber_test\nno,yes,coccydynia,no\nyes,no,coccydynia,yes\n",
    )
    with pytest.warns(UserWarning, match="Gait"):
        cohort = gluteal.read_cohort(path)
    assert cohort.columns.tolist() == [FABER]
    assert left_out(cohort)["column"].tolist() == ["Gait", "Thigh thrust tests", "Diagnosis"]
    mapping = gluteal.propose_mapping(path)
    proposed = mapping.set_index("column")["finding"]
    assert proposed["Gait"] == "?worse_walking" and proposed["Thigh thrust tests"] == f"?{THRUST}"
    mapping["finding"] = mapping["finding"].str.lstrip("?")
    confirmed = gluteal.read_cohort(path, mapping)
    assert confirmed.columns.tolist() == ["worse_walking", THRUST, FABER, "cause"]
    assert confirmed["worse_walking"].tolist() == [-1, 1]


def test_every_column_of_the_file_stands_in_the_proposed_mapping(tmp_path):
    path = written(tmp_path, "MRN,Name,faber_test,x1,age,Sex,\n1,A,yes,q,30,f,\n2,B,,q,31,m,\n")
    mapping = gluteal.propose_mapping(path)
    assert set(mapping["column"]) == {"MRN", "Name", "faber_test", "x1", "age", "Sex"}
    assert set(mapping.columns) == {"column", "value", "finding", "state", "why"}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_mapping_kept_as_a_file_is_read_as_spreadsheets_write_it(separator, encoding, tmp_path):
    path = written(
        tmp_path, "Lasègue,faber_test,Sex,onset\nja,1,1,sudden\n,0,2,abrupt\n,0,2,sudden\n"
    )
    mapping = gluteal.propose_mapping(path)
    mapping.loc[mapping["column"] == "Lasègue", "finding"] = "straight_leg_raise"
    told = {("faber_test", "0"): "absent", ("Sex", "1"): "present", ("Sex", "2"): "absent"}
    for (column, value), state in told.items():
        mapping.loc[(mapping["column"] == column) & (mapping["value"] == value), "state"] = state
    extra = lines("onset,abrupt,sudden_onset,present", "Lasègue,(blank),straight_leg_raise,unknown")
    mapping = pd.concat([mapping, extra]).fillna("")
    file = tmp_path / "mapping.csv"
    mapping.to_csv(file, index=False, sep=separator, encoding=encoding)
    cohort = gluteal.read_cohort(path, file)
    assert cohort["straight_leg_raise"].tolist() == [1, 0, 0]
    assert cohort["female_sex"].tolist() == [1, -1, -1] and cohort[FABER].tolist() == [1, -1, -1]
    assert cohort["sudden_onset"].tolist() == [1, 1, 1]


def test_reading_with_the_proposed_mapping_is_reading_without_one(tmp_path):
    text = READ["names of causes and settings"][0]
    path = written(tmp_path, text)
    mapping = gluteal.propose_mapping(path)
    pd.testing.assert_frame_equal(gluteal.read_cohort(path, mapping), gluteal.read_cohort(path))


def test_a_column_that_the_mapping_leaves_blank_is_not_read(tmp_path):
    path = written(tmp_path, "faber_test,sij_thigh_thrust\nyes,q\nno,r\n")
    cohort = gluteal.read_cohort(path, lines("sij_thigh_thrust,,,"))
    assert cohort.columns.tolist() == [FABER]
    assert left_out(cohort).to_numpy().tolist() == [[THRUST, "as the mapping says"]]


def test_values_that_are_said_count_although_the_column_is_still_blank(tmp_path):
    path = written(tmp_path, "MRT,age\noedema,30\nnormal,31\n")
    mapping = gluteal.propose_mapping(path)
    assert mapping.loc[mapping["column"] == "MRT", "finding"].tolist() == [""]
    told = lines(f"MRT,oedema,{FABER},present", f"MRT,normal,{FABER},absent")
    cohort = gluteal.read_cohort(path, pd.concat([mapping, told]))
    assert cohort[FABER].tolist() == [1, -1]
    both = pd.concat([told, lines(f"MRT,,{THRUST},")])
    assert "its values speak of faber_test too" in str(refused(path, both))


def test_boxes_for_positive_and_negative_make_one_finding(tmp_path):
    path = written(
        tmp_path,
        "tt___1,tt___0,age\nChecked,Unchecked,30\nUnchecked,Checked,31\nUnchecked,Unchecked,32\n",
    )
    mapping = lines(
        f"tt___1,Checked,{THRUST},present",
        f"tt___1,Unchecked,{THRUST},unknown",
        f"tt___0,Checked,{THRUST},absent",
        f"tt___0,Unchecked,{THRUST},unknown",
    )
    assert gluteal.read_cohort(path, mapping)[THRUST].tolist() == [1, -1, 0]


def test_one_column_whose_values_speak_of_several_findings(tmp_path):
    path = written(tmp_path, "Imaging,age\nedema,30\nnormal,31\nodd,32\n,33\n")
    mapping = lines("Imaging,edema,sudden_onset,present", "Imaging,normal,faber_test,absent")
    problems = refused(path, mapping).problems
    assert problems[["row", "value"]].to_numpy().tolist() == [[4, "odd"]]
    with pytest.warns(UserWarning):
        cohort = gluteal.read_cohort(path, mapping, bad="set_aside")
    assert cohort["sudden_onset"].tolist() == [1, 0, 0] and cohort[FABER].tolist() == [0, -1, 0]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("faber_test,,faber_tests,", "did you mean faber_test or"),
        ("faber_test,yes,faber_test,maybe", "present, absent or unknown"),
        ("cause,x,cause,gout", "the id of a cause"),
        ("relief,,relief,permille", "share or percent or of_ten"),
        ("gone,,faber_test,", "not in the file"),
        ("*,0,faber_test,absent", "*,value,,state"),
    ],
)
def test_a_mapping_that_is_wrong_is_refused_line_by_line(row, said, tmp_path):
    path = written(tmp_path, "faber_test,age\nyes,30\nno,31\n")
    assert said in str(refused(path, lines(row)))


def test_a_row_that_is_no_patient_is_told_where_blank_means_absent(tmp_path):
    path = written(tmp_path, "note,faber_test,sij_thigh_thrust\na,yes,\nb,,yes\nTotal 2,,\n")
    problems = refused(path, lines("*,(blank),,absent")).problems
    assert problems["row"].tolist() == [4]
    cohort = gluteal.read_cohort(path, lines("*,(blank),,unknown"))
    assert cohort.index.tolist() == [2, 3]
    assert left_out(cohort)["column"].tolist() == ["note", "(row 4)"]


def test_score_passes_over_what_is_no_finding(tmp_path):
    path = written(tmp_path, "faber_test,age,cause,side\nyes,30,coccydynia,left\nno,61,,both\n")
    cohort = gluteal.read_cohort(path)
    marks = cohort.drop(columns=["age", "cause", "side"])
    pd.testing.assert_frame_equal(gluteal.score(cohort), gluteal.score(marks))


def test_fifty_thousand_rows_of_which_one_in_a_hundred_is_rubbish(tmp_path):
    random = np.random.default_rng(5)
    many, findings = 50_000, gluteal.load().findings.index[60:90]
    cells = random.choice(["yes", "no", "unknown", ""], (many, len(findings))).astype(object)
    wrong = random.choice(many, many // 100, replace=False)
    for at in wrong:
        cells[at, random.integers(len(findings))] = random.choice(
            ["q", "7", "#REF!", "12 May 1966", "0.5"]
        )
    frame = pd.DataFrame(cells, columns=findings)
    frame["age"] = random.integers(0, 120, many)
    frame.to_csv(tmp_path / "big.csv", index=False)
    with pytest.warns(UserWarning, match="500 rows"):
        cohort = gluteal.read_cohort(tmp_path / "big.csv", bad="set_aside")
    assert set(set_aside(cohort)["row"]) == {at + 2 for at in wrong}
    assert len(cohort) == many - len(wrong)
    kept = np.delete(cells, wrong, axis=0)
    states = np.select([kept == "yes", kept == "no"], [1, -1], 0)
    assert (cohort[findings].to_numpy() == states).all()
