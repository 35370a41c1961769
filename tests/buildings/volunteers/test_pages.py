"""What people see and press, and how many statements the pages cost."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from beihu.accounts.models import User
from buildings.volunteers.models import Activity, Need, SignUp, TeamMember, VolunteerTeam
from tests.make_buildings import make_activity, make_sign_up, make_team, make_team_member

pytestmark = pytest.mark.django_db


def browser(user) -> Client:
    client = Client()
    if user is not None:
        client.force_login(user)
    return client


def people(number: int) -> list[User]:
    rows = [User(phone=f"+8613801{n:06d}", name=f"志愿者{n}") for n in range(number)]
    return User.objects.bulk_create(rows, batch_size=5000)


def cost(user, path: str) -> int:
    client = browser(user)
    client.get(path)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(path).status_code == 200
    return len(asked)


def test_pages_cost_the_same_for_one_row_and_for_three(we, team, scissors):
    def grow(number: int) -> None:
        for n in range(number):
            user = User.objects.create_user(phone=f"+86138020{User.objects.count():05d}", name="周")
            make_team_member(team=team, user=user, skills=[scissors], is_public=True)
            make_team_member(team=team, user=we.liaison, status="left")
            other = make_team(place=we.compound, name=f"{VolunteerTeam.objects.count()}队")
            other.places.create(place=we.community)
            make_team_member(team=other, user=we.resident)
            row = make_activity(team=team, seats={None: 3, scissors: 2})
            make_activity(team=team, status="done", starts_at=timezone.now() - timedelta(days=n + 1))
            for one in (user, we.resident):
                make_sign_up(activity=row, user=one)

    grow(1)
    first = Activity.objects.filter(status="announced").earliest("pk")
    paths = [
        f"/places/{we.community.code}/teams/", f"/places/{we.community.code}/activities/", f"/volunteers/teams/{team.pk}/",
        f"/volunteers/teams/{team.pk}/roster/", "/volunteers/mine/", first.get_absolute_url(),
    ]  # fmt: skip
    once = {(path, who): cost(user, path) for path in paths for who, user in viewers(we, path).items()}
    grow(2)
    for user in people(2):
        make_sign_up(activity=first, user=user)
    thrice = {(path, who): cost(user, path) for path in paths for who, user in viewers(we, path).items()}
    assert once == thrice
    assert max(once.values()) <= 21


def viewers(we, path: str) -> dict[str, User | None]:
    found = {"visitor": None, "resident": we.resident, "worker": we.worker}
    if "roster" in path or "mine" in path:
        found.pop("visitor")
    if "roster" in path:
        found.pop("resident")
    return found


def test_place_page_asks_nothing_more_for_volunteers(we, team):
    page = browser(None).get(f"/places/{we.community.code}/").content.decode()
    assert page.count(f"/places/{we.community.code}/teams/") == 1


def test_names_are_shown_by_choice_only(we, team):
    shown, quiet = people(2)
    make_team_member(team=team, user=shown, is_public=True)
    make_team_member(team=team, user=quiet)
    page = browser(None).get(team.get_absolute_url()).content.decode()
    assert (shown.name in page, quiet.name in page, we.leader.name in page) == (True, False, False)
    row = make_activity(team=team)
    make_sign_up(activity=row, user=quiet)
    for who, sees in ((None, False), (we.resident, False), (we.leader, True)):
        assert (quiet.name in browser(who).get(row.get_absolute_url()).content.decode()) is sees


def test_resident_signs_up_waits_and_withdraws(we, team):
    row = make_activity(team=team, seats=1)
    need = row.needs.get().pk
    client, other = browser(we.resident), browser(we.liaison)
    url = row.get_absolute_url()
    assert client.post(f"{url}sign_up/", {"need": need}).status_code == 302
    other.post(f"{url}sign_up/", {"need": need})
    assert other.get(url).context["queue"] == 1
    seat = SignUp.objects.get(user=we.resident)
    assert client.get(f"/volunteers/sign-ups/{seat.pk}/withdraw/").status_code == 200
    assert client.post(f"/volunteers/sign-ups/{seat.pk}/withdraw/").status_code == 302
    assert client.post(f"/volunteers/sign-ups/{seat.pk}/withdraw/").status_code == 409
    assert SignUp.objects.get(user=we.liaison).status == "seated"
    assert [one.status for one in other.get("/volunteers/mine/").context["ahead"]] == ["seated"]


def test_leader_plans_a_night_patrol_over_midnight_and_announces_it(we, team, scissors):
    client = browser(we.leader)
    day = timezone.localdate() + timedelta(days=2)
    url = f"{team.get_absolute_url()}plan/"
    key = client.get(url).context["form"].initial["key"]
    given = {
        "key": key, "title": "夜巡", "place": we.compound.code, "day": day.isoformat(), "begin": "22:00", "end": "01:00",
        "hands": 4, "skill_1": scissors.pk, "count_1": 1,
    }  # fmt: skip
    for wrong in ({"end": "22:00"}, {"hands": "", "skill_1": "", "count_1": ""}, {"count_1": ""}, {"skill_1": ""},
                  {"skill_2": scissors.pk, "count_2": 1}, {"hands": "1000"}, {"title": "\x00"}):  # fmt: skip
        assert client.post(url, given | wrong).status_code == 200
    assert client.post(url, given).status_code == 302
    assert client.post(url, given).status_code == 302
    row = Activity.objects.get()
    assert (row.minutes, row.status, row.needs.count()) == (180, "draft", 2)
    edit = client.get(f"{row.get_absolute_url()}edit/").context["form"]
    assert (edit.initial["hands"], edit.initial["count_1"]) == (4, 1)
    assert client.post(f"{row.get_absolute_url()}announce/").status_code == 302
    assert browser(None).get(row.get_absolute_url()).status_code == 200


def test_lists_of_three_hundred_teams_and_a_big_roster_stay_fast(we, django_assert_max_num_queries):
    """Page by page through all teams, each once; no page reads a whole table of members."""
    teams = VolunteerTeam.objects.bulk_create(
        VolunteerTeam(place=we.community, name=f"{n:03d}队") for n in range(300)
    )
    users = people(4000)
    TeamMember.objects.bulk_create(
        (TeamMember(team=teams[n % 300 if n % 10 == 9 else 0], user=users[n % 4000], status="member", since=timezone.localdate())
         for n in range(4000)), batch_size=5000,
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE buildings_teammember; ANALYZE buildings_volunteerteam")
    client, url, seen = browser(we.worker), f"/places/{we.community.code}/teams/", []
    after = ""
    while True:
        context = client.get(f"{url}{after}").context
        seen += [row.pk for row in context["rows"]]
        if not (after := context["following"]):
            break
    assert seen == [team.pk for team in teams]
    for team in (teams[0], teams[9]):
        rows = TeamMember.objects.filter(team=team, status="member", pk__gt=0).order_by("pk")[:26]
        assert "Seq Scan" not in rows.explain()
    with django_assert_max_num_queries(18):
        assert client.get(f"{teams[0].get_absolute_url()}roster/").context["count"] == "1000+"
    assert Need.objects.count() == 0
