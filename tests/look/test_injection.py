"""What people type stays what they typed: no page runs it, no table reckons it, no header carries it on."""

import csv
import io
import tempfile
from collections.abc import Iterator
from typing import Any

import openpyxl
import pytest
from django.apps import apps
from django.db import models
from django.test import override_settings

from beihu.sheets.writing import DANGEROUS
from tests.look import fuzz, fuzz_choices, fuzz_rows, world
from tests.look.fuzz import Fields
from tests.look.fuzz_rows import World

pytestmark = pytest.mark.django_db
TYPED = world.NAMED | {
    "contact_name", "rating_reason", "reason", "office_phone", "browser", "address", "query", "note", "public_text",
}  # fmt: skip
MARKUP = ['"><script>evil()</script>', "'><i onload=evil()>\r\nX-Evil:1", "</textarea><img onerror=evil()>"]
FORMULAS = ["=evil()", " \t@evil()"]
EVERYBODY = ("visitor", "resident", "leader", "worker", "officer")


@pytest.fixture
def portal(db) -> Iterator[World]:
    with tempfile.TemporaryDirectory() as media, override_settings(MEDIA_ROOT=media):
        yield fuzz_rows.furnish()


@world.rewriting()
def type_everywhere(*typed: str) -> None:
    """In every field that somebody fills in, in every row: one of these, and a number, for what must be unique."""
    for model in apps.get_models():
        if (
            model._meta.app_label not in {"beihu", "buildings", "tripartite", "forums"}
            or not model._meta.managed
        ):
            continue
        if model._meta.model_name == "auditentry":  # nobody changes the log
            continue
        fields = [
            one
            for one in model._meta.concrete_fields
            if one.name in TYPED
            and not (one.choices or one.primary_key)
            and type(one) in (models.CharField, models.TextField)
        ]
        for number, row in enumerate(model._base_manager.all() if fields else []):
            changed = {
                one.name: f"{typed[number % len(typed)][: (one.max_length or 999) - len(str(number))]}{number}"
                for one in fields
                if getattr(row, one.name)
            }
            model._base_manager.filter(pk=row.pk).update(**changed)


def answers(portal: World, people: tuple[str, ...], *, admin: bool) -> Iterator[tuple[str, Any]]:
    """What every URL answers about a real row, to each of these people."""
    for target in fuzz.targets(fuzz_choices.CHOICES):
        path = target.path({key: portal.values(target, key)[0] for key in target.keys})
        for who in people if not target.of_admin else ("operator",) if admin else ():
            yield f"{path} as {who}", portal.browser(who).get(path)


@pytest.mark.timeout(900)  # every page of the portal, to five people and the operator
def test_show_markup_that_was_typed(portal: World) -> None:
    type_everywhere(*MARKUP)
    broken, shown = {}, 0
    for said, page in answers(portal, EVERYBODY, admin=True):
        html = page.getvalue().decode(errors="replace") if "text/html" in page.get("Content-Type", "") else ""
        wrong = Fields(html).evil + [
            name for name, value in page.headers.items() if "evil" in f"{name}{value}".lower()
        ]
        shown += "evil" in html
        if wrong or page.status_code >= 500:
            broken[said] = (page.status_code, wrong)
    assert broken == {}
    assert shown > 40  # pages: else nothing has been looked at


@pytest.mark.parametrize("typed", FORMULAS)
def test_take_away_formulas_that_were_typed(portal: World, typed: str) -> None:
    type_everywhere(typed)
    found, tables = {}, set()
    for said, answer in answers(portal, ("officer",), admin=False):
        kind = answer.get("Content-Type", "")
        if kind.startswith("text/csv") or "spreadsheetml" in kind:
            tables.add(said.split(" ")[0])
            found |= (
                {said: wrong}
                if (wrong := [cell for cell in cells(kind, answer.getvalue()) if reckons(cell)])
                else {}
            )
    assert found == {}
    assert {
        "/issues/export/csv/",
        "/issues/export/xlsx/",
        "/posts/export/",
        "/audit/export/",
    } - tables == set()


def cells(kind: str, table: bytes) -> list[object]:
    """Every cell of a CSV; of an XLSX those that Excel would reckon."""
    if kind.startswith("text/csv"):
        return [
            cell for row in csv.reader(io.StringIO(table.decode("utf-8-sig"), newline="")) for cell in row
        ]
    if "spreadsheetml" in kind:
        book = openpyxl.load_workbook(io.BytesIO(table))
        return [cell.value for sheet in book for row in sheet for cell in row if cell.data_type == "f"]
    return []


def reckons(cell: object) -> bool:
    return str(cell).lstrip().startswith(DANGEROUS)


def test_find_formulas_where_there_are_some() -> None:
    book = openpyxl.Workbook()
    book.active.append(["=1+1", "x"])
    out = io.BytesIO()
    book.save(out)
    assert cells("spreadsheetml", out.getvalue()) == ["=1+1"]
    assert [cell for cell in cells("text/csv", b"a,=1\r\n'=1, @x") if reckons(cell)] == ["=1", " @x"]


def test_find_what_would_run() -> None:
    assert Fields('<a href="javascript:x" onclick=x><script>evil()</script><p>&lt;script>evil').evil == [
        "<a onclick>", "<a href>", "<script>evil()"
    ]  # fmt: skip
