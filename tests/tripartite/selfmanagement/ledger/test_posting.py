"""Posting on paper: for as many days as the rules ask, with a photo afterwards."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.utils import timezone

from beihu.states import Refused
from tests.make_ledger import make_published
from tests.tripartite.selfmanagement.ledger.test_pages import jpeg
from tripartite.selfmanagement.ledger.publishing import PER_POSTING, post, posting_rule, prove

pytestmark = pytest.mark.django_db


def test_post_keeps_to_the_rules(book, keeper, other, we) -> None:
    made, today, days = (
        make_published(book, keeper, other),
        timezone.localdate(),
        posting_rule(book.place_id).value,
    )
    assert days == 15
    day = timedelta(days=1)
    for starts, ends, by in (
        (today, today + (days - 1) * day, keeper),
        (today - day, today + days * day, keeper),  # not published yet
        (today, today + 400 * day, keeper),
        (today, today + days * day, we.worker),
    ):
        with pytest.raises(Refused):
            post(made, starts_on=starts, ends_on=ends, by=by)
    row = post(made, starts_on=today, ends_on=today + days * day, by=keeper)
    assert post(made, starts_on=today, ends_on=today + days * day, by=other) == row
    with pytest.raises(Refused):
        post(made, starts_on=today, ends_on=today + (days + 1) * day, by=keeper)
    assert [row.hangs_on(today), row.hangs_on(row.ends_on)] == [True, False]


def test_prove_with_a_photo(book, keeper, other, we) -> None:
    made, today = make_published(book, keeper, other), timezone.localdate()
    later = post(made, starts_on=today + timedelta(days=1), ends_on=today + timedelta(days=20), by=keeper)
    with pytest.raises(Refused):
        prove(later, upload=BytesIO(jpeg()), by=keeper)
    later.starts_on = today
    later.save()
    for upload, by in ((b"no photo", keeper), (jpeg(), we.worker)):
        with pytest.raises(Refused):
            prove(later, upload=BytesIO(upload), by=by)
    for _n in range(PER_POSTING):
        prove(later, upload=BytesIO(jpeg()), by=keeper)
    with pytest.raises(Refused):
        prove(later, upload=BytesIO(jpeg()), by=keeper)
