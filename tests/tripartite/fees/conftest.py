"""Two communities, and homes to bill in the first one's compound."""

from collections.abc import Callable
from decimal import Decimal

import pytest

from buildings.households.models import Household
from tests import cast


@pytest.fixture
def we(db):
    return cast.here()


@pytest.fixture
def they(db):
    return cast.next_door()


@pytest.fixture
def home(we) -> Callable[..., Household]:
    """Another household of the compound; its area is in m², None where nobody knows it."""

    def make(room: str, area: str | None = "80.00", **over) -> Household:
        return Household.objects.create(
            **{"place": we.doorway, "room": room, "area": Decimal(area) if area else None} | over
        )

    return make


@pytest.fixture
def signed_in(client):
    def enter(person):
        client.force_login(person)
        return client

    return enter
