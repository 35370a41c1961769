"""A compound whose owners decide, and the people of it."""

import pytest

from tests import cast
from tests.make_votes import make_vote


@pytest.fixture
def we(db):
    return cast.here()


@pytest.fixture
def put(we):
    """A vote of the compound as it would stand."""

    def make(status: str = "announced", **over):
        return make_vote(**{"place": we.compound, "by": we.worker, "status": status} | over)

    return make
