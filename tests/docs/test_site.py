"""The documentation builds without a warning, holds together, and asks nobody for anything."""

import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

import gluteal
from gluteal.knowledge.schema import TABLES

ROOT = Path(__file__).parents[2]
LOADED = {"script": "src", "img": "src", "iframe": "src", "source": "src", "link": "href"}


class Page(HTMLParser):
    """Ids of a page, its links, and what it loads."""

    def __init__(self, text):
        super().__init__()
        self.ids, self.links, self.loads = set(), [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        self.ids |= {attrs[k] for k in ("id", "name") if attrs.get(k)}
        if tag == "a" and attrs.get("href"):
            self.links.append(attrs["href"])
        if attrs.get(LOADED.get(tag)):
            self.loads.append(attrs[LOADED[tag]])


@pytest.fixture(scope="module")
def pages(site):
    return {p: Page(p.read_text("utf-8")) for p in sorted(site.rglob("*.html"))}


def test_every_page_of_the_sources_is_built(site, pages):
    wanted = {p.stem for p in (ROOT / "docs").glob("*.md")}
    assert wanted and wanted <= {p.stem for p in pages}


def test_every_link_within_the_site_leads_to_a_page_and_a_place_on_it(pages):
    lost = []
    for path, page in pages.items():
        for link in page.links:
            url = urlsplit(link)
            if url.scheme:
                continue
            target = (path.parent / unquote(url.path)).resolve() if url.path else path
            found = target in pages or (not url.fragment and target.exists())
            if found and url.fragment and target in pages:
                found = unquote(url.fragment) in pages[target].ids | {""}
            lost += [] if found else [(path.name, link)]
    assert lost == []


def test_no_page_and_no_style_loads_anything_from_outside(site, pages):
    outside = [(p.name, u) for p, page in pages.items() for u in page.loads if urlsplit(u).netloc]
    assert outside == []
    for style in site.rglob("*.css"):
        found = re.findall(
            r"(?:url\(|@import)\s*['\"]?(?:https?:)?//[^)]*", style.read_text("utf-8")
        )
        assert found == [], style.name


def test_every_public_name_is_documented(pages):
    ids = next(page.ids for path, page in pages.items() if path.name == "api.html")
    assert {f"gluteal.{name}" for name in gluteal.__all__} <= ids


def test_every_table_of_the_schema_is_shown_with_its_columns(site):
    text = (site / "columns.html").read_text("utf-8")
    for name, table in TABLES.items():
        assert f"{name}.csv" in text and all(f">{column}<" in text for column in table.columns), (
            name
        )
