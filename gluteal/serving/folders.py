"""Where the notebooks are, and whether the folders that a server needs can be written."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from jupyter_core.paths import jupyter_config_dir, jupyter_data_dir, jupyter_runtime_dir

from gluteal.cases import VARIABLE, Journal

CHECKOUT = Path(__file__).parents[2] / "notebooks"
BUNDLED = Path(__file__).parents[1] / "notebooks"
# configuration and templates for Jupyter: no announcements, no build check, nothing from outside
SETTINGS = Path(__file__).parent / "jupyter"


def notebooks(folder: Path | None) -> Path:
    """Folder with the notebooks to open.

    In a checkout they are opened in place. From an installed package they are first laid
    in ``folder``, by default ``gluteal`` below the home folder; a notebook that is there
    already is kept as it is.

    Raises
    ------
    OSError
        The folder cannot be written.
    """
    if folder is None and CHECKOUT.is_dir() and not BUNDLED.is_dir():
        return CHECKOUT
    target = (folder or Path.home() / "gluteal").expanduser().absolute()
    target.mkdir(parents=True, exist_ok=True)
    for notebook in sorted((BUNDLED if BUNDLED.is_dir() else CHECKOUT).glob("*.ipynb")):
        if not (target / notebook.name).exists():
            shutil.copyfile(notebook, target / notebook.name)
    return target


def unwritable(journal: bool = True) -> dict[str, Path]:
    """Folders that a server needs and cannot write, by the variable that names another.

    Parameters
    ----------
    journal : bool
        Whether cases are kept as well. A journal that cannot be written stops nobody by itself:
        the screen says that it does not save.

    Returns
    -------
    dict
        Empty if the server can start.
    """
    needed = {
        "JUPYTER_CONFIG_DIR": Path(jupyter_config_dir()),
        "JUPYTER_DATA_DIR": Path(jupyter_data_dir()),
        "JUPYTER_RUNTIME_DIR": Path(jupyter_runtime_dir()),
    }
    found = {name: folder for name, folder in needed.items() if not writable(folder)}
    if found and journal and not writable(Journal().folder):
        found[VARIABLE] = Journal().folder
    return found


def writable(folder: Path) -> bool:
    """Whether a folder can be written, or made where it is missing; nothing is made here."""
    there = next(p for p in (folder, *folder.parents) if os.path.lexists(p))
    return there.is_dir() and os.access(there, os.W_OK | os.X_OK)
