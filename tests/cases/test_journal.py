"""The journal: a case once saved is found again, whole, whatever ends the process that saved it."""

import contextlib
import errno
import json
import os
import re
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pandas as pd
import platformdirs
import pytest

import gluteal
from gluteal import Case, CaseError
from gluteal.cases import Journal, local_time

KB = gluteal.load()
ENTRY = "2026-11-22-114903-3f"
OTHER = "2026-11-22-114903-40"
FULL = Case(
    present=["sij_thigh_thrust", "pain_over_sij"],
    absent=["fever_or_systemically_unwell"],
    setting="pain_clinic",
    age=44,
    sex="female",
    side="left",
    cleared={"flag:mass": "known lipoma, unchanged for years"},
)
LATER = FULL.with_marks(present=["faber_test"])
DAMAGED = {
    "cut off": FULL.to_json()[:200].encode(),
    "empty": b"",
    "not UTF-8": b"\xff\xfe{",
    "too large": b" " * 1_000_001,
    "newer": FULL.to_json().replace('"version": 2', '"version": 3').encode(),
    "not a case": b'{"format": "gluteal-case", "version": 1, "case": [400]}',
}
NO_ID = [
    *("", ".", "..", "deleted", "case", "../" + ENTRY, "..\\" + ENTRY, "/etc/passwd"),
    *(f"deleted/{ENTRY}", f"{ENTRY}/../{OTHER}", f"{ENTRY}.json", f"{ENTRY}\n", f"{ENTRY}\0"),
    *("2026-11-22-114903-3F", "2026-11-22-114903-\u0663\u0664", "a" * 5000, b"2026", None, 3),
]

# saves over one entry and begins others until it is killed; says what it has saved
SAVES = """
import sys
from pathlib import Path
from gluteal import Case
from gluteal.cases import Journal, Saved
journal, kept = Journal(Path(sys.argv[1])), Saved(*sys.argv[2:])
for turn in range(1_000_000):
    case = Case(present=[f"turn_{turn}_finding_{i}" for i in range(1000)], age=turn % 100)
    kept = journal.save(kept.entry, case, kept.stamp)
    print(turn, kept.entry, flush=True)
    if turn % 3 == 0:
        print(turn, journal.new(case).entry, flush=True)
"""
# is killed at one step of a save, whose draft is then written but not yet in its place
STOPS = """
import os, signal, sys
from pathlib import Path
from gluteal import Case
from gluteal.cases import Journal
setattr(os, sys.argv[3], lambda *_: os.kill(os.getpid(), getattr(signal, "SIGKILL", 15)))
Journal(Path(sys.argv[1])).save(sys.argv[2], Case(age=30), sys.argv[4])
print("saved")
"""
# saves over what it has seen whenever it is told to; says where the case went
TURNS = """
import sys
from pathlib import Path
from gluteal import Case
from gluteal.cases import Journal
journal, case = Journal(Path(sys.argv[1])), Case(age=int(sys.argv[2]))
print("ready", flush=True)
for line in sys.stdin:
    entry, seen = line.split()
    kept = journal.save(entry, case, seen)
    print(kept.entry, kept.moved, flush=True)
"""
# begins entries, with so few ids a second that the processes often draw the same
BEGINS = """
import random, secrets, sys
from pathlib import Path
from gluteal import Case
from gluteal.cases import Journal
drawn = secrets.token_hex
secrets.token_hex = lambda n: drawn(n) if n > 2 else f"{random.randrange(64):02x}"
journal = Journal(Path(sys.argv[1]))
print("ready", flush=True)
sys.stdin.readline()
for i in range(40):
    reason = f"{sys.argv[2]} {i}"
    print(journal.new(Case(cleared={"flag:mass": reason})).entry, reason, flush=True)
"""


