"""Published accuracies to set beside the model's, each with what forbids to compare them."""

from __future__ import annotations

import pandas as pd

from gluteal.knowledge import Knowledge, load

_ANCHORS = (
    (
        "Rheumatologists, from the history alone",
        0.39,
        0.55,
        "rheumatologists2023",
        "Every rheumatic disease is possible, the history alone is given, and the patients come from "
        "clinics and not from journals. An earlier report on the same data set gives 0.32 and 0.42 "
        "for physicians (graef2022).",
    ),
    (
        "Physicians, 45 vignettes",
        0.72,
        0.84,
        "semigran2016",
        "All of medicine, vignettes written to be solved, without examination or tests; at least 20 "
        "physicians each, who answered in free text and had no list of causes to choose from.",
    ),
    (
        "Symptom checkers, the same 45 vignettes",
        0.34,
        0.51,
        "semigran2016",
        "Programs for lay people, each with its own questions; the first report gives 0.34 for the "
        "first place, with an interval of 0.31 to 0.37 (semigran2015).",
    ),
)


def anchors(kb: Knowledge | None = None) -> pd.DataFrame:
    """What others reached elsewhere: orientation, and no comparison.

    Returns
    -------
    DataFrame
        Indexed by who; ``top-1`` and ``top-3``, 0 to 1; ``differs``, why the figure cannot be set
        against the model's; ``source``, an id of ``kb.references``, and its ``citation``.

    Examples
    --------
    >>> anchors().at["Physicians, 45 vignettes", "source"]
    'semigran2016'
    """
    columns = ["who", "top-1", "top-3", "source", "differs"]
    table = pd.DataFrame(list(_ANCHORS), columns=columns).set_index("who")
    cite = (kb or load()).cite
    said = ["; ".join(cite(source)) for source in table["source"]]
    return table.assign(citation=said)[["top-1", "top-3", "differs", "source", "citation"]]
