"""``gluteal check-data``: every fault is named where it is, every change with what it does."""

import json
import shutil

import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import gluteal
from gluteal.knowledge import check, data_folder, listed, published_ratios, unchecked
from gluteal.knowledge.checks.sound import well_formed
from gluteal.serving import main
from gluteal.study import told

MEASURED = ("piriformis_syndrome", "seated_piriformis_stretch")


def table(folder, name):
    return pd.read_csv(folder / f"{name}.csv", dtype=str, keep_default_na=False)


def write(folder, name, frame):
    frame.to_csv(folder / f"{name}.csv", index=False, lineterminator="\n")


def change(folder, name, where, **cells):
    """Change the row of a table whose columns are as ``where`` says."""
    frame = table(folder, name)
    row = (frame[list(where)] == pd.Series(where)).all(axis=1)
    assert row.sum() == 1
    frame.loc[row, list(cells)] = list(cells.values())
    write(folder, name, frame)


def in_use(cause, finding):
    return {"cause": cause, "finding": finding, "use": "yes"}


def sources(folder, edit):
    path = folder / "references.json"
    records = json.loads(path.read_text("utf-8"))
    edit(records)
    path.write_text(json.dumps(records, ensure_ascii=False), "utf-8")


def said(capsys, *words):
    status = main(["check-data", *map(str, words)])
    return status, capsys.readouterr().out


def wrong(folder):
    """What has to be mended."""
    found = check(folder)
    return found[found["kind"] != "remark"]


def test_the_bundled_tables_pass(run):
    status, out, errors = run("check-data")
    assert (status, errors) == (0, "")
    assert out.count("No problems") == 2 and "--against" in out


def test_numbers_written_otherwise_and_line_ends_of_windows_are_no_change(folder, capsys):
    change(folder, "evidence", in_use(*MEASURED), sensitivity="0.5220")
    path = folder / "causes.csv"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert said(capsys, folder)[1].endswith("No row differs.\n")


def test_all_that_keeps_a_folder_from_loading_is_told_at_once_and_nothing_is_compared(
    folder, capsys
):
    change(folder, "evidence", in_use(*MEASURED), sensitivity="1,4")
    change(folder, "backgrounds", {"finding": "worse_sitting"}, source="nobody1999")
    (folder / "care.csv").unlink()
    status, out = said(capsys, folder)
    assert status == 1 and "cannot be loaded" in out and "Against" not in out
    for part in ("'1,4'", "'nobody1999'", "care.csv: this file is missing"):
        assert part in out


def test_a_figure_out_of_its_published_range_that_gives_no_reason_is_named(folder):
    change(folder, "backgrounds", {"finding": MEASURED[1]}, background="0.9", high="0.95")
    (line,) = listed(unsound := wrong(folder))
    assert "comparator_fit" in line and " + ".join(MEASURED) in line and "published" in line
    assert unsound["kind"].tolist() == ["unsound"]
    change(folder, "evidence", in_use(*MEASURED), comparator_fit="no", fit_reason="Made up.")
    assert wrong(folder).empty


def test_a_reason_for_a_figure_that_fits_and_a_row_without_an_interval_are_named(folder):
    change(folder, "evidence", in_use(*MEASURED), comparator_fit="no", fit_reason="Made up.")
    row = published_ratios(gluteal.load()).iloc[-1]
    nothing = dict.fromkeys(["tp", "fn", "fp", "tn", "spec_low", "spec_high"], "")
    change(folder, "evidence", in_use(row["cause"], row["finding"]), **nothing)
    found = check(folder)
    found = found[found["file"] == "evidence.csv"].set_index("kind")["column"]
    assert found.to_dict() == {"unsound": "comparator_fit", "remark": "specificity"}


def test_a_count_of_none_gives_an_interval_all_the_same():
    evidence = gluteal.load().evidence
    rows = evidence[(evidence["finding"] == MEASURED[1]) & (evidence["use"] == "yes")]
    kb = gluteal.load().with_tables({"evidence": rows.assign(fp=0.0)}, "+x")
    low, high = published_ratios(kb)[["low", "high"]].iloc[0]
    assert 0 < low < high < float("inf")


def test_an_identifier_that_is_none_is_named_with_what_it_should_be(folder):
    def spoil(records):
        records[0]["DOI"] = "https://doi.org/10.1000/x"
        records[1] |= {"PMID": "PMID 123", "PMCID": "123456"}

    sources(folder, spoil)
    patients = table(folder, "coded")
    patients.loc[0, ["doi", "pmid"]] = ["10.1000/x.", "12-34"]
    write(folder, "coded", patients)
    found = wrong(folder)
    assert set(found["kind"]) == {"unsound"} and found["remedy"].str.startswith("is no ").all()
    places = list(zip(found["file"], found["row"], found["column"]))
    assert places == [
        ("references.json", 1, "DOI"),
        ("references.json", 2, "PMID"),
        ("references.json", 2, "PMCID"),
        ("coded.csv", 2, "doi"),
        ("coded.csv", 2, "pmid"),
    ]


def test_two_records_of_one_source_are_named_whatever_their_case(folder):
    def again(records):
        twins = [next(r for r in records if field in r) for field in ("DOI", "PMID")]
        new = {"id": "twin", "type": "report", "title": "Same"}
        records.append(new | {"DOI": twins[0]["DOI"].upper(), "PMID": twins[1]["PMID"]})

    sources(folder, again)
    found = wrong(folder)
    assert found["column"].tolist() == ["DOI", "PMID"]
    assert found["remedy"].str.contains("keep one").all()


