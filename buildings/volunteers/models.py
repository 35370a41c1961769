"""A team and who is in it; an activity, what it needs, who signed up. See also abilities, ledger and thanked."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from beihu.scope import Scoped, ScopedQuerySet, under
from beihu.unique import or_nobody
from buildings.places.models import Place
from buildings.posts.roles import JOIN_TEAM, KEEP_TEAM, OWN_SIGNUP, OWN_TEAMMEMBER, SIGN_UP

from .abilities import Skill
from .nearby import about
from .states import COUNTED, IN_TEAM, TONES, MemberStatus, SignUpStatus, Status, TeamStatus

USER = settings.AUTH_USER_MODEL
NAME, TITLE, TEXT, REASON = 40, 60, 2000, 300  # characters


def led_by(user: Any, team: str) -> Exists:
    """Whether this person leads the team in the column `team` of the outer row."""
    return Exists(TeamMember.objects.filter(team=OuterRef(team), user=user, leads=True))


class TeamQuerySet(ScopedQuerySet):
    def open(self) -> "TeamQuerySet":
        return self.filter(status=TeamStatus.OPEN)

    def near(self, code: str) -> "TeamQuerySet":
        """At home in a place, below it or above it in its community, or serving something there."""
        served = TeamPlace.objects.filter(under("place_id", code)).values("team")
        return self.filter(about(code) | Q(pk__in=served))


class VolunteerTeam(Scoped):
    """A team of volunteers, at home at a place. Its leaders are members who lead."""

    place = models.ForeignKey(
        Place, models.PROTECT, related_name="volunteer_teams", verbose_name=_("at home in")
    )
    name = models.CharField(pgettext_lazy("team", "name"), max_length=NAME)
    about = models.TextField(_("what the team does"), max_length=TEXT, blank=True)
    status = models.CharField(_("state"), max_length=8, choices=TeamStatus.choices, default=TeamStatus.OPEN)
    founded_on = models.DateField(_("founded"), default=timezone.localdate)
    closed_on = models.DateField(_("dissolved"), null=True, blank=True)
    closed_reason = models.CharField(_("why it was dissolved"), max_length=REASON, blank=True)

    own_rights = frozenset({KEEP_TEAM, JOIN_TEAM})
    objects = TeamQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = _("volunteer team")
        verbose_name_plural = _("volunteer teams")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["place", "name"], condition=Q(status="open"), name="team_name_once"
            ),
            models.CheckConstraint(
                name="team_closed_has_day",
                condition=Q(status="open", closed_on__isnull=True)
                | Q(status="closed", closed_on__isnull=False) & ~Q(closed_reason=""),
            ),
        ]
        indexes = [
            models.Index(fields=["place", "name", "id"], name="team_place_name"),
            models.Index(fields=["name", "id"], name="team_by_name"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"/volunteers/teams/{self.pk}/"

    @property
    def tone(self) -> str:
        return TONES.get(self.status, "quiet")

    @property
    def leaders(self) -> list["TeamMember"]:
        """Those who lead it, read once per row in memory."""
        if "leaders_read" not in self.__dict__:
            rows = self.members.filter(leads=True).select_related("user").order_by("since", "pk")
            self.__dict__["leaders_read"] = list(rows)
        return self.__dict__["leaders_read"]

    @classmethod
    def mine_q(cls, user: Any, permission: str) -> Q:
        """Joining: everybody, said in so many words, because an empty Q adds nothing to the others. Keeping: who leads it."""
        return Q(pk__isnull=False) if permission == JOIN_TEAM else Q(led_by(user, "pk"))

    def is_mine(self, user: Any, permission: str) -> bool:
        return permission == JOIN_TEAM or any(member.user_id == user.pk for member in self.leaders)


class TeamPlace(models.Model):
    """A place that a team serves, beside where it is at home."""

    team = models.ForeignKey(VolunteerTeam, models.CASCADE, related_name="places")
    place = models.ForeignKey(Place, models.PROTECT, related_name="team_places", verbose_name=_("place"))

    class Meta:
        verbose_name = _("place served")
        verbose_name_plural = _("places served")
        ordering = ["place"]
        constraints = [models.UniqueConstraint(fields=["team", "place"], name="team_place_once")]

    def __str__(self) -> str:
        return f"{self.team_id} {self.place_id}"


class TeamMemberQuerySet(ScopedQuerySet):
    def members(self) -> "TeamMemberQuerySet":
        return self.filter(status=MemberStatus.MEMBER)

    def asked(self) -> "TeamMemberQuerySet":
        return self.filter(status=MemberStatus.ASKED)


class TeamMember(Scoped):
    """A person's place in a team: asked for, then in the roster from `since` until the day `until`."""

    team = models.ForeignKey(VolunteerTeam, models.PROTECT, related_name="members", verbose_name=_("team"))
    user = models.ForeignKey(USER, models.PROTECT, related_name="team_memberships", verbose_name=_("person"))
    status = models.CharField(
        _("state"), max_length=12, choices=MemberStatus.choices, default=MemberStatus.ASKED
    )
    leads = models.BooleanField(_("leads the team"), default=False)
    is_public = models.BooleanField(_("name shown to everybody"), default=False)  # the person's own choice
    skills = models.ManyToManyField(Skill, blank=True, related_name="members", verbose_name=_("can do"))
    words = models.CharField(_("a word to the team"), max_length=200, blank=True)
    asked_at = models.DateTimeField(_("asked"), default=timezone.now)
    since = models.DateField(_("member since"), null=True, blank=True)
    until = models.DateField(_("until"), null=True, blank=True)
    ended_reason = models.CharField(_("why"), max_length=REASON, blank=True)

    scope_field = "team__place_id"
    own_rights = frozenset({KEEP_TEAM, OWN_TEAMMEMBER})
    objects = TeamMemberQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = _("team member")
        verbose_name_plural = _("team members")
        ordering = ["team", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["team", "user"], condition=Q(status__in=IN_TEAM), name="team_member_once"
            ),
            models.CheckConstraint(
                name="team_member_has_days",
                condition=Q(status="asked", since__isnull=True, until__isnull=True)
                | Q(status="member", since__isnull=False, until__isnull=True)
                | Q(status__in=("turned_down", "left"), until__isnull=False),
            ),
            models.CheckConstraint(
                name="team_member_term",
                condition=Q(since__isnull=True) | Q(until__isnull=True) | Q(until__gte=F("since")),
            ),
            models.CheckConstraint(
                name="team_leader_is_member", condition=Q(leads=False) | Q(status="member")
            ),
        ]
        indexes = [
            models.Index(fields=["team", "status", "id"], name="team_roster"),
            models.Index(fields=["user", "status"], name="team_member_user"),
            models.Index(fields=["team", "user"], condition=Q(leads=True), name="team_leaders"),
        ]

    def __str__(self) -> str:
        return f"{self.team_id} {self.user_id}"

    @property
    def tone(self) -> str:
        return TONES.get(self.status, "quiet")

    @classmethod
    def mine_q(cls, user: Any, permission: str) -> Q:
        return Q(user=user) if permission == OWN_TEAMMEMBER else Q(led_by(user, "team_id"))

    def is_mine(self, user: Any, permission: str) -> bool:
        if permission == OWN_TEAMMEMBER:
            return self.user_id == user.pk
        return self.team.is_mine(user, permission)


