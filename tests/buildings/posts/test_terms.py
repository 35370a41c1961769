"""Terms: how long, renewed, laid down, and told of before they end."""

from datetime import date, timedelta

import pytest
import time_machine
from django.utils import timezone

from beihu.accounts.models import User
from beihu.audit.models import AuditEntry
from beihu.celery import app
from beihu.notifications.models import Delivery, Notification
from beihu.states import Refused
from buildings.posts import reminders
from buildings.posts.actions import appoint, end_post, renew, resign
from buildings.posts.models import Post
from buildings.posts.roles import APPOINT, Role
from buildings.posts.tasks import sweep
from buildings.posts.terms import months_later, next_reminder
from tests import cast
from tests.make_buildings import make_kind, make_post

TODAY = timezone.localdate()
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("day", "months", "end"),
    [
        (date(2026, 1, 31), 1, date(2026, 3, 1)),
        (date(2024, 2, 29), 12, date(2025, 3, 1)),
        (date(2026, 11, 30), 3, date(2027, 3, 1)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2026, 12, 31), 24, date(2028, 12, 31)),
        (date(2026, 10, 31), 1, date(2026, 12, 1)),
    ],
)
def test_months_later(day, months, end):
    assert months_later(day, months) == end


def test_next_reminder_leaves_out_what_is_over():
    until = date(2026, 12, 31)
    found = [next_reminder(until, [60, 30, 7], until - timedelta(days=n)) for n in (90, 60, 59, 30, 8, 7, 1)]
    days = [(until - day).days if day else None for day in found]
    assert days == [60, 30, 30, 7, 7, None, None]
    assert next_reminder(None, [60], until) is None


def test_appoint_gives_the_usual_term_unless_told_otherwise(people):
    kind = make_kind(place=people.street, wanted=9)
    rows = [
        appoint(
            User.objects.create_user(f"n{n}"), kind=kind, place=people.building, by=people.worker, until=until
        )
        for n, until in enumerate((None, TODAY + 40 * DAY))
    ]
    assert [row.until for row in rows] == [months_later(TODAY, 36), TODAY + 40 * DAY]
    assert [row.remind_on for row in rows] == [rows[0].until - 60 * DAY, TODAY + 10 * DAY]


# -- renewing and laying down ----------------------------------------------------------------------------------


def test_renew_begins_the_reminders_afresh_and_is_logged_and_told(people):
    post = make_post(kind=make_kind(place=people.street), place=people.building, until=TODAY + DAY)
    renew(post, until=TODAY + 100 * DAY, by=people.worker)
    post.refresh_from_db()
    assert (post.until, post.remind_on) == (TODAY + 100 * DAY, TODAY + 40 * DAY)
    entry = AuditEntry.objects.get()
    assert (entry.verb, entry.actor, entry.detail["until"]) == (
        "post.renew", people.worker, str(post.until)
    )  # fmt: skip
    assert Notification.objects.get().recipient == post.user


@pytest.mark.parametrize("days", [0, -1])
def test_renew_into_the_past_is_refused(people, days):
    post = make_post(kind=make_kind(place=people.street), place=people.building, until=TODAY + DAY)
    with pytest.raises(Refused):
        renew(post, until=TODAY + days * DAY, by=people.worker)


def test_renew_of_an_ended_post_or_over_the_next_one_is_refused(people):
    kind = make_kind(place=people.street)
    ended = make_post(kind=kind, place=people.building, until=TODAY)
    running = make_post(kind=kind, place=people.building, until=TODAY + DAY)
    make_post(user=running.user, kind=kind, place=people.building, since=TODAY + DAY)
    for post in (ended, running):
        with pytest.raises(Refused):
            renew(post, until=None, by=people.worker)


@pytest.mark.parametrize("deed", [renew, end_post])
def test_renew_and_end_by_whom_the_kind_names(people, deed):
    done = set()
    more = {"until": TODAY + 100 * DAY} if deed is renew else {}
    for appointer in ("buildings.fill_post", APPOINT):
        kind = make_kind(place=people.street, code=f"k{len(appointer)}", appointed_with=appointer)
        for name, by in {
            **people.people,
            "operator": User.objects.create_superuser(f"op{len(appointer)}"),
        }.items():
            try:
                deed(make_post(kind=kind, place=people.building, until=TODAY + DAY), by=by, **more)
                done.add((appointer.partition(".")[2], name))
            except Refused:
                pass
    assert done == {
        ("fill_post", "worker"), ("fill_post", "officer"), ("fill_post", "operator"),
        ("appoint_post", "officer"), ("appoint_post", "operator"),
    }  # fmt: skip


def test_nobody_renews_the_own_post(people):
    post = make_post(user=people.worker, kind=make_kind(place=people.street), place=people.building)
    with pytest.raises(Refused):
        renew(post, until=None, by=people.worker)


