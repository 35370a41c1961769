"""Bars, funnel and calendar: each count in the picture and in the table, told by length or size and by number."""

from datetime import date, timedelta

from beihu.office.charts import bars, calendar, funnel
from tests.office.charts.reading import marks, of_class, words

MONDAY = date(2026, 11, 2)


def test_bars_are_as_long_as_their_figures():
    chart = bars(
        "t",
        "d",
        [("甲", 40, "40 件"), ("乙", 10, "10 件"), ("丙", 0, "0 件"), ("丁", None, "")],
        head=("小区", "件"),
    )
    assert chart.rows == (("甲", "40 件"), ("乙", "10 件"), ("丙", "0 件"), ("丁", "无数据"))
    assert marks(chart) == ["甲: 40 件", "乙: 10 件", "丙: 0 件", "丁: 无数据"]
    assert [one.get("width") for one in of_class(chart.svg, "full")] == ["338", "84.5", "0"]
    assert len(of_class(chart.svg, "missing")) == 1


def test_bars_of_zeros_are_no_missing_ones():
    chart = bars("t", "d", [("甲", 0, "0"), ("乙", 0, "0")])
    assert ([one.get("width") for one in of_class(chart.svg, "full")], of_class(chart.svg, "missing")) == (
        ["0", "0"],
        [],
    )


def test_bars_of_nothing_say_so():
    assert words(bars("t", "d", []).svg) == ["无数据"]
    chart = bars("t", "d", [("甲", None, "")])
    assert (words(chart.svg), chart.rows) == (["无数据"], (("甲", "无数据"),))


def test_bars_clip_a_long_name_and_the_table_has_it_whole():
    name = "很长" * 30
    chart = bars("t", "d", [(name, 1, "1")])
    assert (words(chart.svg)[0][-1], chart.rows) == ("…", ((name, "1"),))
    assert marks(chart) == [f"{name}: 1"]


def test_funnel_tells_each_step():
    chart = funnel("t", "d", [("夜话", 1200), ("议题", 600), ("决议", 0), ("承诺", 1)])
    assert chart.rows == (("夜话", "1,200"), ("议题", "600"), ("决议", "0"), ("承诺", "1"))
    assert marks(chart) == ["夜话: 1,200", "议题: 600", "决议: 0", "承诺: 1"]
    assert [one.get("width") for one in of_class(chart.svg, "full")] == ["340", "170", "2"]


def test_funnel_where_nothing_happened_says_zero_and_not_no_data():
    assert words(funnel("t", "d", [("夜话", 0), ("议题", 0)]).svg) == ["夜话", "0", "议题", "0"]
    assert words(funnel("t", "d", []).svg) == ["无数据"]


def test_calendar_has_the_same_counts_as_its_table():
    days = {MONDAY + timedelta(days=one): one for one in range(30)}
    chart = calendar("t", "d", days, since=MONDAY + timedelta(days=1), until=MONDAY + timedelta(days=10))
    assert chart.head == (
        "周一日期",
        "星期一",
        "星期二",
        "星期三",
        "星期四",
        "星期五",
        "星期六",
        "星期日",
        "合计",
    )
    assert chart.rows == (
        ("2026年11月2日", "", "1", "2", "3", "4", "5", "6", "21"),
        ("2026年11月9日", "7", "8", "9", "", "", "", "", "24"),
    )
    assert marks(chart) == [f"2026年11月{2 + one}日: {one}" for one in range(1, 10)]


def test_calendar_steps_are_fifths_told_by_size_and_number():
    days = {MONDAY + timedelta(days=one): one for one in range(11)}
    chart = calendar("t", "d", days, since=MONDAY, until=MONDAY + timedelta(days=11))
    drawn = [one.get("class") for one in of_class(chart.svg, "day")]
    assert drawn[:11] == ["day d0", *(f"day d{step}" for step in (1, 1, 2, 2, 3, 3, 4, 4, 5, 5))]
    assert drawn[11:] == [f"day d{step}" for step in range(6)]
    sizes = [float(one.get("width")) for one in of_class(chart.svg, "day")[11:]]
    assert sizes == sorted(set(sizes))
    assert words(chart.svg) == ["十一月", "一", "三", "五", "日", "0", "1–2", "3–4", "5–6", "7–8", "9–10"]


def test_calendar_where_nothing_happened_is_all_zero():
    chart = calendar("t", "d", {}, since=MONDAY, until=MONDAY + timedelta(days=7))
    assert {one.get("class") for one in of_class(chart.svg, "day")} == {"day d0"}
    assert chart.rows == (("2026年11月2日", *["0"] * 8),)


def test_calendar_of_no_days_says_so():
    assert words(calendar("t", "d", {MONDAY: 3}, since=MONDAY, until=MONDAY).svg) == ["无数据"]


def test_calendar_names_each_month_and_january_by_its_year():
    chart = calendar("t", "d", {}, since=date(2025, 11, 26), until=date(2026, 11, 26))
    letters = ["一", "三", "五", "日"]
    assert words(chart.svg) == [
        "三月", "二月", "2026", "十二月", *letters, "七月", "六月", "五月", "四月", *letters, "十一月", "十月", "九月", "八月", *letters, "0",
    ]  # fmt: skip
    assert len(of_class(chart.svg, "day")) == 365 + 1
