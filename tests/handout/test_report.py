"""What stands behind the one page: complete, equal to the frames, sourced, inert, printable."""

import os
import re
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser

import numpy as np
import pandas as pd
import pytest
from patients import RED, SIJ

import gluteal
from gluteal.figures import signed, two_digits
from gluteal.handout import report
from gluteal.handout.citations import vancouver
from gluteal.handout.lesson import course
from gluteal.model import best_next, by_itself, fit, known

KB, DAY = gluteal.load(), date(2026, 11, 22)
VOID = {"br", "col", "meta", "wbr"}
SAFE_LINKS = ("https://doi.org/", "https://pubmed.ncbi", "https://pmc.ncbi", "#s")
HOSTILE = "</style></title><script>alert(1)</script><img src=x onerror=alert(1)>\"'\x00\u202e&amp;"
EMPTY = gluteal.Case()


def lesson(name):
    row = KB.cases.loc[name]
    return gluteal.Case(present=row["present"], absent=row["absent"], setting=row["setting"]), row


def made(case, row=None, full=True, **more):
    return report(case, KB, teaching=row, made=DAY, full=full, **more)


class Page(HTMLParser):
    """Elements of a page as (name, attributes, text), and whether its tags are balanced."""

    def __init__(self, html):
        super().__init__()
        self.open, self.found, self.faults = [], [], []
        self.feed(html)
        self.close()
        self.faults += [f"{name} stays open" for name, *_ in self.open]

    def handle_starttag(self, name, attributes):
        entry = (name, dict(attributes), [])
        self.found.append(entry)
        if name not in VOID:
            self.open.append(entry)

    def handle_endtag(self, name):
        if not self.open or self.open[-1][0] != name:
            self.faults.append(f"</{name}> in {[e[0] for e in self.open]}")
        else:
            self.open.pop()

    def handle_data(self, data):
        for _, _, text in self.open:
            text.append(data)

    def all(self, name, **attributes):
        return [
            ("".join(text), given)
            for tag, given, text in self.found
            if tag == name and all(v in (given.get(k) or "").split() for k, v in attributes.items())
        ]

    def one(self, name, **attributes):
        (found,) = self.all(name, **attributes)
        return found[0]


@pytest.fixture(scope="module")
def sij():
    return made(SIJ)


@pytest.fixture(scope="module")
def page(sij):
    return Page(sij.html)


def rows(html, table, key):
    """Cells of the rows of a table by the value of an attribute of each row."""
    inside = re.search(rf'<table class="{table}".*?</table>', html, re.S)[0]
    found = re.findall(rf'<tr[^>]*{key}="([^"]*)"[^>]*>(.*?)</tr>', inside, re.S)
    return {
        k: [
            Page(f"<i>{c}</i>").all("i")[0][0]
            for c in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", r, re.S)
        ]
        for k, r in found
    }


def cited(html):
    """Numbers that stand in brackets, ranges filled in."""
    numbers = set()
    for text, _ in Page(html).all("span", **{"class": "n"}):
        for part in text.strip("[]").split(","):
            ends = [int(n) for n in part.split("\u2013")]
            numbers |= set(range(ends[0], ends[-1] + 1))
    return numbers


def listed(html):
    return {int(n) for n in re.findall(r'<(?:li|span) id="s(\d+)"', html)}


EXAMPLES = {"sij": (SIJ, None), "red": (RED, None), "empty": (EMPTY, None)}


@pytest.mark.parametrize("full", [True, False])
@pytest.mark.parametrize("name", [*EXAMPLES, *KB.cases.index])
def test_every_page_is_balanced_asks_for_nothing_and_cites_exactly_what_it_lists(name, full):
    case, row = EXAMPLES.get(name) or lesson(name)
    result = made(case, row, full)
    page = Page(result.html)
    assert page.faults == []
    names = {tag for tag, *_ in page.found}
    assert not names & {"script", "link", "img", "iframe", "object", "form", "base", "button"}
    for _, given, _ in page.found:
        assert not any(k.startswith("on") or k in ("src", "srcset", "action") for k in given)
    assert "@import" not in result.html and "url(" not in result.html
    links = [given["href"] for _, given in page.all("a")]
    own = [row["source"]["url"]] if row is not None else []
    assert all(link.startswith((*SAFE_LINKS, *filter(None, own))) for link in links)
    assert cited(result.html) == listed(result.html) == set(range(1, len(listed(result.html)) + 1))
    assert "&lt;span" not in result.html and "nan" not in page.one("main").lower().split()


