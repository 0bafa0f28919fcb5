"""A release: one version and one day everywhere, and what is built works in an empty environment."""

import os
import shutil
import socket
import subprocess
import sys
import tarfile
import time
import urllib.request
import venv
from pathlib import Path

import jupyterlab
import pytest
import release

import gluteal

ROOT = Path(__file__).parents[2]
# read by whoever gets the source alone: what the README links, what the tests and the pages read
READ = """CHANGELOG.md CITATION.cff CONTRIBUTING.md LICENSE LICENSE-DATA README.md SAFETY.md SECURITY.md
constraints.txt environment.yml package.json eslint.config.js pyproject.toml benchmarks/score.py
data/evidence.csv data/manifest.json docs/conf.py docs/model_card.json notebooks/explore.ipynb
gluteal/widgets/vendor/plotly-cartesian.min.js tests/conftest.py tests/support/release.py"""


def test_version_and_day_are_the_same_wherever_they_stand():
    for path, text in release.stamped().items():
        assert path.read_text("utf-8") == text, f"{path.name}: run python tests/support/release.py"
    assert gluteal.load().version == gluteal.__version__


@pytest.fixture
def copy(tmp_path, monkeypatch):
    """The files that name version and day, to be changed."""
    (tmp_path / "docs").mkdir()
    for name in ("CHANGELOG.md", "CITATION.cff", "docs/model_card.json"):
        shutil.copy(ROOT / name, tmp_path / name)
    monkeypatch.setattr(release, "ROOT", tmp_path)
    return tmp_path


def test_the_day_of_the_changelog_reaches_the_citation_and_the_model_card(copy):
    text = (copy / "CHANGELOG.md").read_text("utf-8")
    heading = f"## {gluteal.__version__} ({release.day()})"
    changed = text.replace(heading, f"## {gluteal.__version__} (2031-02-03)")
    (copy / "CHANGELOG.md").write_text(changed, "utf-8")
    citation, card = release.stamped().values()
    assert f"version: {gluteal.__version__}\ndate-released: 2031-02-03\n" in citation
    assert '"ReleaseDate": "2031-02-03"' in card


def test_a_changelog_of_another_version_is_refused_with_both(copy):
    (copy / "CHANGELOG.md").write_text("# Changelog\n\n## Unreleased\n\n## 9.9.9 (2031-02-03)\n")
    with pytest.raises(SystemExit, match=rf"9\.9\.9.*{gluteal.__version__}"):
        release.stamped()


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """Folder with the source archive and the wheel that was made from it."""
    folder = tmp_path_factory.mktemp("built")
    command = [sys.executable, "-m", "build", "--outdir", str(folder), str(ROOT)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


@pytest.fixture(scope="module")
def empty(built, tmp_path_factory):
    """Python of an environment with the wheel and what it depends on, and not the repository."""
    folder = tmp_path_factory.mktemp("empty")
    venv.create(folder, symlinks=os.name != "nt")
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    (wheel,) = built.glob("*.whl")
    pip = [sys.executable, "-m", "pip", "--python", str(python), "install", "-q", "--no-deps"]
    subprocess.run([*pip, "--no-index", str(wheel)], check=True)
    where = "import sysconfig; print(sysconfig.get_path('purelib'))"
    ours = subprocess.run([python, "-c", where], capture_output=True, text=True, check=True).stdout
    # the dependencies of the tests, but not what is installed there in place: no .pth of theirs runs
    Path(ours.strip(), "dependencies.pth").write_text(str(Path(jupyterlab.__file__).parents[1]))
    return python


def test_the_source_holds_what_its_readers_need_and_nothing_that_is_installed(built):
    (archive,) = built.glob("*.tar.gz")
    assert archive.stat().st_size < 10_000_000
    with tarfile.open(archive) as source:
        names = {member.name.partition("/")[2] for member in source}
        assert max(member.size for member in source) < 2_000_000
    assert set(READ.split()) <= names
    parts = {part for name in names for part in name.split("/")}
    assert not parts & {"node_modules", "__pycache__", ".git", ".hypothesis", "build", "dist"}


def test_the_installed_wheel_loads_its_data_away_from_the_checkout(empty, tmp_path):
    code = """
import gluteal, pathlib
assert pathlib.Path(gluteal.__file__).is_relative_to(pathlib.Path(__import__("sys").prefix))
kb = gluteal.load()
assert kb.matrix.shape == (len(kb.causes), len(kb.findings)) and kb.version == gluteal.__version__
gluteal.explore()
print(gluteal.differential(gluteal.Case(present=["sij_thigh_thrust"])).head(1).index[0])
"""
    private = clean(tmp_path)
    said = subprocess.run([empty, "-c", code], cwd=tmp_path, env=private, capture_output=True)
    assert said.stdout.decode().strip() == "sacroiliac_joint_pain", said.stderr.decode()
    command = [empty.parent / "gluteal", "--version"]
    said = subprocess.run(command, cwd=tmp_path, env=private, capture_output=True, text=True)
    assert said.stdout == f"{gluteal.__version__}\n"


@pytest.mark.browser
def test_the_installed_command_lays_out_the_notebooks_and_answers_with_the_screen(empty, tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    command = [empty.parent / "gluteal", "--no-browser", "--allow-root", f"--port={port}"]
    private = clean(tmp_path) | {"JUPYTER_TOKEN": "known"}
    with (tmp_path / "log").open("w") as log:
        server = subprocess.Popen(command, cwd=tmp_path, env=private, stdout=log, stderr=log)
    try:
        for _ in range(150):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            assert server.poll() is None, (tmp_path / "log").read_text()
            time.sleep(0.2)
        page = f"http://127.0.0.1:{port}/doc/tree/explore.ipynb?token=known"
        with urllib.request.urlopen(page) as answer:
            assert "static/open.js" in answer.read().decode()
    finally:
        server.terminate()
        server.wait(20)
    assert (tmp_path / "home" / "gluteal" / "teach.ipynb").exists()


def clean(folder):
    """Environment with a home of its own and JupyterLab's pages from where it is installed."""
    kept = {k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "PYTHONHOME")}
    kept |= {"HOME": str(folder / "home"), "USERPROFILE": str(folder / "home")}
    kept |= {"JUPYTERLAB_DIR": str(Path(sys.prefix, "share", "jupyter", "lab"))}
    return kept | {"GLUTEAL_JOURNAL": str(folder / "journal")}
