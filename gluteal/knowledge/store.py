"""The evidence, loaded: typed tables, their digest, and the way from a number to its source."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path

import numpy as np
import pandas as pd

from gluteal.knowledge.cells import Cells
from gluteal.knowledge.judges import UNEXPLAINED, spoken
from gluteal.knowledge.languages import (
    ENGLISH,
    ENGLISH_CODE,
    Language,
)
from gluteal.knowledge.problems import KnowledgeError
from gluteal.knowledge.reader import (
    as_bytes,
    digest,
    files,
)
from gluteal.knowledge.saving import keep
from gluteal.knowledge.tables import Tables


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
        version = self.version.removesuffix(mark) + mark
        return Knowledge(raw, version, digest(raw), self.language)

    def in_language(self, language: Language) -> Knowledge:
        """The same tables with the labels of a language: the same numbers, version and digest."""
        return Knowledge(self._raw, self.version, self.digest, language)

    @cached_property
    def english(self) -> Knowledge:
        """The same tables in English, for what is written in English alone."""
        return self if self.language.code == ENGLISH_CODE else self.in_language(ENGLISH)

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
