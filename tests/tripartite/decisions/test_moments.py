"""Days of a vote in words."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils import translation

from tripartite.decisions import moments

WUHAN = ZoneInfo("Asia/Shanghai")


def test_a_midnight_begins_a_day_or_ends_the_one_before():
    at = datetime(2026, 12, 14, tzinfo=WUHAN)
    with translation.override("zh-hans"):
        said = [moments.words(at, midnight) for midnight in ("00:00", "24:00")]
    assert [(one.partition("（")[0], one[-5:]) for one in said] == [
        ("2026年12月14日", "00:00"),
        ("2026年12月13日", "24:00"),
    ]


def test_another_hour_is_said_as_it_is():
    at = datetime(2026, 12, 14, 18, 30, tzinfo=WUHAN)
    assert moments.words(at, "00:00") == moments.words(at, "24:00") != ""


def test_days_end_with_the_last_one_that_counts():
    opens, closes = datetime(2026, 12, 14, tzinfo=WUHAN), datetime(2026, 12, 25, tzinfo=WUHAN)
    with translation.override("zh-hans"):
        assert moments.days(opens, closes) == "2026年12月14日 – 2026年12月24日"
    assert (moments.days(None, closes), moments.words(None, "24:00")) == ("", "")
