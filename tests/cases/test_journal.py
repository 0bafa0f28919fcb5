"""The journal: a case once saved is found again, whole, whatever ends the process that saved it."""

import contextlib
import errno
import os
import re
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pandas as pd
import platformdirs
import pytest

from gluteal import Case, CaseError
from gluteal.cases import Journal

ENTRY = "2026-11-22-114903-3f"
OTHER = "2026-11-22-114903-40"
FULL = Case(
    present=["sij_thigh_thrust", "pain_over_sij"],
    absent=["fever_or_systemically_unwell"],
    setting="pain_clinic",
    age=44,
    cleared={"flag:mass": "known lipoma, unchanged for years"},
)
LATER = FULL.with_marks(present=["faber_test"])
DAMAGED = {
    "cut off": FULL.to_json()[:200].encode(),
    "empty": b"",
    "not UTF-8": b"\xff\xfe{",
    "too large": b" " * 1_000_001,
    "newer": FULL.to_json().replace('"version": 2', '"version": 3').encode(),
    "not a case": b'{"format": "gluteal-case", "version": 1, "case": {"age": 400}}',
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
from gluteal.cases import Journal
journal, entry = Journal(Path(sys.argv[1])), sys.argv[2]
for turn in range(1_000_000):
    case = Case(present=[f"turn_{turn}_finding_{i}" for i in range(1000)], age=turn % 100)
    journal.save(entry, case)
    print(turn, entry, flush=True)
    if turn % 3 == 0:
        print(turn, journal.new(case), flush=True)
"""
# is killed at one step of a save, whose draft is then written but not yet in its place
STOPS = """
import os, signal, sys
from pathlib import Path
from gluteal import Case
from gluteal.cases import Journal
setattr(os, sys.argv[3], lambda *_: os.kill(os.getpid(), getattr(signal, "SIGKILL", 15)))
Journal(Path(sys.argv[1])).save(sys.argv[2], Case(age=30))
print("saved")
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
    print(journal.new(Case(cleared={"flag:mass": reason})), reason, flush=True)
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
        "import Journal; print(Journal(Path(sys.argv[1])).new(Case.from_json(sys.argv[2])))"
    )
    entry = python(code, tmp_path, FULL.to_json()).communicate()[0].strip()
    journal = Journal(tmp_path)
    assert journal.last() == entry
    assert journal.open(entry) == FULL


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
        turn = int(journal.open(entry).present[0].split("_")[1])
        assert turn >= said.get(entry, 0)
        marks = [f"turn_{turn}_finding_{i}" for i in range(1000)]
        assert journal.open(entry) == Case(present=marks, age=turn % 100)
    journal.save(ENTRY, FULL)
    assert journal.open(ENTRY) == FULL


@pytest.mark.parametrize(
    ("entry", "step"),
    [(ENTRY, "fsync"), (ENTRY, "replace"), (OTHER, "fsync"), (OTHER, "replace"), (OTHER, "link")],
)
def test_process_killed_within_a_save_leaves_what_was_saved_before(tmp_path, entry, step):
    journal = Journal(tmp_path)
    journal.save(ENTRY, FULL)
    with python(STOPS, tmp_path, entry, step) as process:
        assert process.communicate()[0] == "" and process.returncode != 0
    assert journal.entries()["readable"].to_dict() == {ENTRY: True}
    assert journal.open(ENTRY) == FULL
    journal.save(entry, LATER)
    assert journal.open(entry) == LATER


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
        assert journal.open(entry).cleared["flag:mass"] == reason
    assert all(re.fullmatch(r"[^.].*\.json", name) for name in files(tmp_path))


def test_processes_that_save_one_entry_at_once_leave_one_of_their_cases(tmp_path):
    with python(SAVES, tmp_path, ENTRY) as one:
        one.stdout.readline()
        with python(SAVES, tmp_path, ENTRY) as two:
            for _ in range(20):
                one.stdout.readline()
                two.stdout.readline()
                case = Journal(tmp_path).open(ENTRY)
                assert len({f.split("_")[1] for f in case.present}) == 1
                assert len(case.present) == 1000
            two.kill()
        one.kill()
    assert Journal(tmp_path).entries()["readable"].all()


