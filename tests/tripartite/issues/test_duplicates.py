from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from beihu.scope import under
from buildings.places.models import Bigrams
from tests.make import make_issue
from tripartite.issues.duplicates import ALIKE, find_duplicates, likeness, pairs
from tripartite.issues.models import Issue
from tripartite.issues.states import Status

pytestmark = pytest.mark.django_db

SAID = "楼道灯不亮，晚上老人下楼看不见。"
ALIKE_TEXTS = [
    "楼道的灯不亮了，晚上看不见路",
    "晚上楼道灯不亮",
    "楼道灯坏了不亮，老人晚上下楼危险",
    "你好，我是二楼的住户，我们这个楼道灯不亮已经一个星期了，晚上老人下楼看不见，很危险，请尽快派人来修一下，谢谢",
]
OTHER_TEXTS = [
    "地下车库照明太暗",
    "小区大门口的路灯晚上太亮，照得睡不着",
    "单元门禁坏了",
    "灯",
    "请尽快处理，谢谢",
]


def public(we, **over):
    return make_issue(
        place=over.pop("place", we.doorway), wants_public=True, published_at=timezone.now(), **over
    )


@pytest.mark.parametrize("text", ALIKE_TEXTS)
def test_find_the_same_said_in_other_words(we, text):
    issue = public(we, text=text)
    assert find_duplicates(we.other_doorway, "lighting", SAID, we.resident) == [issue]


@pytest.mark.parametrize("text", OTHER_TEXTS)
def test_find_nothing_in_something_else(we, text):
    public(we, text=text)
    assert find_duplicates(we.doorway, "lighting", SAID, we.resident) == []


def test_find_five_at_most_likeliest_first(we):
    for text in [*ALIKE_TEXTS, SAID, SAID + "！", "楼道灯不亮"]:
        public(we, text=text)
    found = find_duplicates(we.doorway, "lighting", SAID, we.resident)
    scores = [issue.similarity for issue in found]
    assert (len(found), found[0].text in (SAID, SAID + "！")) == (5, True)
    assert scores == sorted(scores, reverse=True)
    assert min(scores) >= ALIKE


def test_find_of_another_category_place_or_month_is_nothing(we, they):
    public(we, text=SAID, category="repairs")
    public(we, text=SAID, place=we.old_doorway)
    public(we, text=SAID, place=they.doorway)
    public(we, text=SAID, submitted_at=timezone.now() - timedelta(days=31))
    assert find_duplicates(we.doorway, "lighting", SAID, we.resident) == []


def test_find_in_the_building_or_the_compound_as_the_category_concerns(we):
    other_building = type(we.building).objects.create(
        code=f"{we.compound.code}002", name="2栋", parent=we.compound
    )
    light, cars = (
        public(we, text=SAID, place=other_building),
        public(we, text=SAID, place=other_building, category="parking"),
    )
    assert light not in find_duplicates(we.doorway, "lighting", SAID, we.resident)
    assert find_duplicates(we.doorway, "parking", SAID, we.resident) == [cars]
    assert find_duplicates(we.compound, "lighting", SAID, we.resident) == [light]


def test_residents_find_public_ones_and_their_own(we, they):
    hidden = make_issue(place=we.doorway, text=SAID)
    own = make_issue(place=we.doorway, text=SAID, author=we.resident)
    assert find_duplicates(we.doorway, "lighting", SAID, we.resident) == [own]
    assert find_duplicates(we.doorway, "lighting", SAID, they.resident) == []
    assert set(find_duplicates(we.doorway, "lighting", SAID, we.worker)) == {hidden, own}
    assert find_duplicates(we.doorway, "lighting", SAID, they.worker) == []


def test_find_nothing_in_drafts_refused_and_merged(we):
    target = make_issue(place=we.doorway, text="别的事")
    for state in (Status.DRAFT, Status.REFUSED, Status.MERGED):
        make_issue(
            place=we.doorway, text=SAID, status=state, author=we.worker, submitted_at=timezone.now(),
            merged_into=target if state == Status.MERGED else None,
        )  # fmt: skip
    assert find_duplicates(we.doorway, "lighting", SAID, we.worker) == []


def test_find_leaves_out_the_issue_itself(we):
    issue = make_issue(place=we.doorway, text=SAID, author=we.resident)
    assert find_duplicates(we.doorway, "lighting", SAID, we.resident, exclude=issue) == []


@pytest.mark.parametrize(
    ("category", "text"), [("", SAID), ("nonsense", SAID), ("lighting", " "), ("lighting", "灯")]
)
def test_find_without_enough_to_go_by_is_nothing(we, category, text):
    public(we, text=SAID)
    assert find_duplicates(we.doorway, category, text, we.resident) == []


def test_find_costs_four_queries(we, django_assert_max_num_queries):
    for text in ALIKE_TEXTS:
        public(we, text=text)
    with django_assert_max_num_queries(4):
        find_duplicates(we.doorway, "lighting", SAID, we.resident)


@pytest.mark.parametrize("text", [SAID, "WiFi 信号\n不好  ABC", "　全角　空格", "一", "", "🙂🙂😀", "a\tb"])
def test_pairs_are_cut_as_the_database_cuts(we, text):
    issue = make_issue(place=we.doorway, text=text)
    issue.refresh_from_db()
    assert pairs(text) == {gram for gram in issue.grams if len(gram) == 2}
    assert Bigrams.function == "bigrams"


@pytest.mark.parametrize(
    ("shared", "one", "other", "score"), [(10, 10, 10, 1.0), (0, 10, 10, 0.0), (2, 2, 40, 4 / 42), (10, 10, 90, 0.8), (5, 10, 10, 0.5)]
)  # fmt: skip
def test_likeness(shared, one, other, score):
    assert likeness(shared, one, other) == pytest.approx(score)


def test_find_reads_by_category_and_place_where_there_are_many(we):
    now, kinds = timezone.now(), ["lighting", "repairs", "noise", "parking", "lift", "fees"]
    Issue.objects.bulk_create(
        Issue(
            place=we.doorway,
            category=kinds[n % 6],
            text=f"第{n}件",
            status="submitted",
            submitted_at=now - timedelta(hours=n),
        )
        for n in range(3000)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE tripartite_issue")
    near = under("place_id", we.building.code)
    rows = Issue.objects.filter(near, category="lighting", submitted_at__gte=now - timedelta(days=30))
    assert "issue_category_place" in rows.explain()
