"""The figures of a board drawn: a year by months and by days, places beside each other, categories, and the chain."""

from datetime import timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from beihu.office.charts import Chart, bars, calendar, funnel, line, multiples
from beihu.office.tallies.asking import Ask, month_after, month_before
from tripartite.issues.categories import Category

from . import chain
from .board import MONTHS, Board
from .periods import Period

PANELS = 12  # places beside each other; the worst first


def asks(code: str, period: Period) -> list[Ask]:
    """What the pictures need beside the board, to be read with it."""
    today = timezone.localdate()
    first, end = month_before(today, MONTHS - 1), month_after(today)
    return [
        Ask("drawn months", [code], ["filed", "solved"], first, end, each="m"),
        Ask("drawn days", [code], ["filed"], first, today + timedelta(days=1), each="d"),
        Ask("drawn kinds", [code], ["filed_of"], period.since, period.until),
    ]


def of(board: Board) -> list[Chart]:
    """Six pictures of a board that was read with our `asks`; one query."""
    code, period, found = board.place.code, board.period, board.asked
    today = timezone.localdate()
    first = month_before(today, MONTHS - 1)
    by_month = {(one.measure, one.start): amount for one, amount in found["drawn months"].items()}
    labels = [date_format(month, "YEAR_MONTH_FORMAT") for month in board.months]
    curves = [
        (name, [float(by_month.get((key, month), 0)) for month in board.months])
        for key, name in (("filed", _("issues filed")), ("solved", _("issues solved")))
    ]
    days = {one.start: amount for one, amount in found["drawn days"].items() if one.start}
    names = dict(Category.choices)
    kinds = sorted(
        ((str(names.get(one.aspect, one.aspect)), n) for one, n in found["drawn kinds"].items() if n),
        key=lambda pair: -pair[1],
    )
    place, whole = board.place.short_name, board.whole
    span = (
        f"{date_format(period.since, 'SHORT_DATE_FORMAT')} – {date_format(period.last, 'SHORT_DATE_FORMAT')}"
    )
    pictures = [
        funnel(_("From what was said to the verdict"), _("%(place)s, how far the matters of %(days)s came") % {"place": place, "days": span}, chain.reached(code, period)),
        bars(
            _("What was done"), f"{place}, {span}",
            [
                (label, float(n), str(n)) for label, n in (
                    (_("matters raised at talks"), whole.matters), (_("issues filed"), whole.filed),
                    (_("resolutions"), whole.resolutions), (_("commitments given"), whole.promised),
                    (_("commitments delivered"), whole.delivered), (_("commitments kept, say residents"), whole.kept),
                )
            ],
            head=(_("What"), _("How many")),
        ),
        line(_("Issues month by month"), f"{place}, {labels[0]} – {labels[-1]}", labels, curves, head=_("Month")),
        bars(_("What it is about"), f"{place}, {span}", [(name, float(n), str(n)) for name, n in kinds], head=(_("Category"), _("How many"))),
        calendar(_("Issues day by day"), f"{place}, {labels[0]} – {labels[-1]}", days, since=first, until=today + timedelta(days=1)),
    ]  # fmt: skip
    if board.lines:
        panels = [(one.place.short_name, one.months) for one in board.worst_first[:PANELS]]
        pictures.append(
            multiples(
                _("Issues filed, place by place"),
                f"{labels[0]} – {labels[-1]}",
                labels,
                panels,
                head=_("Month"),
            )
        )
    return pictures
