"""The second factor of staff: a code from an authenticator app (TOTP), and recovery codes on paper.

Guessing is slowed by django-otp (each wrong code doubles the wait) under a row lock, so that parallel
guesses queue up. An app's code counts once.
"""

import base64
import secrets
from typing import Any

import segno
from django.db import transaction
from django.utils.translation import gettext as _
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from beihu.audit.actions import record
from beihu.states import Refused

from .models import User

APP, PAPER = "app", "paper"
RECOVERY_CODES = 8
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # nothing that looks like something else


def is_on(user: User) -> bool:
    return TOTPDevice.objects.filter(user=user, confirmed=True).exists()


def offered(user: User) -> TOTPDevice:
    """The device being enrolled; the same until it is confirmed, so that a reload keeps the QR code."""
    device, _new = TOTPDevice.objects.get_or_create(user=user, confirmed=False, defaults={"name": APP})
    return device


def qr_svg(device: TOTPDevice) -> str:
    """The enrolment address as an inline SVG without any style of its own."""
    return segno.make(device.config_url, error="m").svg_inline(
        scale=5, border=4, svgclass="qr", lineclass=None
    )


def key_words(device: TOTPDevice) -> str:
    """The secret in groups of four, for typing it in where no camera is at hand."""
    key = base64.b32encode(device.bin_key).decode()
    return " ".join(key[i : i + 4] for i in range(0, len(key), 4))


@transaction.atomic
def verify(user: User, token: str) -> Any:
    """The device that accepts this code, or None: six digits ask the app, anything else the paper."""
    kind = TOTPDevice if token.isdecimal() else StaticDevice
    device = kind.objects.select_for_update().filter(user=user, confirmed=True).first()
    return device if device and device.verify_token(token) else None


@transaction.atomic
def confirm(user: User, token: str) -> tuple[TOTPDevice, list[str]]:
    """Switch the second factor on with a first code; the recovery codes, to be shown once."""
    device = TOTPDevice.objects.select_for_update().filter(user=user, confirmed=False).first()
    if device is None or is_on(user):
        raise Refused(_("The second factor is already on. Reload the page."))
    if not device.verify_token(token):
        raise Refused(_("This code does not fit. Wait for the next one in the app and enter that."))
    device.confirmed = True
    device.save(update_fields=["confirmed"])
    record("account.second_factor_on", user, by=user)
    return device, _recovery_codes(user)


def _recovery_codes(user: User) -> list[str]:
    StaticDevice.objects.filter(user=user).delete()
    paper = StaticDevice.objects.create(user=user, name=PAPER)
    codes = ["".join(secrets.choice(ALPHABET) for _n in range(10)) for _i in range(RECOVERY_CODES)]
    for code in codes:
        paper.token_set.create(token=code)
    return codes


@transaction.atomic
def remove(user: User, token: str) -> None:
    """Switch the second factor off, which takes one last code."""
    if verify(user, token) is None:
        raise Refused(_("This code does not fit. Wait for the next one in the app and enter that."))
    TOTPDevice.objects.filter(user=user).delete()
    StaticDevice.objects.filter(user=user).delete()
    record("account.second_factor_off", user, by=user)
