"""An audience becomes deliveries: one INSERT … SELECT, however many people, whatever channels.

    plan(invited, source="meeting:12", version=3, kind="moved", words=in_each_language(title), url=…, place=…)

| who | gets |
|---|---|
| everybody active | a notice in the portal, whatever their switches say |
| with a phone, text messages on | a text message |
| an elder with a family proxy | the text message goes to the receiver, once, naming for whom it is |
| with an e-mail address, e-mails on | an e-mail |
| work groups of the place | the subject and the link through their robot: never anything personal |

Somebody without any address has the notice in the portal; no row pretends that more was tried. A receiver who
cannot be reached (gone, without a phone, text messages off) is passed over: the elder's own phone is used.
At night whoever wants quiet is told at 08:00, except what is urgent and what waits silently in the portal.

The key is fact + version + recipient + channel: planned twice, at once or again, nothing is doubled.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.exceptions import EmptyResultSet
from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from .models import Delivery, Preference, Proxy, Robot
from .poke import poke

Words = str | Callable[[], str]
Told = dict[str, tuple[str, str]]  # language: (subject, body)
Audience = QuerySet | Iterable[int]  # of people's ids
SMS, EMAIL, PORTAL, ROBOT = (
    Delivery.Channel.SMS, Delivery.Channel.EMAIL, Delivery.Channel.PORTAL, Delivery.Channel.ROBOT
)  # fmt: skip
QUIET_FROM, QUIET_UNTIL = time(21), time(8)
SMS_WORDS = 60  # characters before the link: one or two parts of 70
LONGEST = 90  # of "source:kind:version"; the rest of a key is a number and the channel

_PORTAL = """
    SELECT u.id, 'portal', '', u.language, false, '', false
    FROM audience JOIN {user} u USING (id) WHERE u.is_active
"""
_EMAIL = """
    SELECT u.id, 'email', u.email, u.language, coalesce(p.quiet, true), '', false
    FROM audience JOIN {user} u USING (id) LEFT JOIN {preference} p ON p.user_id = u.id
    WHERE u.is_active AND u.email <> '' AND (coalesce(p.email, true) OR %(asked)s)
"""
_SMS = """
    SELECT t.id, 'sms', t.phone, t.language, coalesce(tp.quiet, true),
        left(coalesce(string_agg(u.name, ', ' ORDER BY u.id) FILTER (WHERE u.id <> t.id AND u.name <> ''), ''), 40),
        bool_or(u.id = t.id)
    FROM audience JOIN {user} u USING (id) LEFT JOIN {preference} up ON up.user_id = u.id
    LEFT JOIN {proxy} x ON x.elder_id = u.id AND x.agreed_at IS NOT NULL
    LEFT JOIN {user} r ON r.id = x.receiver_id AND r.is_active AND r.phone <> ''
        AND NOT EXISTS (SELECT FROM {preference} rp WHERE rp.user_id = r.id AND NOT rp.sms)
    JOIN {user} t ON t.id = coalesce(r.id, u.id) LEFT JOIN {preference} tp ON tp.user_id = t.id
    WHERE u.is_active AND t.phone <> '' AND (coalesce(up.sms, true) OR %(asked)s)
    GROUP BY t.id, tp.quiet
"""
_ROBOT = """
    SELECT NULL::bigint, 'robot', 'robot:' || b.id, %(default)s, true, '', false
    FROM {robot} b WHERE b.closed_at IS NULL AND starts_with(%(place)s, b.place_id)
"""
_LINES = {PORTAL: _PORTAL, EMAIL: _EMAIL, SMS: _SMS, ROBOT: _ROBOT}
_INSERT = """
    INSERT INTO {delivery} (id, key, channel, recipient_id, address, subject, body, due_at, place_id, source,
        version, kind, url, expires_at, secret, state, attempts, note, created_at)
    WITH audience (id) AS MATERIALIZED ({audience}),
    words (language, subject, body, text, letter, only_for, also_for) AS (VALUES {words})
    SELECT gen_random_uuid(), %(fact)s || ':' || coalesce(line.id::text, line.address) || ':' || line.channel,
        line.channel, line.id, line.address,
        CASE WHEN line.channel IN ('portal', 'email') THEN w.subject ELSE '' END,
        CASE line.channel WHEN 'portal' THEN w.body WHEN 'email' THEN w.letter ELSE
            CASE WHEN line.names = '' THEN '' ELSE replace(CASE WHEN line.too THEN w.also_for ELSE w.only_for END,
                '{{names}}', line.names) END || w.text END,
        CASE WHEN line.quiet THEN %(morning)s::timestamptz ELSE %(due)s::timestamptz END,
        %(place)s, %(source)s, %(version)s, %(kind)s, %(url)s, %(expires)s::timestamptz,
        false, 'due', 0, '', %(now)s::timestamptz
    FROM ({lines}) AS line (id, channel, address, language, quiet, names, too)
    JOIN words w ON w.language = CASE WHEN line.language = ANY(%(known)s) THEN line.language ELSE %(default)s END
    ON CONFLICT (key) DO NOTHING
