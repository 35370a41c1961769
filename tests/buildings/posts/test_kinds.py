"""Kinds of posts: data of a street, which never carry more than whoever appoints holds."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from beihu.accounts.models import User
from beihu.audit.models import AuditEntry
from beihu.states import Refused
from buildings.places import actions as places
from buildings.places.codes import Level
from buildings.posts import configuring
from buildings.posts.actions import appoint
from buildings.posts.granting import covers, holders, objection
from buildings.posts.kinds import STANDS, PostKind
from buildings.posts.models import Post
from buildings.posts.presets import presets
from buildings.posts.roles import APPOINT, FILL, GRANTS, OF_BODIES, STANDS_AT, VIEW_PLACE, Role
from tests import cast
from tests.make_buildings import make_kind, make_post

TODAY = timezone.localdate()


def facts(**over):
    return {"code": "guard", "name": "治安员", "levels": [Level.BUILDING], "appointed_with": FILL} | over


def newcomer(n: int = 0) -> User:
    return User.objects.create_user(f"newcomer{n}", None, name="钱新人")


def at(people: cast.Neighbourhood, level: int):
    """The place of this level in the neighbourhood."""
    found = {
        9: people.street,
        12: people.community,
        15: people.compound,
        18: people.building,
        20: people.doorway,
    }
    return found[level]


# -- what a kind may carry -------------------------------------------------------------------------------------


def test_every_role_that_appoints_sees_the_lists():
    assert holders(APPOINT) <= holders(FILL)


def test_objection_for_every_role_level_and_appointer():
    """Exactly when the role stands there, and everybody who may appoint holds all its rights or may give them."""
    wrong = []
    given = {
        one: rights | (OF_BODIES if APPOINT in rights else frozenset()) for one, rights in GRANTS.items()
    }
    for role in Role.values:
        for level in STANDS:
            for right in (APPOINT, FILL):
                fits = level in STANDS_AT[role] and all(GRANTS[role] <= given[one] for one in holders(right))
                if bool(objection(role=role, levels=[level], appointed_with=right)) == fits:
                    wrong.append((role, level, right))
    assert wrong == []
    assert objection(role="", levels=STANDS, appointed_with=FILL) == ""


def test_community_never_hands_on_what_only_the_street_holds():
    carried = {
        role for role in Role.values if not objection(role=role, levels=STANDS_AT[role], appointed_with=FILL)
    }
    assert Role.STREET_OFFICER not in carried
    assert all(not GRANTS[role] & {APPOINT} for role in carried)


def test_right_for_one_party_does_not_cover_another(people):
    assert covers(people.property_staff, "", people.compound.code)
    assert not covers(people.owners_committee, Role.PROPERTY_STAFF, people.compound.code)
    assert not covers(people.property_staff, Role.OWNERS_COMMITTEE, people.compound.code)


def test_appoint_roles_by_kinds_matrix(people):
    """Everybody × every shipped kind: who may appoint is whom the kind names, and the street; nobody else."""
    configuring.take_presets(people.street, by=people.officer)
    kinds = list(PostKind.objects.order_by("pk"))
    person, done = newcomer(), {}
    for name, by in {**people.people, "next door": cast.next_door().officer}.items():
        by = User.objects.get(pk=by.pk)
        for kind in kinds:
            try:
                with transaction.atomic():
                    appoint(person, kind=kind, place=at(people, kind.levels[0]), by=by, override="…")
                    transaction.set_rollback(True)
                done.setdefault(name, set()).add(kind.code)
            except Refused:
                pass
    communities = {code for code, row in presets().items() if row["appointed_with"] == FILL}
    assert done == {"officer": set(presets()), "worker": communities}
    assert communities == set(presets()) - {"first_secretary", "liaison"}


def test_kind_stands_at_its_own_places_only(people):
    kind = make_kind(place=people.street, levels=[12, 18])
    done = []
    for level in STANDS:
        try:
            appoint(newcomer(level), kind=kind, place=at(people, level), by=people.officer)
            done.append(int(level))
        except Refused:
            pass
    assert done == [12, 18]


def test_role_stays_in_its_place_whatever_a_kind_says(people):
    """Even when the row was written around the verbs."""
    kind = make_kind(place=people.street, levels=[9], role=Role.COMMUNITY_WORKER, appointed_with=APPOINT)
    with pytest.raises(Refused):
        appoint(newcomer(), kind=kind, place=people.street, by=people.officer)


def test_kind_written_around_the_verbs_gives_no_more_than_its_giver_has(people):
    kind = make_kind(place=people.street, levels=[9, 12], role=Role.STREET_OFFICER)
    with pytest.raises(Refused):
        appoint(newcomer(), kind=kind, place=people.community, by=people.worker)


def test_kind_of_another_street_is_refused(people):
    other = make_kind(place=cast.next_door().street)
    with pytest.raises(Refused):
        appoint(newcomer(), kind=other, place=people.building, by=people.officer)


def test_kind_without_a_role_grants_nothing(people):
    kind = make_kind(place=people.street)
    person = newcomer()
    post = appoint(person, kind=kind, place=people.building, by=people.worker)
    person = User.objects.get(pk=person.pk)
    assert (post.role, person.get_all_permissions(), person.signs_in_as_staff) == ("", set(), False)
    assert not person.has_perm(VIEW_PLACE)


def test_kind_with_a_role_grants_exactly_the_role(people):
    kind = make_kind(place=people.street, role=Role.GROUP_LEADER)
    person = newcomer()
    post = appoint(person, kind=kind, place=people.building, by=people.worker)
    person = User.objects.get(pk=person.pk)
    assert (post.role, person.get_all_permissions()) == ("group_leader", set(GRANTS[Role.GROUP_LEADER]))
    assert str(post.title) == "楼栋长"


def test_role_in_the_call_is_the_kinds_own(people):
    kind = make_kind(place=people.street)
    post = appoint(newcomer(), kind=kind, role=Role.GROUP_LEADER, place=people.building, by=people.officer)
    assert post.role == ""


def test_resident_serves_without_a_username_and_stays_signed_in(people, client):
    client.force_login(people.resident)
    appoint(people.resident, kind=make_kind(place=people.street), place=people.building, by=people.worker)
    assert client.get("/my/posts/").status_code == 200
    role = make_kind(place=people.street, code="b", role=Role.GROUP_LEADER)
    with pytest.raises(Refused):
        appoint(people.resident, kind=role, place=people.building, by=people.worker)


def test_one_person_in_two_kinds_at_a_place(people):
    person = newcomer()
    for code in ("a", "b"):
        appoint(
            person, kind=make_kind(place=people.street, code=code), place=people.building, by=people.worker
        )
    assert person.posts.count() == 2
    with pytest.raises(Refused):
        appoint(
            person, kind=PostKind.objects.get(code="a"), place=people.building, by=people.worker, override="…"
        )


def test_database_wants_a_kind_or_a_role(people):
    with pytest.raises(IntegrityError), transaction.atomic():
        Post.objects.create(user=people.worker, place=people.building)
    kind, person = make_kind(place=people.street), newcomer()
    make_post(user=person, kind=kind, place=people.building)
    with pytest.raises(IntegrityError), transaction.atomic():
        make_post(user=person, kind=kind, place=people.building)


# -- saying which kinds there are ------------------------------------------------------------------------------


def test_every_preset_is_lawful_and_taken_once(people):
    taken = configuring.take_presets(people.street, by=people.officer)
    assert (len(taken), configuring.take_presets(people.street, by=people.officer)) == (len(presets()), [])
    assert sum(kind.family == "两长四员" for kind in taken) == 6
    assert AuditEntry.objects.filter(verb="post_kind.add").count() == len(presets())


def test_presets_count_those_who_serve_already(people):
    configuring.take_presets(people.street, by=people.officer)
    by_role = {post.role: post.kind and post.kind.code for post in Post.objects.select_related("kind")}
    assert (by_role["group_leader"], by_role["liaison"], by_role["community_worker"]) == (
        "group_chief", "liaison", None
    )  # fmt: skip


@pytest.mark.parametrize("who", ["resident", "leader", "worker", "liaison", "property_staff"])
def test_kinds_are_the_streets_to_make_and_change(people, who):
    kind, by = make_kind(place=people.street), people.people[who]
    deeds = [
        lambda: configuring.add_kind(by=by, place=people.street, **facts()),
        lambda: configuring.change_kind(kind, by=by, wanted=9),
        lambda: configuring.close_kind(kind, by=by),
        lambda: configuring.reopen_kind(kind, by=by),
        lambda: configuring.take_presets(people.street, by=by),
    ]
    for deed in deeds:
        with pytest.raises(Refused):
            deed()
    with pytest.raises(Refused):
        configuring.change_kind(kind, by=cast.next_door().officer, wanted=9)


@pytest.mark.parametrize(
    "over",
    [
        {"levels": []},
        {"levels": [6]},
        {"wanted": 100},
        {"term_months": 121},
        {"remind_days": [0]},
        {"remind_days": [366]},
        {"remind_days": [1, 2, 3, 4, 5, 6]},
        {"role": Role.COMMUNITY_WORKER},
        {"role": Role.STREET_OFFICER, "levels": [9]},
        {"role": Role.PROPERTY_STAFF, "levels": [12]},
    ],
    ids=str,
)
def test_add_and_change_refuse_what_makes_no_sense(people, over):
    with pytest.raises(Refused):
        configuring.add_kind(by=people.officer, place=people.street, **facts(**over))
    kind = make_kind(place=people.street)
    with pytest.raises(Refused):
        configuring.change_kind(kind, by=people.officer, **over)
    kind.refresh_from_db()
    assert (kind.levels, kind.wanted, kind.role) == ([18], 1, "")


def test_add_refuses_a_second_of_one_code_and_a_community(people):
    make_kind(place=people.street, code="guard")
    for place in (people.street, people.community):
        with pytest.raises(Refused):
            configuring.add_kind(by=people.officer, place=place, **facts())


def test_change_leaves_running_posts_their_rights(people):
    kind = make_kind(place=people.street, role=Role.GROUP_LEADER)
    post = appoint(newcomer(), kind=kind, place=people.building, by=people.worker)
    configuring.change_kind(kind, by=people.officer, role="", name="楼长")
    post = Post.objects.get(pk=post.pk)
    assert (post.role, post.title) == ("group_leader", "楼长")
    entry = AuditEntry.objects.get(verb="post_kind.change")
    assert entry.detail["changed"] == ["name", "role"]


def test_close_stops_appointments_and_reopen_allows_them(people):
    kind = configuring.close_kind(make_kind(place=people.street), by=people.officer)
    with pytest.raises(Refused):
        appoint(newcomer(), kind=kind, place=people.building, by=people.worker)
    with pytest.raises(Refused):
        configuring.close_kind(kind, by=people.officer)
    configuring.reopen_kind(kind, by=people.officer)
    with pytest.raises(Refused):
        configuring.reopen_kind(kind, by=people.officer)
    assert appoint(newcomer(1), kind=kind, place=people.building, by=people.worker).kind == kind


def test_change_of_reminders_reaches_running_terms(people):
    kind = make_kind(place=people.street)
    post = make_post(kind=kind, place=people.building, until=TODAY + timedelta(days=100))
    configuring.change_kind(kind, by=people.officer, remind_days=[90, 10])
    post.refresh_from_db()
    assert post.remind_on == TODAY + timedelta(days=10)


# -- places move -----------------------------------------------------------------------------------------------


def test_merging_streets_keep_one_kind_of_each_code(people):
    other = cast.next_door()
    mine, theirs = make_kind(place=people.street), make_kind(place=other.street)
    own = make_kind(place=other.street, code="own")
    post = make_post(kind=theirs, place=other.building)
    places.merge_place(other.street, into=people.street, by=None)
    post.refresh_from_db()
    assert (post.kind, PostKind.objects.filter(pk=theirs.pk).exists()) == (mine, False)
    own.refresh_from_db()
    assert (own.place, post.place_id.startswith(people.street.code)) == (people.street, True)


def test_merging_buildings_end_a_post_held_twice(people):
    from buildings.places.models import Place

    kind, person = make_kind(place=people.street), newcomer()
    old = Place.objects.get(code=people.old_doorway.code[:18])
    second = make_kind(place=people.street, code="second")
    make_post(user=person, kind=kind, place=people.building)
    twice = make_post(user=person, kind=kind, place=old)
    once = make_post(user=person, kind=second, place=old)
    places.merge_place(old, into=people.building, by=None)
    twice.refresh_from_db()
    once.refresh_from_db()
    assert (twice.until, once.until, once.place) == (TODAY, None, people.building)
