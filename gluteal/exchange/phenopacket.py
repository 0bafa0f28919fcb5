"""A case as a GA4GH Phenopacket, as far as the Human Phenotype Ontology has its findings."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from gluteal._version import __version__
from gluteal.cases import Case
from gluteal.knowledge import Knowledge, load

# where the ids and labels of hpo.csv were read; the file states no release
HPO_READ = "hp-fr.babelon.tsv at commit b9b150c0"


def to_phenopacket(case: Case, kb: Knowledge | None = None) -> dict[str, Any]:
    """A case as a GA4GH Phenopacket of schema version 2.0, as plain JSON.

    Most findings of buttock pain have no term in the Human Phenotype Ontology and are left out,
    and so are probabilities, precautions and paused marks: this is no way to keep a case.

    Parameters
    ----------
    case : Case
        The marks; those that are paused are left out.
    kb : Knowledge, optional
        Its table ``hpo`` has the terms. Bundled data by default.

    Returns
    -------
    dict
        ``subject`` with age and sex alone; ``phenotypicFeatures``, one a term, left out where
        there is none. A term that means the same is observed or excluded as the finding is
        marked; a broader one is only ever observed, a narrower one only ever excluded. The ids
        and ``metaData.created`` are new each time.

    Raises
    ------
    CaseError
        An id is not in the tables, or the marks contradict each other.

    Notes
    -----
    The schema by example: Ladewig et al. 2022, doi:10.1002/ggn2.202200016.

    Examples
    --------
    >>> import gluteal
    >>> case = gluteal.Case(present=["pain_below_knee"], absent=["pain_groin"], age=44)
    >>> packet = gluteal.to_phenopacket(case)
    >>> [(f["type"]["label"], f["excluded"]) for f in packet["phenotypicFeatures"]]
    [('Lower limb pain', False), ('Groin pain', True)]
    """
    kb = kb or load()
    case.check(kb)
    packet, features = str(uuid4()), _features(case, kb)
    subject: dict[str, Any] = {"id": packet}  # no two patients share an id
    if case.age is not None:
        subject["timeAtLastEncounter"] = {"age": {"iso8601duration": f"P{case.age}Y"}}
    if case.sex:
        subject["sex"] = case.sex.upper()
    return {
        "id": packet,
        "subject": subject,
        **({"phenotypicFeatures": features} if features else {}),
        "metaData": {
            "created": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "createdBy": f"gluteal {__version__}, tables {kb.version}, sha256 {kb.digest}",
            "resources": [
                {
                    "id": "hp",
                    "name": "human phenotype ontology",
                    "url": "http://purl.obolibrary.org/obo/hp.owl",
                    "version": HPO_READ,
                    "namespacePrefix": "HP",
                    "iriPrefix": "http://purl.obolibrary.org/obo/HP_",
                }
            ],
            "phenopacketSchemaVersion": "2.0",
        },
    }


def _features(case: Case, kb: Knowledge) -> list[dict[str, Any]]:
    """One feature a term; observed by one finding, it is not excluded by another."""
    table, paused = kb.hpo, set(case.paused)
    yes = table[table["finding"].isin(set(case.present) - paused) & (table["fit"] != "narrower")]
    no = table[table["finding"].isin(set(case.absent) - paused) & (table["fit"] != "broader")]
    observed = dict(zip(yes["hpo"], yes["term"]))
    excluded = {t: label for t, label in zip(no["hpo"], no["term"]) if t not in observed}
    return [
        {"type": {"id": term, "label": label}, "excluded": out}
        for terms, out in ((observed, False), (excluded, True))
        for term, label in terms.items()
    ]
