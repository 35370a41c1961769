"""Verbs and records of the log in the reader's words. Rooms name their verbs in `AppConfig.ready`."""

from collections.abc import Mapping

from django.apps import apps
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

VERBS: dict[str, str | Promise] = {
    "reveal": _("looked at personal data"),
    "reach": _("told by phone"),
    "robot.add": _("added the robot of a work group"),
    "robot.close": _("closed the robot of a work group"),
    "family.ask": _("asked somebody of the family to receive text messages"),
    "family.miss": _("asked in vain for somebody to receive text messages"),
    "family.agree": _("agreed to receive text messages for somebody"),
    "family.end": _("ended receiving text messages for somebody"),
    "account.password": _("set a password"),
    "account.second_factor_on": _("switched the second factor on"),
    "account.second_factor_off": _("switched the second factor off"),
    "account.sign_out_everywhere": _("signed out everywhere"),
    "account.ask_deletion": _("asked to be erased"),
    "account.keep": _("took the wish to be erased back"),
    "account.erase": _("erased an account"),
    "account.open": _("opened an account"),
    "account.close": _("closed an account"),
}


def name_verbs(words: Mapping[str, str | Promise]) -> None:
    VERBS.update(words)


def verb_name(verb: str) -> str:
    return str(VERBS.get(verb, verb))


def target_name(target: str) -> str:
    """'tripartite.issue:12' → 'issue 12', in the reader's language."""
    label, _colon, pk = target.partition(":")
    try:
        return f"{apps.get_model(label)._meta.verbose_name} {pk}"
    except (LookupError, ValueError):
        return target
