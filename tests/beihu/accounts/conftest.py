"""What the tests of this folder share."""

import pytest
import time_machine
from django.utils import timezone


@pytest.fixture
def clock():
    """Time stands still until a test moves it."""
    with time_machine.travel(timezone.now().replace(microsecond=0), tick=False) as traveller:
        yield traveller
