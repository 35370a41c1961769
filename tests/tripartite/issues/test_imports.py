"""A hotline's export: real files, made here, with everything such files have in them."""

import csv
import io
from datetime import datetime

import pytest
import xlsxwriter
from django.core.management import CommandError, call_command
from django.utils import timezone

from beihu.audit.models import AuditEntry
from beihu.notifications.models import Delivery, Notification
from buildings.places.models import Place, PlaceAlias
from tests import cast
from tripartite.issues.cells import Unfit
from tripartite.issues.deadlines import sweep
from tripartite.issues.hotline import category_of, guess
from tripartite.issues.models import Issue, IssueEvent
from tripartite.issues.whereabouts import Whereabouts

pytestmark = pytest.mark.django_db
TITLES = ["工单编号", "受理时间", "所属社区", "小区名称", "详细地址", "诉求类别", "诉求标题", "诉求内容", "联系人", "联系电话", "工单状态", "办结时间"]  # fmt: skip


def row(**over) -> list:
    fields = {
        "id": "WH-1", "at": "2024-03-05 14:22:10", "community": "1号社区", "place": "德富花园", "spot": "1栋楼下",
        "category": "供水", "title": "", "text": "二次供水水压低", "name": "王小明", "phone": "13912345678",
        "state": "", "closed": "",
    } | over  # fmt: skip
    return list(fields.values())


def write(path, rows, titles=TITLES, encoding="utf-8"):
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file).writerows([titles, *rows])
    return path


def take(path, *options, place="420103010001", **more) -> str:
    """Run the command; its last line."""
    out = io.StringIO()
    call_command("import_issues", path, *options, place=place, stdout=out, stderr=io.StringIO(), **more)
    return out.getvalue().splitlines()[-1]


@pytest.fixture
def here():
    return cast.here()


def at(*parts) -> datetime:
    return timezone.make_aware(datetime(*parts))


def test_import_makes_an_issue_with_its_facts(here, tmp_path):
    assert take(write(tmp_path / "a.csv", [row()])) == (
        "1 rows: 1 taken in (1 submitted), 0 known from before, 0 not usable."
    )
    issue = Issue.objects.get()
    assert (issue.source_id, issue.via, issue.status, issue.place_id) == (
        "WH-1", "hotline", "submitted", here.compound.pk,
    )  # fmt: skip
    assert (issue.category, issue.urgent, issue.text, issue.spot) == (
        "water",
        True,
        "二次供水水压低",
        "1栋楼下",
    )
    assert (issue.contact_name, issue.contact_phone, issue.author) == ("王小明", "+8613912345678", None)
    assert (issue.submitted_at, issue.contact_due) == (at(2024, 3, 5, 14, 22, 10), at(2024, 3, 5, 16, 22, 10))
    assert (issue.wants_public, issue.published_at) == (False, None)
    assert list(issue.events.values_list("verb", "after", "at", "actor_role")) == [
        ("submit", "submitted", issue.submitted_at, "portal")
    ]
    assert list(AuditEntry.objects.values_list("verb", "target", "place_id")) == [
        ("issue.import", f"buildings.place:{here.community.pk}", here.community.pk)
    ]


def test_import_winds_the_clocks_from_the_day_of_filing(here, tmp_path):
    call_command("seed_calendar", stdout=io.StringIO())
    take(write(tmp_path / "a.csv", [row(category="环境卫生", text="楼前积存垃圾", at="2024-09-13 10:00")]))
    issue = Issue.objects.get()
    # filed on a Friday; Saturday 14 September is a working day, 15 to 17 is the Mid-Autumn Festival
    assert timezone.localtime(issue.solve_due).date().isoformat() == "2024-09-23"
    assert issue.calendar_version.startswith("20240913-")


def test_import_twice_takes_once(here, tmp_path):
    path = write(tmp_path / "a.csv", [row(id=""), row(id="WH-2")])
    take(path)
    assert take(path) == "2 rows: 0 taken in, 2 known from before, 0 not usable."
    assert (Issue.objects.count(), IssueEvent.objects.count()) == (2, 2)


def test_import_dry_run_counts_and_writes_nothing(here, tmp_path):
    path = write(tmp_path / "a.csv", [row(), row(id="WH-2", at="?")])
    assert take(path, "--dry-run") == (
        "2 rows: 1 would be taken in (1 submitted), 0 known from before, 1 not usable."
    )
    assert (Issue.objects.count(), AuditEntry.objects.count()) == (0, 0)


