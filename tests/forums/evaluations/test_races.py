"""Twenty people at one evaluation at the same moment: real threads on a real PostgreSQL."""

import pytest
from django.utils import timezone

from beihu.audit.models import AuditEntry
from beihu.notifications.models import Notification
from beihu.states import Refused
from forums.evaluations import following, life
from forums.evaluations.models import Evaluation
from forums.evaluations.results import fingerprint
from forums.questionnaires.models import Questionnaire
from tests.make_evaluations import make_evaluation, rate
from tests.tripartite.issues.test_races import at_once, person

pytestmark = pytest.mark.django_db(transaction=True)
MANY = 20


def refused(answers) -> int:
    return sum(isinstance(one, Refused) for one in answers)


def test_twenty_open_it_and_households_are_drawn_once(we, homes):
    row = make_evaluation(we, sample=10)
    answers = at_once(*[lambda: life.open_(row, by=person(we.worker))] * MANY)
    row = Evaluation.objects.get(pk=row.pk)
    assert (refused(answers), row.status, row.asked, Questionnaire.objects.count()) == (
        MANY - 1,
        "open",
        10,
        1,
    )


def test_twenty_publish_it_and_it_is_frozen_once(we, homes):
    row = make_evaluation(we, "open")
    rate(row, homes, *[4] * 8)
    row = life.close(row, by=we.worker)
    answers = at_once(*[lambda: life.publish(row, by=person(we.worker))] * MANY)
    row = Evaluation.objects.get(pk=row.pk)
    assert (refused(answers), row.status, row.result_hash) == (MANY - 1, "published", fingerprint(row.result))
    assert AuditEntry.objects.filter(verb="evaluation.publish").count() == 1
    told = Notification.objects.filter(key=f"evaluation:{row.pk}:published").values_list(
        "recipient", flat=True
    )
    assert list(told) == [we.property_staff.pk]


def test_twenty_sweeps_close_it_once(we, homes):
    row = make_evaluation(we, "open")
    Questionnaire.objects.update(status="closed", closed_at=timezone.now())
    answers = at_once(*[life.sweep] * MANY)
    assert (refused(answers), Evaluation.objects.get(pk=row.pk).status) == (0, "closed")
    assert AuditEntry.objects.filter(verb="evaluation.close", actor=None).count() == 1
    told = Notification.objects.filter(key=f"evaluation:{row.pk}:closed").values_list("recipient", flat=True)
    assert {we.worker.pk, we.officer.pk} <= set(told)


def test_twenty_replies_of_the_party_are_one(we, homes):
    row = make_evaluation(we, "open")
    rate(row, homes, *[4] * 8)
    row = life.publish(life.close(row, by=we.worker), by=we.worker)
    answers = at_once(
        *[
            lambda n=n: following.reply(row, by=person(we.property_staff), text=f"第{n}次回应")
            for n in range(MANY)
        ]
    )
    (done,) = (one for one in answers if not isinstance(one, Refused))
    assert (refused(answers), Evaluation.objects.get(pk=row.pk).reply) == (MANY - 1, done.reply)
