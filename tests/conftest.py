"""Fixtures: the bundled tables, a folder of them to change or spoil, and the built documentation."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings

import gluteal
from gluteal.knowledge import data_folder

ROOT = Path(__file__).parents[1]
os.environ["GLUTEAL_JOURNAL"] = tempfile.mkdtemp()  # never the journal of whoever runs the tests
settings.register_profile("gluteal", deadline=None)
settings.load_profile("gluteal")


@pytest.fixture(scope="session")
def kb() -> gluteal.Knowledge:
    return gluteal.load()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the bundled tables that no manifest vouches for."""
    leave = shutil.ignore_patterns("manifest.json")
    return Path(shutil.copytree(data_folder(), tmp_path / "data", ignore=leave))


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """Folder of the built pages; a warning is an error. No proxy leads out while it is built."""
    folder = tmp_path_factory.mktemp("docs") / "site"
    command = [sys.executable, "-m", "sphinx", "-W", "--keep-going", "-q", ROOT / "docs", folder]
    nowhere = dict.fromkeys(("http_proxy", "https_proxy", "all_proxy"), "http://127.0.0.1:9")
    environment = os.environ | nowhere | {k.upper(): v for k, v in nowhere.items()}
    doctrees = ["-d", folder.with_name("doctrees"), "-w", folder.with_name("warnings.txt")]
    done = subprocess.run([*command, *doctrees], env=environment, capture_output=True, text=True)
    warned = folder.with_name("warnings.txt").read_text("utf-8")
    assert done.returncode == 0 and not warned, warned + done.stderr
    return folder
