import pytest
from tests import test_doors
from tests.doors import rosters

test_doors.DOORS[:] = rosters.DOORS
from tests.test_doors import *  # noqa

pytestmark = pytest.mark.django_db
del test_every_address_has_a_row  # noqa
del test_ended_post_opens_nothing_on_the_next_request  # noqa
