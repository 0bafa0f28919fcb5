"""What the fuzzer calls: a reader, valid inputs for it, the errors it may end in."""

from __future__ import annotations

import io
import json
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import mutants
import pandas as pd

import gluteal
from gluteal import Case, CaseError, CohortError, KnowledgeError, teaching
from gluteal.cases import Journal, migrated, usable
from gluteal.clinic import left_out, set_aside
from gluteal.knowledge import data_folder
from gluteal.knowledge.checks.columns import problems
from gluteal.knowledge.reader import files, normal, parse
from gluteal.letters import LetterError
from gluteal.teaching.progress import Progress
from gluteal.widgets import Explore, Teach
from gluteal.widgets.session import Session, changed

KB = gluteal.load()
_FOLDER = tempfile.TemporaryDirectory(prefix="gluteal-fuzz-")
HERE = Path(_FOLDER.name)
FULL = Case(
    present=["sij_thigh_thrust", "worse_sitting"],
    absent=["fever_or_systemically_unwell"],
    paused=["worse_sitting"],
    setting="pain_clinic",
    age=44,
    sex="female",
    side="left",
    severity=6.5,
    duration_weeks=20,
    conservative_weeks=8,
    weight_kg=61.5,
    precautions=[KB.precautions.index[0]],
    screened=["allergy"],
    cleared={"flag:mass": "known lipoma"},
    anaesthetic_mg={"lidocaine": 20},
)


class Skip(Exception):
    """No input for this reader, such as what is no JSON where parsed JSON is wanted."""


@dataclass(frozen=True)
class Reader:
    """A target: ``read`` gives 'read' or 'refused', or raises."""

    read: Callable[[bytes], str]
    seeds: Callable[[], list[bytes]]
    spoil: mutants.Mutator
    allowed: tuple[type[BaseException], ...] = ()


@cache
def cases() -> list[Case]:
    """The published cases as marks, and one with every field."""
    told = [teaching.case_at(r, len(r["steps"])) for _, r in teaching.casebook(KB).iterrows()]
    return [FULL, Case(), *told]


def _parsed(raw: bytes) -> Any:
    try:
        return json.loads(raw)
    except (ValueError, RecursionError):
        raise Skip from None


def _text(raw: bytes) -> str:
    try:
        return raw.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def case(raw: bytes) -> str:
    """A saved case, strictly and leniently; what is read can be written and reasoned from."""
    given, _ = migrated(_text(raw))
    found, troubles = usable(given, KB)
    found.check(KB)
    assert all(len(t.said) < 3_000 for t in troubles)
    strict = Case.from_json(_text(raw))
    assert Case.from_json(strict.to_json()) == strict
    strict.check(KB)
    return "read"


def case_seeds() -> list[bytes]:
    """Files of both versions."""
    now = [c.to_json().encode() for c in cases()[:12]]
    return [*now, *(raw.replace(b'"version": 2', b'"version": 1') for raw in now[:2])]


def journal(raw: bytes) -> str:
    """A folder with a good case and this file in it."""
    folder = HERE / "journal"
    shutil.rmtree(folder, ignore_errors=True)
    kept = Journal(folder)
    good = kept.new(FULL)
    entry = "2026-11-22-114903-3f5a"
    (folder / f"{entry}.json").write_bytes(raw)
    assert set(kept.entries().index) == {good.entry, entry}
    opened, _ = kept.last(KB)
    assert opened is not None
    try:
        kept.duplicate(entry)
        taken = kept.open(entry, KB)
        kept.save(taken.entry, taken.case, taken.stamp)
        return "read"
    finally:
        assert (folder / f"{entry}.json").read_bytes() == raw or taken.entry == entry
        assert kept.open(good.entry, KB).case == FULL


def fhir(raw: bytes) -> str:
    """A bundle as parsed JSON."""
    gluteal.to_fhir(gluteal.from_fhir(_parsed(raw), KB), KB)
    return "read"


def fhir_seeds() -> list[bytes]:
    """Bundles without what is derived, which is not read."""
    derived = ("RiskAssessment", "ClinicalImpression")
    bundles = [gluteal.to_fhir(c, KB) for c in cases()[:6] if c != Case()]
    for bundle in bundles:
        bundle["entry"] = [
            e for e in bundle["entry"] if e["resource"]["resourceType"] not in derived
        ]
    return [json.dumps(b).encode() for b in bundles]


