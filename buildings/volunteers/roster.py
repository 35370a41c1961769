"""Verbs of the roster: ask to join, enter somebody, take in or not, lead, leave, say what one can do."""

from collections.abc import Iterable, Mapping, Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from beihu.accounts.models import User
from beihu.audit.actions import record
from beihu.states import Refused

from . import audience
from .models import REASON, Skill, TeamMember, VolunteerTeam
from .states import IN_TEAM, TEAM, MemberStatus, TeamStatus
from .timeline import fitting, lock, needed, step, tell

M = MemberStatus
ASKED = gettext_lazy("Somebody wants to join the team: %(team)s")
WELCOME = gettext_lazy("Welcome, you are a member of the team: %(team)s")
NOT_TAKEN = gettext_lazy("You were not taken into the team: %(team)s")
OUT = gettext_lazy("You are no longer in the roster of the team: %(team)s")
LEADS = gettext_lazy("You lead the team now: %(team)s")
LEADS_NO_MORE = gettext_lazy("You no longer lead the team: %(team)s")
GONE = gettext_lazy("Somebody has left the team: %(team)s")


@transaction.atomic
def join(
    team: VolunteerTeam, *, by: User, words: str = "", skills: Iterable[Skill] = (), is_public: bool = False
) -> TeamMember:
    """Ask to be taken in; asking twice is asking once. Leaders are told, or staff where nobody leads."""
    words = fitting(words, most=200)
    row = lock(team)
    TEAM.check(row, "join", by)
    if known := row.members.filter(user=by, status__in=IN_TEAM).first():
        return known
    member = TeamMember.objects.create(team=row, user=by, words=words, is_public=is_public)
    member.skills.set(skills)
    record("team_member.join", member, by=by)
    tell(audience.keepers(row), f"team_member:{member.pk}:asked", ASKED, member)
    return member


@transaction.atomic
def enrol(team: VolunteerTeam, *, by: User, phone: str, name: str = "") -> TeamMember:
    """Staff enter somebody from the paper roster, with an account that is there or a new one."""
    row = lock(team)
    TEAM.check(row, "enrol", by)
    user = User.objects.filter(phone=phone).first()
    if user is None:
        if not name.strip():
            raise Refused(_("Nobody is known by this number. Please enter the name as well."))
        user = User.objects.create_user(phone=phone, name=name.strip()[:60])
    if not user.is_active:
        raise Refused(_("This account is closed."))
    known = row.members.filter(user=user, status__in=IN_TEAM).first()
    if known is not None and known.status == M.MEMBER:
        raise Refused(_("This person is in the roster already."))
    member = known or TeamMember(team=row, user=user)
    member.status, member.since = M.MEMBER, timezone.localdate()
    member.save()
    record("team_member.enrol", member, by=by)
    tell([user], f"team_member:{member.pk}:in", WELCOME, member)
    return member


def accept(member: TeamMember, *, by: User) -> TeamMember:
    """Into the roster, from today."""
    with transaction.atomic():
        team = lock(member.team)
        if team.status != TeamStatus.OPEN:
            raise Refused(_("The team is dissolved."))
        with step(member, "accept", by=by) as row:
            row.since = timezone.localdate()
            tell([row.user], f"team_member:{row.pk}:in", WELCOME, row)
    return row


def turn_down(member: TeamMember, *, by: User, reason: str) -> TeamMember:
    reason = needed(reason, _("Please say why; the person reads it."), most=REASON)
    with step(member, "turn_down", by=by, reason=reason) as row:
        row.until, row.ended_reason = timezone.localdate(), reason
        tell([row.user], f"team_member:{row.pk}:out", NOT_TAKEN, row, body=reason)
    return row


def remove(member: TeamMember, *, by: User, reason: str) -> TeamMember:
    """Out of the roster; hours and sign-ups stay."""
    reason = needed(reason, _("Please say why; the person reads it."), most=REASON)
    with step(member, "remove", by=by, reason=reason) as row:
        _end(row, reason)
        tell([row.user], f"team_member:{row.pk}:out", OUT, row, body=reason)
    return row


def leave(member: TeamMember, *, by: User) -> TeamMember:
    """Of one's own will. The last leader may go as well: then staff keep the team."""
    with step(member, "leave", by=by) as row:
        was_leader = row.leads
        _end(row, "")
        if was_leader:
            tell(audience.keepers(row.team, without=by), f"team_member:{row.pk}:left", GONE, row)
    return row


def lead(member: TeamMember, *, by: User) -> TeamMember:
    with step(member, "lead", by=by) as row:
        row.leads = True
        tell([row.user], f"team_member:{row.pk}:leads:{timezone.now().timestamp():.0f}", LEADS, row)
    return row


def unlead(member: TeamMember, *, by: User) -> TeamMember:
    with step(member, "unlead", by=by) as row:
        row.leads = False
        tell([row.user], f"team_member:{row.pk}:leads:{timezone.now().timestamp():.0f}", LEADS_NO_MORE, row)
    return row


def describe(member: TeamMember, *, by: User, skills: Iterable[Skill], is_public: bool) -> TeamMember:
    """What I can do, and whether everybody may read my name beside the team."""
    with step(member, "describe", by=by) as row:
        row.is_public = is_public
        row.skills.set(skills)
    return row


def _end(row: TeamMember, reason: str) -> None:
    today = timezone.localdate()
    row.until, row.ended_reason, row.leads = max(today, row.since or today), reason, False


@transaction.atomic
def enter_many(
    team: VolunteerTeam,
    *,
    by: User,
    people: Sequence[User],
    skills: Mapping[int, Iterable[Skill]] | None = None,
) -> list[TeamMember]:
    """Staff enter a whole paper roster at once, `skills` by the number of the person; who is in it already stays as they are."""
    row = lock(team)
    TEAM.check(row, "enrol", by)
    known = set(row.members.filter(status__in=IN_TEAM, user__in=people).values_list("user", flat=True))
    new = {one.pk: one for one in people if one.is_active and one.pk not in known}
    today = timezone.localdate()
    made = TeamMember.objects.bulk_create(
        [TeamMember(team=row, user=one, status=M.MEMBER, since=today) for one in new.values()]
    )
    through = TeamMember.skills.through
    through.objects.bulk_create(
        through(teammember_id=member.pk, skill_id=skill.pk)
        for member in made
        for skill in (skills or {}).get(member.user_id, ())
    )
    record("team_member.enrol", row, by=by, people=len(made))
    for member in made:
        member.team, member.user = row, new[member.user_id]
    tell(new.values(), f"team:{row.pk}:in", WELCOME, row)
    return made
