"""Both files say what the page says, in both languages, and nothing of anybody."""

import io
import re
import zipfile
from datetime import date, timedelta

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from docx import Document

from beihu.accounts.models import User
from beihu.office.dashboards import periods
from beihu.office.reports import actions, document, making
from beihu.office.reports.document import Percent, figure
from beihu.office.reports.models import Report
from beihu.office.tallies import folding
from beihu.office.tallies.models import Correction
from buildings.places.models import Place
from tests.office.reports.conftest import issues, sheets_of, signed_in, tables_of

pytestmark = pytest.mark.django_db
SHEETS = {
    "zh-hans": ["今天", "运行情况", "其他方面", "迟报数据", "指标公式"],
    "en": ["Today", "How it goes", "The other wings", "Late facts", "Formulas"],
}
PHONE = re.compile(r"(?<!\d)(\+?86)?1[3-9]\d{9}(?!\d)|(?<!\d)0\d{2,3}-?\d{7,8}(?!\d)")


def made(
    place: Place, by: User, key: str = "30-days", language: str = "zh-hans", set_key: str = "wuhan"
) -> Report:
    period = periods.of_days(key, timezone.localdate())
    report = actions.ask_report(place, period, set_key=set_key, language=language, by=by)
    assert making.make(report.pk) is True
    report.refresh_from_db()
    return report


def page(we, report: Report, place: Place):
    """What the page of the report showed for the same days, in the report's language."""
    query = {"period": report.period_key, "set": report.set_key}
    client = signed_in(we.officer)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = report.language
    return client.get(reverse("dashboard_report", args=[place.code]), query).context["shown"]


def lines_of(rows) -> list[list[str]]:
    return [
        [row.name, *["\n".join(filter(None, [c.shown, c.change, c.title])) for _name, c in row.labelled]]
        for row in rows
    ]


def numbers(lines, head) -> list[list]:
    """The columns of the workbook that hold the figures of the table."""
    at = [0, *[number for number, name in enumerate(lines[0]) if name in head]]
    return [[line[number] if number < len(line) else None for number in at] for line in lines[1:]]


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize(("level", "key", "set_key"), [("street", "30-days", "wuhan"), ("community", "month", "three"), ("compound", "12-months", "own")])  # fmt: skip
def test_the_figures_are_those_of_the_page(we, language, level, key, set_key):
    issues(we, 4)
    folding.fold()
    place = getattr(we, level)
    report = made(place, we.officer, key, language, set_key)
    shown = page(we, report, place)
    with translation.override(language):
        compare(report, shown, language)


def compare(report: Report, shown, language: str) -> None:
    tiles = [(str(tile.label), tile.n) for tile in shown.today]
    health = shown.health_head, [*shown.health, shown.health_whole]
    wings = shown.wings_head, [*shown.wings, shown.wings_whole]
    formulas = [(one["name"], one["formula"], one["of"]) for one in shown.formulas]
    left_out = [(str(label), n) for one in shown.formulas for label, n, _url in one["out"]]

    word = report.word.read()
    today, *tables = tables_of(word)
    assert today[1:] == [[label, str(n)] for label, n in tiles]
    for table, (head, rows) in zip(tables[:2], (health, wings), strict=True):
        assert table[0][1:] == head
        assert [[line[0].split("\n")[0], *line[1:]] for line in table[1:]] == lines_of(rows)
    paper = [one.text for one in Document(io.BytesIO(word)).paragraphs]
    for name, formula, of in formulas:
        assert [name in paper, (f"{formula} ({of})" if of else formula) in paper] == [True, True]
    assert [f"{_('Left out:')} {label} {n}" in paper for label, n in left_out] == [True] * len(left_out)

    sheets = sheets_of(report.workbook.read())
    assert list(sheets) == SHEETS[language]
    first, how, wide, _late, made_of = sheets.values()
    assert first[1 : len(tiles) + 1] == [[label, n] for label, n in tiles]
    for lines, (head, rows) in zip((how, wide), (health, wings), strict=True):
        assert numbers(lines, head) == [
            [row.name, *[_number(cell.shown) for _name, cell in row.labelled]] for row in rows
        ]
        words = [
            [word for _name, cell in row.labelled for word in (cell.change, cell.title) if word]
            for row in rows
        ]
        assert [
            sum(lines[number].count(word) > 0 for word in each) for number, each in enumerate(words, 1)
        ] == [len(each) for each in words]
    told = [tuple([*line[:3], None][:3]) for line in made_of[1:] if line and line[0]]
    assert told[:-1] == [(name, formula, of or None) for name, formula, of in formulas]
    assert [tuple(line[3:5]) for line in made_of[1:] if len(line) == 5] == left_out