def letter(raw: bytes) -> str:
    """A letter; every phrase stands where it says."""
    text = _text(raw)
    found = gluteal.read_letter(text, KB)
    assert all(text[a:b] == p for a, b, p in zip(found["start"], found["end"], found["phrase"]))
    return "read"


def _cohort(raw: bytes, mapping: Any = None) -> str:
    path = HERE / "cohort"
    path.write_bytes(raw)
    found = gluteal.read_cohort(path, mapping, bad="set_aside", kb=KB)
    set_aside(found), left_out(found)
    return "read"


def proposal(raw: bytes) -> str:
    """The mapping that is proposed for a file, and the file read with it."""
    path = HERE / "cohort"
    path.write_bytes(raw)
    return _cohort(raw, gluteal.propose_mapping(path, KB))


def mapping(raw: bytes) -> str:
    """A mapping as a file."""
    (HERE / "mapping").write_bytes(raw)
    return _cohort(TABLES[0], HERE / "mapping")


WIDE = "MRN;Alter;Geschlecht;SIJ thigh thrust;FABER;onset;relief;cause;duration (weeks);side\n"
WIDE += "1;44;w;ja;nein;sudden;80 %;coccydynia;4,5;L\n2;71,5;m;nein;unbekannt;insidious;5%;NA;9;R\n"
LONG = "patient,finding,value\n1,faber_test,yes\n1,age,44\n2,faber_test,no\n2,worse_sitting,no\n"
OWN = "row,sij_thigh_thrust,faber_test,age,setting\n5,1,-1,44,pain_clinic\n6,0,1,30,sports\n"
TWO = ",Examination,,\nage,FABER,Thigh thrust,sex\n44,yes,no,f\n50,no,yes,m\n"
TABLES = [t.encode() for t in (WIDE, LONG, OWN, TWO)]
SAID = "column,value,finding,state,why\nMRN,,id,,\nrelief,,relief,percent,\n*,nein,,absent,\n"
SAID += "FABER,vielleicht,faber_test,unknown,\ncause,NA,cause,unknown,\nAlter,,?age,,\n"


def _frames() -> list[pd.DataFrame]:
    wide = pd.read_csv(io.StringIO(WIDE), sep=";", dtype=str, keep_default_na=False)
    typed = pd.DataFrame({"age": [44, 71], "faber_test": [1, -1], "seen": pd.Timestamp("2020-1-1")})
    typed["duration (weeks)"] = [4.5, None]
    return [wide, typed]


def books() -> list[bytes]:
    """Workbooks: text, and numbers and dates under a title with merged cells."""
    from openpyxl import load_workbook

    found = []
    for frame in _frames():
        out = io.BytesIO()
        frame.to_excel(out, index=False, startrow=1)
        book = load_workbook(out)
        book.active["A1"] = "Patients of the clinic"
        book.active.merge_cells("A1:C1")
        again = io.BytesIO()
        book.save(again)
        found.append(again.getvalue())
    return found


def parquets() -> list[bytes]:
    """The same as Parquet."""
    return [f.to_parquet() for f in _frames()]


@cache
def _raw() -> dict[str, bytes]:
    """The bundled tables, the long ones cut: what refers to nothing is refused, and that is fine."""
    return {name: normal((data_folder() / name).read_bytes()) for name in files()}


def table(raw: bytes) -> str:
    """One file of the tables by itself: its name, a line end, its content."""
    name, _, content = raw.partition(b"\n")
    file = _text(name)
    if file not in _raw():
        raise Skip
    found = problems({file: normal(content)}, [])
    if len(found):
        KnowledgeError(found, "x")
        return "refused"
    parse(Path(file).stem, {file: normal(content)})
    return "read"


def table_seeds() -> list[bytes]:
    """Each file cut to its first lines, so that thousands can be read."""
    found = []
    for name, raw in _raw().items():
        if name.endswith(".json"):
            content = json.dumps(json.loads(raw)[:3]).encode()
        else:
            content = b"\n".join(raw.split(b"\n")[:6])
        found.append(name.encode() + b"\n" + content)
    return found


