"""The page and Python read what was typed alike."""

import json
from pathlib import Path

import pytest

from gluteal.cases import number_from_text

TYPED = json.loads((Path(__file__).parents[1] / "js" / "typed.json").read_text("utf-8"))


@pytest.mark.parametrize(("text", "number"), TYPED)
def test_what_is_typed_is_the_number_that_the_page_reads(text, number):
    if number is None:
        with pytest.raises(ValueError, match="."):
            number_from_text(text)
    else:
        assert number_from_text(text) == number
