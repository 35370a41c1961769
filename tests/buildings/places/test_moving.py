"""Moving and merging carry everything along."""

from datetime import date, time

import pytest
from django.db import connection, transaction
from django.utils import timezone

from beihu.audit.models import AuditEntry
from beihu.states import Refused
from buildings.households.models import Household, Membership
from buildings.party.models import OrganisationKind
from buildings.places import actions, references
from buildings.places.models import Place, PlaceAlias
from buildings.posts.models import Post
from buildings.posts.roles import Role
from forums.bulletins.models import Subscription
from forums.questionnaires import answering
from forums.questionnaires.copies import Copy
from forums.talks.models import Series
from tests import cast
from tests.make import (
    make_bulletin,
    make_commitment,
    make_contract,
    make_held_talk,
    make_idea,
    make_issue,
    make_matter,
    make_meeting,
    make_questionnaire,
)
from tests.make_buildings import (
    make_activity,
    make_duty,
    make_joint_committee,
    make_kind,
    make_roster,
    make_task,
    make_team,
)
from tests.make_evaluations import make_evaluation
from tests.make_fees import of_every_kind
from tests.make_hearings import make_hearing
from tests.make_hotspots import make_hotspot
from tests.make_ledger import make_book
from tests.make_parking import make_free_lot
from tests.make_reports import make_report
from tests.make_selfmanaged import make_case, make_hand, make_repair
from tests.make_votes import make_vote
from tests.rooted import make_centre, make_group
from tripartite.issues.models import Issue
from tripartite.issues.states import Status
from tripartite.meetings.models import Room
from tripartite.parties.models import Party
from tripartite.selfmanagement.repairs.models import RepairLimits

from .test_actions import ROOT, tree

pytestmark = pytest.mark.django_db


@pytest.fixture
def here(furnished: cast.Neighbourhood) -> cast.Neighbourhood:
    return furnished


def everything_at(code: str) -> dict[str, int]:
    """How many rows of each table stand at a place or below it."""
    return {
        f"{column.model._meta.label}.{column.field.column}": column.model._base_manager.filter(
            **{
                f"{column.field.name}__startswith"
                if not column.field.is_relation
                else f"{column.field.name}__code__startswith": code
            }
        ).count()
        for column in references.columns()
    }


def a_talk_with_a_matter(here: cast.Neighbourhood) -> None:
    """Of a series, with an invited doorway."""
    Series.objects.create(
        place=here.compound, title="夜话", first_on=date(2026, 11, 5), at=time(19), organiser=here.liaison
    )
    talk = make_held_talk(place=here.compound, organiser=here.liaison)
    talk.invited.create(place=here.doorway)
    make_matter(talk=talk, captured_by=here.liaison, place=here.doorway)


def an_answered_questionnaire(here: cast.Neighbourhood) -> None:
    """Answered on screen, so that it is counted by place, and with a copy for a doorway."""
    questionnaire = make_questionnaire(place=here.compound, made_by=here.worker)
    chair = answering.chairs(questionnaire, here.resident)[0]
    answering.give(questionnaire, by=here.resident, chair=chair, answers={"q1": {"choice": "c2"}})
    Copy.objects.create(questionnaire=questionnaire, number=1, place=here.doorway)


def whoever_is_rooted_here(here: cast.Neighbourhood) -> None:
    """Kinds of posts, a building group, a household that serves, what is asked of it each month, a big committee, volunteers."""
    make_kind(place=here.compound)
    group = make_group(here.building)
    OrganisationKind.objects.filter(pk=group.kind_id).update(place=here.compound)
    make_centre(here.household)
    duty = make_duty(place=here.compound, set_by=here.worker)
    make_task(duty=duty, user=here.leader, place=here.doorway)
    make_joint_committee(place=here.compound)
    team = make_team(place=here.compound, leader=here.leader)
    team.places.create(place=here.doorway)
    make_activity(team=team, place=here.building)


