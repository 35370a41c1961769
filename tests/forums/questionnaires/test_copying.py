"""Copies are numbered, handed out, counted back; and only by those whose doorways they are."""

import pytest

from beihu.states import Refused
from buildings.households.models import Household
from forums.questionnaires import copying
from forums.questionnaires.models import Questionnaire
from forums.questionnaires.responses import Participation


def printed(questionnaire, by, **numbers):
    return copying.print_copies(questionnaire, by=by, numbers=numbers)


def test_print_goes_on_where_the_last_copies_ended(ask, we):
    questionnaire = ask()
    first = copying.print_copies(
        questionnaire, by=we.worker, numbers={we.doorway.code: 30, we.other_doorway.code: 10}
    )
    second = copying.print_copies(questionnaire, by=we.leader, numbers={we.doorway.code: 5})
    assert (first, second) == ((1, 40), (41, 45))
    assert [(pile.place, pile.printed) for pile in copying.piles(questionnaire, we.community.code)] == [
        (we.doorway.code, 35), (we.other_doorway.code, 10),
    ]  # fmt: skip


def test_print_three_thousand_in_few_statements(ask, we, django_assert_max_num_queries):
    questionnaire = ask()
    with django_assert_max_num_queries(12):
        assert copying.print_copies(questionnaire, by=we.worker, numbers={we.doorway.code: 3000}) == (1, 3000)
    twice = questionnaire.copies.filter(checked=True).count()
    assert 90 <= twice <= 210  # five in a hundred, give or take what a draw gives and takes
    other = ask()
    assert {n for n in range(1, 3001) if copying.drawn(questionnaire, n)} != {
        n for n in range(1, 3001) if copying.drawn(other, n)
    }


@pytest.mark.parametrize("who", ["resident", "property_staff", "owners_committee"])
def test_print_by_somebody_else_is_refused(who, ask, we):
    with pytest.raises(Refused):
        copying.print_copies(ask(), by=getattr(we, who), numbers={we.doorway.code: 1})


def test_print_elsewhere_or_nothing_or_after_closing_is_refused(ask, we, they):
    for questionnaire, by, numbers in [
        (ask(), we.worker, {they.doorway.code: 1}),
        (ask(), they.worker, {we.doorway.code: 1}),
        (ask(), we.leader, {we.old_doorway.code: 1}),
        (ask(), we.worker, {we.compound.code: 1}),
        (ask(), we.worker, {}),
        (ask(), we.worker, {we.doorway.code: 0}),
        (ask(), we.worker, {we.doorway.code: -5}),
        (ask(), we.worker, {we.doorway.code: 5001}),
        (ask(status="closed"), we.worker, {we.doorway.code: 1}),
    ]:
        with pytest.raises(Refused):
            copying.print_copies(questionnaire, by=by, numbers=numbers)
        assert questionnaire.copies.count() == 0


def test_hand_out_and_take_back_are_counted_per_doorway(ask, we, django_assert_num_queries):
    questionnaire = ask()
    copying.print_copies(
        questionnaire, by=we.worker, numbers={we.doorway.code: 30, we.other_doorway.code: 10}
    )
    assert copying.hand_out(questionnaire, by=we.leader, place=we.doorway.code, count=20) == 20
    assert copying.take_back(questionnaire, by=we.leader, place=we.doorway.code, count=5) == 5
    assert copying.take_back(questionnaire, by=we.leader, place=we.doorway.code, count=4) == 9
    for verb, count in (
        (copying.hand_out, 11),
        (copying.take_back, 12),
        (copying.take_back, 0),
        (copying.hand_out, -1),
    ):
        with pytest.raises(Refused):
            verb(questionnaire, by=we.leader, place=we.doorway.code, count=count)
    with pytest.raises(Refused):
        copying.hand_out(questionnaire, by=we.leader, place=we.old_doorway.code, count=1)
    with django_assert_num_queries(1):
        found = copying.piles(questionnaire, we.doorway.code)
    assert [(one.printed, one.out, one.back, one.entered, one.share) for one in found] == [(30, 20, 9, 0, 45)]


def test_tick_says_who_has_answered_on_screen(ask, we):
    """Beside the urn: the household is ticked, and nothing says with which copy it came."""
    questionnaire = ask(anonymous=True, per=Questionnaire.Per.HOUSEHOLD)
    Household.objects.create(place=we.doorway, room="1002")
    Participation.objects.create(questionnaire=questionnaire, household=we.household)
    found = copying.tick(questionnaire, by=we.leader, place=we.doorway.code, rooms="1001室 1002,9999")
    assert (found.ticked, found.before, found.unknown) == (["1002"], ["1001"], ["9999"])
    assert copying.tick(questionnaire, by=we.leader, place=we.doorway.code, rooms="1002").ticked == []
    assert questionnaire.participations.count() == 2
    with pytest.raises(Refused):
        copying.tick(ask(), by=we.leader, place=we.doorway.code, rooms="1001")
