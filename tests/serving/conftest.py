"""A server of ours for real: started on a free port by the command, stopped at the end."""

import contextlib
import importlib.util
import os
import socket
import subprocess
import sys
import time

import pytest

NONE = "Voila is not installed: install gluteal[voila] to run these tests"


@pytest.fixture
def voila():
    """Voila is there."""
    if importlib.util.find_spec("voila") is None:
        if os.environ.get("CI") == "true":
            pytest.fail(NONE)
        pytest.skip(NONE)


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]


def command(*words):
    return [sys.executable, "-m", "gluteal", *map(str, words)]


@pytest.fixture
def port():
    return free_port()


@pytest.fixture
def run(tmp_path):
    """Runs ``gluteal`` with some words to its end; gives status, output and errors."""

    def ran(*words, **environment):
        env = {**os.environ, "GLUTEAL_JOURNAL": str(tmp_path / "journal"), **environment}
        done = subprocess.run(
            command(*words), env=env, cwd=tmp_path, capture_output=True, text=True, timeout=60
        )
        return done.returncode, done.stdout, done.stderr

    return ran


@pytest.fixture
def serving(tmp_path, port):
    """Starts ``gluteal`` with some words, waits for ``port``; gives its address."""

    @contextlib.contextmanager
    def started(*words):
        env = {**os.environ, "GLUTEAL_JOURNAL": str(tmp_path / "journal")}
        with (tmp_path / "log").open("w") as log:
            server = subprocess.Popen(command(*words), stdout=log, stderr=log, env=env)
        try:
            for _ in range(150):
                with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port)):
                    break
                assert server.poll() is None, (tmp_path / "log").read_text()
                time.sleep(0.2)
            else:
                raise AssertionError((tmp_path / "log").read_text())
            yield f"http://127.0.0.1:{port}/"
        finally:
            server.terminate()
            server.wait(20)

    return started
