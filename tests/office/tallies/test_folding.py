"""What is folded is what the rows say, whatever happened to them, and the list behind a figure counts the same."""

import random
import threading
from contextlib import suppress
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from beihu.office.tallies import asking, compiling, folding, measures, rebuilding
from beihu.office.tallies.asking import Ask
from beihu.office.tallies.models import Correction, Fact, Tally
from buildings.places.actions import move_place
from buildings.places.codes import lineage
from buildings.places.models import Place
from tests import cast
from tests.make import make_commitment, make_issue, make_meeting
from tripartite.issues.models import CallBack, Issue
from tripartite.issues.states import Status

ROOT = Path(__file__).resolve().parents[3]
NOON = datetime(2026, 3, 10, 12, tzinfo=timezone.get_default_timezone())
STATES = [one for one in Status if one not in (Status.WAITING, Status.SUSPENDED, Status.REOPEN_REQUESTED)]


def figure(key: str, code: str, since: date | None = None, until: date | None = None) -> int:
    if measures.measure(key).day is None:
        since = until = None
    else:
        since, until = since or date(2000, 1, 1), until or date(2100, 1, 1)
    return sum(asking.ask([Ask("one", [code], [key], since, until)])["one"].values())


@pytest.mark.django_db
def test_the_triggers_are_what_the_measures_say():
    assert (ROOT / "beihu/office/migrations/triggers.sql").read_text(
        encoding="utf-8"
    ) == compiling.triggers_sql()


@pytest.mark.django_db
def test_a_fact_is_summed_at_every_level_on_its_day_and_in_its_month():
    we = cast.here()
    rebuilding.rebuild()
    make_issue(place=we.doorway, author=we.resident, submitted_at=NOON)
    folded = folding.fold()
    with connection.cursor() as cursor:
        cursor.execute("SELECT place, month, amount, d9, d10, d11 FROM office_tally WHERE measure = 'filed'")
        rows = cursor.fetchall()
    assert sorted(rows) == [(code, date(2026, 3, 1), 1, None, 1, None) for code in lineage(we.doorway.code)]
    assert (folded > 0, Fact.objects.count(), folding.fold()) == (True, 0, 0)


@pytest.mark.django_db
def test_a_stock_goes_up_and_down():
    we = cast.here()
    row = make_issue(place=we.doorway, author=we.resident)
    folding.fold()
    before = figure("open", we.community.code)
    Issue.objects.filter(pk=row.pk).update(status=Status.REFUSED, closed_at=timezone.now())
    folding.fold()
    assert (before, figure("open", we.community.code)) == (1, 0)


@pytest.mark.django_db
def test_a_change_that_counts_for_nothing_queues_nothing():
    we = cast.here()
    row = make_issue(place=we.doorway, author=we.resident)
    folding.fold()
    Issue.objects.filter(pk=row.pk).update(text="楼道灯不亮。")
    assert Fact.objects.count() == 0


@pytest.mark.django_db
def test_a_late_fact_is_told_as_a_correction_of_its_day():
    we = cast.here()
    folding.fold()
    day = timezone.localdate() - timedelta(days=40)
    make_issue(place=we.doorway, author=we.resident, submitted_at=timezone.now() - timedelta(days=40))
    folding.fold()
    rows = Correction.objects.filter(measure="filed").values_list("place", "day", "known_on", "amount")
    today = timezone.localdate()
    assert sorted(rows) == [(we.street.code, day, today, 1), (we.community.code, day, today, 1)]


DEEDS = st.lists(
    st.tuples(
        st.sampled_from(["file", "state", "back-date", "move row", "delete", "call", "fold", "bulk", "promise", "meet", "move place"]),
        st.integers(0, 10_000),
    ),
    min_size=3,
    max_size=25,
)  # fmt: skip


