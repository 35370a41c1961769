"""What the story only writes and never reads is gathered and written at its end, some thousand rows a statement.

The log and the notices in the portal are a fifth of all statements of a year. Each row is made at its moment in the
story by the room that owns it; only the INSERT waits, inside the same transaction.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import models


@contextmanager
def gathered(*kinds: type[models.Model]) -> Iterator[None]:
    """Inside, `create` and `bulk_create` of these models keep their rows for the end; nothing is written on an error."""
    waiting: dict[type[models.Model], list[Any]] = {kind: [] for kind in kinds}
    for kind, rows in waiting.items():
        _keep(kind, rows)
    try:
        yield
    finally:
        for kind in kinds:
            del kind._default_manager.create, kind._default_manager.bulk_create  # the class has them still
    for kind, rows in waiting.items():
        kind._default_manager.bulk_create(rows, batch_size=2000, ignore_conflicts=True)


def _keep(kind: type[models.Model], rows: list[Any]) -> None:
    def create(**values: Any) -> Any:
        rows.append(kind(**values))
        return rows[-1]

    def bulk_create(made: Iterable[Any], **_how: Any) -> list[Any]:
        rows.extend(made)
        return list(made)

    manager: Any = kind._default_manager
    manager.create, manager.bulk_create = create, bulk_create
