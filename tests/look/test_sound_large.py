"""Every kind of page in large type; see `sound.py`."""

import pytest

from tests.look import sound

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.timeout(1500)]


@pytest.mark.parametrize("role", sound.ROLES)
@pytest.mark.parametrize("language", sound.LANGUAGES)
def test_page_is_sound_in_large_type(role, language, chromium, live_server):
    assert sound.unsound(chromium, live_server.url, role, "large", language) == {}
