"""How the documentation is built: ``sphinx-build -W --keep-going docs build/docs``.

Pages are Markdown. What can be computed is computed while it is built (``_ext/made.py``), so that
no page says what the package does not. Nothing is fetched, neither now nor by the pages.
"""

import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE / "_ext"), str(HERE.parent)]

import gluteal  # noqa: E402

project = "gluteal"
author = "The gluteal contributors"
release = version = gluteal.__version__

extensions = ["myst_nb", "sphinx.ext.autodoc", "sphinx.ext.napoleon", "made"]
exclude_patterns = ["_ext", "build"]

myst_enable_extensions = ["deflist"]
myst_heading_anchors = 3
nb_execution_mode = "force"  # only pages that hold code cells
nb_execution_raise_on_error = True
nb_execution_timeout = 60
nb_merge_streams = True

add_module_names = False
autodoc_typehints = "none"  # the docstrings say it in words
napoleon_google_docstring = False
napoleon_use_rtype = False

highlight_language = "none"

html_theme = "furo"
html_title = "gluteal"
html_static_path = ["_static"]
html_css_files = ["site.css"]
html_copy_source = False
html_show_copyright = False
