"""Who is told that a report is there: whoever asked for it in the portal, of the month's own the officers by e-mail.

The letter says the figures of the whole place in the reader's language, encloses the Word file and leads to the page, where
the workbook lies behind the sign-in. It is planned in the transaction that keeps the files, under a key of the report and
the reader: each gets one, however often the report was tried. Before 08:00 it waits for those who want quiet nights.
"""

from datetime import timedelta
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from beihu.notifications.actions import notify
from beihu.notifications.models import Delivery
from beihu.notifications.planning import EMAIL, in_each_language, plan
from beihu.office.dashboards.board import Board
from beihu.office.dashboards.showing import Shown
from buildings.posts.models import Post
from buildings.posts.roles import Role

from .models import Report

SOURCE = "report"
OFFICERS = (Role.STREET_OFFICER, Role.DISTRICT_OFFICER)
USEFUL = timedelta(days=7)
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def posts_of_officers() -> QuerySet[Post]:
    """In term, of people who may sign in."""
    return Post.objects.in_term().filter(role__in=OFFICERS, user__is_active=True)


def tell(report: Report, found: Board) -> None:
    """In the transaction of the deed."""
    if report.asked_by_id is not None:
        notify(
            [report.asked_by],
            key=f"report:{report.pk}:ready",
            title=lambda: _("The report of %(place)s is ready.") % {"place": report.place.short_name},
            url=report.get_absolute_url(),
            place=report.place_id,
        )
        return
    plan(
        posts_of_officers().filter(place=report.place_id).values("user"),
        source=f"{SOURCE}:{report.pk}",
        version=0,
        kind="monthly",
        words=in_each_language(lambda: subject_of(report), lambda: letter(found)),
        url=report.get_absolute_url(),
        place=report.place_id,
        expires_at=timezone.now() + USEFUL,
        channels=(EMAIL,),
    )


def subject_of(report: Report) -> str:
    facts = {"place": report.place.short_name, "month": date_format(report.since, "YEAR_MONTH_FORMAT")}
    return _("Monthly report of %(place)s, %(month)s") % facts


def letter(found: Board) -> str:
    """The figures of the whole place, one a line, in the language of now."""
    shown = Shown(found, set(), leads=False)
    figures = [(str(tile.label), str(tile.n)) for tile in shown.today]
    period = [
        (name, " ".join(part for part in (cell.shown, f"({cell.title})" if cell.title else "") if part))
        for name, cell in [*shown.health_whole.labelled, *shown.wings_whole.labelled]
    ]
    days = f"{date_format(found.period.since)} – {date_format(found.period.last)}"
    lines = [f"{found.place.short_name} · {days}", *map(_line, period), "", _("Today"), *map(_line, figures)]
    lines += ["", _("The Word file is enclosed. The workbook is on this page:")]
    return "\n".join(lines)


def _line(pair: tuple[str, str]) -> str:
    return _("%(label)s: %(value)s") % {"label": pair[0], "value": pair[1]}


def check(deliveries: list[Delivery]) -> dict[UUID, str]:
    """Just before sending: nobody is told who no longer holds the post there. One query."""
    places = {row.place_id for row in deliveries}
    posts = posts_of_officers().filter(place__in=places, user__in={row.recipient_id for row in deliveries})
    holders = set(posts.values_list("user", "place"))
    return {
        row.pk: "no longer asked" for row in deliveries if (row.recipient_id, row.place_id) not in holders
    }


def enclosure(delivery: Delivery) -> tuple[str, bytes, str] | None:
    """The Word file; none once it has been deleted."""
    number = delivery.source.partition(":")[2]
    report = Report.objects.filter(pk=int(number)).first() if number.isdecimal() else None
    if report is None or not report.word:
        return None
    try:
        with report.word.open("rb") as file:
            content = file.read()
    except FileNotFoundError:
        return None
    return f"report-{report.place_id}-{report.since:%Y-%m}.docx", content, DOCX
