"""What the documents on validation promise: the model card, the TRIPOD+AI table, the protocol."""

import json
import re
from pathlib import Path

import pandas as pd
import pytest
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

import gluteal
from gluteal import study

ROOT = Path(__file__).parents[2]
SCHEMA = json.loads((ROOT / "tests/authorities/model_card.schema.json").read_text("utf-8"))
CARD = json.loads((ROOT / "docs/model_card.json").read_text("utf-8"))
TRIPOD = (ROOT / "docs/tripod_ai.md").read_text("utf-8")
PROTOCOL = (ROOT / "docs/protocol.md").read_text("utf-8")
AGES = ["under 45", "45 to 64", "65 and over"]
PATH = re.compile(r"\b(?:[a-z_]+/)*[A-Za-z_-]+\.(?:md|py|csv|json|ipynb)\b")


def test_the_model_card_follows_the_schema():
    Draft202012Validator.check_schema(SCHEMA)
    Draft202012Validator(SCHEMA).validate(CARD)


def test_a_card_without_its_warnings_is_refused():
    short = {"AppliedModelCard": {k: v for k, v in CARD["AppliedModelCard"].items()}}
    del short["AppliedModelCard"]["Warnings"]
    with pytest.raises(ValidationError, match="Warnings"):
        Draft202012Validator(SCHEMA).validate(short)


@pytest.fixture(scope="module")
def measured():
    """Everything that the card gives, measured anew: label to number, or mean, low and high."""
    kb = gluteal.load()
    cohort = study.published(kb)
    chances, cause = study.readings(cohort, kb), cohort["cause"]
    tables = {
        name: study.summary(chances[name], cause)
        for name in ("history and examination", "all marks")
    }
    found = {
        f"{name}: overconfidence": study.overconfidence(chances[name], cause) for name in tables
    }
    age = pd.cut(cohort["age"], [0, 45, 65, 120], right=False, labels=AGES).astype(str)
    for groups in (study.people(kb)["sex"], age):
        parts = study.by_group(chances["all marks"], cause, groups)
        tables |= {g: parts.loc[g] for g in parts.index.get_level_values(0).unique()}
    for name, table in tables.items():
        for measure, row in table.iterrows():
            found[f"{name}: {measure}"] = row[["mean", "low", "high"]].to_dict()
    for _, row in study.careless(cohort, kb, (0.2,)).iterrows():
        for measure in ("top-1", "Brier"):
            found[f"a fifth of the marks {row['kind']}: {measure}"] = row[measure]
    return found


def test_every_number_of_the_card_is_what_the_package_measures(measured):
    metrics = CARD["AppliedModelCard"]["KeyMetrics"].values()
    results = [r for m in metrics for r in m["Results"]["MetricResult"]]
    assert len(results) > 20
    for result in results:
        value = json.loads(result["ValueJson"])
        assert value == pytest.approx(measured[result["Label"]], abs=0.0051), result["Label"]


def rows():
    lines = [line for line in TRIPOD.splitlines() if re.match(r"\| \d+ \|", line)]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def test_the_tripod_table_has_each_of_the_27_items_once():
    assert [int(row[0]) for row in rows()] == list(range(1, 28))


def test_each_item_is_answered_at_a_place_that_is_there_or_not_done():
    for number, _, place, how_far in rows():
        assert place == "not done" or (ROOT / place).exists(), number
        for path in PATH.findall(how_far):
            assert (ROOT / path).exists(), (number, path)


def test_the_protocol_is_dated_and_says_what_the_package_does():
    assert re.search(r"Version 1, \d+ \w+ 20\d\d", PROTOCOL) and "## Deviations" in PROTOCOL
    for word in ("agreement", "by_cause", "by_group", "difference", "overconfidence"):
        assert re.search(rf"`(gluteal\.study\.)?{word}`", PROTOCOL) and callable(
            getattr(study, word)
        )
    assert ", ".join(f"{b:g}" for b in study.BINS) in PROTOCOL
