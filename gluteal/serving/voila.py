"""Voila on the screen alone, without code."""

from __future__ import annotations

from pathlib import Path

from traitlets.config import Config

from gluteal.serving.folders import SETTINGS

PAGES = SETTINGS / "voila" / "templates" / "gluteal"


def start(notebook: Path, theirs: list[str], learners: int | None = None) -> None:
    """Run Voila on a notebook until it is stopped.

    The page asks for a token, which the address carries that opens the browser. Voila answers
    to any host name: without a token a web page whose name is made to point at this machine
    could read the screen. A class has none: it shares one address and keeps nothing.

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
    from jinja2 import ChoiceLoader, FileSystemLoader
    from voila import app

    class Voila(app.Voila):  # type: ignore[misc]
        """Voila that understands JupyterLab's ``--ip`` and opens the browser with the token."""

        aliases = {**app.Voila.aliases, "ip": "Voila.ip"}

        def launch_browser(self) -> None:
            """Open the browser by way of our ``browser-open.html``; Voila's leaves the token out."""
            pages = self.app.settings["voila_jinja2_env"]
            pages.loader = ChoiceLoader([FileSystemLoader(PAGES), pages.loader])
            pages.globals["token"] = self.identity_provider.token
            super().launch_browser()

    words = [str(notebook), *theirs]
    if learners is None:
        Voila.launch_instance(words, config=settings())
    else:
        from gluteal.serving.classroom import serve

        serve(Voila, words, learners, settings())


def settings() -> Config:
    """Our settings, as defaults; a command line may say otherwise."""
    config = Config()
    config.Voila.auto_token = True
    config.VoilaConfiguration.template = "gluteal"  # asks no network for style sheets
    # a page that was closed leaves its kernel behind: one without a page goes after a while
    config.MappingKernelManager.cull_idle_timeout = 600
    config.MappingKernelManager.cull_interval = 60
    return config
