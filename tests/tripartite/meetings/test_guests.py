"""Invitations: bodies, people, names; answers; helpers; who is in two places at once."""

import pytest
from django.utils import timezone

from beihu.notifications.models import Delivery, Notification
from beihu.states import Refused
from buildings.posts.models import Post
from tests.make import make_meeting
from tripartite.meetings import actions, calendars, guests, recheck, rooms
from tripartite.meetings.models import Invitation
from tripartite.parties.committees import Member, Term
from tripartite.parties.models import Party

pytestmark = pytest.mark.django_db


def names(meeting):
    return sorted(one.shown_name for one in meeting.invitations.select_related("user"))


def told(user):
    """What the portal will tell this person, oldest first; the same facts go out as text message and e-mail."""
    rows = Delivery.objects.filter(recipient=user, channel="portal").order_by("created_at")
    return list(rows.values_list("kind", flat=True))


def test_suggested_bodies_are_the_three_parties(we):
    assert guests.suggested_bodies(we.compound) == [we.residents_party, we.owners_party, we.company]


def test_suggested_bodies_of_a_compound_without_company_have_its_management_committee(we):
    assert guests.suggested_bodies(we.old_compound) == [we.residents_party, we.management_party]


def test_suggested_bodies_prefer_the_owners_committee_to_a_management_committee(we):
    Party.objects.create(kind=Party.Kind.MANAGEMENT_COMMITTEE, place=we.compound, name="物管会")
    assert we.owners_party in guests.suggested_bodies(we.compound)
    assert len(guests.suggested_bodies(we.compound)) == 3


def test_liaison_comes_first_among_those_who_may_call(we):
    assert next(iter(guests.callers_for(we.compound))) == we.liaison
    assert set(guests.callers_for(we.compound)) == {we.liaison, we.worker, we.officer}


def test_body_brings_its_people(we, drafted):
    actions.invite_body(drafted, we.residents_party, by=we.liaison)
    assert drafted.invitations.get(user=we.worker).party == we.residents_party


def test_body_invited_again_brings_in_who_has_joined(we, drafted):
    Post.objects.create(user=we.leader, role="property_staff", place=we.compound, since=timezone.localdate())
    actions.invite_body(drafted, we.company, by=we.liaison)
    assert (names(drafted), drafted.bodies.count()) == (["李组长", "赵物业"], 1)


def test_committee_members_without_an_account_come_by_name_once(we, drafted):
    term = Term.objects.create(party=we.owners_party, number=3, since="2025-01-01", due_on="2028-01-01")
    Member.objects.create(term=term, name="孙业委", user=we.owners_committee, position="chair")
    Member.objects.create(term=term, name="钱大爷", since="2025-01-01")
    Member.objects.create(term=term, name="离任者", since="2025-01-01", until="2025-06-01")
    for _ in range(2):
        actions.invite_body(drafted, we.owners_party, by=we.liaison)
    rows = drafted.invitations.filter(party=we.owners_party).values_list("user", "name", "is_owner")
    assert set(rows) == {(we.owners_committee.pk, "", True), (None, "钱大爷", True)}


def test_person_invited_for_two_bodies_is_one_invitation(we, drafted):
    Post.objects.create(
        user=we.worker, role="owners_committee", place=we.compound, since=timezone.localdate()
    )
    actions.invite_body(drafted, we.residents_party, by=we.liaison)
    actions.invite_body(drafted, we.owners_party, by=we.liaison)
    assert drafted.invitations.filter(user=we.worker).count() == 1


def test_person_invited_alone_then_with_a_body_comes_for_the_body(we, drafted):
    actions.invite_person(drafted, we.worker, by=we.liaison, observer=True)
    actions.invite_body(drafted, we.residents_party, by=we.liaison)
    own = drafted.invitations.get(user=we.worker)
    assert (own.party, own.is_observer) == (we.residents_party, False)


def test_name_invited_twice_is_one_invitation(we, drafted):
    one, two = (actions.invite_name(drafted, " 钱大爷 ", by=we.liaison, observer=True) for _ in range(2))
    assert (one.pk, one.name, one.is_observer) == (two.pk, "钱大爷", True)


@pytest.mark.parametrize("text", ["", "   "])
def test_nobody_is_refused(we, drafted, text):
    with pytest.raises(Refused):
        actions.invite_name(drafted, text, by=we.liaison)


def test_body_from_next_door_is_refused(we, they, drafted):
    with pytest.raises(Refused):
        actions.invite_body(drafted, they.company, by=we.liaison)
    with pytest.raises(Refused):
        actions.invite_person(drafted, they.resident, by=we.liaison, party=they.company)
    assert drafted.bodies.count() == 1


def test_closed_account_is_refused(we, drafted):
    we.leader.is_active = False
    we.leader.save()
    with pytest.raises(Refused):
        actions.invite_person(drafted, we.leader, by=we.liaison)


def test_who_is_invited_after_the_call_is_told_once_and_others_not_again(we, called):
    actions.invite_body(called, we.company, by=we.worker)
    actions.invite_person(called, we.leader, by=we.worker)
    actions.invite_person(called, we.leader, by=we.worker)
    own = called.invitations.get(user=we.leader)
    assert told(we.leader) == [f"invited-{own.pk}"]
    assert (told(we.property_staff), told(we.resident)) == ([], [])


