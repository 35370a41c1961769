import io
from datetime import timedelta
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.utils import timezone
from docx import Document

from tests import cast
from tests.make import make_issue
from tripartite.issues.models import Issue
from tripartite.issues.states import Status


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def we():
    return cast.here()


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def issues(we, many: int = 3) -> None:
    """Some late, some solved and rated, in the weeks before now."""
    now = timezone.now()
    for n in range(many):
        at = now - timedelta(days=3 * n + 1)
        common = {"author": we.resident, "submitted_at": at, "solve_due": at + timedelta(days=2)}
        make_issue(place=we.doorway, overdue_at=now, party=we.company, **common)
        make_issue(place=we.old_doorway, status=Status.CONFIRMED, solved_at=at + timedelta(days=n), closed_at=now,
                   rating=list(Issue.Rating)[n % 3], **common)  # fmt: skip


def tables_of(data: bytes) -> list[list[list[str]]]:
    """The tables of a Word file, cells as they read."""
    return [
        [[cell.text for cell in row.cells] for row in one.rows] for one in Document(io.BytesIO(data)).tables
    ]


def sheets_of(data: bytes) -> dict[str, list[list[Any]]]:
    """The sheets of a workbook, without the empty cells at the end of a line."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    found = {}
    for sheet in book.worksheets:
        lines = [list(line) for line in sheet.iter_rows(values_only=True)]
        for line in lines:
            while line and line[-1] is None:
                line.pop()
        found[sheet.title] = lines
    return found
