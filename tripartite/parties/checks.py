"""What departs from the rules, as pure functions of facts: each finding is a warning with its rule's source.

Nothing here is an error: whoever goes on gives a reason (`insist`), and the reason is kept with the row and in the
log. What was lawful elsewhere, or before, may be lawful here.
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from django.utils.translation import gettext as _

from beihu.states import Refused

from .companies import Contract
from .rules import Rule

Rules = dict[str, Rule]
End = Contract.End
CHAIR = "chair"


class Finding(NamedTuple):
    """One rule departed from: in words, and where it stands."""

    rule: str
    words: str
    source: str = ""
    pack: str = ""


class Seat(NamedTuple):
    """What the rules ask of one member."""

    position: str
    is_owner: bool
    from_residents: bool = False


class Departs(Refused):
    """The deed departs from rules and no reason was given. Asked again with `override`, it goes through."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__(_("This departs from a rule. Change it, or say why it is right here."))
        self.findings = list(findings)


def insist(findings: Sequence[Finding], override: str) -> str:
    """The reason to keep when rules are departed from, '' when none is; Departs without a reason."""
    if findings and not override.strip():
        raise Departs(findings)
    return override.strip() if findings else ""


def _found(rules: Rules, name: str, words: str) -> Finding:
    rule = rules[name]
    return Finding(name, words, rule.source, rule.pack)


def of_members(rules: Rules, seats: Iterable[Seat]) -> list[Finding]:
    """How many, odd or even, how many owners, who takes the chair. A number too small is not also even."""
    members = list(seats)
    count, owners, found = len(members), sum(one.is_owner for one in members), []
    least = rules["members_min"].value if "members_min" in rules else 0
    facts = {"count": count, "owners": owners}
    if count < least:
        words = _("%(count)s members: at least %(least)s are needed.") % {**facts, "least": least}
        found.append(_found(rules, "members_min", words))
    if "members_max" in rules and count > (most := rules["members_max"].value):
        words = _("%(count)s members: %(most)s are the most.") % {**facts, "most": most}
        found.append(_found(rules, "members_max", words))
    if "odd" in rules and rules["odd"].value and count >= least and count % 2 == 0 and count:
        found.append(_found(rules, "odd", _("%(count)s members: the number should be odd.") % facts))
    if "owners_share" in rules:
        share = rules["owners_share"].value
        if owners * share.denominator < count * share.numerator:
            words = _("%(owners)s of %(count)s members are owners: too few.") % facts
            found.append(_found(rules, "owners_share", words))
    return found + _of_chair(rules, members, least)


def _of_chair(rules: Rules, members: list[Seat], least: int) -> list[Finding]:
    if "chair_from" not in rules:
        return []
    chair = next((one for one in members if one.position == CHAIR), None)
    if chair is None and len(members) >= least:
        return [_found(rules, "chair_from", _("Nobody has the chair yet."))]
    if chair is not None and not chair.from_residents:
        return [_found(rules, "chair_from", _("The chair is not sent by the residents' committee."))]
    return []


def of_term(rules: Rules, *, since: date, due_on: date) -> list[Finding]:
    """Longer than the rule allows: counted in calendar years from the day of election."""
    if "term_years" not in rules:
        return []
    years = rules["term_years"].value
    if due_on <= years_later(since, years):
        return []
    return [_found(rules, "term_years", _("The term is longer than %(n)s years.") % {"n": years})]


def years_later(day: date, years: int) -> date:
    """The same day so many years later; 29 February becomes 1 March in a year without one."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def of_filing(
    rules: Rules, *, since: date, filed_on: date | None, posted_on: date | None, today: date
) -> list[Finding]:
    """Filed late, or not filed though the days are over; the list of members not posted."""
    found = []
    if "filing_days" in rules and (days := rules["filing_days"].value):
        last = since + timedelta(days=days)
        if filed_on and filed_on > last:
            words = _("Filed %(n)s days after the election: %(days)s are allowed.")
            facts = {"n": (filed_on - since).days, "days": days}
            found.append(_found(rules, "filing_days", words % facts))
        elif not filed_on and today > last:
            words = _("Not filed with the street office: the %(days)s days are over.")
            found.append(_found(rules, "filing_days", words % {"days": days}))
    if "list_posted" in rules and rules["list_posted"].value and not posted_on:
        found.append(_found(rules, "list_posted", _("The list of members has not been posted.")))
    return found


def earliest_leave(rules: Rules, *, of: str, notice_on: date, ends_on: date | None) -> date:
    """The first day on which a notice given on a day lets the contract end; the day of the notice is not counted."""
    days = notice_days(rules, of=of, notice_on=notice_on, ends_on=ends_on)
    earliest = notice_on + timedelta(days=days[1])
    return max(earliest, ends_on) if of == End.NOT_RENEWED and ends_on else earliest


def notice_days(rules: Rules, *, of: str, notice_on: date, ends_on: date | None) -> tuple[str, int]:
    """(the rule, its days) for a notice of this kind: a contract that ran on follows its own."""
    if of == End.AGREED:
        return "", 0
    if ends_on is None or ends_on < notice_on:
        name = "open_ended_notice_days"
    else:
        name = "not_renewed_notice_days" if of == End.NOT_RENEWED else "dismissal_notice_days"
    return (name, rules[name].value) if name in rules else ("", 0)


def of_notice(
    rules: Rules, *, of: str, notice_on: date, leaves_on: date, ends_on: date | None
) -> list[Finding]:
    """Too few days between the notice and the day of leaving, unless the contract itself says so."""
    name, days = notice_days(rules, of=of, notice_on=notice_on, ends_on=ends_on)
    given = (leaves_on - notice_on).days
    if not name or given >= days:
        return []
    words = _("%(given)s days from the notice to the end: %(days)s are needed.")
    return [_found(rules, name, words % {"given": given, "days": days})]


def worse(before: Iterable[Finding], after: Iterable[Finding], *, same: str = "words") -> list[Finding]:
    """What a deed itself departs from: findings that were not there before it (compared by rule or by words)."""
    known = {getattr(one, same) for one in before}
    return [one for one in after if getattr(one, same) not in known]
