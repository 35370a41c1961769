"""Founding, changing, dissolving organisations; members and terms; what is refused, and what is only a warning."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from beihu.audit.models import AuditEntry
from beihu.notifications.models import Notification
from beihu.states import Refused
from buildings.party import actions
from buildings.party.chains import chains
from buildings.party.models import (
    HintOverride,
    OrganisationKind,
    OrganisationSeat,
    PartyMember,
    PartyOrganisation,
)
from buildings.party.states import MACHINE, Standing
from buildings.posts.roles import VIEW_ORGANISATION
from tests import cast
from tests.buildings.party import world as party
from tests.make_buildings import make_organisation, make_party_member

pytestmark = pytest.mark.django_db
P = OrganisationSeat.Position


@pytest.fixture
def world():
    return party.build()


def refused(do, *args, **kwargs) -> bool:
    try:
        do(*args, **kwargs)
    except Refused:
        return True
    return False


def test_choose_chain_ships_both_and_keeps_what_stands(world):
    here = world.here
    before = list(
        OrganisationKind.objects.filter(place=here.street, offered=True).values_list("slug", flat=True)
    )
    actions.choose_chain(here.street, "today", by=here.officer)
    after = dict(OrganisationKind.objects.filter(place=here.street).values_list("slug", "offered"))
    world.branch.refresh_from_db()
    assert before == ["working-committee", "committee", "general-branch", "branch", "group"]
    assert (after["compound-branch"], set(chains()), world.branch.kind.slug) == (
        True,
        {"article", "today"},
        "branch",
    )
    actions.choose_chain(here.street, "article", by=here.officer)
    assert OrganisationKind.objects.get(place=here.street, slug="compound-branch").offered is False


def test_choose_chain_is_for_those_who_keep_the_street(world):
    here = world.here
    assert refused(actions.choose_chain, here.street, "today", by=here.worker)
    assert refused(actions.choose_chain, here.community, "today", by=here.officer)
    assert refused(actions.choose_chain, here.street, "none", by=here.officer)


def test_change_kind_measures_in_the_streets_own_way(world):
    kind = world.kind("branch")
    fields = {
        "name": "支部",
        "levels": [15],
        "under": ["general-branch"],
        "term_years": 3,
        "fewest": 2,
        "most": 40,
        "offered": True,
    }
    assert refused(actions.change_kind, kind, by=world.here.worker, **fields)
    assert refused(actions.change_kind, kind, by=world.here.officer, **fields | {"fewest": 50})
    assert actions.change_kind(kind, by=world.here.officer, **fields).most == 40


def test_found_holds_to_the_chain_and_the_place(world):
    here, group = world.here, world.kind("group")
    found = actions.found(group, place=here.building, name="2组", parent=world.branch, by=here.worker)
    entry = AuditEntry.objects.get(verb="organisation.found", target__endswith=f":{found.pk}")
    assert (found.parent, found.founded_on, entry.place_id) == (
        world.branch,
        timezone.localdate(),
        here.building.code,
    )
    wrong = [
        {"kind": group, "place": here.street, "parent": world.branch},
        {"kind": group, "place": here.building, "parent": world.general},
        {"kind": group, "place": here.building, "parent": None},
        {"kind": world.kind("working-committee"), "place": here.street, "parent": world.street},
        {
            "kind": group,
            "place": here.building,
            "parent": world.branch,
            "founded_on": timezone.localdate() + timedelta(days=1),
        },
        {"kind": group, "place": here.building, "parent": world.branch, "name": "2组"},
        {"kind": group, "place": here.building, "parent": world.branch, "name": " "},
    ]
    assert [refused(actions.found, **({"name": "3组", "by": here.officer} | one)) for one in wrong] == [
        True
    ] * len(wrong)


def test_found_below_another_streets_organisation_is_refused(world):
    other = party.build(cast.next_door())
    assert refused(
        actions.found,
        world.kind("group"),
        place=world.here.building,
        name="3组",
        parent=other.branch,
        by=None,
    )


@pytest.mark.parametrize(
    ("who", "may"),
    [("resident", False), ("leader", False), ("liaison", False), ("worker", True), ("officer", True)],
)
def test_verbs_belong_to_those_who_keep_it(world, who, may):
    by = world.here.people[who]
    tried = [
        refused(actions.admit, world.group, names=["甲"], by=by),
        refused(actions.elect, world.group, seats=[(P.LEADER, world.member)], by=by),
        refused(actions.confirm, make_party_member(world.group, standing=Standing.PROBATIONARY), by=by),
        refused(
            actions.change, world.group, name="新名", place=world.here.building, parent=world.branch, by=by
        ),
    ]
    assert tried == [not may] * 4


def test_states_times_verbs(world):
    """Every verb is open while it stands and its condition holds; none when it is dissolved."""
    here, branch = world.here, world.branch
    open_before = [rule.name for rule in MACHINE.available(branch, here.worker)]
    actions.elect(branch, seats=[(P.LEADER, world.secretary)], by=here.worker)
    branch = PartyOrganisation.objects.get(pk=branch.pk)
    open_after = [rule.name for rule in MACHINE.available(branch, here.worker)]
    branch.dissolved_on = timezone.localdate()
    gone = PartyOrganisation.objects.get(pk=world.group.pk)
    gone.dissolved_on = timezone.localdate()
    assert open_before == ["elect", "admit", "found", "change", "override", "dissolve"]
    assert open_after == ["elect", "seat", "admit", "found", "change", "override", "end-term", "dissolve"]
    assert [MACHINE.available(gone, here.officer), MACHINE.available(world.branch, here.leader)] == [[], []]


def test_dissolve_waits_for_members_and_organisations_below(world):
    by = world.here.officer
    assert refused(actions.dissolve, world.branch, reason="合并", by=by)
    assert refused(actions.dissolve, world.group, reason="合并", by=by)
    actions.elect(world.group, seats=[(P.LEADER, world.member)], by=by)
    actions.transfer(world.member, to=world.branch, by=by)
    gone = actions.dissolve(world.group, reason="楼栋拆除", by=by)
    assert (gone.dissolved_on, gone.terms.open().count()) == (timezone.localdate(), 0)
    assert refused(actions.dissolve, world.group, reason="再来", by=by)
    assert refused(actions.admit, world.group, names=["甲"], by=by)


def test_change_makes_no_ring(world):
    """Kinds are configurable, so a kind may stand below itself; a ring is refused all the same."""
    kind = world.kind("branch")
    OrganisationKind.objects.filter(pk=kind.pk).update(under=["general-branch", "branch"])
    below = make_organisation(world.here.compound, "branch", name="二支部", parent=world.branch)
    fields = {"name": "一支部", "place": world.here.compound, "by": world.here.officer}
    assert refused(actions.change, world.branch, parent=below, **fields)
    assert refused(actions.change, world.branch, parent=world.branch, **fields)
    assert actions.change(below, parent=world.general, **fields | {"name": "二支部"}).parent == world.general


def test_admit_by_name_by_account_and_only_once(world):
    here, by = world.here, world.here.worker
    several = actions.admit(world.group, names=["甲", " ", "乙 "], by=by, standing=Standing.PROBATIONARY)
    (one,) = actions.admit(world.group, user=here.resident, by=by)
    told = Notification.objects.filter(recipient=here.resident).count()
    assert ([row.name for row in several], one.name, told) == (["甲", "乙"], "王居民", 1)
    assert refused(actions.admit, world.branch, user=here.resident, by=by)
    assert refused(actions.admit, world.branch, names=[], by=by)
    assert refused(actions.admit, world.branch, names=["甲"] * 201, by=by)


def test_confirm_release_and_transfer_write_their_days(world):
    by = world.here.worker
    (new,) = actions.admit(world.group, names=["丙"], by=by, standing=Standing.PROBATIONARY)
    assert actions.confirm(new, by=by).standing == Standing.FULL
    assert refused(actions.confirm, new, by=by)
    moved = actions.transfer(new, to=world.branch, by=by)
    new.refresh_from_db()
    assert (moved.organisation, new.until) == (world.branch, timezone.localdate())
    assert refused(actions.release, new, reason="再次", by=by)
    assert actions.release(moved, reason="迁往外区", by=by).until == timezone.localdate()


def test_elect_ends_the_term_before_and_is_due_by_the_kind(world):
    by = world.here.worker
    first = actions.elect(world.branch, seats=[(P.LEADER, world.secretary)], on=date(2021, 3, 1), by=by)
    again = actions.elect(
        world.branch,
        seats=[(P.LEADER, world.member), (P.MEMBER, world.secretary)],
        on=date(2026, 3, 1),
        due_on=date(2031, 3, 1),
        by=by,
    )
    first.refresh_from_db()
    seats = list(again.seats.order_by("pk").values_list("position", "member__name"))
    assert (first.until, seats) == (date(2026, 3, 1), [("leader", "孙党员"), ("member", "钱书记")])
    assert first.seats.open().count() == 0
    assert refused(
        actions.elect, world.branch, seats=[(P.LEADER, world.secretary)], on=date(2022, 1, 1), by=by
    )


def test_elect_needs_one_leader_full_members_and_everybody_once(world):
    by = world.here.worker
    young = make_party_member(world.group, standing=Standing.PROBATIONARY)
    outside = make_party_member(world.general)
    wrong = [
        [(P.MEMBER, world.member)],
        [(P.LEADER, world.member), (P.LEADER, world.secretary)],
        [(P.LEADER, world.member), (P.MEMBER, world.member)],
        [(P.LEADER, young)],
        [(P.LEADER, outside)],
    ]
    assert [refused(actions.elect, world.branch, seats=seats, by=by) for seats in wrong] == [True] * 5


def test_seats_are_filled_and_left_within_the_term(world):
    by = world.here.worker
    actions.elect(world.branch, seats=[(P.LEADER, world.secretary)], by=by)
    assert refused(actions.fill_seat, world.branch, position=P.LEADER, member=world.member, by=by)
    assert refused(actions.fill_seat, world.branch, position=P.MEMBER, member=world.secretary, by=by)
    leader = OrganisationSeat.objects.get(position=P.LEADER)
    actions.vacate(leader, reason="调任", by=by)
    assert refused(actions.vacate, leader, reason="调任", by=by)
    assert (
        actions.fill_seat(world.branch, position=P.LEADER, member=world.member, by=by).member == world.member
    )
    assert actions.end_term(world.branch, reason="撤换", by=by).until == timezone.localdate()
    assert refused(actions.end_term, world.branch, reason="再次", by=by)


def test_release_empties_the_seats_and_transfer_keeps_those_above(world):
    by = world.here.worker
    actions.elect(world.group, seats=[(P.LEADER, world.member)], by=by)
    actions.elect(world.branch, seats=[(P.LEADER, world.member)], by=by)
    moved = actions.transfer(world.member, to=world.branch, by=by)
    left = list(OrganisationSeat.objects.open().values_list("term__organisation__name", "member"))
    assert left == [("德富花园党支部", moved.pk)]
    actions.release(moved, reason="去世", by=by)
    assert OrganisationSeat.objects.open().count() == 0


@pytest.mark.parametrize(
    ("slug", "place", "members", "keys"),
    [
        ("branch", "compound", 2, ["few"]), ("branch", "compound", 3, []), ("branch", "compound", 50, []),
        ("branch", "compound", 51, ["many"]), ("general-branch", "community", 50, ["few"]),
        ("general-branch", "community", 51, []), ("general-branch", "community", 100, []),
        ("general-branch", "community", 101, ["many"]), ("committee", "community", 99, ["few"]),
        ("committee", "community", 100, []),
    ],
)  # fmt: skip
def test_hints_at_their_edges(world, slug, place, members, keys):
    row = make_organisation(getattr(world.here, place), slug, name="一个", parent=None)
    PartyMember.objects.bulk_create(
        PartyMember(organisation=row, name="某", since=cast.LONG_AGO) for _ in range(members)
    )
    assert [hint.key for hint in row.hints] == keys


def test_hints_count_those_below_and_full_members_only_for_the_lower_limit(world):
    make_party_member(world.group, standing=Standing.PROBATIONARY)
    (few,) = PartyOrganisation.objects.get(pk=world.branch.pk).hints
    make_party_member(world.group)
    assert (few.key, few.number, PartyOrganisation.objects.get(pk=world.branch.pk).hints) == ("few", 2, [])


def test_override_keeps_the_reason_and_forbids_nothing(world):
    by = world.here.worker
    assert refused(actions.override, world.branch, hint="many", reason="因为", by=by)
    assert refused(actions.override, world.branch, hint="few", reason=" ", by=by)
    actions.override(world.branch, hint="few", reason="正在筹建", by=by)
    actions.override(world.branch, hint="few", reason="仍在筹建", by=by)
    row = HintOverride.objects.get()
    assert (row.reason, row.by) == ("仍在筹建", by)


def test_list_equals_right(world):
    """`visible_to` and `has_perm` agree, for organisations, members and seats."""
    other = party.build(cast.next_door())
    everything = [*PartyOrganisation.objects.all()]
    people = [*PartyMember.objects.all()]
    for who in [*world.here.people.values(), *other.here.people.values()]:
        seen = set(PartyOrganisation.objects.visible_to(who, VIEW_ORGANISATION))
        assert seen == {row for row in everything if who.has_perm(VIEW_ORGANISATION, row)}
        members = set(PartyMember.objects.visible_to(who, VIEW_ORGANISATION))
        assert members == {row for row in people if who.has_perm(VIEW_ORGANISATION, row)}
