"""Giving answers: once, by whom it is asked, and never by anybody else."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from beihu.accounts.models import User
from beihu.states import Refused
from buildings.posts.roles import ANSWER_QUESTIONNAIRE
from forums.questionnaires import answering, urn
from forums.questionnaires.answering import AnsweredAlready, Given
from forums.questionnaires.models import Questionnaire
from forums.questionnaires.responses import Draft, Envelope, Participation, Response, Tally

pytestmark = pytest.mark.django_db
ANSWERS = {"q1": {"choice": "c1"}, "q2": {"choices": ["c2", "c1"]}, "q3": {"value": 4}}


def give(row: Questionnaire, by: User, answers=ANSWERS, **facts):
    chair = answering.chairs(row, by)[0]
    return answering.give(row, by=by, chair=chair, answers=answers, **facts)


def test_give_keeps_who_where_and_what(we, ask):
    row = ask()
    Draft.objects.create(questionnaire=row, user=we.resident, answers=ANSWERS)
    found = give(row, we.resident, age_band="60-74")
    kept = Response.objects.get()
    assert found == kept
    assert (kept.user, kept.household, kept.channel, kept.place, kept.age_band, kept.bucket) == (
        we.resident, None, "screen", we.building, "60-74", "owner",
    )  # fmt: skip
    assert kept.answers == ANSWERS | {"q2": {"choices": ["c1", "c2"]}}  # in the order of the sheet
    assert kept.answered_on == timezone.localdate(kept.answered_at)
    assert (Participation.objects.get().user, Draft.objects.count(), Envelope.objects.count()) == (
        we.resident,
        0,
        0,
    )


def test_give_twice_is_refused_kindly(we, ask):
    row = ask()
    chair = answering.chairs(row, we.resident)[0]
    give(row, we.resident)
    with pytest.raises(AnsweredAlready):
        answering.give(row, by=we.resident, chair=chair, answers=ANSWERS)
    assert (Response.objects.count(), answering.chairs(row, we.resident)) == (1, [])
    assert Tally.objects.get(question="", dimension="all").count == 1


def test_give_for_a_household_holds_for_its_other_members(we, ask, neighbour):
    row = ask(per="household")
    wife = neighbour(1, we.household, relation="family")
    give(row, we.resident)
    assert Response.objects.get().household == we.household
    assert answering.chairs(row, wife) == []
    assert answering.on_roll(row, household=we.household) is True
    chair = answering.Chair(we.doorway.code, "family", we.household)
    with pytest.raises(AnsweredAlready):
        answering.give(row, by=wife, chair=chair, answers=ANSWERS)


def test_give_for_each_of_two_households(we, ask, neighbour):
    row = ask(per="household", place=we.community)
    person = neighbour(1)
    neighbour_home = person.memberships.get().household
    person.memberships.create(household=we.household, relation="tenant", verified_at=timezone.now())
    assert [chair.household for chair in answering.chairs(row, person)] == [neighbour_home, we.household]
    give(row, person)
    give(row, person)
    assert Participation.objects.count() == 2
    assert answering.chairs(row, person) == []


def test_give_without_what_must_be_answered_is_refused(we, ask):
    row = ask()
    with pytest.raises(Refused, match="您最关心什么"):
        give(row, we.resident, {"q3": {"value": 1}})
    assert (Participation.objects.count(), Response.objects.count()) == (0, 0)


def test_give_to_a_closed_one_is_refused(we, ask):
    row = ask()
    chair = answering.chairs(row, we.resident)[0]
    for status in ("closed", "published"):
        facts = {"status": status, "closed_at": timezone.now()}
        facts |= {"published_at": timezone.now()} if status == "published" else {}
        Questionnaire.objects.filter(pk=row.pk).update(**facts)
        with pytest.raises(Refused, match="截止"):
            answering.give(row, by=we.resident, chair=chair, answers=ANSWERS)


def test_who_is_asked(we, they, ask, neighbour):
    tenant = neighbour(1, relation="tenant")
    waiting = neighbour(2, verified_at=None)
    gone = neighbour(3, ended_at=timezone.now())
    elsewhere = neighbour(4, place=we.old_doorway)
    people = {"owner": we.resident, "tenant": tenant, "waiting": waiting, "gone": gone, "old": elsewhere,
              "worker": we.worker, "leader": we.leader, "next door": they.resident,
              "operator": User.objects.create_superuser("operator")}  # fmt: skip
    audiences = {
        "all": ({}, {"owner", "tenant"}),
        "owners": ({"relations": ["owner"]}, {"owner"}),
        "leaders": ({"post_roles": ["group_leader"]}, {"leader"}),
        "tenants and leaders": (
            {"relations": ["tenant"], "post_roles": ["group_leader"]},
            {"tenant", "leader"},
        ),
        "community": ({"place": we.community}, {"owner", "tenant", "old"}),
        "draft": ({"status": "draft"}, set()),
        "closed": ({"status": "closed"}, set()),
    }
    found, listed = {}, {}
    for name, (over, _who) in audiences.items():
        row = ask(**over)
        found[name] = {who for who, user in people.items() if user.has_perm(ANSWER_QUESTIONNAIRE, row)}
        listed[name] = {
            who
            for who, user in people.items()
            if Questionnaire.objects.visible_to(user, ANSWER_QUESTIONNAIRE).filter(pk=row.pk).exists()
        }
        for who in found[name]:
            assert answering.chairs(row, people[who])
    assert found == {name: who for name, (_over, who) in audiences.items()}
    assert listed == found


def test_give_by_somebody_not_asked_is_refused(we, they, ask):
    row = ask()
    chair = answering.Chair(we.doorway.code, "owner", we.household)
    for user in (they.resident, we.worker):
        with pytest.raises(Refused):
            answering.give(row, by=user, chair=chair, answers=ANSWERS)


def test_take_from_paper_leaves_out_what_is_missing_and_signs_only_who_is_known(we, ask, neighbour):
    row = ask(status="closed")
    person = neighbour(1)
    found = answering.take(
        row,
        [
            Given({"q3": {"value": 2}}, we.doorway.code, channel="paper"),
            Given(
                ANSWERS, we.doorway.code, user=person, channel="paper", at=timezone.now() - timedelta(days=3)
            ),
        ],
    )
    assert [(one.channel, one.user) for one in found] == [("paper", None), ("paper", person)]
    assert Participation.objects.get().user == person
    assert Tally.objects.get(question="", dimension="channel").count == 2
    with pytest.raises(AnsweredAlready):
        answering.take(row, [Given(ANSWERS, we.doorway.code, user=person, channel="paper")])


def test_take_in_few_statements(we, ask, neighbour, django_assert_num_queries):
    row = ask()
    people = [neighbour(n) for n in range(30)]
    given = [Given(ANSWERS, we.doorway.code, user=user) for user in people]
    with django_assert_num_queries(9):  # with its two pairs of savepoints
        answering.take(row, given)
    assert Response.objects.count() == 30


def test_anonymous_waits_in_the_urn_until_five_are_there(we, ask, neighbour):
    row = ask(anonymous=True)
    for n in range(4):
        assert give(row, neighbour(n)) is None
    assert (urn.sweep(), Response.objects.count(), Envelope.objects.count()) == (0, 0, 4)
    give(row, neighbour(4), age_band="75+")
    assert (urn.sweep(), Response.objects.count(), Envelope.objects.count()) == (5, 5, 0)
    assert set(Response.objects.values_list("user", "household", "answered_at", "anonymous")) == {
        (None, None, None, True)
    }
    assert sorted(Response.objects.values_list("age_band", flat=True)) == ["", "", "", "", "75+"]
    assert Tally.objects.get(question="q1", choice="c1", dimension="all").count == 5
    assert urn.sweep() == 0


def test_anonymous_place_is_one_where_ten_are_asked(we, ask, neighbour):
    row = ask(anonymous=True, place=we.community)
    for n in range(8):
        neighbour(n)
    assert answering.coarse(row, we.doorway.code) == we.community.code  # nine, with 王居民
    neighbour(8)
    assert answering.coarse(row, we.doorway.code) == we.building.code
    assert answering.coarse(row, we.old_doorway.code) == we.community.code


def test_envelope_follows_a_place_that_is_gone(we, ask, neighbour):
    row = ask(anonymous=True)
    Envelope.objects.bulk_create(
        urn.envelope(row, {"answers": {}, "place": "99", "channel": "screen", "age_band": "", "bucket": ""})
        for _n in range(5)
    )
    assert urn.empty(row) == 5
    assert set(Response.objects.values_list("place", flat=True)) == {we.compound.code}


def test_database_refuses_a_person_on_an_anonymous_answer(we, ask):
    row = ask(anonymous=True)
    bad = [{"user": we.resident}, {"household": we.household}, {"answered_at": timezone.now()}]
    for over in bad:
        with pytest.raises(IntegrityError), transaction.atomic():
            Response.objects.create(
                key=uuid4(), questionnaire=row, anonymous=True, place=we.building, channel="screen",
                answered_on=timezone.localdate(), **over,
            )  # fmt: skip