def test_what_stands_behind_the_page_follows_it_in_its_order_to_limits_and_sources(page):
    heads = [head for head, _ in page.all("h2")]
    assert heads[heads.index("All that was marked") :] == [
        "All that was marked",
        "All causes",
        "Why: all marks",
        "How the leading cause comes about",
        "What next: how to ask and examine",
        "All injections to consider",
        "Conservative care of the likely causes",
        "Limits",
        "Sources",
    ]
    limits = page.one("section", **{"class": "limits"})
    assert 3 <= len(re.findall(r"[.](?= |$)", limits)) <= 5
    used = KB.basis.stack()[KB.known.stack()]
    judged = f"{(used == 'judgement').mean():.0%}".replace("%", " %")
    assert "not a medical device" in limits and f"{judged} are judgement" in limits
    assert "machine-made and unreviewed" in limits
    text = page.one("main")
    assert all(s in text for s in (KB.digest, KB.version, gluteal.__version__, "22 November 2026"))


def test_the_differential_holds_all_causes_with_the_numbers_of_the_frame(sij):
    frame = gluteal.differential(SIJ, KB)
    shown = rows(sij.html, "causes", "data-cause")
    assert list(shown) == list(frame.index)
    for cause, cells in shown.items():
        row = frame.loc[cause]
        ends = dict.fromkeys((two_digits(row["low"]), two_digits(row["high"])))
        assert cells[0].startswith(KB.label(cause))
        assert cells[2:5] == [
            two_digits(row["probability"]),
            " \u2013 ".join(ends),
            two_digits(row["prior"]),
        ]


def test_contributions_are_the_weights_of_the_leading_cause_and_add_up(sij):
    cause = gluteal.differential(SIJ, KB).index[0]
    weights = by_itself(SIJ, KB).loc[cause]
    shown = rows(sij.html, "why", "data-column")
    assert set(shown) == set(weights.index)
    assert [shown[c][2] for c in weights.index] == [signed(w) for w in weights]
    term = float(fit(SIJ, KB)[cause])
    inside = re.search(r'<table class="why".*?</table>', sij.html, re.S)[0]
    assert '<tr class="term">' in inside and f">{signed(term)}</td>" in inside
    assert f">{signed(float(np.nansum(weights)) + term)}</td>" in inside


def test_the_heatmap_shows_every_weight_once_and_has_nothing_to_press(sij):
    weights = gluteal.weights(SIJ, KB)
    found = re.findall(
        r'data-column="(\w+)"',
        re.sub(r'<table class="(why|likely)".*?</table>', "", sij.html, flags=re.S),
    )
    assert {c: found.count(c) for c in set(found)} == dict.fromkeys(weights.columns, 7)
    heat = "".join(re.findall(r'<table class="heat.*?</table>', sij.html, re.S))
    assert not re.search(r"tabindex|data-key|role=|<button", heat)


def test_many_marks_are_split_over_several_heatmaps():
    case, row = lesson("sij_27f_veteran")
    html = made(case, row).html
    assert html.count('<table class="heat upright"') == 2


def test_what_next_gives_the_best_of_each_tier_both_ways(sij):
    best = best_next(SIJ, KB)
    bodies = re.findall(r'<tbody data-finding="(\w+)">(.*?)</tbody>', sij.html, re.S)
    assert [f for f, _ in bodies] == [r["finding"] for r in best]
    for (_, body), row in zip(bodies, best):
        text = Page(f"<i>{body}</i>").one("i")
        for key in ("now", "if_present", "if_absent"):
            assert two_digits(row[key]) in text
        assert row["reason"] in text


def test_injection_cards_carry_zone_thresholds_holds_cautions_and_grade(sij):
    frame = gluteal.injections(SIJ, KB)
    zones = (
        "therapeutic injection",
        "diagnostic block",
        "investigate first",
        "specialist referral",
    )
    fits = frame[frame["zone"].isin(zones)]
    cards = dict(re.findall(r'<article[^>]*data-injection="(\w+)">(.*?)</article>', sij.html, re.S))
    assert list(cards) == list(fits.index)
    every = Page(sij.html).one("main")
    for name, row in fits.iterrows():
        text = Page(f"<i>{cards[name]}</i>").one("i")
        for said in (row["zone"], row["zone_reason"], row["target"], row["guidance"], row["label"]):
            assert said in text
        for p in ("probability", "low", "high", "test", "treat"):
            assert two_digits(row[p]) in text
        assert f"held ({len(row['holds'])})" in text and f"Grade {row['grade']}" in text
        assert all(hold.removeprefix("Precaution: ")[:60] in every for hold in row["holds"])
        assert all(caution[:60] in every for caution in row["cautions"])
    assert "Oral factor Xa inhibitor" in cards["sij_intraarticular"]
    assert "Not asked yet: " in every and "pregnancy" in every