def test_resign_takes_the_rights_with_the_next_request_and_tells_who_appoints(people):
    post = people.leader.posts.get()
    resign(post, by=people.leader, reason="搬走了")
    assert not User.objects.get(pk=people.leader.pk).has_perm("buildings.view_place")
    post.refresh_from_db()
    assert (post.until, post.end) == (TODAY, "resigned")
    entry = AuditEntry.objects.get()
    assert (entry.verb, entry.actor, entry.reason) == ("post.resign", people.leader, "搬走了")
    assert {one.recipient for one in Notification.objects.all()} == {people.officer}


def test_resign_on_a_later_day_serves_until_then(people):
    post = resign(people.leader.posts.get(), by=people.leader, last_day=TODAY + 10 * DAY)
    assert User.objects.get(pk=people.leader.pk).has_perm("buildings.view_place")
    with time_machine.travel(timezone.now() + 10 * DAY):
        assert not User.objects.get(pk=people.leader.pk).has_perm("buildings.view_place")
    assert (post.end, post.remind_on) == ("resigned", None)


def test_resign_from_a_post_left_to_the_community_tells_its_worker(people):
    post = make_post(user=people.resident, kind=make_kind(place=people.street), place=people.building)
    resign(post, by=people.resident)
    assert {one.recipient for one in Notification.objects.all()} == {people.worker}


def test_resign_by_others_twice_or_outside_the_term_is_refused(people):
    post = people.leader.posts.get()
    Post.objects.filter(pk=post.pk).update(until=TODAY + 5 * DAY)
    for by, day in (
        (people.officer, None),
        (None, None),
        (people.leader, TODAY - DAY),
        (people.leader, TODAY + 6 * DAY),
    ):
        with pytest.raises(Refused):
            resign(post, by=by, last_day=day)
    resign(post, by=people.leader)
    with pytest.raises(Refused):
        resign(post, by=people.leader)


# -- reminders -------------------------------------------------------------------------------------------------


def ending(people: cast.Neighbourhood, days: int = 60, **over) -> Post:
    kind = over.pop("kind", None) or make_kind(place=people.street, **over)
    until = TODAY + timedelta(days=days)
    return make_post(
        kind=kind, place=people.building, until=until,
        remind_on=next_reminder(until, kind.remind_days, TODAY - DAY),
    )  # fmt: skip


def told() -> list[tuple[str, str]]:
    rows = Delivery.objects.filter(channel="portal").order_by("pk")
    return sorted((row.kind, row.recipient.name if row.recipient else "") for row in rows)


def test_sweep_twice_tells_once_on_each_day(people):
    post, seen = ending(people), {}
    for days in (61, 60, 59, 30, 12, 7, 3, 0, -5):
        with time_machine.travel(timezone.now() + timedelta(days=60 - days)):
            reminders.sweep()
            reminders.sweep()
            seen[days] = len(told())
    assert seen == {61: 0, 60: 1, 59: 1, 30: 2, 12: 2, 7: 3, 3: 3, 0: 3, -5: 3}
    assert {name for _kind, name in told()} == {people.worker.name}
    post.refresh_from_db()
    assert post.remind_on is None


def test_sweep_after_days_of_silence_tells_once(people):
    ending(people)
    with time_machine.travel(timezone.now() + timedelta(days=55)):
        reminders.sweep()
    assert len(told()) == 1


def test_sweep_tells_many_ends_in_one_message_to_each_who_appoints(people):
    kind = make_kind(place=people.street)
    for _n in range(3):
        ending(people, kind=kind)
    ending(people, code="street", appointed_with=APPOINT)
    make_post(role=Role.LIAISON, place=people.compound, until=TODAY + 30 * DAY, remind_on=TODAY)
    assert reminders.sweep() == 5
    subjects = {row.recipient: row.subject for row in Delivery.objects.filter(channel="portal")}
    assert set(subjects) == {people.worker, people.officer}
    assert "3" in subjects[people.worker]
    assert Delivery.objects.filter(channel="portal").count() == 2


def test_reminder_names_nobody_and_leads_to_the_list(people, client):
    post = ending(people)
    reminders.sweep()
    message = Delivery.objects.filter(channel="portal").get()
    assert (post.user.name in message.subject + message.body, "楼栋长" in message.subject) == (False, True)
    client.force_login(people.worker)
    page = client.get(message.url)
    assert [row.pk for row, _mine in page.context["rows"]] == [post.pk]


def test_ended_renewed_and_resigned_posts_are_not_told(people):
    kind = make_kind(place=people.street)
    ended, renewed, resigned = (ending(people, kind=kind) for _n in range(3))
    end_post(ended, by=people.worker)
    renew(renewed, until=TODAY + 200 * DAY, by=people.worker)
    resign(resigned, by=resigned.user, last_day=TODAY + 5 * DAY)
    assert (reminders.sweep(), told()) == (0, [])


def test_community_without_a_worker_lets_the_street_know(people):
    people.worker.posts.update(until=TODAY)
    ending(people)
    reminders.sweep()
    assert {name for _kind, name in told()} == {people.officer.name}


def test_beat_wakes_the_sweep(people):
    ending(people)
    sweep()
    assert len(told()) == 1
    assert app.conf.beat_schedule["posts.sweep"]["task"] == "posts.sweep"
