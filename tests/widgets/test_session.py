"""The case on the screen as Python owns it: lenient, acknowledged, one for all views, never overwritten."""

import contextlib
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

import gluteal
from gluteal import Case
from gluteal.cases import CaseError, Journal
from gluteal.widgets import Explore, Teach
from gluteal.widgets.session import Session, changed

KB = gluteal.load()
SADDLE = {"finding": "saddle_anaesthesia", "state": "present"}
THRUST = {"finding": "sij_thigh_thrust", "state": "present"}


class Page:
    """A page of a widget: asks, and keeps what it is told."""

    def __init__(self, screen, name="a"):
        self.screen, self.name, self.turn, self.count = screen, name, 0, 0
        self.told = []
        self.sent = []
        screen.send = self.take if not hasattr(screen, "pages") else screen.send
        screen.pages = [*getattr(screen, "pages", []), self]
        screen.send = lambda message, _=None: [page.take(message) for page in screen.pages]

    def take(self, message, _=None):
        self.sent.append(message)
        if "kept" in message:
            self.told.append(message["kept"])

    def ask(self, name, **more):
        self.count += 1
        content = {"ask": name, "id": f"{self.count}", "page": self.name, **more}
        self.screen._answer(None, content, [])
        mine = [m for m in self.sent if m.get("to") == self.name and m["reply"] == f"{self.count}"]
        return mine[-1]["shown"] if mine else None

    def change(self, *changes):
        self.turn += 1
        return self.ask("change", turn=self.turn, changes=list(changes))


@pytest.fixture
def journal(tmp_path):
    return Journal(tmp_path / "journal")


def files(journal):
    return {p.stem: p.read_text("utf-8") for p in sorted(journal.folder.glob("*.json"))}


@pytest.mark.parametrize(
    "bad",
    [
        {"field": "severity", "value": "35"},
        {"field": "weight_kg", "value": 0},
        {"field": "age", "value": "forty"},
        {"field": "duration_weeks", "value": "1.234,5"},
        {"field": "conservative_weeks", "value": "-3"},
        {"field": "side", "value": "middle"},
        {"field": "setting", "value": "ward"},
        {"field": "precautions", "id": "no_such", "on": True},
        {"field": "cleared", "id": "pregnancy", "value": "no kind"},
        {"field": "anaesthetic_mg", "id": "lidocaine", "value": "much"},
        {"field": "no_such_field", "value": 1},
        {"finding": "no_such_finding", "state": "present"},
        {"finding": "sudden_onset", "state": "perhaps"},
        {"field": "present"},
        {"field": "paused", "value": 3},
        "no change at all",
    ],
    ids=str,
)
def test_one_bad_entry_never_takes_the_others_with_it(journal, bad):
    page = Page(Explore(kb=KB, journal=journal))
    shown = page.change(bad, SADDLE)
    assert shown["view"]["flags"][0]["urgency"] == "immediate"
    assert shown["failed"] == "" and shown["rev"] == page.screen.session.rev
    assert page.told[-1]["state"] == "saved"
    assert "saddle_anaesthesia" in next(iter(files(journal).values()))


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.recursive(st.none() | st.text() | st.integers() | st.floats(), lambda inner: st.dictionaries(st.sampled_from(["finding", "state", "field", "id", "on", "value"]), inner | st.sampled_from(["present", "age", "cleared", "fever_or_systemically_unwell"]))), max_size=6))  # fmt: skip
@example([{"field": "cleared", "id": {}, "value": {}}, {"field": "paused", "id": [], "on": True}])
def test_no_change_whatever_it_is_leaves_the_page_without_an_answer(changes):
    case, troubles = changed(Case(present=["fever_or_systemically_unwell"]), changes, KB)
    case.check(KB)
    assert all(trouble.said for trouble in troubles)


def test_contradictory_answers_to_one_question_are_one_choice(journal):
    page = Page(Explore(kb=KB, journal=journal))
    page.change({"finding": "sudden_onset", "state": "present"})
    shown = page.change({"finding": "insidious_onset", "state": "present"})
    assert shown["case"]["present"] == ["insidious_onset"] and not shown["troubles"]


