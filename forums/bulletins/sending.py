"""Who is told of a bulletin: residents by a notice in the portal, subscribers by a letter. Two statements, however many.

| who | gets |
|---|---|
| verified residents of the community, unless they silenced bulletins | a notice in the portal |
| accounts that subscribed, e-mails not switched off | a letter to the account's address |
| addresses that subscribed and said yes | a letter |

An address gets one letter, whoever it belongs to. At night letters wait until 08:00. Just before each sending it is asked
again whether the bulletin still stands and the reader still wants it (`check`).
"""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext as _

from beihu.accounts.models import User
from beihu.notifications.models import Delivery, Preference
from beihu.notifications.planning import (
    EMAIL,
    PORTAL,
    Told,
    address_of,
    after_the_night,
    in_each_language,
    plan,
)
from beihu.notifications.poke import poke
from beihu.scope import under
from buildings.households.models import Membership

from .models import Bulletin, Silence, Subscription
from .states import Status

SOURCE = "bulletin"
USEFUL = 7  # days; a letter that could not be sent for so long is news no more
_READERS = """
    SELECT DISTINCT ON (lower(address)) person, address, language FROM (
        SELECT u.id AS person, u.email AS address, u.language
        FROM {subscription} s JOIN {user} u ON u.id = s.user_id LEFT JOIN {preference} p ON p.user_id = u.id
        WHERE s.place_id = %(place)s AND u.is_active AND u.email <> '' AND coalesce(p.email, true)
        UNION ALL
        SELECT NULL, s.email, s.language FROM {subscription} s
        WHERE s.place_id = %(place)s AND s.user_id IS NULL AND s.confirmed_at IS NOT NULL
    ) AS everybody ORDER BY lower(address), person
"""
_LETTERS = """
    INSERT INTO {delivery} (id, key, channel, recipient_id, address, subject, body, due_at, place_id, source, version,
        kind, url, expires_at, secret, state, attempts, note, created_at)
    SELECT gen_random_uuid(), %(fact)s || ':' || md5(lower(r.address)) || ':email', 'email', r.person, r.address,
        w.subject, w.body, %(due)s, %(place)s, %(source)s, %(version)s, %(kind)s, %(url)s, %(expires)s,
        false, 'due', 0, '', %(now)s
    FROM ({readers}) AS r
    JOIN (VALUES {words}) AS w (language, subject, body)
        ON w.language = CASE WHEN r.language = ANY(%(known)s) THEN r.language ELSE %(default)s END
    ON CONFLICT (key) DO NOTHING
"""


def send(bulletin: Bulletin, kind: str) -> None:
    """Plan what everybody is told; in the transaction of the deed. `kind`: published, corrected."""
    words = words_of(bulletin, kind)
    plan(
        residents(bulletin.place_id), source=f"{SOURCE}:{bulletin.pk}", version=bulletin.version, kind=kind,
        words=words, url=bulletin.get_absolute_url(), place=bulletin.place_id, channels=(),
    )  # fmt: skip
    _letters(bulletin, kind, words)


def residents(community: str) -> QuerySet:
    """Whom a notice is for, as ids."""
    homes = Membership.objects.verified().filter(under("household__place_id", community))
    silent = Silence.objects.filter(user=OuterRef("pk"))
    return User.objects.filter(~Exists(silent), is_active=True, pk__in=homes.values("user")).values("pk")


def words_of(bulletin: Bulletin, kind: str) -> Told:
    """Subject and the plain words of the notice, in each language."""
    facts = {"title": bulletin.title, "number": bulletin.number, "year": bulletin.year}

    def subject() -> str:
        if kind == "corrected":
            return _("Corrected: %(title)s, no. %(number)s of %(year)s") % facts
        return _("%(title)s, no. %(number)s of %(year)s") % facts

    return in_each_language(subject)


def numbers(bulletin: Bulletin) -> tuple[int, int]:
    """How many would be told now: notices in the portal, letters."""
    names = _tables()
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT count(*) FROM ({_READERS.format(**names)}) AS r",  # nosec B608: quoted names of models
            {"place": bulletin.place_id},
        )
        [letters] = cursor.fetchone()
    return residents(bulletin.place_id).count(), letters


