"""A short walk over the screen under the oracle of ``wander.py``, which walks for as long as asked."""

import pytest
from wander import Wanderer

pytestmark = pytest.mark.browser


def test_nothing_on_the_page_contradicts_its_marks_wherever_a_hurried_hand_goes(
    browser, serve, tmp_path
):
    with serve(tmp_path, "--voila") as address:
        walker = Wanderer(browser, address, tmp_path, seed=3)
        try:
            assert walker.walk(lambda done: done >= 45) == 45, walker.report()
        finally:
            walker.context.close()
        assert walker.frames > 20 and walker.rests > 20
