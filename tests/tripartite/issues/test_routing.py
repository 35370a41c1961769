import pytest
from django.utils import timezone

from buildings.posts.models import Post
from tests.make import make_issue
from tripartite.issues import routing
from tripartite.issues.categories import POLICIES, Category
from tripartite.parties.models import Party

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("category", "with_company", "without"),
    [
        ("lift", "property_company", "management_committee"),
        ("cleaning", "property_company", "management_committee"),
        ("fees", "owners_committee", "management_committee"),
        ("neighbours", "residents_committee", "residents_committee"),
        ("building_works", "street_office", "street_office"),
        ("", "residents_committee", "residents_committee"),
    ],
)
def test_suggest_by_category_and_whether_there_is_a_company(we, category, with_company, without):
    assert routing.suggest(category, we.doorway.code).kind == with_company
    assert routing.suggest(category, we.old_doorway.code).kind == without


def test_suggest_falls_back_to_the_committee_and_then_the_street(we):
    Party.objects.filter(kind="management_committee").delete()
    assert routing.suggest("lift", we.old_doorway.code) == we.residents_party
    Party.objects.filter(kind="residents_committee").delete()
    assert routing.suggest("lift", we.old_doorway.code) == we.street_party
    Party.objects.all().delete()
    assert routing.suggest("lift", we.old_doorway.code) is None


def test_suggest_passes_over_a_company_that_has_left(we):
    Party.objects.filter(kind="property_company").update(until=timezone.localdate())
    assert routing.suggest("lift", we.doorway.code) == we.residents_party


def test_choices_are_the_parties_above_a_place_nearest_first(we, they):
    assert list(routing.choices(we.doorway.code)) == [
        we.owners_party,
        we.company,
        we.residents_party,
        we.street_party,
    ]


@pytest.mark.parametrize(
    ("party", "person"),
    [
        ("company", "property_staff"),
        ("owners_party", "owners_committee"),
        ("management_party", "management_committee"),
        ("residents_party", "worker"),
        ("street_party", "officer"),
    ],
)
def test_people_of_a_party_speak_for_it(we, they, party, person):
    assert list(routing.people_of(getattr(we, party))) == [getattr(we, person)]


def test_people_of_a_party_whose_post_has_ended_are_nobody(we):
    Post.objects.filter(user=we.property_staff).update(until=timezone.localdate())
    assert list(routing.people_of(we.company)) == []


def test_in_charge_passes_over_somebody_who_left(we):
    issue = make_issue(
        place=we.doorway,
        party=we.company,
        status="assigned",
        assignee=we.property_staff,
        first_receiver=we.worker,
    )
    we.property_staff.is_active = False
    we.property_staff.save()
    assert routing.in_charge(issue) == [we.worker]
    we.worker.is_active = False
    we.worker.save()
    assert routing.in_charge(issue) == [we.officer]


def test_every_category_has_a_policy_and_emergencies_a_number():
    assert set(POLICIES) == set(Category)
    assert {category for category, policy in POLICIES.items() if policy.emergency} == {
        "fire",
        "gas_leak",
        "injury",
    }
    assert {category for category, policy in POLICIES.items() if policy.urgent} == {
        "water",
        "power",
        "gas",
        "lift",
    }
