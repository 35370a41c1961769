"""One at a time, by name: for what has no row to lock yet."""

from django.db import connection


def hold(name: str) -> None:
    """Wait for the lock of this name and keep it to the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [name])