def _number(shown: str):
    value = figure(shown)
    return float(value) if isinstance(value, Percent) else value


def test_an_english_report_has_no_chinese_but_names(we):
    issues(we)
    folding.fold()
    report = made(we.street, we.officer, language="en")
    with translation.override("en"):
        names = {place.short_name for place in Place.objects.all()}
    text = re.sub(r"<[^>]+>", " ", _parts(report.word.read())["word/document.xml"])
    source = making.board_of(report).chosen.source
    for known in sorted([*names, source], key=len, reverse=True):
        text = text.replace(known, "")
    assert re.findall(r"[\u4e00-\u9fff]+", text) == []


def test_nobody_is_named_and_no_phone_stands_there(we):
    issues(we)
    folding.fold()
    report = made(we.street, we.officer, "12-months")
    parts = {**_parts(report.word.read()), **_parts(report.workbook.read())}
    whole = "\n".join(parts.values())
    text = re.sub(r"<[^>]+>", " ", whole)
    people = [user.name for user in User.objects.exclude(name="")]
    assert ([name for name in people if name in whole], PHONE.findall(text), len(people) > 5) == (
        [],
        [],
        True,
    )


def _parts(data: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        names = [name for name in file.namelist() if name.endswith((".xml", ".rels"))]
        return {name: file.read(name).decode() for name in names if not name.startswith(("word/styles", "word/theme", "xl/theme", "word/fontTable", "word/settings"))}  # fmt: skip


def test_late_facts_of_the_period_stand_in_both(we):
    today = timezone.localdate()
    known = {"known_on": today - timedelta(days=1), "day": today - timedelta(days=9)}
    for place, measure, amount, more in (
        (we.street.code, "filed", 3, {}),
        (we.street.code, "billed", 12345, {}),
        (we.street.code, "due", -1, {"known_on": today - timedelta(days=40)}),  # before the period
        (we.community.code, "filed", 3, {}),  # not of this place
    ):
        Correction.objects.create(place=place, measure=measure, amount=amount, **known | more)
    report = made(we.street, we.officer, language="en")
    paper = tables_of(report.word.read())[3]
    sheet = sheets_of(report.workbook.read())["Late facts"]
    days = [known["known_on"].isoformat(), we.street.short_name], known["day"].isoformat()
    assert paper == [
        ["Known on", "Where", "What", "Day", "Change"],
        [*days[0], paper[1][2], days[1], "+123.45"],
        [*days[0], "issues filed", days[1], "+3"],
    ]
    assert sheet[1:] == [[*days[0], paper[1][2], days[1], 123.45], [*days[0], "issues filed", days[1], 3]]


def test_late_facts_of_a_district_are_those_of_its_streets(we):
    today = timezone.localdate()
    for code in (we.street.code, we.community.code):
        Correction.objects.create(place=code, measure="filed", day=date(2026, 1, 1), known_on=today, amount=2)
    found = making.late.known_in(we.street.parent, periods.of_days("7-days", today))
    assert [(one.place, one.amount) for one in found] == [(we.street.short_name, 2)]


def test_a_name_like_a_formula_is_a_text(we):
    we.community.name = "=HYPERLINK(1)社区居委会"
    we.community.save()
    folding.fold()
    report = made(we.street, we.officer)
    with zipfile.ZipFile(io.BytesIO(report.workbook.read())) as file:
        sheets = "".join(file.read(name).decode() for name in file.namelist() if "worksheets/sheet" in name)
    name = Place.objects.get(code=we.community.code).short_name
    lines = next(
        lines
        for title, lines in sheets_of(Report.objects.get().workbook.read()).items()
        if lines[1:][0][:1] == [name]
    )
    assert ("<f>" in sheets, lines[1][0]) == (False, name)


def test_signs_that_xml_cannot_hold_are_left_out(we):
    we.community.name = "好\x0b社区居委会"
    we.community.save()
    found = made(we.street, we.officer)
    assert tables_of(found.word.read())[1][1][0].split("\n")[0] == "好社区"


def test_figure_is_the_number_it_shows():
    assert [figure(one) for one in ("12", "0", "87.5 %", "100.0 %", "no data", "+3")] == [
        12, 0, Percent("87.5"), Percent("100.0"), "no data", "+3",
    ]  # fmt: skip
    assert document.LATE_ON_PAPER == 60
