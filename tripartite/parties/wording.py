"""The rules in sentences for people: "at least 5 members", beside the text they stand in."""

from collections.abc import Callable, Iterable
from fractions import Fraction
from typing import Any, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .rules import Rule, rules_for

SUBJECTS: dict[str, str | Promise] = {
    "residents_committee": gettext_lazy("residents' committee"),
    "owners_committee": gettext_lazy("owners' committee"),
    "management_committee": gettext_lazy("property management committee"),
    "contract": gettext_lazy("property contract"),
}
QUORUM: dict[str, str | Promise] = {
    "more than half of members": gettext_lazy("A meeting needs more than half of the members."),
    "more than half of members and of owner members": gettext_lazy(
        "A meeting needs more than half of the members and more than half of the owner members; no proxies."
    ),
}


class Said(NamedTuple):
    """One rule as the page shows it."""

    name: str
    words: str
    source: str
    pack: str


def _share(value: Fraction) -> str:
    if value == 1:
        return _("All members are owners of a dwelling here.")
    return _("At least %(n)s of every %(of)s members are owners.") % {
        "n": value.numerator,
        "of": value.denominator,
    }


def _count(words: str | Promise) -> Callable[[Any], str]:
    return lambda value: str(words) % {"n": value}


WORDS: dict[str, Callable[[Any], str]] = {
    "members_min": _count(gettext_lazy("At least %(n)s members.")),
    "members_max": _count(gettext_lazy("At most %(n)s members.")),
    "odd": lambda value: _("The number of members is odd."),
    "owners_share": _share,
    "chair_from": lambda value: _("The chair is sent by the residents' committee."),
    "term_years": _count(gettext_lazy("A term lasts at most %(n)s years.")),
    "filing_days": _count(gettext_lazy("The election is filed with the street office within %(n)s days.")),
    "list_posted": lambda value: _("The list of members is posted in the compound."),
    "posting_within_days": _count(gettext_lazy("Decisions are posted within %(n)s days after the meeting.")),
    "posting_working_days": _count(gettext_lazy("Decisions stay posted for %(n)s working days.")),
    "quorum": lambda value: str(QUORUM.get(value, value)),
    "both_sides": lambda value: _("Nobody stands on both sides of one property contract."),
    "dismissal_notice_days": _count(
        gettext_lazy("Owners who dismiss the company give notice in writing %(n)s days before.")
    ),
    "not_renewed_notice_days": _count(
        gettext_lazy("A company that does not renew gives notice in writing %(n)s days before the end.")
    ),
    "open_ended_notice_days": _count(
        gettext_lazy(
            "A contract that ran out and goes on may be ended by either side with %(n)s days' notice."
        )
    ),
    "handover": lambda value: _(
        "A company that leaves hands over rooms, equipment and records, and tells how things stand."
    ),
    "interim": lambda value: _(
        "Until a successor takes over it goes on with the service and may charge for it."
    ),
    "promises_bind": lambda value: _("What the company promises in public is part of the contract."),
    "no_cutting_off": lambda value: _("Water, power, heating and gas may not be cut off to collect fees."),
    "no_guarantee": lambda value: _(
        "A residents' committee cannot guarantee a contract; it can witness and coordinate one."
    ),
}


def said(rules: dict[str, Rule]) -> list[Said]:
    """Each rule in words, in the order of the pack. One without words yet is named as the pack names it."""
    return [
        Said(name, WORDS[name](rule.value) if name in WORDS else name, rule.source, rule.pack)
        for name, rule in rules.items()
    ]


def chapters(place_code: str, subjects: Iterable[str] = SUBJECTS) -> list[tuple[str, list[Said]]]:
    """(subject in words, its rules) for the page of rules of a place."""
    return [(str(SUBJECTS[name]), said(rules_for(place_code, name))) for name in subjects]
