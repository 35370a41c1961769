import pytest

from tests.cast import Neighbourhood, here, next_door


@pytest.fixture
def we(db: None) -> Neighbourhood:
    """The people and places of the community the tests live in."""
    return here()


@pytest.fixture
def they(db: None) -> Neighbourhood:
    """The same next door, in the neighbouring street."""
    return next_door()
