"""Every state × verb × role, against a table written by hand from the rules, not from the code."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from beihu.accounts.models import User
from beihu.notifications.models import Delivery
from beihu.states import STAY, Refused
from forums.questionnaires import building, life, questions
from forums.questionnaires.actions import ACTIONS
from forums.questionnaires.answering import Given, take
from forums.questionnaires.models import Questionnaire
from forums.questionnaires.responses import Draft, Envelope, Response
from forums.questionnaires.states import DEEDS, MACHINE, Status

pytestmark = pytest.mark.django_db
MAKERS = "worker officer operator"
TYPISTS = "worker leader liaison officer operator"
EXPECTED = f"""
open     | draft            | open      | {MAKERS}
close    | open             | closed    | {MAKERS}
publish  | closed           | published | {MAKERS}
withdraw | draft            | withdrawn | {MAKERS}
edit     | draft            | stay      | {MAKERS}
remind   | open             | stay      | {MAKERS}
copy     | draft open closed published withdrawn | stay | {MAKERS}
print    | open             | stay      | {TYPISTS}
enter    | open closed      | stay      | {TYPISTS}
"""
ROWS = {
    verb: (set(sources.split()), target, set(who.split()))
    for verb, sources, target, who in (
        (cell.strip() for cell in line.split("|")) for line in EXPECTED.strip().splitlines()
    )
}


@pytest.fixture
def cast(we, they):
    return {
        "resident": we.resident, "leader": we.leader, "worker": we.worker, "liaison": we.liaison,
        "property": we.property_staff, "owners": we.owners_committee, "management": we.management_committee,
        "officer": we.officer, "operator": User.objects.create_superuser("operator"),
        "worker next door": they.worker, "officer next door": they.officer,
    }  # fmt: skip


def test_the_table_is_open_to_exactly_whom_the_rules_say(we, ask, cast):
    assert {row.name for row in (*MACHINE.transitions, *DEEDS.transitions)} == set(ROWS)
    assert set(ACTIONS) == set(ROWS) - {"edit", "print", "enter"}
    for state in Status.values:
        row = ask(status=state, place=we.building)
        found = {
            verb: {
                name
                for name, user in cast.items()
                if verb in {one.name for table in (MACHINE, DEEDS) for one in table.available(row, user)}
            }
            for verb in ROWS
        }
        assert found == {
            verb: who if state in sources else set() for verb, (sources, _to, who) in ROWS.items()
        }


def test_each_verb_leads_where_the_table_says_or_is_refused(we, ask, cast):
    for verb in ACTIONS:
        sources, target, _who = ROWS[verb]
        for state in Status.values:
            row = ask(status=state)
            if state in sources:
                done = ACTIONS[verb](row, by=we.worker)
                assert done.status == ("draft" if verb == "copy" else state if target == STAY else target)
            else:
                with pytest.raises(Refused):
                    ACTIONS[verb](row, by=we.worker)
            row.refresh_from_db()
            assert row.status == (target if state in sources and target != STAY else state)
            with pytest.raises(Refused):
                ACTIONS[verb](ask(status=next(iter(sources))), by=cast["worker next door"])


def test_open_says_what_is_unfinished(we, ask):
    row = ask([{"kind": "single", "text": "空的", "choices": []}], [], status="draft")
    assert [text[:1] for text in building.problems(row)] == ["“", "T"] or len(building.problems(row)) == 2
    with pytest.raises(Refused):
        life.open_(row, by=we.worker)
    Questionnaire.objects.filter(pk=row.pk).update(closes_on=timezone.localdate() - timedelta(days=1))
    with pytest.raises(Refused):
        life.open_(ask(status="draft", closes_on=timezone.localdate() - timedelta(days=1)), by=we.worker)
    assert life.open_(ask(status="draft", closes_on=timezone.localdate()), by=we.worker).status == "open"


def test_open_invites_its_audience_and_nobody_else(we, they, ask, neighbour):
    tenant = neighbour(1, relation="tenant")
    elsewhere = neighbour(2, place=we.old_doorway)
    row = life.open_(ask(status="draft", relations=["tenant"], post_roles=["group_leader"]), by=we.worker)
    told = Delivery.objects.filter(source=f"questionnaire:{row.pk}", channel="portal")
    assert set(told.values_list("recipient", flat=True)) == {tenant.pk, we.leader.pk}
    assert elsewhere.pk not in set(told.values_list("recipient", flat=True))


def test_remind_only_those_who_have_not_answered(we, ask, neighbour, time_machine):
    people = [neighbour(n) for n in range(3)]
    per_person, per_household = ask(), ask(per="household")
    wife = neighbour(9, people[0].memberships.get().household)
    take(per_person, [Given({}, we.doorway.code, user=people[0])])
    take(per_household, [Given({}, we.doorway.code, household=people[0].memberships.get().household)])
    found = {}
    for row in (per_person, per_household):
        life.remind(row, by=we.worker, sms=True)
        told = Delivery.objects.filter(source=f"questionnaire:{row.pk}", channel="sms")
        found[row.per] = set(told.values_list("recipient", flat=True))
    others = {we.resident.pk, people[1].pk, people[2].pk}
    assert found == {"person": others | {wife.pk}, "household": others}
    with pytest.raises(Refused):
        life.remind(per_person, by=we.worker)
    for days in (3, 6):
        time_machine.move_to(timezone.now() + timedelta(days=days))
        life.remind(per_person, by=we.worker)
    time_machine.move_to(timezone.now() + timedelta(days=20))
    with pytest.raises(Refused):
        life.remind(per_person, by=we.worker)
    per_person.refresh_from_db()
    assert per_person.reminders == 3


def test_messages_are_not_sent_after_it_has_closed(we, ask):
    row = life.open_(ask(status="draft"), by=we.worker)
    deliveries = list(Delivery.objects.all())
    assert (len(deliveries) > 0, life.check(deliveries)) == (True, {})
    life.close(row, by=we.worker)
    assert set(life.check(deliveries).values()) == {"too late"}
    life.publish(row, by=we.worker)
    news = list(Delivery.objects.filter(kind="published"))
    assert (len(news) > 0, life.check(news)) == (True, {})


def test_sweep_closes_after_the_last_day_and_not_before(we, ask, time_machine):
    row = ask(closes_on=timezone.localdate())
    Draft.objects.create(questionnaire=row, user=we.resident)
    midnight = timezone.localtime().replace(hour=23, minute=59, second=30)
    time_machine.move_to(midnight)
    life.sweep()
    row.refresh_from_db()
    assert row.status == "open"
    time_machine.move_to(midnight + timedelta(seconds=31))
    life.sweep()
    row.refresh_from_db()
    assert (row.status, Draft.objects.count()) == ("closed", 0)


def test_close_empties_the_urn_and_paper_goes_on_until_published(we, ask, neighbour):
    row = ask(anonymous=True)
    take(row, [Given({"q1": {"choice": "c1"}}, we.doorway.code, user=neighbour(n)) for n in range(2)])
    row = life.close(row, by=we.worker)
    assert (Response.objects.count(), Envelope.objects.count()) == (2, 0)
    take(row, [Given({"q1": {"choice": "c2"}}, we.doorway.code, channel="paper")])
    assert Envelope.objects.count() == 1
    row = life.publish(row, by=we.worker)
    assert (Response.objects.count(), Envelope.objects.count()) == (3, 0)
    with pytest.raises(Refused):
        take(row, [Given({}, we.doorway.code, channel="paper")])


def test_what_was_put_to_people_is_frozen_in_the_database(we, ask):
    row = ask()
    question, section = row.questions.get(key="q1"), row.sections.first()
    deeds = [
        lambda: row.questions.filter(key="q1").update(text="别的"),
        lambda: row.questions.filter(key="q7").delete(),
        lambda: row.sections.filter(pk=section.pk).update(title="别的"),
        lambda: row.questions.create(section=section, key="q99", position=99, kind="short", text="新的"),
        lambda: Questionnaire.objects.filter(pk=row.pk).update(anonymous=True),
        lambda: Questionnaire.objects.filter(pk=row.pk).update(relations=["owner"]),
        lambda: Questionnaire.objects.filter(pk=row.pk).update(status="draft"),
    ]
    for deed in deeds:
        with pytest.raises(DatabaseError), transaction.atomic():
            deed()
    for verb in (
        lambda: questions.edit_question(question, by=we.worker, text="别的"),
        lambda: building.add_section(row, by=we.worker, title="新的"),
        lambda: building.describe(row, by=we.worker, title="别的"),
    ):
        with pytest.raises(Refused):
            verb()
    Questionnaire.objects.filter(pk=row.pk).update(place=we.building)  # places move
