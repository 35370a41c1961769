"""Taking hold of a row: every verb begins with it."""

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
