"""Heads, children, guests: from the device and from the plain form."""

import pytest
from django.urls import reverse

from beihu.states import Refused
from forums.talks.models import Talk
from forums.talks.wall.counting import Count, count, counted
from tests.cast import here
from tests.forums.talks.wall_world import browser, open_talk, send

pytestmark = pytest.mark.django_db
NOBODY = {"heads": None, "children": 0, "guests": 0}


@pytest.fixture
def we():
    return here()


@pytest.fixture
def talk(we):
    return open_talk(we)


def now(talk: Talk) -> tuple:
    return tuple(counted(Talk.objects.get(pk=talk.pk)))


def test_count_by_sync_and_again(we, talk):
    desk = browser(we.worker)
    given = {"base": NOBODY, "values": {"heads": 34, "children": 6, "guests": 2}}
    first, second = send(desk, talk, counts=given), send(desk, talk, counts=given)
    assert first == second == {"results": [], "counts": {"outcome": "saved", "values": given["values"]}}
    assert now(talk) == (34, 6, 2)


def test_count_of_different_numbers_meets_in_both(we, talk):
    count(talk, Count(30, 0, 0), by=we.worker, base=Count(None, 0, 0))
    count(talk, Count(None, 5, 0), by=we.liaison, base=Count(None, 0, 0))
    assert now(talk) == (30, 5, 0)


def test_count_of_the_same_number_shows_both(we, talk):
    count(talk, Count(30, 0, 0), by=we.worker, base=Count(None, 0, 0))
    late = send(browser(we.liaison), talk, counts={"base": NOBODY, "values": NOBODY | {"heads": 33}})[
        "counts"
    ]
    assert (late["outcome"], late["values"]["heads"], now(talk)) == ("conflict", 30, (30, 0, 0))
    again = {"base": late["values"], "values": NOBODY | {"heads": 33}}
    assert send(browser(we.liaison), talk, counts=again)["counts"]["outcome"] == "saved"
    assert now(talk) == (33, 0, 0)


def test_count_of_what_is_no_number_is_refused(we, talk):
    desk = browser(we.worker)
    for wrong in (-1, 10_000, "12", 1.5, True, [1]):
        given = {"base": NOBODY, "values": NOBODY | {"heads": wrong}}
        assert send(desk, talk, counts=given)["counts"]["outcome"] == "refused"
    for wrong in (None, [], {}, {"base": 1, "values": 2}):
        assert send(desk, talk, counts=wrong)["counts"]["outcome"] == "refused"
    assert now(talk) == (None, 0, 0)


def test_count_after_the_talk_was_cancelled_is_refused(we):
    talk = open_talk(we, status="cancelled")
    with pytest.raises(Refused):
        count(talk, Count(3, 0, 0), by=we.worker, base=Count(None, 0, 0))


def test_count_by_the_plain_form(we, talk):
    desk = browser(we.worker)
    address = reverse("talk_wall_counts", args=[talk.pk])
    was = {"was_heads": "", "was_children": "0", "was_guests": "0"}
    good = desk.post(address, {"heads": "20", "children": "3", "guests": "", **was})
    late = desk.post(address, {"heads": "22", "children": "3", "guests": "", **was})
    wrong = desk.post(address, {"heads": "-3", "children": "viele", "guests": "", **was})
    assert (good.status_code, late.status_code, wrong.status_code) == (302, 409, 200)
    assert now(talk) == (20, 3, 0)
