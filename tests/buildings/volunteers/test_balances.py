"""Sums with 40,000 volunteers in 300 teams: constant queries, from indexes."""

import pytest
from django.db import connection
from django.db.models import Sum
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from beihu.accounts.models import User
from buildings.volunteers import balances, crediting
from buildings.volunteers.ledger import Hours, TeamDay
from tests.buildings.volunteers.hands import make_team

pytestmark = pytest.mark.django_db
VOLUNTEERS, TEAMS = 40_000, 300


def fill(team: int) -> None:
    """Rows as the verbs would leave them, through SQL: 40,000 people, each with two lines of the ledger."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO beihu_user (password, is_superuser, username, name, email, language, large_type, is_staff,"
            " is_active, created_at) SELECT '', false, 'v' || n, '志', '', '', false, false, true, now()"
            " FROM generate_series(1, %s) n",
            [VOLUNTEERS],
        )
        cursor.execute(
            "INSERT INTO buildings_hours (user_id, team_id, round, minutes, given_on, reason, at)"
            " SELECT u.id, %s + (u.id + m) %% %s, 1, 60, CURRENT_DATE - m, '', now()"
            " FROM beihu_user u, generate_series(0, 1) m WHERE u.username LIKE 'v%%'",
            [team, TEAMS],
        )
        cursor.execute(
            "INSERT INTO buildings_teammember (team_id, user_id, status, leads, is_public, words, asked_at, since, ended_reason)"
            " SELECT %s + u.id %% %s, u.id, 'member', false, false, '', now(), CURRENT_DATE, ''"
            " FROM beihu_user u WHERE u.username LIKE 'v%%'",
            [team, TEAMS],
        )
        cursor.execute("ANALYZE buildings_hours")


def test_sums_stay_quick_with_40_000_volunteers(we, django_assert_num_queries):
    first = min(make_team(we, f"{number}队").pk for number in range(TEAMS))
    fill(first)
    crediting.rebuild()
    assert sum(TeamDay.objects.values_list("minutes", flat=True)) == VOLUNTEERS * 2 * 60
    page = list(User.objects.filter(username__startswith="v").values_list("pk", flat=True)[:25])
    with django_assert_num_queries(1):
        assert {row.minutes for row in balances.of_people(page).values()} == {120}
    today = timezone.localdate()
    with django_assert_num_queries(2):
        assert len(balances.of_teams(*balances.period("month", today))) == balances.SHOWN
    with django_assert_num_queries(6):
        Client().get(reverse("team_thanks", args=[first]))
    plan = Hours.objects.filter(user__in=page).order_by().values("user").annotate(Sum("minutes")).explain()
    assert ("Index" in plan, "Seq Scan" in plan) == (True, False)
