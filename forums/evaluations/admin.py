"""The operator's view of evaluations: to be read; changes go through the portal's pages."""

from django.contrib import admin

from tripartite.admin import ReadOnly

from .models import Criterion, Evaluation


class CriterionInline(ReadOnly, admin.TabularInline):
    model = Criterion
    fields = ["position", "text", "weight", "source"]
    extra = 0


@admin.register(Evaluation)
class EvaluationAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["id", "status", "place_id", "party_kind", "period", "since", "published_at"]
    list_filter = ["status", "period"]
    search_fields = ["=id", "=place__code"]
    show_full_result_count = False
    ordering = ["-id"]
    inlines = [CriterionInline]
    fields = [
        "status", "place", "party", "period", "since", "until", "sample", "asked", "seed", "opened_at", "closed_at",
        "published_at", "withdraw_reason", "result_hash", "reply", "replied_at",
    ]  # fmt: skip
