"""Faults of the machine: a full disk, a folder that cannot be written, a wrong clock, a power cut."""

import os
import stat
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path

import pandas as pd
import pytest

import gluteal
from gluteal import Case
from gluteal.cases import Journal

KB = gluteal.load()
FULL = Case(present=["sij_thigh_thrust", "pain_over_sij"], age=44, setting="pain_clinic")
LATER = FULL.with_marks(present=["faber_test"])

# a save that the system stops in the middle of the write, then one that it does not
FULL_DISK = """
import resource, sys
from pathlib import Path
from gluteal import Case, CaseError
from gluteal.cases import Journal
journal, entry, seen = Journal(Path(sys.argv[1])), sys.argv[2], sys.argv[3]
later = Case.from_json(sys.argv[4])
_, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
resource.setrlimit(resource.RLIMIT_FSIZE, (100, hard))
for act in (lambda: journal.save(entry, later, seen), lambda: journal.new(later)):
    try:
        print("saved", act())
    except CaseError as error:
        print(error)
resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
print(journal.save(entry, later, seen).moved)
"""
# reads and saves as a user who may not write in the folder
NO_RIGHTS = """
import os, sys
from pathlib import Path
import gluteal
from gluteal import Case, CaseError
from gluteal.cases import Journal
journal, entry, seen = Journal(Path(sys.argv[1])), sys.argv[2], sys.argv[3]
kb, later = gluteal.load(), Case.from_json(sys.argv[4])
journal.last(kb)  # what is imported when first needed may lie where the other user cannot read
if os.geteuid() == 0:
    os.setuid(65534)
print(journal.open(entry, kb).case.age, journal.last(kb)[0].source == entry)
for act in (
    lambda: journal.save(entry, later, seen),
    lambda: journal.new(later),
    lambda: journal.delete(entry),
):
    try:
        print("done", act())
    except CaseError as error:
        print(error)
"""


