"""Twenty at the same moment: real threads on a real PostgreSQL."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from beihu.accounts.models import User
from beihu.states import Refused
from forums.questionnaires import answering, life, tallies, urn
from forums.questionnaires.answering import AnsweredAlready
from forums.questionnaires.models import Questionnaire
from forums.questionnaires.responses import Envelope, Participation, Response, Tally

pytestmark = pytest.mark.django_db(transaction=True)
ANSWERS = {"q1": {"choice": "c1"}, "q2": {"choices": ["c2"]}, "q3": {"value": 4}}


def at_once(*deeds):
    barrier = Barrier(len(deeds))

    def run(deed):
        try:
            barrier.wait(timeout=30)
            return deed()
        except Refused as refused:
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(run, deeds))


def deed(row, user, chair):
    return lambda: answering.give(
        Questionnaire.objects.get(pk=row.pk), by=User.objects.get(pk=user.pk), chair=chair, answers=ANSWERS
    )


def numbers():
    return {
        (one.question, one.row, one.choice, one.dimension, one.value): one.count
        for one in Tally.objects.all()
    }


@pytest.mark.parametrize("anonymous", [False, True])
def test_twenty_of_one_person_are_one_answer(we, ask, anonymous):
    row = ask(anonymous=anonymous)
    chair = answering.chairs(row, we.resident)[0]
    found = at_once(*[deed(row, we.resident, chair)] * 20)
    assert sum(isinstance(one, AnsweredAlready) for one in found) == 19
    assert Participation.objects.count() == 1
    assert (Response.objects.count(), Envelope.objects.count()) == ((0, 1) if anonymous else (1, 0))


def test_twenty_of_one_household_are_one_answer(we, ask, neighbour):
    row = ask(per="household")
    people = [neighbour(n, we.household) for n in range(20)]
    found = at_once(*[deed(row, person, answering.chairs(row, person)[0]) for person in people])
    assert sum(isinstance(one, AnsweredAlready) for one in found) == 19
    assert Response.objects.get().household == we.household


def test_twenty_people_are_counted_exactly_once_while_it_closes(we, ask, neighbour):
    for anonymous in (False, True):
        row = ask(anonymous=anonymous)
        people = [neighbour(n + 100 * anonymous) for n in range(20)]
        deeds = [deed(row, person, answering.chairs(row, person)[0]) for person in people]
        found = at_once(
            *deeds,
            urn.sweep,
            urn.sweep,
            lambda row=row: life.close(row, by=User.objects.get(pk=we.worker.pk)),
            urn.sweep,
        )
        given = 20 - sum(isinstance(one, Refused) for one in found)
        assert Participation.objects.filter(questionnaire=row).count() == given
        assert (row.responses.count(), row.envelopes.count()) == (given, 0)
        before = {key: count for key, count in numbers().items() if count}
        tallies.rebuild(row)
        assert {key: count for key, count in numbers().items() if count} == before
        row.tallies.all().delete()
