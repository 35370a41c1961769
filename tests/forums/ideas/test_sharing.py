"""Support and arguments, and at the same moment: real threads on a real PostgreSQL."""

from uuid import uuid4

import pytest

from beihu.states import Refused
from forums.ideas import actions, sharing
from forums.ideas.models import Argument, Idea, Support
from tests.tripartite.issues.test_races import at_once, person

pytestmark = pytest.mark.django_db


def test_support_counts_once_and_can_be_taken_back(put, resident_of):
    row, fan = put(), resident_of(1)
    actions.support(row, by=fan)
    actions.support(row, by=fan)
    assert (Idea.objects.get().supports, Support.objects.count()) == (1, 1)
    actions.unsupport(row, by=fan)
    actions.unsupport(row, by=fan)
    assert (Idea.objects.get().supports, Support.objects.count()) == (0, 0)


def test_support_of_ones_own_idea_is_refused(we, put):
    with pytest.raises(Refused):
        actions.support(put(), by=we.resident)


def test_support_for_the_community_from_another_compound(we, put, resident_of):
    other = resident_of(1, we.old_doorway)
    actions.support(put(place=we.community), by=other)
    with pytest.raises(Refused):
        actions.support(put(), by=other)


def test_argue_once_per_form(put, resident_of):
    row, somebody, key = put(), resident_of(1), uuid4()
    first = actions.argue(row, by=somebody, key=key, side="for", text="好")
    assert actions.argue(row, by=somebody, key=key, side="for", text="好") == first
    with pytest.raises(Refused):
        actions.argue(put(), by=somebody, key=key, side="for", text="好")
    with pytest.raises(Refused):
        actions.argue(row, by=resident_of(2), key=key, side="for", text="好")


@pytest.mark.parametrize("over", [{"side": "both"}, {"text": " "}, {"text": "长" * 601}])
def test_argue_with_what_is_no_argument_is_refused(put, resident_of, over):
    with pytest.raises(Refused):
        actions.argue(put(), by=resident_of(1), **({"key": uuid4(), "side": "for", "text": "好"} | over))


def test_argue_without_end_is_refused(put, resident_of, monkeypatch):
    row, somebody = put(), resident_of(1)
    for _n in range(sharing.PER_IDEA):
        actions.argue(row, by=somebody, key=uuid4(), side="for", text="好")
    with pytest.raises(Refused):
        actions.argue(row, by=somebody, key=uuid4(), side="for", text="好")
    monkeypatch.setattr(sharing, "PER_DAY", sharing.PER_IDEA)
    with pytest.raises(Refused):
        actions.argue(put(), by=somebody, key=uuid4(), side="for", text="好")


def test_take_argument_back_is_for_who_wrote_it(we, put, resident_of):
    row, somebody = put(), resident_of(1)
    argument = actions.argue(row, by=somebody, key=uuid4(), side="for", text="好")
    for other in (we.resident, we.worker, we.officer):
        with pytest.raises(Refused):
            actions.take_argument_back(argument, by=other)
    at = actions.take_argument_back(argument, by=somebody).withdrawn_at
    assert at is not None
    assert actions.take_argument_back(argument, by=somebody).withdrawn_at == at


@pytest.mark.django_db(transaction=True)
def test_twenty_people_at_once_are_twenty(put, resident_of):
    row = put()
    people = [resident_of(number) for number in range(20)]
    at_once(*[lambda one=one: actions.support(row, by=person(one)) for one in people])
    assert (Idea.objects.get().supports, Support.objects.count()) == (20, 20)


@pytest.mark.django_db(transaction=True)
def test_one_person_twenty_times_at_once_is_one(put, resident_of):
    row, fan, key = put(), resident_of(1), uuid4()
    at_once(*[lambda: actions.support(row, by=person(fan))] * 20)
    assert (Idea.objects.get().supports, Support.objects.count()) == (1, 1)
    at_once(*[lambda: actions.unsupport(row, by=person(fan))] * 20)
    assert (Idea.objects.get().supports, Support.objects.count()) == (0, 0)
    at_once(*[lambda: actions.argue(row, by=person(fan), key=key, side="for", text="好").pk] * 20)
    assert Argument.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_limits_hold_at_once(we, put, resident_of):
    somebody, rows = resident_of(1), [put() for _n in range(2)]
    argued = at_once(*[
        lambda n=n: actions.argue(rows[n % 2], by=person(somebody), key=uuid4(), side="for", text="好") for n in range(20)
    ])  # fmt: skip
    posted = at_once(*[
        lambda: actions.post(by=person(somebody), key=uuid4(), place=we.compound, title="好", text="好") for _n in range(20)
    ])  # fmt: skip
    assert sum(not isinstance(one, Refused) for one in argued) == 2 * sharing.PER_IDEA
    assert sum(not isinstance(one, Refused) for one in posted) == 3
