"""The bulletins of the demo: drafted from its own facts, published in time, the newest left to be edited."""

import re

import pytest
from django.utils import timezone

from beihu.accounts.models import User
from beihu.audit.masking import redact
from beihu.office.demo import cast
from beihu.office.demo.bulletins import TEXTS
from forums.bulletins import periods
from forums.bulletins.models import Bulletin, BulletinVersion
from tests.office.demo.test_seed import story  # noqa: F401

pytestmark = pytest.mark.django_db


def test_newest_is_a_draft_of_the_half_month_that_ended_last(story):  # noqa: F811
    rows = Bulletin.objects.order_by("since").values_list("place", "since", "status")
    last = periods.last_ended(timezone.localdate())
    assert list(rows) == [
        (cast.FIRST, periods.before(last).since, "published"),
        (cast.FIRST, last.since, "draft"),
    ]


def test_published_words_name_no_resident_no_phone_and_no_door(story):  # noqa: F811
    names = list(User.objects.filter(memberships__isnull=False).values_list("name", flat=True))
    for version in BulletinVersion.objects.all():
        words = f"{version.title} {version.greeting} {version.content}"
        assert [name for name in names if name in words] == []
        assert re.sub(r"/p/[\d-]+/", "", words) == redact(re.sub(r"/p/[\d-]+/", "", words))


def test_there_is_a_greeting_for_each_half_month():
    assert len(TEXTS["greeting"]) == 24
    assert max(map(len, TEXTS["greeting"])) < 80
