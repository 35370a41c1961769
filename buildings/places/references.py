"""Everything that points to a place, so that codes can be rewritten wherever they stand.

ForeignKeys are found through Django; columns that hold a code without being ForeignKeys are registered by
their rooms. History stays as it was: AuditEntry.place_id is the code as of the deed, and the log cannot be
rewritten; old codes there are read through PlaceAlias. Generated columns follow their base column.
"""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from django.apps import apps
from django.db import connection, models
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import Promise

from .codes import parent_code, shared
from .models import Place


class Column(NamedTuple):
    """One column that holds codes of places."""

    model: type[models.Model]
    field: models.Field

    @property
    def table(self) -> str:
        return connection.ops.quote_name(self.model._meta.db_table)

    @property
    def name(self) -> str:
        return connection.ops.quote_name(str(self.field.column))


class Open(NamedTuple):
    """What must be settled before a place may close."""

    label: str | Promise
    query: Callable[[str], models.QuerySet]


Settle = Callable[[Place, Place, Any], None]

_columns: list[tuple[str, str]] = []
_open: list[Open] = []
_settles: list[Settle] = []


def register_column(model: str, field: str) -> None:
    """A column of codes that is not a ForeignKey: `register_column("beihu.Delivery", "place_id")`."""
    _columns.append((model, field))


def register_open(label: str | Promise, query: Callable[[str], models.QuerySet]) -> None:
    """`query(code)`: what is still open at the place or below it; `close_place` refuses while there is any."""
    _open.append(Open(label, query))


def register_settle(settle: Settle) -> None:
    """`settle(source, target, by)`: run before a merge, to end what both places have and only one may."""
    _settles.append(settle)


def still_open(code: str) -> list[tuple[str, int]]:
    """(what, how many), for what is open at the place or below it."""
    counts = [(str(one.label), one.query(code).count()) for one in _open]
    return [(label, number) for label, number in counts if number]


def settle(source: Place, target: Place, by: Any) -> None:
    for one in _settles:
        one(source, target, by)


def columns() -> Iterator[Column]:
    """Every column that refers to a place, without the tree's own `parent`."""
    for relation in Place._meta.get_fields(include_hidden=True):
        if not isinstance(relation, models.ForeignObjectRel) or relation.many_to_many:
            continue
        field = relation.field
        if field.model is not Place and field.concrete and not field.model._meta.proxy:
            yield Column(field.model, field)
    for label, name in _columns:
        model = apps.get_model(label)
        field = model._meta.get_field(name)
        if isinstance(field, models.Field):
            yield Column(model, field)


_MAP = "unnest(%(old)s::text[], %(new)s::text[], %(above)s::text[]) AS m(old, new, above)"
_TREE = f"""
    UPDATE buildings_place AS t
    SET code = m.new || substr(t.code, %(size)s + 1),
        parent_id = CASE WHEN t.code = m.old THEN m.above ELSE m.new || substr(t.parent_id, %(size)s + 1) END
    FROM {_MAP} WHERE t.code LIKE %(stem)s AND left(t.code, %(size)s) = m.old
"""  # nosec B608: only the constant above
_REFERENCES = f"""
    UPDATE {{table}} AS t SET {{column}} = m.new || substr(t.{{column}}, %(size)s + 1)
    FROM {_MAP} WHERE t.{{column}} LIKE %(stem)s AND left(t.{{column}}, %(size)s) = m.old
"""  # nosec B608: only the constant above; table and column are quoted names of models
_ALIASES = f"""
    INSERT INTO buildings_placealias (place_id, kind, name, code, since, until, source)
    SELECT t.code, 'moved', t.name, m.old || substr(t.code, %(size)s + 1),
        coalesce((SELECT max(until) FROM buildings_placealias WHERE place_id = t.code AND kind = 'moved'),
                 t.opened_on),
        %(today)s, ''
    FROM buildings_place AS t JOIN {_MAP} ON left(t.code, %(size)s) = m.new WHERE t.code LIKE %(new_stem)s
"""  # nosec B608: only the constant above


def renumber(codes: dict[str, str]) -> None:
    """Give whole subtrees new codes, in the tree and wherever they are referred to, and keep the old ones.

    `codes` maps old to new, all of one level; no new one is taken. ForeignKeys are checked at the end of
    the transaction, so that the order of the columns does not matter.
    """
    if not codes:
        return
    old, new = list(codes), list(codes.values())
    values: dict[str, Any] = {
        "old": old,
        "new": new,
        "above": [parent_code(code) for code in new],
        "size": len(old[0]),
        "stem": f"{shared(old)}%",
        "new_stem": f"{shared(new)}%",
        "today": timezone.localdate(),
    }
    with connection.cursor() as cursor:
        cursor.execute(_TREE, values)
        for column in columns():
            cursor.execute(_REFERENCES.format(table=column.table, column=column.name), values)
        cursor.execute(_ALIASES, values)


def repoint(source: str, target: str) -> None:
    """What stands at one place, not below it, now stands at another."""
    with connection.cursor() as cursor:
        for column in columns():
            cursor.execute(
                f"UPDATE {column.table} SET {column.name} = %s WHERE {column.name} = %s",  # nosec B608: quoted names of models
                [target, source],
            )


def clashes(source: str, target: str) -> list[str]:
    """What both places have and one place may have only once: ["household: 1001, 1002"]."""
    found = []
    for column in columns():
        for constraint in column.model._meta.constraints:
            if not isinstance(constraint, models.UniqueConstraint):
                continue
            others = [name for name in constraint.fields if name != column.field.name]
            if len(others) == len(constraint.fields):
                continue
            rows = column.model._base_manager.filter(constraint.condition or Q())
            at = [
                set(rows.filter(**{column.field.name: code}).values_list(*others))
                for code in (source, target)
            ]
            if both := sorted(" ".join(map(str, row)) for row in at[0] & at[1]):
                found.append(f"{column.model._meta.verbose_name}: {', '.join(both[:5])}")
    return found
