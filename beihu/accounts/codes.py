"""One-time codes: six digits to a phone, good for five minutes, five tries, one use.

What limits them: a new one to the same phone after 60 seconds, and so many within 24 hours to one phone and
from one address (`CODES_PER_PHONE`, `CODES_PER_ADDRESS`). Every phone is treated alike, known or not.
"""

import secrets
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from beihu.notifications.actions import queue_sms
from beihu.states import Refused

from .addresses import network
from .locks import hold
from .models import OneTimeCode

LIFETIME = timedelta(minutes=5)
RESEND = timedelta(seconds=60)
DAY = timedelta(hours=24)
TRIES = 5


def keyed_hash(phone: str, code: str) -> str:
    """HMAC under SECRET_KEY: a stolen table alone gives no code away, though there are only a million."""
    return salted_hmac("beihu.accounts.codes", f"{phone} {code}", algorithm="sha256").hexdigest()


@transaction.atomic
def ask_code(phone: str, *, address: str) -> None:
    """Send a new code to a phone (E.164); Refused when the limits are reached. The newest code counts."""
    address = network(address)
    hold(f"code to {phone}")
    hold(f"code from {address}")
    _check_limits(phone, address)
    code = f"{secrets.randbelow(10**6):06d}"
    row = OneTimeCode.objects.create(phone=phone, address=address, code_hash=keyed_hash(phone, code))
    queue_sms(
        phone,
        _("Your code is %(code)s, good for 5 minutes. Tell it to nobody; we never ask for it.")
        % {"code": code},
        key=f"code:{row.pk}",
        secret=True,
        expires_at=row.created_at + LIFETIME,
    )


def _check_limits(phone: str, address: str) -> None:
    now = timezone.now()
    lately = OneTimeCode.objects.filter(created_at__gt=now - DAY)
    newest = lately.filter(phone=phone).order_by("-created_at").first()
    if newest and newest.created_at > now - RESEND:
        seconds = int((newest.created_at + RESEND - now).total_seconds()) + 1
        raise Refused(
            _("A code is on its way. You can ask for another in %(seconds)d seconds.") % {"seconds": seconds}
        )
    if (
        lately.filter(phone=phone).count() >= settings.CODES_PER_PHONE
        or lately.filter(address=address).count() >= settings.CODES_PER_ADDRESS
    ):
        raise Refused(
            _("Too many codes were asked for today. Try again tomorrow, or ring %(helpline)s.")
            % {"helpline": settings.HELPLINE}
        )


@transaction.atomic
def use_code(phone: str, code: str) -> bool:
    """Whether this is the phone's newest code, alive and unused; uses it up. Each call counts as a try."""
    row = OneTimeCode.objects.select_for_update().filter(phone=phone).order_by("-created_at", "-pk").first()
    given = keyed_hash(phone, code)
    if row is None or row.used_at or row.tries >= TRIES or row.created_at <= timezone.now() - LIFETIME:
        return False
    row.tries += 1
    if matches := constant_time_compare(given, row.code_hash):
        row.used_at = timezone.now()
    row.save(update_fields=["tries", "used_at"])
    return matches


def sweep() -> None:
    """Forget codes that neither open anything nor count towards a limit any more."""
    OneTimeCode.objects.filter(created_at__lt=timezone.now() - DAY).delete()
