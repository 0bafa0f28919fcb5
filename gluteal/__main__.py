"""Open JupyterLab on the screen: ``gluteal`` on the command line."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from pathlib import Path

import gluteal

CHECKOUT = Path(gluteal.__file__).parent.parent / "notebooks"
BUNDLED = Path(gluteal.__file__).parent / "notebooks"
# JupyterLab asks about news and looks for updates on the network: neither here
QUIET = (
    "--LabApp.news_url=None",
    "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
)
SETTINGS = (
    Path(gluteal.__file__).parent / "jupyter"
)  # page configuration: no announcements, no build check


CULL = [
    "--MappingKernelManager.cull_idle_timeout=600",
    "--MappingKernelManager.cull_interval=60",
]


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
    target = (folder or Path.home() / "gluteal").expanduser()
    target.mkdir(parents=True, exist_ok=True)
    for notebook in sorted((BUNDLED if BUNDLED.is_dir() else CHECKOUT).glob("*.ipynb")):
        if not (target / notebook.name).exists():
            shutil.copyfile(notebook, target / notebook.name)
    return target


def main(argv: list[str] | None = None) -> int:
    """Lay out the notebooks and start JupyterLab on ``explore.ipynb``.

    Parameters
    ----------
    argv : list of str, optional
        Arguments; those that are not ours go to JupyterLab.

    Returns
    -------
    int
        Exit status.
    """
    parser = argparse.ArgumentParser("gluteal", description=__doc__)
    parser.add_argument(
        "screen",
        nargs="?",
        choices=["explore", "present"],
        default="explore",
        help="present: teaching cases full-screen, without code",
    )
    parser.add_argument("--folder", type=Path, help="where the notebooks are laid out")
    parser.add_argument("--voila", action="store_true", help="only the screen, without code")
    parser.add_argument(
        "--learners",
        type=int,
        metavar="N",
        help="with present or --voila: N learners on their own laptops, each kept apart",
    )
    parser.add_argument("--version", action="version", version=gluteal.__version__)
    ours, theirs = parser.parse_known_args(argv)
    alone = ours.voila or ours.screen == "present"
    if ours.learners is not None and (ours.learners < 1 or not alone):
        parser.error("--learners needs present or --voila, and a number from 1")
    try:
        home = notebooks(ours.folder)
    except OSError as error:
        print(
            f"gluteal: {error.filename}: {error.strerror}; choose another --folder", file=sys.stderr
        )
        return 2
    # the model is small: threads of a matrix library would only race the browser for the cores
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    earlier = os.environ.get("JUPYTER_CONFIG_PATH", "")
    os.environ["JUPYTER_CONFIG_PATH"] = os.pathsep.join(p for p in (str(SETTINGS), earlier) if p)
    if alone:
        name = "teach.ipynb" if ours.screen == "present" else "explore.ipynb"
        return _voila(home / name, theirs, ours.learners)
    from jupyterlab.labapp import LabApp

    # one document, without the side bars: the screen gets the room
    start = [f"--ServerApp.root_dir={home}", "--LabApp.default_url=/doc/tree/explore.ipynb"]
    LabApp.launch_instance([*start, *QUIET, *theirs])
    return 0


def _voila(notebook: Path, theirs: list[str], learners: int | None = None) -> int:
    """Serve the screen alone; the template asks no network for style sheets."""
    earlier = os.environ.get("JUPYTER_PATH", "")
    os.environ["JUPYTER_PATH"] = os.pathsep.join(p for p in (str(SETTINGS), earlier) if p)
    try:
        from voila.app import main as voila
    except ImportError:
        print('gluteal: Voila is not installed; install "gluteal[voila]"', file=sys.stderr)
        return 2
    words = [str(notebook), "--template=gluteal", *theirs]
    if learners is None:
        # a page that was closed leaves its kernel behind: one without a page goes after a while
        voila([*CULL, *words])
    else:
        from gluteal.classroom import serve

        serve(words, learners)
    return 0


if __name__ == "__main__":
    sys.exit(main())
