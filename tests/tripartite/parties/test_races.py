"""Two people at the same moment: real threads on a real PostgreSQL."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection
from django.utils import timezone

from beihu.accounts.models import User
from beihu.notifications.models import Notification
from beihu.states import Refused
from buildings.posts import actions as posts
from buildings.posts.roles import Role
from tests.make import make_contract, make_item, make_term
from tripartite.parties import actions, reminders
from tripartite.parties.committees import Member, Term
from tripartite.parties.companies import Contract, HandoverItem, PropertyCompany
from tripartite.parties.models import Party

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*deeds: Callable[[], object]) -> list[object]:
    """Run all in threads of their own, starting together; a refusal is an answer."""
    barrier = Barrier(len(deeds))

    def run(deed: Callable[[], object]) -> object:
        try:
            barrier.wait(timeout=30)
            return deed()
        except Refused as refused:
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(run, deeds))


def person(user: User) -> User:
    return User.objects.get(pk=user.pk)


def refusals(answers: list[object]) -> int:
    return sum(isinstance(answer, Refused) for answer in answers)


def test_two_companies_sign_at_once_and_one_has_the_compound(we):
    today = timezone.localdate()
    answers = at_once(
        *[
            lambda n=n: actions.sign_contract(
                by=person(we.worker), place=we.old_compound, company=f"第{n}家物业", since=today
            )
            for n in range(6)
        ]
    )
    assert refusals(answers) == 5
    assert (Contract.objects.count(), PropertyCompany.objects.count()) == (1, 1)
    assert Party.objects.filter(kind="property_company", place=we.old_compound).count() == 1


def test_the_same_contract_entered_twice_is_one(we):
    today = timezone.localdate()
    sign = lambda: actions.sign_contract(  # noqa: E731
        by=person(we.worker), place=we.old_compound, company="万家物业", since=today
    )
    assert refusals(at_once(*[sign] * 8)) == 7
    assert (Contract.objects.count(), PropertyCompany.objects.count()) == (1, 1)


def test_two_enter_the_same_new_company_for_different_compounds(we):
    day = timezone.localdate() - timedelta(days=900)
    facts = {"company": "红日物业", "since": day, "until": day + timedelta(days=9), "end": "expired"}
    answers = at_once(
        *[
            lambda place=place: actions.note_past(by=person(we.worker), place=place, **facts)
            for place in (we.compound, we.old_compound)
        ]
    )
    assert (refusals(answers), PropertyCompany.objects.count(), Contract.objects.count()) == (0, 1, 2)


def test_two_chairs_at_once_are_one(we):
    term = make_term(party=we.owners_party)
    answers = at_once(
        *[
            lambda n=n: actions.elect_member(term, by=person(we.worker), name=f"主任{n}", position="chair")
            for n in range(6)
        ]
    )
    assert (refusals(answers), Member.objects.count()) == (5, 1)


def test_two_open_the_next_term_and_one_is_open(we):
    today = timezone.localdate()
    term = lambda: actions.open_term(  # noqa: E731
        we.owners_party, by=person(we.worker), since=today, due_on=today + timedelta(days=900)
    )
    assert refusals(at_once(*[term] * 6)) == 5
    assert Term.objects.filter(until__isnull=True).count() == 1


def test_elected_and_appointed_at_once_stands_on_one_side(we):
    term = make_term(party=we.owners_party)
    for n in range(5):
        user = User.objects.create_user(username=f"both{n}", name=f"两边{n}")
        answers = at_once(
            lambda user=user: actions.elect_member(
                term, by=person(we.officer), name=user.name, user=user, override="x"
            ),
            lambda user=user: posts.appoint(
                user, role=Role.PROPERTY_STAFF, place=we.compound, by=person(we.officer)
            ),
        )
        assert refusals(answers) == 1


def test_ten_tick_and_one_did_it(we):
    item = make_item(contract=make_contract(place=we.compound))
    answers = at_once(*[lambda: actions.tick_item(item, by=person(we.worker))] * 10)
    assert refusals(answers) == 9


def test_ten_begin_the_handover_and_one_list_stands(we):
    contract = make_contract(place=we.compound, ends_on=timezone.localdate() + timedelta(days=90))
    answers = at_once(*[lambda: actions.start_handover(contract, by=person(we.worker))] * 10)
    assert (refusals(answers), HandoverItem.objects.count()) == (9, 7)


def test_four_sweeps_at_once_tell_once(we, they):
    due = timezone.localdate()
    for party in (we.owners_party, they.owners_party, we.management_party):
        make_term(party=party, due_on=due)
    at_once(*[reminders.sweep] * 4)
    reminders.sweep()
    pairs = list(Notification.objects.values_list("key", "recipient"))
    assert len(pairs) == len(set(pairs)) == 11  # the old compound has no liaison