def test_what_is_from_memory_or_judged_is_marked(sij):
    card = re.search(r'<article[^>]*data-injection="sij_intraarticular".*?</article>', sij.html)[0]
    assert "\u2020 From memory" in card and "1.5\u20132 mL<sup>\u2020</sup>" in card
    assert 'harms behind them: <span class="judged">judgement</span>' in card
    assert (
        '<span class="judged">judgement</span>'
        in re.search(r'<table class="causes".*?</table>', sij.html)[0]
    )


def test_ids_of_sources_in_prose_become_numbers(sij):
    text = Page(sij.html).one("main")
    assert not [
        i for i in KB.references.index if re.search(rf"\b{i}\b", text) and re.search(r"\d{4}", i)
    ]


def test_marks_stand_under_their_stage_with_their_state_and_paused_ones_apart(page):
    marks = page.one("table", **{"class": "marks"})
    assert "History" in marks and "Examination" in marks
    assert "present: Fortin finger sign" in marks
    assert "absent: History of cancer" in marks
    assert "paused: Major (high-energy) trauma (absent)" in marks


def test_no_field_of_the_page_lets_a_hostile_text_act(tmp_path):
    row = KB.cases.loc["sij_62f_letter"].copy()
    step = {"stage": HOSTILE, "title": HOSTILE, "text": HOSTILE, "ask": HOSTILE}
    row["title"] = row["vignette"] = row["outcome"] = row["pitfall"] = HOSTILE
    row["steps"] = [step | {"present": ["worse_sitting"], "absent": []}]
    row["learning_points"], row["injected"] = [HOSTILE], {"text": HOSTILE, "result": HOSTILE}
    row["source"] = dict.fromkeys(("authors", "title", "journal", "doi", "pmid"), HOSTILE)
    row["source"] |= {"url": "javascript:alert(1)", "year": HOSTILE}
    case = replace(RED, cleared={"flag:weight_loss": HOSTILE, "flag:cauda_equina": HOSTILE})
    for result in (
        made(case, title=HOSTILE, notes=[HOSTILE]),
        made(SIJ, row),
        made(case, row, full=False),
    ):
        page = Page(result.html)
        assert page.faults == [] and len(page.all("style")) == 2
        assert not {tag for tag, *_ in page.found} & {"script", "img"}
        assert not [g for _, g, _ in page.found if any(k.startswith("on") for k in g)]
        assert not [g for _, g in page.all("a") if g["href"].lower().startswith("javascript")]
        assert "\x00" not in result.html and "\u202e" not in result.html + result.text
        assert len(result.text.splitlines()) <= 12
        shown = Page(result._repr_html_())
        assert [tag for tag, *_ in shown.found] == ["iframe"]
        assert shown.found[0][1]["srcdoc"].replace("about:srcdoc#", "#") == result.html
        assert shown.found[0][1]["sandbox"] == "allow-popups"


def test_hostile_tables_of_ones_own_come_out_inert_too(folder):
    mark = "<img src=x onerror=alert(1)>"
    changes = {"causes.csv": "Sacroiliac joint dysfunction", "findings.csv": "Fortin finger sign"}
    changes |= {"red_flags.csv": "Saddle numbness", "injections.csv": "Synovial lower third"}
    for name, old in changes.items():
        text = (folder / name).read_text("utf-8")
        assert old in text
        (folder / name).write_text(text.replace(old, mark), "utf-8")
    own = gluteal.load(folder)
    for case in (SIJ, RED):
        result = report(case, own, made=DAY)
        assert "&lt;img" in result.html and "<img" not in result.html
        assert Page(result.html).faults == [] and f"data {own.version}" in result.html


def test_a_teaching_case_begins_with_its_steps_and_ends_with_what_it_was():
    case, row = lesson("clu_55f_acute")
    page = Page(made(case, row).html)
    text = page.one("main")
    order = [row["title"], "Is anything dangerous?", "What it turned out to be", row["pitfall"]]
    order += ["step by step", "How the picture changed", "The published patient"]
    order += ["Numbered as first", "Superior Cluneal Nerve Entrapment. Regional Anesthesia"]
    assert [text.index(s) for s in order] == sorted(text.index(s) for s in order)
    assert row["outcome"] in text and row["learning_points"][0] in text
    for step in row["steps"]:
        assert step["title"] in text and step["text"] in text
    assert page.all("svg", role="img") and row["injected"]["result"] in text