class History:
    """Random deeds on a small neighbourhood, straight in the tables: more than any verb would allow."""

    def __init__(self) -> None:
        self.we = cast.here()
        self.moved = False

    def do(self, deed: str, number: int) -> None:
        rng = random.Random(number)
        when = timezone.now() - timedelta(days=rng.randrange(90), hours=rng.randrange(24))
        places = list(Place.objects.filter(code__gte=self.we.community.code, level__gte=12).order_by("code"))
        issues = list(Issue.objects.order_by("pk"))
        row = rng.choice(issues) if issues else None
        if deed == "file" or row is None:
            make_issue(
                place=rng.choice(places), author=self.we.resident, status=rng.choice(STATES), submitted_at=when,
                solve_due=when + timedelta(days=5), contact_due=when + timedelta(hours=2),
                contacted_at=rng.choice([None, when + timedelta(hours=rng.randrange(5))]),
                overdue_at=rng.choice([None, when + timedelta(days=6)]), urgent=rng.random() < 0.3,
            )  # fmt: skip
        elif deed == "state":
            state = rng.choice(STATES)
            ended = state in (Status.CONFIRMED, Status.AUTO_CLOSED, Status.REFUSED, Status.MERGED)
            Issue.objects.filter(pk=row.pk).update(
                status=state,
                solved_at=when if state in (Status.SOLVED, Status.CONFIRMED, Status.AUTO_CLOSED) else None,
                answer_by=when if state == Status.SOLVED else None,
                closed_at=when if ended else None,
                reopened_at=rng.choice([None, when]),
                rating=rng.choice(["", *Issue.Rating]) if state == Status.CONFIRMED else "",
                bounced=rng.random() < 0.2,
                submitted_at=row.submitted_at or when,
                merged_into_id=next((one.pk for one in issues if one.pk != row.pk), None) if state == Status.MERGED else None,
            )  # fmt: skip
        elif deed == "back-date":
            Issue.objects.filter(pk=row.pk).update(submitted_at=when)
        elif deed == "move row":
            Issue.objects.filter(pk=row.pk).update(place=rng.choice(places))
        elif deed == "delete":
            CallBack.objects.filter(issue=row).delete()
            Issue.objects.filter(merged_into=row).update(
                merged_into=None, status=Status.ACCEPTED, closed_at=None
            )
            row.delete()
        elif deed == "call":
            CallBack.objects.create(
                issue=row, by=self.we.worker, at=when, reached=rng.random() < 0.8, contacted=True, solved=rng.random() < 0.5
            )  # fmt: skip
        elif deed == "bulk":
            Issue.objects.filter(status=Status.SUBMITTED).update(status=Status.ACCEPTED, urgent=True)
        elif deed == "promise":
            make_commitment(place=self.we.compound, debtor=self.we.company, made_by=self.we.worker)
        elif deed == "meet":
            make_meeting(
                place=self.we.compound,
                organiser=self.we.worker,
                status=rng.choice(["called", "held", "cancelled"]),
            )
        elif deed == "move place" and not self.moved:
            self.moved = True
            target = Place.objects.create(
                code=f"{self.we.street.code}077", name="新社区", parent=self.we.street
            )
            move_place(self.we.compound, under=target, by=self.we.officer, reason="调整")
        if deed == "fold":
            folding.fold(batch=7)


@pytest.mark.django_db
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(DEEDS)
def test_folded_is_what_the_rows_say_after_any_history(deeds):
    with transaction.atomic():
        history = History()
        for deed, number in deeds:
            with suppress(IntegrityError), transaction.atomic():  # what the database refuses is no deed
                history.do(deed, number)
        assert rebuilding.differences() == []
        folding.fold()
        assert (rebuilding.differences(), Fact.objects.count()) == ([], 0)
        for key, one in measures.measures().items():
            for code in {history.we.street.code, history.we.community.code, history.we.doorway.code}:
                if one.aspect is None and not one.money:
                    assert (key, figure(key, code)) == (key, measures.rows_behind(key, code).count())
        transaction.set_rollback(True)


@pytest.mark.django_db
def test_rebuild_mends_what_was_written_past_us():
    we = cast.here()
    make_issue(place=we.doorway, author=we.resident)
    folding.fold()
    Tally.objects.filter(measure="open", place=we.community.code).update(amount=99)
    found = [
        (place, measure, day, folded, fresh)
        for place, measure, _a, _month, day, folded, fresh in rebuilding.differences()
    ]
    rebuilding.rebuild()
    assert (found, rebuilding.differences()) == ([(we.community.code, "open", None, 99, 1)], [])


@pytest.mark.django_db(transaction=True)
def test_a_rebuild_waits_for_who_still_reads_instead_of_failing():
    we = cast.here()
    make_issue(place=we.doorway, author=we.resident)
    reader, said = connection.copy(), []
    reader.set_autocommit(False)
    with reader.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM office_tally")

    def say(words: str) -> None:
        said.append(words)
        if words.startswith("somebody reads"):
            reader.close()

    rebuilding.rebuild(say)
    assert sum(words.startswith("somebody reads") for words in said) == 1
    assert (figure("filed", we.compound.code), rebuilding.differences()) == (1, [])


@pytest.mark.django_db(transaction=True)
def test_folders_killed_and_two_at_once_fold_each_fact_once():
    we = cast.here()
    rebuilding.rebuild()
    stop = threading.Event()

    def write() -> None:
        for _number in range(60):
            make_issue(place=we.doorway, author=we.resident)
        connection.close()

    def keep_folding() -> None:
        while not stop.is_set():
            try:
                folding.fold(batch=5)
            except Exception:
                connection.close()
        connection.close()

    def kill() -> None:
        while not stop.is_set():
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
                    " AND pid <> pg_backend_pid() AND query LIKE '%%taken AS%%'"
                )
            stop.wait(0.02)
        connection.close()

    writers = [threading.Thread(target=write) for _ in range(3)]
    others = [threading.Thread(target=one) for one in (keep_folding, keep_folding, kill)]
    for one in [*writers, *others]:
        one.start()
    for one in writers:
        one.join()
    stop.set()
    for one in others:
        one.join()
    folding.fold()
    assert (figure("open", we.community.code), rebuilding.differences(), Fact.objects.count()) == (180, [], 0)
