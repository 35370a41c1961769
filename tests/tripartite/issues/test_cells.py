"""One cell at a time: times in every spelling, texts out of web editors, numbers out of Excel."""

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from tripartite.issues.cells import Unfit, as_line, as_phone, as_text, as_time

EXPECTED = timezone.make_aware(datetime(2024, 3, 5, 14, 22, 10))


@pytest.mark.parametrize(
    ("cell", "seconds"),
    [
        ("2024-03-05 14:22:10", 10),
        ("2024/3/5 2:22 PM", 0),
        ("2024/3/5 14:22", 0),
        ("2024.3.5 14:22:10", 10),
        ("2024年3月5日 14时22分10秒", 10),
        ("2024年3月5日下午2:22", 0),
        ("2024年3月5日（星期二）下午2:22", 0),
        ("２０２４－３－５　１４：２２", 0),
        ("\u3000\t2024-03-05T14:22:10.123", 10),
        ("2024-03-05T06:22:10Z", 10),
        ("2024-03-05 14:22:10+0800", 10),
        ("20240305142210", 10),
        (20240305142210, 10),
        (45356.59872685185, 10),
        ("45356.59872685185", 10),
        (datetime(2024, 3, 5, 14, 22, 10), 10),
    ],
)
def test_read_the_same_time_in_many_spellings(cell, seconds):
    assert as_time(cell) == EXPECTED.replace(second=seconds)


@pytest.mark.parametrize(
    "cell", ["2024年3月5日", "2024-3-5", "20240305", 45356, date(2024, 3, 5), "2024/03/05 0:00"]
)
def test_read_days_as_their_beginning(cell):
    assert as_time(cell) == timezone.make_aware(datetime(2024, 3, 5))


@pytest.mark.parametrize(
    ("cell", "hour"), [("2024/3/5 12:10 AM", 0), ("2024/3/5 12:10 PM", 12), ("2024/3/5 上午12:10", 0)]
)
def test_read_twelve_o_clock(cell, hour):
    assert as_time(cell) == timezone.make_aware(datetime(2024, 3, 5, hour, 10))


@pytest.mark.parametrize(
    "cell", [None, "", "昨天", "3/5/24", "2024-13-01", "2024-02-30", "2024-03-05 25:00", 5, 1e308, float("nan"), "1e5",
             "1999-12-31", "20241", True, "2024-03-05 14:22:10; DROP"],
)  # fmt: skip
def test_refuse_what_is_no_time(cell):
    with pytest.raises(Unfit):
        as_time(cell)


def test_refuse_the_future():
    with pytest.raises(Unfit):
        as_time(timezone.localtime() + timedelta(minutes=1))


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("\u3000\u3000\t 漏水 \n", "漏水"),
        ("漏水\r\n停电\r\r\r\r完", "漏水\n停电\n\n完"),
        ("<p>漏水</p><p>停电<br/>三天</p>", "漏水\n\n停电\n三天"),
        ("<div style='color:red'>漏&nbsp;水&amp;停电</div>", "漏\xa0水&停电"),
        ("<script>alert(1)</script>漏水<style>p{}</style>", "漏水"),
        ("<img src=x onerror=alert(1)>漏水", "漏水"),
        ("&lt;script&gt;漏水", "<script>漏水"),
        ("水压<0.1MPa，3>2", "水压<0.1MPa，3>2"),
        ("<!-- 注 -->漏水", "漏水"),
        ("漏_x000D_\n水\x00\x07\ufeff", "漏\n水"),
        ("=1+1", "=1+1"),
        ("'=1+1", "=1+1"),
        ("'\t=1+1", "=1+1"),
        (None, ""),
        (1.0, "1"),
    ],
)
def test_read_texts_as_plain_text(cell, text):
    assert as_text(cell) == text


def test_refuse_texts_without_end():
    with pytest.raises(Unfit):
        as_text("水" * 100_001)


@pytest.mark.parametrize(
    ("cell", "line"),
    [
        (20240001.0, "20240001"),
        (1.5, "1.5"),
        ("\u3000 A\t1\nB ", "A 1 B"),
        (datetime(2024, 3, 5), "2024-03-05 00:00:00"),
    ],
)
def test_read_lines(cell, line):
    assert as_line(cell) == line


@pytest.mark.parametrize(
    ("cell", "phone"),
    [
        (13912345678.0, "+8613912345678"),
        ("139 1234 5678", "+8613912345678"),
        ("13912345678、027-85550100", "+8613912345678"),
        ("027-85550100", "+862785550100"),
        ("139****5678", "139****5678"),
        ("", ""),
    ],
)
def test_read_phones(cell, phone):
    assert as_phone(cell) == phone


def test_refuse_long_phones():
    with pytest.raises(Unfit):
        as_phone("打了很多次都没有人接听所以没有留下电话号码")


@given(st.one_of(st.text(), st.floats(), st.integers(), st.datetimes(), st.none(), st.booleans()))
def test_any_cell_is_read_or_refused(cell):
    for read in (as_line, as_text, as_time, as_phone):
        try:
            found = read(cell)
        except Unfit:
            continue
        assert "\0" not in str(found)