class ActivityQuerySet(ScopedQuerySet):
    def shown(self) -> "ActivityQuerySet":
        """Announced at some time, whatever became of it: a draft that was dropped stays its makers' business."""
        return self.filter(announced_at__isnull=False)

    def coming(self) -> "ActivityQuerySet":
        return self.filter(status=Status.ANNOUNCED, ends_at__gt=timezone.now())

    def near(self, code: str) -> "ActivityQuerySet":
        return self.filter(about(code))


class Activity(Scoped):
    """What a team does once, at a time and a spot. Each `…_at` is a fact; `version` counts changes of time or place."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)  # one form, one activity
    team = models.ForeignKey(VolunteerTeam, models.PROTECT, related_name="activities", verbose_name=_("team"))
    title = models.CharField(pgettext_lazy("activity", "in one line"), max_length=TITLE)
    text = models.TextField(_("what there is to do"), max_length=TEXT, blank=True)
    place = models.ForeignKey(
        Place, models.PROTECT, related_name="volunteer_activities", verbose_name=_("where")
    )
    spot = models.CharField(_("where exactly"), max_length=120, blank=True)
    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))
    open_to_all = models.BooleanField(_("everybody may sign up"), default=True)  # else members of the team
    status = models.CharField(_("state"), max_length=10, choices=Status.choices, default=Status.DRAFT)
    version = models.PositiveSmallIntegerField(default=0)
    made_by = models.ForeignKey(USER, models.PROTECT, related_name="+", verbose_name=_("planned by"))
    made_at = models.DateTimeField(default=timezone.now)
    announced_at = models.DateTimeField(_("announced"), null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancel_reason = models.CharField(_("why it was cancelled"), max_length=REASON, blank=True)
    outcome = models.TextField(_("what came of it"), max_length=TEXT, blank=True)
    helped = models.PositiveIntegerField(_("households helped"), null=True, blank=True)

    scope_field = "team__place_id"
    own_rights = frozenset({KEEP_TEAM, SIGN_UP})
    objects = ActivityQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = pgettext_lazy("volunteers", "activity")
        verbose_name_plural = pgettext_lazy("volunteers", "activities")
        ordering = ["-starts_at", "-pk"]
        constraints = [
            models.CheckConstraint(name="activity_ends_after_begin", condition=Q(ends_at__gt=F("starts_at"))),
            models.CheckConstraint(
                name="activity_announced_has_time",
                condition=Q(status__in=("draft", "cancelled")) | Q(announced_at__isnull=False),
            ),
            models.CheckConstraint(
                name="activity_cancelled_has_reason",
                condition=Q(status="cancelled", cancelled_at__isnull=False) & ~Q(cancel_reason="")
                | ~Q(status="cancelled") & Q(cancelled_at__isnull=True),
            ),
        ]
        indexes = [
            models.Index(fields=["place", "-starts_at", "-id"], name="activity_place"),
            models.Index(fields=["team", "-starts_at", "-id"], name="activity_team"),
            models.Index(
                fields=["starts_at", "id"], condition=Q(status="announced"), name="activity_announced"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return f"/volunteers/activities/{self.pk}/"

    @property
    def tone(self) -> str:
        return TONES.get(self.status, "quiet")

    @property
    def is_shown(self) -> bool:
        return self.announced_at is not None

    @property
    def is_begun(self) -> bool:
        return self.starts_at <= timezone.now()

    @property
    def is_over(self) -> bool:
        return self.ends_at <= timezone.now()

    @property
    def minutes(self) -> int:
        """As planned, from beginning to end."""
        return int((self.ends_at - self.starts_at).total_seconds()) // 60

    @property
    def free(self) -> int:
        """Seats nobody has taken, of a row that a list has read (`queries.with_seats`)."""
        counted = self.__dict__
        return max(counted.get("seats", 0) - counted.get("taken", 0), 0)

    @classmethod
    def mine_q(cls, user: Any, permission: str) -> Q:
        """Signing up: everybody, or the members of the team. Keeping: who leads the team."""
        if permission != SIGN_UP:
            return Q(led_by(user, "team_id"))
        rows = TeamMember.objects.filter(team=OuterRef("team_id"), user=user, status=MemberStatus.MEMBER)
        return Q(open_to_all=True) | Q(Exists(rows))

    def is_mine(self, user: Any, permission: str) -> bool:
        if permission != SIGN_UP:
            return self.team.is_mine(user, permission)
        rows = TeamMember.objects.filter(team=self.team_id, user=user, status=MemberStatus.MEMBER)
        return self.open_to_all or rows.exists()


class Need(models.Model):
    """How many seats an activity has for those who can do something; without a skill, for everybody."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="needs")
    skill = models.ForeignKey(
        Skill, models.PROTECT, null=True, blank=True, related_name="needs", verbose_name=_("skill")
    )
    count = models.PositiveSmallIntegerField(_("people needed"))

    class Meta:
        verbose_name = _("need of an activity")
        verbose_name_plural = _("needs of activities")
        ordering = ["activity", "pk"]
        constraints = [
            models.UniqueConstraint("activity", or_nobody("skill"), name="need_once"),
        ]

    def __str__(self) -> str:
        return f"{self.label} × {self.count}"

    @property
    def label(self) -> str:
        return str(self.skill) if self.skill else str(_("helping hands"))


