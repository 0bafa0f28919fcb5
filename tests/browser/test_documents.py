"""The documentation in a real browser that no network answers."""

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = pytest.mark.browser
SEEN = ["index", "start", "reasoning"]


@pytest.fixture(scope="module")
def view(browser):
    """A page that is cut off from every network, with what it asked for."""
    context = browser.new_context(offline=True)
    page = context.new_page()
    page.asked, page.errors = [], []
    page.on("request", lambda r: page.asked.append(r.url))
    page.on("pageerror", lambda e: page.errors.append(str(e)))
    yield page
    context.close()


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


def test_the_search_of_the_site_finds_a_page(site, view):
    view.goto((site / "search.html").as_uri() + "?q=decibans")
    view.wait_for_selector("#search-results li a", timeout=10_000)