def test_saved_is_said_only_of_exactly_the_marks_that_the_journal_has(journal):
    page = Page(Explore(kb=KB, journal=journal))
    shown = page.change(SADDLE)
    assert shown["kept"]["state"] == "saving"
    assert page.told[-1] | {"notices": []} == page.screen.session.status()
    assert page.told[-1]["state"] == "saved" and page.told[-1]["rev"] == shown["rev"]


def test_a_save_that_failed_says_why_and_is_made_good_later(journal, monkeypatch):
    page = Page(Explore(kb=KB, journal=journal))

    def full(*_, **__):
        raise CaseError("No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(Journal, "save", full)
        page.change(SADDLE)
        assert page.told[-1]["state"] == "failed" and "No space" in page.told[-1]["why"]
        assert not files(journal)
    page.ask("save")
    assert page.told[-1]["state"] == "saved" and len(files(journal)) == 1


def test_two_pages_of_one_widget_show_one_case_and_marks_of_both_stand(journal):
    screen = Explore(kb=KB, journal=journal)
    one, other = Page(screen, "one"), Page(screen, "other")
    one.change(SADDLE)
    assert other.told[-1]["rev"] == screen.session.rev
    shown = other.change(THRUST)
    assert shown["case"]["present"] == ["saddle_anaesthesia", "sij_thigh_thrust"]
    assert not [
        m
        for m in one.sent
        if m.get("to") == "other" and m in [n for n in one.sent if n.get("to") == "one"]
    ]
    assert len(files(journal)) == 1


def test_a_question_that_is_repeated_changes_the_case_once(journal):
    screen = Explore(kb=KB, journal=journal)
    one, other = Page(screen, "one"), Page(screen, "other")
    one.change(SADDLE)
    other.change({"finding": "saddle_anaesthesia", "state": "unknown"})
    again = one.ask("change", turn=1, changes=[SADDLE])  # the same turn, sent twice
    assert "present" not in again["case"]


def test_clear_and_new_begin_an_entry_and_keep_the_old_one(journal):
    page = Page(Explore(kb=KB, journal=journal))
    page.change(SADDLE)
    first = files(journal)
    page.ask("new")
    page.change(THRUST)
    assert len(files(journal)) == 2 and first.items() <= files(journal).items()


def test_an_entry_changed_by_another_window_is_not_overwritten_and_both_say_so(journal):
    one = Page(Explore(kb=KB, journal=journal))
    one.change(SADDLE)
    two = Page(Explore(kb=KB, journal=Journal(journal.folder)))
    assert two.ask("now")["shown"]["case"]["present"] == ["saddle_anaesthesia"]
    one.change(THRUST)
    two.change({"finding": "fever_or_systemically_unwell", "state": "present"})
    kept = list(files(journal).values())
    assert len(kept) == 2
    assert any(
        "sij_thigh_thrust" in text and "fever_or_systemically_unwell" not in text for text in kept
    )
    assert any(
        "fever_or_systemically_unwell" in text and "sij_thigh_thrust" not in text for text in kept
    )
    assert "another window" in two.told[-1]["notices"][0]
    one.ask("ping")
    assert "another window" in one.told[-1]["notices"][0]


def test_the_teaching_explorer_keeps_nothing_and_has_no_way_to_the_journal(tmp_path, monkeypatch):
    monkeypatch.setenv("GLUTEAL_JOURNAL", str(tmp_path))
    entry = Journal(tmp_path).new(Case(present=["fever_or_systemically_unwell"])).entry
    page = Page(Teach(kb=KB))
    assert page.ask("now")["shown"]["kept"]["state"] == "nowhere"
    page.change(SADDLE)
    assert page.told[-1]["state"] == "nowhere"
    for ask in ("open", "delete", "duplicate", "cases"):
        answer = page.ask(ask, entry=entry)
        assert answer.get("error") and answer.get("rows", []) == []
    assert list(files(Journal(tmp_path))) == [entry]


def test_the_first_case_of_a_computer_is_in_the_pain_clinic_and_later_ones_where_the_last_was(
    journal,
):
    page = Page(Explore(kb=KB, journal=journal))
    assert page.ask("now")["shown"]["case"]["setting"] == "pain_clinic"
    page.change({"field": "setting", "value": "sports"}, THRUST)
    assert page.ask("new")["case"]["setting"] == "sports"
    again = Page(Explore(kb=KB, journal=Journal(journal.folder)))
    assert again.ask("now")["shown"]["case"]["setting"] == "sports"


def test_what_runs_a_notebook_unseen_shows_no_patient(journal):
    journal.new(Case(present=["fever_or_systemically_unwell"], age=50))
    screen = Explore(kb=KB, journal=journal)
    assert screen.case == Case(setting="pain_clinic")
    assert Page(screen).ask("now")["shown"]["case"]["age"] == 50


def test_an_unknown_finding_of_a_file_is_named_and_the_rest_is_there(journal):
    entry = journal.new(Case(present=["saddle_anaesthesia"], age=50)).entry
    path = journal.folder / f"{entry}.json"
    path.write_text(path.read_text("utf-8").replace('"age": 50', '"age": 50, "absent": ["gone"]'))
    before = path.read_bytes()
    page = Page(Explore(kb=KB, journal=journal))
    shown = page.ask("now")["shown"]
    assert shown["view"]["flags"] and "gone" in shown["kept"]["notices"][0]
    page.change(THRUST)
    assert path.read_bytes() == before and len(files(journal)) == 2


def test_what_a_page_held_and_nobody_saved_comes_back_without_covering_another_patient(journal):
    first = Page(Explore(kb=KB, journal=journal))
    first.change(SADDLE)
    entry = first.told[-1]["entry"]
    back = Page(Explore(kb=KB, journal=Journal(journal.folder)))
    back.ask("now")
    held = {
        "present": ["saddle_anaesthesia", "fever_or_systemically_unwell"],
        "setting": "pain_clinic",
    }
    assert back.ask("recover", entry=entry, case=held)["case"]["present"] == held["present"]
    assert len(files(journal)) == 1
    other = {"present": ["pain_groin"], "setting": "pain_clinic"}
    back.ask("recover", entry="2020-01-01-000000-abcd", case=other)
    assert len(files(journal)) == 2


FINDINGS = [
    "fever_or_systemically_unwell",
    "saddle_anaesthesia",
    "sij_thigh_thrust",
    "pain_groin",
]


class Windows(RuleBasedStateMachine):
    """Three windows, each with a kernel of its own, and one journal."""

    def __init__(self):
        super().__init__()
        self.home = tempfile.TemporaryDirectory()
        self.folder = Path(self.home.name)
        self.windows = [Session(KB, Journal(self.folder)) for _ in range(3)]
        self.confirmed = {}  # window and entry: what it was told is saved
        self.seen = {}  # window: the entry and marks that it last read or wrote

    which = st.integers(0, 2)

    def note(self, n):
        """Window n says saved: what it had seen of the entry is what it changed."""
        session = self.windows[n]
        if session.status()["state"] != "saved":
            return
        marks = (session.case.present, session.case.absent)
        entry, before = self.seen.get(n, ("", None))
        if entry == session.entry:
            for other, kept in list(self.confirmed.items()):
                if other[1] == entry and kept == before:
                    del self.confirmed[other]
        self.confirmed[n, session.entry] = marks
        self.seen[n] = (session.entry, marks)

    @rule(n=which, finding=st.sampled_from(FINDINGS), state=st.sampled_from(["present", "absent", "unknown"]))  # fmt: skip
    def mark(self, n, finding, state):
        self.windows[n].meet()
        self.windows[n].heed()  # as a page asks every few seconds
        self.windows[n].keep()
        self.note(n)
        self.windows[n].change([{"finding": finding, "state": state}])
        self.windows[n].keep()
        self.note(n)

    @rule(n=which)
    def new(self, n):
        self.windows[n].begin()
        self.seen.pop(n, None)

    @rule(n=which, data=st.data())
    def open(self, n, data):
        listed = sorted(Journal(self.folder).entries().index)
        if listed:
            self.seen.pop(n, None)
            self.windows[n].open(data.draw(st.sampled_from(listed)))
            self.note(n)

    @rule(n=which)
    def restart(self, n):
        self.windows[n] = Session(KB, Journal(self.folder))
        self.seen.pop(n, None)
        self.windows[n].meet()
        self.note(n)

    @rule(n=which, data=st.data())
    def delete(self, n, data):
        listed = sorted(Journal(self.folder).entries().index)
        if listed:
            entry = data.draw(st.sampled_from(listed))
            Journal(self.folder).delete(entry)
            self.windows[n].gone(entry)

    @precondition(lambda self: any(self.folder.glob("deleted/*.json")))
    @rule(data=st.data())
    def restore(self, data):
        gone = sorted(p.stem for p in self.folder.glob("deleted/*.json") if p.stem.count(".") == 0)
        if gone:
            with contextlib.suppress(CaseError):
                Journal(self.folder).restore(data.draw(st.sampled_from(gone)))

    @invariant()
    def what_was_said_to_be_saved_is_there(self):
        kept = set()
        for path in self.folder.rglob("*.json"):
            case = Case.open(path)
            kept.add((case.present, case.absent))
        for marks in self.confirmed.values():
            assert marks in kept

    @invariant()
    def a_window_that_says_saved_has_a_file_with_its_marks(self):
        for session in self.windows:
            if session.status()["state"] == "saved":
                path = self.folder / f"{session.entry}.json"
                later = not path.exists() or Case.open(path) != session.case
                assert not later or session.stamp  # another window's doing, told at the next save

    def teardown(self):
        self.home.cleanup()


Windows.TestCase.settings = settings(max_examples=25, stateful_step_count=25, deadline=None)
TestWindows = Windows.TestCase


BROKEN = [
    3,
    None,
    [],
    {"ask": []},
    {"ask": "sentence"},
    {"ask": "evidence", "cause": [], "column": 1},
]
BROKEN += [{"ask": "change", "turn": "soon"}, {"ask": "change", "turn": 9, "changes": 3}]
BROKEN += [
    {"ask": "option", "injection": "none"},
    {"ask": "recover", "case": {"age": [0]}, "entry": {}},
]
BROKEN += [{"ask": "recover"}, {"ask": "recover", "case": []}]
BROKEN += [{"ask": "open", "entry": "../../x"}, {"ask": "delete", "entry": "x"}]


@pytest.mark.parametrize("message", BROKEN, ids=str)
def test_a_message_that_is_not_understood_changes_neither_case_nor_journal(journal, message):
    screen = Explore(None, KB, journal)
    page = Page(screen)
    page.change(SADDLE, THRUST)
    before = screen.case, files(journal)
    with contextlib.suppress(CaseError):
        screen._answer(None, message, [])
    assert (screen.case, files(journal)) == before
    assert page.ask("now")["shown"]["case"]["present"] == ["saddle_anaesthesia", "sij_thigh_thrust"]


def test_a_question_that_is_not_understood_is_refused_with_what_to_do(journal):
    with pytest.raises(CaseError, match="reload the page"):
        Explore(None, KB, journal)._answer(None, {"ask": "sentence", "cause": "x"}, [])


def test_what_a_page_held_and_cannot_be_used_does_not_take_the_place_of_the_marks(journal):
    screen = Explore(None, KB, journal)
    page = Page(screen)
    page.change(SADDLE)
    entry, before = screen.session.entry, screen.case
    for held in ({"present": "no list"}, {"age": "x", "setting": "sports"}, [], None):
        page.ask("recover", entry=entry, case=held)
        assert screen.case == before


def test_a_page_that_opens_on_a_case_says_when_it_was_saved_though_the_kernel_went_on(journal):
    screen = Explore(kb=KB, journal=journal)
    page = Page(screen)
    assert page.ask("now")["resumed"] == ""
    page.change(SADDLE)
    assert Page(screen, "b").ask("now")["resumed"] != ""  # the browser was closed, Python was not
    page.ask("new")
    assert page.ask("now")["resumed"] == ""