def spoilt_table(rng: Any, seed: bytes) -> bytes:
    """A file of the tables spoilt, its name kept."""
    name, _, content = seed.partition(b"\n")
    spoil = mutants.of_json if name.endswith(b"json") else mutants.of_rows
    return name + b"\n" + spoil(rng, content)


def folder(raw: bytes) -> str:
    """A whole folder with one file, or the manifest, replaced; what is read can be reasoned from."""
    name, _, content = raw.partition(b"\n")
    here = HERE / "tables"
    if not here.exists():
        shutil.copytree(data_folder(), here)
    file = here / _text(name)
    before = file.read_bytes() if file.is_file() else b""
    try:
        file.write_bytes(content)
        kb = gluteal.load(here)
        gluteal.report(FULL, kb).html.encode()
        return "read" if len(kb.references) and len(kb.cases) else "empty"
    finally:
        file.write_bytes(before)


def folder_seeds() -> list[bytes]:
    """Every file as it is, and the manifest."""
    manifest = (data_folder() / "manifest.json").read_bytes()
    whole = [n.encode() + b"\n" + raw for n, raw in _raw().items()]
    return [b"manifest.json\n" + manifest, *whole]


def casebook(raw: bytes) -> str:
    """A lecturer's own cases."""
    (HERE / "cases.json").write_bytes(raw)
    teaching.casebook(KB, HERE / "cases.json")
    return "read"


def progress(raw: bytes) -> str:
    """The file of a learner's quiz."""
    Progress.from_json(_text(raw)).to_json()
    return "read"


def progress_seeds() -> list[bytes]:
    """A quiz with one answer and one case begun."""
    shutil.rmtree(HERE / "quiz", ignore_errors=True)
    quiz = teaching.Quiz(HERE / "quiz", teaching.casebook(KB), KB)
    quiz.ask("sij_27f_veteran", "sij_thigh_thrust")
    quiz.commit("sij_27f_veteran", {"sacroiliac_joint_pain": 0.5}, "sij_intraarticular")
    return [quiz.progress.to_json().encode()]


def changes(raw: bytes) -> str:
    """Changes of a page to a case: never refused, and the case stays one that fits the tables."""
    given = _parsed(raw)
    found, _ = changed(FULL, given if isinstance(given, list) else [given], KB)
    found.check(KB)
    assert Case.from_json(found.to_json()) == found
    return "read"


MARKS: list[Any] = [
    {"finding": "saddle_anaesthesia", "state": "present"},
    {"finding": "worse_sitting", "state": "absent"},
    {"field": "paused", "id": "sij_thigh_thrust", "on": True},
    {"field": "cleared", "id": "flag:mass", "value": None},
    {"field": "anaesthetic_mg", "id": "lidocaine", "value": "20,5"},
    {"field": "age", "value": "71"},
    {"field": "setting", "value": "sports"},
]


def _screen(kind: type[Explore]) -> Explore:
    with_one = Journal(HERE / "pages")
    shutil.rmtree(with_one.folder, ignore_errors=True)
    screen = _widget(kind)
    kept = with_one.new(FULL)
    screen.session = Session(KB, with_one if kind is Explore else None, FULL)
    screen._last = {}
    if kind is Explore:
        screen.session.open(kept.entry)
    else:
        shutil.rmtree(HERE / "quiz", ignore_errors=True)
        screen.quiz = teaching.Quiz(HERE / "quiz", screen.book, KB)  # type: ignore[attr-defined]
    return screen


@cache
def _widget(kind: type[Explore]) -> Explore:
    return kind(Case(), KB, Journal(HERE / "pages")) if kind is Explore else kind(kb=KB)


def _kept() -> list[str]:
    """What the journal holds, deleted or not."""
    return sorted(p.read_text("utf-8") for p in (HERE / "pages").rglob("*.json"))


def _asked(raw: bytes, kind: type[Explore]) -> str:
    given = _parsed(raw)
    screen, outcome = _screen(kind), "read"
    screen.send = lambda *_: None  # type: ignore[method-assign]
    for message in given if isinstance(given, list) else [given]:
        case, kept = screen.case, _kept()
        try:
            screen._answer(None, message, [])
        except CaseError:
            outcome = "refused"
            assert (screen.case, _kept()) == (case, kept), "a refused message changed something"
        screen.case.check(KB)
        lost = [k for k in kept if k not in _kept()]
        assert len(lost) <= 1, "more than the case on the screen was overwritten"
    return outcome


