"""Nobody's name, phone, number or room stands on a wall, on the sheet, in pictures, comparisons and what is taken away."""

import io
import re

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from beihu.accounts.models import User
from beihu.office.dashboards import cases
from beihu.office.tallies.measures import measures
from buildings.households.models import Household
from tests.look import world

pytestmark = pytest.mark.django_db
PHONE, NUMBER = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)"), re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)")
PAGES = [
    "dashboard_wall",
    "dashboard_report",
    "dashboard_pictures",
    "dashboard_compare",
    "dashboard_corrections",
]
LISTED = [key for key in measures() if cases.kind_of(key)]


@pytest.fixture
def officer_and_secrets():
    """An officer's browser, and every name and room of the small world. Rooms are told apart from figures first."""
    here = world.furnish()
    for household in Household.objects.all():
        Household.objects.filter(pk=household.pk).update(room=f"室{household.pk}号")
    client = Client()
    client.force_login(here.officer)
    client.get("/")
    secrets = {user.name for user in User.objects.all()} | set(
        Household.objects.values_list("room", flat=True)
    )
    return here, client, secrets - {"", "…", here.officer.name}


def told(text: str, secrets: set[str]) -> list[str]:
    return [word for word in secrets if word in text] + PHONE.findall(text) + NUMBER.findall(text)


@pytest.mark.parametrize("name", PAGES)
def test_no_page_names_anybody(officer_and_secrets, name):
    here, client, secrets = officer_and_secrets
    pages = [
        client.get(reverse(name, args=[code])).content.decode()
        for code in (here.street.code, here.community.code)
    ]
    text = re.sub(r"<header.*?</header>|<footer.*?</footer>", "", "".join(pages), flags=re.DOTALL)
    assert told(text, secrets) == []


def test_nothing_taken_away_names_anybody(officer_and_secrets):
    here, client, secrets = officer_and_secrets
    found = {}
    for key in LISTED:
        for kind in ("csv", "xlsx"):
            answer = client.get(
                reverse("dashboard_cases_export", args=[here.street.code, key, kind]), {"period": "12-months"}
            )
            body = b"".join(answer.streaming_content)
            text = body.decode() if kind == "csv" else _cells(body)
            found |= {(key, kind): words} if (words := told(text, secrets)) else {}
    assert (found, len(LISTED) > 30) == ({}, True)


def _cells(body: bytes) -> str:
    sheet = openpyxl.load_workbook(io.BytesIO(body), read_only=True).active
    return " ".join(str(value) for row in sheet.iter_rows(values_only=True) for value in row)
