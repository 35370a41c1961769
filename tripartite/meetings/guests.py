"""Who is asked to come, and what they answer. Each person once, however many bodies they sit in."""

from django.db import transaction
from django.db.models import Case, Q, QuerySet, Value, When
from django.utils import timezone
from django.utils.translation import gettext as _

from beihu.accounts.models import User
from beihu.notifications.actions import notify
from beihu.scope import under
from beihu.states import Refused
from buildings.places.codes import lineage
from buildings.places.models import Place
from buildings.posts.models import Post
from buildings.posts.roles import CALL_MEETING, GRANTS, Role
from tripartite.parties.committees import Member
from tripartite.parties.models import Party
from tripartite.parties.people import people_of

from . import reminders
from .deeds import deed, lock
from .models import Body, Helper, Invitation, Meeting
from .states import Status

MOST = 500  # people of one meeting
Kind = Party.Kind
TABLE = (Kind.RESIDENTS_COMMITTEE, Kind.OWNERS_COMMITTEE, Kind.MANAGEMENT_COMMITTEE, Kind.PROPERTY_COMPANY)


def suggested_bodies(place: Place) -> list[Party]:
    """The three parties of a compound, the nearest of each kind: 居委会, 业委会 (or else 物管会), 物业公司."""
    nearest: dict[str, Party] = {}
    for party in Party.objects.answering_for(place.code).filter(kind__in=TABLE):
        nearest.setdefault(party.kind, party)
    if Kind.OWNERS_COMMITTEE in nearest:
        nearest.pop(Kind.MANAGEMENT_COMMITTEE, None)
    return [nearest[kind] for kind in TABLE if kind in nearest]


def bodies_for(place: Place) -> QuerySet[Party]:
    """Whom a meeting of this place may invite: the parties seated there, above it and below it."""
    here = Q(place_id__in=lineage(place.code)) | under("place_id", place.code)
    return Party.objects.seated().filter(here).order_by("place_id", "kind")


def callers_for(place: Place) -> QuerySet[User]:
    """Who may call meetings here by a post; the liaison of the compound first."""
    roles = [role for role, rights in GRANTS.items() if CALL_MEETING in rights]
    posts = Post.objects.in_term().filter(role__in=roles, place_id__in=lineage(place.code))
    liaisons = posts.filter(role=Role.LIAISON).values("user")
    first = Case(When(pk__in=liaisons, then=Value(0)), default=Value(1))
    return User.objects.filter(is_active=True, pk__in=posts.values("user")).order_by(first, "name", "pk")


def is_seated(party: Party) -> bool:
    return Party.objects.seated().filter(pk=party.pk).exists()


def invite_body(meeting: Meeting, party: Party, *, by: User, needed: bool = True) -> Body:
    """A party: it is asked as a body, and its people one by one. Asking again brings in who has joined since."""
    with deed(meeting, "invite", by=by, party=party.pk) as row:
        if not bodies_for(row.place).filter(pk=party.pk).exists():
            raise Refused(_("%(party)s has no seat here.") % {"party": party.name})
        body, _new = Body.objects.get_or_create(meeting=row, party=party, defaults={"is_needed": needed})
        seats = list(_seats(party).values_list("user", "name", "is_owner"))
        owners = {user for user, _name, is_owner in seats if user and is_owner}
        people = [
            Invitation(meeting=row, user=person, party=party, is_owner=person.pk in owners)
            for person in people_of(party)
        ]
        named = [
            Invitation(meeting=row, name=name, party=party, is_owner=is_owner)
            for user, name, is_owner in seats
            if user is None
        ]
        _add(row, [*people, *named], party=party)
    return body


def _seats(party: Party) -> QuerySet[Member]:
    """Who sits in a committee's present term."""
    return Member.objects.in_force().filter(term__party=party, term__until__isnull=True)  # type: ignore[return-value]


def invite_person(
    meeting: Meeting, user: User, *, by: User, party: Party | None = None, observer: bool = False
) -> Invitation:
    """Somebody with an account, for a party or for themselves; an observer is heard and not counted."""
    with deed(meeting, "invite", by=by, person=user.pk, observer=observer) as row:
        if not user.is_active:
            raise Refused(_("This account is closed."))
        _check_party(row, party)
        _add(row, [Invitation(meeting=row, user=user, party=party, is_observer=observer)])
    return Invitation.objects.get(meeting=row, user=user)