def sound() -> None:
    """Every reference of the database leads somewhere, now and not at the end of the test."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def test_move_carries_the_subtree_and_every_record(here: cast.Neighbourhood) -> None:
    make_contract(place=here.compound)
    make_meeting(place=here.compound, organiser=here.liaison)
    Room.objects.create(place=here.compound, name="活动室")
    make_commitment(place=here.building, debtor=here.company, made_by=here.liaison)
    make_book(here, party=here.owners_party)
    make_hand(here.compound, here.owners_committee)
    make_repair(here)
    RepairLimits.objects.create(place=here.compound)
    make_case(here)
    make_free_lot(place=here.compound)
    make_bulletin(place=here.compound)
    Subscription.objects.create(place=here.compound, email="a@example.org")
    make_idea(place=here.compound, author=here.resident)
    make_roster(place=here.compound, by=here.worker).doors.create(number=1, place=here.doorway)
    of_every_kind(here)
    whoever_is_rooted_here(here)
    a_talk_with_a_matter(here)
    an_answered_questionnaire(here)
    make_vote(place=here.compound, by=here.worker, units=[here.household])
    make_hearing(place=here.compound, by=here.worker, status="published")
    make_evaluation(here)
    make_hotspot(place=here.building)
    make_report(place=here.building)
    before = everything_at(here.compound.code)
    assert all(before.values())
    there = cast.place("420103010002", "2号社区居委会")
    moved = actions.move_place(here.compound, under=there, by=here.officer, reason="区划调整")
    sound()
    assert moved.code == "420103010002001"
    assert tree(moved.code) == {
        "420103010002001": "德富花园", "420103010002001001": "1栋",
        "42010301000200100101": "1单元", "42010301000200100102": "2单元",
    }  # fmt: skip
    assert tree(here.compound.code) == {}
    after = everything_at(moved.code)
    after["buildings.PlaceAlias.place_id"] -= 4  # one new alias for each place moved
    assert after == before
    assert everything_at(here.compound.code) == dict.fromkeys(before, 0)
    assert Place.objects.get(code="42010301000200100101").parent_id == "420103010002001001"


def test_move_lets_generated_columns_follow(here: cast.Neighbourhood) -> None:
    there = cast.next_door()
    root = type(here.officer).objects.create_superuser("root")
    actions.rename_place(here.compound, name="德富二期", by=root)
    actions.move_place(here.compound, under=there.community, by=root)
    issue = Issue.objects.get()
    assert issue.place_id == "42010301100100300101"
    assert (issue.community, issue.street, issue.district) == ("420103011001", "420103011", "420103")
    assert list(Issue.objects.visible_to(there.worker, "tripartite.view_issue")) == [issue]
    assert list(Issue.objects.visible_to(here.worker, "tripartite.view_issue")) == []


def test_move_keeps_each_old_code_with_its_dates(here: cast.Neighbourhood) -> None:
    Place.objects.filter(pk=here.building.pk).update(opened_on=date(1998, 5, 1))
    actions.move_place(here.building, under=here.old_compound, by=here.officer)
    rows = PlaceAlias.objects.filter(kind="moved").order_by("code")
    assert [(row.code, row.place_id, row.since, row.until) for row in rows] == [
        ("420103010001001001", "420103010001002002", date(1998, 5, 1), timezone.localdate()),
        ("42010301000100100101", "42010301000100200201", None, timezone.localdate()),
        ("42010301000100100102", "42010301000100200202", None, timezone.localdate()),
    ]


def test_move_there_and_back_and_on_leads_all_old_codes_home(here: cast.Neighbourhood) -> None:
    third = actions.open_place(here.community, name="三期", by=ROOT)
    place = actions.move_place(here.building, under=here.old_compound, by=ROOT)
    place = actions.move_place(place, under=here.compound, by=ROOT)
    place = actions.move_place(place, under=third, by=ROOT)
    sound()
    old = PlaceAlias.objects.filter(kind="moved", place=place.code).values_list("code", flat=True)
    assert len(old) == 3
    assert here.building.code in old
    with transaction.atomic():
        assert Place.objects.hold(here.building.code) == place


def test_move_keeps_the_log_as_it_was(here: cast.Neighbourhood) -> None:
    actions.rename_place(here.building, name="甲栋", by=ROOT)
    actions.move_place(here.building, under=here.old_compound, by=ROOT)
    assert AuditEntry.objects.get(verb="place.rename").place_id == "420103010001001001"
    assert AuditEntry.objects.get(verb="place.move").detail == {
        "before": "420103010001001001", "after": "420103010001002002"
    }  # fmt: skip


def test_move_of_a_community_takes_a_number_of_our_own(here: cast.Neighbourhood) -> None:
    there = cast.next_door()
    assert actions.move_place(here.community, under=there.street, by=ROOT).code == "420103011900"
    given = cast.place("420103010009", "9号社区居委会")
    assert actions.move_place(given, under=there.street, by=ROOT, code="420103011007").code == "420103011007"
    sound()


def test_move_refuses_what_cannot_be(here: cast.Neighbourhood) -> None:
    there, before = cast.next_door(), tree()
    Place.objects.filter(pk=there.old_compound.pk).update(closed_on=timezone.localdate())
    for place, under in (
        (here.building, here.compound),  # lies there already
        (here.building, here.community),  # wrong level
        (here.building, here.building),
        (here.compound, here.building),
        (here.building, there.old_compound),  # closed
        (here.building, there.compound),  # has a building of this name
        (here.street.parent, here.street.parent.parent),
        (here.street.parent.parent.parent, here.street),  # a province
        (Place(code="99"), here.street),
    ):
        with pytest.raises(Refused):
            actions.move_place(place, under=under, by=ROOT)
    assert tree() == before | tree(there.street.code)


def test_move_refuses_a_district_without_its_new_code(here: cast.Neighbourhood) -> None:
    cast.place("4202", "黄石市")
    with pytest.raises(Refused):
        actions.move_place(here.street.parent, under=Place.objects.get(code="4202"), by=ROOT)
    moved = actions.move_place(
        here.street.parent, under=Place.objects.get(code="4202"), by=ROOT, code="420299"
    )
    sound()
    assert Issue.objects.get().district == moved.code == "420299"


def test_merge_numbers_children_without_clashes(here: cast.Neighbourhood) -> None:
    merged = actions.merge_place(here.old_compound, into=here.compound, by=here.officer, reason="合并")
    sound()
    assert merged == here.compound
    assert tree(here.compound.code) == {
        "420103010001001": "德富花园", "420103010001001001": "1栋",
        "42010301000100100101": "1单元", "42010301000100100102": "2单元",
        "420103010001001002": "3栋", "42010301000100100201": "1单元",
    }  # fmt: skip
    assert tree(here.old_compound.code) == {}
    alias = PlaceAlias.objects.get(kind="merged")
    assert (alias.place_id, alias.code, alias.name, alias.until) == (
        here.compound.code, "420103010001002", "邮电三公司小区", timezone.localdate()
    )  # fmt: skip
    assert set(PlaceAlias.objects.filter(kind="moved").values_list("code", "place_id")) == {
        ("420103010001002001", "420103010001001002"), ("42010301000100200101", "42010301000100100201"),
    }  # fmt: skip


def test_merge_keeps_a_childs_number_where_it_is_free(here: cast.Neighbourhood) -> None:
    cast.place(f"{here.old_compound.code}007", "7栋")
    actions.merge_place(here.old_compound, into=here.compound, by=ROOT)
    numbers = Place.objects.filter(parent=here.compound.code).values_list("code", "name")
    assert {code[15:]: name for code, name in numbers} == {"001": "1栋", "002": "3栋", "007": "7栋"}


def test_merge_of_communities_keeps_one_party_of_each_kind(here: cast.Neighbourhood) -> None:
    there = cast.next_door()
    issue = make_issue(place=there.doorway, party=there.residents_party, status=Status.ASSIGNED)
    Post.objects.create(user=there.worker, role=Role.COMMUNITY_WORKER, place=here.community)
    actions.merge_place(there.community, into=here.community, by=ROOT)
    sound()
    seats = Party.objects.filter(place=here.community, until__isnull=True)
    assert list(seats) == [here.residents_party]
    assert Party.objects.get(pk=there.residents_party.pk).until == timezone.localdate()
    assert Issue.objects.get(pk=issue.pk).party == here.residents_party
    assert Post.objects.in_term().filter(user=there.worker, place=here.community).count() == 1
    assert Issue.objects.filter(community=here.community.code).count() == 2
    assert AuditEntry.objects.filter(verb__in=("party.end", "post.end")).count() == 2


def test_merge_of_doorways_moves_what_stands_there(here: cast.Neighbourhood) -> None:
    before = everything_at(here.doorway.code)
    actions.merge_place(here.doorway, into=here.other_doorway, by=here.officer)
    sound()
    after = everything_at(here.other_doorway.code)
    after["buildings.PlaceAlias.place_id"] -= 1
    assert after == before
    assert Membership.objects.get().household.place_id == here.other_doorway.code


def test_merge_refuses_two_rooms_of_one_number(here: cast.Neighbourhood) -> None:
    Household.objects.create(place=here.other_doorway, room="1001")
    with pytest.raises(Refused, match="1001"):
        actions.merge_place(here.doorway, into=here.other_doorway, by=here.officer)
    assert Place.objects.filter(pk=here.doorway.pk).exists()
    assert Household.objects.filter(place=here.doorway).count() == 1


def test_merge_takes_a_closed_place_in(here: cast.Neighbourhood) -> None:
    Place.objects.filter(pk=here.old_compound.pk).update(
        closed_on=date(2026, 1, 1), opened_on=date(1998, 1, 1)
    )
    actions.merge_place(here.old_compound, into=here.compound, by=ROOT)
    assert PlaceAlias.objects.get(kind="merged").since == date(1998, 1, 1)


def test_merge_refuses_what_cannot_be(here: cast.Neighbourhood) -> None:
    before = tree()
    Place.objects.filter(pk=here.other_doorway.pk).update(closed_on=timezone.localdate())
    for place, into in (
        (here.compound, here.compound),
        (here.building, here.compound),
        (here.doorway, here.other_doorway),
        (here.doorway, Place(code="99")),
    ):
        with pytest.raises(Refused):
            actions.merge_place(place, into=into, by=ROOT)
    assert tree() == before


def test_hold_raises_for_an_unknown_code(here: cast.Neighbourhood) -> None:
    with pytest.raises(Place.DoesNotExist):
        Place.objects.hold("990000")


def test_another_change_of_the_tree_is_told_to_wait(here: cast.Neighbourhood) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '50ms'")
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [actions.TREE_LOCK])
        with pytest.raises(Refused):
            actions.rename_place(here.building, name="甲栋", by=ROOT)
    finally:
        other.close()
    assert Place.objects.get(pk=here.building.pk).name == "1栋"
