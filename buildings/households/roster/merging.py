"""Writing a checked import: set by set, in the caller's transaction. What was here before goes to RosterChange."""

from django.db import connection
from django.utils import timezone

from .comparing import FOLLOWED, GONE, PEOPLE, PHONE, ROOM_CHANGED, ROOMS, SHARE, SINCE, values
from .models import RosterImport

HOUSEHOLDS_CHANGED = f"""
    WITH found AS (
        SELECT h.id, h.listed, h.area, h.area_source, h.xmin::text::bigint AS xid, r.area AS wanted FROM {ROOMS} r
        JOIN buildings_household h ON h.place_id = r.place_id AND h.room = r.room WHERE {ROOM_CHANGED}
        FOR NO KEY UPDATE OF h
    ), written AS (
        UPDATE buildings_household h SET listed = true, area = coalesce(f.wanted, h.area),
            area_source = CASE WHEN f.wanted IS NOT NULL AND f.wanted IS DISTINCT FROM f.area THEN 'roster' ELSE h.area_source END
        FROM found f WHERE h.id = f.id RETURNING h.id, h.area, h.area_source)
    INSERT INTO buildings_rosterchange (roster_id, kind, target, before, after)
    SELECT %(roster)s, 'household', f.id,
        jsonb_build_object('listed', f.listed, 'area', f.area, 'area_source', f.area_source, 'xid', f.xid),
        jsonb_build_object('listed', true, 'area', w.area, 'area_source', w.area_source)
    FROM found f JOIN written w USING (id)"""  # nosec B608: constants of this room
HOUSEHOLDS_NEW = f"""
    INSERT INTO buildings_household (place_id, room, listed, use, area, area_source, roster_id)
    SELECT r.place_id, r.room, true, CASE WHEN r.room ~ '商铺|商业|门面|底商|店铺|^铺' THEN 'shop'
        WHEN r.room ~ '车库|车位|地下室|储藏' THEN 'garage' ELSE 'dwelling' END,
        r.area, CASE WHEN r.area IS NULL THEN '' ELSE 'roster' END, %(roster)s
    FROM {ROOMS} r LEFT JOIN buildings_household h ON h.place_id = r.place_id AND h.room = r.room
    WHERE h.id IS NULL ORDER BY r.place_id, r.room ON CONFLICT (place_id, room) DO NOTHING"""  # nosec B608
PEOPLE_CHANGED = f"""
    WITH found AS (
        SELECT l.*, o.phone AS old_phone, o.share_numerator AS old_numerator, o.share_denominator AS old_denominator,
            o.since AS old_since, {PHONE} AS sets_phone, {SHARE} AS sets_share, {SINCE} AS sets_since
        FROM {PEOPLE} l JOIN buildings_occupant o ON o.id = l.occupant WHERE l.verdict = 'changed'
        FOR NO KEY UPDATE OF o
    ), written AS (
        UPDATE buildings_occupant o SET
            phone = CASE WHEN f.sets_phone THEN f.phone ELSE o.phone END,
            share_numerator = CASE WHEN f.sets_share THEN f.numerator ELSE o.share_numerator END,
            share_denominator = CASE WHEN f.sets_share THEN f.denominator ELSE o.share_denominator END,
            since = CASE WHEN f.sets_since THEN f.since ELSE o.since END
        FROM found f WHERE o.id = f.occupant
        RETURNING o.id, o.phone, o.share_numerator, o.share_denominator, o.since)
    INSERT INTO buildings_rosterchange (roster_id, kind, target, before, after)
    SELECT %(roster)s, 'occupant', w.id,
        jsonb_build_object('phone', f.old_phone, 'share_numerator', f.old_numerator,
                           'share_denominator', f.old_denominator, 'since', f.old_since, 'xid', f.xid),
        jsonb_build_object('phone', w.phone, 'share_numerator', w.share_numerator,
                           'share_denominator', w.share_denominator, 'since', w.since)
    FROM found f JOIN written w ON w.id = f.occupant"""  # nosec B608
