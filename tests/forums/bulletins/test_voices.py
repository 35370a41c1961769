"""Talks and ideas in a draft: nothing while their rooms are not built, numbers and titles once they are."""

from types import SimpleNamespace

import pytest
from django.apps import apps

from forums.bulletins import voices
from tests.forums.bulletins.conftest import SINCE, UNTIL

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


def test_ideas_are_told_by_title_and_number_never_by_whom(we, monkeypatch):
    class Rows(list):
        def filter(self, *_a, **_k):
            return self

        def order_by(self, *_a):
            return self

    idea = SimpleNamespace(pk=7, title="在3栋2单元1001门口装扶手", supports=12)
    monkeypatch.setattr(voices, "_model", lambda _name: SimpleNamespace(objects=Rows([idea])))
    [found] = voices.adopted_ideas(we.community, SINCE, UNTIL)
    assert (found.text, found.source) == ("“在3栋***门口装扶手”（12位邻居支持）已采纳", "idea:7")
