"""Names that people's notebooks depend on, and names that the documents promise."""

import inspect
import json
import re
from importlib import import_module
from pathlib import Path

import gluteal

ROOT = Path(__file__).parents[2]
DOCUMENTS = ["README.md", "CONTRIBUTING.md", "SAFETY.md", "data/README.md"]
SIGNATURES = {
    "citations": ["result", "kb", "style"],
    "differential": ["case", "kb"],
    "explore": ["case", "kb"],
    "from_fhir": ["bundle", "kb"],
    "injections": ["case", "kb"],
    "load": ["folder"],
    "next_findings": ["case", "kb"],
    "notices": ["case", "kb"],
    "read_letter": ["text", "kb"],
    "red_flags": ["case", "kb"],
    "report": ["case", "kb", "title", "teaching", "made"],
    "score": ["cohort", "kb", "setting"],
    "teach": ["case", "kb", "folder"],
    "to_fhir": ["case", "kb"],
    "to_phenopacket": ["case", "kb"],
    "weights": ["case", "kb"],
}


def documented():
    files = [*(ROOT / name for name in DOCUMENTS), *(ROOT / "docs").glob("*.md")]
    texts = [file.read_text("utf-8") for file in files]
    for notebook in (ROOT / "notebooks").glob("*.ipynb"):
        cells = json.loads(notebook.read_text("utf-8"))["cells"]
        texts += ["".join(cell["source"]) for cell in cells]
    return sorted({m for text in texts for m in re.findall(r"\bgluteal(?:\.[A-Za-z_]+)+", text)})


def test_public_functions_take_what_they_always_took_first():
    for name, wanted in SIGNATURES.items():
        given = list(inspect.signature(getattr(gluteal, name)).parameters)
        assert given[: len(wanted)] == wanted, name


def test_every_name_that_a_document_mentions_is_there():
    names = [n for n in documented() if not n.endswith((".ipynb", ".yml"))]
    assert len(names) > 10
    for name in names:
        found = gluteal
        for part in name.split(".")[1:]:
            try:
                found = getattr(found, part)
            except AttributeError:
                found = import_module(f"{found.__name__}.{part}")