def test_id_is_the_time_in_utc_and_says_nothing_of_the_patient(tmp_path):
    code = (
        "from gluteal import Case; from gluteal.cases import Journal; "
        "print(Journal().new(Case(age=44, present=['faber_test'])))"
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
    entry = journal.new(FULL)
    journal.save(entry, LATER)
    assert files(tmp_path) == {f"{entry}.json": LATER.to_json().encode()}
    assert Case.open(tmp_path / f"{entry}.json") == LATER
    assert LATER.save(tmp_path / f"{OTHER}.json") and journal.open(OTHER) == LATER


def test_files_and_folders_are_private_to_the_user(journal, tmp_path):
    journal.folder = tmp_path / "data" / "cases"
    entry = journal.new(FULL)
    journal.save(entry, LATER)
    journal.delete(journal.duplicate(entry))
    paths = [journal.folder, *journal.folder.rglob("*")]
    assert len(paths) == 4
    for path in paths:
        private = 0o700 if path.is_dir() else 0o600
        assert os.name != "posix" or path.stat().st_mode & 0o777 == private


def test_nothing_is_written_before_a_case_is_saved(tmp_path):
    code = (
        "from gluteal import Case; from gluteal.cases import Journal; j = Journal(); "
        "print(len(j.entries()), j.last(), j.new() != j.new(Case()))"
    )
    homes = dict.fromkeys(("HOME", "XDG_DATA_HOME", "LOCALAPPDATA"), str(tmp_path))
    assert python(code, **homes, GLUTEAL_JOURNAL="").communicate()[0] == "0 None True\n"
    named = python(code, GLUTEAL_JOURNAL=str(tmp_path / "cases"))
    assert named.communicate()[0] == "0 None True\n"
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
    entry = journal.new(FULL)
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir("elsewhere")
    journal.save(entry, LATER)
    assert Journal(tmp_path / "cases").open(entry) == LATER


@pytest.mark.parametrize("empty", [None, Case()], ids=["none", "empty"])
def test_entry_begun_without_a_case_gets_its_file_with_the_first_save(journal, tmp_path, empty):
    entry = journal.new(empty)
    assert files(tmp_path) == {} and entry not in journal.entries().index
    journal.save(entry, Case())
    assert journal.open(entry) == Case()
    journal.save(entry, FULL)
    assert journal.open(journal.last()) == FULL


def test_entry_that_another_process_took_before_the_first_save_stays_as_it_is(journal, tmp_path):
    entry = journal.new()
    Journal(tmp_path).save(entry, FULL)
    for _ in range(2):
        with pytest.raises(CaseError, match=f"{entry}.json: another window .* new"):
            journal.save(entry, LATER)
    assert files(tmp_path) == {f"{entry}.json": FULL.to_json().encode()}
    assert journal.open(entry) == FULL


def test_case_is_saved_under_an_id_from_before_a_restart(journal):
    journal.save(ENTRY, FULL)
    journal.save(ENTRY, LATER)
    assert journal.open(ENTRY) == LATER


def test_duplicate_is_an_entry_of_its_own(journal):
    journal.save(ENTRY, FULL)
    copy = journal.duplicate(ENTRY)
    journal.save(copy, LATER)
    assert (journal.open(ENTRY), journal.open(copy)) == (FULL, LATER)
    assert set(journal.entries().index) == {ENTRY, copy}


def test_deleted_entry_is_kept_and_comes_back_as_it_was(journal, tmp_path):
    journal.save(ENTRY, FULL)
    before = journal.entries()
    journal.delete(ENTRY)
    assert journal.last() is None and journal.entries().empty
    assert files(tmp_path) == {os.path.join("deleted", f"{ENTRY}.json"): FULL.to_json().encode()}
    with pytest.raises(CaseError, match=f"{ENTRY}.json: cannot be read"):
        journal.open(ENTRY)
    journal.restore(ENTRY)
    pd.testing.assert_frame_equal(journal.entries(), before)
    assert files(tmp_path) == {f"{ENTRY}.json": FULL.to_json().encode()}


def test_deleting_an_id_again_keeps_the_file_deleted_before(journal, tmp_path):
    for case in (FULL, LATER):
        journal.save(ENTRY, case)
        journal.delete(ENTRY)
    assert sorted(files(tmp_path).values()) == sorted(c.to_json().encode() for c in (FULL, LATER))
    journal.restore(ENTRY)
    assert journal.open(ENTRY) == LATER


def test_restoring_never_overwrites_a_case_saved_since(journal, tmp_path):
    journal.save(ENTRY, FULL)
    journal.delete(ENTRY)
    journal.save(ENTRY, LATER)
    with pytest.raises(CaseError, match=f"{ENTRY}.json is in use again; rename .*deleted"):
        journal.restore(ENTRY)
    assert journal.open(ENTRY) == LATER
    assert sorted(files(tmp_path).values()) == sorted(c.to_json().encode() for c in (FULL, LATER))


@pytest.mark.parametrize("act", ["open", "duplicate", "delete", "restore"])
def test_entry_that_is_not_there_is_refused_and_named(journal, tmp_path, act):
    with pytest.raises(CaseError, match=f"{ENTRY}.json: (cannot be read|there is no such)"):
        getattr(journal, act)(ENTRY)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("entry", NO_ID)
def test_what_is_no_id_is_refused_and_touches_nothing(tmp_path, entry):
    cases = tmp_path / "cases"
    cases.mkdir()
    FULL.save(tmp_path / f"{ENTRY}.json")
    before = files(tmp_path)
    journal = Journal(cases)
    acts = [journal.open, journal.duplicate, journal.delete, journal.restore]
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
    columns = ["saved", "present", "absent", "setting", "age", "readable"]
    assert list(frame.columns) == columns
    assert frame.loc[ENTRY].tolist() == [
        *(pd.Timestamp("1970-01-01 00:02", tz="UTC"), 2, 1, "pain_clinic", 44, True)
    ]
    assert frame.loc[OTHER].tolist()[1:] == [0, 0, "equal", 0, True]
    assert journal.last() == "2025-01-01-000000-0000"


def test_time_of_an_entry_is_that_of_its_last_save(tmp_path):
    journal = Journal(tmp_path)
    for entry in (ENTRY, OTHER):
        journal.save(entry, FULL)
        os.utime(tmp_path / f"{entry}.json", (0, 0))
    journal.save(ENTRY, LATER)
    assert journal.last() == ENTRY
    assert journal.entries()["saved"].is_monotonic_decreasing


@pytest.mark.parametrize("content", ["none", "damaged", "whole"])
def test_columns_have_the_same_types_whatever_the_folder_holds(tmp_path, content):
    if content != "none":
        text = "{" if content == "damaged" else FULL.to_json()
        (tmp_path / f"{ENTRY}.json").write_text(text)
    frame = Journal(tmp_path / "missing" if content == "none" else tmp_path).entries()
    types = {"present": "Int64", "absent": "Int64", "setting": "str", "age": "Int64"}
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
    assert frame.loc[ENTRY, ["present", "absent", "setting", "age"]].isna().all()
    assert frame["saved"].notna().all()
    assert journal.last() == OTHER
    for act in (journal.open, journal.duplicate):
        with pytest.raises(CaseError, match=f"{ENTRY}.json: "):
            act(ENTRY)
    with pytest.raises(CaseError, match=rf"{ENTRY}.json: .*not overwritten: .*delete\('{ENTRY}'\)"):
        journal.save(ENTRY, LATER)
    assert files(tmp_path) == before


def test_damaged_file_is_set_aside_as_the_refusal_says_and_the_case_saved(journal, tmp_path):
    (tmp_path / f"{ENTRY}.json").write_bytes(DAMAGED["cut off"])
    journal.delete(ENTRY)
    journal.save(ENTRY, FULL)
    assert journal.open(ENTRY) == FULL
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
    assert journal.last() == ENTRY


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
        journal.last,
    ):
        with pytest.raises(CaseError, match=named):
            act()
    assert files(tmp_path) == {"file": b"mine"}


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_full_disk_leaves_what_was_saved_and_nothing_beside_it(tmp_path, monkeypatch, step):
    journal = Journal(tmp_path)
    journal.save(ENTRY, FULL)
    begun = journal.new()
    with monkeypatch.context() as disk:

        def full(*_):
            raise OSError(errno.ENOSPC, "No space left on device")

        disk.setattr(os, step, full)
        for act in (
            lambda: journal.save(ENTRY, LATER),
            lambda: journal.save(begun, LATER),
            lambda: journal.duplicate(ENTRY),
        ):
            with pytest.raises(CaseError, match="No space left on device.*GLUTEAL_JOURNAL"):
                act()
    assert files(tmp_path) == {f"{ENTRY}.json": FULL.to_json().encode()}
    journal.save(begun, LATER)
    assert journal.open(begun) == LATER


@pytest.mark.parametrize("letter", ["x", "\u00e4", "\U0001f9b4"])
def test_case_too_large_to_be_opened_again_never_replaces_one_that_can(tmp_path, letter):
    journal = Journal(tmp_path)
    journal.save(ENTRY, FULL)
    large = Case(cleared={f"flag:{i}": letter * 2000 for i in range(600)})
    for act in (lambda: journal.save(ENTRY, large), lambda: journal.new(large)):
        with pytest.raises(CaseError, match="bytes, at most 1000000 are kept"):
            act()
    assert files(tmp_path) == {f"{ENTRY}.json": FULL.to_json().encode()}
