"""People of two communities, uploads, and files that end with the test."""

from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from beihu.accounts.models import User
from buildings.households.models import Household, Membership
from tests import cast
from tests.make import make_commitment, make_evidence
from tripartite.commitments.models import Commitment


@pytest.fixture
def we(db):
    return cast.here()


@pytest.fixture
def they(db):
    return cast.next_door()


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def picture():
    """A new photo each time it is called."""

    def draw(color: str = "green", **options: Any) -> SimpleUploadedFile:
        out = BytesIO()
        Image.new("RGB", (60, 40), color).save(out, "JPEG", **options)
        return SimpleUploadedFile("my photo.jpg", out.getvalue(), content_type="image/jpeg")

    return draw


@pytest.fixture
def owe(we):
    """A commitment of the property company of our compound, as it would stand in a state, with a photo of it."""

    def make(status: str = "running", **over: Any) -> Commitment:
        fields = {"place": we.compound, "debtor": we.company, "made_by": we.liaison, "status": status} | over
        row = make_commitment(**fields)
        make_evidence(row)
        return row

    return make


@pytest.fixture
def resident_of(we):
    """A verified resident of a doorway, by a number of their own."""

    def make(number: int, place=None, **over: Any) -> User:
        user = User.objects.create_user(phone=f"+861390001{number:04d}", name=f"居民{number}")
        home, _new = Household.objects.get_or_create(place=place or we.doorway, room=f"9{number:03d}")
        facts = {"relation": "owner", "verified_at": home and _now()} | over
        Membership.objects.create(user=user, household=home, **facts)
        return user

    return make


def _now():
    from django.utils import timezone

    return timezone.now()
