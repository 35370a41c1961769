"""A photo of what was shown at a talk: decoded and drawn anew, for staff only, and once though it is sent twice."""

import logging
import uuid
from typing import BinaryIO

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from beihu.accounts.models import User
from beihu.audit.actions import record
from beihu.states import Refused
from tripartite.issues import pictures
from tripartite.issues.photos import files_of_a_transaction

from ..capturing import lock_talk, may_write
from ..models import Matter, MatterPhoto

PER_MATTER = 3
PER_DAY = 60  # by one person
log = logging.getLogger(__name__)


def add_photo(matter: Matter, *, by: User, client_id: uuid.UUID, upload: BinaryIO) -> MatterPhoto:
    """One photo; the device's own key makes it the same one when it is sent again."""
    if found := matter.photos.filter(client_id=client_id).first():
        return found
    picture = pictures.take(upload)  # before any lock is taken
    with files_of_a_transaction() as files, transaction.atomic():
        may_write(lock_talk(matter.talk), by)
        if found := matter.photos.filter(client_id=client_id).first():
            return found
        if matter.photos.count() >= PER_MATTER:
            raise Refused(_("There are three photos already, which is all that fit."))
        midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
        if MatterPhoto.objects.filter(taken_by=by, created_at__gte=midnight).count() >= PER_DAY:
            raise Refused(_("You have sent very many photos today. Please send more tomorrow, or call."))
        made = MatterPhoto.objects.create(
            matter=matter,
            client_id=client_id,
            image=_store(picture.image, files),
            thumb=_store(picture.thumb, files),
            width=picture.width,
            height=picture.height,
            taken_by=by,
        )
        record("matter.picture", matter, by=by, photo=made.pk)
    return made


def _store(data: bytes, files: list[str]) -> str:
    """Write a file under a name nobody can guess. Refused when the disk is full."""
    name = f"talks/{timezone.localdate():%Y/%m}/{uuid.uuid4()}.jpg"
    files.append(name)
    try:
        return default_storage.save(name, ContentFile(data))
    except OSError as error:
        log.exception("a photo could not be stored")
        raise Refused(
            _("The photo cannot be stored at the moment. Please go on without it, or try again later.")
        ) from error
