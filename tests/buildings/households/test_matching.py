"""What the roster says of somebody who wants to join, and what it never does by itself."""

import pytest
from django.test import override_settings
from django.utils import timezone

from beihu.accounts.models import User
from beihu.audit.models import AuditEntry
from buildings.households.actions import join_household, verify_membership
from buildings.households.models import Occupant
from buildings.households.occupants.matching import Fit, match_now, matches
from tests import cast
from tests.make_buildings import make_occupant

PHONE, OTHER = "+8613900005555", "+8613900006666"


@pytest.fixture
def we(db) -> cast.Neighbourhood:
    return cast.here()


@pytest.fixture
def newcomer(we) -> User:
    return User.objects.create_user(phone=PHONE, name="钱新人")


def ask(we, user, relation: str = "owner"):
    return join_household(user, doorway=we.doorway, room="1001", relation=relation)


@pytest.mark.parametrize(
    ("people", "fit", "found"),
    [
        ([], Fit.NOBODY, False),
        ([{"name": "钱新人", "phone": PHONE}], Fit.BOTH, True),
        ([{"name": "钱旧名", "phone": PHONE}], Fit.PHONE, True),
        ([{"name": "钱新人", "phone": OTHER}], Fit.NAME, True),
        ([{"name": "钱新人"}, {"name": "钱新人", "phone": PHONE}], Fit.BOTH, True),
        ([{"name": "钱新人"}, {"name": "钱新人", "phone": OTHER}], Fit.NAME, False),
        ([{"name": "孙别人", "phone": OTHER}], Fit.OTHERS, False),
        ([{"name": "钱新人", "phone": PHONE, "until": "2026-01-01"}], Fit.NOBODY, False),
    ],
)
def test_match_says_how_well_the_roster_agrees(we, newcomer, people, fit, found):
    for one in people:
        make_occupant(household=we.household, **one)
    match = match_now(ask(we, newcomer))
    assert (match.fit, match.occupant is not None) == (fit, found)


def test_match_says_when_the_relation_differs(we, newcomer):
    make_occupant(household=we.household, name="钱新人", phone=PHONE, relation="tenant")
    assert match_now(ask(we, newcomer)).relation_differs


def test_match_leaves_out_who_is_somebody_else_already(we, newcomer):
    make_occupant(household=we.household, name="钱新人", phone=PHONE, user=we.resident)
    assert match_now(ask(we, newcomer)).fit == Fit.NOBODY


def test_a_name_nobody_typed_matches_nobody(we):
    make_occupant(household=we.household, name="", phone="")
    nameless = User.objects.create_user(phone=PHONE, name="")
    assert match_now(ask(we, nameless)).fit == Fit.OTHERS


def test_matches_ask_once_for_all(we, newcomer, django_assert_num_queries):
    make_occupant(household=we.household, name="钱新人", phone=PHONE)
    asked = [ask(we, newcomer), *we.household.memberships.select_related("user").filter(user=we.resident)]
    with django_assert_num_queries(1):
        assert len(matches(asked)) == 2


def test_join_is_never_confirmed_by_the_roster_alone(we, newcomer):
    row = make_occupant(household=we.household, name="钱新人", phone=PHONE)
    assert ask(we, newcomer).state == "waiting"
    row.refresh_from_db()
    assert row.user is None


@override_settings(ROSTER_VERIFIES=True)
def test_join_is_confirmed_by_the_roster_where_the_setting_says_so(we, newcomer):
    row = make_occupant(household=we.household, name="钱新人", phone=PHONE)
    membership = ask(we, newcomer)
    row.refresh_from_db()
    entry = AuditEntry.objects.get(verb="membership.verify")
    assert (membership.state, membership.verified_by, row.user) == ("verified", None, newcomer)
    assert (entry.actor, entry.detail) == (None, {"occupant": row.pk})


@override_settings(ROSTER_VERIFIES=True)
@pytest.mark.parametrize(
    "half", [{"name": "钱新人", "phone": OTHER}, {"name": "钱旧名", "phone": PHONE}, {"name": "钱新人"}]
)
def test_join_with_half_a_match_waits_whatever_the_setting_says(we, newcomer, half):
    make_occupant(household=we.household, **half)
    assert ask(we, newcomer).state == "waiting"


def test_verify_links_whom_the_roster_names(we, newcomer):
    row = make_occupant(household=we.household, name="钱旧名", phone=PHONE)
    verify_membership(ask(we, newcomer), by=we.worker)
    row.refresh_from_db()
    assert row.user == newcomer


@pytest.mark.parametrize(
    "row",
    [
        {"name": "孙别人", "phone": OTHER},
        {"name": "钱新人", "phone": OTHER},
        {"name": "钱新人", "phone": PHONE, "until": timezone.localdate()},
    ],
)
def test_verify_links_nobody_else(we, newcomer, row):
    make_occupant(household=we.household, **row)
    verify_membership(ask(we, newcomer), by=we.worker)
    assert Occupant.objects.get().user is None


def test_verify_links_a_person_once(we, newcomer):
    make_occupant(household=we.household, name="钱新人", phone=PHONE, user=newcomer)
    second = make_occupant(household=we.household, name="钱新人", phone=PHONE, relation="tenant")
    verify_membership(ask(we, newcomer), by=we.worker)
    second.refresh_from_db()
    assert second.user is None


def test_match_of_a_linked_account_is_that_person_whatever_the_words(we):
    row = make_occupant(household=we.household, name="旧名", user=we.resident)
    mine = we.household.memberships.select_related("user").get()
    assert (match_now(mine).fit, match_now(mine).occupant) == (Fit.SAME, row)
