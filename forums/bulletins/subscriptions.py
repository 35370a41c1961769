"""Who gets the bulletins of a community as letters, and who wants no notice in the portal.

An account subscribes at its own address at once. Another address is asked first (double opt-in): a letter with a link,
good for three days; only the button behind it counts, because mail programs open links by themselves. Whoever ends a
subscription is deleted. Asking tells nobody whether an address is known here.
"""

from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from beihu.accounts.addresses import network
from beihu.accounts.locks import hold
from beihu.accounts.models import User
from beihu.audit.actions import record
from beihu.notifications.models import Delivery
from beihu.notifications.planning import address_of
from beihu.notifications.poke import poke
from beihu.notifications.states import move
from beihu.states import Refused
from buildings.places.models import Place

from .models import Bulletin, Silence, Subscription

DAY = timedelta(hours=24)
CONFIRM_WITHIN = timedelta(days=3)
AGAIN_AFTER = timedelta(hours=1)
PER_EMAIL = 5  # letters to one address within 24 hours


def ask(place: Place, email: str, *, address: str) -> None:
    """Send this address the question whether it wants the bulletins. Refused only when the limits are reached."""
    email, address, now = email.strip(), network(address), timezone.now()
    with transaction.atomic():
        hold(f"bulletins to {email.lower()}")
        hold(f"bulletins from {address}")
        lately = Subscription.objects.filter(asked_at__gt=now - DAY, confirmed_at__isnull=True)
        if lately.filter(asked_from=address).count() >= settings.CODES_PER_ADDRESS:
            raise Refused(
                _("Too many letters were asked for today. Try again tomorrow, or ring %(helpline)s.")
                % {"helpline": settings.HELPLINE}
            )
        row, new = Subscription.objects.get_or_create(
            place=place, user=None, email__iexact=email, defaults=_first(place, email, address)
        )
        if row.confirmed_at or (not new and row.asked_at > now - AGAIN_AFTER):
            return
        if lately.filter(email__iexact=email).exclude(pk=row.pk).count() >= PER_EMAIL:
            return
        Subscription.objects.filter(pk=row.pk).update(asked_at=now, asked_from=address)
        row.asked_at = now
        _send_question(row)


def confirm(token: UUID) -> Subscription | None:
    """The address says yes; None when the link is no longer good. Twice is once."""
    with transaction.atomic():
        row = Subscription.objects.select_for_update().filter(secret=token).first()
        if row is None or (row.confirmed_at is None and row.asked_at <= timezone.now() - CONFIRM_WITHIN):
            return None
        if row.confirmed_at is None:
            row.confirmed_at, row.asked_from = timezone.now(), ""
            row.save(update_fields=["confirmed_at", "asked_from"])
    return row


def end(token: UUID) -> bool:
    """No more letters, by whoever holds the link; whether there was anything to end."""
    with transaction.atomic():
        rows = Subscription.objects.filter(secret=token)
        if row := rows.select_for_update().first():
            _forget(rows, [row])
    return row is not None


def choose(place: Place, *, by: User, letters: bool, notices: bool) -> None:
    """A person's own switches: letters of this community, notices of any."""
    with transaction.atomic():
        hold(f"bulletins of {by.pk}")
        mine = Subscription.objects.filter(place=place, user=by)
        if letters:
            Subscription.objects.get_or_create(
                place=place, user=by, defaults={"confirmed_at": timezone.now(), "language": by.language}
            )
        else:
            mine.delete()
        if notices:
            Silence.objects.filter(user=by).delete()
        else:
            Silence.objects.get_or_create(user=by)
        record("bulletin.choose", place, by=by, letters=letters, notices=notices)


def own(user: User, place: Place) -> tuple[bool, bool]:
    """(letters of this community, notices), as they stand."""
    letters = Subscription.objects.filter(place=place, user=user).exists()
    return letters, not Silence.objects.filter(user=user).exists()


def forget_unanswered() -> int:
    """Addresses that did not say yes in time are not kept."""
    with transaction.atomic():
        late = Subscription.objects.filter(
            confirmed_at__isnull=True, asked_at__lte=timezone.now() - CONFIRM_WITHIN
        )
        rows = list(late.select_for_update(skip_locked=True)[:500])
        if rows:
            _forget(Subscription.objects.filter(pk__in=[row.pk for row in rows]), rows)
    return len(rows)


def _first(place: Place, email: str, address: str) -> dict[str, str]:
    return {"email": email, "language": get_language() or settings.LANGUAGE_CODE, "asked_from": address}


def _send_question(row: Subscription) -> None:
    """Straight into the outbox; the link in it is a secret, so it is blanked once the letter has gone."""
    community = row.place.short_name
    body = _(
        "Somebody, most likely you, asked to get the bulletin of %(place)s at this address. If that is right, open this"
        " page within three days and press the button:\n\n%(link)s\n\nOtherwise do nothing: you will hear no more from us."
    ) % {"place": community, "link": address_of(reverse("bulletin_confirm", args=[row.secret]))}
    Delivery.objects.create(
        key=f"bulletins:confirm:{row.pk}:{row.asked_at:%Y%m%d%H%M%S}",
        channel=Delivery.Channel.EMAIL,
        address=row.email,
        place_id=row.place_id,
        kind="confirm",
        subject=_("Please confirm: the bulletin of %(place)s") % {"place": community},
        body=body,
        secret=True,
        expires_at=row.asked_at + CONFIRM_WITHIN,
    )
    transaction.on_commit(poke, robust=True)


def _forget(found: QuerySet[Subscription], rows: list[Subscription]) -> None:
    """Delete them, and take the addresses of those without an account out of the ledger of what was sent."""
    for row in rows:
        if row.email:
            asked = Q(key__startswith=f"bulletins:confirm:{row.pk}:")
            sources = [
                f"bulletin:{pk}"
                for pk in Bulletin.objects.filter(place=row.place_id).values_list("pk", flat=True)
            ]
            sent = Q(source__in=sources, address__iexact=row.email, recipient__isnull=True)
            letters = Delivery.objects.filter(asked | sent)
            move(letters, "skip", note="unsubscribed")
            letters.filter(settled_at__isnull=False).update(address="")
    found.delete()
