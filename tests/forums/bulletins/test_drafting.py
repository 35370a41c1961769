"""The draft that makes itself: from facts, once, cleaned, at the turn of a half-month."""

from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone, translation

from beihu.audit.models import AuditEntry
from beihu.notifications.models import Notification
from buildings.places.models import Place
from buildings.posts.models import Post
from forums.bulletins import actions, drafting, periods, sources
from forums.bulletins.models import Bulletin, Section
from forums.bulletins.sources import Found, Source
from forums.bulletins.tasks import sweep
from tests.forums.bulletins.conftest import NOW, SINCE, UNTIL
from tests.make import make_bulletin, make_commitment, make_issue, make_meeting
from tripartite.meetings.minutes import Resolution

pytestmark = pytest.mark.django_db
IN = datetime(2026, 11, 8, 19, 0, tzinfo=NOW.tzinfo)  # within the half-month
OUT = datetime(2026, 10, 20, 19, 0, tzinfo=NOW.tzinfo)


@pytest.fixture(autouse=True)
def _late_november():
    with time_machine.travel(NOW, tick=False):
        yield


def lines(row: Bulletin) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for item in row.items.order_by("position"):
        found.setdefault(item.section, []).append(item.text)
    return found


def drafted(we) -> Bulletin:
    made = actions.draft(we.community, periods.last_ended())
    assert made is not None
    return made


# -- half-months


@pytest.mark.parametrize(
    ("day", "since", "until", "number"),
    [
        (date(2026, 1, 1), date(2026, 1, 1), date(2026, 1, 15), 1),
        (date(2026, 1, 15), date(2026, 1, 1), date(2026, 1, 15), 1),
        (date(2026, 1, 16), date(2026, 1, 16), date(2026, 1, 31), 2),
        (date(2024, 2, 29), date(2024, 2, 16), date(2024, 2, 29), 4),
        (date(2026, 2, 28), date(2026, 2, 16), date(2026, 2, 28), 4),
        (date(2026, 12, 31), date(2026, 12, 16), date(2026, 12, 31), 24),
    ],
)
def test_half_of_a_day(day, since, until, number):
    period = periods.half_of(day)
    assert (period.since, period.until, period.number) == (since, until, number)


def test_half_months_follow_each_other_without_a_gap():
    day, seen = date(2025, 1, 1), []
    while day < date(2027, 1, 1):
        period = periods.half_of(day)
        assert periods.before(period).until == period.since - timedelta(days=1)
        seen.append(period.number)
        day = period.until + timedelta(days=1)
    assert seen == [*range(1, 25)] * 2


def test_last_ended_turns_at_midnight_of_the_portal():
    turn = datetime(2026, 11, 16, 0, 0, tzinfo=NOW.tzinfo)
    with time_machine.travel(turn - timedelta(seconds=1), tick=False):
        assert periods.last_ended().until == date(2026, 10, 31)
    with time_machine.travel(turn, tick=False):
        assert periods.last_ended().until == date(2026, 11, 15)


# -- by itself


def test_sweep_drafts_once_for_each_community_that_somebody_edits(we, they):
    other = Place.objects.create(code="420103010002", name="无人社区", parent_id="420103010")
    sweep()
    sweep()
    rows = Bulletin.objects.order_by("place")
    assert [(row.place_id, row.since, row.until, row.number, row.status) for row in rows] == [
        (we.community.code, SINCE, UNTIL, 21, "draft"),
        (they.community.code, SINCE, UNTIL, 21, "draft"),
    ]
    assert not Bulletin.objects.filter(place=other).exists()
    assert AuditEntry.objects.filter(verb="bulletin.draft").count() == 2


def test_sweep_leaves_out_closed_communities_and_posts_that_ended(we, they):
    Place.objects.filter(code=they.community.code).update(closed_on=timezone.localdate())
    Post.objects.filter(user=we.worker).update(until=timezone.localdate())
    assert drafting.sweep() == 0


def test_sweep_after_a_withdrawn_one_makes_no_second(we):
    actions.withdraw(drafted(we), by=we.worker, reason="本期不出")
    assert drafting.sweep() == 0


def test_sweep_of_nothing_to_do_costs_one_query(we, django_assert_num_queries):
    drafting.sweep()
    with django_assert_num_queries(1):
        drafting.sweep()


