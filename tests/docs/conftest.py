"""The documentation, built once."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


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
