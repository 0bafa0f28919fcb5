"""The main flow in a real Firefox."""

import importlib.util
import os
from pathlib import Path

import pytest

pytestmark = pytest.mark.browser

NONE = "no Firefox found: install Firefox to run its browser tests"
SETTLED = """(() => {
  const root = document.querySelector(".glu"), chart = root.querySelector(".chart");
  return root.getAttribute("aria-busy") !== "true" && chart.dataset.drawn === root.dataset.turn;
})()"""


def driver():
    """The module beside this one: tests are no package."""
    place = Path(__file__).with_name("firefox.py")
    spec = importlib.util.spec_from_file_location("firefox", place)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def page(tmp_path, serve):
    """The screen in JupyterLab in Firefox, opened by ``gluteal``."""
    tool = driver()
    path = tool.firefox_path()
    if path is None:
        if os.environ.get("CI") == "true":
            pytest.fail(NONE)
        pytest.skip(NONE)
    words = ("explore", "--allow-root", "--IdentityProvider.token=")
    with serve(tmp_path, *words) as address, tool.firefox(path) as page:
        page.goto(f"{address}doc/tree/explore.ipynb")
        page.wait("Boolean(document.querySelector('.glu .chart[data-drawn]'))")
        yield page


def mark(page, label, words):
    """Find a finding and mark it present, as a user does: typed, then clicked."""
    page.click(".glu .search input[type=search]")
    page.evaluate("document.activeElement.select()")
    page.type(words)
    page.click(f'.glu .list [role=radiogroup][aria-label="{label}"] [aria-label="present"]')
    page.wait(SETTLED)


def text(page, selector):
    return page.evaluate(f"document.querySelector({selector!r})?.innerText ?? ''")


def test_in_firefox_marks_rank_the_causes_and_saddle_anaesthesia_raises_the_flag(page):
    assert "Firefox" in page.evaluate("navigator.userAgent")
    for label in ("SIJ distraction test", "Thigh thrust test", "SIJ compression test"):
        mark(page, label, label)
    first = ".glu .heat tbody tr:first-child"
    page.wait(f"document.querySelector('{first} th').innerText.includes('SIJ')")
    assert 0 < float(text(page, f"{first} .num")) < 1
    assert page.evaluate("document.querySelectorAll('.glu .heat tbody tr').length") > 3
    mark(page, "Saddle anaesthesia", "saddle")
    page.wait("Boolean(document.querySelector('.glu .strip.red'))")
    assert "cauda equina" in text(page, ".glu .strip.red").lower()
