"""What no single column can know: ids that must exist elsewhere, ranges, sums, rules, parts."""

from __future__ import annotations

import pandas as pd

from gluteal.knowledge.checks.cases import CASES, Names, library
from gluteal.knowledge.guarded import Problem
from gluteal.knowledge.rules import parse_rule
from gluteal.knowledge.schema import TABLES
from gluteal.knowledge.vocabulary import CLASSES, SETTINGS, split

Tables = dict[str, pd.DataFrame]


def inconsistencies(texts: Tables, sources: set[str], cases: bytes | None) -> list[Problem]:
    """All problems between and within tables whose columns are sound.

    Parameters
    ----------
    texts : dict of DataFrame
        Tables by name, all cells as text; those that could not be read are missing.
    sources : set of str
        Ids of the references; empty when they could not be read.
    cases : bytes, optional
        The published cases.

    Returns
    -------
    list of tuple
        File, row, column, value, remedy.
    """
    found = _refers(texts, sources)
    for check in (
        _ranges,
        _sums,
        _rules,
        _presentations,
        _composites,
        _precautions,
        _cover,
        _pairs,
        _learned,
    ):
        found += check(texts)
    known = Names.of({n: texts[n] for n in ("causes", "findings", "injections") if n in texts})
    return found + library({} if cases is None else {CASES: cases}, known)[1]


def _refers(texts: Tables, sources: set[str]) -> list[Problem]:
    known = {n: set(t[TABLES[n].key[0]]) for n, t in texts.items()}
    known |= {"references": sources} if sources else {}
    found: list[Problem] = []
    for name, frame in texts.items():
        for column, spec in TABLES[name].columns.items():
            if not spec.refers or spec.refers not in known:
                continue
            home = "references.json" if spec.refers == "references" else f"{spec.refers}.csv"
            for i, cell in enumerate(frame[column]):
                found += [
                    (
                        f"{name}.csv",
                        i + 2,
                        column,
                        one,
                        f"is not in {home}; add it there or mend it",
                    )
                    for one in split(cell)
                    if one not in known[spec.refers]
                ]
    return found


def _number(frame: pd.DataFrame, column: str) -> pd.Series[float]:
    return pd.to_numeric(frame[column], errors="coerce")


def _ranges(texts: Tables) -> list[Problem]:
    found: list[Problem] = []
    spans = [
        ("evidence", "sensitivity", "sens_low", "sens_high"),
        ("evidence", "specificity", "spec_low", "spec_high"),
        ("composites", "sensitivity", "sens_low", "sens_high"),
        ("composites", "specificity", "spec_low", "spec_high"),
        ("backgrounds", "background", "low", "high"),
    ]
    for name, point, low, high in spans:
        if name not in texts:
            continue
        frame = texts[name]
        p, lo, hi = _number(frame, point), _number(frame, low), _number(frame, high)
        for i in frame.index[(p < lo) | (p > hi)]:
            found.append((f"{name}.csv", i + 2, point, frame[point][i], f"outside {low} to {high}"))
    if "evidence" in texts:
        frame = texts["evidence"]
        used = frame[frame["use"] == "yes"]
        for column in ("sensitivity", "sens_low", "sens_high"):
            for i in used.index[used[column] == ""]:
                said = "a row in use needs its sensitivity and a range"
                found.append(("evidence.csv", i + 2, column, "", said))
        for i in frame.index[(frame["basis"] != "judgement") & (frame["source"] == "")]:
            found.append(
                ("evidence.csv", i + 2, "source", "", "needs a source id, or basis 'judgement'")
            )
        for i in used.index[used.duplicated(["cause", "finding"])]:
            value = f"{used['cause'][i]} + {used['finding'][i]}"
            found.append(
                ("evidence.csv", i + 2, "use", value, "a cell has one row in use: set 'no'")
            )
        for i in frame.index[(frame["comparator_fit"] == "no") & (frame["fit_reason"] == "")]:
            found.append(
                ("evidence.csv", i + 2, "fit_reason", "", "say why the figure does not fit")
            )
    return found


def _sums(texts: Tables) -> list[Problem]:
    found: list[Problem] = []
    if "priors" in texts:
        for setting in SETTINGS:
            total = _number(texts["priors"], setting).sum()
            if abs(total - 1) > 1e-6:
                found.append(("priors.csv", 0, setting, f"{total:g}", "the column must sum to 1"))
    if "presentations" in texts:
        shares = _number(texts["presentations"], "share").groupby(texts["presentations"]["cause"])
        for cause, total in shares.sum().items():
            if abs(total - 1) > 1e-6:
                found.append(
                    ("presentations.csv", 0, "share", f"{cause}: {total:g}", "shares must sum to 1")
                )
    return found


def _rules(texts: Tables) -> list[Problem]:
    found: list[Problem] = []
    if "findings" not in texts:
        return found
    findings = set(texts["findings"]["finding"])
    places = [
        ("red_flags", "rule"),
        ("composites", "rule_expr"),
        ("injections", "requires"),
        ("injections", "therapeutic_requires"),
        ("findings", "unsafe_when"),
    ]
    for name, column in places:
        for i, cell in enumerate(texts[name][column] if name in texts else []):
            try:
                named = parse_rule(cell).findings
            except ValueError as error:
                found.append((f"{name}.csv", i + 2, column, cell, str(error)))
                continue
            found += [
                (f"{name}.csv", i + 2, column, f, "is not in findings.csv; add it there or mend it")
                for f in named
                if f not in findings
            ]
    return found


