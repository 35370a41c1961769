"""Owners are heard before they decide: who may say what, until when, and a record that stays."""

import uuid
from datetime import timedelta

import pytest
import time_machine
from django.db import transaction
from django.utils import timezone

from beihu.accounts.models import User
from beihu.notifications.models import Notification
from beihu.states import Refused
from buildings.households.models import Membership
from tests.make_votes import make_vote
from tests.tripartite.issues.test_races import at_once, person
from tripartite.decisions.hearings import actions
from tripartite.decisions.hearings.models import Hearing, Statement
from tripartite.decisions.hearings.states import DEEDS, MACHINE

pytestmark = pytest.mark.django_db


def facts(we, **over):
    return {
        "party": we.owners_party, "title": "是否更换物业", "text": "合同到期。", "closes_at": timezone.now() + timedelta(days=12),
    } | over  # fmt: skip


def test_draft_call_speak_answer_publish(we):
    row = actions.draft(we.compound, by=we.worker, key=uuid.uuid4(), **facts(we))
    row = actions.call(row, by=we.liaison)
    actions.speak(row, by=we.resident, side="for", text="服务太差，支持更换。")
    asked = actions.speak(row, by=we.resident, side="question", text="费用会涨吗？")
    actions.note(row, by=we.worker, side="against", text="先谈谈看。")
    with time_machine.travel(row.closes_at):
        with pytest.raises(Refused, match="1"):
            actions.publish(row, by=we.worker)
        actions.answer(asked, by=we.owners_committee, text="不涨。")
        row = actions.publish(row, by=we.worker)
    assert [(one["number"], one["side"], one["in_hall"]) for one in row.record["statements"]] == [
        (1, "for", False), (2, "question", False), (3, "against", True),
    ]  # fmt: skip
    assert ("王居民" in str(row.record), actions.is_intact(row)) == (False, True)
    assert (
        Notification.objects.filter(recipient=we.resident, key__startswith=f"hearing:{row.pk}").count() == 2
    )


def test_draft_is_one_per_form_and_asks_for_the_right(we):
    key = uuid.uuid4()
    first = actions.draft(we.compound, by=we.worker, key=key, **facts(we))
    assert actions.draft(we.compound, by=we.worker, key=key, **facts(we)) == first
    for who in (we.resident, we.leader, we.property_staff, we.owners_committee):
        with pytest.raises(Refused):
            actions.draft(we.compound, by=who, key=uuid.uuid4(), **facts(we))


def test_facts_must_fit_the_compound(we, they):
    other = make_vote(place=they.compound, by=they.worker, units=1)
    for wrong in (
        {"party": they.owners_party},
        {"vote": other},
        {"title": " "},
        {"closes_at": timezone.now()},
    ):
        with pytest.raises(Refused):
            actions.draft(we.compound, by=we.worker, key=uuid.uuid4(), **facts(we, **wrong))
    with pytest.raises(Refused):
        actions.draft(we.building, by=we.worker, key=uuid.uuid4(), **facts(we))


def test_call_leaves_owners_seven_whole_days(we, heard):
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    for days, open_ in ((7, False), (8, True)):
        row = heard("draft", closes_at=midnight + timedelta(days=days))
        if open_:
            assert actions.call(row, by=we.worker).status == "called"
        else:
            with pytest.raises(Refused, match="7"):
                actions.call(row, by=we.worker)


def test_for_or_against_is_said_once_and_may_be_changed(we, heard):
    row = heard()
    actions.speak(row, by=we.resident, side="for", text="支持")
    actions.speak(row, by=we.resident, side="against", text="想了想，反对")
    assert list(row.statements.values_list("number", "side", "text")) == [(1, "against", "想了想，反对")]


def test_three_questions_each_and_the_same_one_counts_once(we, heard):
    row = heard()
    for words in ("一？？", "二？？", "三？？", "一？？"):
        actions.speak(row, by=we.resident, side="question", text=words)
    with pytest.raises(Refused):
        actions.speak(row, by=we.resident, side="question", text="四？？")
    assert row.statements.count() == 3


def test_tenants_strangers_and_staff_do_not_speak_as_owners(we, they, heard):
    row = heard()
    Membership.objects.filter(user=we.resident).update(relation="tenant")
    for who in (we.resident, they.resident, we.worker, we.owners_committee):
        with pytest.raises(Refused):
            actions.speak(row, by=who, side="for", text="支持")


def test_nothing_is_taken_after_it_has_closed(we, heard):
    row = heard()
    with time_machine.travel(row.closes_at, tick=False), pytest.raises(Refused):
        actions.speak(row, by=we.resident, side="for", text="支持")


