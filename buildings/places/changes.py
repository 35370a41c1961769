"""What a file of divisions changes: found by SQL over the staging tables, and written."""

from datetime import date
from typing import Any

from django.db.backends.utils import CursorWrapper

from .models import shorten
from .pinyin import spell
from .staging import rows

SHOWN = 1000  # rows of a list that a report carries
VIRTUAL = "(i.name LIKE '%%虚拟%%' OR right(i.code, 3) IN ('498', '598'))"


def compare(cursor: CursorWrapper, root: str, as_of: date) -> None:
    """Find what differs between the files and the tree: tables `opening`, `changed` and `closing`."""
    cursor.execute(OPENING)
    cursor.execute(CHANGED)
    cursor.execute('CREATE TEMP TABLE closing (code text COLLATE "C", name text) ON COMMIT DROP')
    for (level,) in rows(cursor, "SELECT DISTINCT level FROM incoming WHERE file >= 0 ORDER BY level"):
        cursor.execute(CLOSING, {"level": level, "root": root, "below": f"{root}%"})


OPENING = """
    CREATE TEMP TABLE opening ON COMMIT DROP AS
    SELECT i.* FROM incoming i WHERE NOT EXISTS (SELECT FROM buildings_place p WHERE p.code = i.code);
    ANALYZE opening
"""
# A place's name as the Bureau has it is the open alias of kind "statistics", or else its name.
CHANGED = """
    CREATE TEMP TABLE changed ON COMMIT DROP AS
    WITH subject AS (
        SELECT code, name FROM incoming
        UNION ALL
        SELECT o.code, coalesce(s.name, p.name) FROM official o
        JOIN buildings_place p ON p.code = o.code
        LEFT JOIN buildings_placealias s
            ON s.place_id = p.code AND s.kind = 'statistics' AND s.until IS NULL
        WHERE NOT EXISTS (SELECT FROM incoming i WHERE i.code = o.code))
    SELECT p.code, p.name AS before, i.name AS listed, o.name AS official,
        CASE WHEN o.name IS NOT NULL AND c.id IS NULL THEN o.name
             WHEN coalesce(s.name, p.name) <> i.name THEN coalesce(o.name, i.name)
             ELSE p.name END AS after
    FROM subject i
    JOIN buildings_place p ON p.code = i.code
    LEFT JOIN buildings_placealias s ON s.place_id = p.code AND s.kind = 'statistics' AND s.until IS NULL
    LEFT JOIN official o ON o.code = i.code AND o.statistical = i.name
    LEFT JOIN buildings_placealias c ON c.place_id = p.code AND c.kind = 'official' AND c.name = o.name
    WHERE coalesce(s.name, p.name) <> i.name OR (o.name IS NOT NULL AND c.id IS NULL)
"""
CLOSING = """
    INSERT INTO closing
    SELECT p.code, p.name FROM buildings_place p
    WHERE p.level = %(level)s AND p.listed AND p.closed_on IS NULL
      AND p.code LIKE %(below)s AND p.code <> %(root)s
      AND NOT EXISTS (SELECT FROM incoming i WHERE i.code = p.code)
      AND NOT EXISTS (SELECT FROM held h WHERE h.place_id = p.code)
      AND (EXISTS (SELECT FROM incoming b WHERE b.level = p.level AND b.parent = coalesce(p.parent_id, ''))
           OR EXISTS (SELECT FROM closing c WHERE c.code = p.parent_id))
"""


def opened(cursor: CursorWrapper) -> tuple[int, list[tuple[str, str]]]:
    """How many divisions are new, and the first thousand."""
    number = rows(cursor, "SELECT count(*) FROM opening")[0][0]
    return number, rows(cursor, "SELECT code, name FROM opening ORDER BY code LIMIT %s", [SHOWN])


def renamed(cursor: CursorWrapper) -> list[tuple[str, str, str]]:
    return rows(cursor, "SELECT code, before, after FROM changed ORDER BY code")


def closed(cursor: CursorWrapper) -> list[tuple[str, str]]:
    return rows(cursor, "SELECT code, name FROM closing ORDER BY code")