def test_a_coded_patient_that_no_case_can_be_made_of_is_named_and_left_out(folder, capsys):
    patients = table(folder, "coded")
    told_already = json.loads((folder / "cases/cases.json").read_text("utf-8"))[0]["id"]
    patients.loc[0, "age"] = "400"
    patients.loc[1, "absent"] += ";" + patients["present"][1].split(";")[0]
    patients.loc[2, "case"] = told_already
    left = patients["case"][:2].tolist()
    write(folder, "coded", patients)
    status, out = said(capsys, folder)
    assert status == 1 and "3 problems: published" in out
    for row, column in ((2, "age"), (3, "absent"), (4, "case")):
        assert f"coded.csv, row {row}, column {column}: " in out
    (line,) = [li for li in out.splitlines() if "left out" in li]
    assert all(name in line for name in left)


def test_a_source_that_no_row_cites_is_remarked_and_one_that_a_note_names_is_not(folder):
    def add(records):
        for name in ("orphan2026", "noted2026"):
            records.append({"id": name, "type": "report", "title": name})

    sources(folder, add)
    change(folder, "backgrounds", {"finding": "worse_sitting"}, note="See noted2026.")
    found = check(folder).set_index("value")["kind"]
    assert found["orphan2026"] == "remark" and "noted2026" not in found
    assert set(found) == {"remark"}  # which is no reason to fail


def test_changed_numbers_are_told_with_what_they_move_together_and_one_by_one(folder, capsys):
    for finding in ("female_sex", "obesity"):
        cell = in_use("piriformis_syndrome", finding)
        change(folder, "evidence", cell, sensitivity="0.05", sens_low="0.01", sens_high="0.1")
    status, out = said(capsys, folder)
    (before,) = gluteal.load().evidence.query(
        "cause == 'piriformis_syndrome' and finding == 'female_sex' and use == 'yes'"
    )["sensitivity"]
    assert status == 0 and "6 values changed, 0 rows added, 0 rows removed" in out
    line = f"evidence.csv: piriformis_syndrome × female_sex: sensitivity {before:g} → 0.05"
    assert line in out
    (first,) = [li for li in out.splitlines() if "another cause stands first" in li]
    assert int(first.split()[-3]) >= 1
    together, each = out.split("alone:")
    assert "Brier" in together and "Zones of injections" in together
    assert "female_sex: another cause first in" in each and "each of 1 others" in each


def test_a_row_that_goes_out_of_use_is_one_change_and_a_new_one_is_added(folder):
    change(folder, "evidence", in_use("ischial_bursitis", "worse_hard_seat"), use="no")
    rows = table(folder, "evidence")
    new = rows[(rows["cause"] == "ischial_bursitis") & (rows["finding"] == "worse_hard_seat")]
    new = new.head(1).assign(use="yes", source="", basis="judgement", locator="mine")
    write(folder, "evidence", pd.concat([rows, new]))
    out = told(unchecked(folder), effects=False)
    assert "1 value changed, 1 row added, 0 rows removed" in out and "use yes → no" in out


def test_tables_of_another_layout_are_compared_row_by_row_and_said_to_be_so(
    folder, tmp_path, capsys
):
    old = tmp_path / "old"
    shutil.copytree(folder, old)
    write(old, "red_flags", table(old, "red_flags").drop(columns="tests"))
    change(old, "thresholds", {"cause": "coccydynia"}, harm_of_test="0.9")
    status, out = said(capsys, folder, "--against", old)
    assert status == 0 and "another layout" in out and "red_flags.csv: column tests is new" in out
    assert "thresholds.csv: coccydynia: harm_of_test 0.9 → " in out and "Brier" not in out


def test_nothing_that_steers_a_terminal_comes_from_old_tables(folder):
    change(folder, "causes", {"cause": "coccydynia"}, label="\x1b[2JGone\u202e")
    out = told(gluteal.load(), unchecked(folder), effects=False)
    assert "causes.csv: coccydynia: label ?[2JGone?" in out
    assert "\x1b" not in out and "\u202e" not in out


def test_a_folder_that_is_not_there_is_named_in_one_line(capsys, tmp_path):
    for words in ([tmp_path / "none"], [data_folder(), "--against", tmp_path / "none"]):
        assert main(["check-data", *map(str, words)]) == 2
        (line,) = capsys.readouterr().err.splitlines()
        assert "none" in line


def test_an_unknown_word_is_named_in_one_line(capsys):
    with pytest.raises(SystemExit) as stopped:
        main(["check-data", "--agianst", "x"])
    assert stopped.value.code == 2 and "--agianst" in capsys.readouterr().err


PREFIX = st.from_regex(r"10\.[0-9]{4,9}", fullmatch=True)
SUFFIX = st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=40)


@given(PREFIX, SUFFIX.filter(lambda s: s[-1] not in ".,;"))
@example("10.1002", "(SICI)1097-0142(19960101)77:1<1::AID-CNCR1>3.0.CO;2-A")
def test_a_doi_may_hold_every_printable_character(prefix, suffix):
    assert well_formed("DOI", f"{prefix}/{suffix}")


@given(PREFIX, SUFFIX.filter(lambda s: s[-1] not in ".,;"), st.sampled_from(".,; \n"))
def test_a_doi_is_no_address_has_no_label_and_nothing_that_ends_a_sentence(prefix, suffix, end):
    doi = f"{prefix}/{suffix}"
    for wrong in (f"https://doi.org/{doi}", f"doi:{doi}", f" {doi}", doi + end, prefix, doi[1:]):
        assert not well_formed("DOI", wrong)


@given(st.integers())
def test_a_pmid_is_a_number_of_at_most_eight_digits(number):
    assert well_formed("PMID", str(number)) == (0 < number < 10**8)
