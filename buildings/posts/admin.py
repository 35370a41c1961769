"""Posts in the operator's admin: to be looked up; appointing is done in the portal, where it is audited."""

from django.contrib import admin

from beihu.accounts.admin import ReadOnlyAdmin

from .kinds import PostKind
from .models import Post


@admin.register(Post)
class PostAdmin(ReadOnlyAdmin):
    list_display = ["pk", "kind_id", "role", "place_id", "user_id", "since", "until"]
    list_filter = ["role"]
    search_fields = ["=place_id"]
    fields = ["kind_id", "role", "place", "user_id", "since", "until", "end", "remind_on", "office_phone"]


@admin.register(PostKind)
class PostKindAdmin(ReadOnlyAdmin):
    list_display = ["pk", "place_id", "code", "name", "family", "wanted", "role", "appointed_with"]
    list_filter = ["appointed_with", "role"]
    search_fields = ["=place_id", "=code"]
