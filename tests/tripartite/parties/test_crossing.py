"""Who is lent to whom, and that nobody stands on both sides of one contract."""

from datetime import timedelta

import pytest
from django.utils import timezone

from beihu.accounts.models import User
from beihu.audit.models import AuditEntry
from beihu.states import Refused
from buildings.posts import actions as posts
from buildings.posts.models import Post
from buildings.posts.roles import Role
from tests.make import make_across, make_member, make_term
from tripartite.parties import actions
from tripartite.parties.checks import Departs
from tripartite.parties.committees import CrossAppointment, Member


def ago(days: int):
    return timezone.localdate() - timedelta(days=days)


def lend(we, home, host, **over):
    facts = {"by": we.worker, "home": home, "name": "张社工", "position": "监督员"}
    return actions.appoint_across(host, **facts | over)


def person(name: str = "两边的人") -> User:
    user = User(username=f"u{User.objects.count()}", name=name)
    user.set_unusable_password()
    user.save()
    return user


def test_appoint_across_is_dated_and_logged(we):
    row = lend(we, we.residents_party, we.company, user=we.worker, until=ago(-365))
    assert (row.since, row.until, row.user) == (ago(0), ago(-365), we.worker)
    entry = AuditEntry.objects.get()
    assert (entry.verb, entry.place_id, entry.detail) == (
        "cross.appoint", we.compound.code, {"home": we.residents_party.name, "host": we.company.name},
    )  # fmt: skip


def test_appoint_across_the_two_sides_of_a_contract_is_refused(we):
    for home, host in ((we.company, we.owners_party), (we.owners_party, we.company)):
        with pytest.raises(Refused):
            lend(we, home, host)
    assert CrossAppointment.objects.count() == 0


def test_appoint_across_to_itself_or_to_another_table_is_refused(we, they):
    for home, host in (
        (we.company, we.company),
        (they.residents_party, we.company),
        (we.management_party, we.company),
    ):
        with pytest.raises(Refused):
            lend(we, home, host)


def test_appoint_across_where_a_seat_has_ended_is_refused(we):
    actions.unseat(we.owners_party, by=we.officer, reason="解散")
    with pytest.raises(Refused):
        lend(we, we.residents_party, we.owners_party)


@pytest.mark.parametrize("over", [{"name": " "}, {"position": ""}, {"until": ago(0)}])
def test_appoint_across_with_nonsense_is_refused(we, over):
    with pytest.raises(Refused):
        lend(we, we.residents_party, we.company, **over)


def test_appoint_across_twice_is_refused(we):
    row = lend(we, we.residents_party, we.company)
    with pytest.raises(Refused):
        lend(we, we.residents_party, we.company)
    actions.end_cross_appointment(row, by=we.worker, reason="轮换")
    assert lend(we, we.residents_party, we.company).pk != row.pk


def test_end_cross_appointment_once_with_a_reason(we):
    row = make_across(home=we.residents_party, host=we.company)
    for facts in ({"reason": " "}, {"reason": "x", "until": ago(31)}):
        with pytest.raises(Refused):
            actions.end_cross_appointment(row, by=we.worker, **facts)
    actions.end_cross_appointment(row, by=we.worker, reason="轮换")
    row.refresh_from_db()
    assert row.until == ago(0)
    with pytest.raises(Refused):
        actions.end_cross_appointment(row, by=we.worker, reason="轮换")


# -- both sides of one contract ---------------------------------------------------------------------------------


def on_the_company_side(we, user, how: str):
    if how == "post":
        Post.objects.create(user=user, role=Role.PROPERTY_STAFF, place=we.building, since=ago(9))
    elif how == "lent to it":
        make_across(home=we.residents_party, host=we.company, user=user)
    else:
        make_across(home=we.company, host=we.residents_party, user=user)


def on_the_owners_side(we, user, how: str):
    if how == "post":
        Post.objects.create(user=user, role=Role.OWNERS_COMMITTEE, place=we.compound, since=ago(9))
    elif how == "member":
        make_member(term=make_term(party=we.owners_party), user=user, name=user.name)
    else:
        make_across(home=we.residents_party, host=we.owners_party, user=user)


