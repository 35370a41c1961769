"""Twenty people at the same moment: real threads on a real PostgreSQL."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
import time_machine
from django.db import OperationalError, connection
from django.utils import timezone

from beihu.accounts.models import User
from beihu.notifications.models import Notification
from beihu.states import Refused
from buildings.households.models import Household, Membership
from tests import cast as people
from tests.make_votes import make_vote
from tests.tripartite.issues.test_races import at_once, person
from tripartite.decisions import actions
from tripartite.decisions.models import Ballot, Result, Typing
from tripartite.decisions.tasks import remind

pytestmark = pytest.mark.django_db(transaction=True)
YES = {1: "for"}
MANY = 20


@pytest.fixture
def we(db):
    return people.here()


@pytest.fixture
def owners(we):
    """Twenty accounts, each the confirmed owner of a flat of its own; and the flats."""
    found = []
    for number in range(MANY):
        home = Household.objects.create(place=we.doorway, room=f"3{number:02d}1", area=100)
        user = User.objects.create_user(phone=f"+861350000{number:04d}", name=f"业主{number}")
        Membership.objects.create(
            user=user, household=home, relation="owner", verified_at=timezone.now(), verified_by=we.worker
        )
        found.append((user, home))
    return found


@pytest.fixture
def vote(we, owners):
    return make_vote(place=we.compound, by=we.worker, units=[home for _user, home in owners], screen="system")


def refused(answers) -> int:
    return sum(isinstance(one, Refused) for one in answers)


def test_twenty_clicks_for_one_flat_are_one_ballot(vote, owners):
    user = owners[0][0]
    answers = at_once(*[lambda: actions.cast(vote, by=person(user), choices=YES)] * MANY)
    assert (refused(answers), Ballot.objects.count()) == (MANY - 1, 1)


def test_twenty_owners_at_once_all_count(vote, owners):
    answers = at_once(
        *[lambda u=user: actions.cast(vote, by=person(u), choices=YES) for user, _home in owners]
    )
    assert (refused(answers), Ballot.objects.count()) == (0, MANY)


def test_co_owners_of_one_flat_cast_one_ballot(we, vote, owners):
    wife = User.objects.create_user(phone="+8613500009999", name="太太")
    Membership.objects.create(
        user=wife, household=owners[0][1], relation="owner", verified_at=timezone.now(), verified_by=we.worker
    )
    answers = at_once(
        *[lambda u=one, c=choice: actions.cast(vote, by=person(u), choices={1: c})
          for one, choice in ((owners[0][0], "for"), (wife, "against")) for _time in range(10)]
    )  # fmt: skip
    assert (refused(answers), Ballot.objects.count()) == (MANY - 1, 1)


def test_click_and_second_typing_of_one_flat_make_one_ballot(we, vote, owners):
    actions.take_back(vote, by=we.worker, units=[1])
    actions.type_in(vote, by=we.worker, rows={1: {1: "against"}})
    answers = at_once(
        *[lambda: actions.cast(vote, by=person(owners[0][0]), choices=YES)] * 10,
        *[lambda: actions.type_in(vote, by=person(we.liaison), rows={1: {1: "against"}})] * 10,
    )
    assert (refused(answers), Ballot.objects.count()) == (MANY - 1, 1)


def test_twenty_typists_of_one_paper_type_it_twice(we, vote):
    actions.take_back(vote, by=we.worker, units=[1])
    answers = at_once(
        *[lambda u=one: actions.type_in(vote, by=person(u), rows={1: YES})
          for one in (we.worker, we.liaison, we.officer, we.owners_committee) for _time in range(5)]
    )  # fmt: skip
    assert (Typing.objects.count(), Ballot.objects.count()) == (2, 1)
    assert [("counted" in str(one)) for one in answers if not isinstance(one, Refused)].count(True) == 1


def test_a_paper_comes_back_once_however_many_note_it(we, vote):
    answers = at_once(*[lambda: actions.take_back(vote, by=person(we.worker), units=[1, 2])] * MANY)
    assert sum(answers) == 2


def test_at_the_closing_instant_what_was_taken_is_counted_and_nothing_after(we, owners):
    """Ballots and the count race over the moment of closing: the count holds every ballot that was taken."""
    opens = timezone.now() - timedelta(days=2)
    vote = make_vote(
        place=we.compound, by=we.worker, units=[home for _user, home in owners], screen="system",
        opens_at=opens, closes_at=timezone.now() + timedelta(milliseconds=400),
    )  # fmt: skip

    def count_when_closed():
        while True:
            try:
                return actions.count(vote, by=person(we.worker))
            except Refused:
                if timezone.now() > vote.closes_at + timedelta(seconds=20):
                    raise

    answers = at_once(
        *[lambda u=user: actions.cast(vote, by=person(u), choices=YES) for user, _home in owners],
        count_when_closed,
    )
    taken = [one for one in answers if one == 1]
    assert Result.objects.get().content["motions"][0]["took_owners"] == Ballot.objects.count() == len(taken)
    assert Ballot.objects.filter(cast_at__gte=vote.closes_at).count() == 0


def test_two_counts_are_one_result(we, vote):
    with time_machine.travel(vote.closes_at):
        answers = at_once(*[lambda: actions.count(vote, by=person(we.worker))] * MANY)
    assert (refused(answers), Result.objects.count()) == (MANY - 1, 1)


def test_two_forms_of_one_key_are_one_vote(we):
    key = uuid.uuid4()
    made = at_once(
        *[
            lambda: actions.draft(
                we.compound, by=person(we.worker), key=key, party=we.owners_party, title="选聘"
            )
        ]
        * MANY
    )
    assert len({one.pk for one in made}) == 1


@contextmanager
def dying_with(table: str) -> Iterator[None]:
    """Whoever writes into this table is killed before it commits, as a worker is by the system."""
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE FUNCTION die() RETURNS trigger LANGUAGE plpgsql AS"
            " $$BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END$$;"
            f" CREATE TRIGGER die AFTER INSERT ON {table} EXECUTE FUNCTION die()"
        )
    try:
        yield
    finally:
        connection.close()
        with connection.cursor() as cursor:
            cursor.execute("DROP FUNCTION die() CASCADE")


def test_a_worker_killed_while_it_reminds_leaves_nobody_out_and_tells_nobody_twice(vote, owners):
    told = Notification.objects.filter(key=f"vote:{vote.pk}:closes:1").order_by("recipient")
    with time_machine.travel(vote.closes_at - timedelta(hours=20)):
        with dying_with("beihu_notification"), pytest.raises(OperationalError):
            remind()
        assert told.count() == 0
        answers = at_once(*[remind] * MANY)
    assert (max(answers), list(told.values_list("recipient", flat=True))) == (
        1, sorted(user.pk for user, _home in owners)
    )  # fmt: skip
