"""The evidence, loaded: typed tables, their digest, and the way from a number to its source."""

from __future__ import annotations

import hashlib
import json
import re
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import pandas as pd

from gluteal.cells import Cells
from gluteal.reader import EQUAL, data_folder, files, manifest, normal, parse, seal
from gluteal.tables import split

__all__ = ["EQUAL", "Knowledge", "KnowledgeError", "load", "read", "seal"]


class KnowledgeError(ValueError):
    """The tables of a folder cannot be used.

    ``problems`` is a DataFrame with the columns file, row, column, value, remedy,
    one row a problem; row 2 is the first line below the header.
    """

    def __init__(self, problems: pd.DataFrame, folder: Path | str) -> None:
        self.problems = problems
        lines = [
            f"  {p.file}"
            + (f", row {p.row}" if p.row else "")
            + (f", column {p.column}" if p.column else "")
            + (f": {p.value!r}" if p.value else "")
            + f": {p.remedy}"
            for p in problems.head(30).itertuples()
        ]
        more = len(problems) - len(lines)
        super().__init__(
            f"{len(problems)} problem{'s' * (len(problems) > 1)} in {folder}:\n"
            + "\n".join(lines)
            + (f"\n  ... and {more} more, in .problems" if more > 0 else "")
        )


class Knowledge:
    """Everything the tool knows; DataFrames as in ``data/README.md``.

    ``version`` names the release of the tables and ``digest`` is the SHA-256 of
    their contents; every result and report carries both. A table is parsed when it
    is first looked at.
    """

    causes: pd.DataFrame
    findings: pd.DataFrame
    questions: pd.DataFrame
    evidence: pd.DataFrame
    backgrounds: pd.DataFrame
    presentations: pd.DataFrame
    presentation_cells: pd.DataFrame
    composites: pd.DataFrame
    priors: pd.DataFrame
    thresholds: pd.DataFrame
    injections: pd.DataFrame
    precautions: pd.DataFrame
    anticoagulants: pd.DataFrame
    anaesthetics: pd.DataFrame
    care: pd.DataFrame
    red_flags: pd.DataFrame
    references: pd.DataFrame
    cases: pd.DataFrame

    def __init__(self, raw: dict[str, bytes], version: str, digest: str) -> None:
        self.version, self.digest, self._raw = version, digest, raw

    def __getattr__(self, name: str) -> pd.DataFrame:
        if name.startswith("_") or name not in type(self).__annotations__:
            raise AttributeError(f"{type(self).__name__!r} has no attribute {name!r}")
        frame = parse(name, self._raw)
        setattr(self, name, frame)
        return frame

    def __repr__(self) -> str:
        return f"<Knowledge {self.version}, sha256 {self.digest[:12]}>"

    @cached_property
    def cells(self) -> Cells:
        """The Betas of the model as arrays."""
        return Cells(self)

    @cached_property
    def memo(self) -> dict[str, Any]:
        """What later modules compile from the tables, kept as long as the tables are."""
        return {}

    @cached_property
    def matrix(self) -> pd.DataFrame:
        """P(present | cause) of the average patient, causes x findings, in [0.005, 0.99].

        A cell without evidence holds the background; :attr:`known` tells them apart.
        """
        c = self.cells
        return pd.DataFrame(
            c.matrix_theta,
            pd.Index(c.causes, name="cause"),
            pd.Index(c.findings, name="finding"),
        )

    @cached_property
    def known(self) -> pd.DataFrame:
        """Whether evidence stands behind a cell of :attr:`matrix`; booleans, same shape."""
        return pd.DataFrame(self.cells.matrix_known, self.matrix.index, self.matrix.columns)

    @cached_property
    def basis(self) -> pd.DataFrame:
        """Basis of each cell of :attr:`matrix`: its best kind of evidence, '' for none.

        A cell that only presentations fill is a judgement.
        """
        c = self.cells
        basis = pd.DataFrame(c.own_basis, self.matrix.index, self.matrix.columns)
        return basis.mask((basis == "") & self.known, "judgement")

    @cached_property
    def betas(self) -> pd.DataFrame:
        """The Beta behind every cell of the model.

        Returns
        -------
        DataFrame
            Indexed by cause, presentation, finding; columns ``alpha``, ``beta``,
            ``probability`` (the mean, kept within bounds) and ``known``.
        """
        c = self.cells
        rows = pd.MultiIndex.from_arrays([c.rows["cause"], c.rows["presentation"]])
        frames = {"alpha": c.alpha, "beta": c.beta, "probability": c.theta, "known": c.known}
        stacked = {k: pd.DataFrame(v, rows, self.matrix.columns).stack() for k, v in frames.items()}
        return pd.DataFrame(stacked)

    def trace(self, cause: str, finding: str) -> pd.DataFrame:
        """Every row behind one cell, the one in use first, each with its citation.

        Parameters
        ----------
        cause, finding : str
            Ids of ``causes`` and ``findings``.

        Returns
        -------
        DataFrame
            Columns ``table``, ``use``, ``basis``, ``probability``, ``low``, ``high``,
            ``source``, ``locator``, ``verified``, ``note``, ``citation``. The tables are
            evidence, presentation_cells and backgrounds.

        Raises
        ------
        KeyError
            ``cause`` or ``finding`` is not in the tables.

        Examples
        --------
        >>> import gluteal
        >>> rows = gluteal.load().trace("sacroiliac_joint_pain", "sij_distraction")
        >>> rows.loc[0, ["table", "basis", "source"]].tolist()
        ['evidence', 'accuracy', 'laslett2005;simpson2006']
        """
        if cause not in self.causes.index or finding not in self.findings.index:
            raise KeyError(f"{cause!r} and {finding!r} must be a cause and a finding of the tables")
        own = self.evidence.query("cause == @cause and finding == @finding")
        own = own.rename(columns={"sensitivity": "probability", "sens_low": "low"})
        own = own.rename(columns={"sens_high": "high"}).assign(table="evidence")
        parts = self.presentation_cells.query("cause == @cause and finding == @finding")
        parts = parts.assign(table="presentation_cells", use="yes", note=parts["presentation"])
        around = self.backgrounds.loc[[finding]].rename(columns={"background": "probability"})
        around = around.assign(table="backgrounds", use="yes")
        set_by, beside = own[own["use"] == "yes"], own[own["use"] != "yes"]
        rows = pd.concat([set_by, parts, beside, around])
        columns = [
            "table",
            "use",
            "basis",
            "probability",
            "low",
            "high",
            "source",
            "locator",
            "verified",
            "note",
        ]
        rows = rows.reset_index(drop=True)[columns]
        text = [c for c in columns if c not in ("probability", "low", "high")]
        rows[text] = rows[text].fillna("")
        return rows.assign(citation=["; ".join(self.cite(s)) for s in rows["source"]])

    def cite(self, sources: str) -> list[str]:
        """Citations of the ids in a cell, in order.

        Examples
        --------
        >>> import gluteal
        >>> gluteal.load().cite("bron2012")[0]
        'Bron C, Dommerholt JD. Etiology of myofascial trigger points. Curr Pain Headache Rep 16(5):439-444. 2012. doi:10.1007/s11916-012-0289-4. PMID 22836591'
        """
        return [str(self.references.at[s, "citation"]) for s in split(sources)]

    def named(self, sources: str) -> str:
        """Sources of a cell as name and year, for a line of text; the whole is :meth:`cite`.

        Examples
        --------
        >>> import gluteal
        >>> gluteal.load().named("bron2012;lee2005")
        'Bron 2012; Lee 2005'
        """
        if "named" not in self.memo:
            year = self.references["year"].map(lambda y: "" if pd.isna(y) else f" {int(y)}")
            self.memo["named"] = (self.references["first_author"] + year).to_dict()
        return "; ".join(self.memo["named"][s] for s in split(sources))

    def spelled(self, text: str) -> str:
        """A text with the source ids in it spelled as name and year.

        Examples
        --------
        >>> load().spelled("relief in 86 % (maugars1996)")
        'relief in 86 % (Maugars 1996)'
        """
        return re.sub(r"\b[a-z]\w*[\d_]\w*\b", self._spell, text)

    def _spell(self, match: re.Match[str]) -> str:
        word = match.group()
        return self.named(word) if word in self.references.index else word

    def rows(self, table: str) -> dict[str, dict[str, Any]]:
        """A table as dicts by id, made once: rows are looked up at every click."""
        key = f"rows {table}"
        if key not in self.memo:
            self.memo[key] = getattr(self, table).to_dict("index")
        found: dict[str, dict[str, Any]] = self.memo[key]
        return found

    def label(self, identifier: str) -> str:
        """The name on the screen of a cause, finding, composite, question, injection or other id."""
        if "labels" not in self.memo:
            tables = [self.red_flags, self.anticoagulants, self.precautions, self.injections]
            tables += [self.composites, self.causes, self.findings]
            self.memo["labels"] = {k: v for t in tables for k, v in t["label"].items()}
        found: dict[str, str] = self.memo["labels"]
        return found.get(identifier, identifier.replace("_", " ").capitalize())


