"""Reports of figures, as the portal keeps them."""

import io
from datetime import date
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone
from docx import Document

from beihu.office.dashboards import indicators
from beihu.office.reports.models import Report
from beihu.office.reports.states import Status
from beihu.sheets.writing import xlsx_bytes


def make_report(**facts: Any) -> Report:
    """A report of a month, waiting; a ready one has its files, with nothing much in them."""
    days = {"since": date(2026, 10, 1), "until": date(2026, 11, 1)}
    row = Report.objects.create(**days | {"set_key": indicators.DEFAULT, "language": "zh-hans"} | facts)
    if row.status == Status.READY:
        paper = io.BytesIO()
        Document().save(paper)
        for name, body in zip(
            row.file_names, (paper.getvalue(), b"".join(xlsx_bytes(["…"], []))), strict=True
        ):
            default_storage.save(name, ContentFile(body))
        row.word.name, row.workbook.name = row.file_names
        row.progress, row.made_at = 100, timezone.now()
        row.save()
    return row
