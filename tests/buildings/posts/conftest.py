import pytest

from tests import cast


@pytest.fixture
def people(db) -> cast.Neighbourhood:
    return cast.here()