def python(code, *arguments, **environment):
    """A Python process that runs this code."""
    return subprocess.Popen(
        [sys.executable, "-c", code, *map(str, arguments)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | environment,
    )


def files(folder):
    """Names and contents of all files of a folder, hidden ones too."""
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def opened(journal, entry):
    """The case that a file holds."""
    return Case.open(journal.folder / f"{entry}.json")


def last(journal):
    """The entry saved last of those that can be opened."""
    found = journal.last(KB)[0]
    return found and found.source


@pytest.fixture(params=["links", "no links"])
def journal(request, tmp_path, monkeypatch):
    """A journal on a file system with and without hard links."""
    if request.param == "no links":

        def link(*_):
            raise OSError(errno.EPERM, "Operation not permitted")

        monkeypatch.setattr(os, "link", link)
    return Journal(tmp_path)


def test_case_saved_by_one_process_is_found_by_the_next(tmp_path):
    code = (
        "import sys; from pathlib import Path; from gluteal import Case; from gluteal.cases "
        "import Journal; print(Journal(Path(sys.argv[1])).new(Case.from_json(sys.argv[2])).entry)"
    )
    entry = python(code, tmp_path, FULL.to_json()).communicate()[0].strip()
    journal = Journal(tmp_path)
    assert last(journal) == entry
    assert opened(journal, entry) == FULL


@pytest.mark.parametrize("saves", [1, 10, 47])
def test_process_killed_while_it_saves_leaves_every_file_whole(tmp_path, saves):
    said = {}
    with python(SAVES, tmp_path, ENTRY) as process:
        for _ in range(saves):
            turn, entry = process.stdout.readline().split()
            said[entry] = int(turn)
        process.kill()  # SIGKILL where there is one
        for line in process.stdout.read().splitlines(keepends=True):
            if line.endswith("\n"):
                said[line.split()[1]] = int(line.split()[0])
    journal = Journal(tmp_path)
    entries = journal.entries()
    assert entries["readable"].all() and set(said) <= set(entries.index)
    for entry in entries.index:
        turn = int(opened(journal, entry).present[0].split("_")[1])
        assert turn >= said.get(entry, 0)
        marks = [f"turn_{turn}_finding_{i}" for i in range(1000)]
        assert opened(journal, entry) == Case(present=marks, age=turn % 100)


@pytest.mark.parametrize(
    ("entry", "step"),
    [(ENTRY, "fsync"), (ENTRY, "replace"), (OTHER, "fsync"), (OTHER, "replace"), (OTHER, "link")],
)
def test_process_killed_within_a_save_leaves_what_was_saved_before(tmp_path, entry, step):
    journal = Journal(tmp_path)
    stamp = journal.save(ENTRY, FULL).stamp if entry == ENTRY else ""
    journal.save(ENTRY, FULL, stamp)
    with python(STOPS, tmp_path, entry, step, stamp) as process:
        assert process.communicate()[0] == "" and process.returncode != 0
    assert journal.entries()["readable"].to_dict() == {ENTRY: True}
    assert opened(journal, ENTRY) == FULL
    assert not journal.save(entry, LATER, stamp).moved
    assert opened(journal, entry) == LATER


def test_processes_that_begin_entries_at_once_never_share_one(tmp_path):
    with contextlib.ExitStack() as stack:
        processes = [stack.enter_context(python(BEGINS, tmp_path, n)) for n in range(4)]
        for process in processes:
            assert process.stdout.readline() == "ready\n"
        for process in processes:
            process.stdin.write("go\n")
            process.stdin.flush()
        said = [line.split(" ", 1) for p in processes for line in p.stdout.read().splitlines()]
    journal = Journal(tmp_path)
    assert len(said) == len(dict(said)) == 160
    assert set(journal.entries().index) == set(dict(said))
    for entry, reason in said:
        assert opened(journal, entry).cleared["flag:mass"] == reason
    assert all(re.fullmatch(r"[^.].*\.json", name) for name in files(tmp_path))


def test_processes_that_save_one_entry_at_once_lose_none_of_their_cases(tmp_path):
    journal = Journal(tmp_path)
    with python(TURNS, tmp_path, 0) as one, python(TURNS, tmp_path, 1) as two:
        assert [p.stdout.readline() for p in (one, two)] == ["ready\n"] * 2
        for _ in range(100):
            kept = journal.new(FULL)
            for process in (one, two):
                process.stdin.write(f"{kept.entry} {kept.stamp}\n")
            for process in (one, two):
                process.stdin.flush()
            said = [process.stdout.readline().split() for process in (one, two)]
            assert [opened(journal, entry).age for entry, _ in said] == [0, 1]
            assert sorted(moved for _, moved in said) == ["False", "True"]


def test_id_is_the_time_in_utc_and_says_nothing_of_the_patient(tmp_path):
    code = (
        "from gluteal import Case; from gluteal.cases import Journal; "
        "print(Journal().new(Case(age=44, present=['faber_test'])).entry)"
    )
    before = datetime.now(UTC) - timedelta(seconds=1)
    for zone in ("UTC-9", "UTC+9"):
        process = python(code, GLUTEAL_JOURNAL=str(tmp_path), TZ=zone)
        entry = process.communicate()[0].strip()
        time, suffix = entry[:17], entry[17:]
        begun = datetime.strptime(time, "%Y-%m-%d-%H%M%S").replace(tzinfo=UTC)
        assert before <= begun <= datetime.now(UTC)
        assert re.fullmatch("-[0-9a-f]{4}", suffix)
        assert (tmp_path / f"{entry}.json").is_file()


def test_file_is_a_case_file_and_nothing_lies_beside_it(journal, tmp_path):
    kept = journal.new(FULL)
    entry = journal.save(kept.entry, LATER, kept.stamp).entry
    assert files(tmp_path) == {f"{entry}.json": LATER.to_json().encode()}
    assert Case.open(tmp_path / f"{entry}.json") == LATER
    assert LATER.save(tmp_path / f"{OTHER}.json") and opened(journal, OTHER) == LATER


def test_files_and_folders_are_private_to_the_user(journal, tmp_path):
    journal.folder = tmp_path / "data" / "cases"
    kept = journal.new(FULL)
    journal.save(kept.entry, LATER, kept.stamp)
    journal.delete(journal.duplicate(kept.entry).entry)
    paths = [journal.folder, *journal.folder.rglob("*")]
    assert len(paths) == 4
    for path in paths:
        private = 0o700 if path.is_dir() else 0o600
        assert os.name != "posix" or path.stat().st_mode & 0o777 == private


def test_nothing_is_written_before_a_case_is_saved(tmp_path):
    code = (
        "from gluteal import Case; from gluteal.cases import Journal; j = Journal(); "
        "print(len(j.entries()), j.new().stamp, j.new(Case()).stamp == '')"
    )
    homes = dict.fromkeys(("HOME", "XDG_DATA_HOME", "LOCALAPPDATA"), str(tmp_path))
    assert python(code, **homes, GLUTEAL_JOURNAL="").communicate()[0] == "0  True\n"
    named = python(code, GLUTEAL_JOURNAL=str(tmp_path / "cases"))
    assert named.communicate()[0] == "0  True\n"
    assert list(tmp_path.iterdir()) == []


def test_folder_is_the_one_given_else_the_one_of_the_environment_else_the_users(
    tmp_path, monkeypatch
):
    monkeypatch.setenv("GLUTEAL_JOURNAL", str(tmp_path / "clinic"))
    assert Journal().folder == tmp_path / "clinic"
    assert Journal(tmp_path).folder == tmp_path
    monkeypatch.setenv("GLUTEAL_JOURNAL", "~/clinic")
    assert Journal().folder == Path.home() / "clinic"
    monkeypatch.setenv("GLUTEAL_JOURNAL", "")
    assert Journal().folder == platformdirs.user_data_path("gluteal") / "cases"
    monkeypatch.delenv("GLUTEAL_JOURNAL")
    assert Journal().folder == platformdirs.user_data_path("gluteal") / "cases"


def test_journal_keeps_its_folder_when_the_notebook_changes_its_own(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    journal = Journal(Path("cases"))
    kept = journal.new(FULL)
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir("elsewhere")
    journal.save(kept.entry, LATER, kept.stamp)
    assert opened(Journal(tmp_path / "cases"), kept.entry) == LATER


@pytest.mark.parametrize("empty", [None, Case()], ids=["none", "empty"])
def test_entry_begun_without_a_case_gets_its_file_with_the_first_save(journal, tmp_path, empty):
    begun = journal.new(empty)
    entry = begun.entry
    assert files(tmp_path) == {} and begun.stamp == "" and entry not in journal.entries().index
    kept = journal.save(entry, Case(), begun.stamp)
    assert opened(journal, entry) == Case()
    journal.save(entry, FULL, kept.stamp)
    assert opened(journal, last(journal)) == FULL


def test_entry_that_another_process_took_before_the_first_save_stays_as_it_is(journal, tmp_path):
    entry = journal.new().entry
    Journal(tmp_path).save(entry, FULL)
    kept = journal.save(entry, LATER)
    assert kept.moved and kept.entry != entry
    assert (opened(journal, entry), opened(journal, kept.entry)) == (FULL, LATER)


def test_save_over_what_another_window_wrote_goes_under_a_new_entry_and_says_so(journal, tmp_path):
    mine = journal.new(FULL)
    theirs = Journal(tmp_path).save(mine.entry, LATER, mine.stamp)
    assert theirs.entry == mine.entry and not theirs.moved
    kept = journal.save(mine.entry, Case(age=30), mine.stamp)
    assert kept.moved and kept.entry != mine.entry
    assert opened(journal, mine.entry) == LATER and opened(journal, kept.entry) == Case(age=30)
    assert not journal.save(kept.entry, Case(age=31), kept.stamp).moved


def test_save_that_has_seen_nothing_of_a_file_leaves_it(journal):
    journal.save(ENTRY, FULL)
    kept = journal.save(ENTRY, LATER)
    assert kept.moved and opened(journal, ENTRY) == FULL and opened(journal, kept.entry) == LATER


def test_saving_the_same_case_again_stays_where_it_is(journal):
    one = journal.save(ENTRY, FULL)
    assert journal.save(ENTRY, FULL) == one == journal.save(ENTRY, FULL, one.stamp)
    assert list(journal.entries().index) == [ENTRY]


@pytest.mark.parametrize("again", [False, True], ids=["deleted", "deleted and made anew"])
def test_save_after_another_window_deleted_the_entry_goes_under_a_new_one(journal, tmp_path, again):
    mine = journal.new(FULL)
    other = Journal(tmp_path)
    other.delete(mine.entry)
    if again:
        other.save(mine.entry, Case(age=30))
    kept = journal.save(mine.entry, LATER, mine.stamp)
    assert kept.moved and opened(journal, kept.entry) == LATER
    assert FULL.to_json().encode() in files(tmp_path).values()
    assert not again or opened(journal, mine.entry) == Case(age=30)


def test_entry_that_was_deleted_and_restored_is_saved_where_it_was(journal):
    mine = journal.new(FULL)
    journal.delete(mine.entry)
    journal.restore(mine.entry)
    assert not journal.save(mine.entry, LATER, mine.stamp).moved
    assert opened(journal, mine.entry) == LATER


def test_case_is_saved_under_an_id_from_before_a_restart(journal, tmp_path):
    journal.save(ENTRY, FULL)
    found, passed_over = Journal(tmp_path).last(KB)
    assert (found.case, found.troubles, found.source, passed_over) == (FULL, (), ENTRY, [])
    assert Journal(tmp_path).save(found.entry, LATER, found.stamp).entry == ENTRY
    assert opened(journal, ENTRY) == LATER


def test_duplicate_is_an_entry_of_its_own(journal):
    journal.save(ENTRY, FULL)
    copy = journal.duplicate(ENTRY)
    assert not journal.save(copy.entry, LATER, copy.stamp).moved
    assert (opened(journal, ENTRY), opened(journal, copy.entry)) == (FULL, LATER)
    assert set(journal.entries().index) == {ENTRY, copy.entry}


def unfit(**changes):
    """Text of a file with what no table knows or no case can hold."""
    return FULL.to_json().replace('"age": 44', json.dumps(changes)[1:-1])


UNFIT = {
    "unknown finding": unfit(precautions=["bleeding_disorder", "si_distraction"]),
    "impossible number": unfit(age=400),
    "unknown field": unfit(age=44, colour="red"),
    "unknown reason": FULL.to_json().replace("flag:mass", "flag:mas"),
    "present and absent": FULL.to_json().replace('"fever', '"pain_over_sij",\n"fever'),
    "unmarked pause": unfit(paused=["faber_test"]),
}


@pytest.mark.parametrize("content", UNFIT.values(), ids=UNFIT)
def test_entry_that_says_more_than_its_case_stays_as_it_is_and_goes_on_under_a_new_one(
    journal, tmp_path, content
):
    (tmp_path / f"{ENTRY}.json").write_text(content)
    found = journal.open(ENTRY, KB)
    assert found.troubles and "sij_thigh_thrust" in found.case.present
    assert found.source == ENTRY != found.entry
    assert files(tmp_path) == {f"{ENTRY}.json": content.encode()}
    assert journal.last(KB)[0].source == ENTRY and journal.entries().at[ENTRY, "readable"]
    kept = journal.save(found.entry, found.case, found.stamp)
    assert not kept.moved and opened(journal, kept.entry) == found.case
    assert (tmp_path / f"{ENTRY}.json").read_text() == content
    copy = journal.duplicate(ENTRY)
    assert (tmp_path / f"{copy.entry}.json").read_text() == content


def test_contradiction_that_is_paused_goes_on_in_its_own_entry(journal, tmp_path):
    contradictory = FULL.with_marks(present=["sudden_onset", "insidious_onset"])
    journal.save(ENTRY, contradictory)
    found = journal.open(ENTRY, KB)
    assert found.entry == ENTRY and found.troubles
    assert not journal.save(ENTRY, found.case, found.stamp).moved
    again = journal.open(ENTRY, KB)
    assert again.entry == ENTRY and again.case == found.case and again.troubles == found.troubles


def test_newest_entry_that_cannot_be_opened_is_passed_over_and_named(tmp_path):
    journal = Journal(tmp_path)
    for seconds, entry in enumerate((OTHER, ENTRY)):
        journal.save(entry, FULL)
        os.utime(tmp_path / f"{entry}.json", (seconds, seconds))
    (tmp_path / f"{ENTRY}.json").write_bytes(b"{")
    found, (trouble,) = journal.last(KB)
    when = local_time(journal.entries().at[ENTRY, "saved"])
    assert found.source == OTHER and trouble.value == ENTRY
    assert trouble.said.startswith(f"The case of {when} cannot be opened: the case is damaged")
    assert trouble.said.endswith("It is kept as it is.")


def test_deleted_entry_is_kept_and_comes_back_as_it_was(journal, tmp_path):
    journal.save(ENTRY, FULL)
    before = journal.entries()
    journal.delete(ENTRY)
    assert last(journal) is None and journal.entries().empty
    assert files(tmp_path) == {os.path.join("deleted", f"{ENTRY}.json"): FULL.to_json().encode()}
    with pytest.raises(CaseError, match=f"{ENTRY}.json: cannot be read"):
        journal.open(ENTRY, KB)
    journal.restore(ENTRY)
    pd.testing.assert_frame_equal(journal.entries(), before)
    assert files(tmp_path) == {f"{ENTRY}.json": FULL.to_json().encode()}


def test_deleting_an_id_again_keeps_the_file_deleted_before(journal, tmp_path):
    for case in (FULL, LATER):
        journal.save(ENTRY, case)
        journal.delete(ENTRY)
    assert sorted(files(tmp_path).values()) == sorted(c.to_json().encode() for c in (FULL, LATER))
    journal.restore(ENTRY)
    assert opened(journal, ENTRY) == LATER


def test_restoring_never_overwrites_a_case_saved_since(journal, tmp_path):
    journal.save(ENTRY, FULL)
    journal.delete(ENTRY)
    journal.save(ENTRY, LATER)
    with pytest.raises(CaseError, match=f"{ENTRY}.json is in use again; rename .*deleted"):
        journal.restore(ENTRY)
    assert opened(journal, ENTRY) == LATER
    assert sorted(files(tmp_path).values()) == sorted(c.to_json().encode() for c in (FULL, LATER))


@pytest.mark.parametrize("act", ["open", "duplicate", "delete", "restore"])
def test_entry_that_is_not_there_is_refused_and_named(journal, tmp_path, act):
    with pytest.raises(CaseError, match=f"{ENTRY}.json: (cannot be read|there is no such)"):
        getattr(journal, act)(ENTRY, *[KB] * (act == "open"))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("entry", NO_ID)
def test_what_is_no_id_is_refused_and_touches_nothing(tmp_path, entry):
    cases = tmp_path / "cases"
    cases.mkdir()
    FULL.save(tmp_path / f"{ENTRY}.json")
    before = files(tmp_path)
    journal = Journal(cases)
    acts = [lambda e: journal.open(e, KB), journal.duplicate, journal.delete, journal.restore]
    for act in (*acts, lambda entry: journal.save(entry, LATER)):
        with pytest.raises(CaseError, match="^entry == .* must be an id such as"):
            act(entry)
    assert files(tmp_path) == before and list(cases.iterdir()) == []


def test_entries_are_listed_last_saved_first_with_what_they_hold(tmp_path):
    journal = Journal(tmp_path)
    minutes = {OTHER: 1, ENTRY: 2, "2025-01-01-000000-0000": 3}
    for (entry, minute), case in zip(minutes.items(), [Case(age=0), FULL, LATER]):
        journal.save(entry, case)
        os.utime(tmp_path / f"{entry}.json", (60 * minute, 60 * minute))
    frame = journal.entries()
    assert frame.index.name == "entry" and list(frame.index) == list(minutes)[::-1]
    columns = ["saved", "present", "absent", "setting", "age", "sex", "side", "readable"]
    assert list(frame.columns) == columns
    assert frame.loc[ENTRY].tolist() == [
        *(pd.Timestamp("1970-01-01 00:02", tz="UTC"), 2, 1, "pain_clinic", 44),
        *("female", "left", True),
    ]
    assert frame.loc[OTHER, ["present", "setting", "age"]].tolist() == [0, "equal", 0]
    assert frame.loc[OTHER, ["sex", "side"]].isna().all()
    assert last(journal) == "2025-01-01-000000-0000"


def test_time_of_an_entry_is_that_of_its_last_save(tmp_path):
    journal = Journal(tmp_path)
    for entry in (ENTRY, OTHER):
        kept = journal.save(entry, FULL)
        os.utime(tmp_path / f"{entry}.json", (0, 0))
    journal.save(ENTRY, LATER, kept.stamp)
    assert last(journal) == ENTRY
    assert journal.entries()["saved"].is_monotonic_decreasing


@pytest.mark.parametrize("content", ["none", "damaged", "whole"])
def test_columns_have_the_same_types_whatever_the_folder_holds(tmp_path, content):
    if content != "none":
        text = "{" if content == "damaged" else FULL.to_json()
        (tmp_path / f"{ENTRY}.json").write_text(text)
    frame = Journal(tmp_path / "missing" if content == "none" else tmp_path).entries()
    types = {"present": "Int64", "absent": "Int64", "setting": "str", "age": "Int64"}
    types |= {"sex": "str", "side": "str"}
    types |= {"saved": "datetime64[ns, UTC]", "readable": "bool"}
    assert {c: str(t) for c, t in frame.dtypes.items()} == types
    assert str(frame.index.dtype) == "str"


@pytest.mark.parametrize("damage", DAMAGED)
def test_damaged_file_is_listed_and_never_overwritten_or_deleted(journal, tmp_path, damage):
    journal.save(OTHER, FULL)
    os.utime(tmp_path / f"{OTHER}.json", (0, 0))
    (tmp_path / f"{ENTRY}.json").write_bytes(DAMAGED[damage])
    before = files(tmp_path)
    frame = journal.entries()
    assert frame["readable"].to_dict() == {ENTRY: False, OTHER: True}
    assert frame.loc[ENTRY].drop(["saved", "readable"]).isna().all()
    assert frame["saved"].notna().all()
    assert last(journal) == OTHER
    for act in (lambda entry: journal.open(entry, KB), journal.duplicate):
        with pytest.raises(CaseError, match=f"{ENTRY}.json: "):
            act(ENTRY)
    assert files(tmp_path) == before


@pytest.mark.parametrize("damage", DAMAGED)
def test_save_over_a_file_that_was_damaged_goes_under_a_new_entry(journal, tmp_path, damage):
    mine = journal.new(FULL)
    (tmp_path / f"{mine.entry}.json").write_bytes(DAMAGED[damage])
    kept = journal.save(mine.entry, LATER, mine.stamp)
    assert kept.moved and opened(journal, kept.entry) == LATER
    assert (tmp_path / f"{mine.entry}.json").read_bytes() == DAMAGED[damage]


def test_damaged_file_can_be_set_aside_and_its_id_used_again(journal, tmp_path):
    (tmp_path / f"{ENTRY}.json").write_bytes(DAMAGED["cut off"])
    journal.delete(ENTRY)
    journal.save(ENTRY, FULL)
    assert opened(journal, ENTRY) == FULL
    assert sorted(files(tmp_path).values()) == sorted([DAMAGED["cut off"], FULL.to_json().encode()])


def test_things_in_the_folder_that_are_no_files_of_entries_are_no_error(tmp_path):
    journal = Journal(tmp_path)
    journal.save(ENTRY, FULL)
    (tmp_path / "notes.json").write_text("mine")
    (tmp_path / f".{ENTRY}.json.k3jd").write_text('{"format": "glut')
    (tmp_path / f"{ENTRY} (conflicted copy).json").write_text(FULL.to_json())
    (tmp_path / f"{OTHER}.json").mkdir()
    (tmp_path / "deleted").mkdir()
    assert journal.entries()["readable"].to_dict() == {ENTRY: True, OTHER: False}


def test_file_of_a_time_beyond_all_calendars_is_listed(tmp_path):
    journal = Journal(tmp_path)
    for entry, seconds in ((ENTRY, 12_000_000_000), (OTHER, 0)):
        journal.save(entry, FULL)
        os.utime(tmp_path / f"{entry}.json", (seconds, seconds))
    assert list(journal.entries()["saved"].isna().items()) == [(ENTRY, True), (OTHER, False)]
    assert last(journal) == ENTRY


@pytest.mark.parametrize("inside", ["", "cases"], ids=["a file", "within a file"])
def test_folder_that_cannot_be_used_is_named_with_the_variable_that_names_another(tmp_path, inside):
    (tmp_path / "file").write_text("mine")
    folder = tmp_path / "file" / inside
    journal = Journal(folder)
    named = f"^{re.escape(str(folder))} cannot be used for cases .*variable GLUTEAL_JOURNAL"
    for act in (
        lambda: journal.new(FULL),
        lambda: journal.save(ENTRY, FULL),
        journal.entries,
        lambda: journal.last(KB),
    ):
        with pytest.raises(CaseError, match=named):
            act()
    assert files(tmp_path) == {"file": b"mine"}


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_full_disk_leaves_what_was_saved_and_nothing_beside_it(
    journal, tmp_path, monkeypatch, step
):
    kept = journal.save(ENTRY, FULL)
    begun = journal.new().entry
    with monkeypatch.context() as disk:

        def full(*_):
            raise OSError(errno.ENOSPC, "No space left on device")

        disk.setattr(os, step, full)
        for act in (
            lambda: journal.save(ENTRY, LATER, kept.stamp),
            lambda: journal.save(ENTRY, LATER, "of another content"),
            lambda: journal.save(begun, LATER),
            lambda: journal.duplicate(ENTRY),
        ):
            with pytest.raises(CaseError, match="No space left on device.*GLUTEAL_JOURNAL"):
                act()
    assert files(tmp_path) == {f"{ENTRY}.json": FULL.to_json().encode()}
    for entry, seen in ((begun, ""), (ENTRY, kept.stamp)):
        assert not journal.save(entry, LATER, seen).moved
        assert opened(journal, entry) == LATER


@pytest.mark.parametrize("letter", ["x", "\u00e4", "\U0001f9b4"])
def test_case_too_large_to_be_opened_again_never_replaces_one_that_can(tmp_path, letter):
    journal = Journal(tmp_path)
    journal.save(ENTRY, FULL)
    large = Case(cleared={f"flag:{i}": letter * 2000 for i in range(600)})
    for act in (lambda: journal.save(ENTRY, large), lambda: journal.new(large)):
        with pytest.raises(CaseError, match="bytes, at most 1000000 are kept"):
            act()
    assert files(tmp_path) == {f"{ENTRY}.json": FULL.to_json().encode()}