def test_hidden_words_keep_their_number_and_reason(we, heard):
    row = heard(closed=True, said=[("for", "老张是骗子"), ("against", "不同意")])
    first = row.statements.get(number=1)
    with pytest.raises(Refused):
        actions.hide(first, by=we.worker, reason="")
    for who in (we.resident, we.property_staff, we.owners_committee):
        with pytest.raises(Refused):
            actions.hide(first, by=who, reason="骂人")
    actions.hide(first, by=we.worker, reason="指名骂人")
    row = actions.publish(row, by=we.worker)
    assert [(one["text"], one["hidden"]) for one in row.record["statements"]] == [
        ("", "指名骂人"),
        ("不同意", ""),
    ]


def test_a_hidden_stand_is_not_said_again(we, heard):
    row = heard()
    said = actions.speak(row, by=we.resident, side="for", text="骂人的话")
    actions.hide(said, by=we.worker, reason="骂人")
    with pytest.raises(Refused, match="骂人"):
        actions.speak(row, by=we.resident, side="for", text="又骂人")
    actions.show(said, by=we.worker)
    assert actions.speak(row, by=we.resident, side="for", text="好好说").text == "好好说"


def test_only_who_speaks_for_the_caller_or_keeps_it_answers(we, they, heard):
    row = heard(party=we.owners_party, said=[("question", "为什么？")])
    said = row.statements.get()
    for who in (we.resident, we.property_staff, we.management_committee, they.owners_committee):
        with pytest.raises(Refused):
            actions.answer(said, by=who, text="因为")
    assert actions.answer(said, by=we.owners_committee, text="因为到期。").answer == "因为到期。"


def test_published_record_is_fixed_in_the_database(we, heard):
    row = heard("published", said=[("for", "支持"), ("question", "何时？")])
    changes = [
        lambda: Hearing.objects.update(record={}),
        lambda: Hearing.objects.update(sha256="0" * 64),
        lambda: Statement.objects.update(text="反对"),
        lambda: Statement.objects.all().delete(),
        lambda: row.statements.create(number=9, side="for", text="后来加的"),
    ]
    for change in changes:
        with pytest.raises(Exception, match="published|only grows"), transaction.atomic():  # noqa: RUF043
            change()
    with pytest.raises(Refused):
        actions.answer(row.statements.get(number=2), by=we.worker, text="改一改")


def test_cancel_needs_a_reason_and_tells_it(we, heard):
    row = heard()
    with pytest.raises(Refused):
        actions.cancel(row, by=we.worker, reason="")
    assert actions.cancel(row, by=we.worker, reason="方案撤回").status == "cancelled"
    assert Notification.objects.filter(recipient=we.resident, key=f"hearing:{row.pk}:cancelled").count() == 1


EXPECTED = {
    "call": {"draft"}, "publish": {"called closed"}, "cancel": {"draft", "called", "called closed"}, "edit": {"draft"},
    "speak": {"called"}, "note": {"called", "called closed"},
}  # fmt: skip


def test_every_state_verb_and_role(we, they, heard):
    rows = {name: heard(name) for name in ("draft", "called", "published", "cancelled")}
    rows["called closed"] = heard("called", closed=True)
    people = we.people | {f"{name} next door": one for name, one in they.people.items()}
    people["operator"] = User.objects.create_superuser("operator")
    keepers = {"worker", "liaison", "officer", "operator"}
    found, wanted = {}, {}
    for verb, states in EXPECTED.items():
        table = MACHINE if verb in MACHINE else DEEDS
        for state, row in rows.items():
            found[verb, state] = {
                name
                for name, user in people.items()
                if verb in {one.name for one in table.available(row, user)}
            }
            wanted[verb, state] = ({"resident"} if verb == "speak" else keepers) if state in states else set()
    assert {one.name for one in (*MACHINE.transitions, *DEEDS.transitions)} == set(EXPECTED)
    assert found == wanted


def test_owners_see_as_theirs_what_they_may_speak_at(we, they, heard):
    for status in ("draft", "called", "published", "cancelled"):
        heard(status)
    for user in (*we.people.values(), *they.people.values()):
        seen = set(Hearing.objects.visible_to(user, "tripartite.speak_hearing"))
        assert seen == {
            one for one in Hearing.objects.all() if user.has_perm("tripartite.speak_hearing", one)
        }


@pytest.mark.django_db(transaction=True)
def test_twenty_sends_of_one_stand_are_one_statement():
    from tests import cast

    we = cast.here()
    row = make(we)
    at_once(*[lambda: actions.speak(row, by=person(we.resident), side="for", text="支持")] * 20)
    assert row.statements.count() == 1


def make(we):
    from tests.make_hearings import make_hearing

    return make_hearing(place=we.compound, by=we.worker)
