"""The staging tables of an import: files loaded by COPY and checked set by set, in the import's transaction."""

from collections.abc import Callable
from typing import Any

from django.db.backends.utils import CursorWrapper
from django.utils.translation import gettext as _

from .models import shorten
from .pinyin import spell
from .tables import Problem, Table

TABLES = ("incoming", "official", "held", "opening", "changed", "closing", "frontier")
ABOVE = "left({0}, CASE length({0}) WHEN 4 THEN 2 WHEN 6 THEN 4 WHEN 9 THEN 6 WHEN 12 THEN 9 ELSE 0 END)"


def rows(cursor: CursorWrapper, sql: str, values: Any = None) -> list[tuple]:
    cursor.execute(sql, values)
    return cursor.fetchall()


def create(cursor: CursorWrapper) -> None:
    drop(cursor)
    cursor.execute("SET LOCAL work_mem = '64MB'")
    cursor.execute(
        """
        CREATE TEMP TABLE incoming (file smallint, line int, code text COLLATE "C", name text, level smallint,
            parent text COLLATE "C", pinyin text, initials text) ON COMMIT DROP;
        CREATE TEMP TABLE official (file smallint, line int, code text COLLATE "C", statistical text,
            name text, pinyin text, initials text) ON COMMIT DROP;
        """
    )


def drop(cursor: CursorWrapper) -> None:
    cursor.execute(f"DROP TABLE IF EXISTS {', '.join(f'pg_temp.{name}' for name in TABLES)}")


def load(
    cursor: CursorWrapper, number: int, table: Table, problems: list[Problem], tell: Callable[[int], None]
) -> None:
    """Stream one list of divisions in by COPY."""
    with cursor.copy("COPY incoming FROM STDIN") as copy:
        for line, code, name, level, parent in table.divisions(problems):
            copy.write_row((number, line, code, name, level, parent, *spell(shorten(name))))
            if not line % 20_000:
                tell(line)


def load_official(
    cursor: CursorWrapper, number: int, table: Table, problems: list[Problem], tell: Callable[[int], None]
) -> None:
    """Stream one list of official names in."""
    with cursor.copy("COPY official FROM STDIN") as copy:
        for line, code, statistical, name in table.official_names(problems):
            copy.write_row((number, line, code, statistical, name, *spell(shorten(name))))
    tell(table.lines)


def add_provinces(cursor: CursorWrapper, provinces: dict[str, str]) -> None:
    """A city's file begins below the province: the 31 provinces are known anyway."""
    missing = rows(
        cursor,
        """
        SELECT DISTINCT left(code, 2) FROM incoming EXCEPT
        (SELECT code FROM incoming WHERE level = 2 UNION SELECT code FROM buildings_place WHERE level = 2)
        """,
    )
    for (code,) in missing:
        if code in provinces:
            row = (code, provinces[code], *spell(provinces[code]))
            cursor.execute("INSERT INTO incoming VALUES (-1, 0, %s, %s, 2, '', %s, %s)", row)


def index(cursor: CursorWrapper) -> None:
    cursor.execute("CREATE INDEX ON incoming (code); ANALYZE incoming; ANALYZE official")


def count(cursor: CursorWrapper) -> int:
    return rows(cursor, "SELECT count(*) FROM incoming WHERE file >= 0")[0][0]


def knows(cursor: CursorWrapper, code: str) -> bool:
    return bool(
        rows(
            cursor,
            "SELECT 1 FROM incoming WHERE code = %(code)s UNION SELECT 1 FROM buildings_place WHERE code = %(code)s",
            {"code": code},
        )
    )


def extremes(cursor: CursorWrapper) -> list[str]:
    """The first and the last code of the lowest level in the files."""
    [found] = rows(
        cursor,
        "SELECT min(code), max(code) FROM incoming WHERE level = (SELECT max(level) FROM incoming)",
    )
    return [code or "" for code in found]


