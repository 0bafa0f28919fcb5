"""Rules of the red flags: what settles them, and what rings or stays quiet."""

import gluteal
from gluteal.knowledge import split

KB = gluteal.load()
ORDER = ("history", "examination", "investigation")


def test_every_flag_that_holds_injections_names_the_findings_that_settle_it():
    holding = KB.red_flags[KB.red_flags["holds_injections"] == "yes"]
    assert all(split(tests) for tests in holding["tests"])


def test_what_settles_a_flag_goes_from_the_bedside_to_the_image():
    for tests in KB.red_flags["tests"]:
        stages = [ORDER.index(KB.findings.at[f, "stage"]) for f in split(tests)]
        assert stages == sorted(stages)


def test_no_flag_is_settled_by_a_test_that_is_unsafe_while_it_is_open():
    for flag, row in KB.red_flags.iterrows():
        for finding in split(row["tests"]):
            unsafe = split(KB.findings.at[finding, "unsafe_suspects"])
            assert not set(unsafe) & set(split(row["suspects"])), (flag, finding)
