"""What becomes of a matter: five ways, whoever may, and what the people who said it hear."""

from datetime import timedelta

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from beihu.audit.models import AuditEntry
from beihu.notifications.models import Notification
from beihu.states import Refused
from buildings.places import actions as places
from forums.talks import actions, deadlines
from forums.talks.models import Matter
from forums.talks.states import DEEDS, MACHINE, Status
from tests.make import make_issue, make_matter, make_meeting, make_talk
from tripartite.issues.models import Follower, Issue
from tripartite.meetings import actions as meetings
from tripartite.meetings.proposals import proposals

pytestmark = pytest.mark.django_db


def matter(held, we, **over) -> Matter:
    return make_matter(talk=held, captured_by=we.liaison, **over)


# -- the table ------------------------------------------------------------------------------------------------

STAFF = "worker liaison officer operator"
EXPECTED = f"""
answer       | open             | answered | {STAFF}
file         | open             | filed    | {STAFF}
join         | open             | joined   | {STAFF}
table        | open tabled      | tabled   | {STAFF}
drop         | tabled           | open     |
refuse       | open             | refused  | {STAFF}
merge        | open             | merged   | {STAFF}
part         | merged           | open     | {STAFF}
take_up      | answered refused | open     | {STAFF}
answer_there | open             | answered | {STAFF}
rewrite      | open             | stay     | {STAFF}
mark         | open answered    | stay     | {STAFF}
picture      | open             | stay     | {STAFF}
"""


def test_states_verbs_and_roles_are_as_the_rules_say(we, held):
    from beihu.accounts.models import User

    rows = [[cell.strip() for cell in line.split("|")] for line in EXPECTED.strip().splitlines()]
    machines = {row.name: row for row in (*MACHINE.transitions, *DEEDS.transitions)}
    assert sorted(machines) == sorted(row[0] for row in rows)
    other = matter(held, we)
    issue = make_issue(place=we.doorway)
    over = {"merged": {"merged_into": other}, "filed": {"issue": issue}, "joined": {"issue": issue}}
    lines = {state: matter(held, we, status=state, **over.get(state, {})) for state in Status.values}
    people = we.people | {"operator": User.objects.create_superuser("operator")}
    for verb, sources, target, who in rows:
        row = machines[verb]
        assert (row.sources, row.target) == (frozenset(sources.split()), target), verb
        may = {
            name
            for name, person in people.items()
            if row.permission and person.has_perm(row.permission, other)
        }
        assert may == set(who.split()), verb
        for state, line in lines.items():
            table = MACHINE if verb in MACHINE else DEEDS
            line.status = state
            try:
                table.check(line, verb, None)
            except Refused:
                assert state not in row.sources, (verb, state)
            else:
                assert state in row.sources, (verb, state)


def test_whoever_takes_the_notes_sees_and_changes_the_lines_of_that_talk_only(we, held):
    held.meeting.secretary = we.leader
    held.meeting.save()
    mine, other = matter(held, we), matter(make_talk(place=we.compound, organiser=we.liaison), we)
    seen = {
        name
        for name in ("tripartite.keep_minutes_meeting", "forums.view_matter")
        if we.leader.has_perm(name, mine)
    }
    assert (len(seen), we.leader.has_perm("forums.settle_matter", mine)) == (2, False)
    assert list(Matter.objects.visible_to(we.leader, "forums.view_matter")) == [mine]
    assert not we.leader.has_perm("forums.view_matter", other)


def test_visible_to_and_has_perm_agree(we, next_door, held):
    there = make_talk(place=next_door.compound, organiser=next_door.liaison)
    rows = [
        matter(held, we),
        matter(held, we, place=we.doorway),
        make_matter(talk=there, captured_by=next_door.worker),
    ]
    for person in [*we.people.values(), *next_door.people.values()]:
        for right in ("forums.view_matter", "forums.settle_matter", "tripartite.keep_minutes_meeting"):
            seen = set(Matter.objects.visible_to(person, right))
            assert seen == {row for row in rows if person.has_perm(right, row)}


# -- five ways --------------------------------------------------------------------------------------------------------


