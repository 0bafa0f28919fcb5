"""Texts that try to become markup or code, and tables that are full of them."""

import json
from itertools import cycle

import pandas as pd

from gluteal.knowledge import data_folder
from gluteal.knowledge.schema import OWN, TABLES

# what may stand in a table; every attempt leaves an element with data-evil, or sets window.ran
TEXTS = (
    "<script data-evil>window.ran=1</script>",
    '<img data-evil src=x onerror="window.ran=1">',
    "</script></title></style></textarea></td></table></iframe><b data-evil>",
    '" data-evil autofocus onfocus="window.ran=1" onmouseover="window.ran=1" x="',
    "' data-evil autofocus onfocus='window.ran=1' x='",
    '<svg data-evil onload="window.ran=1"><animate onbegin="window.ran=1"/></svg>',
    '<a data-evil href="javascript:window.ran=1">x</a>',
    "javascript:window.ran=1",
    '{{constructor.constructor("window.ran=1")()}} ${window.ran=1} {% raw %} %{x} <%= 1 %>',
    "&lt;b data-evil&gt;&#60;img data-evil src=x onerror=window.ran=1&#62;",
    "<!-- <![CDATA[ --> ]]><math data-evil><mtext><style data-evil>",
    "\\u003cimg data-evil src=x onerror=window.ran=1\\u003e",
    "x" * 180,
)
# what a reason or a title may hold besides: it is cleaned where it is shown
UNSEEN = "\x00\x1b[2J\u202eevil\u2066 \u2028 "
REASON = UNSEEN + " ".join(TEXTS[:-1])
# a letter whose phrases stand between, and within, all that
LETTER = "A 44-year-old man. " + "".join(
    f"{text} \u202eNo fever\u2066 {text}. Worse on sitting{UNSEEN}. FABER <b data-evil>was</b> done.\n"
    for text in TEXTS
)

# columns that are read as rules, names of classes or lists of ids, and refused if they are not
READ = set(
    "rule rule_expr components unsafe_when requires therapeutic_requires applies_to suggested_by "
    "from_memory domain cluster question group icd10cm trial_exception".split()
)


def spoil(folder):
    """Put hostile texts into every text of a folder of tables, references and cases."""
    texts = cycle(TEXTS)
    for name, table in TABLES.items():
        path = folder / f"{name}.csv"
        if name in OWN:  # only of a folder that has learned
            continue
        frame = pd.read_csv(path, dtype=str, keep_default_na=False)
        for column, kind in table.columns.items():
            if kind.kind == "text" and column not in READ:
                frame[column] = [c and f"{next(texts)} {i}" for i, c in enumerate(frame[column])]
        frame.to_csv(path, index=False)
    path = folder / "references.json"
    records = json.loads(path.read_text("utf-8"))
    for record in records:
        record["title"] = record["container-title"] = record["note"] = next(texts)
        record["author"] = [{"family": next(texts), "given": next(texts)}]
        record["DOI"] = "10.1/" + next(texts)
        record["URL"] = "javascript:window.ran=1"
    path.write_text(json.dumps(records), "utf-8")
    path = folder / "cases" / "cases.json"
    cases = json.loads(path.read_text("utf-8"))
    for case in cases:
        case["title"], case["vignette"], case["outcome"] = next(texts), next(texts), next(texts)
        case["learning_points"], case["pitfall"] = [next(texts)], next(texts)
        case["source"] |= dict.fromkeys(("title", "authors", "journal", "doi"), next(texts))
        for step in case["steps"]:
            step["title"] = step["text"] = step["ask"] = next(texts)
    path.write_text(json.dumps(cases), "utf-8")
    return folder


def own(tmp_path):
    """A copy of the bundled tables with hostile texts throughout."""
    import shutil

    return spoil(shutil.copytree(data_folder(), tmp_path / "hostile"))
