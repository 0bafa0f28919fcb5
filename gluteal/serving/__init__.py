"""Serving the notebooks: words of a command line in, a running JupyterLab or Voila out.

Comes in: the words after ``gluteal``. Goes out: a server, and what a hub needs to start one.
It knows the notebooks and the journal's folder; nothing of findings, causes or the model.
"""

from gluteal.serving.command import main
from gluteal.serving.folders import SETTINGS, notebooks
from gluteal.serving.lab import EXTENSIONS, QUIET

__all__ = ["EXTENSIONS", "QUIET", "SETTINGS", "main", "notebooks"]
