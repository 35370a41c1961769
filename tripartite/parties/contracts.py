"""Contracts of property companies: signed, given notice, ended; the company's seat comes and goes with them.

A residents' committee cannot guarantee a contract. It witnesses and coordinates one (见证协调), and says why.
"""

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from beihu.audit.actions import record
from beihu.states import Refused
from buildings.places.codes import Level, lineage
from buildings.places.models import Place
from buildings.posts.roles import KEEP_PARTY

from . import checks
from .companies import Contract, PropertyCompany
from .credit import folded, is_valid
from .models import Party
from .people import tell_keepers
from .rules import rules_for
from .seats import leave_seat, may, take_seat

End = Contract.End
BY_NOTICE = (End.DISMISSED, End.NOT_RENEWED, End.AGREED)
BY_HAND = tuple(end for end in End if end != End.MERGED)


def sign_contract(
    *,
    by: Any,
    place: Place,
    company: str,
    credit_code: str = "",
    phone: str = "",
    since: date,
    ends_on: date | None = None,
    terms: str = "",
    witness: Party | None = None,
    witness_reason: str = "",
) -> Contract:
    """A company begins, or goes on, in a compound: the contract, and its seat at the table."""
    with transaction.atomic():
        place = _compound(place, by)
        if ends_on is not None and ends_on <= since:
            raise Refused(_("The contract must end after it begins."))
        _check_witness(place, witness, witness_reason)
        firm = company_for(name=company, credit_code=credit_code, phone=phone)
        running = Contract.objects.filter(place=place, part="", until__isnull=True).select_related("company")
        if before := running.first():
            words = _("The contract with %(company)s still runs: end it first.")
            raise Refused(words % {"company": before.company.name})
        contract = _create(
            company=firm, place=place, party=_seat(place, firm, phone, since, by), since=since, ends_on=ends_on,
            terms=terms, witness=witness, witness_reason=witness_reason.strip() if witness else "",
        )  # fmt: skip
        record("contract.sign", contract, by=by, company=firm.name, since=since.isoformat())
    return contract


def note_past(
    *,
    by: Any,
    place: Place,
    company: str,
    credit_code: str = "",
    since: date,
    until: date,
    end: str,
    end_note: str = "",
    terms: str = "",
) -> Contract:
    """A company of earlier years, for the record: it takes no seat."""
    with transaction.atomic():
        place = _compound(place, by)
        if not since < until <= timezone.localdate():
            raise Refused(_("An earlier contract began before it ended, and ended before today."))
        if end not in BY_HAND:
            raise Refused(_("Please say how it ended."))
        firm = company_for(name=company, credit_code=credit_code)
        contract = _create(
            company=firm, place=place, since=since, until=until, end=end, end_note=end_note, terms=terms
        )
        record("contract.note", contract, by=by, company=firm.name, since=since.isoformat())
    return contract


def give_notice(
    contract: Contract,
    *,
    by: Any,
    of: str,
    notice_on: date,
    leaves_on: date | None = None,
    override: str = "",
) -> Contract:
    """Notice in writing, and the day of leaving that follows from it: 60 or 90 days, unless the contract says else."""
    with transaction.atomic():
        row = running(contract, by)
        if row.notice_on is not None:
            raise Refused(_("Notice has been given already."))
        if of not in BY_NOTICE:
            raise Refused(_("Please say what the notice is about."))
        if notice_on > timezone.localdate() or notice_on < row.since:
            raise Refused(_("Notice was given between the beginning of the contract and today."))
        rules = rules_for(row.place_id, "contract")
        facts: dict[str, Any] = {"of": of, "notice_on": notice_on, "ends_on": row.ends_on}
        leaves_on = leaves_on or checks.earliest_leave(rules, **facts)
        if leaves_on < notice_on:
            raise Refused(_("The company leaves after the notice, not before it."))
        findings = checks.of_notice(rules, leaves_on=leaves_on, **facts)
        row.override = checks.insist(findings, override) or row.override
        row.notice_on, row.notice_of, row.leaves_on = notice_on, of, leaves_on
        row.save(update_fields=["notice_on", "notice_of", "leaves_on", "override"])
        record("contract.notice", row, by=by, reason=override.strip(), of=of, leaves_on=leaves_on.isoformat())
        tell_keepers(
            row.party, row.place_id, key=f"contract:{row.pk}:notice",
            title=lambda: _("%(company)s leaves on %(day)s: prepare the handover")
            % {"company": row.company.name, "day": date_format(leaves_on)},
            url=reverse("handover", args=[row.pk]),
        )  # fmt: skip
    return row