"""


def plan(
    audience: Audience,
    *,
    source: str,
    version: int,
    kind: str,
    words: Told,
    url: str,
    place: str,
    due_at: datetime | None = None,
    expires_at: datetime | None = None,
    channels: Sequence[str] = (SMS, EMAIL),
    urgent: bool = False,
    portal: bool = True,
) -> int:
    """Deliveries of one fact for everybody in the audience; how many are new.

    `source` and `version` are asked about again before each sending (`rechecks.py`). `words` are the same for
    everybody who reads them, so they name nobody. `place` is the code of where the matter lies.
    """
    wanted = dict.fromkeys([*([PORTAL] if portal else []), *channels])
    return queue(
        audience, fact=f"{source}:{kind}:{version}", words=words, url=url, place=place, channels=list(wanted),
        due_at=due_at, expires_at=expires_at, urgent=urgent, source=source, version=version, kind=kind,
    )  # fmt: skip


def queue(
    audience: Audience,
    *,
    fact: str,
    words: Told,
    url: str,
    place: str,
    channels: Sequence[str],
    due_at: datetime | None = None,
    expires_at: datetime | None = None,
    urgent: bool = False,
    asked: bool = False,
    source: str = "",
    version: int = 0,
    kind: str = "",
) -> int:
    """The statement behind `plan` and `notify`. `asked`: something is asked of these people, switches or not."""
    if len(fact) > LONGEST:
        raise ValueError(f"The name of this fact is too long: {fact}")
    now = timezone.now()
    due = due_at or now
    values: dict[str, Any] = {
        "fact": fact, "place": place, "source": source, "version": version, "kind": kind, "url": url,
        "now": now, "due": due, "morning": due if urgent else after_the_night(due), "expires": expires_at,
        "asked": asked, "known": list(words), "default": _default(words),
    }  # fmt: skip
    try:
        people, found = _people(audience)
    except EmptyResultSet:
        if ROBOT not in channels:
            return 0
        people, found = "SELECT NULL::bigint WHERE false", {}
    rows, spoken = _spoken(words, url)
    statement = _INSERT.replace("{lines}", " UNION ALL ".join(_LINES[Delivery.Channel(c)] for c in channels))
    tables: dict[str, Any] = {
        "user": get_user_model(), "preference": Preference, "proxy": Proxy, "robot": Robot, "delivery": Delivery
    }  # fmt: skip
    names = {name: connection.ops.quote_name(model._meta.db_table) for name, model in tables.items()}
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(audience=people, words=rows, **names), values | found | spoken)
        written = cursor.rowcount
        if written:
            transaction.on_commit(poke, robust=True)
    return written


def in_each_language(subject: Words, body: Words = "") -> Told:
    """The words as they read in every language of the portal; callables are called in each."""
    told = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            told[language] = (_say(subject)[:200], _say(body))
    return told


def after_the_night(moment: datetime) -> datetime:
    """The moment itself by day; 08:00 when it falls into the hours of quiet, by the portal's own clock."""
    local = timezone.localtime(moment, timezone.get_default_timezone())
    if QUIET_UNTIL <= local.time() < QUIET_FROM:
        return moment
    day = local.date() + timedelta(days=1 if local.time() >= QUIET_FROM else 0)
    return datetime.combine(day, QUIET_UNTIL, local.tzinfo)


def text_message(subject: str, url: str) -> str:
    """Short words and where to read on: 诉求 2405-00012 已解决，请确认。 https://…/issues/12/"""
    words = subject if len(subject) <= SMS_WORDS else f"{subject[: SMS_WORDS - 1]}…"
    return f"{words} {address_of(url)}" if url else words


def address_of(url: str) -> str:
    return f"{settings.BASE_URL.rstrip('/')}{url}"


def _say(words: Words) -> str:
    return str(words() if callable(words) else words)


def _default(words: Told) -> str:
    return settings.LANGUAGE_CODE if settings.LANGUAGE_CODE in words else next(iter(words))


def _people(audience: Audience) -> tuple[str, dict[str, Any]]:
    """The audience as a SELECT with named parameters; its ids, each once."""
    if not isinstance(audience, QuerySet):
        return "SELECT DISTINCT unnest(%(ids)s::bigint[])", {"ids": [int(pk) for pk in audience]}
    text, given = audience.order_by().query.sql_with_params()
    numbers = iter(range(len(given)))
    named = re.sub(r"%%|%s", lambda hit: f"%(_{next(numbers)})s" if hit[0] == "%s" else hit[0], text)
    return f"SELECT DISTINCT a.id FROM ({named}) AS a(id) WHERE a.id IS NOT NULL", {  # nosec B608: Django's own SQL
        f"_{number}": value for number, value in enumerate(given)
    }


def _spoken(words: Told, url: str) -> tuple[str, dict[str, Any]]:
    """One row of VALUES per language: subject, notice, text message, letter, and for whom."""
    rows: list[str] = []
    values: dict[str, Any] = {}
    for number, (language, (subject, body)) in enumerate(words.items()):
        with translation.override(language):
            only_for, also_for = _("For %(names)s: "), _("For you and %(names)s: ")
        letter = "\n\n".join(part for part in (body or subject, address_of(url) if url else "") if part)
        cells = (language, subject[:200], body, text_message(subject, url), letter,
                 only_for.replace("%(names)s", "{names}"), also_for.replace("%(names)s", "{names}"))  # fmt: skip
        names = [f"w{number}_{place}" for place in range(len(cells))]
        rows.append(f"({', '.join(f'%({name})s::text' for name in names)})")
        values |= dict(zip(names, cells, strict=True))
    return ", ".join(rows), values
