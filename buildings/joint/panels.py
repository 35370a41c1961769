"""What this room hands to the pages of places, to the log and to "my data"."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from beihu.accounts import personal
from beihu.accounts.models import User
from beihu.audit import revealing, words
from beihu.audit.actions import record
from beihu.scope import under
from buildings.places import panels, references
from buildings.places.codes import Level
from buildings.places.models import Place
from buildings.places.panels import Count, Panel, Slot
from buildings.posts.roles import VIEW_ORGANISATION

from .models import STANDS_AT, JointCommittee, JointMember, Pledge
from .states import MACHINE

VERB_WORDS = {f"pledge.{row.name}": row.label for row in MACHINE.transitions} | {
    "pledge.pledge": pgettext_lazy("log", "wrote a pledge down"),
    "joint.found": _("founded a big committee"),
    "joint.dissolve": _("dissolved a big committee"),
    "joint.seat": _("seated a part-time member"),
    "joint.release": _("released a part-time member"),
    "joint.join": _("joined the big committee of a merged place to this one"),
}


def register() -> None:
    """Called once when Django is ready."""
    words.name_verbs(VERB_WORDS)
    panels.register(Panel("pledges", Slot.PUBLIC, "buildings/_place_pledges.html", way, 45))
    panels.register_count(Count("pledges", _("pledges that run"), running, board))
    references.register_open(_("big committees"), standing)
    references.register_settle(join)
    personal.register("joint_seats", export=own_seats, erase=forget)
    revealing.register(
        "joint_member",
        lambda: JointMember.objects.select_related("committee"),
        seen_with=VIEW_ORGANISATION,
        fields={"phone": revealing.Field(_("phone"), lambda member: member.phone)},
    )


def way(place: Place, user: Any) -> dict[str, Any] | None:
    """The way to what units pledged; of a compound, to its community's, where residents look. Asks nothing."""
    code = place.code[: Level.COMMUNITY] if len(place.code) == Level.COMPOUND else place.code
    return {"url": board(code)} if len(code) in STANDS_AT else None


def running(code: str) -> QuerySet:
    return Pledge.objects.open().filter(committee__place__code__startswith=code)


def board(code: str) -> str:
    return reverse("public_pledges", args=[code]) if len(code) in STANDS_AT else ""


def standing(code: str) -> QuerySet:
    return JointCommittee.objects.open().filter(under("place_id", code))


def join(source: Place, target: Place, by: Any) -> None:
    """Of two merging places one committee remains, with the members and the pledges of both."""
    kept = JointCommittee.objects.open().filter(place=target).first()
    gone = JointCommittee.objects.open().filter(place=source).first()
    if kept is None or gone is None:
        return
    gone.members.update(committee=kept)
    gone.pledges.update(committee=kept)
    gone.dissolved_on = max(timezone.localdate(), gone.founded_on)
    gone.reason = f"{source.code} → {target.code}"
    gone.save(update_fields=["dissolved_on", "reason"])
    record("joint.join", kept, by=by, source=gone.pk)


def own_seats(user: User) -> list[Any]:
    rows = JointMember.objects.filter(user=user).order_by("pk")
    return list(rows.values("committee__name", "unit", "name", "position", "phone", "since", "until"))


def forget(user: User) -> None:
    """The unit's seat stays, the person goes."""
    today = timezone.localdate()
    mine = JointMember.objects.filter(user=user)
    mine.filter(until__isnull=True, since__lte=today).update(until=today)
    mine.filter(until__isnull=True).delete()
    JointMember.objects.filter(user=user).update(user=None, name="", position="", phone="")