def invite_name(
    meeting: Meeting, name: str, *, by: User, party: Party | None = None, observer: bool = False
) -> Invitation:
    """Somebody without an account, by name: told by whoever invites."""
    name = name.strip()[:60]
    if not name:
        raise Refused(_("Please give the name."))
    with deed(meeting, "invite", by=by, observer=observer) as row:
        _check_party(row, party)
        found = row.invitations.filter(user__isnull=True, name=name, party=party).first()
        if found is None:
            _add(row, [Invitation(meeting=row, name=name, party=party, is_observer=observer)])
            found = row.invitations.filter(user__isnull=True, name=name, party=party).get()
    return found


def _check_party(row: Meeting, party: Party | None) -> None:
    if party is not None and not bodies_for(row.place).filter(pk=party.pk).exists():
        raise Refused(_("%(party)s has no seat here.") % {"party": party.name})


def _add(row: Meeting, invitations: list[Invitation], *, party: Party | None = None) -> None:
    """Write those who are not invited yet; whoever was asked as a single person now comes for the party."""
    asked = list(row.invitations.values_list("user", "name", "party"))
    by_name = {(name, body) for user, name, body in asked if user is None}
    invitations = [one for one in invitations if one.user_id or (one.name, one.party_id) not in by_name]
    if len(asked) + len(invitations) > MOST:
        raise Refused(_("A meeting has %(most)s invited people at most.") % {"most": MOST})
    before = {user for user, _name, _body in asked if user}
    if party is not None and any(user and body is None for user, _name, body in asked):
        people = {one.user_id: one.is_owner for one in invitations if one.user_id}
        alone = row.invitations.filter(user__in=people, party__isnull=True)
        owners = [pk for pk, is_owner in people.items() if is_owner]
        alone.filter(user__in=owners).update(is_owner=True)
        alone.update(party=party, is_observer=False)
    Invitation.objects.bulk_create(invitations, ignore_conflicts=True)
    if row.called_at is not None:
        tell_invited(row, row.invitations.filter(user__isnull=False).exclude(user__in=before))


def tell_invited(row: Meeting, invitations: QuerySet[Invitation]) -> None:
    """Who is asked after the call is told at once, as those were who were called."""
    reminders.tell_some(row, invitations, "invited")


def uninvite(invitation: Invitation, *, by: User) -> None:
    """Take an invitation back; a second click finds nothing to do. Whoever had been told is told."""
    with transaction.atomic():
        row = lock(invitation.meeting)
        found = row.invitations.filter(pk=invitation.pk)
        if not found:
            return
        with deed(row, "invite", by=by, uninvited=invitation.user_id or invitation.pk) as row:
            _take_back(row, list(found))


def uninvite_body(body: Body, *, by: User) -> None:
    """Take a party off the list, and those who were asked for it."""
    with transaction.atomic():
        row = lock(body.meeting)
        if not row.bodies.filter(pk=body.pk).exists():
            return
        with deed(row, "invite", by=by, uninvited_party=body.party_id) as row:
            row.bodies.filter(pk=body.pk).delete()
            _take_back(row, list(row.invitations.filter(party=body.party_id)))


def _take_back(row: Meeting, invitations: list[Invitation]) -> None:
    if any(one.came for one in invitations):
        raise Refused(_("Their attendance has been recorded already."))
    if row.called_at is not None:
        asked = row.invitations.filter(pk__in=[one.pk for one in invitations], user__isnull=False)
        reminders.tell_some(row, asked.exclude(answer=Invitation.Answer.DECLINED), "uninvited")
    row.invitations.filter(pk__in=[one.pk for one in invitations]).delete()


