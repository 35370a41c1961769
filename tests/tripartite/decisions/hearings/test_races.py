"""Twenty people at one hearing at the same moment: real threads on a real PostgreSQL."""

import pytest
import time_machine

from beihu.audit.models import AuditEntry
from beihu.notifications.models import Notification
from beihu.states import Refused
from tests.tripartite.issues.test_races import at_once, person
from tripartite.decisions.hearings import actions
from tripartite.decisions.hearings.models import Hearing, Statement

pytestmark = pytest.mark.django_db(transaction=True)
MANY = 20


def refused(answers) -> int:
    return sum(isinstance(one, Refused) for one in answers)


def test_twenty_hide_one_statement_and_one_did(we, heard):
    said = actions.speak(heard(), by=we.resident, side="for", text="换一家。")
    answers = at_once(
        *[lambda n=n: actions.hide(said, by=person(we.worker), reason=f"理由{n}") for n in range(MANY)]
    )
    (done,) = (one for one in answers if not isinstance(one, Refused))
    row = Statement.objects.get(pk=said.pk)
    assert (refused(answers), row.hidden_reason) == (MANY - 1, done.hidden_reason)
    assert AuditEntry.objects.filter(verb="hearing.hide").count() == 1


def test_who_moderates_while_the_record_is_published_is_in_it_or_refused(we, heard):
    row = heard()
    said = [actions.note(row, by=we.worker, side="for", text=f"第{n}位发言") for n in range(10)]
    with time_machine.travel(row.closes_at):
        answers = at_once(
            *[lambda one=one: actions.hide(one, by=person(we.worker), reason="点名") for one in said],
            *[lambda: actions.publish(row, by=person(we.worker))] * 10,
        )
    hidden = sum(not isinstance(one, Refused) for one in answers[:10])
    row = Hearing.objects.get(pk=row.pk)
    assert (row.status, refused(answers[10:]), actions.is_intact(row)) == ("published", 9, True)
    assert [Statement.objects.exclude(hidden_at=None).count(), row.record == actions.content_of(row)] == [
        hidden,
        True,
    ]
    told = Notification.objects.filter(recipient=we.resident, key=f"hearing:{row.pk}:published")
    assert told.count() == 1


def test_twenty_answers_to_one_question_leave_one_of_them_whole(we, heard):
    asked = actions.speak(heard(), by=we.resident, side="question", text="费用会涨吗？")
    words = [f"不涨，第{n}次说明。" for n in range(MANY)]
    answers = at_once(
        *[lambda one=one: actions.answer(asked, by=person(we.owners_committee), text=one) for one in words]
    )
    row = Statement.objects.get(pk=asked.pk)
    assert (refused(answers), row.answer in words, row.answered_by_id) == (0, True, we.owners_committee.pk)
