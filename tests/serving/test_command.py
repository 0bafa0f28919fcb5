"""The words after ``gluteal``: ours are taken out, all others reach Jupyter as they are."""

import itertools
import json
import os
import re
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import nbformat
import pytest
import websocket

import gluteal
from gluteal.serving import EXTENSIONS, SETTINGS, lab, main
from gluteal.serving.command import split


@pytest.mark.parametrize(
    ("words", "own", "theirs"),
    [
        ("--port 8890", "", "--port 8890"),
        ("--ServerApp.port 8890 --ip 127.0.0.1", "", "--ServerApp.port 8890 --ip 127.0.0.1"),
        ("explore --port 8890", "explore", "--port 8890"),
        ("--port 8890 present", "present", "--port 8890"),
        ("--no-browser present", "present", "--no-browser"),
        ("--allow-root --debug -y present", "present", "--allow-root --debug -y"),
        ("--ServerApp.password present", "", "--ServerApp.password present"),
        ("--ServerApp.password present present", "present", "--ServerApp.password present"),
        ("--b=1 --folder x --a=2 --voila", "--folder x --voila", "--b=1 --a=2"),
        ("present --learners 30 --Voila.ip=::", "present --learners 30", "--Voila.ip=::"),
        ("--template lab --voila", "--voila", "--template lab"),
    ],
)
def test_our_own_words_are_taken_out_wherever_they_stand(words, own, theirs):
    assert split(words.split()) == (own.split(), theirs.split())


def test_a_value_with_a_space_stays_one_word():
    words = ["--ServerApp.certfile=/a b/c.pem", "--folder", "my cases", "--keyfile", "/a b/k.pem"]
    own, theirs = split(words)
    assert own == ["--folder", "my cases"]
    assert theirs == ["--ServerApp.certfile=/a b/c.pem", "--keyfile", "/a b/k.pem"]


@pytest.mark.parametrize("word", ["presnt", "my.ipynb"])
def test_an_unknown_screen_gives_one_line_that_names_the_choices(word, capsys):
    with pytest.raises(SystemExit) as stopped:
        main(["--no-browser", word])
    assert stopped.value.code == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert word in line and "explore" in line and "present" in line


def test_a_value_that_is_missing_is_named(capsys):
    with pytest.raises(SystemExit):
        main(["--folder"])
    assert "--folder" in capsys.readouterr().err


def test_the_version_and_the_help_are_ours(run):
    assert run("--port", "8890", "--version")[:2] == (0, f"{gluteal.__version__}\n")
    status, said, _ = run("present", "--help")
    assert status == 0 and "--learners N" in said and "JupyterLab or Voila" in said


def configured(said):
    """The configuration that Jupyter prints in place of starting."""
    return json.loads(said[said.index("{") :])


@pytest.mark.browser
def test_lab_takes_every_form_of_an_option_and_the_users_value_wins(run, tmp_path):
    words = ("--port", "8890", "--ip", "127.0.0.1", "--MappingKernelManager.cull_idle_timeout=900")
    folder = tmp_path / "my notebooks"
    status, said, _ = run(*words, "--folder", folder, "--show-config-json")
    config = configured(said)
    assert status == 0
    assert config["ServerApp"]["port"] in (8890, "8890")
    assert config["ServerApp"]["ip"] == "127.0.0.1"
    assert config["ServerApp"]["root_dir"] == str(folder)
    assert config["ServerApp"]["default_url"] == "/doc/tree/explore.ipynb"
    assert config["MappingKernelManager"]["cull_idle_timeout"] in (900, "900")
    words = ("--ServerApp.port", "8890", f"--ServerApp.root_dir={tmp_path}")
    config = configured(run(*words, "--folder", folder, "--show-config-json")[1])
    assert config["ServerApp"]["root_dir"] == str(tmp_path)
    assert config["ServerApp"]["default_url"] == "/doc/tree/my notebooks/explore.ipynb"


