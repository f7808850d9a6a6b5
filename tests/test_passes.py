"""How many functions one question passes through: more than today is a pass that somebody has to know."""

import pytest

from tests.benchmarks.passes import EXAM, SIMPLE, passes


@pytest.mark.parametrize(("question", "ceiling"), [(SIMPLE, 270), (EXAM, 575)], ids=["simple", "exam"])
def test_functions_a_question(question: str, ceiling: int) -> None:
    """A question passes through no more functions than it did; when it is fewer by ten, lower the ceiling."""
    assert 0 < len(passes(question)) <= ceiling
