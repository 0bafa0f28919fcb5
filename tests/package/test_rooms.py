"""The house: rooms import downward only, and from the door; a tool holds it to that."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def linted(folder):
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    return subprocess.run(
        command, cwd=folder, capture_output=True, text=True, env={"PYTHONPATH": str(folder)}
    )


def test_every_import_goes_downward_and_through_the_door():
    done = linted(ROOT)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("file", "planted"),
    [
        ("knowledge/tables.py", "from gluteal.cases import Case"),
        ("model/logs.py", "from gluteal.care import options"),
        ("handout/page.py", "from gluteal.model.state import State"),
        ("care/doses.py", "import plotly"),
        ("knowledge/vocabulary.py", "from gluteal.knowledge.schema import TABLES"),
        ("figures/numbers.py", "from gluteal.care import options"),
    ],
)
def test_a_planted_violation_is_found(file, planted, tmp_path):
    shutil.copytree(ROOT / "gluteal", tmp_path / "gluteal")
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    path = tmp_path / "gluteal" / file
    path.write_text(path.read_text("utf-8") + f"\n{planted}\n", "utf-8")
    done = linted(tmp_path)
    assert done.returncode == 1 and "BROKEN" in done.stdout, done.stdout
