"""Promises of tests/conftest.py that other tests lean on."""

import pytest
from django.contrib.contenttypes.models import ContentType

from tripartite.issues.workdays import CalendarDay


@pytest.mark.parametrize("round", [1, 2])
class TestSeededRows:
    """Whatever ran before, in whatever order, the published holidays are there."""

    @pytest.mark.django_db(transaction=True)
    def test_stand_in_a_test_with_transactions(self, round):
        assert (CalendarDay.objects.exists(), ContentType.objects.exists()) == (True, True)

    @pytest.mark.django_db
    def test_stand_in_a_test_that_is_rolled_back(self, round):
        assert (CalendarDay.objects.exists(), ContentType.objects.exists()) == (True, True)