def said(code, *words):
    done = subprocess.run(
        [sys.executable, "-c", code, *map(str, words)],
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return done.stdout.splitlines()


def files(folder):
    return {p.name: p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_a_write_that_the_system_stops_half_way_leaves_the_old_case_and_can_be_made_again(
    tmp_path,
):
    kept = Journal(tmp_path).new(FULL)
    over, anew, again = said(FULL_DISK, tmp_path, kept.entry, kept.stamp, LATER.to_json())
    for refused in (over, anew):
        assert refused.startswith(f"{tmp_path} cannot be used for cases (File too large)")
        assert "GLUTEAL_JOURNAL" in refused
    assert again == "False"
    assert files(tmp_path) == {f"{kept.entry}.json": LATER.to_json().encode()}


def test_a_folder_that_may_only_be_read_opens_its_cases_and_says_why_nothing_is_saved():
    with tempfile.TemporaryDirectory() as parent:
        os.chmod(parent, 0o755)
        folder = Path(parent) / "cases"
        kept = Journal(folder).new(FULL)
        path = folder / f"{kept.entry}.json"
        os.chmod(path, 0o644)
        os.chmod(folder, 0o555)
        opened, *refused = said(NO_RIGHTS, folder, kept.entry, kept.stamp, LATER.to_json())
        os.chmod(folder, 0o755)
        assert opened == "44 True" and len(refused) == 3
        for line in refused:
            assert "Permission denied" in line and "GLUTEAL_JOURNAL" in line
        assert files(folder) == {path.name: FULL.to_json().encode()}


def test_a_clock_that_goes_back_loses_no_case_and_gives_every_one_its_own_name(
    tmp_path, monkeypatch
):
    journal = Journal(tmp_path)
    first = journal.new(FULL)
    past = pd.Timestamp("2020-01-01", tz="UTC")
    monkeypatch.setattr(pd.Timestamp, "now", lambda *_: past)
    begun = [journal.new(Case(weight_kg=kg)) for kg in range(1, 301)]  # all in the same second
    assert len({kept.entry for kept in (first, *begun)}) == 301
    os.utime(tmp_path / f"{begun[-1].entry}.json", (past.timestamp(),) * 2)
    kept = journal.save(begun[-1].entry, LATER, begun[-1].stamp)  # what was seen, not when
    assert not kept.moved and journal.open(kept.entry, KB).case == LATER
    assert journal.open(first.entry, KB).case == FULL


@pytest.mark.parametrize("year", [1970, 2400])
def test_a_file_of_an_impossible_time_is_saved_over_and_opened(tmp_path, year):
    journal = Journal(tmp_path)
    kept = journal.new(FULL)
    seconds = (year - 1970) * 31_556_952
    os.utime(tmp_path / f"{kept.entry}.json", (seconds, seconds))
    assert journal.last(KB)[0].case == FULL
    assert not journal.save(kept.entry, LATER, kept.stamp).moved


class Disk:
    """What a folder holds after a power cut: only what was forced out is sure to be there.

    The contents of a file are sure once it was synced, a name once its folder was. At each step
    the names may be those that are sure or those of the moment.
    """

    def __init__(self, folder):
        self.folder = folder
        self.sure = {}  # inode -> contents
        self.names = {}  # folder -> name -> inode
        self.cuts = []
        for path in [folder, *folder.rglob("*")]:
            self.synced(path)

    def synced(self, path):
        if path.is_dir():
            self.names[path] = self.listed(path)
        else:
            self.sure[path.stat().st_ino] = path.read_bytes()

    def listed(self, folder):
        return {p.name: p.stat().st_ino for p in folder.iterdir() if p.is_file()}

    def cut(self):
        """Both worlds that a power cut at this moment may leave; they are kept."""
        folders = [self.folder, *(p for p in self.folder.iterdir() if p.is_dir())]
        now = {folder: self.listed(folder) for folder in folders}
        worlds = []
        for names in (self.names, now):
            world = {
                folder.relative_to(self.folder) / name: self.sure.get(inode, b"")
                for folder, held in names.items()
                for name, inode in held.items()
            }
            worlds.append(world)
            if world not in self.cuts:
                self.cuts.append(world)
        return worlds


@contextmanager
def recorded(folder, monkeypatch):
    """Every state in which a power cut could leave a folder, while something is done in it."""
    disk = Disk(folder)
    real = {name: getattr(os, name) for name in ("fsync", "replace", "link", "unlink")}

    def fsync(handle):
        disk.cut()
        real["fsync"](handle)
        number = os.fstat(handle).st_ino
        inside = [folder, *folder.rglob("*")]
        disk.synced(next(path for path in inside if path.stat().st_ino == number))
        disk.cut()

    def step(name):
        def taken(*args, **more):
            disk.cut()
            result = real[name](*args, **more)
            disk.cut()
            return result

        return taken

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", fsync)
        for name in ("replace", "link", "unlink"):
            patch.setattr(os, name, step(name))
        yield disk


def after(world, tmp_path):
    """The cases that a journal opens after a power cut, and those that it cannot read."""
    with tempfile.TemporaryDirectory(dir=tmp_path) as folder:
        for name, content in world.items():
            path = Path(folder) / name
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(content)
        journal = Journal(Path(folder))
        entries = journal.entries()
        kept = Journal(Path(folder) / "deleted").entries()
        opened = [journal.open(e, KB).case for e in entries.index[entries["readable"]]]
        gone = Journal(Path(folder) / "deleted")
        opened += [gone.open(e, KB).case for e in kept.index[kept["readable"]]]
        return opened, len(entries) + len(kept) - len(opened)


@pytest.mark.parametrize("act", ["save", "new", "delete", "restore", "duplicate"])
def test_a_power_cut_at_any_step_leaves_what_was_acknowledged(tmp_path, monkeypatch, act):
    folder = tmp_path / "cases"
    journal = Journal(folder)
    kept = journal.new(FULL)
    journal.delete(journal.new(Case(age=9)).entry)  # the folder of the deleted is there
    if act == "restore":
        journal.delete(kept.entry)
    acts = {
        "save": lambda: journal.save(kept.entry, LATER, kept.stamp),
        "new": lambda: journal.new(LATER),
        "delete": lambda: journal.delete(kept.entry),
        "restore": lambda: journal.restore(kept.entry),
        "duplicate": lambda: journal.duplicate(kept.entry),
    }
    with recorded(folder, monkeypatch) as disk:
        acts[act]()
    acknowledged = disk.cut()
    assert len(disk.cuts) > 2
    for world in disk.cuts:
        opened, damaged = after(world, tmp_path)
        assert damaged == 0 and Case(age=9) in opened
        assert FULL in opened or (act == "save" and LATER in opened)
    for world in acknowledged:
        assert act not in ("save", "new") or LATER in after(world, tmp_path)[0]
    assert stat.S_IMODE((folder / "deleted").stat().st_mode) == 0o700