def load(folder: str | Path | None = None) -> Knowledge:
    """Load the evidence.

    Parameters
    ----------
    folder : path, optional
        A folder with tables of one's own, in the form of ``data/``. Without it the
        bundled tables are loaded, once a session.

    Returns
    -------
    Knowledge
        The tables; bundled ones are trusted by their hash, others validated cell by cell.

    Raises
    ------
    KnowledgeError
        Something in the folder cannot be used: all problems at once, each with file,
        row, column, value and remedy.

    Examples
    --------
    >>> kb = load()
    >>> kb.matrix.shape
    (26, 167)
    """
    return _bundled() if folder is None else read(Path(folder))


@lru_cache(maxsize=1)
def _bundled() -> Knowledge:
    return read(data_folder())


def read(folder: Path) -> Knowledge:
    """Read a folder of tables; validate it unless its manifest vouches for every file."""
    wanted = files()
    raw = {n: normal((folder / n).read_bytes()) for n in wanted if (folder / n).is_file()}
    hashes = {n: hashlib.sha256(content).hexdigest() for n, content in sorted(raw.items())}
    vouched = manifest(folder)
    trusted = vouched.get("sha256") == hashes and len(raw) == len(wanted)
    if not trusted:
        from gluteal.validate import problems

        found = problems(raw, wanted)
        if len(found):
            raise KnowledgeError(found, folder)
    version = str(vouched.get("version", "unversioned")) + ("" if trusted else "+changed")
    digest = hashlib.sha256(json.dumps(hashes).encode()).hexdigest()
    return Knowledge(raw, version, digest)
