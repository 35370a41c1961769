"""Taking hold of a row, and saving what was done to it: every verb begins with the one and ends with the other."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import models


def hold(rows: models.QuerySet, known: models.Model, *relations: str) -> Any:
    """`known` as it is now, locked until the end of the transaction; None when it no longer exists.

    The related rows that `known` has at hand are kept where they still are the same ones: reading them again in a
    join made this the dearest statement of the portal (3.7 ms beside 1.1). Only the row itself is locked.
    """
    row = next(iter(rows.select_for_update(of=("self",)).filter(pk=known.pk).order_by()), None)
    for name in relations if row is not None else ():
        field: Any = known._meta.get_field(name)
        if field.is_cached(known) and getattr(row, field.attname) == getattr(known, field.attname):
            field.set_cached_value(row, field.get_cached_value(known))
    return row


@contextmanager
def saving(row: models.Model) -> Iterator[None]:
    """The columns that the block changes in memory are saved when it ends well; no others are written."""
    was = _columns(row)
    yield
    if changed := [name for name, value in _columns(row).items() if was[name] != value]:
        row.save(update_fields=changed)


def _columns(row: models.Model) -> dict[str, Any]:
    return {
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if not field.generated
    }
