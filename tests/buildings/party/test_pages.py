"""Pages of organisations, coverage and doorways: who reads what, what a form does, and at what cost."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from buildings.households.models import Household
from buildings.party import actions, coverage
from buildings.party.coverage import Figure
from buildings.party.models import CentreHousehold, OrganisationKind, PartyMember, PartyOrganisation
from buildings.places.models import Place
from tests import cast
from tests.buildings.party import world as party
from tests.make_buildings import make_organisation, make_party_member

pytestmark = pytest.mark.django_db
TODAY = str(timezone.localdate())


@pytest.fixture
def world():
    return party.build()


def test_five_numbers_and_gaps(world):
    here = world.here
    actions.add_family(world.centre, world.helper, by=here.worker)
    five = [one.n for one in coverage.five(here.street.code)]
    lines = coverage.lines(here.street, [here.community])
    assert five == [1, 1, 1, 1, 1]
    assert coverage.whole(lines, "x") == {
        "doorways": Figure(2, 3, "x"), "buildings": Figure(1, 2, "x"), "groups": Figure(1, 1, "x")
    }  # fmt: skip
    actions.elect(world.group, seats=[("leader", world.member)], by=here.worker)
    assert coverage.rows_of("groups", here.street.code).count() == 0


def test_group_at_a_compound_covers_its_buildings(world):
    here = world.here
    before = coverage.rows_of("buildings", here.street.code).count()
    group = make_organisation(here.old_compound, "group", parent=world.branch)
    during = coverage.rows_of("buildings", here.street.code).count()
    PartyOrganisation.objects.filter(pk=group.pk).update(dissolved_on=timezone.localdate())
    assert (before, during, coverage.rows_of("buildings", here.street.code).count()) == (1, 0, 1)


def test_closed_places_do_not_count(world):
    Place.objects.filter(code=world.here.old_doorway.code).update(closed_on=timezone.localdate())
    assert coverage.rows_of("doorways", world.here.street.code).count() == 1


@pytest.mark.parametrize("more", [0, 2])
@pytest.mark.parametrize(("name", "number"), [("coverage", 11), ("party_tree", 7)])
def test_cost_does_not_grow(world, client, django_assert_num_queries, more, name, number):
    here = world.here
    for index in range(more):
        code = f"{here.compound.code}{index + 50:03d}"
        building = cast.place(code, f"{index + 50}栋")
        cast.place(f"{code}01", "1单元")
        make_party_member(make_organisation(building, "group", parent=world.branch))
    client.force_login(here.worker)
    client.get(reverse(name, args=[here.compound.code]))
    with django_assert_num_queries(number):
        client.get(reverse(name, args=[here.compound.code]))


@pytest.mark.parametrize("more", [0, 2])
def test_cost_of_an_organisation_does_not_grow_with_members(world, client, django_assert_num_queries, more):
    for index in range(more):
        make_party_member(world.branch, name=f"某{index}")
    make_organisation(world.here.building, "group", name="又一组", parent=world.branch)
    actions.elect(world.branch, seats=[("leader", world.secretary)], by=world.here.worker)
    client.force_login(world.here.worker)
    with django_assert_num_queries(15):
        client.get(world.branch.get_absolute_url())


def test_names_of_members_are_masked_for_those_who_do_not_keep_it(world, client):
    seen = {}
    for who in ("leader", "worker"):
        client.force_login(world.here.people[who])
        page = client.get(world.group.get_absolute_url()).content.decode()
        seen[who] = ("孙党员" in page, "孙某某" in page)
    assert seen == {"leader": (False, True), "worker": (True, False)}


def test_place_page_leads_to_the_party_only_for_those_who_may_see_it(world, client):
    way = reverse("coverage", args=[world.here.compound.code])
    found = {}
    for who in ("resident", "property_staff", "liaison", "worker"):
        client.force_login(world.here.people[who])
        found[who] = way in client.get(world.here.compound.get_absolute_url()).content.decode()
    assert found == {"resident": False, "property_staff": False, "liaison": True, "worker": True}


def test_gap_is_filled_and_one_comes_back_to_the_list(world, client):
    """From the list of doorways to the form, and back with one gap less."""
    here = world.here
    household = Household.objects.create(place=here.other_doorway, room="2001")
    client.force_login(here.worker)
    gaps = reverse("coverage_list", args=[here.compound.code, "doorways"])
    fill = client.get(gaps).context["rows"][0]["fill"][0]
    answer = client.post(fill, {"household": household.pk, "since": TODAY, "next": gaps})
    assert (answer.status_code, answer["Location"]) == (302, gaps)
    assert CentreHousehold.objects.open().get(place=here.other_doorway).household == household
    assert client.get(gaps).context["total"] == 0


def test_next_leads_nowhere_else(world, client):
    here = world.here
    household = Household.objects.create(place=here.other_doorway, room="2001")
    client.force_login(here.worker)
    path = reverse("centre_verb", args=[here.other_doorway.code, "name"])
    answer = client.post(path, {"household": household.pk, "since": TODAY, "next": "//evil.example/"})
    assert answer["Location"] == reverse("centre", args=[here.other_doorway.code])


def test_form_offers_rooms_with_members_first(world, client):
    here = world.here
    actions.admit(world.group, user=here.resident, by=here.worker)
    actions.release_centre(world.centre, reason="更换", by=here.worker)
    client.force_login(here.worker)
    form = client.get(reverse("centre_verb", args=[here.doorway.code, "name"])).context["form"]
    groups = [[label for _pk, label in rooms] for _name, rooms in form.fields["household"].choices[1:]]
    assert groups == [["1001"], ["1002"]]


def test_found_from_a_gap_is_filled_in(world, client):
    here = world.here
    client.force_login(here.worker)
    old = cast.place(f"{here.compound.code}009", "9栋")
    form = client.get(f"{reverse('party_found', args=[old.code])}?kind=group").context["form"]
    told = {name: form[name].value() for name in ("kind", "parent", "name")}
    assert told == {"kind": world.kind("group").pk, "parent": world.branch.pk, "name": "9栋楼栋党小组"}
    client.post(reverse("party_found", args=[old.code]), told | {"founded_on": TODAY})
    assert PartyOrganisation.objects.get(place=old).parent == world.branch


def test_every_verb_of_an_organisation_by_its_form(world, client):
    here = world.here
    client.force_login(here.worker)

    def do(verb, **fields):
        return client.post(reverse("organisation_verb", args=[world.branch.pk, verb]), fields).status_code

    assert do("admit", names="甲\n乙\n", standing="full", since=TODAY) == 302
    assert do("admit", names="甲", phone="13900001001", standing="full", since=TODAY) == 200
    assert do("admit", phone=here.resident.phone, standing="full", since=TODAY) == 302
    leader, other = PartyMember.objects.filter(organisation=world.branch, name__in=["甲", "乙"])
    assert do("elect", on=TODAY, leader=leader.pk, deputy=other.pk) == 302
    assert do("seat", position="member", member=world.member.pk, on=TODAY) == 302
    assert do("override", hint="few", reason="正在筹建") == 409  # six members by now
    assert do("change", name="新支部", place=here.compound.code, parent=world.general.pk) == 302
    assert do("end-term", reason="调整") == 302
    assert do("dissolve", reason="撤并") == 200  # it has members
    assert PartyOrganisation.objects.get(pk=world.branch.pk).name == "新支部"


def test_members_and_seats_by_their_forms(world, client):
    client.force_login(world.here.worker)
    new = make_party_member(world.group, standing="probationary")
    term = actions.elect(world.group, seats=[("leader", world.member)], by=world.here.worker)

    def do(verb, **fields):
        return client.post(reverse("party_member_verb", args=[new.pk, verb]), fields).status_code

    assert [
        do("confirm"),
        do("confirm"),
        do("transfer", to=world.branch.pk),
        do("release", reason="迟到"),
    ] == [302, 409, 302, 409]
    vacate = reverse("party_seat_vacate", args=[term.seats.get().pk])
    assert [client.post(vacate, {"reason": "调任"}).status_code for _n in range(2)] == [302, 409]


def test_doorway_by_its_forms(world, client):
    here = world.here
    client.force_login(here.worker)
    new = Household.objects.create(place=here.doorway, room="3001")

    def do(verb, **fields):
        return client.post(reverse("centre_verb", args=[here.doorway.code, verb]), fields).status_code

    assert do("add", household=world.helper.pk, since=TODAY) == 302
    assert do("name", household=new.pk, since=TODAY) == 409
    assert do("change", household=new.pk, since=TODAY) == 200  # say why
    assert do("change", household=new.pk, since=TODAY, reason="老人搬走") == 302
    family = CentreHousehold.objects.open().get(place=here.doorway).families.open().get()
    release = reverse("family_release", args=[family.pk])
    assert [client.post(release, {"reason": "搬走"}).status_code for _n in range(2)] == [302, 409]
    assert [do("release", reason="身体原因"), do("release", reason="身体原因")] == [302, 409]


def test_chain_and_kind_by_their_forms(world, client):
    here = world.here
    client.force_login(here.officer)
    assert (
        client.post(reverse("party_chain_choose", args=[here.street.code]), {"key": "today"}).status_code
        == 302
    )
    kind = OrganisationKind.objects.get(place=here.street, slug="compound-branch")
    fields = {
        "name": "小区支部",
        "levels": ["15"],
        "under": ["committee"],
        "term_years": "3",
        "offered": "on",
    }
    assert client.post(reverse("party_kind", args=[kind.pk]), fields).status_code == 302
    kind.refresh_from_db()
    assert (kind.name, kind.levels, kind.under, kind.most) == ("小区支部", [15], ["committee"], None)


def test_command_chooses_the_chain(world):
    out = StringIO()
    call_command("choose_chain", world.here.street.code, "today", stdout=out)
    assert out.getvalue().splitlines()[3] == "小区（网格）党支部"
    for code in ("420103999", world.here.community.code):
        with pytest.raises(CommandError):
            call_command("choose_chain", code, "today")


def test_home_leads_to_ones_own_place(world, client):
    client.force_login(world.here.worker)
    assert client.get(reverse("party_home"))["Location"] == reverse(
        "coverage", args=[world.here.community.code]
    )
