"""The old compound, whose management committee keeps a book; two of its members."""

from typing import Any

import pytest

from beihu.accounts.models import User
from buildings.posts.models import Post
from buildings.posts.roles import Role
from tests.cast import LONG_AGO, Neighbourhood, here
from tests.make_ledger import make_book
from tripartite.selfmanagement.ledger.models import Book


def second_keeper(cast: Neighbourhood, n: int = 0) -> User:
    user = User.objects.create(username=f"keeper{n}", phone=f"+86139000077{n:02d}", name="钱管委")
    Post.objects.create(user=user, role=Role.MANAGEMENT_COMMITTEE, place=cast.old_compound, since=LONG_AGO)
    return user


@pytest.fixture
def we(db: Any) -> Neighbourhood:
    return here()


@pytest.fixture
def book(we: Neighbourhood) -> Book:
    return make_book(we)


@pytest.fixture
def keeper(we: Neighbourhood) -> User:
    return we.management_committee


@pytest.fixture
def other(we: Neighbourhood) -> User:
    return second_keeper(we)
