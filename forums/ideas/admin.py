"""The operator's view of ideas: to be read; changes go through the portal's pages."""

from django.contrib import admin

from beihu.audit.masking import mask_name
from tripartite.admin import ReadOnly

from .models import Idea, IdeaEvent


class IdeaEventInline(ReadOnly, admin.TabularInline):
    model = IdeaEvent
    fields = ["at", "verb", "actor_role", "before", "after"]
    extra = 0


@admin.register(Idea)
class IdeaAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["id", "status", "place_id", "supports", "posted_at", "answer_due"]
    list_filter = ["status"]
    search_fields = ["=id", "=place__code"]
    show_full_result_count = False
    ordering = ["-id"]
    inlines = [IdeaEventInline]
    fields = [
        "status", "resume_status", "place", "shown_author", "public_title", "public_text", "supports", "posted_at",
        "answer_due", "overdue_at", "answered_at", "hidden_reason", "merged_into", "split_from",
    ]  # fmt: skip
    readonly_fields = ["shown_author", "public_title", "public_text"]

    @admin.display(description="author")
    def shown_author(self, idea: Idea) -> str:
        return mask_name(idea.author.name) if idea.author else ""
