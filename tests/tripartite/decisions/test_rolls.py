"""The roll: one owner is one head with the area of everything that is theirs; tenants are not on it."""

from decimal import Decimal

import pytest

from beihu.states import Refused
from buildings.households.models import Household
from tests.make_buildings import make_occupant
from tests.tripartite.decisions.conftest import own
from tripartite.decisions import actions, rolls

pytestmark = pytest.mark.django_db


@pytest.fixture
def thawed(we, drafted):
    return actions.thaw(drafted(), by=we.worker, reason="名册更新")


def freeze(vote, we, **over):
    return actions.freeze(vote, by=we.worker, **over)


def test_roll_holds_every_flat_with_area_and_source(we, thawed):
    Household.objects.filter(room="101").update(area_source="deed")
    vote = freeze(thawed, we)
    assert (vote.owners, vote.area, vote.units.count()) == (9, Decimal(900), 9)
    assert list(vote.units.filter(room="101").values_list("area", "area_source")) == [(Decimal(100), "deed")]
    assert list(vote.units.values_list("number", flat=True)) == list(range(1, 10))


def test_one_buyer_of_two_flats_is_one_owner(we, thawed):
    own(we.other_doorway, "1101", "业主1", "+8613700000001", 55)
    vote = freeze(thawed, we)
    assert (vote.owners, vote.area, vote.units.count()) == (9, Decimal(955), 10)


def test_same_name_without_phone_stays_two_until_somebody_knows(we, thawed):
    own(we.doorway, "1101", "李强")
    own(we.doorway, "1201", "李强")
    vote = freeze(thawed, we)
    assert vote.owners == 11
    assert [[one.name for one in group] for group in rolls.namesakes(vote)] == [["李强", "李强"]]
    numbers = list(vote.units.filter(elector__name="李强").values_list("number", flat=True))
    vote = actions.unite(vote, by=we.worker, units=numbers, reason="两本房产证是同一人")
    assert (vote.owners, vote.area) == (10, Decimal(1100))


def test_co_owners_are_one_owner_together(we, thawed):
    home = own(we.doorway, "1101", "夫", "+8613700001001")
    make_occupant(household=home, name="妻", phone="+8613700001002")
    vote = freeze(thawed, we)
    assert (vote.owners, vote.units.get(room="1101").elector.name) == (10, "夫、妻")


def test_unsold_flats_of_the_developer_are_one_owner(we, thawed):
    for room in ("1101", "1201", "1301"):
        own(we.doorway, room, "德富置业有限公司")
    vote = freeze(thawed, we, developer="德富置业有限公司")
    assert (vote.owners, vote.electors.filter(is_developer=True).count()) == (10, 1)


def test_tenants_and_former_owners_are_not_on_it(we, thawed):
    home = Household.objects.get(room="101")
    make_occupant(household=home, name="租客", relation="tenant")
    make_occupant(household=home, name="前业主", until="2020-01-01")
    assert freeze(thawed, we).units.get(room="101").elector.name == "业主1"


def test_a_flat_without_known_owner_counts_in_the_whole(we, thawed):
    Household.objects.create(place=we.doorway, room="1401", area=80)
    vote = freeze(thawed, we)
    assert (vote.owners, vote.area, vote.electors.filter(is_unknown=True).count()) == (10, Decimal(980), 1)


def test_garages_are_no_units(we, thawed):
    Household.objects.create(place=we.doorway, room="车库1", area=20, use="garage")
    assert freeze(thawed, we).units.count() == 9


def test_freeze_without_all_areas_is_refused(we, thawed):
    Household.objects.filter(room__in=["101", "201"]).update(area=None)
    with pytest.raises(Refused, match="2"):
        freeze(thawed, we)
    assert thawed.units.count() == 0


def test_freeze_asks_the_same_number_of_queries_for_any_size(we, thawed, django_assert_num_queries):
    with django_assert_num_queries(12):
        freeze(thawed, we)
    vote = actions.thaw(thawed, by=we.worker, reason="再来")
    for number in range(40):
        own(we.doorway, f"2{number:02d}1", f"新{number}")
    with django_assert_num_queries(12):
        freeze(vote, we)


def test_what_the_roster_says_later_changes_nothing(we, thawed):
    vote = freeze(thawed, we)
    Household.objects.filter(room="101").update(area=999)
    vote.refresh_from_db()
    assert (vote.area, vote.units.get(room="101").area) == (Decimal(900), Decimal(100))


def test_uniting_one_owner_with_itself_or_strange_numbers_is_refused(we, drafted):
    vote = drafted()
    for numbers in ([1], [1, 999]):
        with pytest.raises(Refused):
            actions.unite(vote, by=we.worker, units=numbers, reason="同一人")