class SignUpQuerySet(ScopedQuerySet):
    def counted(self) -> "SignUpQuerySet":
        """A seat or a place in the queue."""
        return self.filter(status__in=COUNTED)

    def seated(self) -> "SignUpQuerySet":
        return self.filter(status=SignUpStatus.SEATED)

    def waiting(self) -> "SignUpQuerySet":
        """In the order in which they move up."""
        return self.filter(status=SignUpStatus.WAITING).order_by("pk")


class SignUp(Scoped):
    """One person's seat at an activity, or place in the queue; written again when they sign up again."""

    activity = models.ForeignKey(Activity, models.PROTECT, related_name="sign_ups")
    need = models.ForeignKey(Need, models.PROTECT, related_name="sign_ups", verbose_name=_("for"))
    user = models.ForeignKey(USER, models.PROTECT, related_name="sign_ups", verbose_name=_("person"))
    status = models.CharField(_("state"), max_length=10, choices=SignUpStatus.choices)
    at = models.DateTimeField(_("signed up"), default=timezone.now)
    seated_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    is_over_cap = models.BooleanField(_("more than a week should hold"), default=False)  # as of signing up
    came_at = models.DateTimeField(_("came"), null=True, blank=True)
    left_at = models.DateTimeField(_("went"), null=True, blank=True)
    marked_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")

    scope_field = "activity__team__place_id"
    own_rights = frozenset({KEEP_TEAM, OWN_SIGNUP})
    objects = SignUpQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = _("sign-up")
        verbose_name_plural = _("sign-ups")
        ordering = ["activity", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "user"], condition=Q(status__in=COUNTED), name="volunteer_once"
            ),
            models.CheckConstraint(
                name="volunteer_has_times",
                condition=Q(status="waiting", seated_at__isnull=True, withdrawn_at__isnull=True)
                | Q(status="seated", seated_at__isnull=False, withdrawn_at__isnull=True)
                | Q(status="withdrawn", withdrawn_at__isnull=False),
            ),
            models.CheckConstraint(
                name="volunteer_came_first", condition=Q(left_at__isnull=True) | Q(came_at__lte=F("left_at"))
            ),
        ]
        indexes = [
            models.Index(fields=["need", "status", "id"], name="volunteer_queue"),
            models.Index(fields=["user", "status"], name="volunteer_user"),
        ]

    def __str__(self) -> str:
        return f"{self.activity_id} {self.user_id}"

    @property
    def tone(self) -> str:
        return TONES.get(self.status, "quiet")

    @classmethod
    def mine_q(cls, user: Any, permission: str) -> Q:
        return Q(user=user) if permission == OWN_SIGNUP else Q(led_by(user, "activity__team_id"))

    def is_mine(self, user: Any, permission: str) -> bool:
        if permission == OWN_SIGNUP:
            return self.user_id == user.pk
        return self.activity.is_mine(user, permission)
