"""The list of hotspots as a table to take away: counts and places, nobody's words and nobody's name."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from beihu.sheets.writing import Value, csv_lines, xlsx_bytes

from .queries import Row

SHEETS = {"csv": csv_lines, "xlsx": xlsx_bytes}


def head() -> list[str]:
    return [
        _("Compound"), _("Building"), _("Category"), _("In four weeks"), _("Before"), _("Days of history"), _("Expected"),
        _("Found on"), _("As of"), _("How sure"), _("On the agenda of"),
    ]  # fmt: skip


def lines(rows: Iterable[Row]) -> Iterator[list[Value]]:
    for row in rows:
        one, meeting = row.hotspot, row.meeting
        yield [
            one.place.parent.short_name if one.place.parent else "", one.place.short_name, one.get_category_display(), one.recent,
            one.before, one.days_before, round(one.expected, 2), one.found_on.isoformat(), one.seen_on.isoformat(), row.odds,
            meeting.title if meeting else "",
        ]  # fmt: skip