def test_draft_tells_the_editors_of_the_community_and_nobody_else(we, they):
    row = drafted(we)
    assert list(Notification.objects.values_list("recipient", "url")) == [
        (we.worker.pk, f"/bulletins/{row.pk}/edit/")
    ]


def test_draft_of_an_empty_half_month_is_empty_and_stays_a_draft(we):
    row = drafted(we)
    assert (row.status, row.items.count(), row.has_words) == ("draft", 0, False)
    sweep()
    row.refresh_from_db()
    assert row.status == "draft"


def test_draft_speaks_the_language_of_the_portal(we):
    make_issue(place=we.doorway, status="confirmed", solved_at=IN)
    with translation.override("en"):
        row = drafted(we)
    assert row.title == "1号社区半月谈"
    assert lines(row)["issues"] == ["本期办结诉求1件，其中1件经提出人确认。"]


def test_days_of_one_community_never_overlap(we):
    from django.db import IntegrityError

    make_bulletin(place=we.community)
    with pytest.raises(IntegrityError):
        make_bulletin(place=we.community, since=UNTIL, until=date(2026, 11, 20), number=22)


# -- from facts


def test_draft_names_public_issues_and_counts_the_others(we, they):
    shown = {"wants_public": True, "published_at": IN, "place": we.doorway}
    make_issue(status="confirmed", solved_at=IN, public_text="路灯修好了\n细节", **shown)
    make_issue(status="solved", solved_at=IN, place=we.doorway, text="家事")
    make_issue(status="confirmed", solved_at=OUT, **shown)
    make_issue(status="in_progress", **shown)
    make_issue(status="confirmed", solved_at=IN, wants_public=True, published_at=IN, place=they.doorway)
    assert lines(drafted(we)) == {
        "issues": ["本期办结诉求2件，其中1件经提出人确认。", "德富花园：路灯修好了"]
    }


def test_draft_names_public_meetings_and_of_others_only_the_kind(we):
    common = {"place": we.compound, "organiser": we.liaison, "starts_at": IN, "status": "held"}
    make_meeting(title="讨论王居民家漏水", **common)
    make_meeting(title="停车方案听证", is_public=True, kind="hearing", **common)
    make_meeting(title="换届筹备", **common | {"starts_at": OUT})
    make_meeting(title="没开成", **common | {"status": "cancelled"})
    row = drafted(we)
    assert lines(row) == {"meetings": ["11月8日：德富花园联席会议已召开", "11月8日：停车方案听证已召开"]}
    assert [bool(item.url) for item in row.items.order_by("position")] == [False, True]


def test_draft_says_what_was_decided_but_not_about_hidden_issues(we):
    meeting = make_meeting(
        place=we.compound, organiser=we.liaison, starts_at=OUT, status="confirmed", confirmed_at=IN
    )
    hidden = make_issue(place=we.doorway)
    shown = make_issue(place=we.doorway, wants_public=True, published_at=IN)
    for number, issue in enumerate((None, hidden, shown), 1):
        item = meeting.items.create(position=number, title="x", issue=issue)
        Resolution.objects.create(
            item=item, text=f"决定{number}。", by=we.liaison, party=we.company, due_on=date(2026, 12, 1)
        )
    minuted = make_meeting(place=we.compound, organiser=we.liaison, starts_at=IN, status="minuted")
    Resolution.objects.create(
        item=minuted.items.create(position=1, title="x"), text="还没定稿", by=we.liaison
    )
    assert lines(drafted(we))["resolutions"] == [
        "德富花园：决定1（安居物业公司，12月1日前）",
        "德富花园：决定3（安居物业公司，12月1日前）",
        "另有1项决议。",
    ]


def test_draft_says_which_promises_were_kept_and_which_are_late(we):
    owed = {"place": we.compound, "debtor": we.company, "made_by": we.liaison}
    make_commitment(text="换水泵。", status="kept", ended_at=IN, **owed)
    make_commitment(text="老的", status="kept", ended_at=OUT, **owed)
    make_commitment(text="修大门", due_on=date(2026, 11, 3), **owed)
    make_commitment(text="还没到", due_on=date(2026, 12, 3), **owed)
    make_commitment(text="只是提出", status="proposed", due_on=date(2026, 11, 3), **owed)
    row = drafted(we)
    assert lines(row) == {
        "kept": ["安居物业公司：换水泵。居民说已兑现。"],
        "overdue": ["安居物业公司：修大门。应于11月3日完成。"],
    }
    assert {item.url for item in row.items.all()} == {f"/parties/{we.company.pk}/promises/"}


