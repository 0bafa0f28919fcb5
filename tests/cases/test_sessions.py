"""Several windows over one journal: no mark that one was told is saved ever vanishes."""

import errno
import os
import shutil
import tempfile
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

import gluteal
from gluteal import Case, CaseError
from gluteal.cases import Journal, Saved

KB = gluteal.load()
asked = {f for members, _ in KB.cells.answers.values() for f in members} | {"female_sex"}
FINDINGS = [f for f in KB.findings.index if f not in asked]
windows = st.integers(0, 2)
entries = st.integers(0, 30)


class Window:
    """What a screen holds: its case, and where it belongs."""

    def __init__(self, folder):
        self.journal = Journal(folder)
        self.case, self.kept = Case(), self.journal.new()


class Sessions(RuleBasedStateMachine):
    def __init__(self):
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.told, self.full, self.marked, self.links = set(), False, 0, os.link
        self.names = []

    @initialize(links=st.booleans())
    def begin(self, links):
        self.windows = [Window(self.folder) for _ in range(3)]
        if not links:

            def refused(*_):
                raise OSError(errno.EPERM, "Operation not permitted")

            os.link = refused

    def teardown(self):
        os.link = self.links
        shutil.rmtree(self.folder)

    def entry(self, number):
        """An entry of the folder or of ``deleted``; windows may know it or not."""
        names = {p.name[:22] for p in self.folder.rglob("2*.json")}
        self.names += sorted(names.difference(self.names))  # ids are drawn, their order is not
        return self.names[number % len(self.names)] if self.names else None

    def tried(self, act, *given):
        """What an act gives; None where the journal refuses it, with the folder as it was."""
        before, write = contents(self.folder), os.fsync
        if self.full:

            def refused(*_):
                raise OSError(errno.ENOSPC, "No space left on device")

            os.fsync = refused
        try:
            return act(*given)
        except CaseError as error:
            assert str(error) and contents(self.folder) == before
            return None
        finally:
            os.fsync = write

    @rule(number=windows)
    def mark(self, number):
        window = self.windows[number]
        finding = FINDINGS[self.marked % len(FINDINGS)]
        self.marked += 1
        window.case = window.case.with_marks(present=[finding])

    @rule(number=windows)
    def save(self, number):
        window = self.windows[number]
        held = contents(self.folder).get(f"{window.kept.entry}.json")
        kept = self.tried(window.journal.save, window.kept.entry, window.case, window.kept.stamp)
        if kept is None:
            return
        assert kept.moved == (kept.entry != window.kept.entry)
        if kept.moved and held is not None:
            assert contents(self.folder)[f"{window.kept.entry}.json"] == held
        window.kept = kept
        self.told |= {f'"{finding}"' for finding in window.case.present}

    @rule(number=windows, which=entries)
    def open(self, number, which):
        window, entry = self.windows[number], self.entry(which)
        found = entry and self.tried(window.journal.open, entry, KB)
        if found:
            window.case, window.kept = found.case, Saved(found.entry, found.stamp)

    @rule(number=windows)
    def clear(self, number):
        window = self.windows[number]
        window.case, window.kept = Case(), window.journal.new()

    @rule(number=windows)
    def restart(self, number):
        window = self.windows[number] = Window(self.folder)
        found, passed_over = window.journal.last(KB)
        assert all(t.value and t.said for t in passed_over)
        if found:
            window.case, window.kept = found.case, Saved(found.entry, found.stamp)

    @rule(which=entries)
    def duplicate(self, which):
        if entry := self.entry(which):
            self.tried(self.windows[0].journal.duplicate, entry)

    @rule(which=entries)
    def delete(self, which):
        if entry := self.entry(which):
            self.tried(self.windows[0].journal.delete, entry)

    @rule(which=entries)
    def restore(self, which):
        if entry := self.entry(which):
            self.tried(self.windows[0].journal.restore, entry)

    @rule()
    def fill_or_free_the_disk(self):
        self.full = not self.full

    @rule(which=entries, whole=st.booleans())
    def change_from_outside(self, which, whole):
        """A file gets a finding that the tables do not know, or is damaged; neither may vanish."""
        path = self.folder / f"{self.entry(which)}.json"
        if not path.exists():
            return
        self.marked += 1
        word = f"outside_{self.marked}"
        text = path.read_text()
        if whole and '"present": [' in text:
            path.write_text(text.replace('"present": [', f'"present": [\n   "{word} ",', 1))
        else:
            path.write_text(f"{text}{word} ")
        self.told.add(f"{word} ")

    @invariant()
    def what_was_told_is_there(self):
        held = b"\n".join(contents(self.folder).values()).decode()
        assert not [mark for mark in self.told if mark not in held]


def contents(folder):
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


TestSessions = Sessions.TestCase
TestSessions.settings = settings(max_examples=100, stateful_step_count=40, deadline=None)
