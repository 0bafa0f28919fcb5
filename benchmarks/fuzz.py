"""Hostile inputs for every reader: none may end in anything but the package's own errors.

``python benchmarks/fuzz.py READER... [--inputs N] [--seed S] [--engine mutation|atheris]
[--keep FOLDER]``: for each reader the number of inputs, how many were read and how many refused,
and each fault once, with its place and, in ``--keep``, its input. A fault is any other error, more
than 5 seconds of the processor, or more than 1 GB. For the page's messages it is one too if a
refused message changes the case or a file.

The engine ``mutation`` spoils valid inputs by structure (:mod:`mutants`), the same for a seed.
``atheris`` is guided by the coverage of ``gluteal``; it is installed by whoever wants it.
"""

from __future__ import annotations

import argparse
import logging
import signal
import sys
import tempfile
import time
import traceback
import warnings
from collections import Counter
from contextlib import suppress
from itertools import count
from pathlib import Path
from random import Random
from typing import Any

try:
    import resource
except ImportError:  # Windows: memory and endless inputs are not watched there
    resource = None  # type: ignore[assignment]

sys.path.insert(0, str(Path(__file__).parent))
if __name__ == "__main__" and "atheris" in sys.argv:  # coverage is seen of what it imports
    import atheris  # type: ignore[import-not-found]

    with atheris.instrument_imports(include=["gluteal"]):
        import targets  # noqa: F401
from targets import READERS, Reader, Skip

SECONDS, BYTES = 5, 1_000_000_000


class Slow(BaseException):
    """An input took too long; no reader catches it."""


def _late(*_: Any) -> None:
    raise Slow


def peak() -> int:
    """The most memory that this process ever had, in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 if resource else 0


class Tally:
    """What became of the inputs of one reader."""

    def __init__(self, name: str, keep: Path | None = None, alarm: bool = True) -> None:
        self.name, self.keep, self.reader = name, keep, READERS[name]
        self.counts: Counter[str] = Counter()
        self.faults: dict[str, str] = {}
        self.slowest, self._peak = 0.0, 0
        alarm = alarm and resource is not None
        self._limit = 4 * SECONDS if alarm else 0  # atheris has an alarm of its own
        if alarm:
            signal.signal(signal.SIGALRM, _late)

    def run(self, raw: bytes) -> None:
        """Give one input to the reader."""
        self._peak = self._peak or peak()
        start = time.process_time()
        if self._limit:
            signal.setitimer(signal.ITIMER_REAL, self._limit)
        fault = ""
        try:
            self.counts[self.reader.read(raw)] += 1
        except Skip:
            return
        except (KeyboardInterrupt, SystemExit):
            raise
        except Slow as error:
            fault = self._fault("slow", error)
        except BaseException as error:
            if not isinstance(error, self.reader.allowed):
                fault = self._fault(f"{type(error).__name__}: {str(error)[:120]}", error)
            elif len(str(error)) > 200_000:
                fault = self._fault("endless message", error)
            self.counts["refused"] += not fault
        finally:
            if self._limit:
                signal.setitimer(signal.ITIMER_REAL, 0)
            took, rise = time.process_time() - start, peak() - self._peak
            self.slowest = max(self.slowest, took)
        if took > SECONDS:
            fault = fault or f"slow: {took:.0f} s"
        if rise > BYTES:
            fault, self._peak = fault or f"memory: {rise / 1e9:.1f} GB", peak()
        if fault:
            self.counts["fault"] += 1
            key = fault.split("\n")[-1]
            if key not in self.faults and self.keep:
                self.keep.mkdir(parents=True, exist_ok=True)
                (self.keep / f"{self.name}-{len(self.faults)}").write_bytes(raw)
            self.faults.setdefault(key, fault)

    @staticmethod
    def _fault(said: str, error: BaseException) -> str:
        """The error, ended by its last place in the package, which tells one fault from another."""
        frames = traceback.extract_tb(error.__traceback__)
        own = [f for f in frames if "/gluteal/" in f.filename] or frames[-1:]
        at = own[-1]
        place = f"{at.filename.rpartition('gluteal/')[2]}:{at.lineno} {type(error).__name__}"
        return f"{said}\n{place}"

    @property
    def inputs(self) -> int:
        """How many inputs the reader was given."""
        return sum(self.counts.values())

    def __str__(self) -> str:
        counts = ", ".join(f"{n} {self.counts[n]:,}" for n in ("read", "refused", "fault"))
        lines = [f"{self.name}: {self.inputs:,} inputs; {counts}; slowest {self.slowest:.2f} s"]
        return "\n".join([*lines, *(f"  FAULT {said}" for said in self.faults.values())])


def mutate(name: str, inputs: int, seed: int, keep: Path | None = None) -> Tally:
    """Spoil the valid inputs of a reader; the seeds themselves come first."""
    rng, tally, reader = Random(f"{name} {seed}"), Tally(name, keep), READERS[name]
    seeds, last = reader.seeds(), b""
    for raw in seeds[:inputs]:
        tally.run(raw)
    while tally.inputs < inputs:  # now and then a mutant of a mutant
        seed = last if last and rng.random() < 0.1 else rng.choice(seeds)
        last = b""
        with suppress(Exception):  # what is spoilt already may have lost its structure
            last = reader.spoil(rng, seed)
            tally.run(last)
        last = last if len(last) < 20_000 else b""
    return tally


def guided(name: str, inputs: int, seed: int, keep: Path | None) -> None:
    """Follow the coverage of the package from the valid inputs; ends the process."""
    import atheris  # type: ignore[import-not-found]

    tally, calls = Tally(name, keep, alarm=False), count(1)

    def one(raw: bytes) -> None:
        tally.run(raw)
        if next(calls) == inputs:  # the engine leaves without a word to Python
            print(tally, flush=True)

    folder = Path(tempfile.mkdtemp())
    for i, raw in enumerate(READERS[name].seeds()):
        (folder / str(i)).write_bytes(raw)
    options = [f"-runs={inputs + 1000}", f"-seed={seed}", "-max_len=30000", "-rss_limit_mb=6000"]
    atheris.Setup([sys.argv[0], *options, "-timeout=60", "-verbosity=0", str(folder)], one)
    atheris.Fuzz()


def main() -> None:
    """Read the command line, run, and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("readers", nargs="+", choices=READERS)
    parser.add_argument("--inputs", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--engine", choices=["mutation", "atheris"], default="mutation")
    parser.add_argument("--keep", type=Path)
    given = parser.parse_args()
    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)
    if resource:
        resource.setrlimit(resource.RLIMIT_AS, (12 * BYTES, 12 * BYTES))
    print(f"engine {given.engine}, seed {given.seed}", flush=True)
    for name in given.readers:
        if given.engine == "atheris":
            guided(name, given.inputs, given.seed, given.keep)
        else:
            print(mutate(name, given.inputs, given.seed, given.keep), flush=True)


__all__ = ["READERS", "Reader", "Tally", "mutate"]

if __name__ == "__main__":
    main()
