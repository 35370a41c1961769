"""Unique where a key may be empty: two rows without one are the same, too."""

from django.db.models import BigIntegerField, Value
from django.db.models.functions import Coalesce


def or_nobody(field: str) -> Coalesce:
    """The key, 0 when there is none, for a `UniqueConstraint`.

    Its own `nulls_distinct=False` makes Django's checks ask the server for its version, so that `manage.py check` ends in
    a traceback where the database is away instead of saying so.
    """
    return Coalesce(field, Value(0), output_field=BigIntegerField())
