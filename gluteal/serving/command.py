"""The command ``gluteal``: its own words are taken out, all others go on to Jupyter."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path

from gluteal._version import __version__
from gluteal.knowledge import LANGUAGE_VARIABLE, language_codes
from gluteal.serving import lab, voila
from gluteal.serving.check_data import WORD, Parser, check_data
from gluteal.serving.folders import SETTINGS, notebooks, unwritable

VALUES = ("--folder", "--language", "--learners")
FLAGS = ("--voila", "--version", "--help", "-h")


def parser() -> Parser:
    """Our own words."""
    made = Parser(
        "gluteal",
        description="Open JupyterLab on the screen.",
        epilog="All other options go on to JupyterLab or Voila as they are. "
        f"gluteal {WORD} [folder] opens nothing: it checks a folder of tables.",
        allow_abbrev=False,
    )
    made.add_argument(
        "screen",
        nargs="?",
        choices=["explore", "present"],
        default="explore",
        help="present: teaching cases full-screen, without code",
    )
    made.add_argument("--folder", type=Path, help="where the notebooks are laid out")
    made.add_argument(
        "--language",
        choices=language_codes(),
        help="of the screen; de: German, machine-made and not reviewed",
    )
    made.add_argument("--voila", action="store_true", help="only the screen, without code")
    made.add_argument(
        "--learners",
        type=int,
        metavar="N",
        help="with present or --voila: N learners on their own laptops, each kept apart",
    )
    made.add_argument("--version", action="version", version=__version__)
    return made


def split(argv: list[str]) -> tuple[list[str], list[str]]:
    """Our own words wherever they stand, and all others in their order.

    A word without a dash names the screen, unless it is the value of the option before it.

    Examples
    --------
    >>> split(["--port", "8890", "present", "--folder=a b", "--no-browser"])
    (['present', '--folder=a b'], ['--port', '8890', '--no-browser'])
    """
    own: list[str] = []
    theirs: list[str] = []
    rest = list(argv)
    while rest:
        word = rest.pop(0)
        name, alone = word.partition("=")[0], "=" not in word
        if name in FLAGS or not word.startswith("-"):
            own.append(word)
        elif name in VALUES:
            own.append(word)
            if alone and rest:
                own.append(rest.pop(0))
        else:
            theirs.append(word)
            if alone and rest and not rest[0].startswith("-") and takes_value(word):
                theirs.append(rest.pop(0))
    return own, theirs


def takes_value(option: str) -> bool:
    """Whether an option of Jupyter's takes the word after it; all do but flags."""
    from jupyterlab.labapp import LabApp

    flags, values = {*LabApp.flags}, {*LabApp.aliases}
    with suppress(ImportError):
        from voila.app import Voila

        flags, values = flags | {*Voila.flags}, values | {*Voila.aliases}
    return option.lstrip("-") not in flags - values


def main(argv: list[str] | None = None) -> int:
    """Lay out the notebooks and start JupyterLab, or Voila, on one of them.

    Parameters
    ----------
    argv : list of str, optional
        Words of the command line; those that are not ours go on to Jupyter. After
        ``check-data`` all are ours, and no server is started.

    Returns
    -------
    int
        Exit status.
    """
    argv = sys.argv[1:] if argv is None else argv
    if argv[:1] == [WORD]:
        return check_data(argv[1:])
    own, theirs = split(argv)
    ours = (words := parser()).parse_args(own)
    alone = ours.voila or ours.screen == "present"
    if ours.learners is not None and (ours.learners < 1 or not alone):
        words.error("--learners needs present or --voila, and a number from 1")
    if refused := unwritable(journal=ours.learners is None):
        folders = ", ".join(dict.fromkeys(map(str, refused.values())))
        return _refuse(
            f"cannot write in {folders}; set {', '.join(refused)} to folders that can be written"
        )
    if ours.language:  # for the notebooks, which say gluteal.explore()
        os.environ[LANGUAGE_VARIABLE] = ours.language
    try:
        home = notebooks(ours.folder)
    except OSError as error:
        return _refuse(f"{error.filename}: {error.strerror}; choose another --folder")
    # the model is small: threads of a matrix library would only race the browser for the cores
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    lab.put_before("JUPYTER_CONFIG_PATH", SETTINGS)
    if not alone:
        lab.put_before("JUPYTER_PATH", lab.EXTENSIONS)
        lab.start(home, theirs)
        return 0
    lab.put_before("JUPYTER_PATH", SETTINGS)
    try:
        name = "teach.ipynb" if ours.screen == "present" else "explore.ipynb"
        voila.start(home / name, theirs, ours.learners)
    except ModuleNotFoundError as error:
        if error.name != "voila":
            raise
        return _refuse(
            'Voila is not installed; in the folder of the project: python -m pip install -e ".[voila]"'
            ' -c constraints.txt; elsewhere: python -m pip install "gluteal[voila]"'
        )
    return 0


def _refuse(reason: str) -> int:
    print(f"gluteal: {reason}", file=sys.stderr)
    return 2