def test_import_takes_states(here, tmp_path):
    rows = [
        row(id="1", state="待受理"),
        row(id="2", state="办理中"),
        row(id="3", state="已办结", closed="2024/3/7 9:00 AM"),
        row(id="4", state="已办结"),
        row(id="5", state="已办结", closed="2024-03-01"),
        row(id="6", state="搁置"),
    ]
    take(write(tmp_path / "a.csv", rows))
    assert list(Issue.objects.order_by("source_id").values_list("source_id", "status", "closed_at")) == [
        ("1", "submitted", None),
        ("2", "accepted", None),
        ("3", "auto_closed", at(2024, 3, 7, 9)),
    ]
    assert list(
        IssueEvent.objects.filter(issue__source_id="3").values_list("verb", "before", "after", "at")
    ) == [
        ("submit", "draft", "submitted", at(2024, 3, 5, 14, 22, 10)),
        ("auto_close", "submitted", "auto_closed", at(2024, 3, 7, 9)),
    ]
    assert Issue.objects.get(source_id="3").contact_due is None


def test_import_tells_nobody_about_old_news(here, tmp_path):
    take(write(tmp_path / "a.csv", [row(), row(id="WH-2", state="办理中")]))
    sweep()
    assert (Notification.objects.count(), Delivery.objects.count()) == (0, 0)


def test_import_writes_the_rows_it_refuses_ready_to_be_mended(here, tmp_path):
    rows = [
        row(),
        row(),
        row(id="WH-3", at="三月五日", text="=cmd|' /C calc'!A0"),
        row(id="WH-4", place="不存在的小区"),
        row(id="WH-5", text="\u3000"),
        row(id="WH-6", text="水" * 10_001),
    ]
    errors = tmp_path / "errors.csv"
    assert take(write(tmp_path / "a.csv", rows), errors=errors).endswith(f"5 not usable, see {errors}.")
    with errors.open(encoding="utf-8-sig", newline="") as file:
        found = list(csv.reader(file))
    assert (found[0][:-1], [line[0] for line in found[1:]]) == (
        TITLES,
        ["WH-1", "WH-3", "WH-4", "WH-5", "WH-6"],
    )
    assert (found[2][7], all(line[-1] for line in found)) == ("'=cmd|' /C calc'!A0", True)
    found[2][1] = "2024-03-05"
    mended = write(tmp_path / "mended.csv", found[2:3], found[0])
    take(mended)
    assert Issue.objects.get(source_id="WH-3").text == "=cmd|' /C calc'!A0"


def test_import_reads_gbk_with_html_tabs_and_long_bodies(here, tmp_path):
    body = "漏" * 7000
    rows = [
        row(text=f"\u3000\t<p>{body}</p>"),
        row(id="WH-2", title="停电", text="停电三天"),
        row(id="3", title="楼道灯", text="不亮"),
    ]
    take(write(tmp_path / "a.csv", rows, encoding="gbk"))
    assert list(Issue.objects.order_by("pk").values_list("text", flat=True)) == [
        body,
        "停电三天",
        "楼道灯\n不亮",
    ]


def test_import_reads_two_spellings_of_time_in_one_column(here, tmp_path):
    spellings = ["2024-03-05 14:22:10", "2024/3/5 2:22 PM", 45356.59872685185, "2024年3月5日"]
    rows = [row(id=str(n), at=spelling) for n, spelling in enumerate(spellings)]
    take(write(tmp_path / "a.csv", rows))
    assert list(Issue.objects.order_by("source_id").values_list("submitted_at", flat=True)) == [
        at(2024, 3, 5, 14, 22, 10), at(2024, 3, 5, 14, 22), at(2024, 3, 5, 14, 22, 10), at(2024, 3, 5),
    ]  # fmt: skip


def test_import_reads_a_sheet_with_a_used_range_of_65203_rows(here, tmp_path):
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet, border = book.add_worksheet(), book.add_format({"border": 1})
        sheet.write_row(0, 0, ["市民热线工单导出"])
        sheet.write_row(1, 0, TITLES)
        for n in range(2, 65_203):
            if n < 497:
                sheet.write_row(n, 0, row(id=f"WH-{n}"), border)
            else:
                sheet.write_blank(n, 0, None, border)
    assert take(path) == "495 rows: 495 taken in (495 submitted), 0 known from before, 0 not usable."
    assert IssueEvent.objects.count() == 495