def check(deliveries: list[Delivery]) -> dict[UUID, str]:
    """Why some of these are not to be sent any more; two queries a batch, three with both kinds in it."""
    known = Bulletin.objects.only("status", "told", "place_id").in_bulk(
        {number_of(row) for row in deliveries}
    )
    wanted = _wanted([row for row in deliveries if row.channel == EMAIL], known)
    silent = set()
    if people := {row.recipient_id for row in deliveries if row.channel == PORTAL}:
        silent = set(Silence.objects.filter(user__in=people).values_list("user", flat=True))
    found = {}
    for row in deliveries:
        bulletin = known.get(number_of(row))
        if reason := _of_bulletin(row, bulletin):
            found[row.pk] = reason
        elif row.pk not in wanted if row.channel == EMAIL else row.recipient_id in silent:
            found[row.pk] = "unsubscribed"
    return found


def number_of(delivery: Delivery) -> int:
    """The bulletin's; 0 for a source that names none."""
    digits = delivery.source.partition(":")[2]
    return int(digits) if digits.isdecimal() else 0


def subscription_of(delivery: Delivery, community: str) -> Subscription | None:
    """Whose letter this is."""
    return Subscription.objects.filter(_of(delivery), place=community, confirmed_at__isnull=False).first()


def _of(delivery: Delivery) -> Q:
    if delivery.recipient_id is not None:
        return Q(user=delivery.recipient_id)
    return Q(user=None, email__iexact=delivery.address)


def _of_bulletin(row: Delivery, bulletin: Bulletin | None) -> str:
    if bulletin is None:
        return "gone"
    if bulletin.status != Status.PUBLISHED:
        return "withdrawn"
    return "overtaken" if row.version < bulletin.told else ""


def _wanted(rows: list[Delivery], known: dict[int, Bulletin]) -> set[UUID]:
    """Those whose reader still subscribes, and has not switched e-mails off."""
    if not rows:
        return set()
    q = Q(pk__in=[])
    for row in rows:
        if bulletin := known.get(number_of(row)):
            q |= Q(place=bulletin.place_id) & _of(row)
    off = Preference.objects.filter(user=OuterRef("user"), email=False)
    found = Subscription.objects.filter(q, ~Exists(off), confirmed_at__isnull=False).annotate(
        low=Lower("email")
    )
    have = {(place, user or low) for place, user, low in found.values_list("place", "user", "low")}
    return {
        row.pk
        for row in rows
        if (bulletin := known.get(number_of(row)))
        and (bulletin.place_id, row.recipient_id or row.address.lower()) in have
    }


def _letters(bulletin: Bulletin, kind: str, words: Told) -> None:
    now = timezone.now()
    values: dict[str, Any] = {
        "fact": f"{SOURCE}:{bulletin.pk}:{kind}:{bulletin.version}", "source": f"{SOURCE}:{bulletin.pk}",
        "version": bulletin.version, "kind": kind, "url": bulletin.get_absolute_url(), "place": bulletin.place_id,
        "now": now, "due": after_the_night(now), "expires": now + timedelta(days=USEFUL),
        "known": list(words), "default": next(iter(words)),
    }  # fmt: skip
    rows = []
    for number, (language, (subject, _body)) in enumerate(words.items()):
        body = f"{subject}\n\n{address_of(bulletin.get_absolute_url())}"
        values |= {f"l{number}": language, f"s{number}": subject, f"b{number}": body}
        rows.append(f"(%(l{number})s::text, %(s{number})s::text, %(b{number})s::text)")
    names = _tables()
    statement = _LETTERS.format(readers=_READERS.format(**names), words=", ".join(rows), **names)
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        if cursor.rowcount:
            transaction.on_commit(poke, robust=True)


def _tables() -> dict[str, str]:
    tables: dict[str, Any] = {
        "user": get_user_model(),
        "preference": Preference,
        "subscription": Subscription,
        "delivery": Delivery,
    }
    return {name: connection.ops.quote_name(model._meta.db_table) for name, model in tables.items()}