def _presentations(texts: Tables) -> list[Problem]:
    if not {"presentations", "presentation_cells"} <= set(texts):
        return []
    named = set(zip(texts["presentations"]["cause"], texts["presentations"]["presentation"]))
    cells = texts["presentation_cells"]
    found: list[Problem] = [
        ("presentation_cells.csv", i + 2, "presentation", p, f"is no presentation of {c}")
        for i, (c, p) in enumerate(zip(cells["cause"], cells["presentation"]))
        if (c, p) not in named
    ]
    wanted = texts["presentations"].groupby("cause")["presentation"].nunique()
    for (cause, finding), n in (
        cells.groupby(["cause", "finding"])["presentation"].nunique().items()
    ):
        if n != wanted.get(cause, n):
            found.append(
                (
                    "presentation_cells.csv",
                    0,
                    "finding",
                    f"{cause} + {finding}",
                    "a finding of one presentation needs a value for each",
                )
            )
    return found


def _composites(texts: Tables) -> list[Problem]:
    found: list[Problem] = []
    if "composites" not in texts:
        return found
    for i, row in texts["composites"].iterrows():
        if row["use"] != "yes":
            continue
        for column in ("rule_expr", "sensitivity", "specificity"):
            if row[column] == "":
                found.append(
                    ("composites.csv", int(str(i)) + 2, column, "", "a composite in use needs it")
                )
        try:
            rule = parse_rule(row["rule_expr"])
        except ValueError:
            continue
        if set(rule.findings) != set(split(row["components"])):
            found.append(
                (
                    "composites.csv",
                    int(str(i)) + 2,
                    "components",
                    row["components"],
                    "must be the findings of rule_expr",
                )
            )
    return found


def _precautions(texts: Tables) -> list[Problem]:
    """What a precaution applies to must be a class or an injection, what suggests it a finding."""
    if not {"precautions", "injections", "findings"} <= set(texts):
        return []
    table = texts["precautions"]
    reached = {*CLASSES, *texts["injections"]["injection"]}
    findings = set(texts["findings"]["finding"])
    said = f"is no injection and none of {', '.join(CLASSES)}"
    return [
        ("precautions.csv", i + 2, "applies_to", one, said)
        for i, cell in enumerate(table["applies_to"])
        for one in split(cell)
        if one not in reached
    ] + [
        ("precautions.csv", i + 2, "suggested_by", one, "is not in findings.csv; mend it")
        for i, cell in enumerate(table["suggested_by"])
        for one in split(cell)
        if one not in findings
    ]


def _pairs(texts: Tables) -> list[Problem]:
    """Each injection has its evidence for each of its causes, and for no other cause."""
    if not {"injections", "injection_evidence"} <= set(texts):
        return []
    table, evidence = texts["injections"], texts["injection_evidence"]
    wanted = {(n, c) for n, cell in zip(table["injection"], table["causes"]) for c in split(cell)}
    given = list(zip(evidence["injection"], evidence["cause"]))
    said = "has no row; where no source speaks the grade is D and the direction 'not tested'"
    found: list[Problem] = [
        ("injection_evidence.csv", 0, "injection", f"{n} + {c}", said)
        for n, c in sorted(wanted - set(given))
    ]
    return found + [
        ("injection_evidence.csv", i + 2, "cause", c, f"is not among the causes of {n}")
        for i, (n, c) in enumerate(given)
        if (n, c) not in wanted
    ]


def _cover(texts: Tables) -> list[Problem]:
    """Each cause and each finding must have its row in the tables that say one thing of each."""
    needed: list[tuple[str, str]] = [("causes", n) for n in ("priors", "thresholds", "care")]
    needed.append(("findings", "backgrounds"))
    found: list[Problem] = []
    for home, name in needed:
        if home in texts and name in texts:
            key = TABLES[home].key[0]
            missing = set(texts[home][key]) - set(texts[name][key])
            found += [(f"{name}.csv", 0, key, m, "has no row; add one") for m in sorted(missing)]
    if "causes" in texts and "unexplained" not in set(texts["causes"]["cause"]):
        found.append(("causes.csv", 0, "cause", "unexplained", "has no row; the model needs it"))
    return found


def _learned(texts: Tables) -> list[Problem]:
    """What was learned must be a finding, setting or presentation, of no fewer patients."""
    if not {"learned", "findings", "presentations"} <= set(texts):
        return []
    table, pictures = texts["learned"], texts["presentations"]
    known = {
        "reconciled": ("finding", set(texts["findings"]["finding"])),
        "priors": ("setting", set(SETTINGS)),
        "presentations": ("presentation", set(pictures["presentation"])),
    }
    found: list[Problem] = [
        ("learned.csv", i + 2, "item", item, f"is no {known[name][0]}; remove the row")
        for i, (name, item) in enumerate(zip(table["table"], table["item"]))
        if name in known and item not in known[name][1]
    ]
    more = _number(table, "present") > _number(table, "patients")
    said = "must be at most the number of patients"
    return found + [
        ("learned.csv", int(i) + 2, "present", table["present"][i], said) for i in table.index[more]
    ]
