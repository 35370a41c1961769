"""The ledger: credit once for each sign-up when the activity is done, correct by taking back, fold the teams' sums.

`credit` may be asked as often as one likes and by two people at once: what is credited stays credited once. A credit
taken back may be entered anew with other minutes (`correct`), as the next round; the three lines all stay.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from functools import partial
from typing import Any

from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from beihu.accounts.models import User
from beihu.audit.actions import record
from beihu.audit.masking import redact
from beihu.notifications.actions import notify
from beihu.states import Refused
from buildings.posts.roles import KEEP_TEAM

from .holding import lock
from .ledger import Hours, TeamDay, in_hours
from .models import Activity
from .presence import check_minutes, counted, reason_of
from .seats import is_done, seated

_FOLD = """
    INSERT INTO {table} (team_id, day, minutes, times)
    SELECT * FROM unnest(%s::bigint[], %s::date[], %s::integer[], %s::integer[])
    ON CONFLICT (team_id, day) DO UPDATE
    SET minutes = {table}.minutes + excluded.minutes, times = {table}.times + excluded.times
"""


def credit(activity: Activity, *, by: User) -> int:
    """Everybody who was there and has no open credit gets the hours; how many did. The activity is done by then."""
    with transaction.atomic():
        row = lock(activity)
        _may_keep(row, by)
        if not is_done(row):
            raise Refused(_("Hours are credited when the activity is done."))
        new = _lines(row, by)
        Hours.objects.bulk_create(new, batch_size=500)
        if new:
            fold(new)
            record("hours.credit", row, by=by, people=len(new), minutes=sum(one.minutes for one in new))
            _tell(row, new)
    return len(new)


def reverse(hours: Hours, *, by: User, reason: str) -> Hours:
    """Take one credit back, with a reason that its owner reads. A second time is refused."""
    with transaction.atomic():
        row = _activity_of(hours)
        _may_keep(row, by)
        line = Hours.objects.select_for_update().get(pk=hours.pk)
        taken = _take_back(line, by, _reason(reason))
        _tell_person(row, taken, gettext_lazy("Hours were taken back: %(hours)s, %(title)s"))
    return taken


def correct(hours: Hours, *, by: User, minutes: int, reason: str) -> Hours:
    """The right minutes instead: the credit is taken back, if it has not been, and entered anew as the next round."""
    with transaction.atomic():
        row = _activity_of(hours)
        _may_keep(row, by)
        line = Hours.objects.select_for_update().get(pk=hours.pk)
        why = _reason(reason)
        check_minutes(row, minutes, why)
        if minutes == 0:
            raise Refused(_("For no minutes at all, take the credit back."))
        taken_back = Hours.objects.filter(reverses=line).exists()
        if minutes == line.minutes and not taken_back:
            raise Refused(_("That is what stands there already."))
        if not taken_back:
            _take_back(line, by, why)
        elif Hours.objects.filter(sign_up=line.sign_up_id, round__gt=line.round).exists():
            raise Refused(_("This credit has been taken back already."))
        new = Hours.objects.create(
            user_id=line.user_id, team_id=line.team_id, activity=row, sign_up_id=line.sign_up_id,
            round=line.round + 1, minutes=minutes, given_on=line.given_on, reason=why, by=by,
        )  # fmt: skip
        fold([new])
        record("hours.correct", row, by=by, reason=why, hours=line.pk, minutes=minutes)
        _tell_person(row, new, gettext_lazy("Your hours were corrected: %(hours)s, %(title)s"))
    return new


def fold(lines: Iterable[Hours]) -> None:
    """Add these lines to the days of their teams, in one statement; a reversal takes away."""
    minutes: Counter[tuple[int, date]] = Counter()
    times: Counter[tuple[int, date]] = Counter()
    for one in lines:
        minutes[one.team_id, one.given_on] += one.minutes
        times[one.team_id, one.given_on] += -1 if one.reverses_id else 1
    keys = sorted(minutes)
    values: list[Any] = [
        [key[0] for key in keys],
        [key[1] for key in keys],
        [minutes[key] for key in keys],
        [times[key] for key in keys],
    ]
    table = connection.ops.quote_name(TeamDay._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(_FOLD.format(table=table), values)


def rebuild() -> None:
    """The days of all teams anew, from the ledger."""
    table = connection.ops.quote_name(TeamDay._meta.db_table)
    ledger = connection.ops.quote_name(Hours._meta.db_table)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {ledger} IN SHARE MODE")
        cursor.execute(f"DELETE FROM {table}")  # nosec B608: quoted names of models
        cursor.execute(
            f"INSERT INTO {table} (team_id, day, minutes, times) SELECT team_id, given_on, sum(minutes),"  # nosec B608
            f" sum(CASE WHEN reverses_id IS NULL THEN 1 ELSE -1 END) FROM {ledger} GROUP BY team_id, given_on"
        )


def _lines(row: Activity, by: User) -> list[Hours]:
    """The credits that are missing, with nothing written yet: two queries, however many people."""
    ledger = Hours.objects.filter(activity=row)
    rounds = dict(
        ledger.filter(reverses__isnull=True).order_by().values_list("sign_up").annotate(Max("round"))
    )
    day = timezone.localdate(row.starts_at, timezone.get_default_timezone())
    there = seated(row).filter(came_at__isnull=False).exclude(pk__in=list(rounds)).select_related("counted")
    found = [(one, counted(row, one)) for one in there.order_by("pk")]
    return [
        Hours(
            user_id=one.user_id, team_id=row.team_id, activity=row, sign_up=one, minutes=minutes, given_on=day,
            reason=reason_of(one), by=by,
        )
        for one, minutes in found
        if minutes > 0
    ]  # fmt: skip


def _take_back(line: Hours, by: User, why: str) -> Hours:
    if line.is_reversal:
        raise Refused(_("This line takes another one back; it cannot be taken back itself."))
    if Hours.objects.filter(reverses=line).exists():
        raise Refused(_("This credit has been taken back already."))
    taken = Hours.objects.create(
        user_id=line.user_id, team_id=line.team_id, activity_id=line.activity_id, sign_up_id=line.sign_up_id,
        round=line.round, minutes=-line.minutes, given_on=line.given_on, reverses=line, reason=why, by=by,
    )  # fmt: skip
    fold([taken])
    record("hours.reverse", line.activity or line, by=by, reason=why, hours=line.pk)
    return taken


def _activity_of(hours: Hours) -> Activity:
    if hours.activity is None:
        raise Refused(_("This line belongs to no activity."))
    return lock(hours.activity)


def _may_keep(row: Activity, by: User) -> None:
    if not by.has_perm(KEEP_TEAM, row):
        raise Refused(_("You do not have the right to do this here."))


def _reason(text: str) -> str:
    text = redact(text.strip())
    if len(text) < 2:
        raise Refused(_("Say why: the volunteer reads it."))
    if len(text) > 200:
        raise Refused(_("The text is too long: %(count)s characters at most.") % {"count": 200})
    return text


def _tell(row: Activity, lines: list[Hours]) -> None:
    """Each volunteer; one statement for all who got the same."""
    people: dict[int, list[int]] = {}
    for one in lines:
        people.setdefault(one.minutes, []).append(one.user_id)
    for minutes, who in people.items():
        facts = {"hours": in_hours(minutes), "title": row.title}
        notify(
            User.objects.filter(pk__in=who),
            key=f"activity:{row.pk}:credit:{min(one.pk for one in lines)}",
            title=partial(_say, gettext_lazy("Thank you: %(hours)s hours for %(title)s"), facts),
            url="/my/hours/",
            place=row.place_id,
        )


def _tell_person(row: Activity, line: Hours, sentence: str | Promise) -> None:
    facts = {"hours": in_hours(abs(line.minutes)), "title": row.title}
    notify(
        [line.user], key=f"hours:{line.pk}", title=partial(_say, sentence, facts), body=line.reason, url="/my/hours/",
        place=row.place_id,
    )  # fmt: skip


def _say(sentence: str | Promise, facts: dict[str, str]) -> str:
    """In the language of whoever is told."""
    return str(sentence) % facts
