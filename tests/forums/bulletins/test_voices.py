"""Talks and ideas in a draft: nothing while their rooms are not built, numbers and titles once they are."""

import sys
from datetime import datetime
from types import SimpleNamespace

import pytest
from django.apps import apps

from forums.bulletins import voices
from tests.forums.bulletins.conftest import NOW, SINCE, UNTIL
from tests.make import make_meeting

pytestmark = pytest.mark.django_db


def test_sources_without_their_rooms_say_nothing(we, monkeypatch):
    def missing(_label, name):
        raise LookupError(name)

    monkeypatch.setattr(apps, "get_model", missing)
    assert list(voices.talk_cards(we.community, SINCE, UNTIL)) == []
    assert list(voices.adopted_ideas(we.community, SINCE, UNTIL)) == []


def test_page_is_empty_while_there_is_none():
    assert voices._page(("no_such_page",), 1) == ""
    assert voices._page(("no_such_page", "bulletin"), 1) == "/bulletins/1/"


class Rows(list):
    """Stands for a query of a room that is not built yet."""

    def same(self, *_given, **_named):
        return self

    filter = order_by = select_related = same


def test_talks_are_told_as_their_card_counts(we, monkeypatch):
    meeting = make_meeting(
        place=we.compound, organiser=we.liaison, kind="talk", title="夜话：停车",
        starts_at=datetime(2026, 11, 8, 19, 0, tzinfo=NOW.tzinfo),
    )  # fmt: skip
    talk = SimpleNamespace(pk=meeting.pk, meeting=meeting)
    cards = SimpleNamespace(
        cards=lambda rows: {row.pk: SimpleNamespace(sentence="提出5件，2件已办") for row in rows}
    )
    monkeypatch.setattr(voices, "_model", lambda _name: SimpleNamespace(objects=Rows([talk])))
    monkeypatch.setitem(sys.modules, "forums.talks.cards", cards)
    [found] = voices.talk_cards(we.community, SINCE, UNTIL)
    assert (found.text, found.source) == ("夜话：停车（11月8日）：提出5件，2件已办", f"talk:{meeting.pk}")


def test_ideas_are_told_by_title_and_number_never_by_whom(we, monkeypatch):
    idea = SimpleNamespace(pk=7, title="在3栋2单元1001门口装扶手", supports=12)
    monkeypatch.setattr(voices, "_model", lambda _name: SimpleNamespace(objects=Rows([idea])))
    [found] = voices.adopted_ideas(we.community, SINCE, UNTIL)
    assert (found.text, found.source) == ("“在3栋***门口装扶手”（12位邻居支持）已采纳", "idea:7")
