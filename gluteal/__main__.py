"""Open JupyterLab on the screen: ``gluteal`` on the command line."""

import sys

from gluteal.serving import QUIET, SETTINGS, main, notebooks

__all__ = ["QUIET", "SETTINGS", "main", "notebooks"]

if __name__ == "__main__":
    sys.exit(main())