def reopened(cursor: CursorWrapper) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Closed places that the files name: those an earlier file closed, and those closed here by hand."""
    back = rows(
        cursor,
        "SELECT p.code, p.name, p.listed FROM incoming i JOIN buildings_place p ON p.code = i.code"
        " WHERE p.closed_on IS NOT NULL ORDER BY 1",
    )
    return [row[:2] for row in back if not row[2]], [row[:2] for row in back if row[2]]


def orphaned(cursor: CursorWrapper) -> list[tuple[str, str, int]]:
    """Closing places with open places of our own below, and how many: they wait to be moved or merged."""
    return rows(
        cursor,
        """
        SELECT c.code, c.name, count(*) FROM closing c
        JOIN buildings_place p ON p.parent_id = c.code
        WHERE NOT p.listed AND p.closed_on IS NULL GROUP BY 1, 2 ORDER BY 1
        """,
    )


def moved_hints(cursor: CursorWrapper) -> list[tuple[str, str, str]]:
    """(closing code, new code, name) in one district: perhaps one place with a new number."""
    return rows(
        cursor,
        """
        SELECT c.code, i.code, c.name FROM closing c
        JOIN opening i ON i.name = c.name AND left(i.code, 6) = left(c.code, 6) ORDER BY 1, 2
        """,
    )


def unused_names(cursor: CursorWrapper) -> int:
    """Official names whose code or statistical name fits nothing here."""
    return rows(
        cursor,
        """
        SELECT count(*) FROM official o
        WHERE NOT EXISTS (SELECT FROM incoming i WHERE i.code = o.code AND i.name = o.statistical)
          AND NOT EXISTS (SELECT FROM changed c WHERE c.code = o.code)
          AND NOT EXISTS (SELECT FROM buildings_placealias a WHERE a.place_id = o.code AND a.name = o.statistical)
        """,
    )[0][0]


def apply(cursor: CursorWrapper, as_of: date, *, dated: bool, source: str) -> None:
    """Write the differences. `dated`: new districts too are known to have opened, not just to be listed."""
    values: dict[str, Any] = {"as_of": as_of, "dated": dated, "source": source[:120]}
    cursor.execute(FRONTIER, values)
    known = rows(cursor, "SELECT 1 FROM frontier LIMIT 1")
    cursor.execute(INSERT.format(opened=OPENED_ON if known else "NULL::date"), values)
    cursor.execute(INSERT_NAMES, values)
    _rename(cursor, values)
    cursor.execute(
        "UPDATE buildings_place p SET closed_on = %(as_of)s, listed = false FROM closing c WHERE c.code = p.code",
        values,
    )
    cursor.execute(
        "UPDATE buildings_place p SET closed_on = NULL, listed = true FROM incoming i WHERE p.code = i.code AND NOT p.listed"
    )


# New places whose parent and whose siblings were listed before have opened since; so has all below them.
FRONTIER = """
    CREATE TEMP TABLE frontier ON COMMIT DROP AS
    SELECT i.code FROM opening i
    WHERE (i.level > 6 OR %(dated)s)
      AND EXISTS (SELECT FROM buildings_place b WHERE b.parent_id = i.parent AND b.listed);
    CREATE INDEX ON frontier (code); ANALYZE frontier
"""
OPENED_ON = """
    CASE WHEN EXISTS (SELECT FROM frontier f WHERE f.code = ANY (
        ARRAY[left(i.code, 2), left(i.code, 4), left(i.code, 6), left(i.code, 9), i.code]))
    THEN %(as_of)s::date END
"""
# Units without territory: 虚拟社区; numbers 400–599 of streets (开发区, 农场) with nothing but those below;
# the Bureau's own headings between province and district.
INSERT = f"""
    INSERT INTO buildings_place
        (code, parent_id, name, pinyin, initials, pseudo, listed, opened_on)
    SELECT i.code, nullif(i.parent, ''), coalesce(o.name, i.name), coalesce(o.pinyin, i.pinyin),
        coalesce(o.initials, i.initials),
        CASE i.level
            WHEN 12 THEN {VIRTUAL}
            WHEN 9 THEN substr(i.code, 7, 1) IN ('4', '5') AND coalesce(inside.virtual, false)
            WHEN 4 THEN i.name IN ('市辖区', '县') OR i.name LIKE '%%直辖县级行政区划'
            ELSE false END,
        true, {{opened}}
    FROM opening i
    LEFT JOIN official o ON o.code = i.code AND o.statistical = i.name
    LEFT JOIN (SELECT i.parent, bool_and({VIRTUAL}) AS virtual FROM incoming i WHERE i.level = 12 GROUP BY 1)
        AS inside ON inside.parent = i.code
    ORDER BY i.code
"""  # nosec B608: only constants of this module
INSERT_NAMES = """
    INSERT INTO buildings_placealias (place_id, kind, name, code, since, until, source)
    SELECT o.code, n.kind, n.name, '', NULL, NULL, %(source)s FROM official o
    CROSS JOIN LATERAL (VALUES ('statistics', o.statistical), ('official', o.name)) AS n (kind, name)
    WHERE EXISTS (SELECT FROM incoming i JOIN buildings_place p ON p.code = i.code AND p.name = o.name
                  WHERE i.code = o.code AND i.name = o.statistical)
      AND NOT EXISTS (SELECT FROM buildings_placealias a WHERE a.place_id = o.code AND a.kind = 'official')
"""


ALIAS = """
    INSERT INTO buildings_placealias (place_id, kind, name, code, since, until, source)
    SELECT %(code)s, %(kind)s, %(name)s, '', NULL, %(until)s, %(source)s
    WHERE NOT EXISTS (SELECT FROM buildings_placealias WHERE place_id = %(code)s AND kind = %(kind)s
        AND name = %(name)s AND until IS NOT DISTINCT FROM %(until)s)
"""


def _rename(cursor: CursorWrapper, common: dict[str, Any]) -> None:
    """Give changed places their names; the old ones stay as aliases with the day they ended."""
    changes = rows(cursor, "SELECT code, before, listed, official, after FROM changed")
    for code, before, listed, official, after in changes:
        pinyin, initials = spell(shorten(after))
        cursor.execute(
            "UPDATE buildings_place SET name = %s, pinyin = %s, initials = %s WHERE code = %s AND name <> %s",
            [after, pinyin, initials, code, after],
        )
        cursor.execute(
            "UPDATE buildings_placealias SET until = %s"
            " WHERE place_id = %s AND kind = 'statistics' AND until IS NULL AND name <> %s",
            [common["as_of"], code, listed],
        )
        names = [("former", before, common["as_of"])] if before not in (after, listed) else []
        names += [("statistics", listed, None)] if listed != after else []
        names += [("official", official, None)] if official else []
        for kind, name, until in names:
            cursor.execute(ALIAS, common | {"code": code, "kind": kind, "name": name, "until": until})


def tidy(cursor: CursorWrapper) -> None:
    """Fold what the text index has pending and renew the planner's figures, so that search is fast at once."""
    cursor.execute("SELECT gin_clean_pending_list('place_grams')")
    cursor.execute("ANALYZE buildings_place")
