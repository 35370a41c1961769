"""What this room hands to the pages of places, to the log and to whoever asks what is kept about them."""

from typing import Any

from django.db.models import QuerySet, Value
from django.db.models.functions import Greatest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from beihu.accounts import personal
from beihu.accounts.models import User
from beihu.audit import words
from beihu.scope import under
from buildings.places import panels, references
from buildings.places.codes import Level
from buildings.places.models import Place
from buildings.places.panels import Count, Panel, Slot

from . import hours_panels, signing
from .models import Activity, SignUp, TeamMember, TeamPlace, VolunteerTeam
from .states import IN_TEAM, MACHINE, MEMBER, SIGN_UPS, TEAM, MemberStatus, Status
from .thanked import Thanks

TABLES = {"team": TEAM, "team_member": MEMBER, "activity": MACHINE, "sign_up": SIGN_UPS}
SHOWN_AT = (Level.STREET, Level.COMMUNITY, Level.COMPOUND)
VERB_WORDS = {
    f"{name}.{row.name}": row.label for name, table in TABLES.items() for row in table.transitions
} | {
    "team.found": _("founded a volunteer team"),
    "team_member.join": _("asked to join a team"),
    "team_member.enrol": _("entered a volunteer"),
    "activity.plan": _("planned an activity"),
}


def register() -> None:
    """Called once when Django is ready."""
    panels.register(Panel("volunteers", Slot.PUBLIC, "buildings/_place_volunteers.html", ways, 60))
    panels.register_count(Count("volunteer_teams", _("volunteer teams"), teams_of, list_of))
    references.register_open(_("volunteer teams"), teams_of)
    references.register_open(_("announced activities of volunteers"), announced)
    references.register_settle(settle)
    words.name_verbs(VERB_WORDS)
    personal.register("volunteers", export=own_rows, erase=forget)
    hours_panels.register()


def ways(place: Place, user: Any) -> dict[str, Any] | None:
    """The ways to teams and activities; asks the database nothing."""
    return {"code": place.code} if len(place.code) in SHOWN_AT else None


def teams_of(code: str) -> QuerySet:
    return VolunteerTeam.objects.open().filter(under("place_id", code))  # type: ignore[attr-defined]


def list_of(code: str) -> str:
    return reverse("place_teams", args=[code])


def announced(code: str) -> QuerySet:
    return Activity.objects.filter(under("place_id", code), status=Status.ANNOUNCED)


def settle(source: Place, target: Place, by: Any) -> None:
    """A team that serves both of two merging places, or is at home in one of them, serves the one that stays."""
    both = TeamPlace.objects.filter(place=target).values("team")
    rows = TeamPlace.objects.filter(place=source)
    rows.filter(team__in=both).delete()
    rows.filter(team__place=target).delete()
    TeamPlace.objects.filter(place=target, team__place=source).delete()


def own_rows(user: User) -> dict[str, Any]:
    """What this person does as a volunteer; the hours are handed out with the ledger (`hours_panels.py`)."""
    member = TeamMember.objects.filter(user=user).order_by("pk")
    signed = SignUp.objects.filter(user=user).order_by("pk")
    return {
        "teams": [
            row | {"skills": [*TeamMember.objects.get(pk=row["pk"]).skills.values_list("name", flat=True)]}
            for row in member.values(
                "pk", "team__name", "status", "leads", "is_public", "words", "since", "until"
            )
        ],
        "sign_ups": [
            *signed.values("activity__title", "activity__starts_at", "status", "at", "came_at", "left_at")
        ],
        "thanks": [*Thanks.objects.filter(to=user).order_by("pk").values("text", "at")],
        "thanks_written": [
            *Thanks.objects.filter(by=user).order_by("pk").values("team__name", "text", "at", "hidden_reason")
        ],
    }


def forget(user: User) -> None:
    """Seats become free, the person leaves every team without a name; the ledger keeps the hours of a nameless row."""
    signing.give_all_back(user)
    mine = TeamMember.objects.filter(user=user)
    TeamMember.skills.through.objects.filter(teammember__user=user).delete()
    mine.update(words="", is_public=False, leads=False)
    mine.filter(status__in=IN_TEAM).update(
        status=MemberStatus.LEFT, until=Greatest(Value(timezone.localdate()), "since")
    )
    Thanks.objects.filter(by=user).update(by=None)
    Thanks.objects.filter(to=user).update(to=None)
