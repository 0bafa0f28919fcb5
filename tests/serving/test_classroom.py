"""A class at one Voila: learners are kept apart, one too many is refused, a place comes free."""

import importlib.util
import os
import re
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

import nbformat
import psutil
import pytest

from gluteal.__main__ import main

NONE = "Voila is not installed: install gluteal[voila] to run the classroom tests"
# in place of the screen: whether the folder is this learner's own, and one case kept in it
SOURCE = """
import os
from gluteal import Case
from gluteal.cases import Journal
journal = Journal()
before = len(journal.entries())
journal.new(Case(age=44))
threads = os.environ["OPENBLAS_NUM_THREADS"]
print(f"folder={journal.folder} before={before} threads={threads}.")
"""


@pytest.fixture(autouse=True)
def voila():
    if importlib.util.find_spec("voila") is None:
        if os.environ.get("CI") == "true":
            pytest.fail(NONE)
        pytest.skip(NONE)


@pytest.fixture
def room(tmp_path):
    """Address of a class with two places; all of it is gone when the server has stopped."""
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3"}}
    cells = [nbformat.v4.new_code_cell(SOURCE)]
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=kernel), tmp_path / "teach.ipynb")
    (temporary := tmp_path / "temporary").mkdir()
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "gluteal", "present", "--learners=2", "--no-browser"]
    command += [f"--port={port}", f"--folder={tmp_path}"]
    env = {**os.environ, "TMPDIR": str(temporary), "TEMP": str(temporary)}
    with (tmp_path / "log").open("w") as log:
        server = subprocess.Popen(command, stdout=log, stderr=log, env=env)
    try:
        for _ in range(150):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            assert server.poll() is None, (tmp_path / "log").read_text()
            time.sleep(0.2)
        yield f"http://127.0.0.1:{port}/"
    finally:
        server.terminate()
        server.wait(20)
    assert not list(temporary.glob("gluteal-class-*"))


def ask(browser, address, **form):
    """Status and text of a page."""
    try:
        sent = urllib.parse.urlencode(form).encode() if form else None
        with browser.open(address, sent) as page:
            return page.status, page.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def close(browser, room, kernel):
    """What a page sends when its tab is closed; the status of the answer."""
    cookies = next(h for h in browser.handlers if hasattr(h, "cookiejar")).cookiejar
    token = next(c.value for c in cookies if c.name == "_xsrf")
    return ask(browser, f"{room}voila/api/shutdown/{kernel}", _xsrf=token)[0]


def learner(address):
    """One who comes in: browser, kernel, folder, cases found in it, threads."""
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
    status, text = ask(browser, address)
    assert status == 200
    kernel = re.search(r'"kernelId": ?"([0-9a-f-]+)"', text)[1]
    folder, before, threads = re.search(r"folder=(\S+) before=(\d+) threads=(\d+)\.", text).groups()
    return browser, kernel, Path(folder), int(before), int(threads)


@pytest.mark.browser
def test_learners_are_apart_the_third_of_two_is_refused_and_a_place_comes_free(room):
    (browser, one, mine, *found), (_, other, yours, *also) = learner(room), learner(room)
    assert found == also == [0, 1]  # nobody else's cases, one thread
    assert mine.parent == yours.parent and mine.name == one and yours.name == other
    assert len(list(mine.glob("*.json"))) == len(list(yours.glob("*.json"))) == 1

    status, text = ask(browser, room)
    assert status == 503
    assert "The class is full" in text and "All places are taken (2)" in text
    assert "load this one again" in text and "after 5 minutes at the latest" in text
    assert [ask(browser, f"{room}api/kernels/{k}")[0] for k in (one, other)] == [200, 200]

    # a path is no kernel: nothing is removed
    assert close(browser, room, f"..%2F{mine.parent.name}") == 404
    assert mine.exists() and yours.exists()

    # a page that is reloaded may ask for a place before it gives its own back
    leaving = threading.Timer(1, close, [browser, room, one])
    leaving.start()
    _, third, theirs, before, _ = learner(room)
    leaving.join()
    assert third not in (one, other) and before == 0
    assert theirs.exists() and yours.exists()
    assert not mine.exists()
    assert ask(browser, room)[0] == 503


@pytest.mark.browser
def test_a_kernel_that_crashes_keeps_its_place_and_its_cases(room):
    browser, kernel, folder, *_ = learner(room)
    for process in psutil.process_iter(["cmdline"]):
        if kernel in " ".join(process.info["cmdline"] or ()):
            process.kill()
    learner(room)
    assert len(list(folder.glob("*.json"))) == 1
    assert ask(browser, room)[0] == 503


@pytest.mark.parametrize("words", [["present", "--learners", "0"], ["--learners", "5"]])
def test_a_class_needs_places_and_the_screen_alone(words, capsys):
    with pytest.raises(SystemExit) as stopped:
        main(words)
    assert stopped.value.code == 2
    assert "--learners needs present or --voila" in capsys.readouterr().err
