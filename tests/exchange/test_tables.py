"""What is shown of a case, as tables that a spreadsheet and another program can read."""

import io
import json
from dataclasses import replace

import pandas as pd
import pytest
from patients import BUSY, RED, SIJ

import gluteal
from gluteal.exchange import tables

KB = gluteal.load()


@pytest.mark.parametrize("case", [SIJ, RED, BUSY], ids=["sij", "red", "busy"])
def test_every_table_survives_csv_and_json(case):
    for name, table in tables(case).items():
        text = table.to_csv(index=False)
        kept = pd.read_csv(io.StringIO(text), keep_default_na=False, dtype=str)
        assert kept.columns.tolist() == table.columns.tolist() and len(kept) == len(table), name
        assert kept.to_csv(index=False) == text, name
        records = json.loads(table.to_json(orient="records"))
        assert all(not isinstance(v, (list, dict)) for row in records for v in row.values()), name
    numbers = tables(SIJ)["differential"]
    back = pd.read_csv(io.StringIO(numbers.to_csv(index=False)), keep_default_na=False)
    pd.testing.assert_frame_equal(back, numbers, check_dtype=False)


def test_tables_hold_what_the_functions_give():
    found, own = tables(BUSY), gluteal.injections(BUSY)
    assert (
        found["differential"]
        .set_index("cause")["probability"]
        .equals(gluteal.differential(BUSY)["probability"])
    )
    assert found["injections"]["holds"].tolist() == ["; ".join(h) for h in own["holds"]]


def test_no_table_travels_without_what_it_rests_on():
    about = tables(SIJ)["about"].iloc[0]
    assert (about["data_version"], about["data_digest"]) == (KB.version, KB.digest)
    assert about["setting"] == "pain_clinic" and "screening questions asked" in about["screening"]


def test_under_an_immediate_flag_only_the_flags_are_written():
    found = tables(RED)
    assert set(found) == {"about", "red_flags"}
    assert "no ranking holds" in found["about"].at[0, "no_ranking"]


def test_a_typed_reason_does_not_become_a_formula():
    case = replace(RED, cleared={"flag:weight_loss": "=HYPERLINK(1)"})
    cleared = tables(case)["red_flags"].set_index("red_flag")["cleared"]
    assert cleared["weight_loss"] == "'=HYPERLINK(1)"
