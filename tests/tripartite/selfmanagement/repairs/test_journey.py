"""A repair on a phone of 360 px, from the wish to the invoice; and a look at the pages beside it. Axe looks at every page."""

from pathlib import Path

import pytest

from tests.forums.ideas.test_journey import Somebody
from tests.look import eyes
from tests.make_selfmanaged import make_case, make_hand, make_shift, owners_book, photo_bytes
from tests.tripartite.selfmanagement.repairs.test_verbs import member
from tripartite.selfmanagement.ledger.models import Entry
from tripartite.selfmanagement.repairs.models import Repair

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_repair_from_the_wish_to_the_invoice(we, tmp_path, chromium, live_server):
    owners_book(we)
    asker, approver, visitor = (
        Somebody(chromium, live_server.url, person) for person in (we.owners_committee, member(we), None)
    )
    shot = Path(tmp_path / "shot.png")
    shot.write_bytes(photo_bytes().getvalue())

    def send(who: Somebody) -> None:
        who.press("main form.form button.btn-primary")

    # one member finds the room from the compound's page and asks for a repair
    asker.open(we.compound.get_absolute_url())
    asker.press(f'main a[href="/repairs/?place={we.compound.code}"]')
    asker.press(f'main a[href="/repairs/at/{we.compound.code}/new/"]')
    asker.page.fill('[name="what"]', "补大门的地砖")
    send(asker)
    repair = Repair.objects.get()
    here = f"/repairs/{repair.pk}/"

    # and enters what a firm wants for it
    asker.press(f'main a[href="{here}quote/"]')
    asker.page.fill('[name="firm"]', "江汉维修")
    asker.page.fill('[name="amount"]', "900")
    send(asker)

    # another one approves it, and follows the work to its end
    approver.open(here)
    approver.press(f'main a[href="{here}approve/"]')
    eyes.choose(approver.page.locator('[name="quote"]'))
    send(approver)
    approver.press(f'main a[href="{here}start/"]')
    send(approver)
    for stage in ("before", "after"):
        approver.press(f'main a[href="{here}picture/"]')
        eyes.choose(approver.page.locator(f'[name="stage"][value="{stage}"]'))
        approver.page.set_input_files('[name="photos"]', shot)
        send(approver)
    approver.press(f'main a[href="{here}finish/"]')
    send(approver)

    # the invoice is paid from the ledger
    approver.press(f'main a[href="{here}pay/"]')
    approver.page.fill('[name="invoice"]', "F-2026-8")
    approver.page.fill('[name="billed"]', "950")
    eyes.choose(approver.page.locator('[name="account"][value="bank"]'))
    send(approver)
    repair.refresh_from_db()
    assert (repair.status, Entry.objects.get().amount) == ("paid", repair.billed)

    # who passes by sees what was done, and nobody's name
    visitor.open(f"/places/{we.compound.code}/repairs/")
    assert visitor.page.locator(f'[data-repair="{repair.pk}"] img').count() == 2
    assert [name in visitor.text() for name in ("孙业委", "吴业委", "950.00")] == [False, False, True]


def test_the_pages_beside_it_fit_a_phone(we, chromium, live_server):
    hand = make_hand(we.compound, we.owners_committee)
    make_shift(hand)
    case, agreed = make_case(we), make_case(we, "agreed")
    code = we.compound.code
    walks = {
        None: [f"/places/{code}/hands/", f"/places/{code}/plan/", f"/places/{code}/repairs/"],
        we.resident: [f"/hands/{hand.pk}/rate/"],
        we.owners_committee: [
            f"/hands/at/{code}/", f"/hands/at/{code}/new/", f"/hands/{hand.pk}/", f"/hands/{hand.pk}/plan/",
            f"/hands/{hand.pk}/change_day/", f"/hands/{hand.pk}/pay/", f"/hands/{hand.pk}/end/",
        ],
        we.worker: [
            "/mediation/", f"/mediation/at/{code}/new/", f"/mediation/{case.pk}/", f"/mediation/{case.pk}/consent/",
            f"/mediation/{agreed.pk}/", f"/mediation/{agreed.pk}/paper/", f"/mediation/{agreed.pk}/follow_up/",
            f"/repairs/at/{code}/limits/",
        ],
    }  # fmt: skip
    for person, paths in walks.items():
        somebody = Somebody(chromium, live_server.url, person)
        for path in paths:
            somebody.open(path)
