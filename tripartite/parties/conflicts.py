"""Nobody stands on both sides of one property contract.

The owners' side of a compound: members of its owners' or management committee, holders of these posts, and who was
lent to one. The company's side: its staff there, and who was lent to or by it. An account on both sides is refused;
the same name without an account is a warning, for there may be two people of it.
"""

from datetime import date
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from beihu.scope import under
from beihu.states import Refused
from buildings.places.codes import Level
from buildings.places.models import Place
from buildings.posts import conflicts as posts
from buildings.posts.models import Post
from buildings.posts.roles import SPEAKS_FOR, Role

from .checks import Finding
from .committees import CrossAppointment, Member
from .models import Party
from .rules import rules_for

OWNERS, COMPANY = "owners", "company"
SIDE_OF: dict[str, str] = {
    Party.Kind.OWNERS_COMMITTEE: OWNERS,
    Party.Kind.MANAGEMENT_COMMITTEE: OWNERS,
    Party.Kind.PROPERTY_COMPANY: COMPANY,
}
OTHER = {OWNERS: COMPANY, COMPANY: OWNERS}
KINDS_OF = {side: [kind for kind, of in SIDE_OF.items() if of == side] for side in OTHER}
ROLES_OF = {side: [role for role, kind in SPEAKS_FOR.items() if kind in KINDS_OF[side]] for side in OTHER}


def register() -> None:
    posts.register(of_post)


def of_post(user: Any, role: str, place: Place, since: date, until: date | None) -> str:
    """For appointing to a post: what the person holds on the other side there, in a sentence; '' for nothing."""
    side = SIDE_OF.get(SPEAKS_FOR.get(Role(role), ""), "")
    return _sentence(_held(side, place.code, since, until, user=user)) if side else ""


def refuse(side: str, code: str, *, user: Any, since: date, until: date | None = None) -> None:
    """Refused when this account holds something on the other side of the compound in that time."""
    if user is not None and side and (words := _sentence(_held(side, code, since, until, user=user))):
        raise Refused(words)


def of_name(side: str, code: str, *, name: str, since: date, until: date | None = None) -> list[Finding]:
    """A warning when somebody of this name stands on the other side."""
    if not side or not (held := _held(side, code, since, until, name=name)):
        return []
    words = _("Somebody of this name stands on the other side of the contract: %(held)s.") % {"held": held}
    for subject in KINDS_OF[OWNERS]:
        if rule := rules_for(code, subject).get("both_sides"):
            return [Finding("both_sides", words, rule.source, rule.pack)]
    return [Finding("both_sides", words)]


def _sentence(held: str) -> str:
    if not held:
        return ""
    return _(
        "Nobody may stand on both sides of one contract. This person is on the other side: %(held)s."
    ) % {"held": held}


def _held(side: str, code: str, since: date, until: date | None, *, user: Any = None, name: str = "") -> str:
    """What a person holds on the other side of the compound on some day of this span, in words."""
    compound, other = code[: Level.COMPOUND], OTHER[side]
    who = Q(user=user) if user is not None else Q(name=name)
    members = Member.objects.filter(
        who, term__party__place_id=compound, term__party__kind__in=KINDS_OF[other]
    )
    if found := members.overlapping(since, until).select_related("term__party").first():
        return f"{found.term.party.name} {found.get_position_display()}"
    at_home = Q(home__place_id=compound, home__kind__in=KINDS_OF[other])
    at_host = Q(host__place_id=compound, host__kind__in=KINDS_OF[other])
    lent = CrossAppointment.objects.filter(who, at_home | at_host).overlapping(since, until)
    if crossed := lent.select_related("host").first():
        return f"{crossed.host.name} {crossed.position}"
    whose = Q(user=user) if user is not None else Q(user__name=name)
    held = Post.objects.filter(whose, under("place_id", compound), role__in=ROLES_OF[other])
    held = held.filter(Q(until__isnull=True) | Q(until__gt=since))
    for post in (held.filter(since__lt=until) if until else held).select_related("place"):
        if post.until != post.since:
            return f"{post.place.short_name} {post.get_role_display()}"
    return ""
