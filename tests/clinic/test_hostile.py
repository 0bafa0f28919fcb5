"""Files of a clinic that are made to hang, to fill memory or to end in a strange error."""

import io
import os
import zipfile

import pandas as pd
import pytest

import gluteal

SPACE = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SHEET, STRINGS = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"
GOOD = pd.DataFrame({"FABER test": ["yes", "no"], "age": [44, 71]})


def packed(**parts):
    """A workbook with some of its parts replaced."""
    whole = io.BytesIO()
    GOOD.to_excel(whole, index=False)
    out = io.BytesIO()
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in {*old.namelist(), *parts}:
            new.writestr(name, parts.get(name) or old.read(name))
    return out.getvalue()


def sheet(rows):
    return b'<worksheet xmlns="' + SPACE + b'"><sheetData>' + rows + b"</sheetData></worksheet>"


def text(cell):
    return b'<c t="inlineStr"><is><t>' + cell + b"</t></is></c>"


HEAD = b"<row>" + text(b"FABER") + text(b"age") + b"</row>"
LAUGHS = b"".join(b'<!ENTITY %c "%s">' % (98 + i, b"&%c;" % (97 + i) * 10) for i in range(9))
LAUGHS = b'<!DOCTYPE x [<!ENTITY a "ha">' + LAUGHS + b"]>"


def refusal(path, content, *mapping):
    path.write_bytes(content)
    with pytest.raises(gluteal.CohortError) as caught:
        gluteal.read_cohort(path, *mapping)
    return str(caught.value)


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ({SHEET: sheet(HEAD + b"<row><c><v>1</v></c></row>" * 200_000)}, "unpacks to"),
        ({STRINGS: b"<sst>" + b"<si/>" * 3_000_000 + b"</sst>"}, "unpacks to"),
        ({"xl/styles.xml": b"<styleSheet>" + b"<font/>" * 600_000}, "unpacks to"),
        ({SHEET: LAUGHS + sheet(HEAD + b"<row>" + text(b"&j;") + b"</row>")}, "cannot be read"),
        ({SHEET: sheet(HEAD + b"<row><c><v>1e999</v")}, "cannot be read as an Excel workbook"),
        ({SHEET: sheet(HEAD + b'<row><c r="1A"><v>1</v></c></row>')}, "cannot be read as an Excel"),
        ({SHEET: sheet(HEAD + b'<row r="x"><c><v>1</v></c></row>')}, "cannot be read as an Excel"),
        ({SHEET: sheet(HEAD + b'<row><c t="s"><v>999</v></c></row>')}, "cannot be read as an"),
        ({SHEET: sheet(HEAD + b"<row>" + text(b"y" * 40_000) + b"</row>")}, "longer than Excel"),
        ({SHEET: b"no markup"}, "cannot be read as an Excel workbook"),
    ],
    ids=[
        "sheet",
        "strings",
        "styles",
        "laughs",
        "cut",
        "place",
        "row",
        "word",
        "cell",
        "no markup",
    ],
)
def test_a_workbook_that_is_a_bomb_or_damaged_within_is_refused(tmp_path, parts, said):
    assert said in refusal(tmp_path / "a.xlsx", packed(**parts))


def test_a_workbook_is_read_whatever_its_file_is_called(tmp_path):
    path = tmp_path / "patients.download"
    path.write_bytes(packed())
    assert gluteal.read_cohort(path)["age"].tolist() == [44, 71]


def test_cells_in_the_last_column_of_excel_cost_nothing(tmp_path):
    rows = b"".join(b'<row r="%d"><c r="XFD%d"><v>1</v></c></row>' % (i, i) for i in range(2, 600))
    refusal(tmp_path / "a.xlsx", packed(**{SHEET: sheet(HEAD + rows)}))


@pytest.mark.parametrize(
    ("column", "said"),
    [
        (lambda pa: pa.array([2**31 - 1, 1], pa.int32()).cast(pa.date32()), "to its end"),
        (lambda pa: pa.array([1, 2], pa.timestamp("us", tz="No/Where")), "to its end"),
        (lambda pa: pa.array(["4" * 210_000_000, ""]), "unpacks to"),
    ],
    ids=["date after the last year", "no such time zone", "one long word"],
)
def test_a_parquet_file_with_impossible_values_is_refused(tmp_path, column, said):
    import pyarrow as pa
    from pyarrow.parquet import write_table

    out = io.BytesIO()
    write_table(pa.table({"FABER": ["yes", "no"], "age": column(pa)}), out, compression="zstd")
    assert said in refusal(tmp_path / "a.parquet", out.getvalue())


def test_a_file_with_more_columns_than_a_spreadsheet_has_is_refused(tmp_path):
    heads = b",".join(b"faber_test___%d" % i for i in range(17_000))
    assert "more than 16,384 columns" in refusal(tmp_path / "a.csv", heads + b"\n1,1\n")


def test_thousands_of_rows_of_another_width_are_one_refusal(tmp_path):
    said = refusal(tmp_path / "a.csv", b"FABER,age\n" + b"yes,44,1,1\n" * 20_000)
    assert "more than 10,000 rows of another width" in said


def test_a_head_of_many_brackets_is_no_name_and_costs_nothing(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes(b"(" * 100_000 + b",FABER test,age\nx,yes,44\ny,no,45\n")
    assert gluteal.read_cohort(path)["age"].tolist() == [44, 45]


def test_a_pipe_or_a_device_is_refused_without_reading_on(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "pipe", "/dev/zero"):
        with pytest.raises(gluteal.CohortError, match="no plain file"):
            gluteal.read_cohort(path)


def test_a_mapping_with_two_columns_of_one_name_is_refused(tmp_path):
    mapping = tmp_path / "mapping.csv"
    mapping.write_text("column,value,finding,state,value\nage,,age,,\n", "utf-8")
    said = refusal(tmp_path / "a.csv", b"FABER,age\nyes,44\n", mapping)
    assert "has two columns value" in said


def test_a_mapping_of_thousands_of_wrong_lines_names_the_nearest_of_the_first_only(tmp_path):
    mapping = tmp_path / "mapping.csv"
    lines = "".join(f"a{i},,faber_tes,\n" for i in range(3000))
    mapping.write_text("column,value,finding,state\n" + lines, "utf-8")
    assert "did you mean faber_test" in refusal(tmp_path / "a.csv", b"FABER\nyes\n", mapping)


def test_a_mapping_without_end_is_refused(tmp_path):
    mapping = tmp_path / "mapping.csv"
    mapping.write_text("column,value,finding,state\n" + ",,,\n" * 110_000, "utf-8")
    assert "a mapping has fewer" in refusal(tmp_path / "a.csv", b"FABER\nyes\n", mapping)
