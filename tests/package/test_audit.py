"""The audit of the pins: what it says when nobody answers, when all is well, when a hole is known."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
# in place of pip-audit and the network: answers with what was put beside it
SERVICE = """
import json, pathlib, sys
asked = pathlib.Path(sys.argv[sys.argv.index("--requirement") + 1]).read_text().split()
fix = pathlib.Path(__file__).with_name("fix")
hole = {"id": "PYSEC-0000-1", "fix_versions": fix.read_text().split() if fix.exists() else []}
answer = {"vulns": [hole] if fix.exists() else []}
print(json.dumps({"dependencies": [dict(zip(("name", "version"), a.split("==")), **answer) for a in asked]}))
"""
# as pip-audit 2.10 does where the index has no advisories: every pin skipped, status 0
SKIPS = 'print(\'{"dependencies": [{"name": "numpy", "skip_reason": "not found"}]}\')'


@pytest.fixture
def audit(tmp_path):
    def run(service, fix=None):
        (tmp_path / "pip_audit.py").write_text(service)
        if fix is not None:
            (tmp_path / "fix").write_text(fix)
        command = [sys.executable, str(ROOT / ".ci" / "audit.py")]
        env = {**os.environ, "PYTHONPATH": str(tmp_path)}
        done = subprocess.run(command, env=env, capture_output=True, text=True)
        return done.returncode, done.stdout

    return run


@pytest.mark.parametrize("service", [SKIPS, "raise SystemExit('no network')"])
def test_no_answer_is_no_pass_and_is_said(audit, service):
    status, said = audit(service)
    assert status == 0 and "NOT DONE" in said and len(said.splitlines()) == 1


def test_a_hole_with_a_mended_version_fails_and_one_without_is_only_told(audit):
    status, said = audit(SERVICE)
    assert status == 0 and "PYSEC" not in said and "answered for" in said
    status, said = audit(SERVICE, "1.2")
    assert status == 1 and ": PYSEC-0000-1, mended in 1.2" in said
    status, said = audit(SERVICE, "")
    assert status == 0 and "no mended version yet" in said
