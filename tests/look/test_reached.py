"""The main pages of the buildings wing and of the ledger are found by links, by those they are for: what no link leads to, no test looks at."""

import pytest
from django.test import Client

from tests.look import world
from tests.look.crawl import walk

pytestmark = pytest.mark.django_db
PUBLIC = {"public_pledges", "pledge", "place_teams", "volunteer_team", "place_activities", "activity", "team_hours"}  # fmt: skip
MONEY = {"ledger", "ledger_month", "ledger_notice", "ledger_check"}
KEEPS = {"ledger_books", "ledger_book", "ledger_entry", "ledger_enter", "ledger_transfer", "ledger_close", "ledger_post"}  # fmt: skip
OWN = {"my_posts", "my_households", "my_activities", "my_hours"}
KEPT = {
    "coverage", "coverage_list", "party_tree", "party_organisation", "picture", "joint_list", "joint_committee", "care_list",
    "care_entry", "duty_list", "posts", "posts_vacant", "person", "place_households", "household_detail", "roster_list",
    "roster_send", "roster_detail", "centre",
}  # fmt: skip
REACHED = {
    "visitor": PUBLIC | MONEY,
    "resident": PUBLIC | OWN | {"my_certificate", "certificate_check", "care_about_me"},
    "leader": PUBLIC | OWN | {"my_duties", "care_list", "care_entry", "group_meetings", "team_roster", "activity_hours"},
    "owners_committee": MONEY | KEEPS,
    "worker": PUBLIC | {"ledger_books", "ledger_book", "ledger_entry"} | OWN | KEPT | {"roster_columns", "duty_set"},
    "officer": PUBLIC | OWN | KEPT | {"post_kinds", "party_chain"},
}  # fmt: skip


@pytest.mark.parametrize("role", REACHED)
def test_links_lead_to_the_main_pages_of_the_buildings_wing(role):
    client = Client()
    if person := world.people(world.furnish())[role]:
        client.force_login(person)
    assert REACHED[role] - {name for _path, name, _page in walk(client)} == set()
