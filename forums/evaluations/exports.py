"""The drawn households to take along: doors, no names."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from beihu.audit.actions import record
from beihu.sheets.writing import csv_lines, in_language, xlsx_bytes

from . import queries
from .models import Evaluation

WRITERS = {"csv": csv_lines, "xlsx": xlsx_bytes}


def record_export(evaluation: Evaluation, *, by: Any, kind: str) -> None:
    """Logged before the first byte goes out."""
    record("evaluation.export", evaluation, by=by, kind=kind, count=evaluation.asked)


def stream(evaluation: Evaluation, kind: str) -> Iterator[bytes]:
    return in_language(WRITERS[kind]([_("Doorway"), _("Room")], queries.homes(evaluation)))