@pytest.mark.browser
def test_a_certificate_in_a_folder_with_a_space_reaches_the_server(run, tmp_path):
    missing = tmp_path / "a b" / "c.pem"
    _, _, said = run(f"--ServerApp.certfile={missing}", "--allow-root", "--folder", tmp_path)
    assert f'certfile "{missing}" does not exist' in said


@pytest.mark.parametrize(
    "root", [["--notebook-dir", "/srv"], ["--ServerApp.root_dir=/srv"], ["--notebook-dir=/srv"]]
)
def test_a_root_of_the_users_own_is_given_once(root, tmp_path):
    words = lab.arguments(tmp_path, root)
    assert words[-len(root) :] == root
    assert not any("root_dir" in word or "default_url" in word for word in words[: -len(root)])


@pytest.mark.browser
@pytest.mark.parametrize("words", [["--voila"], ["present"], ["present", "--learners", "2"]])
def test_voila_takes_every_form_of_an_option_and_the_users_value_wins(words, run, voila, tmp_path):
    theirs = ("--port", "8890", "--ip", "127.0.0.1", "--theme=dark", "--no-browser")
    theirs += ("--MappingKernelManager.cull_idle_timeout=900", "--template", "lab")
    status, said, _ = run(*theirs, *words, "--folder", tmp_path, "--Voila.show_config_json=True")
    config = configured(said)
    assert status == 0
    assert config["Voila"]["ip"] == "127.0.0.1"
    assert config["Voila"]["port"] in (8890, "8890")
    assert config["VoilaConfiguration"]["template"] == "lab"
    assert config["VoilaConfiguration"]["theme"] == "dark"
    assert config["MappingKernelManager"]["cull_idle_timeout"] in (900, "900")


@pytest.mark.browser
def test_lab_starts_where_it_was_told_to_and_brings_what_opens_the_screen(serving, port, tmp_path):
    words = ("--port", port, "--no-browser", "--allow-root", "--IdentityProvider.token=")
    with serving(*words, "explore", "--ip", "127.0.0.1", "--folder", tmp_path) as address:
        with urllib.request.urlopen(f"{address}doc/tree/explore.ipynb") as page:
            text = page.read().decode()
        assert "static/open.js" in text
        with urllib.request.urlopen(f"{address}lab/extensions/gluteal/static/open.js") as script:
            assert (
                script.read()
                == (EXTENSIONS / "labextensions" / "gluteal" / "static" / "open.js").read_bytes()
            )


@pytest.mark.browser
def test_the_pages_of_voila_ask_nothing_outside(serving, port, voila, tmp_path):
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3"}}
    blank = nbformat.v4.new_notebook(metadata=kernel)
    (tmp_path / "home").mkdir()
    nbformat.write(blank, tmp_path / "home" / "explore.ipynb")
    seen = {}
    words = ("--voila", "--no-browser", "--port", port, "--folder", tmp_path / "home")
    with serving(*words, "--Voila.token=") as address:  # as a user takes the token off
        (tmp_path / "home" / "explore.ipynb").unlink()
        for path in ("", "voila/render/%00", "voila/render/%ff"):
            try:
                with urllib.request.urlopen(address + path) as page:
                    seen[page.status] = page.read().decode()
            except urllib.error.HTTPError as error:
                seen[error.code] = error.read().decode()
        assert {400, 404, 500} == set(seen)
        for text in seen.values():
            assert "http://" not in text and "https://" not in text, text
        assert "There is no such page here" in seen[404]
        assert "Load the page again" in seen[500]


# in place of a browser: keeps the page that it is told to open
KEEP = """
import pathlib, sys, urllib.request
with urllib.request.urlopen(sys.argv[1]) as page:
    pathlib.Path("opened.part").write_bytes(page.read())
pathlib.Path("opened.part").rename("opened.html")
"""


