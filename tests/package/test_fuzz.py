"""A few hundred hostile inputs for every reader; ``benchmarks/fuzz.py`` ran more than a million."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))
from fuzz import READERS, mutate

# what one input costs sets how many there are
MANY = {"case": 600, "changes": 400, "progress": 600, "fhir": 150, "letter": 150, "table": 80}
MANY |= {"explore": 25, "teach": 15, "folder": 2, "proposal": 30, "mapping": 50, "workbook": 50}
MANY |= {"journal": 60}


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("name", READERS)
def test_a_hostile_input_is_read_or_refused_in_the_packages_own_words(name):
    tally = mutate(name, MANY.get(name, 100), seed=14)
    assert not tally.faults, str(tally)
    assert tally.counts["read"] and tally.inputs == MANY.get(name, 100)
