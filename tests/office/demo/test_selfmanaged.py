"""The demo of a compound that keeps itself: in few statements, and as the rooms' own rules would have it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from beihu.office.demo import purse, selfmanaged
from tests.cast import here
from tripartite.selfmanagement.hands.models import HiredHand
from tripartite.selfmanagement.ledger.models import Entry
from tripartite.selfmanagement.mediation.models import MediationCase
from tripartite.selfmanagement.repairs.models import Repair

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def states() -> list[str]:
    return list(Repair.objects.order_by("pk").values_list("status", flat=True))


def test_a_compound_keeps_itself(client):
    we = here()
    purse.fill()
    entries = Entry.objects.count()
    with CaptureQueriesContext(connection) as asked:
        assert selfmanaged.fill() == 3
    assert len(asked) <= 60
    assert (states(), Entry.objects.count()) == (["quoted", "doing", "paid"], entries)
    assert list(HiredHand.objects.order_by("pk").values_list("job", flat=True)) == [
        "cleaner",
        "gatekeeper",
        "gatekeeper",
    ]
    assert list(MediationCase.objects.order_by("pk").values_list("status", flat=True)) == [
        "closed",
        "consented",
    ]
    for room in ("hands", "plan", "repairs"):
        assert client.get(f"/places/{we.old_compound.code}/{room}/").status_code == 200
    client.force_login(we.worker)
    assert client.get(f"/mediation/{MediationCase.objects.earliest('pk').pk}/").status_code == 200
    assert selfmanaged.fill() == 0


def test_without_a_book_nothing_is_paid():
    here()
    selfmanaged.fill()
    assert states() == ["quoted", "doing", "done"]


def test_nothing_where_no_committee_is():
    assert selfmanaged.fill() == 0
