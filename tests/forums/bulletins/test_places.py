"""A community that moves or merges takes its bulletins and their readers along."""

from datetime import date

import pytest
from django.utils import timezone

from buildings.places import actions as places
from buildings.places.models import Place
from forums.bulletins import actions, drafting
from forums.bulletins.models import Bulletin, Subscription
from tests import cast
from tests.make import make_bulletin

pytestmark = pytest.mark.django_db


def test_bulletins_follow_a_community_to_another_street(we, bulletin, client):
    row = bulletin("published")
    Subscription.objects.create(place=we.community, email="a@example.org", confirmed_at=timezone.now())
    street = cast.place("420103012", "另一街道")
    we.officer.is_superuser = True
    moved = places.move_place(we.community, under=street, by=None)
    row.refresh_from_db()
    assert (row.place_id, Subscription.objects.get().place_id) == (moved.code, moved.code)
    assert client.get(row.get_absolute_url()).status_code == 200


def test_merging_communities_keeps_both_archives_and_each_reader_once(we, client, bulletin):
    other = cast.place("420103010002", "2号社区居委会")
    now = timezone.now()
    ours = bulletin("published")
    theirs = make_bulletin(place=other, status="published", by=we.worker)
    older = make_bulletin(place=other, status="published", by=we.worker, day=date(2026, 5, 1))
    for place, email, user in (
        (other, "Both@example.org", None), (we.community, "both@example.org", None), (other, "new@example.org", None),
        (other, "", we.resident), (we.community, "", we.resident),
    ):  # fmt: skip
        Subscription.objects.create(place=place, email=email, user=user, confirmed_at=now)
    places.merge_place(other, into=we.community, by=None)
    rows = Bulletin.objects.order_by("pk").values_list("pk", "place", "inherited_from")
    assert list(rows) == [
        (ours.pk, we.community.code, ""), (theirs.pk, we.community.code, "2号社区"), (older.pk, we.community.code, "2号社区"),
    ]  # fmt: skip
    assert sorted(Subscription.objects.values_list("email", flat=True)) == [
        "",
        "both@example.org",
        "new@example.org",
    ]
    page = client.get(f"/places/{we.community.code}/bulletins/").content.decode()
    assert page.count("data-bulletin=") == 3


def test_days_of_a_merged_community_do_not_stand_in_the_way(we):
    other = cast.place("420103010002", "2号社区居委会")
    make_bulletin(place=other)
    places.merge_place(other, into=we.community, by=None)
    place = Place.objects.get(code=we.community.code)
    row = Bulletin.objects.get()
    assert actions.draft(place, row.period) is not None
    assert drafting.draft(place, row.period) is None
