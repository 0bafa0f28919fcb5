"""What SECURITY.md promises of the code: nothing is run from data, nobody is called, locks stay."""

import ast
import re
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from gluteal.serving import lab, voila

ROOT = Path(__file__).parents[2]
SOURCES = sorted((ROOT / "gluteal").rglob("*.py"))
SCRIPTS = sorted((ROOT / "gluteal").rglob("*.js"))
# code from data, objects from data, a shell
RUNS = {"eval", "exec", "compile", "__import__", "os.system", "os.popen"}
RUNS |= {"yaml.load", "yaml.unsafe_load", "pandas.read_pickle", "pd.read_pickle"}
LOADS = {"pickle", "cPickle", "dill", "cloudpickle", "joblib", "marshal", "shelve"}
# what could send something away
SENDS = {"urllib.request", "http.client", "requests", "httpx", "aiohttp", "smtplib", "ftplib"}
SENDS |= {"socket", "telnetlib", "sentry_sdk", "posthog", "webbrowser"}


def named(node):
    """The dotted name of a call."""
    if isinstance(node, ast.Attribute):
        return f"{named(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else "?"


def imported(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def broken(source):
    """Promises that a module breaks."""
    tree = ast.parse(source)
    names = set(imported(tree))
    found = [n for n in names if n.split(".")[0] in LOADS or n in SENDS]
    for call in ast.walk(tree):
        if isinstance(call, ast.Call):
            shell = any(k.arg == "shell" for k in call.keywords)
            allowed = any(k.arg == "allow_pickle" for k in call.keywords)
            name = named(call.func)
            if name in RUNS or shell or allowed:
                found.append(name)
    return found


@pytest.mark.parametrize(
    "line",
    [
        *("eval(x)", "exec(x)", "import pickle", "from pickle import loads", "pd.read_pickle(x)"),
        *("yaml.load(x)", "subprocess.run(x, shell=True)", "np.load(x, allow_pickle=True)"),
        *("from urllib import request", "import urllib.request", "import requests"),
    ],
)
def test_a_planted_breach_is_found(line):
    assert broken(line)


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: str(p.relative_to(ROOT)))
def test_no_module_runs_data_unpickles_or_calls_anybody(path):
    assert broken(path.read_text("utf-8")) == []


def test_only_the_room_that_serves_may_start_another_process():
    for path in SOURCES:
        if "serving" not in path.parts:
            assert "subprocess" not in set(imported(ast.parse(path.read_text("utf-8")))), path


def test_no_script_of_ours_runs_text_or_asks_another_host():
    ours = [p for p in SCRIPTS if "vendor" not in p.parts]
    assert len(ours) > 40
    for path in ours:
        text = path.read_text("utf-8")
        for breach in (
            "eval(",
            "new Function",
            "document.write",
            "insertAdjacentHTML",
            "outerHTML =",
        ):
            assert breach not in text, (path, breach)
        for breach in (
            "XMLHttpRequest",
            r"(await |return |[=(] ?|window[.])fetch\(",
            "sendBeacon",
            "new WebSocket",
            "//cdn",
        ):
            assert not re.search(breach, text), (path, breach)


def test_markup_is_set_in_four_places_and_all_of_it_was_written_by_us():
    # the heatmap and the pictures come from Python, escaped; the drawing is ours and holds no data
    found = {
        path.relative_to(ROOT / "gluteal" / "widgets" / "js").as_posix(): count
        for path in SCRIPTS
        if "vendor" not in path.parts and (count := path.read_text("utf-8").count("innerHTML"))
    }
    places = ("drawing/figure.js", "drawing/paint.js", "heat/draw.js", "teach/parts.js")
    assert found == dict.fromkeys(places, 1)


def test_the_command_gives_no_option_that_opens_the_server_or_takes_its_token(tmp_path):
    words = lab.arguments(tmp_path, [])
    for part in ("token", "password", ".ip=", "allow_origin", "disable_check_xsrf", "allow_root"):
        assert not any(part in word for word in words), words
    given = voila.settings()
    assert set(given) == {"Voila", "VoilaConfiguration", "MappingKernelManager"}
    assert given["Voila"] == {"auto_token": True}
    assert set(given["VoilaConfiguration"]) == {"template"}


@pytest.mark.browser
def test_the_served_screen_is_for_this_machine_alone_and_lab_asks_for_its_token(tmp_path):
    code = (
        "from jupyterlab.labapp import LabApp\n"
        "from gluteal.serving import lab\n"
        "import pathlib, sys\n"
        "app = LabApp.initialize_server(lab.arguments(pathlib.Path(sys.argv[1]),"
        " ['--no-browser', '--allow-root', '--port=0']))\n"
        "print(app.ip, bool(app.identity_provider.token), app.disable_check_xsrf, app.allow_origin)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, timeout=60
    )
    host, token, unchecked, origin = (done.stdout.splitlines() or [done.stderr])[-1].split(" ")
    assert socket.gethostbyname(host).startswith("127.") or host == "::1"
    assert (token, unchecked, origin) == ("True", "False", "")
