"""The cast, a talk that is coming, and one that was held yesterday."""

import io

import pytest
from PIL import Image

from forums.talks.models import Talk
from tests import cast
from tests.make import make_held_talk, make_talk


@pytest.fixture
def we(db):
    return cast.here()


@pytest.fixture
def next_door(db):
    return cast.next_door()


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def talk(we) -> Talk:
    return make_talk(place=we.compound, organiser=we.liaison)


@pytest.fixture
def held(we) -> Talk:
    return make_held_talk(place=we.compound, organiser=we.liaison)


@pytest.fixture
def jpeg() -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(file, "JPEG")
    return file.getvalue()
