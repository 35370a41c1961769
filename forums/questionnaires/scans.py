"""Scans of copies: photos drawn anew and plain PDFs, under the limits of evidence; of named questionnaires only.

A scan of an anonymous copy would hold the answer beside its number, which is what anonymous means to prevent.
"""

import logging
import uuid
from datetime import datetime
from typing import Any, BinaryIO

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from beihu.states import Refused
from buildings.posts.roles import ENTER_COPY
from tripartite.commitments import proofs
from tripartite.issues.photos import files_of_a_transaction

from .copies import Copy
from .states import ENTERED
from .traces import Scan

PER_COPY = 6  # pages
PER_DAY = 600  # by one person
log = logging.getLogger(__name__)


def add(copy: Copy, *, by: Any, upload: BinaryIO) -> Scan:
    if copy.questionnaire.anonymous:
        raise Refused(
            _(
                "Copies of an anonymous questionnaire are not scanned: the picture would tie the number to the answers."
            )
        )
    if not by.has_perm(ENTER_COPY, copy) or copy.questionnaire.status not in ENTERED:
        raise Refused(_("You do not have the right to do this here."))
    proof = proofs.take(upload)
    with files_of_a_transaction() as written, transaction.atomic():
        locked = Copy.objects.select_for_update().get(pk=copy.pk)
        if locked.scans.count() >= PER_COPY:
            raise Refused(
                _("There are %(count)s files already, which is all that fit.") % {"count": PER_COPY}
            )
        if Scan.objects.filter(by=by, at__gte=_midnight()).count() >= PER_DAY:
            raise Refused(_("You have sent very many files today. Please send more tomorrow."))
        kind = "document" if proof.kind == "document" else "photo"
        suffix = "pdf" if kind == "document" else "jpg"
        return locked.scans.create(kind=kind, file=_store(proof.data, suffix, written), by=by)


def _midnight() -> datetime:
    return timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)


def _store(data: bytes, suffix: str, written: list[str]) -> str:
    name = f"copies/{timezone.localdate():%Y/%m}/{uuid.uuid4()}.{suffix}"
    written.append(name)
    try:
        return default_storage.save(name, ContentFile(data))
    except OSError as error:
        log.exception("a file could not be stored")
        raise Refused(_("The file cannot be stored at the moment. Please try again later.")) from error
