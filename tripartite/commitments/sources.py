"""What a new commitment comes from, read from the address: a resolution, an issue, or a place alone."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from beihu.audit.masking import redact
from beihu.scope import reach_of, under
from buildings.places.codes import Level
from buildings.places.models import Place
from buildings.places.queries import find_place
from buildings.posts.roles import MAKE_COMMITMENT, VIEW_ISSUE
from tripartite.issues.models import Issue
from tripartite.issues.queries import chain_of, name_of
from tripartite.meetings.minutes import Resolution
from tripartite.parties.models import Party, PartyQuerySet
from tripartite.parties.people import spoken_for

MOST = 60  # places offered


@dataclass(frozen=True)
class Source:
    """Where it is owed, what it comes from, and who may be asked."""

    place: Place
    parties: PartyQuerySet
    name: str
    standing: bool = False
    resolution: Resolution | None = None
    issue: Issue | None = None
    first: dict[str, Any] = field(default_factory=dict)
    trail: list[tuple[str, str]] = field(default_factory=list)

    @property
    def facts(self) -> dict[str, Any]:
        """For `actions.propose`, beside what the form asks."""
        return {
            "place": self.place,
            "is_standing": self.standing,
            "resolution": self.resolution,
            "issue": self.issue,
        }

    @property
    def issue_title(self) -> str:
        return redact(self.issue.title) if self.issue is not None else ""


def read(user: Any, given: Mapping[str, str]) -> Source | None:
    """None when no place has been chosen yet. 404 for what lies outside, 403 for who may ask nobody here."""
    resolution = _resolution(user, given.get("resolution", ""))
    issue = _issue(user, given.get("issue", "")) if resolution is None else resolution.item.issue
    place = _place(given.get("place", ""), resolution, issue)
    if place is None:
        if not (reach_of(user, MAKE_COMMITMENT) or _own(user).exists()):
            raise PermissionDenied
        return None
    parties = _parties(user, place, resolution)
    if not parties.exists():
        raise PermissionDenied if _own(user).exists() or reach_of(user, MAKE_COMMITMENT) else Http404
    chain = chain_of(place.code)
    trail = [(one.short_name, reverse("public_commitments", args=[one.code])) for one in chain]
    return Source(
        place=place,
        parties=parties,
        name=name_of(chain),
        standing=bool(given.get("standing")) and resolution is None,
        resolution=resolution,
        issue=issue,
        first=_first(resolution, parties),
        trail=[*trail, (_("New commitment"), "")],
    )


def where_to(user: Any, given: Mapping[str, str]) -> dict[str, Any]:
    """The compounds this person may ask something for, to choose from."""
    within = Q(pk__in=[])
    for reach in reach_of(user, MAKE_COMMITMENT):
        within |= under("code", reach.prefix)
    within |= Q(pk__in=_own(user).values("place"))
    levels = (Level.COMMUNITY, Level.COMPOUND)
    places = Place.objects.open().filter(within, level__in=levels).order_by("code")[:MOST]
    return {
        "places": places,
        "standing": bool(given.get("standing")),
        "breadcrumb": [(_("New commitment"), "")],
    }


def _own(user: Any) -> PartyQuerySet:
    return Party.objects.seated().filter(spoken_for(user, kind="kind", place="place"))


def _parties(user: Any, place: Place, resolution: Resolution | None) -> PartyQuerySet:
    """Everybody who answers here, for those who may ask; one's own party, for those who speak for it."""
    found = Party.objects.answering_for(place.code)
    if not user.has_perm(MAKE_COMMITMENT, place):
        found = found.filter(pk__in=_own(user).values("pk")) if resolution is None else found.none()
    if resolution is not None and resolution.party_id is not None:
        found = found.filter(pk=resolution.party_id)
    return found


def _resolution(user: Any, number: str) -> Resolution | None:
    if not number:
        return None
    rows = Resolution.objects.select_related("party", "item__issue", "item__meeting__place")
    found = rows.filter(pk=_whole(number)).first()
    if found is None or not user.has_perm(MAKE_COMMITMENT, found.item.meeting.place):
        raise Http404
    return found


def _issue(user: Any, number: str) -> Issue | None:
    if not number:
        return None
    found = Issue.objects.visible_to(user, VIEW_ISSUE).filter(pk=_whole(number)).first()
    if found is None:
        raise Http404
    return found


def _whole(number: str) -> int:
    if not (number.isascii() and number.isdecimal() and len(number) <= 18):
        raise Http404
    return int(number)


def _place(code: str, resolution: Resolution | None, issue: Issue | None) -> Place | None:
    """Never a doorway: what is promised is read by everybody."""
    if resolution is not None:
        return resolution.item.meeting.place
    if issue is not None and not code:
        code = issue.place_id[: Level.COMPOUND]
    if not code:
        return None
    place = find_place(code)
    if place is None or not Level.COMMUNITY <= len(place.code) <= Level.BUILDING or place.closed_on:
        raise Http404
    return place


def _first(resolution: Resolution | None, parties: PartyQuerySet) -> dict[str, Any]:
    """What the resolution says already; the party when there is but one."""
    only = list(parties[:2])
    first: dict[str, Any] = {"debtor": only[0].pk} if len(only) == 1 else {}
    if resolution is not None:
        first |= {"text": resolution.text[:300], "due_on": resolution.due_on, "cost": resolution.cost}
    return first
