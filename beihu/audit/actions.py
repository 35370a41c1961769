"""Writing the log. Call inside the transaction of the deed, so that neither exists without the other."""

from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _

from beihu.states import Refused

from .masking import redact
from .models import AuditEntry
from .revealing import field_for


def record(verb: str, obj: models.Model, *, by: Any, reason: str = "", **detail: Any) -> AuditEntry:
    """One entry for a deed done to `obj` by a person, or by the portal itself (`by=None`)."""
    return AuditEntry.objects.create(
        actor=by if by is not None and by.is_authenticated else None,
        verb=verb,
        target=f"{obj._meta.label_lower}:{obj.pk}",
        place_id=getattr(obj, "scope_code", "") or getattr(obj, "place_id", "") or "",
        reason=reason,
        detail=detail,
    )


@transaction.atomic
def reveal(obj: models.Model, field: str, *, by: Any, reason: str) -> str:
    """One full value of one record, for a reason; the log keeps who, what and why, never the value."""
    known = field_for(by, obj, field)
    if known is None:
        raise Refused(_("You do not have the right to see this."))
    if len(reason.strip()) < 2:
        raise Refused(_("Say why you need to see this."))
    record("reveal", obj, by=by, reason=redact(reason.strip()), field=field)
    return known.read(obj)
