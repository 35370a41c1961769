"""Whoever has the whole database, and all of SQL, still does not learn who answered what.

Twelve people sign in, answer through the pages, look at other pages and get messages, as in life. Then every row of every
table is read, with PostgreSQL's own columns (xmin, ctid), and put beside the responses by every pair of columns.
"""

import json
import re
from collections import defaultdict
from datetime import date, datetime

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client

from beihu.accounts.models import User
from beihu.notifications.actions import notify
from buildings.households.models import Household, Membership
from forums.questionnaires import answering, life, urn
from forums.questionnaires.models import Questionnaire
from forums.questionnaires.responses import Envelope, Participation, Response
from tests.forums.questionnaires.test_pages import Browser

pytestmark = pytest.mark.django_db(transaction=True)
LEAST = 5  # smaller groups are persons
WELL = 9  # of twelve: by chance it happens once in a million orders
SECRET = "只有第{}户才会这样说"


def read(table: str) -> list[dict]:
    with connection.cursor() as cursor:
        cursor.execute(
            f'SELECT xmin::text AS "xmin", ctid::text AS "ctid", t.* FROM "{table}" t ORDER BY t.ctid'
        )
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def tables() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        return [name for (name,) in cursor.fetchall()]


def owners(table: str, people: dict[int, str], homes: dict[int, str]) -> dict[str, dict]:
    """Columns of this table that lead to a person of ours: name of the column → value → person."""
    found = {}
    for model in apps.get_models(include_auto_created=True):
        if model._meta.db_table != table:
            continue
        for field in model._meta.concrete_fields:
            target = field.related_model
            if target is User or (model is User and field.primary_key):
                found[field.column] = people
            elif target is Household or (model is Household and field.primary_key):
                found[field.column] = homes
    return found


@pytest.fixture
def crowd(we, neighbour):
    return [neighbour(n) for n in range(12)]


def answer(row: Questionnaire, person: User, n: int) -> Client:
    """In a browser, with everything that this leaves behind."""
    client = Client()
    browser = Browser(client, person, row)
    browser.press(q1="c2", q3=str(n % 5 + 1))
    browser.press(q6=SECRET.format(n), q4_r1="c1")
    browser.press("send")
    assert browser.response.status_code == 302
    client.get(browser.response.url)
    client.get("/notices/")
    notify([person], key=f"after:{n}", title="谢谢")
    return client


def joins(people: dict[int, str], homes: dict[int, str]) -> dict[str, set[str]]:
    """(column of a response = column of a table) pairs that leave fewer than five people for some response."""
    responses, found = read("forums_response"), {}
    # a place in a file is an order (see `guesses`); what all have in common tells none from another
    telling = [
        name for name in responses[0] if name != "ctid" and len({str(one[name]) for one in responses}) > 1
    ]
    for table in tables():
        rows, leads = read(table), owners(table, people, homes)
        if table == Session._meta.db_table:
            rows = [
                row | {"who": Session.objects.get(pk=row["session_key"]).get_decoded().get("_auth_user_id")}
                for row in rows
            ]
            leads = {"who": {str(pk): name for pk, name in people.items()}}
        if table == "forums_response":
            continue
        for lead, names in leads.items():
            for column in rows[0] if rows else []:
                groups = defaultdict(set)
                for row in rows:
                    if row[lead] in names and row[column] not in (None, ""):
                        groups[plain(row[column])].add(names[row[lead]])
                for mine in telling:
                    for response in responses:
                        who = groups.get(plain(response[mine]), set())
                        if 0 < len(who) < LEAST:
                            found[f"response.{mine} = {table}.{column}"] = who
    return found