def test_answer_is_read_by_who_said_it_and_hides_numbers(we, held):
    row = matter(held, we, speaker=we.resident)
    done = actions.answer(
        row, by=we.liaison, outcome="周三上门，电话13912345678。", public_text="狗夜里叫，找王居民13912345678"
    )
    assert (done.status, done.settled_by) == ("answered", we.liaison)
    assert "13912345678" not in done.public_text
    notice = Notification.objects.get(recipient=we.resident)
    assert (notice.body, notice.url) == (done.outcome, row.get_absolute_url())
    assert AuditEntry.objects.get(verb="matter.answer").actor == we.liaison


def test_answer_and_refuse_need_words(we, held):
    row = matter(held, we)
    for verb in (actions.answer, actions.refuse):
        with pytest.raises(Refused):
            verb(row, by=we.liaison, outcome=" \x00 ")
    row.refresh_from_db()
    assert row.status == "open"


def test_refuse_keeps_the_reason_and_may_be_taken_up_again(we, held):
    row = actions.refuse(matter(held, we), by=we.liaison, outcome="电梯井宽度不够。")
    again = actions.take_up(row, by=we.worker, reason="设计院说可以")
    assert (again.status, again.outcome, again.settled_at) == ("open", "", None)
    assert again.due_at > timezone.now() + timedelta(days=6)


def test_file_makes_an_issue_of_the_speaker_who_hears_of_it(we, held):
    also = matter(held, we, speaker=we.leader, text="同样的狗")
    row = matter(held, we, speaker=we.resident, speaker_name="王居民", place=we.doorway)
    Matter.objects.filter(pk=also.pk).update(status="merged", merged_into=row)
    done = actions.file(row, by=we.worker, public_text="夜里狗叫")
    issue = done.issue
    assert (issue.via, issue.author, issue.filed_by, issue.place) == (
        "talk",
        we.resident,
        we.worker,
        we.doorway,
    )
    assert (issue.text, issue.public_text, issue.is_public) == (row.text, "夜里狗叫", True)
    assert list(Follower.objects.values_list("user", flat=True)) == [we.leader.pk]
    assert Notification.objects.filter(recipient=we.resident, key__startswith="issue:").exists()


def test_file_without_an_account_keeps_the_name_as_contact(we, held):
    issue = actions.file(matter(held, we, speaker_name="李阿姨"), by=we.liaison, wants_public=False).issue
    assert (issue.author, issue.contact_name, issue.is_public) == (None, "李阿姨", False)


def test_file_what_the_filer_said_needs_no_author(we, held):
    assert actions.file(matter(held, we, speaker=we.liaison), by=we.liaison).issue.author is None


def test_file_brings_copies_of_the_photos(we, held, jpeg):
    row = matter(held, we)
    name = default_storage.save("talks/a.jpg", ContentFile(jpeg))
    row.photos.create(image=name, thumb=name, width=40, height=30)
    issue = actions.file(row, by=we.liaison, public_text="狗").issue
    photo = issue.photos.get()
    assert (photo.image.name != name, photo.published, photo.image.read() == jpeg) == (True, False, True)


def test_file_twice_is_refused_and_one_issue(we, held):
    row = matter(held, we)
    actions.file(row, by=we.liaison)
    with pytest.raises(Refused):
        actions.file(row, by=we.worker)
    assert Issue.objects.count() == 1


def test_join_makes_the_speaker_a_follower(we, held, next_door):
    issue = make_issue(place=we.doorway, author=we.leader)
    done = actions.join(matter(held, we, speaker=we.resident), by=we.worker, issue=issue)
    assert (done.status, done.issue, issue.followers.get().user) == ("joined", issue, we.resident)
    for wrong in (make_issue(place=next_door.doorway), make_issue(place=we.doorway, status="confirmed")):
        with pytest.raises(Refused):
            actions.join(matter(held, we), by=we.officer, issue=wrong)


# -- agendas ----------------------------------------------------------------------------------------------------------------


@pytest.fixture
def joint(we):
    return make_meeting(place=we.compound, organiser=we.liaison)


def test_table_puts_it_on_an_agenda_with_the_public_words(we, held, joint):
    row = actions.table(matter(held, we), by=we.liaison, meeting=joint, public_text="夜里狗叫")
    assert (row.status, row.item.title, row.item.source) == ("tabled", "夜里狗叫", f"matter:{row.pk}")
    again = actions.table(row, by=we.liaison, meeting=joint)
    assert (again.item, joint.items.count()) == (row.item, 1)


