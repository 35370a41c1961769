"""What holds of every picture: well-formed, escaped, complete without colour, the same figures in its table."""

import re
from datetime import date, timedelta

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st

from beihu.office.charts import Chart, bars, calendar, funnel, line, multiples, sparkline
from tests.office.charts.reading import parsed

EVIL = '<script>alert("1")</script>&\x00\x0b'
HARMLESS = '<script>alert("1")</script>&'
VALUES = st.one_of(st.none(), st.floats(), st.integers(0, 10**15))
WORDS = st.text(max_size=30)
NEWEST = date(2026, 11, 26)


@st.composite
def series(draw: st.DrawFn) -> tuple[list[str], list[tuple[str, list[float | None]]]]:
    labels = draw(st.lists(WORDS, max_size=60))
    values = st.lists(VALUES, min_size=len(labels), max_size=len(labels))
    return labels, draw(st.lists(st.tuples(WORDS, values), max_size=7))


def sound(chart: Chart) -> None:
    """Well-formed, no style of its own, all ids of its own, as many cells as heads, nothing outside of numbers."""
    root = parsed(chart.svg)
    assert root.get("role") == "img"
    ids = [one.get("id") for one in root.iter() if one.get("id")]
    assert root.get("aria-labelledby").split() == ids
    assert [one.tag for one in root][:2] == ["title", "desc"]
    assert re.findall(r"\sstyle=|\bnan\b|\binf\b|<script", chart.svg) == []
    assert {len(row) for row in chart.rows} - {len(chart.head)} == set()


@given(series())
def test_draw_any_lines(given_):
    labels, rows = given_
    for chart in (
        line("t", "d", labels, rows, head="h"),
        multiples("t", "d", labels, rows, head="h"),
    ):
        sound(chart)
        assert [row[0] for row in chart.rows] == labels
        assert chart.head == ("h", *(name for name, _values in rows))


@given(st.lists(st.tuples(WORDS, VALUES, WORDS), max_size=60))
def test_draw_any_bars(rows):
    sound(bars("t", "d", rows, head=("a", "b")))


@given(st.lists(st.tuples(WORDS, st.integers(0, 10**18)), max_size=9))
def test_draw_any_funnel(steps):
    sound(funnel("t", "d", steps))


@given(st.dictionaries(st.integers(0, 800), st.integers(0, 10**12), max_size=50), st.integers(0, 800))
def test_draw_any_calendar(days, span):
    since = NEWEST - timedelta(days=span)
    counts = {NEWEST - timedelta(days=back): count for back, count in days.items()}
    sound(calendar("t", "d", counts, since=since, until=NEWEST))


@given(st.lists(VALUES, max_size=60), WORDS)
def test_draw_any_sparkline(values, label):
    svg = sparkline(values, label=label)
    assert parsed(svg).get("role") == "img"
    assert re.findall(r"\sstyle=|\bnan\b|\binf\b|<script", svg) == []


EVERY = {
    "line": lambda words: line(words, words, [words, "b"], [(words, [1, None]), ("x", [2, 3])], head=words),
    "bars": lambda words: bars(words, words, [(words, 1, words), (words, None, words)], head=(words, words)),
    "multiples": lambda words: multiples(words, words, [words], [(words, [1])], head=words),
    "calendar": lambda words: calendar(words, words, {}, since=NEWEST, until=NEWEST + timedelta(days=9)),
    "funnel": lambda words: funnel(words, words, [(words, 3)]),
    "nothing": lambda words: line(words, words, [words], [(words, [None])], head=words),
}


@pytest.mark.parametrize("kind", EVERY)
def test_words_of_others_are_only_words(kind):
    chart = EVERY[kind](EVIL)
    sound(chart)
    root = parsed(chart.svg)
    assert (root.find("title").text, root.find("desc").text) == (HARMLESS, HARMLESS)
    page = render_to_string("office/_chart.html", {"chart": chart})
    assert ("<script" in page, "style=" in page) == (False, False)


def test_sparkline_keeps_a_label_a_label():
    svg = sparkline([1, 2], label=EVIL)
    assert (parsed(svg).find("title").text, "<script" in svg) == (HARMLESS, False)


def test_ids_are_unique_on_a_page_of_charts():
    charts = [draw("same") for draw in EVERY.values()] + [
        line("same", "same", ["a"], [("b", [value])], head="h") for value in (1, 2)
    ]
    page = "".join(render_to_string("office/_chart.html", {"chart": chart}) for chart in charts)
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert (len(ids), len(set(ids))) == (2 * len(charts), 2 * len(charts))
    assert [draw("same").svg for draw in EVERY.values()] == [one.svg for one in charts[: len(EVERY)]]


def test_table_beside_the_picture_names_rows_and_columns():
    chart = bars("小区", "d", [("甲", 3, "3 件"), ("乙", None, "")], head=("小区名", "件数"))
    page = " ".join(render_to_string("office/_chart.html", {"chart": chart}).split())
    assert re.findall(r'<th scope="(\w+)">([^<]*)</th>', page) == [
        ("col", "小区名"), ("col", "件数"), ("row", "甲"), ("row", "乙"),
    ]  # fmt: skip
    assert re.findall(r"<td>([^<]*)</td>", page) == ["3 件", "无数据"]
    assert re.findall(r"<caption[^>]*>([^<]*)</caption>", page) == ["小区"]
    assert re.findall(r"<details[^>]*>", page) == ['<details class="fold">']


def test_table_is_open_where_it_is_asked_to_be():
    page = render_to_string("office/_chart.html", {"chart": EVERY["funnel"]("a"), "open": True})
    assert re.findall(r"<details[^>]*>", page) == ['<details class="fold" open>']


def test_table_without_column_names_has_no_empty_ones():
    page = render_to_string("office/_chart.html", {"chart": bars("a", "b", [("c", 1, "1")])})
    assert "<thead" not in page


def test_no_rows_no_table():
    page = render_to_string("office/_chart.html", {"chart": funnel("a", "b", [])})
    assert "<details" not in page


# -- the style ---------------------------------------------------------------------------------------------
CSS = settings.BASE_DIR / "static" / "css"


def colours(block: str) -> dict[str, str]:
    return dict(re.findall(r"(--[\w-]+): (#[0-9a-f]{6})", block))


def light(colour: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    parts = [int(colour[one : one + 2], 16) / 255 for one in (1, 3, 5)]
    red, green, blue = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((light(one), light(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("large", [False, True], ids=["normal", "large"])
def test_all_that_carries_a_figure_stands_out_three_to_one(large):
    normal, larger = (CSS / "tokens.css").read_text().split("[data-type")
    tokens = colours(normal) | (colours(larger) if large else {})
    style = (CSS / "charts.css").read_text()
    decoration = {"grid", "wash", "track", "base"}  # the figure is told by what stands on it
    weak = {}
    for name, value in re.findall(r"\.(\w+) \{[^}]*?(?:fill|stroke): (var\(--[\w-]+\)|#\w{6})", style):
        colour = tokens[value[4:-1]] if value.startswith("var") else value
        least = min(contrast(colour, tokens[ground]) for ground in ("--card", "--paper"))
        if least < 3 and name not in decoration and colour != tokens["--card"]:
            weak[name] = (colour, round(least, 2))
    assert weak == {}


def test_style_stays_small():
    assert (CSS / "charts.css").stat().st_size <= 3 * 1024