def guesses(people: dict[int, str], homes: dict[int, str]) -> dict[str, int]:
    """Put responses and rows about people in order, by every column, side by side: how many are guessed right."""
    responses, found = read("forums_response"), {}
    for table in tables():
        rows = [] if table == "forums_response" else read(table)
        for lead, names in owners(table, people, homes).items():
            theirs = [row for row in rows if row[lead] in names]
            for column in theirs[0] if theirs else []:
                sorted_rows = sorted(
                    (row for row in theirs if row[column] is not None), key=lambda row: rank(row[column])
                )
                for once in (sorted_rows, sorted_rows[::-1]):  # by their first row, by their last
                    order = list(dict.fromkeys(names[row[lead]] for row in once))
                    for mine in responses[0]:
                        said = sorted(responses, key=lambda one: rank(one[mine]))
                        for way in (said, said[::-1]):
                            hits = sum(
                                f"居民{author(one)}" == who for one, who in zip(way, order, strict=False)
                            )
                            found[f"{mine} ~ {table}.{column}"] = max(
                                hits, found.get(f"{mine} ~ {table}.{column}", 0)
                            )
    return found


def author(response: dict) -> int:
    answers = response["answers"]
    text = (json.loads(answers) if isinstance(answers, str) else answers)["q6"]["text"]
    return int(re.sub(r"\D", "", text))


def rank(value: object) -> tuple:
    text = str(value)
    numbers = re.findall(r"\d+", text)
    return ([int(one) for one in numbers], text) if re.fullmatch(r"[\d(), :.+-]+", text) else ([], text)


def plain(value: object) -> str:
    return (
        str(value.date() if isinstance(value, datetime) else value)
        if not isinstance(value, date)
        else str(value)
    )


def texts() -> dict[str, int]:
    """How often each secret occurs in the whole database, outside the responses; sessions decoded, bytes read."""
    found = {}
    for table in tables():
        if table == "forums_response":
            continue
        dump = "\n".join(
            str(
                [
                    bytes(value).decode("latin1") if isinstance(value, memoryview) else value
                    for value in row.values()
                ]
            )
            for row in read(table)
        )
        if table == Session._meta.db_table:
            dump += "".join(str(one.get_decoded()) for one in Session.objects.all())
        if "户才会这样说" in dump:
            found[table] = dump.count("户才会这样说")
    return found


def test_no_join_of_two_tables_gives_the_person(we, ask, crowd):
    row = ask(anonymous=True)
    people = {user.pk: user.name for user in crowd}
    homes = {one.household_id: people[one.user_id] for one in Membership.objects.filter(user__in=people)}
    for n, person in enumerate(crowd[:6]):
        answer(row, person, n)
    assert texts() == {}  # not even while they wait: they are encrypted
    assert (urn.sweep(), Response.objects.count()) == (6, 6)
    for n, person in enumerate(crowd[6:9], start=6):
        answer(row, person, n)
        assert urn.sweep() == 0
    assert joins(people, homes) == {}
    assert len({one["xmin"] for one in read("forums_response")}) == 1
    for n, person in enumerate(crowd[9:], start=9):
        answer(row, person, n)
    life.close(row, by=we.worker)
    assert (Response.objects.count(), Envelope.objects.count(), Participation.objects.count()) == (12, 0, 12)
    assert (joins(people, homes), texts()) == ({}, {})
    best = guesses(people, homes)
    assert {
        name: hits for name, hits in best.items() if hits >= WELL and not name.startswith("answers ~")
    } == {}
    for table in ("forums_response", "forums_participation"):
        assert len({one["xmin"] for one in read(table)}) == 1


def test_the_test_finds_a_link_where_there_is_one(we, ask, crowd):
    """A named questionnaire, the same reading: the columns that lead to the person are found."""
    row = ask()
    people = {user.pk: user.name for user in crowd}
    for n, person in enumerate(crowd):
        chair = answering.chairs(row, person)[0]
        answering.give(
            row, by=person, chair=chair, answers={"q1": {"choice": "c2"}, "q6": {"text": SECRET.format(n)}}
        )
    assert "response.user_id = forums_participation.user_id" in joins(people, {})
    best = guesses(people, {})
    assert (best["xmin ~ forums_participation.xmin"], best["ctid ~ forums_participation.ctid"]) == (12, 12)


def test_what_the_browser_carries_is_nobody_elses(we, ask, crowd):
    row = ask(anonymous=True)
    client = answer(row, crowd[0], 0)
    assert not any("户才会" in str(one.value) for one in client.cookies.values())
    assert client.get(f"/questionnaires/{row.key}/").status_code == 200