def test_open_matters_are_proposed_and_taken_from_the_agenda_page(we, held, joint):
    row = matter(held, we, mark="street", speaker=we.resident)
    matter(held, we, status="answered")
    offered = [one for one in proposals(we.compound) if one.source.startswith("matter:")]
    assert [one.source for one in offered] == [f"matter:{row.pk}"]
    assert row.text not in offered[0].title
    item = meetings.take(joint, offered[0].source, by=we.worker)
    row.refresh_from_db()
    assert (row.status, row.item, row.settled_by) == ("tabled", item, we.worker)
    assert proposals(we.compound) == []


def test_off_the_agenda_or_cancelled_it_is_open_again(we, held, joint):
    first, second = (actions.table(matter(held, we), by=we.liaison, meeting=joint) for _n in range(2))
    meetings.remove_item(first.item, by=we.liaison)
    meetings.cancel(joint, by=we.liaison, reason="下雨")
    for row in (first, second):
        row.refresh_from_db()
        assert row.status == "open"
    assert second.item is None
    coming = make_meeting(place=we.compound, organiser=we.liaison)
    assert actions.table(second, by=we.liaison, meeting=coming).item.meeting == coming


def test_one_that_went_on_to_another_agenda_stays_there(we, held, joint):
    row = actions.table(matter(held, we), by=we.liaison, meeting=joint)
    later = make_meeting(place=we.community, organiser=we.worker)
    row = actions.table(row, by=we.worker, meeting=later)
    meetings.cancel(joint, by=we.liaison, reason="下雨")
    row.refresh_from_db()
    assert (row.status, row.item.meeting) == ("tabled", later)


def test_table_refuses_meetings_of_others_and_past_ones(we, held, next_door):
    row = matter(held, we)
    wrong = [
        make_meeting(place=next_door.compound, organiser=next_door.liaison),
        make_meeting(
            place=we.compound,
            organiser=we.liaison,
            status="held",
            starts_at=timezone.now() - timedelta(days=3),
        ),
    ]
    for meeting in wrong:
        with pytest.raises(Refused):
            actions.table(row, by=we.liaison, meeting=meeting)
    row.refresh_from_db()
    assert row.status == "open"


# -- in time ----------------------------------------------------------------------------------------------------------------------


def test_overdue_is_told_once_to_the_liaison(we, held):
    matter(held, we), matter(held, we), matter(held, we, status="answered")
    assert deadlines.tell_overdue() == 0
    with time_machine.travel(held.meeting.starts_at + timedelta(days=8)):
        assert (deadlines.tell_overdue(), deadlines.tell_overdue()) == (2, 0)
        told = Notification.objects.filter(key__contains=":overdue:")
        assert [one.recipient for one in told] == [we.liaison]
        late = Matter.objects.filter(status="open").first()
        actions.take_up(actions.answer(late, by=we.liaison, outcome="…"), by=we.liaison, reason="不对")
        assert deadlines.tell_overdue() == 0


def test_without_a_liaison_the_community_is_told(we, held):
    we.liaison.posts.update(until=timezone.localdate())
    assert deadlines.settlers(we.compound.code) == [we.worker]


def test_the_desk_names_what_waits(we, held):
    from tripartite.commitments.desk import desks

    matter(held, we)
    (line,) = desks(we.liaison)[0].waiting
    assert (line.tone, line.url) == ("warn", f"/talks/{held.pk}/matters/")
    with time_machine.travel(held.meeting.starts_at + timedelta(days=8)):
        desk = desks(we.liaison)[0]
        assert (desk.waiting[0].tone, desk.next.url, desk.next.tone) == (
            "bad",
            f"/talks/{held.pk}/matters/",
            "bad",
        )


def test_matters_follow_a_moved_and_a_merged_place(we, held):
    row = matter(held, we, place=we.doorway)
    moved = places.move_place(we.building, under=we.old_compound, by=we.officer)
    row.refresh_from_db()
    assert row.place_id.startswith(moved.code)