def _messages(asks: list[dict[str, Any]]) -> list[bytes]:
    whole = [{"id": "1", "page": "a", **ask} for ask in asks]
    return [json.dumps(whole[i : i + 3]).encode() for i in range(0, len(whole), 2)]


def explore_seeds() -> list[bytes]:
    """Every question of the screen."""
    entry = {"entry": "2026-11-22-114903-3f5a"}
    cell = {"cause": "sacroiliac_joint_pain", "column": "sij_thigh_thrust"}
    fields = {"case": FULL.to_dict(), **entry}
    two = {"one": "sacroiliac_joint_pain", "other": "piriformis_syndrome"}
    asks: list[dict[str, Any]] = [{"ask": a} for a in ("now", "save", "ping", "firm", "cases")]
    asks += [{"ask": "change", "turn": 1 + i, "changes": MARKS[i:]} for i in range(4)]
    asks += [{"ask": "recover", **fields}, {"ask": "sentence", **cell}, {"ask": "evidence", **cell}]
    asks += [{"ask": "contributions", **cell}, {"ask": "compare", **two}]
    asks += [{"ask": "option", "injection": "sij_intraarticular"}, {"ask": "new", "anyway": False}]
    asks += [{"ask": a, **entry} for a in ("open", "duplicate", "delete", "restore")]
    return _messages(asks)


def teach_seeds() -> list[bytes]:
    """Every question of the teaching screen."""
    case = {"case": "sij_27f_veteran", "step": 2, "setting": "equal"}
    guess = {"guess": {"sacroiliac_joint_pain": 0.6}, "injection": "sij_intraarticular"}
    asks: list[dict[str, Any]] = [{"ask": "library"}, {"ask": "lesson", **case}]
    asks += [{"ask": "free", **case}, {"ask": "proofs", "cause": "coccydynia", **case}]
    asks += [{"ask": "quiz"}, {"ask": "quiz ask", "finding": "faber_test", **case}]
    asks += [{"ask": "quiz commit", **guess, **case}, {"ask": "quiz file", "decimal": ","}]
    bayes = {"prior": 0.2, "sensitivity": 0.8, "specificity": 0.7, "marks": []}
    asks += [{"ask": "bayes", **bayes, **case}, {"ask": "quiz reset"}]
    return _messages(asks)


def letters() -> list[bytes]:
    """The vignettes of the published cases."""
    return [str(v).encode() for v in KB.cases["vignette"]]


def book_seeds() -> list[bytes]:
    """Three of the published cases."""
    return [
        json.dumps(json.loads(_raw()["cases/cases.json"])[i : i + 1]).encode() for i in range(3)
    ]


_ROWS, _JSON = mutants.of_rows, mutants.of_json
READERS = {
    "case": Reader(case, case_seeds, _JSON, (CaseError,)),
    "journal": Reader(journal, case_seeds, _JSON, (CaseError,)),
    "fhir": Reader(fhir, fhir_seeds, _JSON, (CaseError,)),
    "letter": Reader(letter, letters, mutants.of_letter, (LetterError,)),
    "cohort": Reader(_cohort, lambda: TABLES, _ROWS, (CohortError,)),
    "proposal": Reader(proposal, lambda: TABLES, _ROWS, (CohortError,)),
    "mapping": Reader(mapping, lambda: [SAID.encode()], _ROWS, (CohortError,)),
    "workbook": Reader(_cohort, books, mutants.of_book, (CohortError,)),
    "parquet": Reader(_cohort, parquets, mutants.of_bytes, (CohortError,)),
    "table": Reader(table, table_seeds, spoilt_table),
    "folder": Reader(folder, folder_seeds, spoilt_table, (KnowledgeError,)),
    "casebook": Reader(casebook, book_seeds, _JSON, (KnowledgeError,)),
    "progress": Reader(progress, progress_seeds, _JSON, (CaseError,)),
    "changes": Reader(changes, lambda: [json.dumps(MARKS).encode()], _JSON),
    "explore": Reader(lambda raw: _asked(raw, Explore), explore_seeds, _JSON),
    "teach": Reader(lambda raw: _asked(raw, Teach), teach_seeds, _JSON),
}
