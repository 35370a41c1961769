"""Ideas follow their place, keep it from closing while they wait, and forget a person who is erased."""

import pytest
from django.utils import timezone

from beihu.accounts import personal
from beihu.accounts.models import User
from beihu.states import Refused
from buildings.places.actions import close_place, merge_place, move_place
from buildings.places.models import Place
from forums.ideas import actions
from forums.ideas.models import Idea, Support

pytestmark = pytest.mark.django_db


@pytest.fixture
def operator(db):
    return User.objects.create_superuser("operator")


def test_ideas_follow_a_moved_compound(we, they, put, operator):
    row = put()
    Place.objects.filter(pk=we.compound.pk).update(name="德富新苑")
    move_place(we.compound, under=they.community, by=operator, reason="划转")
    row.refresh_from_db()
    assert (row.place_id[:12], row.place.name) == (they.community.code, "德富新苑")


def test_ideas_follow_a_merged_compound(we, put, operator):
    row = put("answered", place=we.old_compound)
    merge_place(we.old_compound, into=we.compound, by=operator, reason="合并")
    row.refresh_from_db()
    assert row.place_id == we.compound.code


def test_place_with_an_idea_to_answer_does_not_close(we, put):
    empty = Place.objects.create(code=f"{we.community.code}009", name="新小区", parent=we.community)
    row = put(place=empty)
    with pytest.raises(Refused):
        close_place(empty, by=we.officer, reason="拆迁")
    actions.decline(row, by=we.worker, reply="小区要拆了")
    close_place(empty, by=we.officer, reason="拆迁")


def test_erase_keeps_the_count_and_forgets_the_person(we, put, resident_of):
    fan = resident_of(1)
    mine, theirs = put("answered", author=fan), put()
    waiting = put(author=fan)
    actions.support(theirs, by=fan)
    assert [one["title"] for one in personal.SHARES["ideas"].export(fan)["posted"]] == [
        "大树下装几张长椅"
    ] * 2
    personal.SHARES["ideas"].erase(fan)
    mine.refresh_from_db()
    waiting.refresh_from_db()
    assert (mine.author, mine.status, waiting.status) == (None, "answered", "withdrawn")
    assert (Support.objects.get().user, Idea.objects.get(pk=theirs.pk).supports) == (None, 1)
    assert timezone.now() > mine.posted_at
