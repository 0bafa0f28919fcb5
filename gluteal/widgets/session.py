"""The case on the screen: Python owns it, pages send changes, and every page is told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Literal, cast

from gluteal.cases import Case, CaseError, Journal, Opened, Trouble, usable
from gluteal.knowledge import Knowledge
from gluteal.widgets.payload import CaseFields, Kept
from gluteal.words import SETTING_FIRST

ELSEWHERE = (
    "This case was changed in another window. What is marked here goes on as a case of its own; "
    "both are in the list of cases."
)
LISTS = ("paused", "precautions", "screened")
TABLES = ("cleared", "anaesthetic_mg")


def changed(case: Case, changes: Iterable[Any], kb: Knowledge) -> tuple[Case, list[Trouble]]:
    """A case after the changes of a page; what cannot be used is left out and said.

    A change marks a finding (``finding``, ``state``), puts an id into a list or takes it out
    (``field``, ``id``, ``on``), sets an entry of a table (``field``, ``id``, ``value``) or a field
    (``field``, ``value``); None takes a value away. Of the answers to one question only one is
    present. Doing a change again changes nothing.
    """
    fields: dict[str, Any] = case.to_dict()
    for change in changes:
        if isinstance(change, Mapping):
            _apply(fields, change, kb)
    return usable(fields, kb, before=case)


def _apply(fields: dict[str, Any], change: Mapping[str, Any], kb: Knowledge) -> None:
    if "finding" in change:
        _mark(fields, str(change["finding"]), change.get("state"), kb)
        return
    field, one, value = str(change.get("field")), str(change.get("id")), change.get("value")
    if field in LISTS:
        rest = [i for i in (fields.get(field) or []) if i != one]
        fields[field] = [*rest, one] if change.get("on") else rest
    elif field in TABLES:
        left = {k: v for k, v in (fields.get(field) or {}).items() if k != one}
        fields[field] = left if value is None else {**left, one: value}
    else:
        fields[field] = value


def _mark(fields: dict[str, Any], finding: str, state: object, kb: Knowledge) -> None:
    drop = {finding}
    if state == "present":
        drop |= {
            f for members, _ in kb.cells.answers.values() if finding in members for f in members
        }
    fields["absent"] = [f for f in (fields.get("absent") or []) if f != finding]
    fields["present"] = [f for f in (fields.get("present") or []) if f not in drop]
    if state in ("present", "absent"):
        fields[str(state)] = [*fields[str(state)], finding]
    marked = {*fields["present"], *fields["absent"]}
    fields["paused"] = [f for f in (fields.get("paused") or []) if f in marked]


def fields_of(case: Case) -> CaseFields:
    """The fields of a case that say something."""
    return cast(CaseFields, case.to_dict())


class Session:
    """One case, whoever looks at it, and where it is kept.

    Attributes
    ----------
    case, troubles : Case, list of Trouble
        What is marked, and what was given and does not count as given.
    rev : int
        Counts the changes of the case; an answer belongs to the marks of its ``rev``.
    entry : str
        Where the journal keeps the case; '' where nothing is kept.
    kept : int
        The ``rev`` that the journal has confirmed, -1 for none.
    why : str
        Why the last save failed, '' if it did not.
    notices : list of str
        What must be said beside the case: what was passed over, narrowed or moved.
    """

    def __init__(self, kb: Knowledge, journal: Journal | None, case: Case | None = None) -> None:
        self.kb, self.journal = kb, journal
        self.rev, self.kept, self.entry, self.stamp, self.why = 0, -1, "", "", ""
        self.troubles: list[Trouble] = []
        self.notices: list[str] = []
        self.case = case or Case(setting=SETTING_FIRST)
        if case is not None:
            case.check(kb)
        self._waits = case is None  # for a page: what runs a notebook unseen must show no patient

    def meet(self) -> None:
        """A page opens: take up the case saved last, or begin an entry."""
        if self.journal is None or not self._waits:
            return
        self._waits = False
        try:
            opened, passed = self.journal.last(self.kb)
            self.notices = [trouble.said for trouble in passed]
            if opened is None:
                self.entry = self.journal.new().entry
                return
            self._take(opened.case, opened.entry, opened.stamp)
            self.notices += self._left_out(opened)
        except CaseError as error:
            self.why = str(error)

    def _left_out(self, opened: Opened) -> list[str]:
        """What the file says and the case does not, said until another case is opened."""
        return [t.said for t in opened.troubles if t not in self.troubles]

    def _take(self, case: Case, entry: str, stamp: str) -> None:
        self.case, self.entry, self.stamp = case, entry, stamp
        self.troubles = usable(case.to_dict(), self.kb)[1]
        self.rev += 1
        self.kept = self.rev if stamp else -1
        self.why = ""

    @property
    def empty(self) -> bool:
        """Whether nothing is marked but the setting, and nothing was ever kept."""
        return not self.stamp and self.case == Case(setting=self.case.setting)

    def change(self, changes: Iterable[Any]) -> None:
        """Change the case as a page asks; the answers belong to the case afterwards."""
        case, troubles = changed(self.case, changes, self.kb)
        if case != self.case or troubles:
            self.case, self.troubles = case, troubles
            self.rev += 1

    def replace(self, case: Case) -> None:
        """Another case in place of this one, kept nowhere yet."""
        self.case, self.troubles = case, []
        self.rev += 1

    def keep(self) -> None:
        """Save the case if its last change is not saved; ``why`` says what went wrong."""
        if self.journal is None or self.kept == self.rev or self.empty:
            return
        try:
            self.entry = self.entry or self.journal.new().entry
            saved = self.journal.save(self.entry, self.case, seen=self.stamp)
        except CaseError as error:
            self.why = str(error)
            return
        if saved.moved:
            self.notices = [self.kb.say(ELSEWHERE)]
        self.entry, self.stamp = saved.entry, saved.stamp
        self.kept, self.why = self.rev, ""

    def heed(self) -> None:
        """Look whether another window went on from this case, or changed what was saved of it.

        What is no longer in the journal is not saved any more: :meth:`keep` then gives it an
        entry of its own.
        """
        if self.journal is None or not self.stamp:
            return
        if self.journal.told(self.entry):
            self.notices = [self.kb.say(ELSEWHERE)]
        if not self.journal.holds(self.entry, self.stamp):
            self.kept = -1

    def leave(self, anyway: bool = False) -> None:
        """Save before another case takes the place; refused with CaseError if that fails."""
        self.keep()
        if self.why and not anyway:
            raise CaseError(f"Not saved, so it stays on the screen: {self.why}")

    def begin(self, anyway: bool = False) -> None:
        """Save this case and begin another one in the same setting."""
        self.leave(anyway)
        entry = "" if self.journal is None else self.journal.new().entry
        self._take(Case(setting=self.case.setting), entry, "")
        self.notices = []

    def open(self, entry: str, anyway: bool = False) -> None:
        """Save this case and open another one of the journal."""
        if self.journal is None:
            raise CaseError("There is no journal here.")
        self.leave(anyway)
        opened = self.journal.open(entry, self.kb)
        self._take(opened.case, opened.entry, opened.stamp)
        self.notices = self._left_out(opened)

    def recover(self, entry: str, fields: Mapping[str, Any]) -> bool:
        """Take up what a page held that was never saved; whether there was anything.

        Where nothing of it can be used, or it is an empty case of another entry, the marks stay.
        """
        case, troubles = usable(fields, self.kb)
        nothing = case == Case(setting=case.setting) and (troubles or entry != self.entry)
        if self.journal is None or case == self.case or nothing:
            return False
        if entry != self.entry:
            self.leave(anyway=True)
            self._take(case, self.journal.new().entry, "")
        else:
            self.case, self.troubles = case, troubles
            self.rev += 1
        return True

    def gone(self, entry: str) -> None:
        """An entry was deleted: if it is this one, the case on the screen belongs to none."""
        if entry == self.entry and self.journal is not None:
            self.entry, self.stamp, self.kept = self.journal.new().entry, "", -1
            self.case = Case(setting=self.case.setting)
            self.troubles, self.notices = [], []
            self.rev += 1

    def _state(self) -> Literal["saved", "saving", "failed", "empty", "nowhere"]:
        if self.journal is None:
            return "nowhere"
        if self.why:
            return "failed"
        if self.empty:
            return "empty"
        return "saved" if self.kept == self.rev else "saving"

    def status(self) -> Kept:
        """What the page may say of saving."""
        return {
            "rev": self.rev,
            "state": self._state(),
            "why": self.why,
            "entry": self.entry,
            "notices": self.notices,
        }
