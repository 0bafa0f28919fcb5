"""Files of a folder of tables: bytes, hashes, frames."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from pathlib import Path
from typing import Any

import pandas as pd

from gluteal.knowledge.guarded import Problem, bounded, strays
from gluteal.knowledge.schema import MAY_MISS, OWN, TABLES, Table
from gluteal.knowledge.vocabulary import EQUAL

MANIFEST = "manifest.json"
TABLE_BYTES = 20_000_000  # of one file; the largest bundled one has less than a twentieth


def data_folder() -> Path:
    """Where the bundled tables are: beside the package in a wheel, above it in a checkout."""
    package = Path(__file__).parents[1]
    inside = package / "data"
    return inside if inside.is_dir() else package.parent / "data"


def parse(name: str, raw: dict[str, bytes]) -> pd.DataFrame:
    """One table as a typed frame, indexed by id where it has one."""
    if name == "references":
        return _references(raw["references.json"])
    if name == "cases":
        return _cases(raw["cases/cases.json"])
    frame = _table(raw.get(f"{name}.csv", blank(name)), TABLES[name])
    return frame.assign(**{EQUAL: 1 / len(frame)}) if name == "priors" else frame


def files() -> list[str]:
    """Names of the files that make up the tables; a folder that has learned has one more."""
    tables = (f"{table}.csv" for table in TABLES if table not in OWN)
    return [*tables, "references.json", "cases/cases.json"]


def blank(table: str) -> bytes:
    """A table without rows: what a folder has that leaves one out that may be missing."""
    return (",".join(TABLES[table].columns) + "\n").encode()


def contents(folder: Path) -> tuple[dict[str, bytes], list[Problem]]:
    """The files of a folder by name, and a problem for each that cannot be read.

    A table that may be missing is blank then. Outside the bundled folder, whose files an
    installer may have linked, nothing is read that leads out of the folder.
    """
    raw = {f"{table}.csv": blank(table) for table in MAY_MISS}
    unread: list[Problem] = []
    own = folder.resolve() != data_folder().resolve()
    for name in (*files(), *(f"{table}.csv" for table in OWN)):
        path = folder / name
        try:
            if own and strays(path, folder):
                raise OSError("it leads out of the folder; put the file itself there")
            raw[name] = normal(bounded(path, TABLE_BYTES))
        except FileNotFoundError:
            continue
        except OSError as error:
            raw.pop(name, None)
            unread.append((name, 0, "", "", f"cannot be read: {error.strerror or error}"))
    return raw, unread


def hashes(raw: dict[str, bytes]) -> dict[str, str]:
    """SHA-256 of each file, sorted by name."""
    return {n: hashlib.sha256(content).hexdigest() for n, content in sorted(raw.items())}


def digest(raw: dict[str, bytes]) -> str:
    """SHA-256 of all the files together."""
    return hashlib.sha256(json.dumps(hashes(raw)).encode()).hexdigest()


def as_bytes(frame: pd.DataFrame) -> bytes:
    """A table as the bytes of its file."""
    return str(frame.to_csv(index=False, lineterminator="\n")).encode()


def normal(content: bytes) -> bytes:
    """Without byte-order mark and carriage returns: Excel and git on Windows add them."""
    return content.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n")


def manifest(folder: Path) -> dict[str, Any]:
    """The version and hashes that vouch for a folder, {} where there are none."""
    try:
        found = json.loads(bounded(folder / MANIFEST, TABLE_BYTES))
    except (OSError, RecursionError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _table(content: bytes, table: Table) -> pd.DataFrame:
    numeric = [n for n, c in table.columns.items() if c.numeric]
    frame = pd.read_csv(
        io.BytesIO(content),
        dtype={n: "float64" if c.numeric else "str" for n, c in table.columns.items()},
        keep_default_na=False,
        na_values={n: [""] for n in numeric},
    )[list(table.columns)]
    return frame.set_index(table.key[0]) if len(table.key) == 1 else frame


def _references(content: bytes) -> pd.DataFrame:
    records = json.loads(content)
    return pd.DataFrame(
        [
            {
                "source": r["id"],
                "citation": citation(r),
                "first_author": _first(r),
                "title": r.get("title", ""),
                "year": r.get("issued", {}).get("date-parts", [[None]])[0][0],
                "doi": r.get("DOI", ""),
                "pmid": r.get("PMID", ""),
                "type": r.get("type", ""),
                "kind": r.get("custom", {}).get("kind", ""),
                "seen": r.get("custom", {}).get("seen", ""),
            }
            for r in records
        ]
    ).set_index("source")


def _first(record: dict[str, Any]) -> str:
    people = record.get("author") or [{}]
    name = people[0].get("family") or people[0].get("literal") or record.get("title", "")
    return str(name if len(name) < 30 else name[:27] + "...")


def citation(record: dict[str, Any]) -> str:
    """A reference in one line: people, title, where, year, identifiers."""
    people = [
        a.get("literal") or f"{a.get('family', '')} {a.get('given', '')}".strip()
        for a in record.get("author", [])
    ]
    parts = [
        ", ".join(people[:6]) + (" et al" if len(people) > 6 else ""),
        str(record.get("title", "")).rstrip("."),
        record.get("container-title", ""),
        str(record.get("issued", {}).get("date-parts", [[""]])[0][0]),
        f"doi:{record['DOI']}" if record.get("DOI") else "",
        f"PMID {record['PMID']}" if record.get("PMID") else "",
        f"[{record['note']}]" if record.get("note") else "",
    ]
    return ". ".join(p for p in parts if p)


def _cases(content: bytes) -> pd.DataFrame:
    found = json.loads(content)
    listed = found if isinstance(found, list) else [found]
    return pd.DataFrame(listed, columns=None if listed else ["id"]).set_index("id")


def parse_texts(content: bytes) -> list[dict[str, str]]:
    """The rows of a table in which all is text."""
    return list(csv.DictReader(io.StringIO(content.decode("utf-8")), strict=True))
