"""Voila on the screen alone, without code."""

from __future__ import annotations

from pathlib import Path

from traitlets.config import Config


def start(notebook: Path, theirs: list[str], learners: int | None = None) -> None:
    """Run Voila on a notebook until it is stopped.

    Parameters
    ----------
    notebook : Path
        What is shown.
    theirs : list of str
        Options for Voila; they win over ours.
    learners : int, optional
        Places of a class, each kept apart; by default one user.

    Raises
    ------
    ImportError
        Voila is not installed.
    """
    from voila import app

    class Voila(app.Voila):  # type: ignore[misc]
        """Voila that also understands JupyterLab's ``--ip``."""

        aliases = {**app.Voila.aliases, "ip": "Voila.ip"}

    words = [str(notebook), *theirs]
    if learners is None:
        Voila.launch_instance(words, config=settings())
    else:
        from gluteal.serving.classroom import serve

        serve(Voila, words, learners, settings())


def settings() -> Config:
    """Our settings, as defaults; a command line may say otherwise."""
    config = Config()
    config.VoilaConfiguration.template = "gluteal"  # asks no network for style sheets
    # a page that was closed leaves its kernel behind: one without a page goes after a while
    config.MappingKernelManager.cull_idle_timeout = 600
    config.MappingKernelManager.cull_interval = 60
    return config
