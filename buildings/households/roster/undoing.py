"""Taking an import back: whole, but never what somebody has built on since.

Backwards only: a later import over the same doorways must be undone first. A person or room that the import brought goes
when its row has not been written since (`xmin` still is the transaction of the import, or of an undoing that put it back as
that had written it) and no record of another room stands on it; a value that it changed is put back when it still is what the import wrote. What is left is counted and said.
"""

from typing import Any

from django.db import connection, models
from django.utils.translation import gettext_noop as _

from buildings.households.models import Household, Occupant

from .models import RosterDoor, RosterImport
from .states import Status


def built_upon(roster: RosterImport) -> RosterImport | None:
    """The later import over the same doorways, the last one first."""
    mine = RosterDoor.objects.filter(roster=roster, place__isnull=False).values("place")
    later = RosterImport.objects.filter(
        status=Status.MERGED, merged_at__gt=roster.merged_at, doors__place__in=mine
    )
    return later.exclude(pk=roster.pk).order_by("-merged_at").first()


PUT_BACK = """(SELECT m.target, (m.after->>'put_back')::bigint FROM buildings_rosterchange m
    WHERE m.kind IN {kinds} AND m.after->'put_back' IS NOT NULL)"""
PEOPLE, ROOMS = PUT_BACK.format(kinds="('occupant', 'gone')"), PUT_BACK.format(kinds="('household')")
OURS = "o.roster_id = %(roster)s AND (o.xmin::text::bigint = %(xid)s OR (o.id, o.xmin::text::bigint) IN {put_back})"
# A row of an earlier import that nobody but this one has written is, once put back, as that one wrote it: said before it is
# put back, by the transaction that does.
SAY = """
    UPDATE buildings_rosterchange c
    SET after = c.after || jsonb_build_object('put_back', %(now)s::bigint)
    FROM {table} o JOIN buildings_rosterimport i ON i.id = o.roster_id
    WHERE c.roster_id = %(roster)s AND c.kind IN {kinds} AND o.id = c.target
      AND (o.xmin::text::bigint = %(xid)s OR (o.id, o.xmin::text::bigint) IN {put_back})
      AND ((c.before->>'xid')::bigint = (i.report->'written'->>'xid')::bigint
           OR (o.id, (c.before->>'xid')::bigint) IN {put_back})"""
RESTORE_HOUSEHOLDS = """
    UPDATE buildings_household h SET area = (c.before->>'area')::numeric,
        area_source = c.before->>'area_source', listed = (c.before->>'listed')::boolean OR EXISTS (
            SELECT FROM buildings_membership m WHERE m.household_id = h.id AND m.verified_at IS NOT NULL)
    FROM buildings_rosterchange c WHERE c.roster_id = %(roster)s AND c.kind = 'household' AND h.id = c.target
      AND h.listed = (c.after->>'listed')::boolean AND h.area IS NOT DISTINCT FROM (c.after->>'area')::numeric
      AND h.area_source = c.after->>'area_source'"""
RESTORE_OCCUPANTS = """
    UPDATE buildings_occupant o SET phone = c.before->>'phone', since = (c.before->>'since')::date,
        share_numerator = (c.before->>'share_numerator')::int, share_denominator = (c.before->>'share_denominator')::int
    FROM buildings_rosterchange c WHERE c.roster_id = %(roster)s AND c.kind = 'occupant' AND o.id = c.target
      AND o.erased_at IS NULL AND o.until IS NULL AND o.phone = c.after->>'phone'
      AND o.since IS NOT DISTINCT FROM (c.after->>'since')::date
      AND o.share_numerator IS NOT DISTINCT FROM (c.after->>'share_numerator')::int
      AND o.share_denominator IS NOT DISTINCT FROM (c.after->>'share_denominator')::int"""
RESTORE_GONE = """
    UPDATE buildings_occupant o SET until = NULL, reason = ''
    FROM buildings_rosterchange c WHERE c.roster_id = %(roster)s AND c.kind = 'gone' AND o.id = c.target
      AND o.erased_at IS NULL AND o.until = (c.after->>'until')::date
      AND NOT EXISTS (SELECT FROM buildings_occupant f WHERE f.follows_id = o.id)
      AND NOT EXISTS (SELECT FROM buildings_occupant t WHERE t.household_id = o.household_id AND t.until IS NULL
                      AND (t.user_id = o.user_id OR t.name = o.name))"""


def take_back(roster: RosterImport) -> dict[str, int]:
    """How many people and rooms went, how many values were put back, and how many of each stay."""
    xid = roster.report.get("written", {}).get("xid", 0)
    given = {"roster": roster.pk, "xid": xid}
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL work_mem = '64MB'")

        def do(sql: str) -> int:
            cursor.execute(sql, given)
            return cursor.rowcount

        cursor.execute(
            "UPDATE buildings_rosterimport SET phase = '' WHERE id = %(roster)s RETURNING xmin::text", given
        )
        given["now"] = int(cursor.fetchone()[0])
        do(SAY.format(table="buildings_occupant", kinds="('occupant', 'gone')", put_back=PEOPLE))
        do(SAY.format(table="buildings_household", kinds="('household')", put_back=ROOMS))
        ours = f"{OURS.format(put_back=PEOPLE)} AND {_free(Occupant)}"
        people = do(f"DELETE FROM buildings_occupant o WHERE {ours}")  # nosec B608: names of models
        restored = do(RESTORE_GONE) + do(RESTORE_OCCUPANTS) + do(RESTORE_HOUSEHOLDS)
        ours = f"{OURS.format(put_back=ROOMS)} AND {_free(Household)}"
        rooms = do(f"DELETE FROM buildings_household o WHERE {ours}")  # nosec B608
        changed = roster.changes.count()
    return {
        "people_removed": people,
        "people_kept": Occupant.objects.filter(roster=roster).count(),
        "rooms_removed": rooms,
        "rooms_kept": Household.objects.filter(roster=roster).count(),
        "restored": restored,
        "not_restored": changed - restored,
    }


def _free(model: type[models.Model]) -> str:
    """SQL: no row of any room points to `o`."""
    quote = connection.ops.quote_name
    pointing: list[Any] = [
        relation.field
        for relation in model._meta.get_fields(include_hidden=True)
        if isinstance(relation, models.ForeignObjectRel)
        and not relation.many_to_many
        and relation.field.concrete
    ]
    names = [(quote(field.model._meta.db_table), quote(str(field.column))) for field in pointing]
    tests = [f"NOT EXISTS (SELECT FROM {table} r WHERE r.{column} = o.id)" for table, column in names]  # nosec B608
    return " AND ".join(tests) or "true"


LATER = _("“%(name)s” was imported later for the same doorways. Undo that one first.")
