"""Founding, changing and closing a team; joining, leading, leaving it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from beihu.accounts import personal
from beihu.accounts.models import User
from beihu.audit.models import AuditEntry
from beihu.notifications.models import Notification
from beihu.states import Refused
from buildings.places import actions as places
from buildings.places.models import Place
from buildings.volunteers import founding, roster
from buildings.volunteers.models import SignUp, TeamMember, TeamPlace, VolunteerTeam
from tests.make_buildings import make_activity, make_sign_up, make_team, make_team_member

pytestmark = pytest.mark.django_db


def told(user: User) -> int:
    return Notification.objects.filter(recipient=user).count()


def test_found_writes_team_and_log(we):
    team = founding.found(
        by=we.worker,
        place=we.community,
        name=" 编外110 ",
        serves=[we.compound, we.old_compound, we.community],
    )
    assert (team.name, team.status, team.founded_on) == ("编外110", "open", timezone.localdate())
    assert [one.place_id for one in team.places.all()] == [we.compound.code, we.old_compound.code]
    entry = AuditEntry.objects.get(verb="team.found")
    assert (entry.actor, entry.place_id) == (we.worker, we.community.code)


def test_found_refuses_strangers_double_names_and_the_future(we, they, team):
    for by in (we.resident, we.leader, they.worker):
        with pytest.raises(Refused):
            founding.found(by=by, place=we.community, name="520")
    for wrong in ({"name": "爱心妈妈"}, {"name": " "}, {"name": "长" * 41},
                  {"name": "520", "founded_on": timezone.localdate() + timedelta(days=1)}):  # fmt: skip
        with pytest.raises(Refused):
            founding.found(by=we.worker, place=we.community, **wrong)
    assert VolunteerTeam.objects.count() == 1
    founding.close(team, by=we.worker, reason="并入")
    assert founding.found(by=we.worker, place=we.community, name="爱心妈妈").status == "open"


def test_edit_replaces_the_places_served(we, team):
    TeamPlace.objects.create(team=team, place=we.compound)
    founding.edit(team, by=we.leader, name="爱心妈妈队", about="", serves=[we.old_compound])
    team.refresh_from_db()
    assert (team.name, team.about) == ("爱心妈妈队", "")
    assert [one.place_id for one in team.places.all()] == [we.old_compound.code]
    make_team(place=we.community, name="520")
    with pytest.raises(Refused):
        founding.edit(team, by=we.leader, name="520")


def test_close_tells_members_and_turns_away_who_asked(we, team):
    member = make_team_member(team=team, user=we.resident)
    asked = make_team_member(team=team, user=we.liaison, status="asked")
    activity = make_activity(team=team)
    with pytest.raises(Refused):
        founding.close(team, by=we.worker, reason="没有人了")
    type(activity).objects.filter(pk=activity.pk).update(
        status="cancelled", cancelled_at=timezone.now(), cancel_reason="雨"
    )
    founding.close(team, by=we.worker, reason="没有人了")
    team.refresh_from_db()
    member.refresh_from_db()
    asked.refresh_from_db()
    assert (team.status, team.closed_on, team.closed_reason) == ("closed", timezone.localdate(), "没有人了")
    assert (member.status, asked.status, asked.ended_reason) == ("member", "turned_down", "没有人了")
    assert (told(we.resident), told(we.liaison), told(we.worker)) == (1, 1, 0)
    with pytest.raises(Refused):
        roster.join(team, by=we.property_staff)
    assert founding.reopen(team, by=we.worker).closed_reason == ""


def test_join_twice_is_once_and_leaders_answer(we, team, scissors):
    first = roster.join(team, by=we.resident, words="周末有空", skills=[scissors])
    assert roster.join(team, by=we.resident) == first
    assert (told(we.leader), told(we.worker)) == (1, 0)
    row = roster.accept(first, by=we.leader)
    assert (row.status, row.since, told(we.resident)) == ("member", timezone.localdate(), 1)
    assert list(row.skills.all()) == [scissors]
    with pytest.raises(Refused):
        roster.accept(first, by=we.leader)


def test_join_where_nobody_leads_tells_staff_of_the_nearest_place(we):
    roster.join(make_team(place=we.compound), by=we.resident)
    assert (told(we.worker), told(we.officer)) == (1, 0)


def test_turn_down_and_remove_say_why(we, team):
    asked = roster.join(team, by=we.resident)
    with pytest.raises(Refused):
        roster.turn_down(asked, by=we.leader, reason=" ")
    assert roster.turn_down(asked, by=we.leader, reason="人数已满").ended_reason == "人数已满"
    again = roster.join(team, by=we.resident)
    assert again.pk != asked.pk
    roster.accept(again, by=we.worker)
    row = roster.remove(again, by=we.worker, reason="长期不参加")
    assert (row.status, row.until) == ("left", timezone.localdate())
    notice = Notification.objects.filter(recipient=we.resident).latest("pk")
    assert notice.body == "长期不参加"


def test_lead_gives_the_right_and_leaving_takes_it(we, team):
    member = make_team_member(team=team, user=we.resident)
    roster.lead(member, by=we.leader)
    fresh = VolunteerTeam.objects.get(pk=team.pk)
    assert we.resident.has_perm("buildings.keep_volunteerteam", fresh)
    roster.leave(TeamMember.objects.get(pk=member.pk), by=we.resident)
    fresh = VolunteerTeam.objects.get(pk=team.pk)
    assert not we.resident.has_perm("buildings.keep_volunteerteam", fresh)
    assert told(we.leader) == 1
    roster.unlead(TeamMember.objects.get(user=we.leader), by=we.worker)
    assert VolunteerTeam.objects.get(pk=team.pk).leaders == []


def test_describe_is_for_oneself(we, team, scissors):
    member = make_team_member(team=team, user=we.resident)
    roster.describe(member, by=we.resident, skills=[scissors], is_public=True)
    member.refresh_from_db()
    assert (member.is_public, list(member.skills.all())) == (True, [scissors])
    with pytest.raises(Refused):
        roster.describe(member, by=we.leader, skills=[], is_public=False)


def test_enrol_finds_or_makes_the_person(we, team):
    known = roster.enrol(team, by=we.worker, phone=we.resident.phone)
    assert (known.user, known.status) == (we.resident, "member")
    with pytest.raises(Refused):
        roster.enrol(team, by=we.worker, phone=we.resident.phone)
    with pytest.raises(Refused):
        roster.enrol(team, by=we.worker, phone="+8613900009999")
    new = roster.enrol(team, by=we.worker, phone="+8613900009999", name="周新人")
    assert new.user.name == "周新人"
    for by in (we.leader, we.resident):
        with pytest.raises(Refused):
            roster.enrol(team, by=by, phone="+8613900009998", name="周新人")


def test_place_that_moves_or_merges_takes_its_teams_along(we, team):
    TeamPlace.objects.create(team=team, place=we.compound)
    TeamPlace.objects.create(team=team, place=we.old_compound)
    home = make_team(place=we.old_compound, name="520", leader=we.worker)
    TeamPlace.objects.create(team=home, place=we.compound)
    activity = make_activity(team=home)
    places.merge_place(Place.objects.get(pk=we.old_compound.pk), into=we.compound, by=we.officer)
    home.refresh_from_db()
    activity.refresh_from_db()
    assert (home.place_id, activity.place_id) == (we.compound.code, we.compound.code)
    assert [one.place_id for one in TeamPlace.objects.all()] == [we.compound.code]
    assert TeamPlace.objects.get().team == team


def test_erased_person_leaves_teams_and_frees_the_seat(we, team, scissors):
    member = make_team_member(team=team, user=we.resident, is_public=True, words="周末", skills=[scissors])
    activity = make_activity(team=team, seats=1)
    make_sign_up(activity=activity, user=we.resident)
    waiting = make_sign_up(activity=activity, user=we.liaison, status="waiting")
    kept = personal.export(we.resident)["volunteers"]
    assert [row["skills"] for row in kept["teams"]] == [["理发"]]
    assert [row["status"] for row in kept["sign_ups"]] == ["seated"]
    personal.erase(User.objects.select_for_update().get(pk=we.resident.pk))
    member.refresh_from_db()
    waiting.refresh_from_db()
    assert (member.status, member.is_public, member.words, member.skills.count()) == ("left", False, "", 0)
    assert waiting.status == "seated"
    assert SignUp.objects.get(user=we.resident).status == "withdrawn"
