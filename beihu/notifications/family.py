"""The family receives for an elder: the elder asks (or staff for the elder), the receiver agrees, both may end it.

From the agreement on, text messages to the elder go to the receiver's phone, once, naming for whom (`planning.py`).
"""

from datetime import timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from beihu.audit.actions import record
from beihu.audit.masking import mask_name, mask_phone
from beihu.audit.models import AuditEntry
from beihu.states import Refused

from .actions import notify
from .models import Proxy

MOST = 5  # elders of one receiver
TRIES = 5  # askings of one elder within a day: nobody fishes for numbers here
PAGE = "/account/reached/"


def ask(elder: Any, phone: str, *, by: Any, reason: str = "", place: str = "") -> Proxy:
    """Ask the person with this phone to receive for the elder; they are told and may agree."""
    people = get_user_model().objects
    with transaction.atomic():
        row = people.select_for_update().get(pk=elder.pk)
        day = timezone.now() - timedelta(days=1)
        target = f"{row._meta.label_lower}:{row.pk}"
        tries = AuditEntry.objects.filter(target=target, verb__startswith="family.", at__gt=day)
        refusal, receiver = "", people.filter(phone=phone, is_active=True).first()
        if tries.filter(verb__in=("family.ask", "family.miss")).count() >= TRIES:
            raise Refused(_("You have asked often enough today. Try again tomorrow, or ask your community."))
        if Proxy.objects.filter(elder=row).exists():
            raise Refused(_("Somebody has been asked already. End that first."))
        if receiver is None:
            refusal = _(
                "Nobody with this number has signed in here yet. They sign in once, then you ask again."
            )
        elif receiver.pk == row.pk:
            refusal = _("This is the elder's own number.")
        elif receiver.receives_for.count() >= MOST:
            refusal = _("This person receives for many people already.")
        record("family.miss" if refusal else "family.ask", row, by=by, reason=reason, place=place)
        if not refusal and receiver is not None:
            proxy = Proxy.objects.create(elder=row, receiver=receiver)
            notify(
                [receiver], key=f"family:{proxy.pk}:ask", url=PAGE, sms=True, asked=True, place=place,
                title=lambda: _("%(who)s asks you to receive text messages for them") % {"who": masked(row)},
            )  # fmt: skip
            return proxy
    raise Refused(refusal)


def agree(proxy: Proxy, *, by: Any) -> None:
    """The receiver says yes; from now on it counts."""
    with transaction.atomic():
        row = _locked(proxy)
        if row is None or row.receiver_id != by.pk:
            raise Refused(_("This request has been taken back."))
        if row.agreed_at is None:
            row.agreed_at = timezone.now()
            row.save(update_fields=["agreed_at"])
            record("family.agree", row.elder, by=by)
            notify(
                [row.elder], key=f"family:{row.pk}:agree", url=PAGE,
                title=lambda: _("%(who)s now receives your text messages") % {"who": masked(row.receiver)},
            )  # fmt: skip


def end(proxy: Proxy, *, by: Any, reason: str = "") -> None:
    """The elder, the receiver, or staff for the elder; whoever else it concerns is told."""
    with transaction.atomic():
        row = _locked(proxy)
        if row is None:
            return
        others = [person for person in (row.elder, row.receiver) if person.pk != by.pk]
        record("family.end", row.elder, by=by, reason=reason)
        notify(
            others, key=f"family:{row.pk}:end", url=PAGE,
            title=lambda: _("Receiving text messages for the family has ended"),
        )  # fmt: skip
        row.delete()


def concerning(user: Any) -> list[Proxy]:
    """Who receives for this person, and for whom this person receives; one query."""
    both = Proxy.objects.filter(elder=user) | Proxy.objects.filter(receiver=user)
    return list(both.select_related("elder", "receiver").order_by("asked_at"))


def _locked(proxy: Proxy) -> Proxy | None:
    rows = Proxy.objects.select_for_update(of=("self",)).select_related("elder", "receiver")
    return rows.filter(pk=proxy.pk).first()


def masked(person: Any) -> str:
    """A wrong number must not learn who asks."""
    return f"{mask_name(person.name)} {mask_phone(person.phone)}".strip()
