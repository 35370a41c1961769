"""The operator's view of this wing: read, and edit only the working calendar. Personal data are masked."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from beihu.audit.masking import mask_name, mask_phone, redact

from .commitments.models import Commitment, CommitmentEvent, CommitmentVersion, Evidence, Rung
from .decisions import admin as decisions
from .fees.models import CollectionRecord, Tariff
from .issues.models import CallBack, Issue, IssueEvent, Photo
from .issues.workdays import CalendarDay
from .meetings.models import AgendaItem, Meeting, Reminder, Room
from .parties.models import Party
from .selfmanagement.hands import admin as hands_admin  # noqa: F401
from .selfmanagement.ledger import admin as ledger_admin  # noqa: F401
from .selfmanagement.repairs import admin as repairs_admin  # noqa: F401

__all__ = ["decisions"]
from .selfmanagement.parking import admin as parking_admin  # noqa: F401  registers itself


class ReadOnly:
    """To be looked at; changes go through the portal's pages, where they are checked and logged."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class EventInline(ReadOnly, admin.TabularInline):
    model = IssueEvent
    fields = ["at", "verb", "actor_role", "before", "after"]
    extra = 0


class PhotoInline(ReadOnly, admin.TabularInline):
    model = Photo
    fields = ["key", "stage", "width", "height", "published", "created_at"]
    readonly_fields = ["key", "created_at"]
    extra = 0


@admin.register(Issue)
class IssueAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["reference", "status", "category", "place_id", "party", "submitted_at", "solve_due"]
    list_filter = ["status", "category", "urgent", "via"]
    list_select_related = ["party"]
    search_fields = ["=id", "=place__code"]
    show_full_result_count = False
    ordering = ["-id"]
    inlines = [EventInline, PhotoInline]
    fields = [
        "reference", "status", "resume_status", "place", "category", "urgent", "shown_text", "shown_name", "shown_phone",
        "via", "party", "bounced", "assignment_decided", "refusal", "merged_into", "follows_up", "wants_public",
        "published_at", "submitted_at", "contacted_at", "replied_at", "solved_at", "closed_at", "reopened_at",
        "contact_due", "reply_due", "solve_due", "calendar_version", "paused_at", "paused_until", "waited", "answer_by",
        "overdue_at", "escalated_at", "rating",
    ]  # fmt: skip
    readonly_fields = ["reference", "shown_text", "shown_name", "shown_phone"]

    @admin.display(description=_("what is the matter"))
    def shown_text(self, issue: Issue) -> str:
        return redact(issue.text)

    @admin.display(description=_("contact name"))
    def shown_name(self, issue: Issue) -> str:
        return mask_name(issue.contact_name)

    @admin.display(description=_("contact phone"))
    def shown_phone(self, issue: Issue) -> str:
        return mask_phone(issue.contact_phone)


@admin.register(Party)
class PartyAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["name", "kind", "place_id", "since", "until"]
    list_filter = ["kind"]
    search_fields = ["name", "=place__code"]


class AgendaInline(ReadOnly, admin.TabularInline):
    model = AgendaItem
    fields = ["position", "title", "minutes", "source", "why"]
    extra = 0


class ReminderInline(ReadOnly, admin.TabularInline):
    model = Reminder
    fields = ["minutes_before", "due_at", "version", "planned_at", "planned", "note"]
    extra = 0


@admin.register(Meeting)
class MeetingAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["pk", "kind", "status", "place_id", "starts_at", "is_public", "version"]
    list_filter = ["status", "kind", "is_public"]
    search_fields = ["=id", "=uid", "=place__code"]
    date_hierarchy = "starts_at"
    show_full_result_count = False
    ordering = ["-id"]
    inlines = [AgendaInline, ReminderInline]
    fields = [
        "uid", "kind", "status", "title", "place", "room", "spot", "starts_at", "ends_at", "party", "is_public",
        "version", "sequence", "called_at", "moved_at", "held_at", "minuted_at", "object_until", "confirmed_at",
        "cancelled_at", "is_quorate",
    ]  # fmt: skip
    readonly_fields = ["uid"]


@admin.register(Room)
class RoomAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["name", "place_id", "seats", "closed_on"]
    search_fields = ["name", "=place__code"]


class Said(ReadOnly, admin.TabularInline):
    """Rows of a commitment, without the free words, in which people may stand."""

    extra = 0


class CommitmentEventInline(Said):
    model = CommitmentEvent
    fields = ["at", "verb", "actor_role", "before", "after"]


class CommitmentVersionInline(Said):
    model = CommitmentVersion
    fields = ["number", "due_on", "at", "accepted_at", "dropped_at"]


class EvidenceInline(Said):
    model = Evidence
    fields = ["key", "kind", "is_public", "at"]
    readonly_fields = ["key"]


class RungInline(Said):
    model = Rung
    fields = ["step", "due_on", "at", "told"]


@admin.register(Commitment)
class CommitmentAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["pk", "status", "debtor", "place_id", "due_on", "progress", "is_standing"]
    list_filter = ["status", "party_kind", "is_standing"]
    list_select_related = ["debtor"]
    search_fields = ["=id", "=place__code"]
    show_full_result_count = False
    ordering = ["-id"]
    inlines = [CommitmentVersionInline, CommitmentEventInline, EvidenceInline, RungInline]
    fields = [
        "status", "place", "debtor", "shown_text", "shown_metric", "due_on", "is_standing", "number", "cost", "progress",
        "created_at", "accepted_at", "delivered_at", "judge_until", "ended_at",
    ]  # fmt: skip
    readonly_fields = ["shown_text", "shown_metric"]

    @admin.display(description=_("what is owed"))
    def shown_text(self, row: Commitment) -> str:
        return redact(row.text)

    @admin.display(description=_("how it is measured"))
    def shown_metric(self, row: Commitment) -> str:
        return redact(row.metric)


@admin.register(Tariff)
class TariffAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["name", "place_id", "use", "way", "price", "since", "until"]
    search_fields = ["=place__code"]


@admin.register(CollectionRecord)
class CollectionRecordAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["party_name", "place_id", "since", "until", "billed", "paid"]
    search_fields = ["=place__code"]


@admin.register(CallBack)
class CallBackAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["issue", "at", "reached", "contacted", "solved", "satisfaction"]
    list_select_related = ["issue"]
    exclude = ["note"]
    show_full_result_count = False


@admin.register(CalendarDay)
class CalendarDayAdmin(admin.ModelAdmin):
    """Lists of 2027 and later are entered here; deadlines already promised stay as they are."""

    list_display = ["date", "working", "name", "source", "changed_at"]
    list_filter = ["working"]
    date_hierarchy = "date"
    ordering = ["-date"]
