"""Are the database and the broker fit for us? Asked before anything is started on them.

Nothing here needs Django: `manage.py up` asks before settings can be complete.
"""

from typing import Any
from urllib.parse import urlsplit

import psycopg
import redis

from beihu.embedded.folders import Trouble

OLDEST = 150000  # server_version_num; generated columns, NULLS NOT DISTINCT and MERGE are used
EXTENSIONS = ("pg_trgm", "btree_gist")


def where(url: str) -> str:
    """Host and port of an address, without its password."""
    parts = urlsplit(url)
    return f"{parts.hostname or 'the local socket'}:{parts.port or 'default port'}"


def check_database(url: str) -> None:
    """Raise Trouble when the server is away, too old, or deaf to Chinese."""
    try:
        with psycopg.connect(url, connect_timeout=5, autocommit=True) as connection:
            if problem := database_problem(connection):
                raise Trouble(problem)
    except psycopg.OperationalError as error:
        reason = one_line(error)
        raise Trouble(
            f"The database of DATABASE_URL ({where(url)}) does not let us in ({reason}): "
            "start it or correct the address, or unset DATABASE_URL to use the embedded one."
        ) from error
    except psycopg.ProgrammingError as error:
        reason = one_line(error)
        raise Trouble(f"DATABASE_URL is not an address of a PostgreSQL database ({reason}).") from error


def database_problem(connection: Any) -> str:
    """One sentence on what makes this database unfit, or ''. Makes the extensions where it may.

    `connection` is anything with `execute` that returns a cursor: psycopg's connection, Django's cursor.
    """
    version = int(ask(connection, "SHOW server_version_num"))
    if version < OLDEST:
        found = ask(connection, "SHOW server_version")
        return (
            f"PostgreSQL {found} is too old: Beihu needs 15 or newer; upgrade the server, then start again."
        )
    if (encoding := ask(connection, "SHOW server_encoding")) != "UTF8":
        return f"The database's encoding is {encoding}: make it anew with ENCODING 'UTF8'."
    for name in EXTENSIONS:
        if not ask(connection, f"SELECT count(*) FROM pg_extension WHERE extname = '{name}'"):  # nosec B608
            try:
                connection.execute(f"CREATE EXTENSION IF NOT EXISTS {name}")
            except Exception as error:
                reason = str(error).strip().splitlines()[0]
                return f"The extension {name} is missing ({reason}): an administrator must CREATE EXTENSION {name}."
    if not ask(connection, "SELECT cardinality(show_trgm('居民'))"):
        return (
            "Trigrams of Chinese are empty because the database's locale is C: "
            "make it anew with LC_CTYPE 'C.UTF-8' (or zh_CN.UTF-8)."
        )
    return ""


def one_line(error: Exception) -> str:
    """What an exception says, without line breaks; its name when it says nothing."""
    return " ".join(str(error).split()) or type(error).__name__


def ask(connection: Any, query: Any) -> Any:
    """The single value a query answers."""
    value = (connection.execute(query) or connection).fetchone()[0]
    return (
        value.decode() if isinstance(value, bytes) else value
    )  # a database without an encoding answers bytes


def check_broker(url: str) -> None:
    """Raise Trouble when nobody answers."""
    try:
        with redis.Redis.from_url(url, socket_connect_timeout=3, socket_timeout=3) as client:
            client.ping()
    except (redis.RedisError, ValueError, OSError) as error:
        raise Trouble(
            f"The broker of REDIS_URL ({where(url)}) does not answer ({one_line(error)}): "
            "start it or correct the address, or unset REDIS_URL to use the embedded one."
        ) from error
