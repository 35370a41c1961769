"""Two people, or two sweeps, at the same moment: real threads on a real PostgreSQL."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone, translation

from beihu.accounts.models import User
from beihu.notifications.models import Delivery, Notification
from beihu.states import Refused
from tests.make import make_issue
from tripartite.issues import actions, deadlines
from tripartite.issues.models import Follower, Issue, IssueEvent
from tripartite.issues.states import Status

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*deeds: Callable[[], object]) -> list[object]:
    """Run all in threads of their own, starting together; a refusal is an answer."""
    barrier = Barrier(len(deeds))

    def run(deed: Callable[[], object]) -> object:
        try:
            barrier.wait(timeout=30)
            return deed()
        except Refused as refused:
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(run, deeds))


def person(user: User) -> User:
    return User.objects.get(pk=user.pk)


def test_two_staff_accept_and_one_is_told_what_happened(we):
    issue = make_issue(place=we.doorway, author=we.resident)
    answers = at_once(
        lambda: actions.accept(issue, by=person(we.worker)),
        lambda: actions.accept(issue, by=person(we.officer)),
    )
    refused = [answer for answer in answers if isinstance(answer, Refused)]
    assert len(refused) == 1
    event = IssueEvent.objects.get()
    with translation.override(settings.LANGUAGE_CODE):  # which a new thread speaks
        assert event.get_after_display() in str(refused[0])
    assert f"{timezone.localtime(event.at):%H:%M}" in str(refused[0])
    issue.refresh_from_db()
    assert issue.first_receiver == event.actor


def test_twenty_accept_and_one_wins(we):
    issue = make_issue(place=we.doorway, author=we.resident)
    answers = at_once(*[lambda: actions.accept(issue, by=person(we.worker))] * 20)
    assert sum(isinstance(answer, Issue) for answer in answers) == 1
    assert (IssueEvent.objects.count(), Notification.objects.count()) == (1, 1)


def test_one_solves_while_another_hands_it_elsewhere(we):
    issue = make_issue(place=we.doorway, author=we.resident, party=we.company, status=Status.IN_PROGRESS)
    answers = at_once(
        lambda: actions.solve(issue, by=person(we.property_staff), note="修好了"),
        lambda: actions.assign(issue, by=person(we.worker), party=we.owners_party),
    )
    assert sum(isinstance(answer, Refused) for answer in answers) == 1
    issue.refresh_from_db()
    assert (issue.status, issue.party) in [("solved", we.company), ("assigned", we.owners_party)]


def test_bouncing_twice_at_once_bounces_once(we):
    issue = make_issue(place=we.doorway, author=we.resident, party=we.company, status=Status.ASSIGNED)
    answers = at_once(*[lambda: actions.bounce(issue, by=person(we.property_staff), note="不归我们")] * 4)
    assert sum(isinstance(answer, Issue) for answer in answers) == 1
    assert IssueEvent.objects.filter(verb="bounce").count() == 1


def test_the_same_form_sent_twenty_times_is_one_issue(we):
    key = uuid4()

    def send() -> int:
        by = person(we.resident)
        draft = actions.start_draft(key=key, place=we.doorway, by=by)
        if draft.status == Status.DRAFT:
            try:
                draft = actions.save_draft(draft, by=by, category="lighting", text="灯不亮")
            except Refused:  # another one has sent it in between
                return draft.pk
        return actions.submit(draft, by=by).pk

    answers = at_once(*[send] * 20)
    assert answers == [Issue.objects.get().pk] * 20
    assert (Issue.objects.get().status, IssueEvent.objects.count()) == (Status.SUBMITTED, 1)


def test_the_same_desk_form_sent_ten_times_is_one_issue(we):
    key = uuid4()
    answers = at_once(
        *[
            lambda: (
                actions.file_for(
                    by=person(we.worker),
                    key=key,
                    place=we.doorway,
                    category="lighting",
                    text="灯不亮",
                    via="desk",
                ).pk
            )
        ]
        * 10
    )
    assert answers == [Issue.objects.get().pk] * 10
    assert IssueEvent.objects.count() == 1


def test_merging_into_each_other_merges_one(we):
    one, other = make_issue(place=we.doorway), make_issue(place=we.doorway)
    answers = at_once(
        lambda: actions.merge(one, by=person(we.worker), into=other),
        lambda: actions.merge(other, by=person(we.officer), into=one),
    )
    assert sum(isinstance(answer, Refused) for answer in answers) == 1
    assert sorted(Issue.objects.values_list("status", flat=True)) == ["merged", "submitted"]


def test_resident_confirms_while_silence_closes(we):
    issue = make_issue(
        place=we.doorway,
        author=we.resident,
        status=Status.SOLVED,
        answer_by=timezone.now() - timedelta(minutes=1),
    )
    at_once(
        lambda: actions.confirm(issue, by=person(we.resident), rating="satisfied"),
        deadlines.close_silent,
        deadlines.close_silent,
    )
    issue.refresh_from_db()
    assert (issue.status, issue.rating) in [("confirmed", "satisfied"), ("auto_closed", "")]
    assert IssueEvent.objects.count() == 1


def test_four_sweeps_at_once_do_everything_once(we, they):
    past = timezone.now() - timedelta(days=30)
    for n in range(12):
        issue = make_issue(place=we.doorway, author=we.resident, status=Status.SOLVED, answer_by=past)
        Follower.objects.create(issue=issue, user=they.resident)
        make_issue(
            place=we.doorway, author=we.resident, status=Status.WAITING, paused_at=past, paused_until=past
        )
        make_issue(
            place=we.doorway, author=we.resident, status=Status.IN_PROGRESS, party=we.company, solve_due=past,
            overdue_at=past if n % 2 else None,
        )  # fmt: skip
    at_once(*[deadlines.sweep] * 4)
    deadlines.sweep()
    verbs = list(IssueEvent.objects.values_list("verb", "issue"))
    assert len(verbs) == len(set(verbs))
    counts = {verb: sum(v == verb for v, _issue in verbs) for verb, _issue in verbs}
    assert counts == {"auto_close": 12, "stop_waiting": 12, "overdue": 6, "escalate": 6}
    assert Notification.objects.filter(recipient=they.resident).count() == 12
    assert Delivery.objects.count() == 0


def test_a_sweep_passes_over_a_row_somebody_holds(we):
    issue = make_issue(
        place=we.doorway,
        author=we.resident,
        status=Status.SOLVED,
        answer_by=timezone.now() - timedelta(minutes=1),
    )
    holding, swept = Barrier(2), Barrier(2)

    def hold() -> None:
        from django.db import transaction

        with transaction.atomic():
            Issue.objects.select_for_update().get(pk=issue.pk)
            holding.wait(timeout=30)
            swept.wait(timeout=30)

    def sweep() -> int:
        holding.wait(timeout=30)
        done = deadlines.close_silent()
        swept.wait(timeout=30)
        return done

    assert at_once(hold, sweep) == [None, 0]
    assert deadlines.close_silent() == 1


def test_photos_sent_at_once_are_three_at_most(we, tmp_path, settings):
    from io import BytesIO

    from PIL import Image

    settings.MEDIA_ROOT = tmp_path
    data = BytesIO()
    Image.new("RGB", (20, 10)).save(data, format="PNG")
    draft = actions.start_draft(key=uuid4(), place=we.doorway, by=we.resident)
    answers = at_once(
        *[lambda: actions.add_photo(draft, by=person(we.resident), upload=BytesIO(data.getvalue()))] * 8
    )
    assert sum(isinstance(answer, Refused) for answer in answers) == 5
    assert draft.photos.count() == 3
    assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == 6
