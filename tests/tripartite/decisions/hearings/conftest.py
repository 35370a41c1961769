"""Two communities, hearings of ours, and people signed in."""

import pytest

from tests import cast
from tests.make_hearings import make_hearing


@pytest.fixture
def we(db):
    return cast.here()


@pytest.fixture
def heard(we):
    def make(status: str = "called", **over):
        return make_hearing(**{"place": we.compound, "by": we.worker, "status": status} | over)

    return make