def test_import_takes_a_mapping_before_its_guess(here, tmp_path):
    titles = ["事情", "日子", *TITLES[2:7], "不要", *TITLES[8:]]
    path = write(tmp_path / "a.csv", [row(id="水管破裂")], titles)
    take(path, "--map", "事情=text,日子=at", "--map", "不要=")
    assert list(Issue.objects.values_list("text", flat=True)) == ["水管破裂"]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--map", "事情=nothing"], "No such field"),
        (["--map", "事情"], "COLUMN=FIELD"),
        (["--map", "没有这一列=text"], "no column"),
    ],
)
def test_import_refuses_a_wrong_mapping(here, tmp_path, options, words):
    with pytest.raises(CommandError, match=words):
        take(write(tmp_path / "a.csv", [row()]), *options)


def test_import_refuses_files_without_titles_and_places_that_are_none(here, tmp_path):
    with pytest.raises(CommandError, match="No line names"):
        take(write(tmp_path / "a.csv", [["1", "2"]], ["a", "b"]))
    with pytest.raises(CommandError, match="no place"):
        take(write(tmp_path / "a.csv", [row()]), place="99")


def test_import_never_writes_over_its_file(here, tmp_path):
    path = write(tmp_path / "a.csv", [row()])
    with pytest.raises(CommandError, match="overwrite"):
        take(path, errors=path)


def test_import_asks_few_questions_however_many_rows(here, tmp_path, django_assert_max_num_queries):
    path = write(tmp_path / "a.csv", [row(id=str(n)) for n in range(400)])
    with django_assert_max_num_queries(14):
        take(path)
    assert Issue.objects.count() == 400


# -- where


@pytest.mark.parametrize(
    ("names", "code"),
    [
        (["1号社区", "德富花园"], "420103010001001"),
        (["", "德富花园", "1栋"], "420103010001001001"),
        (["", "德富花园", "1号楼"], "420103010001001001"),
        (["", "1号社区居委会/德富花园/1幢/2单元"], "42010301000100100102"),
        (["", "４２０１０３０１０００１００１"], "420103010001001"),
        (["420103010001"], "420103010001"),
        (["老社区"], "420103010001"),
    ],
)
def test_find_by_code_alias_name_and_path(here, names, code):
    PlaceAlias.objects.create(place=here.community, kind=PlaceAlias.Kind.FORMER, name="老社区")
    assert Whereabouts(here.street).find(*names) == code


@pytest.mark.parametrize(
    "names", [["", "1单元"], ["2号社区"], ["420103011001"], ["没有"], [""], ["", "德富花园/3栋"]]
)
def test_find_refuses_what_is_ambiguous_or_outside(here, names):
    cast.next_door()
    with pytest.raises(Unfit):
        Whereabouts(here.street).find(*names)


def test_find_refuses_one_name_of_two_places(here):
    Place.objects.create(code=f"{here.street.pk}002", name="二社区", parent=here.street)
    Place.objects.create(code=f"{here.street.pk}002001", name="德富花园", parent_id=f"{here.street.pk}002")
    where = Whereabouts(here.street)
    with pytest.raises(Unfit):
        where.find("德富花园")
    assert where.find("二社区", "德富花园") == f"{here.street.pk}002001"


def test_find_leaves_out_closed_places(here):
    Place.objects.filter(pk=here.compound.pk).update(closed_on=timezone.localdate())
    with pytest.raises(Unfit):
        Whereabouts(here.community).find("德富花园")


# -- what


@pytest.mark.parametrize(
    ("words", "text", "category"),
    [
        ("lift", "", "lift"),
        ("电梯", "", "lift"),
        ("停车管理", "", "parking"),
        ("城市管理", "楼道灯不亮", "lighting"),
        ("", "说不清", "other"),
        ("fire or smoke", "", "fire"),
    ],
)
def test_categories_by_label_and_keyword(words, text, category):
    assert category_of(words, text) == category


@pytest.mark.parametrize(
    ("titles", "fields"),
    [
        (["序号", "工单编号", "诉求内容（全文）", "工单受理时间"], {1: "source_id", 2: "text", 3: "at"}),
        (["编号", "小区编号", "内容", "时间"], {0: "source_id", 1: "place", 2: "text", 3: "at"}),
        (["办结时间", "受理时间", "内容"], {0: "closed_at", 1: "at", 2: "text"}),
        (["phone number", "date", "content"], {1: "at", 2: "text"}),
        ([None, "内容", "内容", "时间"], {1: "text", 3: "at"}),
    ],
)
def test_guess_columns_by_their_titles(titles, fields):
    assert guess(titles, {}) == fields
