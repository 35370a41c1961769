"""The demo as it stands after `seed_beihu --scale small`: one story, looked at from all sides."""

from collections import Counter
from datetime import timedelta
from io import StringIO
from unittest.mock import patch

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.models import F, Q
from django.utils import timezone

from beihu.accounts.models import User
from beihu.audit.models import AuditEntry
from beihu.notifications.models import Delivery, Notification
from beihu.office.demo import cast
from beihu.office.demo.seed import seed
from beihu.office.tallies import rebuilding
from beihu.office.tallies.models import Tally
from beihu.office.tallies.rebuilding import Difference, differences
from beihu.states import Refused
from buildings.households.models import Household, Membership
from buildings.places.models import Place
from buildings.posts.models import Post
from tests.cast import here
from tests.make import make_issue
from tripartite.issues.models import Issue, IssueEvent, Photo
from tripartite.issues.states import Status
from tripartite.parties.models import Party

APART: list[list[Difference]] = []


def quietly(what: str, part: float) -> None:
    """No progress bar."""


@pytest.fixture(scope="module")
def story(django_db_setup, django_db_blocker, tmp_path_factory):
    """The small demo, loaded once for all tests of this file and rolled back after them."""
    from django.test import override_settings

    def compared() -> int:
        APART.append(differences())  # of the whole year, told by verbs and triggers and never counted anew
        return counted_anew()

    media, counted_anew = tmp_path_factory.mktemp("media"), rebuilding.rebuild
    with (
        django_db_blocker.unblock(), override_settings(MEDIA_ROOT=media), transaction.atomic(),
        patch.object(rebuilding, "rebuild", compared),
    ):  # fmt: skip
        yield seed("small", tell=quietly)
        transaction.set_rollback(True)


def test_show_issues_in_every_state(story):
    assert set(story) == set(Status.values)


def test_fold_to_what_the_rows_say(story):
    assert (APART, Tally.objects.filter(measure="filed").exists()) == ([[]], True)


def test_tell_how_many_there_are(story):
    assert story == dict(Counter(Issue.objects.values_list("status", flat=True)))


def test_play_every_role_in_two_communities(story):
    roles = {
        code: set(
            Post.objects.filter(
                Q(place__code__startswith=code) | Q(place_id=cast.STREET), user__in=players(code)
            ).values_list("role", flat=True)
        )
        for code in cast.HOME
    }
    everybody = {str(player.role) for player in cast.PLAYERS}
    assert roles == {cast.FIRST: everybody - {"gatekeeper"}, cast.SECOND: everybody}


def players(code):
    names = [player.username for player in cast.PLAYERS if player.community == code]
    return User.objects.filter(username__in=names)


def test_let_staff_sign_in_with_the_printed_password(story):
    assert [user.check_password(cast.PASSWORD) for user in players(cast.FIRST)] == [True] * 7


def test_house_the_residents_of_the_cast(story):
    houses = {
        member.user.name: (member.household.place.parent.parent.name, member.verified_at is not None)
        for member in Membership.objects.filter(user__name__in=["王居民", "吴居民"])
    }
    assert houses == {"王居民": ("德富花园", True), "吴居民": ("邮电三公司小区", True)}


def test_seat_the_parties_of_both_kinds_of_compound(story):
    kinds = {
        name: set(Party.objects.filter(place__name=name).values_list("kind", flat=True))
        for name in cast.HOME.values()
    }
    assert kinds == {
        "德富花园": {"property_company", "owners_committee"},
        "邮电三公司小区": {"management_committee"},
    }


def test_keep_the_six_real_communities(story):
    assert Place.objects.filter(parent_id=cast.STREET).count() == 6


def test_put_a_household_behind_every_door(story):
    doorways = Place.objects.filter(level=20)
    empty = doorways.exclude(pk__in=Household.objects.values("place"))
    assert (empty.count(), doorways.exists()) == (0, True)


def test_happen_in_the_past_year(story):
    times = IssueEvent.objects.order_by("at").values_list("at", flat=True)
    days = (timezone.now() - times[0]).days
    assert (300 < days < 370, times.last() <= timezone.now()) == (True, True)


def test_tell_every_timeline_in_order(story):
    backwards = [
        issue.pk
        for issue in Issue.objects.prefetch_related("events")
        if [event.at for event in issue.events.all()]
        != sorted(event.at for event in issue.events.order_by("pk"))
    ]
    assert backwards == []


def test_write_facts_in_the_storys_time(story):
    filed = Issue.objects.exclude(status=Status.DRAFT)
    ours = filed.filter(created_at__lte=F("submitted_at"), submitted_at__lt=timezone.now())
    assert ours.count() == filed.count()
    assert filed.filter(solved_at__lt=F("submitted_at")).count() == 0


def test_let_every_step_be_taken_by_somebody(story):
    strangers = IssueEvent.objects.filter(actor=None).exclude(actor_role="portal")
    assert strangers.count() == 0


def test_log_every_step(story):
    assert AuditEntry.objects.filter(verb__startswith="issue.").count() == IssueEvent.objects.count()


def test_have_some_overdue(story):
    assert Issue.objects.overdue().exists()


def test_have_photos_before_and_after(story):
    assert set(Photo.objects.values_list("stage", flat=True)) == {"filed", "solved"}


def test_send_nothing_to_a_phone(story):
    states = set(Delivery.objects.exclude(channel="portal").values_list("state", "note"))
    assert states == {("skipped", "demo")}


def test_tell_in_the_portal_what_the_meetings_were_called_for(story):
    told = Delivery.objects.filter(channel="portal", due_at__lte=timezone.now())
    assert (set(told.values_list("state", flat=True)), told.exists()) == ({"sent"}, True)
    keys = told.values("recipient", "key")
    assert Notification.objects.filter(key__startswith="meeting:").count() >= keys.distinct().count()


def test_leave_only_the_last_weeks_notices_unread(story):
    old = Notification.objects.filter(created_at__lt=timezone.now() - timedelta(days=7))
    assert (old.filter(read_at=None).count(), old.exists()) == (0, True)


def test_change_nothing_when_run_again(story):
    before = (Issue.objects.count(), User.objects.count(), AuditEntry.objects.count())
    assert seed("small", tell=quietly) == {}
    assert (Issue.objects.count(), User.objects.count(), AuditEntry.objects.count()) == before


def test_say_so_when_run_again(story):
    out = StringIO()
    call_command("seed_beihu", "--scale", "small", stdout=out, skip_checks=True)
    assert out.getvalue() == "The demo is already there; nothing was changed.\n"


def test_use_savepoints_again_afterwards(story):
    assert connection.features.uses_savepoints is True


@pytest.mark.django_db
def test_refuse_beside_other_peoples_data():
    make_issue(place=here().doorway)
    with pytest.raises(CommandError, match="--force"):
        call_command("seed_beihu", "--scale", "small", skip_checks=True)
    assert Issue.objects.count() == 1


@pytest.mark.django_db
def test_leave_nothing_behind_when_interrupted():
    def interrupt(what, part):
        if part > 0.5 and what == "a year of issues":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        seed("small", tell=interrupt)
    assert (Issue.objects.count(), User.objects.count(), Place.objects.count()) == (0, 0, 0)


@pytest.mark.django_db
def test_refuse_in_one_sentence():
    User.objects.create_user(username="somebody")
    with pytest.raises(Refused, match="was not loaded"):
        seed("small", tell=quietly)