def hold_back(cursor: CursorWrapper) -> list[tuple[str, str]]:
    """Take out rows whose code was moved or merged here, with new rows below them: they live on elsewhere."""
    cursor.execute(
        f"""
        CREATE TEMP TABLE held ON COMMIT DROP AS
            SELECT i.code, i.name, a.place_id FROM incoming i
            JOIN buildings_placealias a ON a.code = i.code AND a.kind IN ('moved', 'merged')
            WHERE NOT EXISTS (SELECT FROM buildings_place p WHERE p.code = i.code);
        INSERT INTO held SELECT i.code, i.name, '' FROM incoming i
            JOIN held h ON h.code = {ABOVE.format("i.code")}
            WHERE NOT EXISTS (SELECT FROM buildings_place p WHERE p.code = i.code)
              AND NOT EXISTS (SELECT FROM held k WHERE k.code = i.code);
        DELETE FROM incoming i USING held h WHERE i.code = h.code;
        """  # nosec B608: only a constant of this module
    )
    return rows(cursor, "SELECT code, name FROM held ORDER BY code")


SHAPE = """
    SELECT i.file, i.line, i.kind, i.code, i.parent FROM (
        SELECT *, CASE
            WHEN level = 0 THEN 'level'
            WHEN code !~ '^[0-9]+$' OR length(code) <> level THEN 'code'
            WHEN name = '' OR length(name) > 80 OR name ~ '[[:cntrl:]]' THEN 'name'
            WHEN level > 2 AND parent <> left(code, CASE level WHEN 4 THEN 2 WHEN 6 THEN 4 WHEN 9 THEN 6 ELSE 9 END)
                THEN 'parent_code'
            END AS kind
        FROM incoming) AS i
    WHERE i.kind IS NOT NULL ORDER BY i.file, i.line LIMIT 1000
"""
DUPLICATE = """
    SELECT file, line, 'duplicate', code, first FROM (
        SELECT *, row_number() OVER same AS nth, first_value(file || ':' || line) OVER same AS first
        FROM incoming WHERE code IN (SELECT code FROM incoming GROUP BY code HAVING count(*) > 1)
        WINDOW same AS (PARTITION BY code ORDER BY file, line)) AS i
    WHERE nth > 1 ORDER BY file, line LIMIT 1000
"""
ORPHAN = """
    SELECT i.file, i.line, 'parent', i.code, i.parent FROM incoming i
    WHERE i.level > 2 AND i.parent IN (
        SELECT parent FROM (SELECT DISTINCT parent FROM incoming) AS named
        WHERE NOT EXISTS (SELECT FROM incoming p WHERE p.code = named.parent)
          AND NOT EXISTS (SELECT FROM buildings_place p WHERE p.code = named.parent))
    ORDER BY i.file, i.line LIMIT 1000
"""


def check(cursor: CursorWrapper, names: list[str]) -> list[Problem]:
    """Everything wrong with single rows, by file and line, a thousand of each kind at most."""
    found: dict[tuple[int, int], Problem] = {}
    for sql in (SHAPE, DUPLICATE, ORPHAN):
        for file, line, kind, code, other in rows(cursor, sql):
            found.setdefault((file, line), Problem(names[file], line, _sentence(names, kind, code, other)))
    return list(found.values())


def _sentence(names: list[str], kind: str, code: str, other: str) -> str:
    if kind == "level":
        return _("the level is not one of province, city, district, street, community.")
    if kind == "code":
        return _(
            "“%(code)s” is not a code of this level. Codes are digits; spreadsheets like to cut or round them."
        ) % {"code": code[:40]}
    if kind == "name":
        return _("the name of %(code)s is empty, longer than 80 characters or not plain text.") % {
            "code": code
        }
    if kind == "parent_code":
        return _("%(code)s cannot lie in %(parent)s: a code begins with the code of what it lies in.") % {
            "code": code,
            "parent": other[:40] or "–",
        }
    if kind == "duplicate":
        file, line = other.split(":")
        return _("%(code)s stands already in %(file)s, line %(line)s. Keep one of the two.") % {
            "code": code,
            "file": names[int(file)],
            "line": line,
        }
    return _(
        "%(code)s lies in %(parent)s, which is neither in the files nor here. Import its list as well."
    ) % {
        "code": code,
        "parent": other,
    }
