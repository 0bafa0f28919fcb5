"""The documentation builds without a warning, holds together, and asks nobody for anything."""

import re
from html.parser import HTMLParser
from urllib.parse import unquote, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from conftest import FLAGS, ROOT, browser_path
from playwright.sync_api import sync_playwright

import gluteal
from gluteal.knowledge.schema import TABLES

LOADED = {"script": "src", "img": "src", "iframe": "src", "source": "src", "link": "href"}
SEEN = ["index", "start", "reasoning"]


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


@pytest.fixture(scope="module")
def view(site):
    """A page in a real browser that is cut off from every network, with what it asked for."""
    path = browser_path()
    assert path, "install Chromium, Chrome or Edge to look at the pages"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        context = browser.new_context(offline=True)
        page = context.new_page()
        page.asked, page.errors = [], []
        page.on("request", lambda r: page.asked.append(r.url))
        page.on("pageerror", lambda e: page.errors.append(str(e)))
        yield page
        browser.close()


@pytest.mark.browser
@pytest.mark.parametrize("name", SEEN)
def test_a_page_shows_without_a_network_and_axe_finds_nothing_serious(site, view, name):
    view.asked.clear()
    view.goto((site / f"{name}.html").as_uri())
    assert view.locator("article h1").inner_text()
    assert view.errors == [] and all(url.startswith("file:") for url in view.asked)
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
    found = Axe().run(view, options={"runOnly": {"type": "tag", "values": tags}}).response
    assert len(found["passes"]) > 10
    serious = [
        (v["id"], n["html"][:160])
        for v in found["violations"]
        if v["impact"] in ("serious", "critical")
        for n in v["nodes"]
    ]
    assert serious == [], serious


@pytest.mark.browser
def test_the_search_of_the_site_finds_a_page(site, view):
    view.goto((site / "search.html").as_uri() + "?q=decibans")
    view.wait_for_selector("#search-results li a", timeout=10_000)