def answer(meeting: Meeting, *, by: User, coming: bool, reason: str = "") -> Invitation:
    """The invited person says whether they come; a no needs a reason, which the organiser is told."""
    reason = reason.strip()[:120]
    if not coming and not reason:
        raise Refused(_("Please say why you cannot come."))
    given = Invitation.Answer.COMING if coming else Invitation.Answer.DECLINED
    with deed(meeting, "answer", by=by, answer=given) as row:
        one = row.invitations.filter(user=by).first()
        if one is None:
            raise Refused(_("You are not invited to this meeting."))
        one.answer, one.answered_at, one.reason = given, timezone.now(), "" if coming else reason
        one.save(update_fields=["answer", "answered_at", "reason"])
        if not coming and row.organiser_id != by.pk:
            notify(
                [row.organiser],
                key=f"meeting:{row.pk}:declined:{one.pk}:{row.version}",
                title=lambda: (
                    _("%(person)s cannot come to %(title)s") % {"person": by.name, "title": row.title}
                ),
                body=one.reason,
                url=row.get_absolute_url(),
                place=row.place_id,
            )
    return one


def sign_up(meeting: Meeting, *, by: User) -> Invitation:
    """Somebody says of themselves that they come to a public meeting: from then on they hear of it like those invited."""
    with transaction.atomic():
        row = lock(meeting)
        if not row.is_public or row.status != Status.CALLED or row.has_begun:
            raise Refused(_("Nobody can sign up for this any more."))
        one = row.invitations.filter(user=by).first()
        if one is None and row.invitations.count() >= MOST:
            raise Refused(_("A meeting has %(most)s invited people at most.") % {"most": MOST})
        one = one or Invitation(meeting=row, user=by)
        one.answer, one.answered_at, one.reason = Invitation.Answer.COMING, timezone.now(), ""
        one.save()
    return one


def sign_off(meeting: Meeting, *, by: User) -> None:
    """They do not come after all, and need not say why."""
    with transaction.atomic():
        row = lock(meeting)
        row.invitations.filter(user=by, came=Invitation.Came.UNKNOWN).update(
            answer=Invitation.Answer.DECLINED, answered_at=timezone.now()
        )


def ask_again(row: Meeting) -> None:
    """The time has changed: earlier answers were about another day."""
    row.invitations.update(answer=Invitation.Answer.NONE, answered_at=None, reason="")


def invite_makers(row: Meeting) -> None:
    """Whoever organises it and writes it down is reminded like everybody else; they are heard, not counted."""
    makers = {row.organiser_id, row.secretary_id} - {None}
    Invitation.objects.bulk_create(
        [Invitation(meeting=row, user_id=pk, is_observer=True) for pk in sorted(filter(None, makers))],
        ignore_conflicts=True,
    )


def copy_single(old: Meeting, new: Meeting) -> None:
    """Into a repeated meeting: who came for no body, or without an account."""
    single = old.invitations.filter(Q(party__isnull=True) | Q(user__isnull=True), walked_in=False)
    kept = single.filter(Q(user__isnull=True) | Q(user__is_active=True))
    known = set(new.invitations.filter(user__isnull=True).values_list("name", "party"))
    Invitation.objects.bulk_create(
        [
            Invitation(meeting=new, user_id=one.user_id, name=one.name, party_id=one.party_id, is_observer=one.is_observer, is_owner=one.is_owner)
            for one in kept
            if one.user_id or (one.name, one.party_id) not in known
        ],
        ignore_conflicts=True,
    )  # fmt: skip


def add_helper(meeting: Meeting, user: User, *, by: User) -> Helper:
    """Somebody who may mark who comes, at this one meeting."""
    with deed(meeting, "helpers", by=by, person=user.pk) as row:
        if not user.is_active:
            raise Refused(_("This account is closed."))
        helper, new = Helper.objects.get_or_create(meeting=row, user=user)
        if new:
            notify(
                [user],
                key=f"meeting:{row.pk}:helper:{helper.pk}",
                title=lambda: _("Please help at the door: %(title)s") % {"title": row.title},
                url=row.get_absolute_url(),
                place=row.place_id,
            )
    return helper


def remove_helper(helper: Helper, *, by: User) -> None:
    """The door is somebody else's again."""
    with transaction.atomic():
        row = lock(helper.meeting)
        if row.helpers.filter(pk=helper.pk).exists():
            with deed(row, "helpers", by=by, removed=helper.user_id) as row:
                row.helpers.filter(pk=helper.pk).delete()