def end_contract(
    contract: Contract, *, by: Any, end: str, reason: str, until: date | None = None
) -> Contract:
    """How and when it ended. The seat ends too, unless another contract goes on: open issues are handed on first."""
    if not reason.strip():
        raise Refused(_("Please give the reason."))
    with transaction.atomic():
        row = running(contract, by)
        day = until or timezone.localdate()
        if end not in BY_HAND:
            raise Refused(_("Please say how it ended."))
        if day <= row.since:
            raise Refused(_("A contract ends after it has begun."))
        row.until, row.end, row.end_note = day, end, reason.strip()
        row.save(update_fields=["until", "end", "end_note"])
        record("contract.end", row, by=by, reason=row.end_note, end=end, until=day.isoformat())
        if row.party_id is not None:
            _leave(row, row.party_id, by)
    return row


def company_for(*, name: str, credit_code: str = "", phone: str = "") -> PropertyCompany:
    """The company by its code, or by its name; a new one when nobody knows either. Two facts that disagree are refused."""
    name, code = " ".join(name.split()), folded(credit_code)
    if not name:
        raise Refused(_("Please give the name of the company."))
    if code and not is_valid(code):
        raise Refused(
            _("This is no unified social credit code: check its 18 characters on the business licence.")
        )
    companies = PropertyCompany.objects.select_for_update()
    by_code = companies.filter(credit_code=code).first() if code else None
    by_name = companies.filter(name=name).first()
    if by_code and by_code.name != name:
        raise Refused(
            _("This code belongs to %(name)s. Use that name, or check the code.") % {"name": by_code.name}
        )
    if by_name and code and by_name.credit_code not in (None, code):
        raise Refused(
            _("%(name)s is known with another code: %(code)s.") % {"name": name, "code": by_name.credit_code}
        )
    if by_name is None:
        try:
            with transaction.atomic():
                return PropertyCompany.objects.create(name=name, credit_code=code or None, phone=phone)
        except IntegrityError:  # somebody entered the same company at this moment
            return company_for(name=name, credit_code=code, phone=phone)
    if code and not by_name.credit_code:
        by_name.credit_code = code
        by_name.save(update_fields=["credit_code"])
    return by_name


def running(contract: Contract, by: Any) -> Contract:
    """The locked row of a contract nobody has ended; Refused without the right at its compound."""
    row = Contract.objects.select_for_update(of=("self",)).get(pk=contract.pk)
    row.place = Place.objects.get(code=row.place_id)
    may(by, KEEP_PARTY, row.place)
    if row.until is not None:
        raise Refused(_("This contract has ended already."))
    return row


def _compound(place: Place, by: Any) -> Place:
    """The compound, held against being moved until the contract is written."""
    held = Place.objects.hold(place.code)
    may(by, KEEP_PARTY, held)
    if len(held.code) != Level.COMPOUND or not held.is_open:
        raise Refused(_("A property contract is made for an open compound."))
    return held


def _check_witness(place: Place, witness: Party | None, reason: str) -> None:
    if witness is None:
        return
    fits = witness.kind == Party.Kind.RESIDENTS_COMMITTEE and witness.place_id in lineage(place.code)
    if not fits or witness.until is not None:
        raise Refused(_("Only the residents' committee of this place witnesses and coordinates a contract."))
    if not reason.strip():
        raise Refused(_("Say why the residents' committee witnessed and coordinated it."))


def _seat(place: Place, firm: PropertyCompany, phone: str, since: date, by: Any) -> Party:
    """The seat the company has here, or a new one; somebody else's seat is in the way."""
    kind = Party.Kind.PROPERTY_COMPANY
    seat = Party.objects.select_for_update().filter(place=place, kind=kind, until__isnull=True).first()
    if seat is None:
        return take_seat(
            by=by, place=place, kind=kind, name=firm.name, office_phone=phone or firm.phone, since=since
        )
    if seat.name != firm.name:
        words = _("%(party)s still has its seat here: end that seat first.")
        raise Refused(words % {"party": seat.name})
    return seat


def _leave(row: Contract, party_pk: int, by: Any) -> None:
    others = Contract.objects.filter(party=party_pk).exclude(pk=row.pk)
    if others.filter(until__isnull=True).exists():
        return
    party = Party.objects.select_for_update().get(pk=party_pk)
    if party.until is None:
        end = max(row.until or timezone.localdate(), timezone.localdate(), party.since)
        leave_seat(party, by=by, reason=row.end_note, until=end)


def _create(**facts: Any) -> Contract:
    try:
        with transaction.atomic():
            return Contract.objects.create(**facts)
    except IntegrityError:
        raise Refused(
            _("Another contract for this compound covers some of these days. Check the dates.")
        ) from None
