"""The rules of evaluations: scores, draws, who may what, and what stays as it was."""

import uuid
from datetime import timedelta
from fractions import Fraction

import pytest
import time_machine
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from beihu.audit.models import AuditEntry
from beihu.notifications.models import Notification
from beihu.states import Refused
from forums.evaluations import following, life, making, periods, results, scores
from forums.evaluations.actions import ACTIONS
from forums.evaluations.drawing import draw
from forums.evaluations.models import Evaluation, Pursuit
from forums.evaluations.moving import may
from forums.evaluations.presets import presets
from forums.evaluations.states import DEEDS, MACHINE, Status
from forums.evaluations.weights import Wanted, checked
from forums.questionnaires import life as asked_life
from forums.questionnaires.audience import memberships
from forums.questionnaires.models import Questionnaire
from tests.make_evaluations import make_evaluation, rate
from tripartite.parties.models import Party

db = pytest.mark.django_db
COUNTS = st.dictionaries(st.integers(1, 5), st.integers(1, 30), min_size=1)


def test_presets_weigh_a_hundred_for_each_party_but_the_street_office():
    assert {kind: sum(one.weight for one in rows) for kind, rows in presets().items()} == dict.fromkeys(
        (kind for kind in Party.Kind.values if kind != "street_office"), 100
    )


@pytest.mark.parametrize(
    "criteria", [[], [Wanted("a", 99)], [Wanted("a", 101)], [Wanted("", 100)], [Wanted("a", 50)] * 2]
)
def test_weights_that_do_not_make_a_hundred_are_refused(criteria):
    with pytest.raises(Refused):
        checked(criteria)


@given(COUNTS)
def test_order_of_answers_is_irrelevant(counts):
    assert scores.mean(dict(sorted(counts.items(), reverse=True))) == scores.mean(
        dict(sorted(counts.items()))
    )


@given(st.lists(st.tuples(st.integers(1, 100), st.fractions(1, 5)), min_size=1))
def test_total_lies_between_the_lowest_and_the_highest(parts):
    found = scores.total(parts)
    assert min(mean for _weight, mean in parts) <= found <= max(mean for _weight, mean in parts)


def test_below_five_answers_there_is_no_score_and_no_total():
    assert (scores.mean({5: 4}), scores.mean({5: 5})) == (None, 5)
    assert scores.total([(50, None), (50, Fraction(4))]) is None
    assert (scores.shown(Fraction(33, 8)), scores.percent(1, 0), scores.percent(1, 3)) == ("4.13", None, 33)


@given(st.sets(st.integers(1, 10_000)), st.integers(10, 50))
def test_a_draw_can_be_repeated(frame, size):
    drawn = draw(frame, size, "seed")
    assert drawn == draw(sorted(frame, reverse=True), size, "seed")
    assert (len(drawn), set(drawn) <= frame) == (min(size, len(frame)), True)


@db
def test_periods_are_exact():
    day = timezone.datetime(2026, 12, 31).date()
    assert [periods.period_of(kind, day)[1:] for kind in ("quarter", "half_year", "year")] == [
        tuple(map(type(day).fromisoformat, pair))
        for pair in (("2026-10-01", "2027-01-01"), ("2026-07-01", "2027-01-01"), ("2026-01-01", "2027-01-01"))
    ]


SOURCES = {
    "open": "draft", "close": "open", "publish": "closed", "withdraw": "draft open closed",
    "edit": "draft", "reply": "published", "ask": "published",
}  # fmt: skip


def test_states_and_verbs(we, homes):
    assert set(ACTIONS) == set(SOURCES)
    for n, state in enumerate(Status.values, start=1):
        row = make_evaluation(we, state, ago=n)
        own = {"liaison": set(), "resident": set(), "property_staff": {"reply"}}
        runs = {verb for verb in SOURCES if verb != "reply"}
        for who, verbs in (own | {"worker": runs, "officer": runs}).items():
            open_now = {verb for verb in verbs if state in SOURCES[verb].split()}
            assert {rule.name for rule in may(getattr(we, who), row)} == open_now, (state, who)
        for table in (MACHINE, DEEDS):
            for rule in table.transitions:
                by = we.property_staff if rule.name == "reply" else we.worker
                if state not in rule.sources:
                    with pytest.raises(Refused):
                        table.check(row, rule.name, by)


def test_from_draft_to_reply_and_commitment(we, homes):
    first = make_evaluation(we, "open", ago=2)
    rate(first, homes, 2, 2, 3, 3, 5)
    first = life.publish(life.close(first, by=we.worker), by=we.worker)
    assert (first.result["total"], first.result["paper"], first.result["asked"]) == ("3.00", 5, 13)
    assert results.fingerprint(first.result) == first.result_hash
    row = make_evaluation(we, "open")
    rate(row, homes, 5, 5, 5, 5)
    row = life.publish(life.close(row, by=we.worker), by=we.worker)
    assert (row.result["total"], {one["score"] for one in row.result["criteria"]}) == (None, {None})
    assert row.result["previous"]["total"] == "3.00"
    assert [one["whole"] for one in row.result["facts"]] == [0] * 7
    row = following.reply(row, by=we.property_staff, text="我们改")
    with pytest.raises(Refused):
        following.reply(row, by=we.property_staff, text="再说")
    facts = {"key": uuid.uuid4(), "criterion": row.criteria.first(), "text": "每天清运两次"}
    due = timezone.localdate() + timedelta(days=30)
    one = following.ask(row, by=we.worker, due_on=due, **facts)
    again = following.ask(row, by=we.worker, due_on=due, **facts)
    assert (one, Pursuit.objects.count(), one.commitment.status) == (again, 1, "proposed")
    assert one.commitment.pursuit.evaluation == row


