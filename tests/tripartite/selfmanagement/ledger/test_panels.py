"""What the ledger hands to places: the way there, and what becomes of books when compounds close or merge."""

import pytest
from django.urls import reverse

from beihu.states import Refused
from buildings.places import actions
from tests.cast import place
from tests.make_ledger import make_book, make_published
from tripartite.selfmanagement.ledger.models import Book
from tripartite.selfmanagement.ledger.panels import end_second_book, way
from tripartite.selfmanagement.ledger.verifying import verify

pytestmark = pytest.mark.django_db


def test_compounds_lead_to_their_money(client, we, book) -> None:
    assert way(we.compound, None) == {"url": reverse("ledger", args=[we.compound.code])}
    assert way(we.building, None) is None
    assert (
        f'href="{reverse("ledger", args=[book.place_id])}"'
        in client.get(f"/places/{book.place_id}/").content.decode()
    )


def test_a_compound_with_an_open_book_is_not_closed(we, book) -> None:
    with pytest.raises(Refused):
        actions.close_place(we.old_compound, by=we.officer, reason="拆迁")


def test_of_two_merging_compounds_one_book_goes_on(we, book, keeper, other) -> None:
    make_published(book, keeper, other)
    second = make_book(we, party=we.owners_party)
    end_second_book(we.compound, we.old_compound, we.officer)
    assert list(Book.objects.open()) == [book]
    end_second_book(we.compound, we.old_compound, we.officer)
    assert (Book.objects.open_at(we.old_compound), Book.objects.open_at(we.compound)) == (book, None)
    second.refresh_from_db()
    assert second.closed_on is not None


def test_a_moved_book_stays_whole(client, we, book, keeper, other) -> None:
    made = make_published(book, keeper, other)
    actions.move_place(
        we.old_compound, under=place("420103010002", "2号社区居委会"), by=we.officer, reason="区划调整"
    )
    moved = Book.objects.get()
    assert (moved.place_id[:12], verify(moved)) == ("420103010002", [])
    assert client.get(f"/ledger/{we.old_compound.code}/")["Location"] == f"/ledger/{moved.place_id}/"
    assert client.get(made.get_absolute_url()).status_code == 200
