"""Our neighbourhood, with the households that are asked."""

import pytest

from tests import cast
from tests.make_evaluations import make_homes


@pytest.fixture
def we(db):
    return cast.here()


@pytest.fixture
def homes(we):
    return make_homes(we.doorway)
