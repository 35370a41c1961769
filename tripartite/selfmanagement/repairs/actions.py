"""Verbs of a repair: propose, quote, approve, start, picture, finish, pay, drop.

A form that is sent twice makes one row, by its key; a verb that was overtaken is told so (`once.py`).
"""

import uuid
from collections.abc import Callable
from decimal import Decimal
from typing import Any, BinaryIO

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from beihu.states import Refused
from buildings.joint.actions import needed
from buildings.places.models import Place
from buildings.posts.roles import KEEP_HANDS
from tripartite.commitments import proofs
from tripartite.issues import pictures
from tripartite.issues.models import Issue
from tripartite.issues.photos import files_of_a_transaction

from .. import papers
from ..ledger.entering import enter
from ..ledger.models import Book, Purpose
from .approving import approve, approve_more
from .models import FIRM, MARGIN, STANDS_AT, WHAT, WORDS, Repair, RepairPhoto, RepairQuote
from .timeline import step, written

PER_STAGE = 3
FOLDER = "repairs"


@transaction.atomic
def propose(
    place: Place, *, by: Any, key: uuid.UUID, what: str, issue: Issue | None = None, note: str = ""
) -> Repair:
    """Somebody of the committee asks for a repair; from an issue of the same compound, or by itself."""
    place = Place.objects.hold(place.code)
    if len(place.code) not in STANDS_AT or not place.is_open:
        raise Refused(_("A repair is one of a compound or of a building that is open."))
    row = Repair(place=place, key=key, asked_by=by, what=needed(what, _("Say what is to be repaired."), WHAT))
    if not by.has_perm(KEEP_HANDS, row):
        raise Refused(_("You do not have the right to do this here."))
    if known := Repair.objects.filter(key=key).first():
        if known.place_id != place.code or known.asked_by_id != by.pk:
            raise Refused(_("This form belongs to somebody else. Please begin a new one."))
        return known
    if issue is not None:
        if not issue.place_id.startswith(row.compound_code):
            raise Refused(_("This issue lies in another compound."))
        row.issue = issue
    row.save()
    written(row, "propose", by=by, note=note.strip()[:WORDS])
    return row


def quote(
    repair: Repair,
    *,
    by: Any,
    key: uuid.UUID,
    firm: str,
    amount: Decimal,
    document: BinaryIO | None = None,
    note: str = "",
) -> Repair:
    """What a firm asks, in yuan; one quote of each firm."""
    kept = papers.read_document(document)  # before any lock is taken
    with files_of_a_transaction() as files, transaction.atomic():
        if (known := RepairQuote.objects.filter(key=key).first()) and known.repair_id == repair.pk:
            return known.repair
        with step(repair, "quote", by=by, note=note[:WORDS]) as s:
            firm = needed(firm, _("Enter the firm."), FIRM)
            if amount <= 0:
                raise Refused(_("Enter a sum above zero."))
            if s.row.quotes.filter(firm=firm).exists():
                raise Refused(_("This firm has named its price already."))
            file = proofs.store(FOLDER, *kept, files) if kept else ""
            s.row.quotes.create(key=key, firm=firm, amount=amount, file=file, by=by)
    return s.row


def start(repair: Repair, *, by: Any, note: str = "") -> Repair:
    with step(repair, "start", by=by, note=note[:WORDS]) as s:
        pass
    return s.row


def picture(repair: Repair, *, by: Any, stage: str, photos: list[BinaryIO], note: str = "") -> Repair:
    """Photos before or after, drawn anew without metadata; three of each."""
    if stage not in RepairPhoto.Stage.values:
        raise Refused(_("Say whether the photos show it before or after."))
    if not photos:
        raise Refused(_("Please choose a photo."))
    drawn = [pictures.take(upload) for upload in photos]  # before any lock is taken
    with (
        files_of_a_transaction() as files,
        step(repair, "picture", by=by, note=note[:WORDS]) as s,
    ):
        if s.row.photos.filter(stage=stage).count() + len(drawn) > PER_STAGE:
            raise Refused(_("Three photos before and three after are all that fit."))
        for one in drawn:
            s.row.photos.create(
                stage=stage,
                image=proofs.store(FOLDER, one.image, "jpg", files),
                thumb=proofs.store(FOLDER, one.thumb, "jpg", files),
                by=by,
            )
    return s.row


def finish(repair: Repair, *, by: Any, note: str = "") -> Repair:
    """It is done, and everybody can see it."""
    with step(repair, "finish", by=by, note=note[:WORDS]) as s:
        s.row.done_on = timezone.localdate()
    return s.row


def pay(
    repair: Repair,
    *,
    by: Any,
    invoice: str,
    billed: Decimal,
    account: str,
    document: BinaryIO | None = None,
    note: str = "",
) -> Repair:
    """From the ledger, once. More than a tenth above what was approved goes back to be approved, and is not paid."""
    with step(repair, "pay", by=by, note=note[:WORDS]) as s:
        s.row.invoice = needed(invoice, _("Enter the number of the invoice."), 40)
        if billed <= 0:
            raise Refused(_("Enter a sum above zero."))
        s.row.billed, s.row.billed_by = billed, by
        if billed > s.row.approved * MARGIN:
            s.verb = "exceed"
            return s.row
        book = Book.objects.open_at(s.row.compound_code)
        if book is None:
            raise Refused(_("This compound has no open book to pay from. Open one first."))
        s.row.paid_on = timezone.localdate()
        s.row.entry = enter(
            book,
            on=s.row.paid_on,
            purpose=Purpose.REPAIRS,
            amount=billed,
            account=account,
            words=_("Repair: %(what)s") % {"what": s.row.public_what},
            by=by,
            document=document,
            document_number=s.row.invoice,
            key=s.row.key,
        )
    return s.row


def drop(repair: Repair, *, by: Any, reason: str) -> Repair:
    with step(repair, "drop", by=by, note=(words := needed(reason, _("Say why it is dropped."), WORDS))) as s:
        s.row.reason = words
    return s.row


# By name of the transition, for the page that serves any of them.
ACTIONS: dict[str, Callable[..., Repair]] = {
    verb.__name__: verb for verb in (quote, approve, start, picture, finish, pay, approve_more, drop)
}