def test_uninvited_person_is_told_and_hears_of_a_new_invitation(we, called):
    first = actions.invite_person(called, we.leader, by=we.worker)
    for _ in range(2):
        actions.uninvite(first, by=we.worker)
    again = actions.invite_person(called, we.leader, by=we.worker)
    assert told(we.leader) == [f"invited-{first.pk}", f"uninvited-{first.pk}", f"invited-{again.pk}"]


def test_invited_after_the_call_gets_the_calendars_entry_and_its_end(we, called):
    we.leader.email = "leader@example.org"
    we.leader.save()
    first = actions.invite_person(called, we.leader, by=we.worker)
    actions.uninvite(first, by=we.worker)
    letters = Delivery.objects.filter(recipient=we.leader, channel="email").order_by("created_at")
    files = [calendars.attachment(letter) for letter in letters]
    assert [file.mimetype.rpartition("=")[2] for file in files] == ["REQUEST", "CANCEL"]
    assert recheck.check(list(letters)) == {letters[0].pk: "no longer invited"}


def test_uninviting_from_a_draft_tells_nobody(we, drafted):
    actions.uninvite(drafted.invitations.get(), by=we.worker)
    assert (drafted.invitations.count(), Delivery.objects.count()) == (0, 0)


def test_uninvited_body_takes_its_people_along(we, called):
    body = called.bodies.get()
    for _ in range(2):
        actions.uninvite_body(body, by=we.worker)
    assert (called.bodies.count(), names(called)) == (0, ["王居民"])
    assert len(told(we.property_staff)) == 1


def test_who_has_come_cannot_be_uninvited(we, called):
    called.invitations.filter(user=we.resident).update(came="present")
    with pytest.raises(Refused):
        actions.uninvite(called.invitations.get(user=we.resident), by=we.worker)


# -- answers ------------------------------------------------------------------------------------------------------


def test_answer_is_kept_and_can_be_changed(we, called):
    actions.answer(called, by=we.resident, coming=False, reason="出差")
    own = actions.answer(called, by=we.resident, coming=True)
    assert (own.answer, own.reason, own.answered_at is not None) == ("coming", "", True)


def test_no_needs_a_reason_which_the_organiser_reads(we, called):
    with pytest.raises(Refused):
        actions.answer(called, by=we.resident, coming=False)
    actions.answer(called, by=we.resident, coming=False, reason="出差")
    notice = Notification.objects.get(recipient=we.liaison)
    assert notice.body == "出差"


def test_answer_of_somebody_not_invited_is_refused(we, called):
    for person in (we.leader, we.worker, we.officer):
        with pytest.raises(Refused):
            actions.answer(called, by=person, coming=True)


def test_organiser_who_is_invited_is_not_told_of_the_own_answer(we, called):
    called.invitations.create(user=we.liaison)
    actions.answer(called, by=we.liaison, coming=False, reason="出差")
    assert Notification.objects.count() == 0


# -- helpers ------------------------------------------------------------------------------------------------------


def test_helper_may_check_in_at_this_one_meeting_only(we, called):
    other = make_meeting(place=we.compound, organiser=we.liaison)
    assert we.leader.has_perm("tripartite.check_in_meeting", called) is False
    helper = actions.add_helper(called, we.leader, by=we.worker)
    actions.add_helper(called, we.leader, by=we.worker)
    rights = [we.leader.has_perm("tripartite.check_in_meeting", one) for one in (called, other)]
    assert (rights, called.helpers.count()) == ([True, False], 1)
    assert we.leader.has_perm("tripartite.call_meeting", called) is False
    for _ in range(2):
        actions.remove_helper(helper, by=we.worker)
    assert we.leader.has_perm("tripartite.check_in_meeting", called) is False


# -- two places at once -------------------------------------------------------------------------------------------


def test_person_in_two_places_is_named(we, called):
    other = make_meeting(place=we.compound, organiser=we.worker, title="同时的会")
    other.invitations.create(user=we.resident)
    clash = rooms.clashes(called, reader=we.worker)
    assert [(one.name, one.title) for one in clash] == [("王居民", "同时的会")]


def test_meeting_that_the_reader_may_not_see_is_not_named(we, they, called):
    other = make_meeting(place=they.compound, organiser=they.worker, title="隔壁的会")
    other.invitations.create(user=we.resident)
    assert [(one.name, one.title) for one in rooms.clashes(called, reader=we.worker)] == [("王居民", "")]


@pytest.mark.parametrize(
    "over", [{"status": "cancelled"}, {"status": "held"}, {"shift": True}, {"declined": True}]
)
def test_nobody_is_in_two_places_when(we, called, over):
    fields = {"status": over["status"]} if "status" in over else {}
    if over.get("shift"):
        fields = {"starts_at": called.ends_at}
    other = make_meeting(place=we.compound, organiser=we.worker, **fields)
    other.invitations.create(user=we.resident, answer="declined" if over.get("declined") else "")
    assert rooms.clashes(called, reader=we.worker) == []


@pytest.mark.parametrize("n", [1, 3])
def test_clashes_cost_one_query(we, called, n, django_assert_num_queries):
    other = make_meeting(place=we.compound, organiser=we.worker)
    for person in [we.resident, we.property_staff, we.worker][:n]:
        Invitation.objects.get_or_create(meeting=called, user=person)
        other.invitations.create(user=person)
    we.liaison.has_perm("tripartite.view_meeting")
    with django_assert_num_queries(1):
        assert len(rooms.clashes(called, reader=we.liaison)) == n
