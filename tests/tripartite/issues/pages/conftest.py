"""People, and a browser without JavaScript: Django's client."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from tests import cast


@pytest.fixture
def we():
    return cast.here()


@pytest.fixture
def others():
    return cast.next_door()


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def picture():
    """A new upload each time it is called."""

    def draw(color: str = "green") -> SimpleUploadedFile:
        out = BytesIO()
        Image.new("RGB", (60, 40), color).save(out, "PNG")
        return SimpleUploadedFile("my photo.png", out.getvalue(), content_type="image/png")

    return draw
