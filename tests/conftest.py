"""Fixtures: the bundled tables, and a folder of them to change or spoil."""

import os
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings

import gluteal
from gluteal.knowledge import data_folder

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
