"""Line, small multiples and sparkline: gaps stay gaps, the picture says what the table says."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beihu.office.charts import line, multiples, sparkline
from beihu.office.charts.pen import WIDE, clip, told, width
from beihu.office.charts.scale import along, readable, upright
from tests.office.charts.reading import heights, marks, of_class, parsed, words

MONTHS = [f"{one}月" for one in range(1, 13)]


def percent(value: float | None) -> str:
    return "无数据" if value is None else f"{value:g} %"


def test_line_says_each_figure_as_the_table_does():
    rows = [("甲", [80, None, 90.5]), ("乙", [0, 10, None])]
    chart = line("t", "d", MONTHS[:3], rows, head="月份", shown=percent)
    assert chart.head == ("月份", "甲", "乙")
    assert chart.rows == (("1月", "80 %", "0 %"), ("2月", "无数据", "10 %"), ("3月", "90.5 %", "无数据"))
    assert marks(chart) == ["1月, 甲: 80 %", "3月, 甲: 90.5 %", "1月, 乙: 0 %", "2月, 乙: 10 %"]
    assert words(chart.svg) == [
        "甲", "乙", "0 %", "25 %", "50 %", "75 %", "100 %", "1月", "2月", "3月",
    ]  # fmt: skip


def test_line_breaks_where_nothing_is_known():
    chart = line("t", "d", MONTHS[:7], [("甲", [4, 4, None, 0, 2, None, 1])], head="h")
    assert heights(chart) == [[14, 14], [164, 89]]
    assert len(of_class(chart.svg, "point")) == 5


def test_zero_is_drawn_and_no_data_is_not():
    zeros = line("t", "d", MONTHS, [("甲", [0] * 12)], head="h")
    assert heights(zeros) == [[164] * 12]
    none = line("t", "d", MONTHS, [("甲", [None] * 12)], head="h")
    assert (words(none.svg), of_class(none.svg, "trend"), len(none.rows)) == (["无数据"], [], 12)


@pytest.mark.parametrize(("labels", "rows"), [([], []), (["a"], []), ([], [("甲", [])])])
def test_line_of_nothing_says_so(labels, rows):
    for draw in (line, multiples):
        assert words(draw("t", "d", labels, rows, head="h").svg) == ["无数据"]


def test_one_point_stands_in_the_middle():
    chart = line("t", "d", ["2026"], [("甲", [5])], head="h")
    assert (marks(chart), chart.rows) == (["2026, 甲: 5"], (("2026", "5"),))
    assert along(1, 10, 30) == [20]


def test_a_value_too_many_is_refused():
    for draw in (line, multiples):
        with pytest.raises(ValueError, match="argument"):
            draw("t", "d", ["a"], [("甲", [1, 2])], head="h")


def test_no_colour_says_anything_alone():
    """Ten series: ten pairs of dash and colour, five marks, the legend shows both."""
    chart = line("t", "d", ["a", "b"], [(str(one), [one, one]) for one in range(10)], head="h")
    looks = [one.get("class") for one in of_class(chart.svg, "trend")]
    assert (len(looks), len(set(looks))) == (20, 10)
    first = {one.get("class").split()[2] for one in of_class(chart.svg, "trend")[:5]}
    assert first == {"dash0", "dash1", "dash2", "dash3", "dash4"}


def test_sixty_points_mark_only_the_newest():
    chart = line("t", "d", [str(one) for one in range(60)], [("甲", list(range(60)))], head="h")
    assert (marks(chart), len(heights(chart)[0]), len(chart.rows)) == (["59, 甲: 59"], 60, 60)
    assert len(chart.svg) < 3000


def test_huge_numbers_keep_their_axis():
    chart = line("t", "d", ["a", "b"], [("元", [123456789, 1234567890])], head="h")
    assert words(chart.svg)[:4] == ["0", "500,000,000", "1,000,000,000", "1,500,000,000"]


def test_multiples_share_one_scale():
    chart = multiples(
        "t", "d", MONTHS[:2], [("甲", [50, 100]), ("乙", [25, None]), ("丙", [None, None])], head="月份", shown=percent
    )  # fmt: skip
    assert chart.rows == (("1月", "50 %", "25 %", "无数据"), ("2月", "100 %", "无数据", "无数据"))
    assert words(chart.svg) == [
        "刻度：0 % 至 100 %", "甲", "100 %", "乙", "无数据", "1月", "2月", "丙", "无数据", "1月", "2月",
    ]  # fmt: skip
    assert heights(chart) == [[70, 44]]
    assert [one.get("class") for one in of_class(chart.svg, "point")] == ["point i0", "point i4"]


def test_sparkline_marks_the_last_point():
    svg = sparkline([0, 4, None, 2, None, 8, 8], label="近半年")
    assert [one.get("d") for one in of_class(svg, "trend")] == ["M5,27 23,16.5M95,6 113,6"]
    assert [(one.get("cx"), one.get("cy")) for one in of_class(svg, "dot")] == [("59", "21.8")]
    assert [(one.get("cx"), one.get("class")) for one in of_class(svg, "last")] == [("113", "last")]
    assert parsed(svg).find("title").text == "近半年"


def test_sparkline_shows_that_the_newest_is_missing():
    assert [one.get("class") for one in of_class(sparkline([1, 2, None], label="a"), "last")] == ["last old"]


@pytest.mark.parametrize("values", [[], [None], [None] * 12, [float("nan")]])
def test_sparkline_of_nothing_says_so(values):
    assert words(sparkline(values, label="a")) == ["无数据"]


@pytest.mark.parametrize(
    ("value", "said"),
    [(None, "无数据"), (float("inf"), "无数据"), (0, "0"), (1234, "1,234"), (12.5, "12.5"), (99.96, "100"), (7.0, "7")],
)  # fmt: skip
def test_tell_a_figure(value, said):
    assert told(value) == said


@given(st.lists(st.floats(0, 1e18), min_size=1, max_size=20))
def test_scale_holds_all_values(values):
    values = [round(one, 9) for one in values]
    scale = upright(values, 100, 0)
    assert scale.ticks[0] == 0
    assert 2 <= len(scale.ticks) <= 6
    assert all(-0.001 <= scale.at(one) <= 100 for one in values)


@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=20))
def test_counts_are_not_parted(values):
    assert all(isinstance(tick, int) for tick in upright([float(one) for one in values], 100, 0).ticks)


@given(st.lists(st.text(max_size=12), min_size=1, max_size=60))
def test_labels_do_not_touch_each_other(labels):
    short = [clip(one, 100) for one in labels]
    written = readable(short, along(len(labels), 60, 320))
    assert written[-1][0] == len(labels) - 1
    edges = [(x - width(short[one]) / 2, x + width(short[one]) / 2) for one, x in written]
    assert all(left >= -0.01 and right <= WIDE + 0.01 for left, right in edges)
    assert all(before[1] < after[0] for before, after in pairwise(edges))


@given(st.text(max_size=40), st.integers(36, 300))
def test_clipped_words_fit(words_, room):
    assert width(clip(words_, room)) <= room
