"""A real JupyterLab in a real browser; the browser is found on the machine, never downloaded."""

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest
from axe_playwright_python.sync_playwright import Axe
from bench import Bench
from playwright.sync_api import sync_playwright

from gluteal.__main__ import QUIET, SETTINGS

ROOT = Path(__file__).parents[2]
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "msedge")
PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
)
NONE = "no browser found: install Chromium, Chrome or Edge to run the browser tests"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]


def browser_path():
    found = [p for p in map(shutil.which, NAMES) if p] + [p for p in PLACES if Path(p).exists()]
    return found[0] if found else None


@pytest.fixture(scope="session")
def browser():
    path = browser_path()
    if path is None:
        if os.environ.get("CI") == "true":
            pytest.fail(NONE)
        pytest.skip(NONE)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield chromium
        chromium.close()


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@dataclass
class Lab:
    """A running JupyterLab."""

    url: str
    journal: Path
    pid: int

    def kill_kernels(self):
        """Kill every kernel as a crash would."""
        for child in psutil.Process(self.pid).children(recursive=True):
            if "ipykernel" in " ".join(child.cmdline()):
                child.kill()

    def open(self, browser):
        """A page on which ``explore.ipynb`` has been run."""
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.outside = []
        page.on("request", lambda r: page.outside.append(r.url) if is_outside(r.url) else None)
        page.goto(f"{self.url}/doc/tree/explore.ipynb?reset")
        page.wait_for_function(
            "window.jupyterapp && window.jupyterapp.shell.currentWidget?.context"
        )
        self.run_all(page)
        return page

    def run_all(self, page):
        page.evaluate(RUN_ALL)
        page.wait_for_selector(".glu .chart[data-drawn]", timeout=60_000)


@pytest.fixture(scope="session")
def lab(tmp_path_factory):
    """Address of a JupyterLab that serves a copy of the notebooks."""
    folder = tmp_path_factory.mktemp("lab")
    shutil.copytree(ROOT / "notebooks", folder / "notebooks")
    port = free_port()
    private = {
        name: str(folder / name.lower())
        for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTERLAB_WORKSPACES_DIR")
    }
    private["JUPYTER_CONFIG_PATH"] = str(SETTINGS)
    private["GLUTEAL_JOURNAL"] = str(folder / "journal")
    command = [
        *(sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", f"--port={port}"),
        *("--IdentityProvider.token=", "--ServerApp.password=", "--expose-app-in-browser"),
        *(f"--ServerApp.root_dir={folder / 'notebooks'}", *QUIET),
    ]
    log = (folder / "lab.log").open("w")
    server = subprocess.Popen(command, stdout=log, stderr=log, env={**os.environ, **private})
    try:
        wait_for(port, server, folder / "lab.log")
        yield Lab(f"http://127.0.0.1:{port}", folder / "journal", server.pid)
    finally:
        server.terminate()
        server.wait(20)
        log.close()


RUN_ALL = """async () => {
  const app = window.jupyterapp;
  await app.restored;
  const panel = app.shell.currentWidget;
  await panel.context.ready;
  await panel.sessionContext.ready;
  await app.commands.execute('notebook:run-all-cells');
}"""


@pytest.fixture
def screen(browser, lab):
    """The screen in JupyterLab, with an empty journal."""
    shutil.rmtree(lab.journal, ignore_errors=True)
    page = lab.open(browser)
    yield page
    page.close()


def is_outside(url):
    return not url.startswith(("http://127.0.0.1", "ws://127.0.0.1", "data:", "blob:"))


def watched(page):
    """The page, with the addresses outside this machine that it asks for."""
    page.outside = []
    page.on("request", lambda r: page.outside.append(r.url) if is_outside(r.url) else None)
    return page


@pytest.fixture(scope="session")
def watch():
    """Makes a page keep what it asks for outside this machine."""
    return watched


@contextlib.contextmanager
def serving(folder, *words):
    """Address of a screen alone, as ``gluteal`` with these words serves it."""
    port = free_port()
    command = [sys.executable, "-m", "gluteal", *words, "--no-browser", f"--port={port}"]
    environment = {**os.environ, "GLUTEAL_JOURNAL": str(folder / "journal")}
    environment["JUPYTER_TOKEN"] = token = "of-the-tests"
    with (folder / "voila.log").open("w") as log:
        server = subprocess.Popen(
            [*command, "--folder", str(folder)], stdout=log, stderr=log, env=environment
        )
    try:
        wait_for(port, server, folder / "voila.log")
        alone = {"--voila", "present"} & set(words)
        yield f"http://127.0.0.1:{port}/" + (f"?token={token}" if alone else "")
    finally:
        server.terminate()
        server.wait(20)


@pytest.fixture(scope="session")
def voila_folder(tmp_path_factory):
    """Folder of the explorer alone."""
    return tmp_path_factory.mktemp("voila")


@pytest.fixture(scope="session")
def voila(voila_folder):
    """Address of the explorer alone."""
    with serving(voila_folder, "--voila") as address:
        yield address


@pytest.fixture
def voila_journal(voila_folder):
    """Where the explorer alone keeps its cases."""
    return voila_folder / "journal"


@pytest.fixture
def served(browser, voila):
    """The screen in Voila."""
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.outside = []
    page.on("request", lambda r: page.outside.append(r.url) if is_outside(r.url) else None)
    page.goto(voila)
    page.wait_for_selector(".glu .chart[data-drawn]", timeout=60_000)
    yield page
    page.close()


@pytest.fixture(scope="session")
def serious():
    """What axe finds serious or critical on a page, WCAG 2.2 AA."""

    def found(page):
        tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
        options = {"runOnly": {"type": "tag", "values": tags}}
        response = Axe().run(page, context=".glu", options=options).response
        assert len(response["passes"]) > 10
        return [
            (v["id"], v["help"], n["html"][:160])
            for v in response["violations"]
            if v["impact"] in ("serious", "critical")
            for n in v["nodes"]
        ]

    return found


@pytest.fixture(scope="session")
def serve():
    """Serves a screen alone from a folder, as ``gluteal`` with some words does."""
    return serving


def wait_for(port, server, log):
    for _ in range(300):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        assert server.poll() is None, log.read_text()
        time.sleep(0.2)


@pytest.fixture
def bench(browser):
    """Makes a page with a screen."""
    made = []

    def make(case=None, **more):
        made.append(Bench(browser, case, **more))
        return made[-1]

    yield make
    for one in made:
        errors = one.errors
        one.close()
        assert not errors