@pytest.mark.browser
@pytest.mark.parametrize("template", ["gluteal", "lab"])
def test_the_screen_alone_opens_by_itself_and_lets_nobody_in_without_the_token(
    serving, port, voila, tmp_path, monkeypatch, template
):
    monkeypatch.chdir(tmp_path)
    Path("keep.py").write_text(KEEP)
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3"}}
    Path("home").mkdir()
    nbformat.write(nbformat.v4.new_notebook(metadata=kernel), "home/explore.ipynb")
    words = ("--voila", "--port", port, "--folder", "home", f"--template={template}")
    with serving(*words, f'--Voila.browser="{sys.executable}" keep.py %s') as address:
        for _ in range(100):
            if Path("opened.html").exists():
                break
            time.sleep(0.1)
        text = Path("opened.html").read_text("utf-8")
        (link,) = set(re.findall(r"http://[^\"]+[?]token=[0-9a-f]{48}", text))
        assert link in Path("log").read_text("utf-8")  # for the browser that does not open
        with urllib.request.urlopen(link) as page:
            assert page.status == 200 and "/login" not in page.url

        # another user of the machine; a web page whose name was made to point here
        for path, host in itertools.product(
            ("", "?token=wrong", "api/kernels", "voila/render/explore.ipynb"),
            (f"127.0.0.1:{port}", f"rebound.example:{port}"),
        ):
            asked = urllib.request.Request(address + path, headers={"Host": host})
            opener = urllib.request.build_opener(NoRedirect)
            with pytest.raises(urllib.error.HTTPError) as refused:
                opener.open(asked)
            assert "/login?next=" in refused.value.headers["Location"], path
        kernels = f"ws://127.0.0.1:{port}/api/kernels/any/channels"
        with pytest.raises(websocket.WebSocketException, match="Redirect"):
            websocket.create_connection(kernels, redirect_limit=0, timeout=10)
        with urllib.request.urlopen(f"{address}login") as page:
            assert not re.search("<(script|link|img)[^>]+https?:", page.read().decode())


class NoRedirect(urllib.request.HTTPRedirectHandler):
    """Leaves the answer as it is."""

    def redirect_request(self, *_):
        return None


def test_the_page_that_opens_the_browser_asks_nothing_outside(voila, monkeypatch):
    import jinja2
    from voila.paths import collect_template_paths

    monkeypatch.setenv("JUPYTER_PATH", str(SETTINGS))
    paths = collect_template_paths(["voila", "nbconvert"], "gluteal", prune=True)
    pages = jinja2.Environment(
        loader=jinja2.FileSystemLoader(paths), extensions=["jinja2.ext.i18n"]
    )
    text = pages.get_template("browser-open.html").render(
        open_url="http://localhost:8866/", token="a&b"
    )
    assert text.count("http://localhost:8866/?token=a%26b") == 2
    assert "http" not in text.replace("http://localhost:8866/", "").replace("http-equiv", "")


def test_importing_what_serves_starts_no_jupyter():
    code = (
        "import sys, gluteal.serving\n"
        "heavy = {'jupyterlab', 'voila', 'jupyter_server', 'tornado'} & set(sys.modules)\n"
        "assert not heavy, heavy"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_no_template_of_ours_names_another_host():
    for path in (SETTINGS / "voila").rglob("*.*"):
        text = path.read_text("utf-8")
        assert "http://" not in text and "https://" not in text, path


@pytest.mark.parametrize("words", [[], ["--voila"], ["present", "--learners", "2"]])
def test_a_home_that_cannot_be_written_gets_one_sentence_that_says_what_to_set(
    words, run, tmp_path
):
    (tmp_path / "home").write_text("a file in place of a folder")
    names = ("CONFIG_DIR", "DATA_DIR", "RUNTIME_DIR", "PLATFORM_DIRS")
    gone = {f"JUPYTER_{name}": "" for name in names}
    gone |= {"HOME": str(tmp_path / "home"), "GLUTEAL_JOURNAL": "", "XDG_DATA_HOME": ""}
    gone |= {"XDG_RUNTIME_DIR": "", "USERPROFILE": str(tmp_path / "home")}
    status, said, errors = run(*words, "--no-browser", **gone)
    assert (status, said) == (2, "")
    (line,) = errors.splitlines()
    for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR"):
        assert name in line
    assert ("GLUTEAL_JOURNAL" in line) == ("--learners" not in words)
    assert str(tmp_path / "home") in line and not os.path.isdir(tmp_path / "home")
