"""Posting, changing one's words, taking it back."""

from datetime import datetime
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone

from beihu.audit.models import AuditEntry
from beihu.notifications.models import Notification
from beihu.states import Refused
from buildings.places.models import Place
from forums.ideas import actions, posting
from forums.ideas.models import Idea

pytestmark = pytest.mark.django_db
SHANGHAI = ZoneInfo("Asia/Shanghai")


def post(by, place, **over) -> Idea:
    facts = {"key": uuid4(), "title": "大树下装长椅", "text": "老人没有地方歇脚。"} | over
    return actions.post(by=by, place=place, **facts)


def test_post_at_home(we):
    row = post(we.resident, we.compound)
    assert (row.status, row.author, row.place, row.versions.get().text) == (
        "open", we.resident, we.compound, "老人没有地方歇脚。",
    )  # fmt: skip
    assert row.events.get().verb == "post"
    assert AuditEntry.objects.filter(verb="idea.post").count() == 1


def test_post_for_the_community(we):
    assert post(we.resident, we.community).place == we.community


def test_post_tells_those_who_answer_and_nobody_else(we):
    post(we.resident, we.compound)
    assert set(Notification.objects.values_list("recipient", flat=True)) == {we.worker.pk, we.liaison.pk}


@pytest.mark.parametrize("where", ["old_compound", "building", "doorway", "street"])
def test_post_elsewhere_is_refused(we, where):
    with pytest.raises(Refused):
        post(we.resident, getattr(we, where))
    assert Idea.objects.count() == 0


def test_post_without_a_confirmed_home_is_refused(we, resident_of):
    for person in (
        resident_of(1, verified_at=None),
        resident_of(2, ended_at=timezone.now()),
        we.worker,
        we.officer,
    ):
        with pytest.raises(Refused):
            post(person, we.compound)


def test_post_next_door_is_refused(we, they):
    with pytest.raises(Refused):
        post(they.resident, we.compound)


def test_post_at_a_closed_place_is_refused(we):
    Place.objects.filter(pk=we.compound.pk).update(closed_on=timezone.localdate())
    with pytest.raises(Refused):
        post(we.resident, we.compound)


def test_post_twice_by_one_form_is_once(we):
    key = uuid4()
    assert post(we.resident, we.compound, key=key) == post(we.resident, we.compound, key=key)
    assert (Idea.objects.count(), Notification.objects.count()) == (1, 2)


def test_post_with_somebody_elses_form_is_refused(we, resident_of):
    key = uuid4()
    post(we.resident, we.compound, key=key)
    with pytest.raises(Refused):
        post(resident_of(1), we.compound, key=key)


def test_post_four_on_one_day_is_refused_and_the_next_day_not(we):
    with time_machine.travel(datetime(2026, 6, 1, 12, tzinfo=SHANGHAI)):
        for _n in range(posting.PER_DAY):
            post(we.resident, we.compound)
        with pytest.raises(Refused):
            post(we.resident, we.compound)
    with time_machine.travel(datetime(2026, 6, 2, 12, 1, tzinfo=SHANGHAI)):
        post(we.resident, we.compound)
    assert Idea.objects.count() == posting.PER_DAY + 1


@pytest.mark.parametrize(
    "over", [{"title": " "}, {"text": "\n"}, {"title": "长" * 61}, {"text": "长" * 3001}]
)
def test_post_without_words_or_with_too_many_is_refused(we, over):
    with pytest.raises(Refused):
        post(we.resident, we.compound, **over)


def test_post_wants_an_answer_after_ten_working_days(we):
    """From Thursday the 24th of September 2026: Mid-Autumn (25th–27th) and National Day (1st–7th) are off."""
    with time_machine.travel(datetime(2026, 9, 24, 23, 59, tzinfo=SHANGHAI)):
        row = post(we.resident, we.compound)
    due = timezone.localtime(row.answer_due)
    assert due.date().isoformat() == "2026-10-15"
    assert f"{due:%H:%M:%S}" == "23:59:59"


def test_edit_keeps_the_words_as_they_were(we, put):
    row = actions.edit(put(), by=we.resident, title="新的一行", text="新的话")
    assert (row.title, row.text) == ("新的一行", "新的话")
    assert [one.title for one in row.versions.all()] == ["大树下装几张长椅", "新的一行"]


def test_edit_after_a_neighbour_has_answered_to_it_is_refused(we, put, resident_of):
    supported, argued = put(), put()
    actions.support(supported, by=resident_of(1))
    actions.argue(argued, by=resident_of(2), key=uuid4(), side="against", text="吵")
    for row in (supported, argued):
        with pytest.raises(Refused):
            actions.edit(row, by=we.resident, title="建停车场", text="把树砍了")


def test_withdraw_tells_supporters_and_hides_it_from_everybody(we, put, resident_of):
    row, fan = put(), resident_of(1)
    actions.support(row, by=fan)
    actions.withdraw(row, by=we.resident)
    assert Notification.objects.filter(recipient=fan).count() == 1
    assert list(Idea.objects.shown()) == []
