"""The operator's view of bulletins: to be read. Who subscribes is not shown."""

from django.contrib import admin

from tripartite.admin import ReadOnly

from .models import Bulletin, BulletinItem


class BulletinItemInline(ReadOnly, admin.TabularInline):
    model = BulletinItem
    fields = ["section", "position", "text", "is_kept", "source"]
    extra = 0


@admin.register(Bulletin)
class BulletinAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["id", "status", "place_id", "year", "number", "since", "until", "version", "published_at"]
    list_filter = ["status", "year"]
    search_fields = ["=id", "=place__code"]
    show_full_result_count = False
    ordering = ["-id"]
    inlines = [BulletinItemInline]
    fields = [
        "status", "resume_status", "place", "inherited_from", "year", "number", "since", "until", "title", "greeting", "version",
        "told", "revision", "drafted_at", "edited_at", "published_at", "corrected_at", "withdrawn_at", "withdraw_reason",
    ]  # fmt: skip
