"""What a leaving company owes, item by item, each with the day the law or the notice gives it.

Notice: 60 days (Civil Code art. 946), 90 days when the company does not renew (art. 947), 60 days for a contract
that ran on (art. 948). Rooms, equipment, records: on the day of leaving (art. 949). Service until a successor takes
over (art. 950).
"""

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from beihu.audit.actions import record
from beihu.states import Refused
from buildings.places.models import Place
from buildings.posts.roles import KEEP_PARTY

from . import checks
from .companies import Contract, HandoverItem
from .people import tell_keepers
from .rules import Rule, rules_for
from .seats import may

Kind = HandoverItem.Kind
WITH_ARTICLE = {Kind.ROOMS, Kind.RECORDS, Kind.KEYS, Kind.EQUIPMENT}


def start_handover(contract: Contract, *, by: Any, leaves_on: date | None = None) -> list[HandoverItem]:
    """The checklist of one contract, once."""
    with transaction.atomic():
        row = _locked(contract, by)
        if row.handover.exists():
            raise Refused(_("The checklist stands already."))
        leaves_on = leaves_on or row.leaves_on or row.until or row.ends_on
        if leaves_on is None:
            raise Refused(_("Enter the day on which the company leaves, or the notice first."))
        items = [HandoverItem(contract=row, **facts) for facts in plan(row, leaves_on)]
        HandoverItem.objects.bulk_create(items)
        HandoverItem.objects.filter(contract=row, kind=Kind.NOTICE, done_on__isnull=False).update(done_by=by)
        record("handover.start", row, by=by, leaves_on=leaves_on.isoformat())
        tell_keepers(
            row.party, row.place_id, key=f"contract:{row.pk}:handover",
            title=lambda: _("The handover of %(company)s has begun") % {"company": row.company.name},
            url=reverse("handover", args=[row.pk]),
        )  # fmt: skip
    return list(row.handover.all())


def plan(contract: Contract, leaves_on: date) -> list[dict[str, Any]]:
    """The items with their days and sources; a notice already given is ticked."""
    rules = rules_for(contract.place_id, "contract")
    items = [_notice(contract, rules, leaves_on)]
    for kind in (Kind.ROOMS, Kind.RECORDS, Kind.KEYS, Kind.EQUIPMENT, Kind.FEES):
        source = _source(rules, "handover") if kind in WITH_ARTICLE else ""
        items.append({"kind": kind, "due_on": leaves_on, "source": source})
    items.append({"kind": Kind.INTERIM, "due_on": leaves_on, "source": _source(rules, "interim")})
    return items


def _notice(contract: Contract, rules: dict[str, Rule], leaves_on: date) -> dict[str, Any]:
    of = contract.notice_of or contract.end or Contract.End.DISMISSED
    last = contract.notice_on or leaves_on
    name, days = checks.notice_days(rules, of=of, notice_on=last, ends_on=contract.ends_on)
    due = leaves_on - timedelta(days=days)
    facts = {"kind": Kind.NOTICE, "due_on": due, "source": _source(rules, name)}
    return facts | {"done_on": contract.notice_on} if contract.notice_on else facts


def _source(rules: dict[str, Rule], name: str) -> str:
    return rules[name].source if name in rules else ""


def add_item(contract: Contract, *, by: Any, text: str, due_on: date) -> HandoverItem:
    """Something else this company owes: "the garden tools", "two open lawsuits"."""
    with transaction.atomic():
        row, text = _locked(contract, by), " ".join(text.split())
        if not row.handover.exists():
            raise Refused(_("Begin the checklist first."))
        if row.handover.filter(text=text).exists():
            raise Refused(_("This stands in the checklist already."))
        item = HandoverItem.objects.create(contract=row, kind=Kind.OTHER, text=text, due_on=due_on)
        record("handover.add", item, by=by)
    return item


def tick_item(item: HandoverItem, *, by: Any, done_on: date | None = None, note: str = "") -> HandoverItem:
    """Handed over, on a day up to today."""
    with transaction.atomic():
        row = _item(item, by)
        day = done_on or timezone.localdate()
        if row.done_on is not None:
            raise Refused(_("This was ticked already. Reload the page to see by whom."))
        if day > timezone.localdate():
            raise Refused(_("What is handed over cannot lie in the future."))
        row.done_on, row.done_by, row.note = day, by, note.strip()
        row.save(update_fields=["done_on", "done_by", "note"])
        record("handover.tick", row, by=by, done_on=day.isoformat())
    return row


def untick_item(item: HandoverItem, *, by: Any, reason: str) -> HandoverItem:
    """A tick that was wrong is taken back; the log keeps both."""
    if not reason.strip():
        raise Refused(_("Please give the reason."))
    with transaction.atomic():
        row = _item(item, by)
        if row.done_on is None:
            raise Refused(_("This is open already."))
        record("handover.untick", row, by=by, reason=reason.strip(), done_on=row.done_on.isoformat())
        row.done_on, row.done_by, row.note = None, None, ""
        row.save(update_fields=["done_on", "done_by", "note"])
    return row


def _locked(contract: Contract, by: Any) -> Contract:
    row = Contract.objects.select_for_update(of=("self",)).select_related("company").get(pk=contract.pk)
    may(by, KEEP_PARTY, Place.objects.get(code=row.place_id))
    return row


def _item(item: HandoverItem, by: Any) -> HandoverItem:
    rows = HandoverItem.objects.select_for_update(of=("self",)).select_related("contract__place")
    row = rows.get(pk=item.pk)
    may(by, KEEP_PARTY, row.contract.place)
    return row
