"""The facts of this room: kinds, organisations, members, terms with their seats, and who is rooted in a doorway.

Whatever lasts has two dates, `since` and `until`; `until` is the first day it no longer counts, as with posts.
"""

from datetime import date

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from beihu.scope import Scoped, ScopedQuerySet
from buildings.households.models import Household
from buildings.places.codes import Level
from buildings.places.models import Place

from .states import Standing, Status, tone_of

NAME_LENGTH = 80
REASON_LENGTH = 300
OPEN = Q(until__isnull=True)


def dated(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(name=name, condition=OPEN | Q(until__gte=F("since")))


class DatedQuerySet(ScopedQuerySet):
    def open(self) -> "DatedQuerySet":
        """Not ended; nothing here begins later than today."""
        return self.filter(until__isnull=True)


class OrganisationKind(Scoped):
    """One link of a street's chain. `under` names the kinds it may hang below, none: it stands at the top.

    `fewest` and `most` are hints by number of members, never rules. `offered` False: no longer to be founded.
    """

    class Nature(models.TextChoices):
        WORKING_COMMITTEE = "working_committee", _("working committee")
        COMMITTEE = "committee", _("committee")
        GENERAL_BRANCH = "general_branch", _("general branch")
        BRANCH = "branch", _("branch")
        COMPOUND_BRANCH = "compound_branch", _("compound branch")
        GROUP = "group", _("building group")

    place = models.ForeignKey(
        Place, models.PROTECT, related_name="organisation_kinds", verbose_name=_("street")
    )
    slug = models.CharField(_("short name"), max_length=30, db_collation="C")
    nature = models.CharField(_("nature"), max_length=20, choices=Nature.choices)
    name = models.CharField(_("name"), max_length=NAME_LENGTH)
    levels = ArrayField(models.SmallIntegerField(choices=Level.choices), verbose_name=_("stands at"))
    under = ArrayField(
        models.CharField(max_length=30), verbose_name=_("belongs below"), default=list, blank=True
    )
    term_years = models.PositiveSmallIntegerField(_("years of a term"), default=5)
    fewest = models.PositiveSmallIntegerField(_("members from"), null=True, blank=True)
    most = models.PositiveSmallIntegerField(_("members up to"), null=True, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    offered = models.BooleanField(_("may be founded"), default=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("kind of organisation")
        verbose_name_plural = _("kinds of organisations")
        ordering = ["place_id", "order", "pk"]
        constraints = [models.UniqueConstraint(fields=["place", "slug"], name="organisation_kind_once")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_group(self) -> bool:
        return self.nature == self.Nature.GROUP


class OrganisationQuerySet(ScopedQuerySet):
    def standing(self) -> "OrganisationQuerySet":
        return self.filter(dissolved_on__isnull=True)

    def groups(self) -> "OrganisationQuerySet":
        return self.filter(kind__nature=OrganisationKind.Nature.GROUP)


class PartyOrganisation(Scoped):
    """A working committee, committee, general branch, branch or group; `dissolved_on` is written once."""

    kind = models.ForeignKey(
        OrganisationKind, models.PROTECT, related_name="organisations", verbose_name=_("kind")
    )
    place = models.ForeignKey(
        Place, models.PROTECT, related_name="party_organisations", verbose_name=_("place")
    )
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("belongs to")
    )
    name = models.CharField(_("name"), max_length=NAME_LENGTH)
    founded_on = models.DateField(_("founded on"), default=timezone.localdate)
    dissolved_on = models.DateField(_("dissolved on"), null=True, blank=True)
    dissolved_reason = models.CharField(_("why"), max_length=REASON_LENGTH, blank=True)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = _("Party organisation")
        verbose_name_plural = _("Party organisations")
        ordering = ["place_id", "pk"]
        constraints = [
            models.CheckConstraint(
                name="organisation_dates",
                condition=Q(dissolved_on__isnull=True) | Q(dissolved_on__gte=F("founded_on")),
            ),
            models.CheckConstraint(
                name="organisation_not_its_own_parent",
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")),
            ),
            models.UniqueConstraint(
                fields=["place", "name"],
                condition=Q(dissolved_on__isnull=True),
                name="organisation_name_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("party_organisation", args=[self.pk])

    @property
    def status(self) -> str:
        return Status.DISSOLVED if self.dissolved_on else Status.STANDING

    def get_status_display(self) -> str | Promise:
        return Status(self.status).label

    @property
    def tone(self) -> str:
        return tone_of(self.status)


class PartyMember(Scoped):
    """A person in an organisation. Sensitive: never public, in full only to those who keep the organisation.

    `user` is empty for members without an account; then `name` says who it is.
    """

    organisation = models.ForeignKey(
        PartyOrganisation, models.PROTECT, related_name="members", verbose_name=_("organisation")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="party_memberships",
        verbose_name=_("account"),
    )
    name = models.CharField(_("name"), max_length=60, blank=True)
    standing = models.CharField(_("standing"), max_length=12, choices=Standing.choices, default=Standing.FULL)
    household = models.ForeignKey(
        Household,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="party_members",
        verbose_name=_("household"),
    )
    since = models.DateField(_("since"), default=timezone.localdate)
    until = models.DateField(_("until"), null=True, blank=True)
    ended_reason = models.CharField(_("why"), max_length=REASON_LENGTH, blank=True)

    scope_field = "organisation__place_id"
    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("Party member")
        verbose_name_plural = _("Party members")
        ordering = ["since", "pk"]
        constraints = [
            dated("party_member_dates"),
            models.UniqueConstraint(fields=["user"], condition=OPEN, name="party_member_once"),
        ]

    def __str__(self) -> str:
        return self.name


class OrganisationTerm(Scoped):
    """From an election to the next. `due_on` is when the next one is due, `until` when the term really ended."""

    organisation = models.ForeignKey(
        PartyOrganisation, models.PROTECT, related_name="terms", verbose_name=_("organisation")
    )
    since = models.DateField(_("elected on"))
    due_on = models.DateField(_("next election due"), null=True, blank=True)
    until = models.DateField(_("until"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=REASON_LENGTH, blank=True)

    scope_field = "organisation__place_id"
    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("term")
        verbose_name_plural = _("terms")
        ordering = ["-since", "-pk"]
        constraints = [
            dated("term_dates"),
            models.CheckConstraint(
                name="organisation_term_due_later",
                condition=Q(due_on__isnull=True) | Q(due_on__gt=F("since")),
            ),
            models.UniqueConstraint(fields=["organisation"], condition=OPEN, name="organisation_term_once"),
        ]
        indexes = [models.Index(fields=["due_on"], condition=OPEN, name="organisation_term_due")]

    def __str__(self) -> str:
        return f"{self.organisation} {self.since}"

    def is_overdue(self, today: date | None = None) -> bool:
        return bool(self.until is None and self.due_on and self.due_on < (today or timezone.localdate()))


class OrganisationSeat(Scoped):
    """What a member does in a term: leads (secretary, or leader of a group), or sits on the committee."""

    class Position(models.TextChoices):
        LEADER = "leader", _("secretary or leader")
        DEPUTY = "deputy", _("deputy")
        ORGANISATION = "organisation", _("organisation officer")
        PUBLICITY = "publicity", _("publicity officer")
        DISCIPLINE = "discipline", _("discipline officer")
        MEMBER = "member", _("committee member")

    term = models.ForeignKey(OrganisationTerm, models.PROTECT, related_name="seats", verbose_name=_("term"))
    member = models.ForeignKey(PartyMember, models.PROTECT, related_name="seats", verbose_name=_("member"))
    position = models.CharField(_("position"), max_length=12, choices=Position.choices)
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)

    scope_field = "term__organisation__place_id"
    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("seat")
        verbose_name_plural = _("seats")
        ordering = ["term_id", "since", "pk"]
        constraints = [
            dated("organisation_seat_dates"),
            models.UniqueConstraint(
                fields=["term"], condition=OPEN & Q(position="leader"), name="organisation_seat_one_leader"
            ),
            models.UniqueConstraint(
                fields=["term", "member"], condition=OPEN, name="organisation_seat_member_once"
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_position_display())


class ElectionReminder(models.Model):
    """When who is told that an election comes near: the row is the queue (see `reminders.py`)."""

    term = models.ForeignKey(
        OrganisationTerm, models.CASCADE, related_name="reminders", verbose_name=_("term")
    )
    days_before = models.SmallIntegerField(_("days before"))
    due_at = models.DateTimeField(_("due at"))
    planned_at = models.DateTimeField(_("planned at"), null=True, blank=True)
    planned = models.PositiveIntegerField(_("messages"), default=0)
    note = models.CharField(_("note"), max_length=40, blank=True)

    class Meta:
        verbose_name = _("reminder of an election")
        verbose_name_plural = _("reminders of elections")
        constraints = [models.UniqueConstraint(fields=["term", "days_before"], name="election_reminder_once")]
        indexes = [
            models.Index(
                fields=["due_at"], condition=Q(planned_at__isnull=True), name="election_reminder_due"
            )
        ]

    def __str__(self) -> str:
        return f"{self.term_id} -{self.days_before}"


class HintOverride(Scoped):
    """Why an organisation may be smaller or larger than the hint says; written by a person, with a name to it."""

    organisation = models.ForeignKey(
        PartyOrganisation, models.CASCADE, related_name="overrides", verbose_name=_("organisation")
    )
    hint = models.CharField(_("hint"), max_length=20)
    reason = models.CharField(_("reason"), max_length=REASON_LENGTH)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(_("at"), default=timezone.now)

    scope_field = "organisation__place_id"
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("overridden hint")
        verbose_name_plural = _("overridden hints")
        constraints = [models.UniqueConstraint(fields=["organisation", "hint"], name="hint_override_once")]

    def __str__(self) -> str:
        return self.hint


class CentreHousehold(Scoped):
    """门栋党员中心户: the household that anchors a doorway; one at a time."""

    place = models.ForeignKey(
        Place, models.PROTECT, related_name="centre_households", verbose_name=_("doorway")
    )
    household = models.ForeignKey(
        Household, models.PROTECT, related_name="centre_terms", verbose_name=_("household")
    )
    since = models.DateField(_("since"), default=timezone.localdate)
    until = models.DateField(_("until"), null=True, blank=True)
    ended_reason = models.CharField(_("why"), max_length=REASON_LENGTH, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("centre household")
        verbose_name_plural = _("centre households")
        ordering = ["place_id", "-since", "-pk"]
        constraints = [
            dated("centre_dates"),
            models.UniqueConstraint(fields=["place"], condition=OPEN, name="centre_open_once"),
            models.UniqueConstraint(fields=["household"], condition=OPEN, name="centre_household_once"),
        ]

    def __str__(self) -> str:
        return f"{self.household}"


class AssistingFamily(Scoped):
    """协管党员家庭: a household that helps a centre household; it helps one at a time."""

    centre = models.ForeignKey(
        CentreHousehold, models.PROTECT, related_name="families", verbose_name=_("centre household")
    )
    household = models.ForeignKey(
        Household, models.PROTECT, related_name="assisting_terms", verbose_name=_("household")
    )
    since = models.DateField(_("since"), default=timezone.localdate)
    until = models.DateField(_("until"), null=True, blank=True)
    ended_reason = models.CharField(_("why"), max_length=REASON_LENGTH, blank=True)

    scope_field = "centre__place_id"
    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("assisting family")
        verbose_name_plural = _("assisting families")
        ordering = ["centre_id", "since", "pk"]
        constraints = [
            dated("assisting_dates"),
            models.UniqueConstraint(fields=["household"], condition=OPEN, name="assisting_open_once"),
        ]

    def __str__(self) -> str:
        return f"{self.household}"
