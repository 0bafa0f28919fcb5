"""Care for a hand-out: what holds a needle and what to mind, and what comes before one."""

from __future__ import annotations

from typing import Any

from gluteal.care import Limit, Row, conservative_care
from gluteal.figures import Safe, el, items, join, sentence, two_digits
from gluteal.handout.citations import Citations
from gluteal.handout.facts import Facts, judged
from gluteal.knowledge import Knowledge, split

_CARE_FROM, _CARES = 0.10, 3  # causes whose conservative care is told


class Gates:
    """What holds the options and what to mind, each long text once, with its sources.

    A text longer than a line that several options have stands above them with their names; in
    the options themselves its first words do.
    """

    def __init__(self, cites: Citations, shown: list[Row]) -> None:
        self.cites = cites
        self.common: dict[Limit, list[str]] = {}
        for limit in dict.fromkeys(limit for o in shown for limit in o["limits"]):
            names = [o["short"] for o in shown if limit in o["limits"]]
            if len(names) > 1 and len(str(limit)) > _LINE:
                self.common[limit] = [] if len(names) == len(shown) else names

    def shared(self) -> Safe | None:
        """The texts that several options have in common."""
        lists = [
            items(
                [
                    join([el("b", name, ", ", ", ".join(of) or "every option", ": "), self.told(x)])
                    for x, of in self.common.items()
                    if x.holds == holds
                ],
                cls=f"gates {kind}",
            )
            for holds, (kind, name) in _GATES.items()
        ]
        return el("div", lists, cls="shared") if self.common else None

    def own(self, row: Row) -> Safe:
        """The texts of an option; those told above in a few words."""
        return join(
            items(
                [
                    join([el("b", name, ", see above: "), sentence(_brief(x))])
                    if x in self.common
                    else join([el("b", name, ": "), self.told(x)])
                    for x in row["limits"]
                    if x.holds == holds
                ],
                cls=f"gates {kind}",
            )
            for holds, (kind, name) in _GATES.items()
        )

    def told(self, limit: Limit) -> Safe:
        """A hold or caution; the names of its sources become numbers."""
        said = self.cites.prose(sentence(limit.said))
        if not limit.origin:
            return said
        source = self.cites.cite(limit.sources) or judged()
        doubt = " Partly from memory: check your local guideline." if limit.from_memory else None
        return join([said, " ", source, doubt])


_GATES = {True: ("holds", "Held"), False: ("cautions", "Caution")}
_LINE = 90


def _brief(limit: Limit) -> str:
    """The first words of a limit that is told in full elsewhere."""
    if limit.kind in ("precaution", "drug"):
        return limit.label
    return str(limit)[:_LINE].rsplit(" ", 1)[0] + " \u2026"


def pair(name: str, said: Safe) -> list[Safe]:
    """A term and what is said of it; a short one takes half a line."""
    wide = len(said) > _HALF or None
    return [el("dt", name, cls=wide and "wide"), el("dd", said, cls=wide and "wide")]


_HALF = 46


def told(row: Row, key: str, memory: list[str], cites: Citations, column: str = "") -> Safe:
    """A text of a row, with a dagger where it is from memory.

    Parameters
    ----------
    memory : list of str
        Columns of the row that are remembered or judged.
    column : str
        The column of the table behind ``key``, where it has another name.
    """
    if not row[key]:
        return Safe("")
    mark = el("sup", "\u2020") if (column or key) in memory else None
    return join([cites.prose(row[key]), mark])


def conservative(facts: Facts, cites: Citations) -> Safe:
    """Care that comes before any injection, for the causes worth it."""
    if facts.known.little:
        said = "It depends on the cause, and too little is known to say which."
        return el("p", said, cls="quiet")
    table = conservative_care(facts.case, facts.kb)
    likely = table[table["probability"] >= _CARE_FROM].head(_CARES)
    chosen = likely if len(likely) else table.head(1)
    rows = [
        _care(str(cause), row, facts.kb, cites)
        for cause, row in zip(chosen.index, chosen.to_dict("records"))
    ]
    return join(rows)


def _care(cause: str, row: dict[str, Any], kb: Knowledge, cites: Citations) -> Safe:
    memory = split(row["from_memory"])
    weeks = float(row["minimum_trial_weeks"])
    trial = f"at least {weeks:g} weeks asked, " + ("done" if row["trial_done"] else "not done")
    texts = [
        ("First", "first_line"),
        ("Do not", "do_not"),
        ("First imaging", "first_imaging"),
        ("Refer to", "refer_to"),
        ("Surgery", "surgery_when"),
    ]
    pairs = [pair(name, told(row, key, memory, cites)) for name, key in texts if row[key]]
    trial_said = trial if weeks else "none asked"
    dagger = el("p", "\u2020 From memory in whole or in part.", cls="fine")
    return el(
        "article",
        el(
            "header",
            el("h3", kb.label(cause)),
            el("span", f"{two_digits(row['probability'])} \u00b7 conservative trial: {trial_said}"),
        ),
        el("dl", pairs),
        dagger if any(key in memory for _, key in texts) else None,
        el("p", "Sources ", cites.cite(row["sources"]) or judged(), cls="fine"),
        cls="card",
    )