def test_draft_says_what_is_coming_when_residents_may_come(we):
    common = {"place": we.compound, "organiser": we.liaison, "spot": "大树下"}
    soon = datetime(2026, 11, 28, 19, 0, tzinfo=NOW.tzinfo)
    make_meeting(title="夜话：停车", kind="talk", is_public=True, starts_at=soon, **common)
    make_meeting(title="内部会", starts_at=soon, **common)
    make_meeting(title="太远", is_public=True, starts_at=soon + timedelta(days=60), **common)
    make_meeting(title="草稿", is_public=True, starts_at=soon, status="draft", **common)
    assert lines(drafted(we)) == {
        "coming": ["2026年11月28日（星期六）下午7:00，夜话：停车（德富花园 · 大树下），欢迎参加"]
    }


def test_draft_at_the_edges_of_the_days(we):
    first = datetime(2026, 11, 1, 0, 0, tzinfo=NOW.tzinfo)
    after = datetime(2026, 11, 16, 0, 0, tzinfo=NOW.tzinfo)
    for moment in (first, first - timedelta(seconds=1), after, after - timedelta(seconds=1)):
        make_issue(place=we.doorway, status="solved", solved_at=moment)
    assert lines(drafted(we))["issues"] == ["本期办结诉求2件，其中0件经提出人确认。"]


# -- the registry


@pytest.fixture
def source(monkeypatch):
    """One source and no other."""
    monkeypatch.setattr(sources, "_sources", {})

    def put(read, name="one", section=Section.OTHER):
        sources.register(Source(name, section, read))

    return put


def test_collect_cleans_what_a_source_says(we, source, resident_of):
    resident_of(1, name="欧阳秀英")
    texts = ["王居民家电话13912345678", "3栋2单元1001室漏水", "感谢欧阳秀英\n和\t大家", " ", "x" * 400]
    source(lambda *_: [Found(text, "", f"a:{n}") for n, text in enumerate(texts)])
    found = [one.text for _section, one in sources.collect(we.community, SINCE, UNTIL)]
    assert found == ["王某某家电话139****5678", "3栋***漏水", "感谢欧某某 和 大家", f"{'x' * 159}…"]


def test_collect_without_a_room_that_stumbles(we, source, caplog):
    def stumble(*_):
        Bulletin.objects.raw("SELECT nonsense FROM nowhere")[0]

    source(stumble, "bad")
    source(lambda *_: [Found("好的")], "good")
    assert [one.text for _section, one in sources.collect(we.community, SINCE, UNTIL)] == ["好的"]
    assert "bad" in caplog.text


def test_collect_keeps_so_many_lines_of_one_source(we, source):
    source(lambda *_: [Found(f"行{n}") for n in range(1000)])
    assert len(sources.collect(we.community, SINCE, UNTIL)) == sources.MOST


def test_draft_keeps_a_fact_told_by_two_sources_once(we, source):
    source(lambda *_: [Found("甲", "", "talk:1")], "one")
    source(lambda *_: [Found("乙", "", "talk:1"), Found("丙"), Found("丁")], "two")
    assert lines(drafted(we))["other"] == ["甲", "丙", "丁"]


def test_refresh_adds_what_is_new_and_leaves_alone_what_was_edited(we, source):
    facts = [Found("甲", "", "a:1"), Found("乙", "", "a:2")]
    source(lambda *_: facts)
    row = drafted(we)
    first, second = row.items.order_by("position")
    row.items.filter(pk=first.pk).update(text="改过")
    row.items.filter(pk=second.pk).update(is_kept=False)
    facts.append(Found("丙", "", "a:3"))
    actions.refresh(row, by=we.worker)
    actions.refresh(row, by=we.worker)
    assert list(row.items.order_by("position").values_list("text", "is_kept")) == [
        ("改过", True), ("乙", False), ("丙", True),
    ]  # fmt: skip
