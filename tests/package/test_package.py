"""What is shipped: pins, wheel, console script, public names."""

import re
import subprocess
import sys
import tomllib
from importlib.metadata import version
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import gluteal
from gluteal.__main__ import main, notebooks

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
HOSTS = re.compile(r"pypi\.org|pythonhosted|registry\.npmjs|conda\.anaconda|https?://", re.I)


def pins():
    lines = (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    kept = [Requirement(line) for line in lines if line and not line.startswith("#")]
    return {canonicalize_name(r.name): r for r in kept}


def test_every_dependency_is_pinned_and_the_pin_is_within_its_range():
    wanted = [*PROJECT["dependencies"]]
    for extra in PROJECT["optional-dependencies"].values():
        wanted += extra
    for text in wanted:
        requirement = Requirement(text)
        if canonicalize_name(requirement.name) == "gluteal":
            continue
        (pin,) = pins()[canonicalize_name(requirement.name)].specifier
        assert pin.operator == "=="
        assert requirement.specifier.contains(pin.version), text


def test_what_is_installed_here_is_what_is_pinned():
    for name in ("pandas", "numpy", "plotly", "anywidget", "ipywidgets", "jupyterlab", "pandera"):
        (pin,) = pins()[name].specifier
        assert version(name) == pin.version


def test_environment_yml_has_the_same_python_and_one_list_of_dependencies():
    text = (ROOT / "environment.yml").read_text("utf-8")
    assert f"python {PROJECT['requires-python']}" in text
    assert "--constraint constraints.txt" in text and "--editable ." in text
    named = [line for line in text.splitlines() if line.startswith("  - ")]
    assert named == [
        "  - conda-forge",
        "  - nodefaults",
        f"  - python {PROJECT['requires-python']}",
        "  - pip",
        "  - pip:",
    ]


def test_pins_and_environment_name_no_registry_host():
    for name in ("constraints.txt", "environment.yml", "pyproject.toml"):
        assert not HOSTS.search((ROOT / name).read_text("utf-8")), name


def test_the_vendored_chart_library_is_the_one_that_was_checked():
    import hashlib

    vendor = ROOT / "gluteal" / "widgets" / "vendor"
    script = (vendor / "plotly-cartesian.min.js").read_bytes()
    digest = "79542150855a52c567260e3137095dbe2b744e6d702a5cabe67da246942fba7a"
    assert hashlib.sha256(script).hexdigest() == digest
    assert b"plotly.js (cartesian - minified) v4.1.1" in script[:400]
    assert "MIT" in (vendor / "plotly-cartesian.LICENSE").read_text("utf-8")


def test_laying_out_the_notebooks_keeps_what_the_user_changed(tmp_path):
    notebooks(tmp_path)
    (tmp_path / "explore.ipynb").write_text("mine", "utf-8")
    notebooks(tmp_path)
    assert (tmp_path / "explore.ipynb").read_text("utf-8") == "mine"


def test_a_folder_that_cannot_be_made_is_explained(tmp_path, capsys):
    (tmp_path / "file").write_text("", "utf-8")
    assert main(["--folder", str(tmp_path / "file" / "below")]) == 2
    assert "choose another --folder" in capsys.readouterr().err


def test_every_public_name_exists_and_is_documented():
    for name in gluteal.__all__:
        assert getattr(gluteal, name).__doc__, name


def test_the_package_type_checks_strictly():
    done = subprocess.run([sys.executable, "-m", "mypy"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def test_the_code_is_formatted_and_free_of_lint():
    for arguments in (["check"], ["format", "--check"]):
        command = [sys.executable, "-m", "ruff", *arguments, "."]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout


def test_importing_the_package_does_not_bring_the_screen_or_the_charts():
    code = (
        "import sys, gluteal; gluteal.load()\n"
        "heavy = {'plotly', 'ipywidgets', 'anywidget', 'pandera', 'IPython'} & set(sys.modules)\n"
        "assert not heavy, heavy"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_the_python_of_the_readme_runs(tmp_path, monkeypatch):
    text = (ROOT / "README.md").read_text("utf-8")
    blocks = re.findall(r"```python\n(.*?)```", text, re.S)
    monkeypatch.chdir(tmp_path)
    for block in blocks:
        exec(block, {})
    assert blocks and (tmp_path / "case.json").exists()
