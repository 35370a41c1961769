"""What a staged file would change, set by set: the same statements for the dry run and, once more, before merging.

A line is good when it has no fault and its door is known, or will be opened. A person is the same when name and household
are, and the row here has not ended. Empty cells say nothing: they take nothing away.
"""

from typing import Any

from django.db import connection

from beihu.audit.masking import mask_name

from .models import RosterImport

OPENS = "opens"  # the fault of a door that is opened when the roster is merged
EXAMPLES = 8

GOOD = """buildings_rosterline l JOIN buildings_rosterdoor d
    ON d.roster_id = l.roster_id AND d.number = l.door AND (d.place_id IS NOT NULL OR d.fault = 'opens')
    WHERE l.roster_id = %(roster)s AND l.fault = ''"""
ROOMS = f"""(SELECT d.place_id, r.room, r.area FROM (
        SELECT l.door, l.room, max(l.area) AS area FROM {GOOD} GROUP BY l.door, l.room) r
    JOIN buildings_rosterdoor d ON d.roster_id = %(roster)s AND d.number = r.door)"""  # nosec B608: constants of this module
ROOM_CHANGED = """(NOT h.listed OR r.area IS NOT NULL AND r.area IS DISTINCT FROM h.area
    AND h.area_source NOT IN ('deed', 'measured'))"""
FOLLOWED = """(l.relation <> '' AND l.relation <> o.relation
    OR l.numerator IS NOT NULL AND o.relation = 'owner' AND o.share_numerator IS NOT NULL AND
       l.numerator::bigint * o.share_denominator <> o.share_numerator::bigint * l.denominator)"""
PHONE = "(l.phone <> '' AND l.phone <> o.phone AND (o.phone = '' OR o.roster_id IS NOT NULL))"
SHARE = "(l.numerator IS NOT NULL AND o.share_numerator IS NULL AND o.relation = 'owner')"
SINCE = "(l.since IS NOT NULL AND o.since IS NULL AND (o.until IS NULL OR o.until >= l.since))"
PEOPLE = f"""(SELECT d.place_id, l.room, l.name, l.phone, l.relation, l.numerator, l.denominator, l.since, l.line,
        h.id AS household, o.id AS occupant, o.xmin::text::bigint AS xid, CASE
            WHEN o.id IS NULL THEN 'new' WHEN {FOLLOWED} THEN 'followed'
            WHEN {PHONE} OR {SHARE} OR {SINCE} THEN 'changed' ELSE 'same' END AS verdict
    FROM (SELECT * FROM buildings_rosterline WHERE roster_id = %(roster)s AND fault = '' AND name <> '') l
    JOIN buildings_rosterdoor d
        ON d.roster_id = l.roster_id AND d.number = l.door AND (d.place_id IS NOT NULL OR d.fault = 'opens')
    LEFT JOIN buildings_household h ON h.place_id = d.place_id AND h.room = l.room
    LEFT JOIN buildings_occupant o ON o.household_id = h.id AND o.until IS NULL AND o.name = l.name)"""  # nosec B608
GONE = """buildings_occupant o JOIN buildings_household h ON h.id = o.household_id
    JOIN buildings_rosterdoor d ON d.roster_id = %(roster)s AND d.place_id = h.place_id
    WHERE o.until IS NULL AND o.name <> ''
      AND NOT EXISTS (SELECT FROM buildings_rosterline l WHERE l.roster_id = %(roster)s AND l.door = d.number
                      AND l.room = h.room AND l.name = o.name)
      AND o.name NOT IN (SELECT l.name FROM buildings_rosterline l
                         LEFT JOIN buildings_rosterdoor b ON b.roster_id = l.roster_id AND b.number = l.door
                         WHERE l.roster_id = %(roster)s AND (l.fault <> '' OR b.place_id IS NULL))"""

# -- faults that only show when rows are seen together


TWICE = """
    UPDATE buildings_rosterline l SET fault = 'twice' FROM (
        SELECT number, row_number() OVER (PARTITION BY door, room, name ORDER BY number) AS nth
        FROM buildings_rosterline WHERE roster_id = %(roster)s AND fault = '' AND name <> ''
          AND (door, room, name) IN (
            SELECT door, room, name FROM buildings_rosterline
            WHERE roster_id = %(roster)s AND fault = '' AND name <> '' GROUP BY 1, 2, 3 HAVING count(*) > 1)
    ) AS found WHERE l.roster_id = %(roster)s AND l.number = found.number AND found.nth > 1"""
AREAS = """
    UPDATE buildings_rosterline l SET area = NULL, notes = array_append(l.notes, 'two_areas') FROM (
        SELECT door, room FROM buildings_rosterline
        WHERE roster_id = %(roster)s AND fault = '' AND area IS NOT NULL
        GROUP BY 1, 2 HAVING min(area) <> max(area)
    ) AS found
    WHERE l.roster_id = %(roster)s AND l.fault = '' AND l.door = found.door AND l.room = found.room AND l.area IS NOT NULL"""
SHARES = """
    UPDATE buildings_rosterline l SET numerator = NULL, denominator = NULL, notes = array_append(l.notes, 'shares') FROM (
        SELECT door, room FROM buildings_rosterline
        WHERE roster_id = %(roster)s AND fault = '' AND numerator IS NOT NULL
        GROUP BY 1, 2 HAVING sum(numerator::numeric / denominator) > 1.000001
    ) AS found
    WHERE l.roster_id = %(roster)s AND l.fault = '' AND l.door = found.door AND l.room = found.room
      AND l.numerator IS NOT NULL"""
