"""What every verb has in common: the row is locked, the table asked, the change saved and written down."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from beihu.accounts.models import User
from beihu.audit.actions import record
from beihu.audit.masking import redact
from beihu.states import Machine, Refused

from .models import Bulletin
from .states import DEEDS, MACHINE


def machine_of(verb: str) -> Machine:
    return MACHINE if verb in MACHINE else DEEDS


@contextmanager
def deed(
    bulletin: Bulletin, verb: str, *, by: User | None, reason: str = "", **detail: Any
) -> Iterator[Bulletin]:
    """Lock, ask the table, let the caller change the row, save and log. Refused, in words, when the table says no."""
    with transaction.atomic():
        row = lock(bulletin)
        was = _columns(row)
        machine_of(verb).perform(row, verb, by=by)
        yield row
        changed = [name for name, value in _columns(row).items() if was[name] != value]
        if changed:
            row.save(update_fields=changed)
        record(f"bulletin.{verb}", row, by=by, reason=redact(reason.strip()), **detail)


def lock(bulletin: Bulletin) -> Bulletin:
    """The row as it is now, held until the end of the transaction."""
    rows = Bulletin.objects.select_for_update(of=("self",)).select_related("place")
    found = rows.filter(pk=bulletin.pk).first()
    if found is None:
        raise Refused(_("This bulletin no longer exists."))
    return found


def _columns(bulletin: Bulletin) -> dict[str, Any]:
    return {field.attname: getattr(bulletin, field.attname) for field in Bulletin._meta.concrete_fields}
