"""The evidence, loaded: typed tables, their digest, and the way from a number to its source."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property, lru_cache
from pathlib import Path

import numpy as np
import pandas as pd

from gluteal.knowledge.cells import Cells
from gluteal.knowledge.guarded import UNSEEN
from gluteal.knowledge.judges import UNEXPLAINED, spoken
from gluteal.knowledge.reader import (
    as_bytes,
    blank,
    contents,
    data_folder,
    digest,
    files,
    hashes,
    manifest,
)
from gluteal.knowledge.saving import keep
from gluteal.knowledge.tables import Tables


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


class Knowledge(Tables):
    """Everything the tool knows: the tables, and the cells of the model that follow from them."""

    @cached_property
    def cells(self) -> Cells:
        """The Betas of the model as arrays."""
        return Cells(self)

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

        A cell that only presentations fill is a judgement, and so is a figure that was moved to
        agree with invented patients.
        """
        c = self.cells
        basis = pd.DataFrame(c.own_basis, self.matrix.index, self.matrix.columns)
        moved = (c.factors != 1).any(axis=0)
        return basis.mask(((basis == "") & self.known) | moved, "judgement")

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

    def with_tables(self, tables: Mapping[str, pd.DataFrame], mark: str) -> Knowledge:
        """The same tables with some replaced, all their columns given; ``mark`` ends the version."""
        raw = self._raw | {f"{name}.csv": as_bytes(frame) for name, frame in tables.items()}
        return Knowledge(raw, self.version.removesuffix(mark) + mark, digest(raw))

    def save(self, folder: str | Path) -> Path:
        """Keep the tables as a folder that :func:`load` reads; the ones they came from stay.

        Parameters
        ----------
        folder : path
            A new or empty folder, or one that was saved here and not changed by hand since.

        Returns
        -------
        Path
            The folder. Loaded, it gives the same numbers, version and digest. To undo what
            was learned, load without it; to take back one learned cell, remove its row from
            ``reconciled.csv`` there, and it counts as it was judged.

        Raises
        ------
        FileExistsError
            The folder holds something else.
        KnowledgeError
            The tables do not pass the checks of a folder of one's own.
        """
        from gluteal.knowledge.checks.columns import problems

        found = problems(self._raw, files())
        if len(found):
            raise KnowledgeError(found, folder)
        return keep(Path(folder), self._raw, self.version)

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
            reconciled (what a judged cell counts as, see ``basis``), evidence,
            presentation_cells, judges (what each of them said, in the note) and backgrounds.

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
        >>> rows = gluteal.load().trace("piriformis_syndrome", "worse_sitting")
        >>> set(rows["table"]) >= {"reconciled", "evidence", "judges"}
        True
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
        said = spoken(self.judges, cause, finding) if cause != UNEXPLAINED else None
        moved = self.reconciled.query("cause == @cause and finding == @finding")
        moved = moved.rename(columns={"reconciled": "probability"}).assign(
            table="reconciled", use="yes", basis="judgement", low=np.nan, high=np.nan
        )
        own = self.learned.query("cause == @cause and item == @finding and table == 'reconciled'")
        clinic = f" and {own['patients'].sum():.0f} of a clinic's" if len(own) else ""
        start = "From a review" if "review" in set_by["basis"].to_list() else "Judged"
        moved["note"] = [
            f"{start} {j:.2g}, reconciled to {p:.2g} so that whole invented patients{clinic} come "
            f"out right: present, it counts {yes:.2g} times as much, absent {no:.2g} times."
            for j, p, yes, no in zip(
                *(moved[c] for c in ("judged", "probability", "present", "absent"))
            )
        ]
        rows = pd.concat([set_by, moved, parts, said, beside, around])
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


def load(folder: str | Path | None = None, reconciled: bool = True) -> Knowledge:
    """Load the evidence.

    Parameters
    ----------
    folder : path, optional
        A folder with tables of one's own, in the form of ``data/``. Without it the
        bundled tables are loaded, once a session.
    reconciled : bool
        Whether judged cells count as reconciled with whole invented patients; if not, the
        judgements stand as they are and the version says ``judged``.

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
    >>> kb.matrix.shape == (len(kb.causes), len(kb.findings))
    True
    >>> len(kb.reconciled) > 0, len(load(reconciled=False).reconciled)
    (True, 0)
    """
    return _bundled(reconciled) if folder is None else read(Path(folder), reconciled)


@lru_cache(maxsize=2)
def _bundled(reconciled: bool) -> Knowledge:
    return read(data_folder(), reconciled)


def read(folder: Path, reconciled: bool = True) -> Knowledge:
    """Read a folder of tables; validate it unless its tables are the bundled ones.

    A manifest of one's own gives the version its name; it is no reason to skip validation.
    """
    wanted = files()
    raw, unread = contents(folder)
    vouched = manifest(folder)
    sealed = vouched.get("sha256") == hashes(raw) and raw.keys() >= set(wanted)
    if not sealed or vouched["sha256"] != manifest(data_folder()).get("sha256"):
        from gluteal.knowledge.checks.columns import problems

        found = problems(raw, wanted, unread)
        if len(found):
            raise KnowledgeError(found, folder)
    named = vouched.get("version")
    version = UNSEEN.sub("", named)[:60] if isinstance(named, str) else "unversioned"
    version += "" if sealed else "+changed"
    if not reconciled:
        raw["reconciled.csv"], version = blank("reconciled"), version + "+judged"
    return Knowledge(raw, version, digest(raw))
