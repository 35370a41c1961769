"""The drill: back up, lose everything, restore, compare every row and every file."""

import hashlib
import shutil
import stat
import zipfile

import psycopg
import pytest
from psycopg import sql

from beihu.embedded import backup, folders, guard, postgres
from tests.beihu.embedded.portal import make_folder, manage

SOME_ROWS = """
INSERT INTO beihu_heartbeat (name, at) SELECT '扫 ' || n, now() FROM generate_series(1, 500) AS n;
INSERT INTO django_session VALUES ('k', E'quote \\' tab \\t line \\n 居民 𠮷', now());
"""


@pytest.fixture(scope="module")
def town():
    """A data folder with a migrated database of its own and some files; its environment for manage.py."""
    data = folders.prepare(make_folder())
    server = postgres.start(data)
    environment = {"BEIHU_DATA": str(data), "DATABASE_URL": server.url, "SECRET_KEY": "x" * 50}
    migrated = manage("migrate", **environment)
    assert migrated.returncode == 0, migrated.stderr
    with psycopg.connect(server.url) as connection:
        connection.execute(SOME_ROWS)
    yield data, server, environment
    guard.clear(data, delete=True)
    shutil.rmtree(data.parent)


@pytest.fixture
def media(town):
    folder = town[0] / "media"
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "issues" / "2026").mkdir(parents=True)
    (folder / "issues" / "2026" / "照片.jpg").write_bytes(bytes(range(256)) * 100)
    (folder / "empty.txt").touch()
    return folder


def fingerprint(url: str, media) -> dict[str, str]:
    """A hash of all rows of each table, and of each file."""
    with psycopg.connect(url) as connection:
        names = [row[0] for row in connection.execute(backup.TABLES)]
        query = sql.SQL("SELECT md5(coalesce(string_agg(t::text, E'\\n' ORDER BY t::text), '')) FROM {} AS t")
        rows = {name: connection.execute(query.format(sql.Identifier(name))).fetchone()[0] for name in names}
    files = {
        str(file.relative_to(media)): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in sorted(media.rglob("*"))
        if file.is_file()
    }
    return rows | files


def shape(url: str) -> list[tuple]:
    """Columns, constraints, indexes, triggers and functions of the schema, each with what it demands.

    Brackets and casts between the kinds of text are left out: PostgreSQL sets them anew when it
    reads a condition back.
    """
    with psycopg.connect(url) as connection:
        return connection.execute(
            "SELECT kind, regexp_replace(said, '::(character varying|text)|[][() ]', '', 'g') FROM ("
            "SELECT 'column' AS kind, table_name || '.' || column_name || data_type AS said "
            "FROM information_schema.columns WHERE table_schema = 'public' "
            "UNION ALL SELECT 'constraint', conrelid::regclass || conname || pg_get_constraintdef(oid) "
            "FROM pg_constraint WHERE connamespace = 'public'::regnamespace "
            "UNION ALL SELECT 'index', indexdef FROM pg_indexes WHERE schemaname = 'public' "
            "UNION ALL SELECT 'trigger', pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal "
            "UNION ALL SELECT 'routine', oid::regprocedure::text FROM pg_proc "
            "WHERE pronamespace = 'public'::regnamespace) AS things ORDER BY 1, 2"
        ).fetchall()


def test_restore_brings_back_every_row_and_every_file(town, media, tmp_path):
    _, server, environment = town
    before = fingerprint(server.url, media), shape(server.url)
    file = tmp_path / "backup.zip"
    made = manage("backup", str(file), **environment)
    assert made.returncode == 0, made.stderr

    with psycopg.connect(server.url) as connection:
        connection.execute("DROP TABLE beihu_heartbeat CASCADE")
        connection.execute("CREATE TABLE later AS SELECT 1 AS n")
        connection.execute("DELETE FROM django_session")
    shutil.rmtree(media)
    media.mkdir()
    (media / "later.jpg").touch()

    told = manage("restore", str(file), "--yes", **environment)
    assert told.returncode == 0, told.stderr
    assert (fingerprint(server.url, media), shape(server.url)) == before


def test_restore_into_an_empty_database_brings_back_every_row(town, media, tmp_path):
    _, server, environment = town
    before = fingerprint(server.url, media)
    file = tmp_path / "backup.zip"
    manage("backup", str(file), **environment)
    with psycopg.connect(server.url, autocommit=True) as connection:
        connection.execute("CREATE DATABASE elsewhere")
    url = server.url.removesuffix("beihu") + "elsewhere"
    told = manage("restore", str(file), "--yes", **environment | {"DATABASE_URL": url})
    assert (told.returncode, fingerprint(url, media)) == (0, before)


def test_backup_is_for_its_owner_only_and_prints_no_password(town, media, tmp_path):
    _, server, environment = town
    told = manage("backup", str(tmp_path / "backup.zip"), **environment)
    mode = stat.S_IMODE((tmp_path / "backup.zip").stat().st_mode)
    assert (mode, server.password in told.stdout + told.stderr) == (0o600, False)


def test_restore_changes_nothing_when_the_backup_is_damaged(town, media, tmp_path):
    _, server, environment = town
    good, bad = tmp_path / "good.zip", tmp_path / "bad.zip"
    manage("backup", str(good), **environment)
    with zipfile.ZipFile(good) as source, zipfile.ZipFile(bad, "w") as target:
        target.writestr("manifest.json", source.read("manifest.json"))
        target.writestr("database.dump", source.read("database.dump")[:20_000])
    before = fingerprint(server.url, media)
    told = manage("restore", str(bad), "--yes", **environment)
    assert (told.returncode, told.stderr.count("\n"), fingerprint(server.url, media)) == (1, 1, before)


@pytest.mark.parametrize("content", [b"", b"no zip at all"])
def test_restore_refuses_a_file_that_is_no_backup(town, tmp_path, content):
    (tmp_path / "other.zip").write_bytes(content)
    told = manage("restore", str(tmp_path / "other.zip"), "--yes", **town[2])
    assert (told.returncode, "is not a backup of Beihu, or it is damaged" in told.stderr) == (1, True)


def test_restore_asks_before_it_replaces(town, tmp_path):
    told = manage("restore", str(tmp_path / "any.zip"), **town[2])
    assert (told.returncode, told.stderr) == (
        1,
        "CommandError: This replaces everything in the database beihu: add --yes.\n",
    )


def test_restore_keeps_files_inside_the_media_folder(town, media, tmp_path):
    data, _, environment = town
    file = tmp_path / "backup.zip"
    manage("backup", str(file), **environment)
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr("media/../../escaped.txt", "x")
    told = manage("restore", str(file), "--yes", **environment)
    assert (told.returncode, (data / "escaped.txt").exists(), (media / "escaped.txt").exists()) == (
        0,
        False,
        True,
    )


def test_backup_says_so_when_it_cannot_write(town):
    told = manage("backup", "/dev/null/backup.zip", **town[2])
    assert (told.returncode, told.stderr) == (
        1,
        "CommandError: Cannot write /dev/null/backup.zip (Not a directory): choose another place.\n",
    )
