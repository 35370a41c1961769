"""A quarter is rated on a phone of 360 px: drafted, opened, answered, closed, published, replied to, and a commitment asked for."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from forums.evaluations.models import Evaluation
from forums.questionnaires import urn
from forums.questionnaires.responses import Participation
from tests import cast
from tests.forums.questionnaires.test_journey import Person
from tests.look import eyes
from tests.make_evaluations import make_homes, rate

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def we(db):
    return cast.here()


def test_a_company_is_rated_and_answers_for_it(we, chromium, live_server):
    homes = make_homes(we.doorway)
    worker = Person(chromium, live_server.url, we.worker)
    worker.open("/evaluations/")
    worker.press('main a[href="/evaluations/new/"]')
    worker.press(f'main a[href$="?party={we.company.pk}"]')
    worker.send()
    row = Evaluation.objects.get()
    worker.press('main a[data-verb="open"]')
    worker.send()
    row.refresh_from_db()
    assert row.status == "open"

    # a resident finds it on the board of the compound and answers every criterion
    resident = Person(chromium, live_server.url, we.resident)
    resident.open(reverse("public_evaluations", args=[we.compound.code]))
    resident.press("main li a.stretched-link")
    resident.press('main a[href*="/answer/"]')
    while resident.page.locator("main form fieldset").count():
        for fieldset in resident.page.locator("main form fieldset").all():
            eyes.choose(fieldset.locator('input[type="radio"]').last)
        resident.send()
    if resident.page.locator("main form button.btn-primary, main form button.btn-huge").count():
        resident.send()  # the answers, looked at once more
    assert Participation.objects.filter(questionnaire=row.questionnaire).count() == 1
    rate(row, homes, 4, 4, 4, 5, 5)
    urn.sweep()

    # closed and published; the company replies, once
    for verb in ("close", "publish"):
        worker.open(row.get_absolute_url())
        worker.press(f'main a[data-verb="{verb}"]')
        worker.send()
    row.refresh_from_db()
    assert (row.status, row.result["paper"], row.result["screen"]) == ("published", 5, 1)
    company = Person(chromium, live_server.url, we.property_staff)
    company.open(row.get_absolute_url())
    company.press('main a[data-verb="reply"]')
    company.page.fill('[name="text"]', "谢谢大家，我们继续改进。")
    company.send()
    visitor = Person(chromium, live_server.url)
    visitor.open(row.get_absolute_url())
    assert "谢谢大家" in visitor.page.inner_text("[data-reply]")
    visitor.open(f"{row.get_absolute_url()}sheet/")

    # and because of a criterion something is asked of it
    worker.open(row.get_absolute_url())
    worker.press('main a[data-verb="ask"]')
    eyes.choose(worker.page.locator('[name="criterion"]').first)
    worker.page.fill('[name="text"]', "每天清运两次垃圾")
    worker.page.fill('[name="due_on"]', f"{timezone.localdate() + timedelta(days=30):%Y-%m-%d}")
    worker.send()
    assert worker.page.locator("[data-pursuit]").count() == 1
