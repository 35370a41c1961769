"""Evidence: photos drawn anew without metadata, PDF documents as they are, both kept where no address leads.

What an upload is, its first bytes say, never its name or declared type. A document is handed out as a download only,
to people with the commitment; a photo is shown to everybody once staff have looked at it.
"""

import logging
import uuid
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import BinaryIO

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone
from django.utils.translation import gettext as _

from beihu.accounts.models import User
from beihu.states import Refused
from buildings.posts.roles import VIEW_COMMITMENT
from tripartite.issues import pictures

from .models import Commitment, Evidence

PDF = b"%PDF-"
ENDS = b"%%EOF"
ACTIVE = (b"/JavaScript", b"/Launch", b"/EmbeddedFile", b"/RichMedia")
LARGEST = 10 * pictures.MEGABYTE
PER_COMMITMENT = 30
PER_DAY = 60  # by one person
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Proof:
    """What is to be kept: a photo with its thumbnail, or a document."""

    kind: str
    data: bytes
    thumb: bytes = b""


def take(upload: BinaryIO) -> Proof:
    """Look at the bytes. Refused, in words, for what is neither a photo nor a plain PDF."""
    data = upload.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise Refused(_("The file is larger than 10 MB. Please choose a smaller one."))
    if data.startswith(PDF):
        return Proof(Evidence.Kind.DOCUMENT, _checked(data))
    picture = pictures.take(BytesIO(data))
    return Proof(Evidence.Kind.PHOTO, picture.image, picture.thumb)


def _checked(data: bytes) -> bytes:
    """A PDF from its first byte to its end mark, with nothing behind it and nothing in it that acts."""
    if not data[5:8].replace(b".", b"").isdigit() or not data.rstrip(b"\0\t\n\f\r ").endswith(ENDS):
        raise Refused(_("This PDF document is damaged. Please save it anew and try again."))
    if any(word in data for word in ACTIVE):
        raise Refused(
            _("This PDF document carries a script or another file. Please print it into a plain PDF.")
        )
    return data


def keep(
    commitment: Commitment, proof: Proof, by: User, note: str, now: datetime, written: list[str]
) -> Evidence:
    """One file under a name nobody can guess, within the quotas; inside the caller's transaction and lock."""
    if commitment.evidence.count() >= PER_COMMITMENT:
        raise Refused(
            _("There are %(count)s files already, which is all that fit.") % {"count": PER_COMMITMENT}
        )
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    if Evidence.objects.filter(by=by, at__gte=midnight).count() >= PER_DAY:
        raise Refused(_("You have sent very many files today. Please send more tomorrow."))
    suffix = "jpg" if proof.kind == Evidence.Kind.PHOTO else "pdf"
    return commitment.evidence.create(
        kind=proof.kind,
        file=store("commitments", proof.data, suffix, written),
        thumb=store("commitments", proof.thumb, suffix, written) if proof.thumb else "",
        note=note[:160],
        by=by,
        at=now,
    )


def may_see(evidence: Evidence, user: User) -> bool:
    """Everybody the photos staff have chosen, people with the commitment all of it."""
    shown = evidence.is_public and evidence.kind == Evidence.Kind.PHOTO
    return shown or (user.is_authenticated and user.has_perm(VIEW_COMMITMENT, evidence.commitment))


def store(folder: str, data: bytes, suffix: str, written: list[str]) -> str:
    """Write a file under a name nobody can guess, and put the name on the list. Refused when the disk is full."""
    name = f"{folder}/{timezone.localdate():%Y/%m}/{uuid.uuid4()}.{suffix}"
    written.append(name)
    try:
        return default_storage.save(name, ContentFile(data))
    except OSError as error:
        log.exception("a file could not be stored")
        raise Refused(_("The file cannot be stored at the moment. Please try again later.")) from error
