"""The last seat, two sweeps, and a resignation while somebody ends the post: real threads."""

from datetime import timedelta

import pytest
from django.utils import timezone

from beihu.accounts.models import User
from beihu.audit.models import AuditEntry
from beihu.notifications.models import Delivery
from beihu.states import Refused
from buildings.posts import reminders
from buildings.posts.actions import appoint, end_post, resign
from buildings.posts.models import Post
from buildings.posts.warnings import Warned
from tests import cast
from tests.make_buildings import make_kind, make_post
from tests.tripartite.issues.test_races import at_once, person

pytestmark = pytest.mark.django_db(transaction=True)


def test_last_seat_goes_to_one_and_the_other_is_asked_why():
    here = cast.here()
    kind = make_kind(place=here.street)
    newcomers = [User.objects.create_user(f"n{n}") for n in range(8)]

    def take(user: User, **more: str) -> Post:
        by = person(here.worker)
        return appoint(user, kind=kind, place=here.building, by=by, **more)

    answers = at_once(*[lambda user=user: take(user) for user in newcomers])
    assert sum(isinstance(answer, Post) for answer in answers) == 1
    assert sum(isinstance(answer, Warned) for answer in answers) == 7
    late = next(user for user, answer in zip(newcomers, answers, strict=True) if isinstance(answer, Warned))
    post = take(late, override="两人轮流")
    assert (post.override, Post.objects.filter(kind=kind).count()) == ("两人轮流", 2)
    assert AuditEntry.objects.filter(verb="post.appoint").latest("pk").reason == "两人轮流"


def test_same_person_appointed_twice_at_once_serves_once():
    here = cast.here()
    kind, user = make_kind(place=here.street, wanted=9), User.objects.create_user("n")
    answers = at_once(*[lambda: appoint(user, kind=kind, place=here.building, by=person(here.worker))] * 6)
    assert sum(isinstance(answer, Post) for answer in answers) == 1


def test_sweeps_at_once_tell_once():
    here = cast.here()
    today = timezone.localdate()
    kind = make_kind(place=here.street)
    for _n in range(20):
        make_post(kind=kind, place=here.building, until=today + timedelta(days=30), remind_on=today)
    answers = at_once(*[reminders.sweep] * 6)
    assert sum(answers) == 20  # type: ignore[arg-type]
    rows = Delivery.objects.filter(channel="portal")
    told = sum(int("".join(filter(str.isdigit, row.key.split(":")[1])) or 0) > 0 for row in rows)
    assert rows.count() == told >= 1
    assert Post.objects.filter(remind_on__lte=today).count() == 0


def test_resigning_while_it_is_ended_happens_once():
    here = cast.here()
    post = here.leader.posts.get()
    answers = at_once(
        lambda: end_post(post, by=person(here.officer)), lambda: resign(post, by=person(here.leader))
    )
    assert sum(isinstance(answer, Refused) for answer in answers) == 1
    assert AuditEntry.objects.count() == 1
