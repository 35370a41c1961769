"""Fills the scratch database; a child of the bench: `python -m beihu.office.bench.load ground|issues N`.

`ground` makes what does not depend on the size (places, parties, staff, residents); `issues` replaces the
issues by N new ones, with every index in place and fresh statistics when it ends.
"""

import sys
from typing import Any

import django
from django.db import connection

from beihu.office.bench import rows, votes
from beihu.office.bench.rows import Rows

PEOPLE = 20_000
EMPTY = {"boolean": "false", "jsonb": "'{}'", "ARRAY": "'{}'", "uuid": "gen_random_uuid()"}
PASSWORD = "bench-bench-bench"


def fill(wanted: Rows, **parameters: Any) -> int:
    """Insert; NOT NULL columns that the statement does not name get an empty value. Rows written."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT column_name, data_type FROM information_schema.columns WHERE table_name = %s AND "
            "table_schema = 'public' AND is_nullable = 'NO' AND column_default IS NULL "
            "AND is_generated = 'NEVER' AND is_identity = 'NO'",
            [wanted.table],
        )
        missing = {name: empty(kind) for name, kind in cursor.fetchall() if name not in wanted.values}
        columns = {**wanted.values, **missing}
        names, values = ", ".join(columns), ", ".join(columns.values())
        insert = f"INSERT INTO {wanted.table} ({names}) SELECT {values} FROM {wanted.source}"  # nosec B608: our own words
        cursor.execute(insert, parameters)
        return cursor.rowcount


def empty(kind: str) -> str:
    if kind.startswith("timestamp"):
        return "now()"
    return "0" if "int" in kind or kind == "numeric" else EMPTY.get(kind, "''")


def run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def ground() -> None:
    """Places below the communities, parties, staff with posts, residents."""
    run(rows.PICK)
    for wanted in (rows.COMPOUNDS, rows.BUILDINGS, rows.DOORWAYS, rows.PARTIES):
        fill(wanted)
    run(rows.SPOTS)
    staff()
    fill(rows.PEOPLE, people=PEOPLE)
    crowd = ids("username IS NULL")
    for wanted in rows.TOWERS:
        fill(wanted, crowd=crowd, people=len(crowd))
    for wanted in votes.VOTE:
        fill(wanted)
    fill(rows.HEARTBEAT)  # as if beat were running
    fill(rows.NOTICES, readers=ids("username IS NOT NULL"))


def staff() -> None:
    from beihu.accounts.models import User
    from buildings.posts.models import Post
    from buildings.posts.roles import Role

    for username, role, place in (
        ("worker", Role.COMMUNITY_WORKER, rows.COMMUNITY),
        ("officer", Role.STREET_OFFICER, rows.STREET),
        ("overseer", Role.DISTRICT_OFFICER, rows.CITY),
    ):
        user = User.objects.create_user(
            username, PASSWORD, name="张社工", phone=f"+861380000000{len(username)}"
        )
        Post.objects.create(user=user, role=role, place_id=place)


def ids(condition: str) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id FROM beihu_user WHERE {condition} ORDER BY id")  # nosec B608: our own words
        return [row[0] for row in cursor.fetchall()]


def issues(number: int) -> None:
    """Replace all issues by this many."""
    plan = planned(number, "5 years")
    run("TRUNCATE tripartite_issue RESTART IDENTITY CASCADE")
    again = stripped("tripartite_issue", "tripartite_issueevent", "tripartite_follower")
    fill(rows.ISSUES, **plan)
    fill(rows.EVENTS, worker=plan["worker"])
    fill(rows.FOLLOWERS, crowd=plan["crowd"], people=PEOPLE)
    for statement in again:
        run(statement)
    run(
        "SELECT setval(pg_get_serial_sequence('tripartite_issue', 'id'), (SELECT max(id) FROM tripartite_issue))"
    )
    run("VACUUM ANALYZE")


def planned(number: int, span: str, bent: int = 1) -> dict[str, Any]:
    """The parameters of `rows.ISSUES`: so many in the span that ends now, evenly or bent towards its end."""
    from beihu.office.demo.situations import SITUATIONS

    return {
        "issues": number,
        "span": span,
        "bent": bent,
        "texts": len(SITUATIONS),
        "text": [one.text.format(b="2栋", d="1单元") for one in SITUATIONS],
        "categories": [one.category for one in SITUATIONS],
        "crowd": ids("username IS NULL"),
        "people": PEOPLE,
        "worker": ids("username = 'worker'")[0],
    }


def stripped(*tables: str) -> list[str]:
    """Drop foreign keys, unique constraints and plain indexes, which slow a mass insert down manifold.

    Returns the statements that make all of them again; adding them checks every row.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conrelid::regclass::text, quote_ident(conname), pg_get_constraintdef(oid) FROM pg_constraint "
            "WHERE conrelid = ANY(%s::regclass[]) AND contype IN ('f', 'u') ORDER BY contype DESC",
            [list(tables)],
        )
        constraints = cursor.fetchall()
        for table, name, _definition in constraints:
            cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
        cursor.execute(
            "SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index "
            "WHERE indrelid = ANY(%s::regclass[]) AND NOT indisprimary",
            [list(tables)],
        )
        indexes = cursor.fetchall()
        for name, _definition in indexes:
            cursor.execute(f"DROP INDEX {name}")
    return [
        "SET maintenance_work_mem = '256MB'",
        *(definition for _name, definition in indexes),
        *(
            f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition}"
            for table, name, definition in constraints
        ),
    ]


if __name__ == "__main__":
    django.setup()
    if sys.argv[1] == "ground":
        ground()
    else:
        issues(int(sys.argv[2]))
