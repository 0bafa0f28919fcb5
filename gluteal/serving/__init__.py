"""Serving the notebooks: words of a command line in, a running JupyterLab or Voila out.

Comes in: the words after ``gluteal``. Goes out: a server, and what a hub needs to start one;
after ``check-data`` a report on a folder of tables. It knows the notebooks and the journal's
folder; what is said of findings and causes is made in the rooms below.
"""

from gluteal.serving.command import main
from gluteal.serving.folders import SETTINGS, notebooks
from gluteal.serving.lab import EXTENSIONS, QUIET

__all__ = ["EXTENSIONS", "QUIET", "SETTINGS", "main", "notebooks"]
