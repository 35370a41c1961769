"""One file with everything that cannot be made again: the database and the uploaded files.

The file is a ZIP: `manifest.json` (format, when, versions, rows per table), `database.dump` (pg_dump's custom
format) and `media/…`. Records are dumped before files are packed, so no record misses its file. The broker
is left out on purpose: what is due stands in the database.
"""

import json
import os
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from beihu.embedded import programs
from beihu.embedded.folders import Trouble
from beihu.embedded.stores import ask

FORMAT = 1
TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename"
# Everything of ours in the schema; what belongs to an extension stays.
EMPTY = """
DO $$
DECLARE statement text;
BEGIN
    FOR statement IN
        SELECT format('DROP TABLE IF EXISTS public.%I CASCADE', tablename) FROM pg_tables WHERE schemaname = 'public'
        UNION ALL
        SELECT format('DROP ROUTINE IF EXISTS %s CASCADE', p.oid::regprocedure)
        FROM pg_proc p
        WHERE p.pronamespace = 'public'::regnamespace
          AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
    LOOP
        EXECUTE statement;
    END LOOP;
END $$;
"""


def back_up(target: Path, database: Mapping[str, Any], media: Path) -> dict[str, int]:
    """Write the backup; returns rows per table. The target appears whole or not at all. Raises Trouble."""
    draft = target.with_name(f"{target.name}.partial")
    try:
        draft.unlink(missing_ok=True)
        draft.touch(mode=0o600)
        with (
            workshop() as folder,
            zipfile.ZipFile(draft, "w", zipfile.ZIP_STORED) as archive,
            psycopg.connect(**address(database)) as connection,
        ):
            connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
            dump, snapshot = folder / "database.dump", ask(connection, "SELECT pg_export_snapshot()")
            run(database, "pg_dump", "--format=custom", "--no-owner", "--no-privileges",
                "--exclude-extension=*", f"--snapshot={snapshot}", f"--file={dump}")  # fmt: skip
            rows = count(connection)
            facts = {"format": FORMAT, "made": datetime.now(UTC).isoformat(timespec="seconds"), "rows": rows}
            archive.writestr("manifest.json", json.dumps(facts, indent=1))
            archive.write(dump, "database.dump")
            for file in sorted(path for path in media.rglob("*") if path.is_file()):
                archive.write(file, f"media/{file.relative_to(media)}")
        draft.replace(target)
    except psycopg.Error as error:
        raise Trouble(f"The database does not answer: {programs.last_line(str(error))}") from error
    except OSError as error:
        with suppress(OSError):
            draft.unlink(missing_ok=True)
        raise Trouble(f"Cannot write {target} ({error.strerror}): choose another place.") from error
    return rows


def restore(source: Path, database: Mapping[str, Any], media: Path) -> dict[str, int]:
    """Put everything back in place of what is there; rows per table. On failure all is as before.

    The database changes in one transaction; the files are unpacked beside the old ones and change places
    after it. Raises Trouble.
    """
    try:
        with zipfile.ZipFile(source) as archive, workshop() as folder:
            facts = json.loads(archive.read("manifest.json"))
            if facts.get("format") != FORMAT:
                raise Trouble(
                    f"{source} has format {facts.get('format')}: restore it with the Beihu that made it."
                )
            archive.extract("database.dump", folder)
            fresh = unpack(archive, media)
            replace_database(database, folder)
            change_places(fresh, media)
    except (zipfile.BadZipFile, KeyError, ValueError) as error:
        raise Trouble(f"{source} is not a backup of Beihu, or it is damaged ({error}).") from error
    except OSError as error:
        raise Trouble(f"Cannot read {source} or write {media} ({error.strerror}).") from error
    return dict(facts["rows"])


def unpack(archive: zipfile.ZipFile, media: Path) -> Path:
    """The files, in a folder beside the media folder. ZipFile.extract keeps names inside that folder."""
    fresh = media.with_name(f"{media.name}.restored")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    for entry in archive.infolist():
        if entry.filename.startswith("media/") and not entry.is_dir():
            entry.filename = entry.filename.removeprefix("media/")
            Path(archive.extract(entry, fresh)).chmod(0o600)
    return fresh


def change_places(fresh: Path, media: Path) -> None:
    old = media.with_name(f"{media.name}.replaced")
    shutil.rmtree(old, ignore_errors=True)
    if media.exists():
        media.rename(old)
    fresh.rename(media)
    shutil.rmtree(old, ignore_errors=True)


def replace_database(database: Mapping[str, Any], folder: Path) -> None:
    """Empty the schema and fill it again, in one transaction."""
    (folder / "empty.sql").write_text(f"SET lock_timeout = '30s';\n{EMPTY}")
    run(database, "pg_restore", "--schema=public", "--no-owner", "--no-privileges",
        f"--file={folder / 'fill.sql'}", str(folder / "database.dump"), connect=False)  # fmt: skip
    run(database, "psql", "-q", "-v", "ON_ERROR_STOP=1", "--single-transaction", "--no-psqlrc",
        "-f", str(folder / "empty.sql"), "-f", str(folder / "fill.sql"))  # fmt: skip


def count(connection: psycopg.Connection) -> dict[str, int]:
    """Rows per table."""
    counting = sql.SQL("SELECT count(*) FROM {}")
    names = [row[0] for row in connection.execute(TABLES)]
    return {name: ask(connection, counting.format(sql.Identifier(name))) for name in names}


def address(database: Mapping[str, Any]) -> dict[str, Any]:
    """Django's settings of a database as psycopg's arguments."""
    names = {"HOST": "host", "PORT": "port", "USER": "user", "PASSWORD": "password", "NAME": "dbname"}
    return {ours: database[theirs] for theirs, ours in names.items() if database.get(theirs)}


def run(database: Mapping[str, Any], program: str, *arguments: str, connect: bool = True) -> None:
    """Run one of PostgreSQL's programs; the password goes through the environment, not the process list."""
    names = {
        "host": "PGHOST",
        "port": "PGPORT",
        "user": "PGUSER",
        "password": "PGPASSWORD",
        "dbname": "PGDATABASE",
    }
    given = {names[name]: str(value) for name, value in address(database).items()} if connect else {}
    done = subprocess.run(
        [str(programs.installed() / "bin" / program), *arguments],
        env=os.environ | given | {"LC_ALL": "C"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    if done.returncode:
        raise Trouble(f"{program} failed, nothing was changed: {programs.last_line(done.stderr)}")


@contextmanager
def workshop() -> Iterator[Path]:
    """A temporary folder that only we may enter."""
    with tempfile.TemporaryDirectory(prefix="beihu-backup-") as folder:
        yield Path(folder)
