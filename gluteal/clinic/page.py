"""The sections of an audit's page."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import pandas as pd

from gluteal.figures import Safe, calibration_picture, el, percent
from gluteal.knowledge import DIAGNOSTIC, NO_ZONE, THERAPEUTIC
from gluteal.model import FEWEST

PAGE_STYLE: Final = """
.gluteal-audit{font:12px/1.35 system-ui,'Segoe UI',Helvetica,Arial,sans-serif;color:#1b2126;background:#fff;max-width:186mm;padding:6px}
.gluteal-audit h1.gluteal-title{font-size:18px;font-weight:700;margin:0 0 4px}.gluteal-audit section h2{font-weight:700;font-size:13px;margin:10px 0 2px}.gluteal-audit p{margin:2px 0}
.gluteal-audit.gluteal-audit table{table-layout:auto;margin:0;border-collapse:collapse;width:100%;font-size:11px;font-variant-numeric:tabular-nums}
.gluteal-audit.gluteal-audit tr{background:none}.gluteal-audit.gluteal-audit :is(th,td){max-width:none;line-height:1.3;padding:1px 6px 1px 0;text-align:right;font-weight:400;border-bottom:1px solid #e1e5e8;background:none;white-space:nowrap}
.gluteal-audit.gluteal-audit th:first-child{text-align:left;white-space:normal}.gluteal-audit.gluteal-audit thead th{color:#46515a;vertical-align:bottom;white-space:normal;border-bottom:1px solid #5d6871}
.gluteal-audit .two{display:grid;grid-template-columns:11fr 9fr;gap:0 22px}.gluteal-audit .note{color:#46515a;font-size:10.5px;margin-top:8px}
.gluteal-audit svg{max-width:300px}
@page{size:A4;margin:12mm}@media print{body{margin:0}.gluteal-audit{padding:0;max-width:none;zoom:.84}}
"""
_FEW = f"< {FEWEST}"


def table(head: Iterable[str], rows: Iterable[Iterable[object]]) -> Safe:
    """A table whose first column names its rows."""
    top = el("thead", el("tr", [el("th", h, scope="col") for h in head]))
    body = []
    for name, *cells in rows:
        body.append(el("tr", el("th", name, scope="row"), [el("td", c) for c in cells]))
    return el("table", top, el("tbody", body))


def number(n: float) -> str:
    """A number of patients; a small one could point at somebody."""
    return _FEW if 0 < n < FEWEST else f"{n:.0f}"


def rate(p: float, low: float, high: float) -> str:
    """A rate with its interval, "-" for none."""
    return "-" if pd.isna(p) else f"{p:.2f} ({low:.2f} to {high:.2f})"


def accuracy(frame: pd.DataFrame) -> Safe:
    """Places and scores, all patients and by strength of the reference standard."""
    groups = list(dict.fromkeys(frame.index.get_level_values("group")))
    measures = list(dict.fromkeys(frame.index.get_level_values("measure")))
    sizes = [number(frame.loc[g, "patients"].iloc[0]) for g in groups]
    head = ["", *(f"{g.removeprefix('reference ')} ({n})" for g, n in zip(groups, sizes))]
    first = [
        (m, *(rate(*frame.loc[(g, m), ["mean", "low", "high"]]) for g in groups[:1]))
        + tuple(_short(frame.loc[(g, m), "mean"]) for g in groups[1:])
        for m in measures
    ]
    return el(
        "section",
        el("h2", "Is the confirmed cause near the top?"),
        table(head, first),
        el(
            "p",
            "strong, moderate, weak: how the cause was confirmed. Brier 0 to 2 and log loss: "
            "lower is better. The last row is above nought where the tool is too sure.",
            cls="note",
        ),
    )


def _short(p: float) -> str:
    return "-" if pd.isna(p) else f"{p:.2f}"


def calibration(frame: pd.DataFrame) -> Safe:
    """The calibration curve."""
    return el(
        "section",
        el("h2", "Is the first place right as often as it says?"),
        calibration_picture(frame),
        el("p", "On the dashed line it is. Upward: share that was right.", cls="note"),
    )


def zones(frame: pd.DataFrame, response: pd.DataFrame) -> Safe:
    """Injections given by zone, and relief by zone."""
    head = ["Injection given", "patients", "in its zone", "outside", "no zone", "held"]
    rows, rest = [], _rest(frame, "injection", 12)
    for row in _most(frame, 12).to_dict("records"):
        inside, none = row[THERAPEUTIC] + row[DIAGNOSTIC], row[NO_ZONE]
        numbers = (row["patients"], inside, row["patients"] - inside - none, none, row["held"])
        rows.append((row["short"], *map(number, numbers)))
    relief = [
        (zone, number(r["patients"]), _short(r["mean"]), rate(r["half"], r["low"], r["high"]))
        for zone, r in zip(response.index, response.to_dict("records"))
    ]
    return el(
        "section",
        el("h2", "Do injections given fall in their zone?"),
        table(head, rows) if rows else None,
        el("p", rest or "No injection is recorded.", cls="note") if rest or not rows else None,
        [
            el("h2", "Relief by zone"),
            table(["Zone", "patients", "mean", "half the pain gone"], relief),
        ]
        if relief
        else None,
    )


def alarms(frame: pd.DataFrame, patients: pd.DataFrame) -> Safe:
    """Red flags: how often each is raised, and how often they hold injections."""
    n = patients["patients"]
    share = percent(n["with a red flag"] / max(n["patients"], 1))
    held = percent(n["injections held by a red flag"] / max(n["patients"], 1))
    few = n["patients"] < FEWEST
    often = _most(frame, 10).to_dict("records")
    rows = [(r["label"], number(r["patients"]), _percent(r["share"])) for r in often]
    rest = _rest(frame, "flag", 10)
    return el(
        "section",
        el("h2", "How often does it warn?"),
        None if few else el("p", f"Any red flag in {share}; injections held by one in {held}."),
        table(["Red flag", "patients", "share"], rows) if rows else None,
        el("p", rest, cls="note") if rest else None,
    )


def _most(frame: pd.DataFrame, rows: int) -> pd.DataFrame:
    """The first rows of a sorted table, those with patients enough."""
    return frame[frame["patients"] >= FEWEST].head(rows)


def _rest(frame: pd.DataFrame, what: str, rows: int) -> str:
    """A line on the rows that are not shown, '' for none."""
    n = len(frame) - len(_most(frame, rows))
    return f"{n} other {what}{'s' * (n != 1)}, in fewer patients each." if n else ""


def _percent(p: float) -> str:
    return "-" if pd.isna(p) else percent(p)


def causes(frame: pd.DataFrame) -> Safe:
    """One row a confirmed cause."""
    head = ["Confirmed cause", "patients", "expected", "first", "among 3", "among 5", "AUC"]
    rows = [
        (
            r["label"],
            number(r["patients"]),
            f"{r['expected']:.1f}",
            _short(r["top-1"]),
            rate(r["top-3"], r["low"], r["high"]),
            _short(r["top-5"]),
            rate(r["auc"], r["auc_low"], r["auc_high"]),
        )
        for r in _most(frame, 15).to_dict("records")
    ]
    rest = _rest(frame, "cause", 15)
    return el(
        "section",
        el("h2", "By confirmed cause"),
        table(head, rows) if rows else None,
        el("p", rest, cls="note") if rest else None,
    )
