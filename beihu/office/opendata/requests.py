"""Public issues as GeoReport v2 asks for them (wiki.open311.org/GeoReport_v2), and as flat rows.

Of what the standard knows, names, phones, coordinates and exact addresses stay empty: there are none of them here.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _

from beihu.audit.masking import redact
from beihu.scope import Reach, under
from buildings.places.codes import LEVELS, Level, cut
from buildings.places.models import Place
from tripartite.issues.categories import EMERGENCIES, Category
from tripartite.issues.models import Issue, IssueQuerySet
from tripartite.issues.queries import REFERENCE, cursor, midnight, page
from tripartite.issues.states import CLOSED, Status
from tripartite.issues.workdays import local_day
from tripartite.parties.models import Party

from .serving import Bad

MOST = 1000  # rows of one answer, as the standard says
USUAL = timedelta(days=90)
FIELDS = (
    "place_id", "category", "public_text", "status", "party_kind", "solve_due", "solved_at", "closed_at",
)  # fmt: skip
COLUMNS = (
    "service_request_id", "status", "status_notes", "service_name", "service_code", "description", "agency_responsible",
    "service_notice", "requested_datetime", "updated_datetime", "expected_datetime", "address", "address_id", "zipcode",
    "lat", "long", "media_url",
)  # fmt: skip


def services() -> list[dict[str, Any]]:
    """The categories people may file in; emergencies are called, not filed."""
    return [
        {
            "service_code": code, "service_name": str(label), "description": str(label), "metadata": False,
            "type": "realtime", "keywords": "", "group": "",
        }
        for code, label in Category.choices
        if code not in EMERGENCIES
    ]  # fmt: skip


def wanted(given: Mapping[str, str]) -> IssueQuerySet:
    """The public issues a query asks for. Bad, with a sentence, for what cannot be understood."""
    rows: Any = Issue.objects.published()
    if ids := given.get("service_request_id"):
        return rows.filter(pk__in=[_number(one) for one in ids.split(",")[:MOST]])  # type: ignore[no-any-return]
    until = _moment(given, "end_date") or timezone.now() + timedelta(minutes=1)
    since = _moment(given, "start_date") or until - USUAL
    if since > until:
        raise Bad(_("start_date lies after end_date."))
    if until - since > USUAL + timedelta(days=1):
        raise Bad(_("At most 90 days at once: choose start_date and end_date closer together."))
    rows = rows.filter(submitted_at__gte=midnight(local_day(since)), submitted_at__lt=_after(until))
    if codes := given.get("service_code"):
        chosen = codes.split(",")
        if unknown := set(chosen) - set(Category.values):
            raise Bad(
                _("There is no service_code “%(code)s”: see services.json.") % {"code": min(unknown)[:40]}
            )
        rows = rows.filter(category__in=chosen)
    if state := given.get("status"):
        if not set(state.split(",")) <= {"open", "closed"}:
            raise Bad(_("status is open or closed."))
        if state in ("open", "closed"):
            rows = rows.filter(status__in=CLOSED) if state == "closed" else rows.exclude(status__in=CLOSED)
    if code := given.get("place"):
        if len(code) not in LEVELS or not code.isascii() or not code.isdigit() or len(code) > Level.COMPOUND:
            raise Bad(_("place is the code of a district, street, community or compound."))
        rows = rows.filter(
            Issue.scope_q(Reach(code)) if len(code) <= Level.COMMUNITY else under("place_id", code)
        )
    return rows  # type: ignore[no-any-return]


def answer(given: Mapping[str, str]) -> tuple[list[dict[str, Any]], str, list[int]]:
    """The rows, newest first, the number after which the next page begins ('' at the end), and the keys of the rows."""
    size = given.get("page_size", "")
    if size and not (size.isascii() and size.isdigit() and 0 < int(size[:6]) <= MOST):
        raise Bad(_("page_size is a number from 1 to 1000."))
    found = page(wanted(given), *FIELDS, after=_cursor(given.get("after", "")), size=int(size or MOST))
    rows = list(shaped(found.rows))
    older = rows[-1]["service_request_id"] if rows and found.older else ""
    return rows, older, [row["pk"] for row in found.rows]


def still_public(keys: Sequence[int], at: datetime) -> bool:
    """Neighbours may see all of these now, in the words they had `at` that moment: publishing anew is dated anew."""
    return Issue.objects.published().filter(pk__in=keys, published_at__lte=at).count() == len(keys)


def _cursor(after: str) -> str:
    """Of the number of an issue. The cursor of pages itself tells when it was filed to the microsecond: not for everybody."""
    if not after:
        return ""
    row = Issue.objects.filter(pk=_number(after), submitted_at__isnull=False).first()
    if row is None or row.reference != after:
        raise Bad(_("after is the number of the last issue of the page before, such as 261127-00042."))
    return cursor({"pk": row.pk, "submitted_at": row.submitted_at})


def _after(moment: datetime) -> datetime:
    """The midnight at or after it: who asks for hours gets days, or hours could be found out by asking."""
    day = midnight(local_day(moment))
    return day if day >= moment else midnight(local_day(moment) + timedelta(days=1))


def shaped(rows: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    codes = {cut(row["place_id"], level) for row in rows for level in (Level.COMMUNITY, Level.COMPOUND)} - {
        ""
    }
    names = {one.code: one.short_name for one in Place.objects.filter(code__in=codes)}
    states: dict[str, Any] = dict(Status.choices)
    categories, parties = dict(Category.choices), dict(Party.Kind.choices)
    for row in rows:
        community, compound = (cut(row["place_id"], level) for level in (Level.COMMUNITY, Level.COMPOUND))
        changed = row["closed_at"] or row["solved_at"] or row["submitted_at"]
        yield {
            "service_request_id": f"{timezone.localtime(row['submitted_at']):%y%m%d}-{row['pk']:05d}",
            "status": "closed" if row["status"] in CLOSED else "open",
            "status_notes": str(states.get(row["status"], "")),
            "service_name": str(categories.get(row["category"], "")),
            "service_code": row["category"],
            "description": redact(row["public_text"]),
            "agency_responsible": str(parties.get(row["party_kind"], "")),
            "service_notice": None,
            "requested_datetime": _day(row["submitted_at"]),
            "updated_datetime": _day(changed),
            "expected_datetime": _day(row["solve_due"]),
            "address": " ".join(names[code] for code in (community, compound) if code in names),
            "address_id": compound or community or None,
            "zipcode": None,
            "lat": None,
            "long": None,
            "media_url": None,
        }


def _day(moment: datetime | None) -> str | None:
    """To the day, as neighbours read it: 2026-11-27T00:00:00+08:00."""
    return midnight(local_day(moment)).isoformat() if moment else None


def _moment(given: Mapping[str, str], name: str) -> datetime | None:
    text = given.get(name, "")
    if not text:
        return None
    try:
        moment = parse_datetime(text.replace(" ", "+")) or _midnight(parse_date(text))
        if moment is None or not 2000 <= moment.year <= 2200:
            raise ValueError
        return moment if moment.tzinfo else timezone.make_aware(moment)
    except (ValueError, OverflowError) as trouble:
        raise Bad(_("%(name)s is a time such as 2026-11-27T00:00:00+08:00.") % {"name": name}) from trouble


def _midnight(day: date | None) -> datetime | None:
    return datetime.combine(day, time.min) if day else None


def _number(text: str) -> int:
    if number := REFERENCE.fullmatch(text.strip()):
        return min(int(number[1]), 2**63 - 1)
    raise Bad(_("“%(text)s” is not a number of an issue such as 261127-00042.") % {"text": text[:40]})
