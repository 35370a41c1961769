"""The people on the demo's roster: behind nearly every door, nobody's phone, and the accounts among them."""

import re

import pytest
from django.db import connection

from buildings.households.models import Household, Membership, Occupant
from tests.office.demo.test_seed import story  # noqa: F401

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("story")]


def test_people_live_behind_nearly_every_door():
    homes = Household.objects.filter(occupants__isnull=False).distinct().count()
    assert 0.8 < homes / Household.objects.count() < 1
    assert 1.5 < Occupant.objects.current().count() / Household.objects.count() < 2.1


def test_owners_never_own_more_than_the_whole():
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def test_phones_are_obviously_nobodys():
    phones = Occupant.objects.exclude(phone="").values_list("phone", flat=True)
    assert [phone for phone in phones if not re.fullmatch(r"\+861\d\d0000\d{4}", phone)] == []


def test_confirmed_accounts_stand_on_the_roster():
    confirmed = Membership.objects.verified().values_list("household", "user")
    assert set(confirmed) <= set(Occupant.objects.current().values_list("household", "user"))