def test_it_closes_with_its_questionnaire_and_tells_once_who_may_publish(we, homes):
    row = make_evaluation(we, "open", party=we.residents_party, by=we.officer)
    Questionnaire.objects.update(closes_on=timezone.localdate() + timedelta(days=5))
    with time_machine.travel(timezone.now() + timedelta(days=6)):
        life.sweep()  # the questionnaire is still open: nothing happens
        assert Evaluation.objects.get().status == "open"
        asked_life.sweep()
        life.sweep()
        told = Notification.objects.filter(key=f"evaluation:{row.pk}:closed")
        first = set(told.values_list("pk", "recipient"))
        assert Evaluation.objects.get().status == "closed"
        people = {person for _pk, person in first}
        assert (we.officer.pk in people, we.worker.pk in people) == (
            True,
            False,
        )  # the worker speaks for who is rated
        life.sweep()
        assert set(told.values_list("pk", "recipient")) == first
    entry = AuditEntry.objects.get(verb="evaluation.close")
    assert entry.actor_id is None


def test_nobody_runs_the_evaluation_of_the_party_they_speak_for(we, homes):
    facts = {"key": uuid.uuid4(), "party": we.residents_party, "criteria": presets()["residents_committee"]}
    period = periods.before(periods.period_of("quarter", timezone.localdate()))
    with pytest.raises(Refused):
        making.make(by=we.worker, period=period, **facts)
    row = making.make(by=we.officer, period=period, **facts)
    with pytest.raises(Refused):
        life.open_(row, by=we.worker)
    assert life.open_(row, by=we.officer).status == Status.OPEN
    with pytest.raises(Refused):
        making.make(by=we.officer, key=uuid.uuid4(), party=we.street_party, period=period, criteria=[])


def test_published_only_after_the_period(we, homes):
    row = make_evaluation(we, "closed", ago=0)
    with pytest.raises(Refused):
        life.publish(row, by=we.worker)
    with time_machine.travel(timezone.now() + timedelta(days=100)):
        assert life.publish(row, by=we.worker).status == Status.PUBLISHED


def test_a_sample_is_asked_and_nobody_else(we, homes):
    row = make_evaluation(we, "open", sample=10)
    assert (row.asked, row.drawn, row.questionnaire.households) == (10, row.drawn, row.drawn)
    drawn_in = we.household.pk in row.drawn
    assert memberships(row.questionnaire).exists() is drawn_in
    assert Questionnaire.objects.visible_to(we.resident, "forums.answer_questionnaire").exists() is drawn_in
    assert we.resident.has_perm("forums.answer_questionnaire", row.questionnaire) is drawn_in


def test_only_the_evaluation_moves_its_questionnaire(we, homes):
    row = make_evaluation(we, "open")
    for verb in (asked_life.close, asked_life.publish):
        with pytest.raises(Refused):
            verb(row.questionnaire, by=we.worker)


def test_what_was_drawn_and_published_never_changes(we, homes):
    row = make_evaluation(we, "published")
    for change in ({"seed": "x"}, {"result": {}}, {"result_hash": "x"}, {"status": "closed"}, {"asked": 1}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Evaluation.objects.filter(pk=row.pk).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        row.criteria.update(weight=1)
    with pytest.raises(DatabaseError), transaction.atomic():
        row.delete()


def test_pages(client, we, homes):
    row = make_evaluation(we, "published", ago=2)
    names = ["evaluation", "evaluation_sheet"]
    assert [client.get(reverse(name, args=[row.pk])).status_code for name in names] == [200, 200]
    page = client.get(row.get_absolute_url()).content.decode()
    assert [word for word in ("8003", "王居民", we.resident.phone) if word in page] == []
    going = make_evaluation(we, "open")
    assert client.get(going.get_absolute_url()).status_code == 404
    assert client.get(reverse("public_evaluations", args=[we.compound.code])).status_code == 200
    client.force_login(we.worker)
    for url in (
        going.get_absolute_url(), reverse("evaluation_list"), reverse("evaluation_new"),
        reverse("evaluation_drawn", args=[going.pk]), reverse("drawn_export", args=[going.pk, "csv"]),
        reverse("evaluation_verb", args=[going.pk, "close"]), reverse("evaluation_verb", args=[row.pk, "ask"]),
    ):  # fmt: skip
        assert (url, client.get(url).status_code) == (url, 200)


def test_a_draft_is_made_once_on_the_page(client, we, homes):
    client.force_login(we.worker)
    url = f"{reverse('evaluation_new')}?party={we.company.pk}"
    begin = client.get(url).context["form"]
    data = {name: begin[name].value() or "" for name in begin.fields}
    found = [client.post(url, data) for _twice in range(2)]
    assert ([one.status_code for one in found], Evaluation.objects.count()) == ([302, 302], 1)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_board_asks_little(client, we, homes, rows, django_assert_num_queries):
    for n in range(rows):
        make_evaluation(we, "published", ago=n + 1)
    client.get("/about/")
    with django_assert_num_queries(4):
        client.get(reverse("public_evaluations", args=[we.compound.code]))
