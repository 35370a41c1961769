"""Pages of this wing, room by room."""

from django.urls import include, path

urlpatterns = [
    path("", include(f"tripartite.{room}.urls")) for room in ("parties", "issues", "meetings", "commitments")
]