def test_the_course_of_a_teaching_case_is_that_of_the_model_with_a_table_twin():
    case, row = lesson("clu_55f_acute")
    frame, cause = course(case, row, KB), row["cause"]
    told = gluteal.Case(setting=row["setting"])
    assert frame["probability"].iloc[0] == gluteal.differential(told, KB).at[cause, "prior"]
    for i, step in enumerate(row["steps"], 1):
        told = told.with_marks(step["present"], step["absent"])
        after = gluteal.differential(told, KB)
        assert frame.loc[i, "probability"] == after.at[cause, "probability"]
        assert pd.isna(frame.loc[i, "rank"]) == known(told, KB).little
    html = made(case, row).html
    twin = re.search(r'<table class="course".*?</table>', html, re.S)[0]
    shown = re.findall(r'<td class="p">(.*?)</td>', twin)
    assert shown == [
        two_digits(p).replace("<", "&lt;").replace(">", "&gt;") for p in frame["probability"]
    ]


@pytest.mark.parametrize(
    "teaching", ["sij_62f_letter", 3, {"cause": "gout"}, {"cause": "coccydynia"}]
)
def test_what_is_no_teaching_case_is_refused_with_a_remedy(teaching):
    with pytest.raises((TypeError, ValueError), match="must be|give it a list"):
        report(SIJ, KB, teaching=teaching)


def test_a_case_that_does_not_fit_the_tables_is_refused_when_the_report_is_made():
    with pytest.raises(gluteal.UnknownFindingError):
        report(gluteal.Case(present=["no_such_finding"]), KB)


def test_the_same_case_tables_and_date_give_the_same_page(sij):
    assert made(replace(SIJ)).html == sij.html and made(replace(SIJ)).text == sij.text
    assert report(SIJ, KB).made == date.today()


def test_saving_is_all_or_nothing_and_chooses_by_the_ending(sij, tmp_path, monkeypatch):
    assert sij.save(tmp_path / "a.html").read_text("utf-8") == sij.html
    assert sij.save(str(tmp_path / "a.TXT")).read_text("utf-8") == sij.text
    with pytest.raises(ValueError, match="must end in .html or .txt; for a PDF"):
        sij.save(tmp_path / "a.pdf")
    with pytest.raises(FileNotFoundError, match="make the folder first"):
        sij.save(tmp_path / "none" / "a.html")

    def broken(*_):
        raise OSError("disk full")

    monkeypatch.setattr(os, "replace", broken)
    with pytest.raises(OSError, match="disk full"):
        made(RED).save(tmp_path / "a.html")
    assert (tmp_path / "a.html").read_text("utf-8") == sij.html
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.TXT", "a.html"]


def test_paper_keeps_colours_and_cuts_no_row_or_card(sij):
    css = " ".join(re.findall(r"<style>(.*?)</style>", sij.html, re.S))
    assert "print-color-adjust:exact" in css and "color-scheme: light" in css
    assert re.search(r"\.card \{[^}]*break-inside:avoid", css)
    assert re.search(r"(?:^|\s)tr \{ break-inside:avoid", css) and ".grid { margin" in css
    assert (
        "counter(pages)" in css
        and f"data {KB.version}" in css
        and not re.search(r"[{;]\s*size:", css)
    )


def test_vancouver_names_what_a_record_does_not_hold_and_makes_nothing_up():
    csl = KB.records
    said = {k: re.sub("<[^>]+>", "", vancouver(r)) for k, r in csl.items()}
    for key, record in csl.items():
        note, seen = record.get("note", ""), record["custom"]["seen"]
        assert ("[Authors not shown]" in said[key]) == (
            not [a for a in record.get("author", []) if a.get("literal") != "Author not shown"]
        )
        assert ("[year not shown]" in said[key]) == (not record.get("issued"))
        assert ("from memory, not seen" in said[key]) == (seen == "recalled")
        assert ("seen as quoted elsewhere" in said[key]) == (seen == "secondary")
        assert "memory" not in note or "memory" in said[key]
        assert str(record.get("DOI", "")) in said[key] and str(record.get("PMID", "")) in said[key]
    assert said["bron2012"].startswith("Bron C, Dommerholt JD. Etiology of myofascial trigger")
    assert "Curr Pain Headache Rep. 2012;16(5):439-444. doi:10.1007" in said["bron2012"]