RELATIONS = """
    UPDATE buildings_rosterline SET numerator = NULL, denominator = NULL
    WHERE roster_id = %(roster)s AND numerator IS NOT NULL AND (relation <> '' AND relation <> 'owner'
        OR relation = '' AND %(relation)s <> 'owner')"""
BY_HAND = """
    UPDATE buildings_rosterline l SET phone = '', notes = array_append(l.notes, 'by_hand')
    FROM buildings_rosterdoor d, buildings_household h, buildings_occupant o
    WHERE l.roster_id = %(roster)s AND l.fault = '' AND l.phone <> '' AND d.roster_id = l.roster_id AND d.number = l.door
      AND h.place_id = d.place_id AND h.room = l.room AND o.household_id = h.id AND o.until IS NULL AND o.name = l.name
      AND o.phone NOT IN ('', l.phone) AND o.roster_id IS NULL"""
DEED = """
    UPDATE buildings_rosterline l SET area = NULL, notes = array_append(l.notes, 'deed')
    FROM buildings_rosterdoor d, buildings_household h
    WHERE l.roster_id = %(roster)s AND l.fault = '' AND l.area IS NOT NULL AND d.roster_id = l.roster_id
      AND d.number = l.door AND h.place_id = d.place_id AND h.room = l.room AND h.area <> l.area
      AND h.area_source IN ('deed', 'measured')"""
CONFLICTS = ("by_hand", "two_areas", "shares", "deed", "contradiction", "twice")


def values(roster: RosterImport) -> dict[str, Any]:
    return {"roster": roster.pk, "relation": roster.relation}


def rows(sql: str, given: dict[str, Any]) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        return cursor.fetchall()


def check(roster: RosterImport) -> None:
    """Note what is wrong with lines beside others, and beside what is here."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL work_mem = '64MB'")
        for statement in (TWICE, AREAS, RELATIONS, SHARES, BY_HAND, DEED):
            cursor.execute(statement, values(roster))


def counts(roster: RosterImport) -> dict[str, int]:
    """How many rooms and people are new, changed, gone; the same numbers as long as nothing here changes."""
    given = values(roster)
    [(rooms_new, rooms_changed, rooms_same)] = rows(
        f"""SELECT count(*) FILTER (WHERE h.id IS NULL), count(*) FILTER (WHERE h.id IS NOT NULL AND {ROOM_CHANGED}),
            count(*) FILTER (WHERE NOT {ROOM_CHANGED})
        FROM {ROOMS} r LEFT JOIN buildings_household h ON h.place_id = r.place_id AND h.room = r.room""",  # nosec B608
        given,
    )
    people = dict(rows(f"SELECT p.verdict, count(*) FROM {PEOPLE} p GROUP BY 1", given))  # nosec B608
    [(missing,)] = rows(f"SELECT count(*) FROM {GONE}", given)  # nosec B608
    return {
        "rooms_new": rooms_new,
        "rooms_changed": rooms_changed,
        "rooms_same": rooms_same,
        **{f"people_{verdict}": people.get(verdict, 0) for verdict in ("new", "changed", "followed", "same")},
        "people_gone": missing if roster.complete else 0,
        "people_missing": 0 if roster.complete else missing,
        "doorways_new": roster.doors.filter(fault=OPENS).count(),
    }


def troubles(roster: RosterImport) -> dict[str, int]:
    """How many rows have each fault, by its code."""
    found = rows(
        """SELECT code, count(*) FROM (
            SELECT coalesce(nullif(l.fault, ''), CASE WHEN d.fault <> 'opens' THEN d.fault END, '') AS code
            FROM buildings_rosterline l LEFT JOIN buildings_rosterdoor d ON d.roster_id = l.roster_id AND d.number = l.door
            WHERE l.roster_id = %(roster)s AND (l.fault <> '' OR d.fault <> '')
            UNION ALL SELECT unnest(notes) FROM buildings_rosterline WHERE roster_id = %(roster)s AND notes IS NOT NULL
        ) AS all_of_them WHERE code <> '' GROUP BY 1""",
        values(roster),
    )
    return dict(found)


def examples(roster: RosterImport, numbers: dict[str, int]) -> dict[str, list[dict[str, str]]]:
    """A few of each kind, masked as they are kept: nobody's whole name stands in the report."""
    found: dict[str, list[dict[str, str]]] = {}
    for verdict in ("new", "changed", "followed"):
        if numbers[f"people_{verdict}"]:
            sql = f"SELECT place_id, room, name FROM {PEOPLE} p WHERE verdict = %(verdict)s LIMIT {EXAMPLES}"  # nosec B608
            found[verdict] = _shown(rows(sql, values(roster) | {"verdict": verdict}))
    if numbers["people_gone"] or numbers["people_missing"]:
        sql = f"SELECT h.place_id, h.room, o.name FROM {GONE} LIMIT {EXAMPLES}"  # nosec B608
        found["gone"] = _shown(rows(sql, values(roster)))
    return found


def _shown(found: list[tuple]) -> list[dict[str, str]]:
    return [{"place": place or "", "room": room, "name": mask_name(name)} for place, room, name in found]
