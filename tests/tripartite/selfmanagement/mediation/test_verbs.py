"""A mediation from opening to blank names: who reads it, and what may be written when."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from beihu.accounts.models import User
from beihu.audit.models import AuditEntry
from beihu.notifications.models import Notification
from beihu.states import Refused
from buildings.posts.roles import OPEN_MEDIATION, SERVE_MEDIATION
from tests.make_selfmanaged import make_case
from tripartite.selfmanagement.mediation import actions, queries, retention
from tripartite.selfmanagement.mediation.models import BLANK, MediationCase
from tripartite.selfmanagement.mediation.states import MACHINE, Status

SAID = "钱楼上"


def opened(we, **over):
    facts = {"key": uuid4(), "kind": "noise", "sides": [SAID, "孙楼下"], "mediators": [we.worker]} | over
    return actions.open_case(
        we.compound, by=over.pop("by", we.liaison), **{k: v for k, v in facts.items() if k != "by"}
    )


def words_of(entries) -> str:
    return " ".join(f"{one.verb} {one.reason} {one.detail}" for one in entries)


def test_open_names_sides_and_mediators(we, they):
    key = uuid4()
    row = opened(we, key=key)
    assert opened(we, key=key) == row
    assert ([side.name for side in row.sides.all()], row.mediators.get().user) == (
        [SAID, "孙楼下"],
        we.worker,
    )
    note = Notification.objects.get(recipient=we.worker)
    assert (SAID in note.title + note.body, note.url) == (False, f"/mediation/{row.pk}/")
    for over in (
        {"by": we.leader},
        {"by": they.worker},
        {"sides": [SAID]},
        {"sides": [SAID, f" {SAID} "]},
        {"sides": [str(n) for n in range(7)]},
        {"mediators": []},
        {"mediators": [we.resident]},
        {"mediators": [we.worker, they.worker]},
    ):
        with pytest.raises(Refused):
            opened(we, **over)
    assert MediationCase.objects.count() == 1


def test_only_its_mediators_have_it(we, they):
    operator = User.objects.create_superuser("operator")
    rows = [
        make_case(we),
        make_case(we, "closed"),
        make_case(they),
        make_case(we, mediators=[we.leader, we.officer]),
    ]
    rows.append(make_case(we, "closed", closed_on=timezone.localdate() - timedelta(days=366)))
    people = [*we.people.values(), *they.people.values(), operator]
    for user in people:
        seen = set(MediationCase.objects.visible_to(user, SERVE_MEDIATION))
        assert seen == {row for row in rows if user.has_perm(SERVE_MEDIATION, row)}
    assert set(MediationCase.objects.visible_to(we.worker, SERVE_MEDIATION)) == set(rows[:2])
    assert set(MediationCase.objects.visible_to(operator, SERVE_MEDIATION)) == set()
    for user in people:
        seen = set(MediationCase.objects.visible_to(user, OPEN_MEDIATION))
        assert seen == {row for row in rows if user.has_perm(OPEN_MEDIATION, row)}


def test_nothing_is_written_before_every_side_consents(we):
    row = opened(we)
    today = timezone.localdate()
    first, last = row.sides.all()
    facts = {"by": we.worker, "how": "written", "on": today}
    actions.consent(row, side=first.pk, **facts)
    row.refresh_from_db()
    assert row.status == "opened"
    with pytest.raises(Refused):
        actions.meet(row, by=we.worker, key=uuid4(), on=today, spot="居委会")
    for wrong in ({"how": "guessed"}, {"on": today + timedelta(days=1)}, {"side": 0}):
        with pytest.raises(Refused):
            actions.consent(row, **{"side": last.pk} | facts | wrong)
    assert actions.consent(row, side=last.pk, **facts).status == "consented"


def test_the_database_keeps_an_opened_case_silent(we):
    row = make_case(we)
    with pytest.raises(IntegrityError), transaction.atomic():
        MediationCase.objects.filter(pk=row.pk).update(agreement="…")


def test_agreement_has_dated_points(we):
    today = timezone.localdate()
    row = make_case(we, "consented")
    facts = {"agreement": "互相体谅", "points": [("十点后不练琴", today)], "follow_up_on": today}
    for wrong in (
        {"agreement": " "},
        {"points": []},
        {"points": [("x", today - timedelta(days=1))]},
        {"points": [(" ", today)]},
        {"follow_up_on": today - timedelta(days=1)},
    ):
        with pytest.raises(Refused):
            actions.agree(row, by=we.worker, **facts | wrong)
    done = actions.agree(row, by=we.worker, **facts)
    assert (done.status, [point.text for point in done.points.all()]) == ("agreed", ["十点后不练琴"])


def test_a_session_once_per_form(we):
    row, key = make_case(we, "consented"), uuid4()
    for _twice in range(2):
        actions.meet(row, by=we.worker, key=key, on=timezone.localdate(), spot="居委会", notes="谈了")
    with pytest.raises(Refused):
        actions.meet(
            row, by=we.worker, key=uuid4(), on=timezone.localdate() + timedelta(days=1), spot="居委会"
        )
    assert row.sessions.count() == 1


def test_an_agreement_is_looked_after_before_it_closes(we):
    row = make_case(we, "agreed")
    assert retention.remind() == 1
    assert retention.remind() == 1
    assert Notification.objects.filter(recipient=we.worker).count() == 1
    with pytest.raises(Refused, match="协议"):
        actions.close(row, by=we.worker)
    later = timezone.localdate() + timedelta(days=30)
    actions.follow_up(row, by=we.worker, followed="还有琴声", again_on=later)
    with pytest.raises(Refused):
        actions.close(row, by=we.worker)
    assert retention.remind() == 0
    actions.follow_up(row, by=we.worker, followed="安静了")
    assert actions.close(row, by=we.worker).status == "closed"


def test_names_are_blanked_when_the_days_are_over(we, settings):
    settings.MEDIATION_DAYS = 100
    today = timezone.localdate()
    row = make_case(we, "closed", closed_on=today - timedelta(days=101))
    row.sessions.create(on=today, spot="居委会", notes="谈了", by=we.worker)
    row.points.create(number=1, text="十点后不练琴", due_on=today)
    fresh = make_case(we, "closed", closed_on=today - timedelta(days=100))
    assert (retention.blank_due(), retention.blank_due()) == (1, 0)
    row.refresh_from_db()
    assert [side.name for side in row.sides.all()] == [BLANK, BLANK]
    assert (row.agreement, row.sessions.get().notes, row.points.get().text) == ("", "", BLANK)
    assert fresh.sides.first().name == SAID


def test_the_log_never_says_a_word_of_it(we):
    row = opened(we)
    for side in row.sides.all():
        actions.consent(row, by=we.worker, side=side.pk, how="spoken", on=timezone.localdate())
    actions.meet(row, by=we.worker, key=uuid4(), on=timezone.localdate(), spot="居委会", notes=SAID)
    actions.withdraw(row, by=we.worker)
    entries = AuditEntry.objects.filter(verb__startswith="mediation.")
    assert words_of(entries.order_by("pk")) == " ".join(
        f"mediation.{verb}  {{}}" for verb in ("open", "consent", "consent", "meet", "withdraw")
    )


def test_counts_from_five_on_by_kind_and_quarter(we, they):
    for _n in range(5):
        make_case(we, opened_on=timezone.localdate())
    for _n in range(4):
        make_case(we, kind="pets", opened_on=timezone.localdate())
    make_case(they)
    assert [(one.kind, one.number) for one in queries.counts(we.officer)] == [("噪音", 5), ("宠物", None)]
    assert queries.counts(we.leader) == []
    operator = User.objects.create_superuser("operator")
    assert len(queries.counts(operator)) >= 2


FACTS = {
    "consent": {"how": "written"},
    "meet": {"spot": "居委会"},
    "agree": {"agreement": "好"},
    "fail": {},
    "withdraw": {},
    "follow_up": {"followed": "好"},
    "close": {},
}
ENDS = {
    ("opened", "consent"): "opened",
    ("opened", "withdraw"): "withdrawn",
    ("consented", "meet"): "consented",
    ("consented", "agree"): "agreed",
    ("consented", "fail"): "failed",
    ("consented", "withdraw"): "withdrawn",
    ("agreed", "follow_up"): "agreed",
    ("agreed", "close"): "closed",
    ("failed", "close"): "closed",
    ("withdrawn", "close"): "closed",
}


def test_every_state_and_verb(we):
    today = timezone.localdate()
    found = {}
    for state in Status.values:
        for verb, facts in FACTS.items():
            row = make_case(
                we, state, **({"followed_on": today} if (state, verb) == ("agreed", "close") else {})
            )
            more = {
                "consent": {"side": row.sides.first().pk, "on": today},
                "meet": {"key": uuid4(), "on": today},
                "agree": {"points": [("x", today)], "follow_up_on": today},
            }.get(verb, {})
            try:
                actions.ACTIONS[verb](row, by=we.worker, **facts, **more)
            except Refused:
                continue
            row.refresh_from_db()
            found[state, verb] = row.status
    assert found == ENDS
    assert set(FACTS) == {row.name for row in MACHINE.transitions if row.permission}


def test_the_opener_is_no_mediator_by_opening(we):
    row = opened(we)
    with pytest.raises(Refused):
        actions.withdraw(row, by=we.liaison)