COMPANY_WAYS = ["post", "lent to it", "lent by it"]
OWNER_WAYS = ["post", "member", "lent to it"]


@pytest.mark.parametrize("how", COMPANY_WAYS)
def test_nobody_of_the_company_is_elected(we, how):
    user, term = person(), make_term(party=we.owners_party)
    on_the_company_side(we, user, how)
    with pytest.raises(Refused):
        actions.elect_member(term, by=we.worker, name=user.name, user=user, override="不要紧")
    assert Member.objects.count() == 0


@pytest.mark.parametrize("how", COMPANY_WAYS)
def test_nobody_of_the_company_is_appointed_for_the_owners(we, how):
    user = person()
    on_the_company_side(we, user, how)
    with pytest.raises(Refused):
        posts.appoint(user, role=Role.OWNERS_COMMITTEE, place=we.compound, by=we.officer)
    assert not user.posts.filter(role=Role.OWNERS_COMMITTEE).exists()


@pytest.mark.parametrize("how", OWNER_WAYS)
def test_nobody_of_the_owners_is_appointed_for_the_company(we, how):
    user = person()
    on_the_owners_side(we, user, how)
    for place in (we.compound, we.building):
        with pytest.raises(Refused):
            posts.appoint(user, role=Role.PROPERTY_STAFF, place=place, by=we.officer)


@pytest.mark.parametrize("how", OWNER_WAYS)
def test_nobody_of_the_owners_is_lent_to_the_company(we, how):
    user = person()
    on_the_owners_side(we, user, how)
    with pytest.raises(Refused):
        lend(we, we.residents_party, we.company, user=user, name=user.name)


def test_other_posts_and_other_compounds_are_free(we):
    user = person()
    on_the_owners_side(we, user, "member")
    posts.appoint(user, role=Role.GROUP_LEADER, place=we.building, by=we.officer)
    posts.appoint(user, role=Role.PROPERTY_STAFF, place=we.old_compound, by=we.officer)
    assert user.posts.count() == 2


def test_what_has_ended_or_never_begun_or_comes_later_is_free(we):
    user = person()
    Post.objects.create(user=user, role=Role.PROPERTY_STAFF, place=we.compound, since=ago(9), until=ago(0))
    Post.objects.create(user=user, role=Role.PROPERTY_STAFF, place=we.building, since=ago(-5), until=ago(-5))
    make_across(home=we.residents_party, host=we.company, user=user, until=ago(1))
    posts.appoint(user, role=Role.OWNERS_COMMITTEE, place=we.compound, by=we.officer, until=ago(-3))
    posts.appoint(user, role=Role.PROPERTY_STAFF, place=we.compound, by=we.officer, since=ago(-3))
    assert user.posts.count() == 4


def test_later_overlap_is_refused(we):
    user = person()
    Post.objects.create(user=user, role=Role.PROPERTY_STAFF, place=we.compound, since=ago(-9))
    with pytest.raises(Refused):
        posts.appoint(user, role=Role.OWNERS_COMMITTEE, place=we.compound, by=we.officer)
    with pytest.raises(Refused):
        actions.elect_member(make_term(party=we.owners_party), by=we.worker, name="x", user=user)


def test_same_name_without_an_account_is_a_warning(we):
    term = make_term(party=we.owners_party)
    with pytest.raises(Departs) as no:
        actions.elect_member(term, by=we.worker, name=we.property_staff.name)
    assert [one.rule for one in no.value.findings] == ["both_sides"]
    actions.elect_member(term, by=we.worker, name=we.property_staff.name, override="同名不同人")
    assert Member.objects.get().name == we.property_staff.name


def test_same_name_across_is_a_warning(we):
    make_member(term=make_term(party=we.owners_party), name="张社工")
    with pytest.raises(Departs):
        lend(we, we.residents_party, we.company)
    assert lend(we, we.residents_party, we.company, override="同名不同人").pk


def test_refusal_says_where_the_person_stands(we):
    with pytest.raises(Refused, match="德富花园 物业公司员工"):
        actions.elect_member(make_term(party=we.owners_party), by=we.worker, name="x", user=we.property_staff)
