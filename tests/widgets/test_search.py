"""The search of the screen, with the words of clinicians."""

import csv
import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

import gluteal
from gluteal.widgets.catalogue import catalogue

ROOT = Path(__file__).parents[2]
SEARCH = ROOT / "gluteal" / "widgets" / "js" / "marks" / "search.js"
PHRASES = ROOT / "tests" / "authorities" / "phrases.csv"
FIRST = 0.95  # of all phrases; of the red flags all

ASK = """
import {{ readFileSync }} from "node:fs";
const {{ search }} = await import({search});
const {{ findings, phrases }} = JSON.parse(readFileSync(0, "utf8"));
const found = phrases.map((phrase) => {{
  const {{ rows, clear }} = search(findings, phrase);
  return {{ first: rows[0]?.finding.id ?? "", also: rows[0]?.also ?? "", clear: clear?.id ?? "" }};
}});
console.log(JSON.stringify(found));
"""


def searched(phrases):
    """What the page's own search finds in the bundled findings."""
    if shutil.which("node") is None:
        if os.environ.get("CI") == "true":
            pytest.fail("no node found: install Node to check the screen's JavaScript")
        pytest.skip("no node found")
    given = {"findings": catalogue(gluteal.load())["findings"], "phrases": phrases}
    script = ASK.format(search=json.dumps(SEARCH.as_uri()))
    done = subprocess.run(
        ["node", "--input-type=module", "-e", script],
        input=json.dumps(given),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def answers():
    with PHRASES.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return list(zip(rows, searched([row["phrase"] for row in rows]), strict=True))


def test_the_phrases_are_many_and_each_stands_once(answers):
    phrases = [row["phrase"] for row, _ in answers]
    assert len(phrases) == len(set(phrases)) >= 160
    assert set(catalogue(gluteal.load())["findings"][0]) >= {"synonyms", "label", "tier"}


def test_the_words_of_clinicians_find_the_finding_first(answers):
    missed = [
        f"{row['phrase']}: {found['first'] or 'nothing'}, not {row['finding']}"
        for row, found in answers
        if found["first"] != row["finding"]
    ]
    assert len(missed) <= (1 - FIRST) * len(answers), "\n".join(missed)


def test_every_phrase_for_a_red_flag_finds_it_first(answers):
    missed = [
        f"{row['phrase']}: {found['first'] or 'nothing'}, not {row['finding']}"
        for row, found in answers
        if row["kind"] == "red flag" and found["first"] != row["finding"]
    ]
    assert not missed, "\n".join(missed)


def test_enter_marks_what_is_meant_or_nothing(answers):
    wrong = [
        f"{row['phrase']}: marks {found['clear'] or 'nothing'}"
        for row, found in answers
        if found["clear"] != (row["finding"] if row["enter"] == "marks" else "")
    ]
    assert not wrong, "\n".join(wrong)


def test_enter_never_marks_a_result_by_another_name_than_its_label():
    findings = catalogue(gluteal.load())["findings"]
    results = {f["id"] for f in findings if f["tier"] not in ("ask", "examine")}
    names = [n for f in findings for n in (f["short"], *f["synonyms"].split(";")) if n]
    found = zip(names, searched(names), strict=True)
    marked = [n for n, f in found if f["clear"] in results]
    assert marked == ["CRP / ESR raised"]  # the words of its label


def test_a_synonym_marks_no_finding_that_does_not_have_it():
    findings = catalogue(gluteal.load())["findings"]
    signs = [f for f in findings if f["tier"] in ("ask", "examine")]
    pairs = [(f["id"], n) for f in signs for n in f["synonyms"].split(";") if n]
    found = searched([name for _, name in pairs])
    owners = {}
    for finding, name in pairs:
        owners.setdefault(name, set()).add(finding)
    wrong = [
        f"{name} ({finding}): marks {got['clear']}"
        for (finding, name), got in zip(pairs, found, strict=True)
        if got["clear"] and got["clear"] not in owners[name]
    ]
    assert not wrong, "\n".join(wrong)


def test_the_stork_says_that_it_is_not_the_lumbar_one():
    (found,) = searched(["stork"])
    assert found["first"] == "single_leg_stance_30s"
    assert "not the lumbar stork test" in found["also"]
    assert not found["clear"]
