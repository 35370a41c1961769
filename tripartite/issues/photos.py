"""Verbs of photos, and who may see which. The pixels are `pictures.py`'s."""

import logging
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import BinaryIO

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from beihu.accounts.models import User
from beihu.audit.actions import record
from beihu.states import Refused
from buildings.posts.roles import FILE_FOR, HANDLE, OWN_ISSUE, TRIAGE, VIEW_ISSUE

from . import pictures
from .models import Issue, Photo
from .states import OPEN, Status

PER_STAGE = 3
PER_DAY = 60  # by one person
log = logging.getLogger(__name__)


def add_photo(issue: Issue, *, by: User, upload: BinaryIO, stage: str = Photo.Stage.FILED) -> Photo:
    """Decode, re-encode and keep one photo: three per stage, sixty a day by one person."""
    picture = pictures.take(upload)  # before any lock is taken
    with files_of_a_transaction() as files, transaction.atomic():
        return _add(_locked(issue), by, picture, stage, files)


def add_all(issue: Issue, *, by: User, found: list[pictures.Picture], stage: str) -> list[Photo]:
    """Several at once, inside the caller's transaction and lock."""
    with files_of_a_transaction() as files:
        return [_add(issue, by, picture, stage, files) for picture in found]


def remove_photo(photo: Photo, *, by: User) -> None:
    """The resident takes a photo back, while the issue is a draft."""
    with transaction.atomic():
        issue = _locked(photo.issue)
        if issue.status != Status.DRAFT or not by.has_perm(OWN_ISSUE, issue):
            raise Refused(_("Photos can only be taken back before the issue has been sent."))
        _forget_on_commit([photo])
        photo.delete()


def black_out(photo: Photo, *, by: User, regions: list[list[int]]) -> Photo:
    """Paint over regions of what everybody sees; the original stays with the moderators."""
    regions = pictures.check_regions(regions)
    with files_of_a_transaction() as files, transaction.atomic():
        issue = _locked(photo.issue)
        if not by.has_perm(TRIAGE, issue):
            raise Refused(_("You do not have the right to do this here."))
        fresh = issue.photos.select_for_update().get(pk=photo.pk)
        was = {fresh.image.name, fresh.thumb.name} - {fresh.original.name}
        with fresh.original.open("rb") as original:
            picture = pictures.paint_over(original.read(), regions)
        fresh.thumb.name = _store(picture.thumb, files)
        fresh.image.name = _store(picture.image, files) if regions else fresh.original.name
        fresh.blackened = regions
        fresh.save(update_fields=["image", "thumb", "blackened"])
        record("issue.black_out", issue, by=by, photo=fresh.pk, regions=len(regions))
        transaction.on_commit(lambda: _delete(was))
    return fresh


def may_see(photo: Photo, user: User, *, original: bool = False) -> bool:
    """Neighbours see what was published, people with the issue its photos, moderators the originals."""
    issue = photo.issue
    if original:
        return user.has_perm(TRIAGE, issue)
    return (photo.published and issue.is_public) or user.has_perm(VIEW_ISSUE, issue)


def forget_files(issue: Issue) -> None:
    """The files go when the transaction that removes the issue is through."""
    _forget_on_commit(list(issue.photos.all()))


@contextmanager
def files_of_a_transaction() -> Iterator[list[str]]:
    """Names of files written in the block; they are removed again when it fails."""
    files: list[str] = []
    try:
        yield files
    except BaseException:
        _delete(files)
        raise


def _add(issue: Issue, by: User, picture: pictures.Picture, stage: str, files: list[str]) -> Photo:
    if not _may_add(issue, by, stage):
        raise Refused(_("Photos can no longer be added here."))
    if issue.photos.filter(stage=stage).count() >= PER_STAGE:
        raise Refused(_("There are three photos already, which is all that fit."))
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    if Photo.objects.filter(taken_by=by, created_at__gte=midnight).count() >= PER_DAY:
        raise Refused(_("You have sent very many photos today. Please send more tomorrow, or call."))
    image = _store(picture.image, files)
    return Photo.objects.create(
        issue=issue,
        stage=stage,
        original=image,
        image=image,
        thumb=_store(picture.thumb, files),
        width=picture.width,
        height=picture.height,
        taken_by=by,
    )


def _may_add(issue: Issue, by: User, stage: str) -> bool:
    if stage == Photo.Stage.SOLVED:
        return issue.status in (*OPEN, Status.SOLVED) and by.has_perm(HANDLE, issue)
    own = issue.status in (Status.DRAFT, *OPEN) and by.has_perm(OWN_ISSUE, issue)
    return own or (issue.status in OPEN and by.has_perm(FILE_FOR, issue))


def _locked(issue: Issue) -> Issue:
    found = Issue.objects.select_for_update().filter(pk=issue.pk).first()
    if found is None:
        raise Refused(_("This issue no longer exists."))
    return found


def _store(data: bytes, files: list[str]) -> str:
    """Write a file under a name nobody can guess. Refused when the disk is full."""
    name = f"issues/{timezone.localdate():%Y/%m}/{uuid.uuid4()}.jpg"
    files.append(name)
    try:
        return default_storage.save(name, ContentFile(data))
    except OSError as error:
        log.exception("a photo could not be stored")
        raise Refused(
            _("The photo cannot be stored at the moment. Please go on without it, or try again later.")
        ) from error


def _forget_on_commit(photos: list[Photo]) -> None:
    names = {file.name for photo in photos for file in (photo.original, photo.image, photo.thumb)}
    transaction.on_commit(lambda: _delete(names))


def _delete(names: Iterable[str | None]) -> None:
    for name in filter(None, names):
        try:
            default_storage.delete(name)
        except OSError:
            log.exception("a file could not be removed: %s", name)
