"""What maintainers write beside the tables: what vouches for them, and what describes them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from gluteal.knowledge.languages import FOLDER, language_codes, texts_of
from gluteal.knowledge.package import PACKAGE, data_package
from gluteal.knowledge.reader import MANIFEST, files, hashes, normal


def seal(folder: Path, version: str) -> None:
    """Write the manifest of the tables and languages of ``folder``, and its Data Package."""
    raw = {n: normal((folder / n).read_bytes()) for n in files()}
    vouched = {"version": version, "sha256": hashes(raw)}
    spoken = {code: hashes(texts_of(folder, code)[0]) for code in language_codes(folder)[1:]}
    _write(folder / MANIFEST, vouched | ({FOLDER: spoken} if spoken else {}))
    _write(folder / PACKAGE, data_package(folder, version))


def _write(path: Path, content: dict[str, Any]) -> None:
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", "utf-8")
