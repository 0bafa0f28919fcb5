"""The sources behind a result: all of them, once, in three forms that other programs read."""

import json
import re

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import gluteal
from gluteal.handout.citations import vancouver as linked
from gluteal.study.bibtex import bibtex

KB = gluteal.load()
CASE = gluteal.Case(
    present=["sij_distraction", "fever_or_systemically_unwell"], absent=["pain_below_knee"], age=70
)
PLAIN = {
    r"\textbackslash{}": "\\",
    r"\textbraceleft{}": "{",
    r"\textbraceright{}": "}",
    r"\textasciitilde{}": "~",
    r"\textasciicircum{}": "^",
    r"\textless{}": "<",
    r"\textgreater{}": ">",
}


def unescaped(text):
    return re.sub(r"\\text\w+\{\}|\\[&%$#_]", lambda m: PLAIN.get(m[0], m[0][1:]), text)


def braced(text, at):
    """The group that opens at ``at``, and where it ends."""
    assert text[at] == "{", text[at : at + 40]
    depth, i = 0, at
    while True:
        depth += (text[i] == "{") - (text[i] == "}")
        i += 1
        if depth == 0:
            return text[at + 1 : i - 1], i


def parsed(text):
    """Entries of a BibTeX file by a grammar without mercy: key to (kind, fields)."""
    entries, at = {}, 0
    while at < len(text):
        head = re.compile(r"@(article|book|misc)\{([a-z][a-z0-9_]*)").match(text, at)
        assert head, text[at : at + 40]
        kind, key, at, fields = head[1], head[2], head.end(), {}
        while comma := re.compile(r",\n  ([a-z]+) = ").match(text, at):
            fields[comma[1]], at = braced(text, comma.end())
        end = re.compile(r"\n\}\n+").match(text, at)
        assert end and key not in entries, text[at : at + 40]
        entries[key], at = (kind, fields), end.end()
    return entries


def test_every_source_survives_the_way_to_bibtex_and_back():
    entries = parsed(gluteal.citations(list(KB.records), KB, "bibtex"))
    assert list(entries) == list(KB.records)
    for key, (kind, fields) in entries.items():
        record = KB.records[key]
        assert unescaped(fields["title"][1:-1]) == " ".join(record["title"].split())
        assert fields.get("doi", "") == record.get("DOI", "")
        assert fields.get("pmid", "") == str(record.get("PMID", ""))
        assert ("from memory, not seen" in fields.get("note", "")) == (
            record["custom"]["seen"] == "recalled"
        )
        assert kind != "article" or not re.search("journal", fields.get("howpublished", ""))
        assert not re.search(r"(?<!\\)[&%$#_]", "".join(v for k, v in fields.items() if k != "doi"))


@given(st.text(st.characters(codec="utf-8", exclude_categories=["C"]), max_size=60))
def test_no_title_can_break_out_of_its_entry(title):
    entry = parsed(bibtex({"id": "a1", "type": "book", "title": title}))["a1"][1]
    assert unescaped(entry["title"][1:-1]) == (" ".join(title.split()) or "[Title not shown]")


def test_volume_issue_and_pages_stand_apart_for_a_reference_manager():
    entry = json.loads(gluteal.citations("bron2012", KB, "csl"))[0]
    assert entry["container-title"] == "Curr Pain Headache Rep"
    assert (entry["volume"], entry["issue"], entry["page"]) == ("16", "5", "439-444")
    assert entry["type"] == "article-journal" and "custom" not in entry


def test_text_is_that_of_the_printed_page():
    for key, record in KB.records.items():
        said = re.sub("<[^>]+>", "", linked(record)).replace("&lt;", "<").replace("&gt;", ">")
        assert gluteal.citations(key, KB) == "1. " + said.replace("&amp;", "&")


def test_weights_cite_their_own_cells_and_backgrounds_and_nothing_else():
    frame = gluteal.weights(CASE, KB).loc[["sacroiliac_joint_pain"], ["sij_distraction"]]
    keys = set(parsed(gluteal.citations(frame, KB, "bibtex")))
    background = KB.backgrounds.at["sij_distraction", "source"].split(";")
    assert keys == {"laslett2005", "simpson2006", *filter(None, background)}


def test_a_question_and_a_studied_rule_have_sources_too():
    case = gluteal.Case(
        present=["sij_distraction", "sij_thigh_thrust", "sij_compression"], age=30, sex="female"
    )
    frame = gluteal.weights(case, KB).loc[["axial_spondyloarthritis"]]
    rule = [c for c in frame if c in KB.composites.index]
    assert rule and "age" in frame
    assert gluteal.citations(frame[["age"]], KB)
    keys = set(parsed(gluteal.citations(frame[rule], KB, "bibtex")))
    assert set(KB.composites.at[rule[0], "source"].split(";")) <= keys


@pytest.mark.parametrize("name", ["differential", "next_findings", "red_flags", "injections"])
def test_every_result_has_its_sources(name):
    frame = getattr(gluteal, name)(CASE, KB)
    few, all_ = (parsed(gluteal.citations(f, KB, "bibtex")) for f in (frame.head(1), frame))
    assert set(few) <= set(all_) <= set(KB.records) and all_


def test_rows_of_a_table_cite_what_they_name():
    rows = KB.trace("sacroiliac_joint_pain", "sij_distraction")
    first, *_ = gluteal.citations(rows, KB).splitlines()
    assert first.startswith("1. Laslett M")
    moved = KB.reconciled.head(1)
    used = KB.evidence.merge(moved[["cause", "finding"]]).query("use == 'yes'")["source"].iloc[0]
    assert set(filter(None, used.split(";"))) <= set(parsed(gluteal.citations(moved, KB, "bibtex")))


def test_nothing_found_is_nothing_cited():
    assert gluteal.citations(gluteal.weights(gluteal.Case(), KB).head(0), KB) == ""
    assert gluteal.citations([], KB, "bibtex") == ""


def test_what_is_not_in_the_tables_is_named_with_what_it_could_be():
    with pytest.raises(ValueError, match=r"'laslet2005'.*did you mean laslett2005"):
        gluteal.citations("laslet2005", KB)
    with pytest.raises(ValueError, match="names 'bron2021'.*did you mean bron2012"):
        gluteal.citations(["laslett2005", "bron2021"], KB)
    with pytest.raises(ValueError, match="must be an id of the tables"):
        gluteal.citations(pd.DataFrame({"a": [1]}), KB)
    with pytest.raises(ValueError, match="style == 'apa', must be 'vancouver', 'csl' or 'bibtex'"):
        gluteal.citations("bron2012", KB, "apa")
