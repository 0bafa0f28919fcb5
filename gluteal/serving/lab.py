"""JupyterLab on the screen."""

from __future__ import annotations

import os
from pathlib import Path

from gluteal.serving.folders import SETTINGS

# JupyterLab asks about news and looks for updates on the network: neither here
QUIET = (
    "--LabApp.news_url=None",
    "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
)
# what JUPYTER_PATH must hold for the screen to open by itself
EXTENSIONS = SETTINGS / "lab"
ROOTS = ("--ServerApp.root_dir", "--ServerApp.notebook_dir", "--notebook-dir")


def start(home: Path, theirs: list[str]) -> None:
    """Run JupyterLab on ``explore.ipynb`` until it is stopped.

    Parameters
    ----------
    home : Path
        Folder with the notebooks.
    theirs : list of str
        Options for JupyterLab; they win over ours.
    """
    from jupyterlab.labapp import LabApp

    LabApp.launch_instance(arguments(home, theirs))


def arguments(home: Path, theirs: list[str]) -> list[str]:
    """What JupyterLab is started with: ours but for what the user gives, then the user's.

    JupyterLab refuses an option that is given twice.
    """
    given = _values(theirs)
    root = next((given[name] for name in ROOTS if name in given), None)
    ours = list(QUIET)
    if root is None:
        ours.append(f"--ServerApp.root_dir={home}")
    top = home if root is None else Path(root).expanduser().absolute()
    if home.is_relative_to(top):
        # one document, without the side bars: the screen gets the room
        within = (home / "explore.ipynb").relative_to(top).as_posix()
        ours.append(f"--LabApp.default_url=/doc/tree/{within}")
    return [word for word in ours if word.partition("=")[0] not in given] + theirs


def _values(words: list[str]) -> dict[str, str]:
    """Options with their values, whether written ``--name=value`` or ``--name value``."""
    found = {}
    for word, after in zip(words, [*words[1:], ""]):
        if word.startswith("-"):
            name, equals, value = word.partition("=")
            found[name] = value if equals else after
    return found


def put_before(variable: str, folder: Path) -> None:
    """Put a folder before those that an environment variable of Jupyter lists."""
    earlier = os.environ.get(variable, "")
    os.environ[variable] = os.pathsep.join(p for p in (str(folder), earlier) if p)