PEOPLE_FOLLOWED = f"""
    WITH found AS (SELECT * FROM {PEOPLE} p WHERE verdict = 'followed'
    ), ended AS (
        UPDATE buildings_occupant o SET until = greatest(%(today)s, o.since), reason = %(reason)s
        FROM found f WHERE o.id = f.occupant AND o.until IS NULL RETURNING o.*
    ), written AS (
        INSERT INTO buildings_rosterchange (roster_id, kind, target, before, after)
        SELECT %(roster)s, 'gone', e.id, jsonb_build_object('until', NULL, 'xid', f.xid), jsonb_build_object('until', e.until)
        FROM ended e JOIN found f ON f.occupant = e.id)
    INSERT INTO buildings_occupant (household_id, user_id, name, phone, relation, share_numerator, share_denominator,
        since, reason, source, follows_id, roster_id)
    SELECT e.household_id, e.user_id, e.name, CASE WHEN f.phone <> '' THEN f.phone ELSE e.phone END,
        coalesce(nullif(f.relation, ''), e.relation),
        CASE WHEN coalesce(nullif(f.relation, ''), e.relation) = 'owner' THEN coalesce(f.numerator, CASE WHEN e.relation = 'owner' THEN e.share_numerator END) END,
        CASE WHEN coalesce(nullif(f.relation, ''), e.relation) = 'owner' THEN coalesce(f.denominator, CASE WHEN e.relation = 'owner' THEN e.share_denominator END) END,
        e.until, '', %(source)s, e.id, %(roster)s
    FROM ended e JOIN found f ON f.occupant = e.id"""  # nosec B608
PEOPLE_NEW = f"""
    INSERT INTO buildings_occupant (household_id, name, phone, relation, share_numerator, share_denominator, since,
        reason, source, roster_id)
    SELECT household, name, phone, coalesce(nullif(relation, ''), %(relation)s), numerator, denominator, since,
        '', %(source)s, %(roster)s
    FROM {PEOPLE} p WHERE verdict = 'new' ORDER BY household"""  # nosec B608
PEOPLE_GONE = f"""
    WITH found AS (SELECT o.id, o.xmin::text::bigint AS xid FROM {GONE}), ended AS (
        UPDATE buildings_occupant o SET until = greatest(%(today)s, o.since), reason = %(reason)s
        FROM found f WHERE o.id = f.id RETURNING o.id, o.until, f.xid)
    INSERT INTO buildings_rosterchange (roster_id, kind, target, before, after)
    SELECT %(roster)s, 'gone', id, jsonb_build_object('until', NULL, 'xid', xid), jsonb_build_object('until', until) FROM ended"""  # nosec B608
ORDER = {
    "rooms_changed": HOUSEHOLDS_CHANGED,
    "people_changed": PEOPLE_CHANGED,
    "people_followed": PEOPLE_FOLLOWED,
    "rooms_new": HOUSEHOLDS_NEW,
    "people_new": PEOPLE_NEW,
    "people_gone": PEOPLE_GONE,
}
assert FOLLOWED  # the verdict that PEOPLE_FOLLOWED goes by


def write(roster: RosterImport, expected: dict[str, int], reason: str) -> dict[str, int]:
    """All of it; how many rows each set wrote. Sets that were expected to be empty are not asked for again."""
    given = values(roster) | {"today": timezone.localdate(), "reason": reason, "source": roster.name}
    written: dict[str, int] = {}
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL work_mem = '64MB'")
        for name, statement in ORDER.items():
            if not expected.get(name):
                continue
            cursor.execute(statement, given)
            written[name] = cursor.rowcount
            if name == "rooms_new":
                cursor.execute("ANALYZE buildings_household")  # the people's rooms are looked up in it next
        cursor.execute(
            "UPDATE buildings_rosterimport SET phase = '' WHERE id = %(roster)s RETURNING xmin::text", given
        )  # which transaction wrote all this: undo knows by it what has not been touched since
        written["xid"] = int(cursor.fetchone()[0])
    return written
