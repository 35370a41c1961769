"""The home page has three faces, and costs the same however much there is to do."""

import re

import pytest
from django.urls import reverse

from beihu.office.queries import waiting_for
from buildings.households.models import Membership
from tests import cast
from tests.make import make_issue
from tripartite.issues.states import Status

pytestmark = pytest.mark.django_db
BUDGET = 8


@pytest.fixture
def here():
    return cast.here()


def heaps(user) -> dict[str, str]:
    """What waits, by state or by page."""
    return {one.heap.query or one.heap.page: one.figure for one in waiting_for(user)}


def test_home_greets_visitors_without_asking_the_database(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = client.get(reverse("home"))
    assert (response.status_code, "face" in response.context) == (200, False)


@pytest.mark.parametrize("path", ["about", "accessibility", "privacy"])
def test_information_pages_ask_nothing_of_visitors(client, path, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert client.get(reverse(path)).status_code == 200


def test_home_puts_what_waits_for_my_word_first(client, here):
    solved = make_issue(place=here.doorway, author=here.resident, status=Status.SOLVED, party=here.company)
    filed = make_issue(place=here.doorway, author=here.resident)
    make_issue(place=here.doorway, author=here.worker)
    client.force_login(here.resident)
    context = client.get(reverse("home")).context
    assert (context["asking"], context["latest"]) == ([solved], [filed])


def test_home_leads_residents_to_their_own_compound(client, here):
    client.force_login(here.resident)
    assert [place for place, _url in client.get(reverse("home")).context["compounds"]] == [here.compound]


def test_desk_shows_what_waits_in_ones_own_community(here):
    far = cast.next_door()
    make_issue(place=here.doorway)
    make_issue(place=far.doorway)
    make_issue(place=here.doorway, status=Status.ACCEPTED)
    Membership.objects.create(user=here.leader, household=here.household, relation="tenant")
    assert heaps(here.worker) == {
        "state=submitted": "1",
        "state=accepted": "1",
        "state=assigned": "0",
        "state=in_progress": "0",
        "state=reopen_requested": "0",
        "overdue=on": "0",
        "idea_list": "0",
        "idea_reports": "0",
        "verify_memberships": "1",
        "pile=review": "0",
        "my_duties": "0",
        "bulletins": "0",
        "posts_vacant": "0",
        "days=30": "0",
        "failed_deliveries": "0",
    }


@pytest.mark.parametrize("role", ["leader", "worker", "liaison", "property_staff", "officer"])
def test_home_counts_only_what_the_role_may_do(here, role):
    user = here.people[role]
    assert [one.heap.right for one in waiting_for(user) if not user.has_perm(one.heap.right)] == []


@pytest.mark.parametrize("role", ["resident", "worker", "officer", "property_staff"])
@pytest.mark.parametrize("n", [1, 3])
def test_home_asks_few_questions(client, here, role, n, django_assert_max_num_queries):
    for status in (Status.SUBMITTED, Status.ACCEPTED):
        for _i in range(n):
            make_issue(place=here.doorway, author=here.resident, status=status)
    client.force_login(here.people[role])
    with django_assert_max_num_queries(BUDGET):
        client.get(reverse("home"))


@pytest.mark.parametrize(
    ("role", "ways"),
    [
        ("resident", {"my_households", "my_activities", "my_parking"}),
        ("leader", {"party_home", "joint_list", "care_list", "my_activities"}),
        ("worker", {"party_home", "joint_list", "ledger_books", "care_list", "roster_list", "my_activities"}),
        (
            "officer",
            {"party_home", "joint_list", "ledger_books", "care_list", "roster_list", "my_activities"},
        ),
        ("property_staff", {"my_activities"}),
        ("management_committee", {"ledger_books", "parking_lots", "my_activities"}),
    ],
)
def test_home_leads_to_the_rooms_of_the_buildings(client, here, role, ways):
    client.force_login(here.people[role])
    page = client.get(reverse("home")).content.decode()
    known = {
        "party_home",
        "joint_list",
        "ledger_books",
        "care_list",
        "roster_list",
        "my_activities",
        "my_households",
        "my_parking",
        "parking_lots",
    }
    assert {name for name in known if f'href="{reverse(name)}"' in page} == ways


def test_home_leads_staff_to_the_one_place_they_serve(client, here):
    own = {"leader": here.building, "worker": here.community, "officer": here.street}
    for role, place in own.items():
        client.force_login(here.people[role])
        assert client.get(reverse("home")).context["my_place"] == place.get_absolute_url()
    here.worker.posts.create(place=here.old_compound, role="liaison", since=here.worker.posts.get().since)
    client.force_login(here.worker)
    assert client.get(reverse("home")).context["my_place"] == ""


def test_home_counts_stop_at_a_hundred(here):
    for _i in range(101):
        make_issue(place=here.doorway)
    assert heaps(here.worker)["state=submitted"] == "99+"


def test_home_never_shows_somebody_elses_issue(client, here):
    issue = make_issue(place=here.doorway, author=here.worker, text="别人家的事")
    client.force_login(here.resident)
    page = client.get(reverse("home")).content.decode()
    assert re.findall(rf"{issue.reference}|别人家的事", page) == []
