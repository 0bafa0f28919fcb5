"""Tables kept as a folder of their own, never over anything else."""

from __future__ import annotations

import json
import os
from pathlib import Path

from gluteal.knowledge.reader import MANIFEST, contents, data_folder, hashes, manifest
from gluteal.knowledge.schema import OWN


def keep(folder: Path, raw: dict[str, bytes], version: str) -> Path:
    """Write tables and the manifest that vouches for them.

    Each file is written beside its place and then moved there, the manifest last: what is cut
    short is found by its checksums.
    """
    _refuse(folder)
    (folder / "cases").mkdir(parents=True, exist_ok=True)
    for table in OWN:  # of an earlier save
        if f"{table}.csv" not in raw:
            (folder / f"{table}.csv").unlink(missing_ok=True)
    vouched = json.dumps({"version": version, "saved": True, "sha256": hashes(raw)}, indent=1)
    for name, content in (raw | {MANIFEST: f"{vouched}\n".encode()}).items():
        beside = folder / f"{name}.new"
        beside.write_bytes(content)
        os.replace(beside, folder / name)
    return folder


def _refuse(folder: Path) -> None:
    """Raise unless nothing is lost by writing to the folder."""
    if folder.exists() and not folder.is_dir():
        raise FileExistsError(f"{folder} is a file; name a folder")
    if not folder.exists() or not any(folder.iterdir()):
        return
    vouched = manifest(folder)
    if folder.resolve() == data_folder().resolve() or not vouched.get("saved"):
        raise FileExistsError(f"{folder} holds something else; name a new or an empty folder")
    if vouched.get("sha256") != hashes(contents(folder)[0]):
        raise FileExistsError(f"{folder} was changed by hand since it was saved; name a new one")
