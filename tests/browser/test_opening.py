"""From the command to the screen: nothing is to be pressed, and nothing else is run."""

import contextlib
import json
from pathlib import Path

import nbformat
import pytest

pytestmark = pytest.mark.browser

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
SCREEN = ".glu .chart[data-drawn]"
WORDS = ("explore", "--allow-root", "--IdentityProvider.token=", "--expose-app-in-browser")


def copied(folder, name="explore.ipynb", edit=None):
    """A notebook of ours in a folder; ``edit`` changes it."""
    book = nbformat.read(NOTEBOOKS / "explore.ipynb", 4)
    if edit:
        edit(book)
    nbformat.write(book, folder / name)


def opened(browser, address, name="explore.ipynb"):
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.goto(f"{address}doc/tree/{name}")
    page.wait_for_selector(".jp-Notebook .jp-CodeCell")
    return page


def ran(page):
    """Execution counts of the code cells, as the document holds them."""
    return page.evaluate(
        "[...jupyterapp.shell.currentWidget.context.model.sharedModel.cells]"
        ".filter((c) => c.cell_type === 'code').map((c) => c.execution_count)"
    )


def test_the_screen_opens_by_itself_and_only_its_own_cell_is_run(browser, tmp_path, serve):
    with serve(tmp_path, *WORDS) as address:
        page = opened(browser, address)
        page.wait_for_selector(SCREEN, timeout=60_000)
        assert ran(page) == [1, None, None]

        # a screen that the document holds and Python too: nothing is run when the page comes again
        page.evaluate("jupyterapp.shell.currentWidget.context.save()")
        page.reload()
        page.wait_for_selector(SCREEN, timeout=60_000)
        page.wait_for_timeout(2000)
        assert ran(page) == [1, None, None]
        assert page.locator(".glu").count() == 1
        page.close()
        page = opened(browser, address, "teach.ipynb")
        page.wait_for_selector(".glu", timeout=60_000)
        assert ran(page) == [1, None, None]
        page.close()


def test_a_notebook_saved_yesterday_shows_the_screen_and_no_error(browser, tmp_path, serve):
    for day in (1, 2):
        with (
            serve(tmp_path, *WORDS) as address,
            contextlib.closing(opened(browser, address)) as page,
        ):
            page.wait_for_selector(SCREEN, timeout=60_000)
            page.evaluate("jupyterapp.shell.currentWidget.context.save()")
            assert "Error displaying widget" not in page.locator(".jp-Notebook").inner_text(), day
        saved = json.loads((tmp_path / "explore.ipynb").read_text("utf-8"))
        assert "widget-view" in json.dumps(saved["cells"][1]["outputs"])


def test_a_page_that_is_loaded_again_before_it_was_saved_has_its_screen(browser, tmp_path, serve):
    with serve(tmp_path, *WORDS) as address:
        page = opened(browser, address)
        page.wait_for_selector(SCREEN, timeout=60_000)
        page.get_by_label("Find a finding").fill("saddle anaesthesia")
        page.keyboard.press("Enter")
        page.get_by_text("1 present, 0 absent").wait_for()
        page.get_by_text("saved", exact=True).wait_for()
        page.on("dialog", lambda dialog: dialog.accept())
        page.reload()
        page.wait_for_selector(SCREEN, timeout=60_000)
        page.get_by_text("1 present, 0 absent").wait_for()
        page.close()


def replaced(source):
    def edit(book):
        book.cells[1].source = source

    return edit


def test_nothing_is_run_in_a_notebook_that_somebody_else_wrote(browser, tmp_path, serve):
    names = {
        "explore.ipynb": "import gluteal\nopen('run', 'w')\ngluteal.explore()",
        "teach.ipynb": "import gluteal\n\nscreen = gluteal.explore(open('run', 'w'))\nscreen",
        "mine.ipynb": "import gluteal\n\nscreen = gluteal.explore()\nscreen",
    }
    for name, source in names.items():
        copied(tmp_path, name, replaced(source))
    with serve(tmp_path, *WORDS) as address:
        for name in names:
            page = opened(browser, address, name)
            page.wait_for_function("jupyterapp.shell.currentWidget?.sessionContext?.isReady")
            page.wait_for_timeout(3000)
            assert ran(page) == [None, None, None], name
            page.close()
    assert not (tmp_path / "run").exists()


def test_the_notebooks_that_are_shipped_each_hold_one_cell_that_opens_the_screen(browser):
    script = (
        NOTEBOOKS.parent / "gluteal/serving/jupyter/lab/labextensions/gluteal/static/open.js"
    ).read_text("utf-8")
    page = browser.new_page()
    line = next(text for text in script.splitlines() if text.startswith("const SCREEN"))
    for name in ("explore.ipynb", "teach.ipynb"):
        sources = [c.source for c in nbformat.read(NOTEBOOKS / name, 4).cells]
        found = page.evaluate(
            f"(sources) => {{ {line} return sources.map((s) => SCREEN.test(s)) }}", sources
        )
        assert sum(found) == 1, name
    page.close()
