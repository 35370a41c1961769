"""Two people at one pile of paper at the same moment: real threads on a real PostgreSQL."""

import pytest
from django.utils import timezone

from beihu.accounts.models import User
from beihu.states import Refused
from forums.questionnaires import answering, copying, doubles, entering
from forums.questionnaires.answering import AnsweredAlready
from forums.questionnaires.copies import Copy, Entry
from forums.questionnaires.models import Questionnaire
from forums.questionnaires.traces import Comparison, Double

from .test_races import at_once

pytestmark = pytest.mark.django_db(transaction=True)
ANSWERS = {"q1": {"choice": "c2"}, "q3": {"value": 4}}
OTHERS = {"q1": {"choice": "c1"}, "q3": {"value": 4}}


@pytest.fixture
def copies(we):
    def make(questionnaire, number=1, **over):
        return Copy.objects.bulk_create(
            Copy(questionnaire=questionnaire, number=n, place=we.doorway, **over)
            for n in range(1, number + 1)
        )

    return make


def person(user):
    return User.objects.get(pk=user.pk)


def typing(copy, user, answers=ANSWERS, **more):
    return lambda: entering.enter(Copy.objects.get(pk=copy.pk), by=person(user), answers=answers, **more)


def refused(found) -> int:
    return sum(isinstance(one, Refused) for one in found)


def test_twenty_who_type_one_copy_are_one_answer(we, ask, copies):
    questionnaire = ask()
    [copy] = copies(questionnaire)
    found = at_once(*[typing(copy, user) for user in (we.leader, we.worker)] * 10)
    assert refused(found) == 19
    assert (Entry.objects.count(), questionnaire.responses.count()) == (1, 1)


def test_the_second_typing_is_done_by_one(we, ask, copies):
    questionnaire = ask()
    [copy] = copies(questionnaire, checked=True)
    entering.enter(copy, by=we.leader, answers=ANSWERS)
    found = at_once(*[typing(copy, user) for user in (we.worker, we.officer)] * 5)
    assert refused(found) == 9
    assert list(Entry.objects.order_by("round").values_list("round", flat=True)) == [1, 2]
    assert (Comparison.objects.count(), questionnaire.responses.count()) == (1, 1)


def test_the_first_typist_never_types_the_second_time_however_quick(we, ask, copies):
    [copy] = copies(ask(), checked=True)
    found = at_once(*[typing(copy, we.leader)] * 10)
    assert (refused(found), Entry.objects.count()) == (9, 1)


@pytest.mark.parametrize("number", range(3))
def test_two_copies_of_one_household_count_once(we, ask, copies, number):
    """The other one waits for somebody's decision; neither is lost, neither fails."""
    questionnaire = ask(per=Questionnaire.Per.HOUSEHOLD)
    found = at_once(*[typing(copy, we.leader, room=we.household.room) for copy in copies(questionnaire, 6)])
    assert all(isinstance(one, Entry) for one in found)
    assert questionnaire.responses.filter(household=we.household).count() == 1
    assert (Entry.objects.count(), Double.objects.filter(questionnaire=questionnaire).count()) == (6, 5)


@pytest.mark.parametrize("number", range(3))
def test_screen_and_paper_of_one_household_count_once(we, ask, copies, neighbour, number):
    questionnaire = ask(per=Questionnaire.Per.HOUSEHOLD)
    at_home = neighbour(1, we.household)
    chair = answering.chairs(questionnaire, at_home)[0]
    [copy] = copies(questionnaire)

    def on_screen():
        row = Questionnaire.objects.get(pk=questionnaire.pk)
        return answering.give(row, by=person(at_home), chair=chair, answers=OTHERS)

    screen, paper = at_once(on_screen, typing(copy, we.leader, room=we.household.room))
    assert isinstance(paper, Entry)
    assert questionnaire.responses.count() == 1
    assert Double.objects.count() == (0 if isinstance(screen, AnsweredAlready) else 1)


def test_settling_twice_at_once_counts_once(we, ask, copies):
    questionnaire = ask()
    [copy] = copies(questionnaire, checked=True)
    entering.enter(copy, by=we.leader, answers=ANSWERS)
    entering.enter(copy, by=we.worker, answers=OTHERS)
    found = at_once(
        *[
            lambda user=user, said=said: entering.settle(
                Copy.objects.get(pk=copy.pk), by=person(user), answers=said
            )
            for user, said in [(we.worker, ANSWERS), (we.officer, OTHERS)]
        ]
    )
    assert (refused(found), questionnaire.responses.count()) == (1, 1)


def test_deciding_on_a_double_twice_at_once_keeps_one(we, ask, copies):
    questionnaire = ask(per=Questionnaire.Per.HOUSEHOLD)
    for copy, said in zip(copies(questionnaire, 2), (ANSWERS, OTHERS), strict=True):
        entering.enter(copy, by=we.leader, answers=said, room=we.household.room)
    double = Double.objects.get()
    found = at_once(
        *[
            lambda kept=kept: doubles.decide(
                Double.objects.get(pk=double.pk), by=person(we.worker), kept=kept, reason="看过原件"
            )
            for kept in ("first", "paper")
        ]
    )
    assert (refused(found), questionnaire.responses.count()) == (1, 1)


def test_handing_out_at_once_gives_each_copy_once(we, ask, copies):
    questionnaire = ask()
    copies(questionnaire, 10)
    deeds = [
        lambda user=user: copying.hand_out(
            Questionnaire.objects.get(pk=questionnaire.pk), by=person(user), place=we.doorway.code, count=6
        )
        for user in (we.leader, we.worker)
    ]
    assert refused(at_once(*deeds)) == 1
    assert Copy.objects.filter(handed_out_at__isnull=False).count() == 6


def test_printing_at_once_numbers_each_copy_once(we, ask):
    questionnaire = ask()
    deeds = [
        lambda: copying.print_copies(
            Questionnaire.objects.get(pk=questionnaire.pk),
            by=person(we.worker),
            numbers={we.doorway.code: 20},
        )
    ] * 5
    spans = sorted(at_once(*deeds))
    assert spans == [(1, 20), (21, 40), (41, 60), (61, 80), (81, 100)]


def test_typing_and_counting_back_at_once_lose_nothing(we, ask, copies):
    questionnaire = ask()
    [copy, other] = copies(questionnaire, 2, handed_out_at=timezone.now())
    found = at_once(
        typing(copy, we.leader),
        lambda: copying.take_back(
            Questionnaire.objects.get(pk=questionnaire.pk),
            by=person(we.worker),
            place=we.doorway.code,
            count=2,
        ),
    )
    copy.refresh_from_db()
    other.refresh_from_db()
    assert (bool(copy.entered_at), bool(copy.returned_at)) == (True, True)
    assert bool(other.returned_at) is not isinstance(found[1], Refused)
